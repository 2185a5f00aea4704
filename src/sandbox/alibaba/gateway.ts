import { randomUUID } from 'node:crypto';
import type { CallRow } from '../calls.ts';
import type { Fault } from '../faults.ts';
import {
  isLoopbackHost,
  pause,
  type WireHandler,
  type WireReply,
  type WireRequest,
} from '../http-server.ts';
import { suffer } from '../suffer.ts';
import { authenticate, type Nonces } from './authentication.ts';
import { findError } from './error-table.ts';
import type { Operation } from './operation.ts';
import type { Product } from './operations/table.ts';
import { WireError } from './wire-error.ts';
import type { AccessKey, World } from './world.ts';

export interface GatewayOptions {
  /** Read at every request, because a reset makes a new world. */
  readonly world: () => World;
  readonly nonces: Nonces;
  readonly products: readonly Product[];
  readonly region: string;
}

interface Called {
  readonly product: Product;
  readonly operation: Operation;
}

/** One request on its way through the gateway. */
interface Visit {
  readonly world: World;
  readonly region: string;
  readonly requestId: string;
  readonly host: string;
  product: string;
}

/** The gateway of one endpoint: who calls, what is called, whether it may be, and the answer around it. */
export function makeGateway(options: GatewayOptions): WireHandler {
  return async (request) => {
    const { thereMs, backMs } = options.world().context.network.ways();
    await pause(thereMs, request.signal);
    if (request.signal.aborted) return { kind: 'drop' };
    const world = options.world();
    const { context } = world;
    context.agenda.runUntil(world.now());
    const visit: Visit = {
      world,
      region: options.region,
      requestId: randomUUID().toUpperCase(),
      host: request.headers.host ?? '',
      product: options.products[0]?.name ?? '',
    };
    const reply = await answer(visit, options, request).catch((error: unknown) => {
      if (error instanceof WireError) return refuse(visit, error);
      return refuse(visit, new WireError('InternalError'));
    });
    await pause(backMs, request.signal);
    return reply;
  };
}

async function answer(
  visit: Visit,
  options: GatewayOptions,
  request: WireRequest,
): Promise<WireReply> {
  const { world, region } = visit;
  if (!isLoopbackHost(request.headers.host)) throw new WireError('InvalidProduct.NotFound');
  if (request.method !== 'GET' && request.method !== 'POST') {
    throw new WireError('UnsupportedHTTPMethod');
  }
  if (request.path !== '/') throw new WireError('InvalidProduct.NotFound');
  const query = decodePairs(request.query);
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded');
  const form = isForm === true ? decodePairs(request.body.toString()) : [];
  const params = new Map([...query, ...form]);
  const action = request.headers['x-acs-action'] ?? params.get('Action') ?? '';
  const version = request.headers['x-acs-version'] ?? params.get('Version') ?? '';
  if (request.headers.authorization === undefined && !params.has('Signature')) {
    throw new WireError('MissingAccessKeyId');
  }
  const key = authenticate(
    world,
    options.nonces,
    { method: request.method, query, form, headers: request.headers, body: request.body },
    params,
  );
  const { product, operation } = findOperation(options.products, action, version);
  visit.product = product.name;
  const row = world.context.calls.row(key.accountId, operation.name, region);
  row.calls += 1;
  const run = (): WireReply => execute(visit, row, { product, operation }, key, params);
  const scripted = world.context.faults.take({
    cloud: 'alibaba',
    operation: operation.name,
    accountId: key.accountId,
    region,
  });
  const fault = scripted ?? world.context.network.fault();
  if (fault === undefined) return run();
  row.failed += 1;
  const blank = (): WireReply => reply(visit, 200, {});
  const refuse = refuseAsTold.bind(undefined, visit);
  return suffer(fault, { run, blank, refuse }, request.signal);
}

