import * as z from 'zod/mini';
import { startSandbox } from '../scripts/sandbox.ts';
import { loadDriver } from '../src/clouds/drivers.ts';
import type { Abilities, RequestRecord, ShareCloud } from '../src/clouds/cloud.ts';
import type { CloudId } from '../src/model/account.ts';
import { systemClock, type Clock } from '../src/model/clock.ts';
import type { CloudLimits, ScopeRows } from './floor.ts';

/** A sandbox in a process of its own, with the real client connected to it over HTTP. */
export interface World {
  readonly cloudId: CloudId;
  readonly cloud: ShareCloud;
  /** More clients of the same account; each keeps to the documented rates on its own. */
  connect(count: number): readonly ShareCloud[];
  /** A client of the account that also says what it sends, or of another account. */
  connectAs(who: 'owner' | 'member', onRequest: (record: RequestRecord) => void): ShareCloud;
  /** The scopes of the account: one alone where the cloud has no regions. */
  readonly regions: readonly string[];
  /** The account's id on the cloud's side. */
  readonly ownerId: string;
  readonly memberIds: readonly string[];
  readonly limits: CloudLimits;
  readonly abilities: Abilities;
  control(path: string, input?: unknown): Promise<unknown>;
  /** Calls that arrived at the sandbox since the last reset. */
  calls(): Promise<Calls>;
  resetCalls(): Promise<void>;
  /** Calls that tell who is inside the organisation, where the cloud's lists don't: once a session. */
  directoryCalls(): Promise<number>;
  /** What the account owns, counted by region. */
  truth(): Promise<readonly RegionTruth[]>;
  /** Gives shares another name, as somebody else would. */
  rename(shareIds: readonly string[], name: string): Promise<void>;
  stop(): Promise<void>;
}

export interface Calls {
  readonly total: number;
  readonly throttled: number;
  /** Answered with an error that was not the fault of the caller. */
  readonly failed: number;
  /** Answered with an empty page and a token. */
  readonly empty: number;
  readonly byOperation: ReadonlyMap<string, number>;
}

export interface RegionTruth extends Omit<ScopeRows, 'receivedShares' | 'receivedResources'> {
  readonly region: string;
  readonly shareIds: readonly string[];
}

const descriptionSchema = z.object({
  hosts: z.record(z.string(), z.string()),
  accounts: z.array(
    z.object({
      cloud: z.string(),
      label: z.string(),
      accountId: z.string(),
      accessKeyId: z.string(),
      accessKeySecret: z.string(),
      regions: z.array(z.string()),
    }),
  ),
});

const callsSchema = z.object({
  total: z.number(),
  throttled: z.number(),
  calls: z.array(
    z.object({ operation: z.string(), calls: z.number(), failed: z.number(), empty: z.number() }),
  ),
});

const stateSchema = z.object({
  alibaba: z.object({
    shares: z.array(
      z.object({
        region: z.string(),
        ResourceShareId: z.string(),
        ResourceShareOwner: z.string(),
        associations: z.array(z.object({ AssociationType: z.string() })),
      }),
    ),
  }),
  huawei: z.object({
    organisation: z.object({ accounts: z.array(z.unknown()) }),
    shares: z.array(
      z.object({
        id: z.string(),
        owning_account_id: z.string(),
        associations: z.array(z.object({ association_type: z.string() })),
      }),
    ),
  }),
});

export interface WorldOptions {
  /** Alibaba Cloud unless said otherwise. */
  readonly cloud?: CloudId;
  readonly shares: number;
  /** Round trip, in milliseconds. */
  readonly latencyMs: number;
  readonly rates: 'documented' | 'off';
  /** Over how many regions the shares are spread, where the cloud has regions; three unless said otherwise. */
  readonly scopes?: number;
  /** So much faster the client's timers run, where it is about calls and not about time: its rates would hold it up. */
  readonly hurry?: number;
  /** One page in twenty empty and one call in a hundred answered with a 502; else neither. */
  readonly rough?: boolean;
  /** By what part of it the round trip differs from call to call. */
  readonly jitter?: number;
}

/**
 * Starts a sandbox in which nothing moves by itself. Its clock stands still, except where rates are counted by it.
 */
