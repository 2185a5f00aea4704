import { randomBytes } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
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
import { authenticate, type LockOut } from './authentication.ts';
import { findError, isGatewayCode } from './error-table.ts';
import type { Content } from './operation.ts';
import type { Product } from './operations/table.ts';
import { findRoute, type Route } from './router.ts';
import { queryPairs } from './signature.ts';
import { WireError } from './wire-error.ts';
import type { AccessKey, World } from './world.ts';

/** The one scope of the service: it has no regions. */
export const globalScope = 'global';

export interface GatewayOptions {
  /** Read at every request, because a reset makes a new world. */
  readonly world: () => World;
  readonly lockOut: LockOut;
  readonly product: Product;
}

/** One request on its way through the gateway. */
interface Visit {
  readonly world: World;
  readonly product: Product;
  readonly requestId: string;
  readonly signal: AbortSignal;
}

/** The gateway of one endpoint: what is called, who calls, whether it may, and the answer around it. */
export function makeGateway(options: GatewayOptions): WireHandler {
  return async (request) => {
    const { thereMs, backMs } = options.world().context.network.ways();
    await pause(thereMs, request.signal);
    if (request.signal.aborted) return { kind: 'drop' };
    const world = options.world();
    world.context.agenda.runUntil(world.now());
    const visit: Visit = {
      world,
      product: options.product,
      requestId: randomBytes(16).toString('hex'),
      signal: request.signal,
    };
    const done = await answer(visit, options.lockOut, request).catch((error: unknown) =>
      refuse(visit, error instanceof WireError ? error : new WireError('APIGW.0601')),
    );
    await pause(backMs, request.signal);
    return done;
  };
}

async function answer(visit: Visit, lockOut: LockOut, request: WireRequest): Promise<WireReply> {
  const { world, product } = visit;
  if (!isLoopbackHost(request.headers.host)) throw new WireError('APIGW.0101');
  const route = findRoute(product.operations, request.method, request.path);
  const key = authenticate(world, lockOut, request);
  const operation = route.operation.name;
  const row = world.context.calls.row(key.accountId, operation, globalScope);
  row.calls += 1;
  const run = (): WireReply => execute(visit, row, route, key, request);
  const scripted = world.context.faults.take({
    cloud: 'huawei',
    operation,
    accountId: key.accountId,
    region: globalScope,
  });
  const fault = scripted ?? world.context.network.fault();
  if (fault === undefined) return run();
  row.failed += 1;
  const blank = (): WireReply => reply(visit, 200, {});
  const refuse = refuseAsTold.bind(undefined, visit);
  return suffer(fault, { run, blank, refuse }, visit.signal);
}

/** Throttles, asks for the right, and does it. */
function execute(
  visit: Visit,
  row: CallRow,
  { operation, path }: Route,
  key: AccessKey,
  request: WireRequest,
): WireReply {
  const { world } = visit;
  const { callsPerSecond, retryAfter } = world.switches;
  const { rates } = world.context;
  const wait = rates.take(`huawei/${key.accountId}/${operation.name}`, callsPerSecond);
  if (wait > 0) {
    row.throttled += 1;
    const headers = retryAfter ? { 'retry-after': String(Math.ceil(wait / 1000)) } : {};
    return refuse(visit, new WireError('APIGW.0308', [callsPerSecond], { headers }));
  }
  try {
    if (world.denied.get(key.accountId)?.has(operation.name) === true) {
      throw denial(visit, operation.action);
    }
    const body = parseBody(request.body);
    const content = operation.run({
      world,
      operation: operation.name,
      accountId: key.accountId,
      key,
      path,
      query: new Map(queryPairs(request.query)),
      body,
      now: world.now(),
    });
    if (isEmptyPage(content)) row.empty += 1;
    world.context.writes.take({
      cloud: 'huawei',
      accountId: key.accountId,
      operation: operation.name,
      region: globalScope,
      request: { path, body },
    });
    return reply(visit, operation.status, content);
  } catch (error) {
    row.failed += 1;
    if (error instanceof WireError) return refuse(visit, error);
    throw error;
  }
}

function isEmptyPage(content: Content | undefined): boolean {
  const lists = Object.values(content ?? {}).filter(Array.isArray);
  const page: unknown = content?.page_info;
  const goesOn = typeof page === 'object' && page !== null && 'next_marker' in page;
  return goesOn && Boolean(page.next_marker) && lists.every(({ length }) => length === 0);
}

function parseBody(body: Buffer): unknown {
  const text = body.toString();
  if (text === '') return {};
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new WireError('RAM.EMU.0001', ['body', 'not JSON']);
  }
}

function denial({ world, product }: Visit, action: string): WireError {
  const ofOrganizations = product.name === 'organizations';
  switch (world.switches.denial) {
    case 'service':
      if (ofOrganizations) return new WireError('Organizations.1007', [action]);
      return new WireError('RAM.EMU.0403', [action], {
        details: { encoded_authorization_message: Buffer.from(action).toString('base64') },
      });
    case 'gateway':
      return new WireError('APIGW.0302');
    case 'check':
      return new WireError(ofOrganizations ? 'Organizations.1008' : 'RAM.1008');
  }
}

/** The cloud's own error, as a scripted fault asks for it. */
function refuseAsTold(visit: Visit, fault: Extract<Fault, { kind: 'error' }>): WireReply {
  const entry = findError(fault.code);
  const message = fault.message ?? entry?.message ?? 'An injected error.';
  const status = fault.status ?? entry?.status ?? 500;
  return reply(visit, status, errorContent(visit, fault.code, message), fault.headers);
}

function refuse(visit: Visit, error: WireError): WireReply {
  if (visit.product.name === 'iam' && !isGatewayCode(error.code)) {
    const title = STATUS_CODES[error.status] ?? '';
    const inner = { code: error.status, message: error.message, title };
    return reply(visit, error.status, { error: inner });
  }
  const lower = visit.world.switches.codeCase === 'lower' && !isGatewayCode(error.code);
  const code = lower ? error.code.toLowerCase() : error.code;
  const content = { ...errorContent(visit, code, error.message), ...error.details };
  return reply(visit, error.status, content, error.headers);
}

/** The gateway names the request in its body, the service in a header only. */
function errorContent(visit: Visit, code: string, message: string): Record<string, unknown> {
  return {
    error_msg: message,
    error_code: code,
    ...(isGatewayCode(code) ? { request_id: visit.requestId } : {}),
  };
}

function reply(
  visit: Visit,
  status: number,
  content: Content,
  headers: Readonly<Record<string, string>> = {},
): WireReply {
  const { context, switches } = visit.world;
  const isEmpty = status === 204 || (content === undefined && switches.emptyBody === 'none');
  return {
    kind: 'answer',
    status,
    headers: {
      ...(status === 204 ? {} : { 'content-type': 'application/json' }),
      ...(switches.requestId ? { [visit.product.requestIdHeader]: visit.requestId } : {}),
      date: new Date(context.clock.gatewayNow()).toUTCString(),
      ...headers,
    },
    body: isEmpty ? '' : JSON.stringify(content ?? {}),
  };
}