/** Throttles, asks for the right, and does it. */
function execute(
  visit: Visit,
  row: CallRow,
  { product, operation }: Called,
  key: AccessKey,
  params: ReadonlyMap<string, string>,
): WireReply {
  const { world } = visit;
  const { rates } = world.context;
  const wait = rates.take(`alibaba/${key.accountId}/${operation.name}`, operation.rate);
  if (wait > 0) {
    row.throttled += 1;
    const headers = rates.retryAfter ? { 'x-acs-retry-after': String(wait) } : {};
    return refuse(visit, new WireError('Throttling.User', { headers }));
  }
  try {
    if (world.denied.get(key.accountId)?.has(operation.name) === true) {
      throw forbidden(product, operation.name, key);
    }
    const content = operation.run({
      world,
      operation: operation.name,
      accountId: key.accountId,
      key,
      region: visit.region,
      store: world.store(visit.region),
      params,
      now: world.now(),
    });
    if (isEmptyPage(content)) row.empty += 1;
    world.context.writes.take({
      cloud: 'alibaba',
      accountId: key.accountId,
      operation: operation.name,
      region: visit.region,
      request: Object.fromEntries(params),
    });
    return reply(visit, 200, content);
  } catch (error) {
    row.failed += 1;
    if (error instanceof WireError) return refuse(visit, error);
    throw error;
  }
}

function isEmptyPage(content: Readonly<Record<string, unknown>>): boolean {
  const lists = Object.values(content).filter(Array.isArray);
  return 'NextToken' in content && lists.every(({ length }) => length === 0);
}

/** The cloud's own error, as a scripted fault asks for it. */
function refuseAsTold(visit: Visit, fault: Extract<Fault, { kind: 'error' }>): WireReply {
  const entry = findError(fault.code);
  return reply(
    visit,
    fault.status ?? entry?.status ?? 500,
    errorContent(visit, fault.code, fault.message ?? entry?.message ?? 'An injected error.'),
    fault.headers,
  );
}

function findOperation(products: readonly Product[], action: string, version: string): Called {
  if (action === '') throw new WireError('MissingAction');
  if (version === '') throw new WireError('MissingVersion');
  const product = products.find((candidate) => candidate.version === version);
  if (product === undefined) throw new WireError('InvalidVersion');
  const operation = product.operations.get(action);
  if (operation === undefined) throw new WireError('InvalidAction.NotFound');
  return { product, operation };
}

/** Resource groups have a code of their own for what is forbidden, and no details. */
function forbidden(product: Product, operation: string, key: AccessKey): WireError {
  if (operation === 'ChangeResourceGroup') return new WireError('NoPermission.ChangeResourceGroup');
  return new WireError('NoPermission', {
    details: {
      AccessDeniedDetail: {
        PolicyType: 'AccountLevelIdentityBasedPolicy',
        AuthPrincipalOwnerId: key.accountId,
        AuthPrincipalType: key.temporary === undefined ? 'SubUser' : 'AssumedRoleUser',
        AuthPrincipalDisplayName: key.temporary?.role ?? key.accountId,
        NoPermissionType: 'ImplicitDeny',
        AuthAction: `${product.policyName}:${operation}`,
      },
    },
  });
}

function refuse(visit: Visit, error: WireError): WireReply {
  const content = { ...errorContent(visit, error.code, error.message), ...error.details };
  return reply(visit, error.status, content, error.headers);
}

function errorContent(visit: Visit, code: string, message: string): Record<string, unknown> {
  const query = new URLSearchParams({
    q: code,
    product: visit.product,
    requestId: visit.requestId,
  });
  return {
    HostId: visit.host,
    Code: code,
    Message: message,
    Recommend: `https://api.aliyun.com/troubleshoot?${query.toString()}`,
  };
}

function reply(
  visit: Visit,
  status: number,
  content: Readonly<Record<string, unknown>>,
  headers: Readonly<Record<string, string>> = {},
): WireReply {
  return {
    kind: 'answer',
    status,
    headers: {
      'content-type': 'application/json;charset=utf-8',
      'x-acs-request-id': visit.requestId,
      date: new Date(visit.world.context.clock.gatewayNow()).toUTCString(),
      ...headers,
    },
    body: JSON.stringify({ RequestId: visit.requestId, ...content }),
  };
}

function decodePairs(text: string): readonly (readonly [string, string])[] {
  return [...new URLSearchParams(text)];
}