export async function openWorld(options: WorldOptions): Promise<World> {
  const { cloud: cloudId = 'alibaba', rates, scopes = 3, rough = false } = options;
  const { jitter = 0, hurry = 1 } = options;
  const sandbox = await startSandbox([
    ...['--shares', String(options.shares)],
    ...['--latency', String(options.latencyMs)],
    ...['--rates', rates],
    ...['--regions', String(scopes)],
  ]);
  const control = async (path: string, input?: unknown): Promise<unknown> => {
    const init = input === undefined ? {} : { method: 'POST', body: JSON.stringify(input) };
    const response = await fetch(sandbox.control + path, init);
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
    return response.json();
  };
  const { hosts, accounts } = descriptionSchema.parse(await control('/'));
  await control('/settle', {});
  if (rates === 'off') await control('/clock', { frozen: true });
  await control('/tuning', {
    emptyPages: rough,
    failedPart: rough ? 0.01 : 0,
    latencyJitter: jitter,
  });
  const [owner, ...others] = accounts.filter(({ cloud }) => cloud === cloudId);
  if (!owner) throw new Error('The sandbox has no accounts.');
  const driver = await loadDriver(cloudId);
  const { accountId } = owner;
  const clients: ShareCloud[] = [];
  const connectAs: World['connectAs'] = (who, onRequest) => {
    const account =
      who === 'owner' ? owner : others.find(({ label }) => label.includes(`(${who})`));
    if (!account) throw new Error(`There is no account (${who}).`);
    const { accessKeyId, accessKeySecret } = account;
    const client = driver.connect({
      credentials: () => Promise.resolve({ accessKeyId, accessKeySecret }),
      endpoints: hosts,
      ownerId: account.accountId,
      timeoutMs: 60_000 * hurry,
      clock: hurriedClock(hurry),
      onRequest,
    });
    clients.push(client);
    return client;
  };
  const connect = (count: number): readonly ShareCloud[] =>
    Array.from({ length: count }, () => connectAs('owner', () => undefined));
  const [cloud] = connect(1);
  if (!cloud) throw new Error('There is no client.');
  const regions = scopes === 1 ? owner.regions.slice(0, 1) : owner.regions;
  return {
    cloudId,
    cloud,
    connect,
    connectAs,
    control,
    regions,
    ownerId: accountId,
    abilities: driver.abilities,
    limits: {
      pageSize: driver.abilities.pageSize,
      shareIds: driver.abilities.itemsPerCall.shareIds,
      // Huawei Cloud publishes no rate of its own: 200 a second is what its gateway grants by default.
      rate: cloudId === 'huawei' ? 200 : 20,
      // Huawei Cloud's pages are so large that there are hardly more than two.
      emptyPages: rough && cloudId === 'alibaba',
    },
    memberIds: others
      .filter(({ label }) => label.includes('(member)'))
      .map((member) => member.accountId),
    calls: async () => {
      const { total, throttled, calls } = callsSchema.parse(await control('/calls'));
      const byOperation = new Map<string, number>();
      for (const row of calls) {
        byOperation.set(row.operation, (byOperation.get(row.operation) ?? 0) + row.calls);
      }
      const sum = (key: 'failed' | 'empty') => calls.reduce((all, row) => all + row[key], 0);
      return { total, throttled, failed: sum('failed'), empty: sum('empty'), byOperation };
    },
    resetCalls: async () => {
      await control('/calls/reset', {});
    },
    directoryCalls: async () => {
      if (cloudId === 'alibaba') return 0;
      const { organisation } = stateSchema.parse(await control('/state')).huawei;
      return Math.ceil(organisation.accounts.length / accountsInAPage);
    },
    truth: async () => {
      const { alibaba, huawei } = stateSchema.parse(await control('/state'));
      const all: readonly OwnedShare[] =
        cloudId === 'alibaba'
          ? alibaba.shares.map((share) => ({
              region: share.region,
              id: share.ResourceShareId,
              owner: share.ResourceShareOwner,
              kinds: share.associations.map(({ AssociationType }) => AssociationType),
            }))
          : huawei.shares.map((share) => ({
              region: regions[0] ?? '',
              id: share.id,
              owner: share.owning_account_id,
              kinds: share.associations.map((row) => row.association_type),
            }));
      return regions.map((region) => countRegion(region, accountId, all));
    },
    rename: async (shareIds, name) => {
      for (const id of shareIds) {
        await control(`/${cloudId}/share`, { id, name: `${name}-${id.slice(-6)}` });
      }
    },
    stop: async () => {
      for (const client of clients) client.dispose();
      await sandbox.stop();
    },
  };
}

/** Huawei Cloud, ListAccounts: what all pages of the vendor allow. */
const accountsInAPage = 200;

/** Tells the time as it is, as calls are signed with it, and wakes earlier than asked for. */
function hurriedClock(hurry: number): Clock {
  return {
    now: () => systemClock.now(),
    schedule: (delayMs, run) => systemClock.schedule(delayMs / hurry, run),
  };
}

interface OwnedShare {
  readonly region: string;
  readonly id: string;
  readonly owner: string;
  readonly kinds: readonly string[];
}

function countRegion(region: string, ownerId: string, all: readonly OwnedShare[]): RegionTruth {
  const own = all.filter((share) => share.region === region && share.owner === ownerId);
  const kinds = own.flatMap((share) => share.kinds);
  const resources = kinds.filter((kind) => kind.toLowerCase() === 'resource').length;
  return {
    region,
    shareIds: own.map(({ id }) => id),
    shares: own.length,
    resources,
    principals: kinds.length - resources,
  };
}
