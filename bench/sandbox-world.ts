import * as z from 'zod/mini';
import { startSandbox } from '../scripts/sandbox.ts';
import { loadDriver } from '../src/clouds/drivers.ts';
import type { ShareCloud } from '../src/clouds/cloud.ts';

/** A sandbox in a process of its own, with the real client connected to it over HTTP. */
export interface World {
  readonly cloud: ShareCloud;
  /** More clients of the same account; each keeps to the documented rates on its own. */
  connect(count: number): readonly ShareCloud[];
  readonly regions: readonly string[];
  readonly memberIds: readonly string[];
  control(path: string, input?: unknown): Promise<unknown>;
  /** Calls that arrived at the sandbox since the last reset, by operation. */
  calls(): Promise<Calls>;
  resetCalls(): Promise<void>;
  /** What is there, counted: how many rows each list of a region has. */
  truth(): Promise<readonly RegionTruth[]>;
  stop(): Promise<void>;
}

export interface Calls {
  readonly total: number;
  readonly throttled: number;
  readonly byOperation: ReadonlyMap<string, number>;
}

export interface RegionTruth {
  readonly region: string;
  readonly shareIds: readonly string[];
  readonly resourceRows: number;
  readonly principalRows: number;
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
  calls: z.array(z.object({ operation: z.string(), calls: z.number() })),
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
});

export interface WorldOptions {
  readonly shares: number;
  /** Round trip, in milliseconds. */
  readonly latencyMs: number;
  readonly rates: 'documented' | 'off';
}

/**
 * Starts a sandbox in which nothing moves by itself. Its clock stands still, except where rates are counted by it.
 * Empty pages are off: the vendor documents that they may come, not how often, so a minimum can't count them.
 */
export async function openWorld({ shares, latencyMs, rates }: WorldOptions): Promise<World> {
  const sandbox = await startSandbox([
    ...['--shares', String(shares)],
    ...['--latency', String(latencyMs)],
    ...['--rates', rates],
  ]);
  const control = async (path: string, input?: unknown): Promise<unknown> => {
    const init = input === undefined ? {} : { method: 'POST', body: JSON.stringify(input) };
    const response = await fetch(sandbox.control + path, init);
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
    return response.json();
  };
  const { hosts, accounts } = descriptionSchema.parse(await control('/'));
  await control('/tuning', { emptyPages: false });
  await control('/settle', {});
  if (rates === 'off') await control('/clock', { frozen: true });
  const [owner, ...others] = accounts.filter(({ cloud }) => cloud === 'alibaba');
  if (!owner) throw new Error('The sandbox has no accounts.');
  const driver = await loadDriver('alibaba');
  const { accessKeyId, accessKeySecret } = owner;
  const clients: ShareCloud[] = [];
  const connect = (count: number): readonly ShareCloud[] => {
    const made = Array.from({ length: count }, () =>
      driver.connect({
        credentials: () => Promise.resolve({ accessKeyId, accessKeySecret }),
        endpoints: hosts,
        timeoutMs: 60_000,
      }),
    );
    clients.push(...made);
    return made;
  };
  const [cloud] = connect(1);
  if (!cloud) throw new Error('There is no client.');
  return {
    cloud,
    connect,
    control,
    regions: owner.regions,
    memberIds: others
      .filter(({ label }) => label.includes('(member)'))
      .map(({ accountId }) => accountId),
    calls: async () => {
      const { total, throttled, calls } = callsSchema.parse(await control('/calls'));
      const byOperation = new Map<string, number>();
      for (const row of calls) {
        byOperation.set(row.operation, (byOperation.get(row.operation) ?? 0) + row.calls);
      }
      return { total, throttled, byOperation };
    },
    resetCalls: async () => {
      await control('/calls/reset', {});
    },
    truth: async () => {
      const state = stateSchema.parse(await control('/state')).alibaba.shares;
      return owner.regions.map((region) => {
        const own = state.filter(
          (share) => share.region === region && share.ResourceShareOwner === owner.accountId,
        );
        const rows = own.flatMap(({ associations }) => associations);
        const resourceRows = rows.filter((row) => row.AssociationType === 'Resource').length;
        const shareIds = own.map(({ ResourceShareId }) => ResourceShareId);
        return { region, shareIds, resourceRows, principalRows: rows.length - resourceRows };
      });
    },
    stop: async () => {
      for (const client of clients) client.dispose();
      await sandbox.stop();
    },
  };
}
