import assert from 'node:assert/strict';
import * as z from 'zod/mini';
import { alibabaDriver } from '../../src/clouds/alibaba/driver.ts';
import { CloudError } from '../../src/clouds/cloud-error.ts';
import type {
  CallOptions,
  ConnectOptions,
  CreateRequest,
  Credentials,
  Endpoints,
  RequestRecord,
  ShareCloud,
} from '../../src/clouds/cloud.ts';
import { huaweiDriver } from '../../src/clouds/huawei/driver.ts';
import type { CloudId } from '../../src/model/account.ts';
import {
  type SandboxAccount,
  type SandboxOptions,
  startSandbox,
} from '../../src/sandbox/sandbox.ts';

export type Role = 'owner' | 'member' | 'outsider' | 'temporary';

/** A sandbox with the real client connected to it over HTTP. */
export interface Session {
  account(role: Role): SandboxAccount;
  connect(role: Role, changes?: Partial<ConnectOptions>): ShareCloud;
  /** What {@link connect} connects with: for parts of a client below its contract. */
  options(role: Role, changes?: Partial<ConnectOptions>): ConnectOptions;
  /** The vendor's hosts with the addresses that stand in for them. */
  readonly endpoints: Endpoints;
  /** Asks the control endpoint. */
  control(path: string, input?: unknown): Promise<unknown>;
  /** How often the sandbox was asked for an operation, and how often it refused by rate. */
  calls(operation: string): Promise<{ readonly calls: number; readonly throttled: number }>;
  /** Shares of that name, as the sandbox holds them; of Alibaba Cloud, as `state`. */
  sharesNamed(name: string): Promise<readonly z.infer<typeof stateShare>[]>;
  state(): Promise<readonly z.infer<typeof stateShare>[]>;
  /** What {@link connect} logged, over all clients. */
  readonly requests: readonly RequestRecord[];
  stop(): Promise<void>;
}

const stateShare = z.object({
  region: z.string(),
  ResourceShareId: z.string(),
  ResourceShareName: z.string(),
  ResourceShareOwner: z.string(),
  AllowExternalTargets: z.boolean(),
  permissions: z.array(z.string()),
  associations: z.array(
    z.object({ AssociationType: z.string(), AssociationStatus: z.string(), EntityId: z.string() }),
  ),
});
const stateSchema = z.object({ alibaba: z.object({ shares: z.array(stateShare) }) });
const callsSchema = z.object({
  calls: z.array(z.object({ operation: z.string(), calls: z.number(), throttled: z.number() })),
});

const drivers = { alibaba: alibabaDriver, huawei: huaweiDriver };

/** Connects to the accounts of one cloud: Alibaba Cloud unless said otherwise. */
export async function openSession({
  cloud = 'alibaba',
  ...sandboxOptions
}: SandboxOptions & { readonly cloud?: CloudId } = {}): Promise<Session> {
  const sandbox = await startSandbox({ settleMs: 0, ...sandboxOptions });
  const { description } = sandbox;
  const open: ShareCloud[] = [];
  const requests: RequestRecord[] = [];
  const account = (role: Role): SandboxAccount => {
    const found = description.accounts.find(
      (one) => one.cloud === cloud && one.label.includes(`(${role})`),
    );
    assert.ok(found, role);
    return found;
  };
  const control = async (path: string, input?: unknown): Promise<unknown> => {
    const init = input === undefined ? {} : { method: 'POST', body: JSON.stringify(input) };
    const response = await fetch(description.control + path, init);
    const text = await response.text();
    assert.equal(response.status, 200, text);
    return JSON.parse(text) as unknown;
  };
  const options = (role: Role, changes?: Partial<ConnectOptions>): ConnectOptions => ({
    credentials: () => Promise.resolve(credentialsOf(account(role))),
    endpoints: description.hosts,
    timeoutMs: 20_000,
    // Waiting times at their shortest.
    random: () => 0,
    onRequest: (record) => requests.push(record),
    ...changes,
  });
  const state: Session['state'] = async () =>
    stateSchema.parse(await control('/state')).alibaba.shares;
  return {
    account,
    endpoints: description.hosts,
    control,
    requests,
    state,
    options,
    connect: (role, changes) => {
      const client = drivers[cloud].connect(options(role, changes));
      open.push(client);
      return client;
    },
    calls: async (operation) => {
      const rows = callsSchema.parse(await control('/calls')).calls;
      const own = rows.filter((row) => row.operation === operation);
      return {
        calls: own.reduce((sum, row) => sum + row.calls, 0),
        throttled: own.reduce((sum, row) => sum + row.throttled, 0),
      };
    },
    sharesNamed: async (name) =>
      (await state()).filter((share) => share.ResourceShareName === name),
    stop: async () => {
      for (const client of open) client.dispose();
      await sandbox.stop();
    },
  };
}

export function credentialsOf(account: SandboxAccount): Credentials {
  const { accessKeyId, accessKeySecret, securityToken } = account;
  return {
    accessKeyId,
    accessKeySecret,
    ...(securityToken === undefined ? {} : { securityToken }),
  };
}

/** Options of a call that nobody aborts. */
export function asUser(): CallOptions {
  return { signal: new AbortController().signal, priority: 'action' };
}

/** What asks for a new share with nothing in it, and for what is given beside that. */
export function newShare(wish: Partial<CreateRequest> & { readonly name: string }): CreateRequest {
  return {
    allowExternal: false,
    resources: [],
    principals: [],
    permissions: [],
    knownIds: [],
    ...wish,
  };
}

export async function collect<Row>(pages: AsyncIterable<readonly Row[]>): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for await (const page of pages) {
    assert.ok(page.length > 0, 'an empty page was passed on');
    rows.push(...page);
  }
  return rows;
}

/** The error of a call that must fail. */
export async function failureOf(call: Promise<unknown>): Promise<CloudError> {
  try {
    await call;
  } catch (error) {
    assert.ok(error instanceof CloudError, String(error));
    return error;
  }
  assert.fail('The call succeeded.');
}
