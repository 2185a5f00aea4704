import type { CloudId } from '../src/model/account.ts';
import { milliseconds, megabytes, times } from './figures.ts';
import { callsFormula, floor } from './floor.ts';
import { counted, emptyInventory, loadAll, warmUp, withReceived } from './load.ts';
import type { PartOptions } from './part.ts';
import { peerCalls, peersFormula } from './peer-calls.ts';
import { byIdBatches, perShare, readOwn, terraformRefresh, type Reader } from './readers.ts';
import { openWorld, type Calls, type World } from './sandbox-world.ts';
import { printTable, type Cell } from './table.ts';
import { measured } from './turns.ts';

/** Beyond so many shares the calls of the slow patterns are computed, as they would take minutes. */
const mostToRun = { quick: 0, full: 1_000 };
/**
 * Without it the client would wait for rates that the sandbox does not ask for. Huawei Cloud's rows wait for the list of
 * the organisation's accounts, for some seconds: so much hurried that a busy machine could not answer, they would be
 * read without it first and be changed by the refresh.
 */
const hurry = { alibaba: 50, huawei: 5 } as const;
/** Calls of the others that are on their way at once. */
const lanes = 10;

interface Case {
  readonly cloud: CloudId;
  readonly shares: number;
  readonly scopes: number;
}

interface Result {
  readonly calls: readonly Cell[];
  readonly operations: readonly Cell[];
  readonly refresh: readonly Cell[];
  readonly process: readonly Cell[];
}

/** Everything that a full reading and a refresh cost in calls, memory and time of our own. */
export async function benchInventory({ quick }: PartOptions): Promise<void> {
  const sizes = quick ? [100, 1_000] : [10, 100, 1_000, 10_000];
  const cases: readonly Case[] = sizes.flatMap((shares): readonly Case[] => [
    { cloud: 'alibaba', shares, scopes: 1 },
    { cloud: 'alibaba', shares, scopes: 20 },
    { cloud: 'huawei', shares, scopes: 1 },
  ]);
  await warmUp();
  const results: Result[] = [];
  for (const one of cases) {
    const world = await openWorld({
      ...{ ...one, latencyMs: 0, rates: 'off' },
      ...{ hurry: hurry[one.cloud], rough: true },
    });
    try {
      results.push(await measure(world, one, quick));
    } finally {
      await world.stop();
    }
  }
  print(results);
}

async function measure(world: World, { cloud, shares, scopes }: Case, quick: boolean) {
  const name: readonly Cell[] = [cloud, shares, scopes];
  const truth = await world.truth();
  const inventory = emptyInventory(world);
  let firstRow = NaN;
  let start = performance.now();
  const stopFirst = inventory.onDidChange(({ added }) => {
    if (added.length > 0 && Number.isNaN(firstRow)) firstRow = performance.now() - start;
  });
  await world.resetCalls();
  const load = await measured(() => {
    start = performance.now();
    return loadAll(inventory, world.regions);
  });
  stopFirst();
  const calls = await world.calls();
  const rows = withReceived(truth, inventory);
  const directory = await world.directoryCalls();
  const { calls: least } = floor(rows, world.limits, 0, calls.failed + directory);
  const held = rows.reduce((sum, scope) => sum + scope.resources + scope.principals, 0);

  const unchanged = await refresh(world, inventory);
  const leastAgain = floor(rows, world.limits, 0, unchanged.calls.failed).calls;
  const everyOne = truth.flatMap(({ shareIds }) => shareIds);
  const changed = everyOne.filter((_, index) => index % 100 === 0);
  await world.rename(changed, 'renamed');
  const afterChange = await refresh(world, inventory);
  inventory.dispose();

  const peers = await runPeers(world, shares <= mostToRun[quick ? 'quick' : 'full']);
  const computed = peerCalls(cloud, rows, world.limits);
  const peer = (run: number | undefined, else_: number): readonly Cell[] =>
    run === undefined ? [`${else_} *`, times(else_, least)] : [run, times(run, least)];

  return {
    calls: [
      ...[...name, held, least, calls.total, times(calls.total, least), calls.throttled],
      ...peer(peers?.byIds, computed.byIds),
      ...peer(peers?.perShare, computed.perShare),
      ...peer(peers?.terraform, computed.terraform),
    ],
    operations: [...name, describeCalls(calls), calls.empty, calls.failed],
    refresh: [
      ...[...name, unchanged.calls.total, times(unchanged.calls.total, leastAgain)],
      ...[unchanged.events, unchanged.named],
      ...[changed.length, afterChange.events, afterChange.named],
    ],
    process: [
      ...[...name, milliseconds(firstRow), milliseconds(load.ms)],
      ...[milliseconds(load.longestTurn.processor), milliseconds(load.longestTurn.wall)],
      milliseconds(Math.max(unchanged.turn, afterChange.turn)),
      megabytes(load.peakHeap),
    ],
  };
}

interface Refreshed {
  readonly calls: Calls;
  readonly events: number;
  /** Shares that the events named. */
  readonly named: number;
  readonly turn: number;
}

async function refresh(
  world: World,
  inventory: ReturnType<typeof emptyInventory>,
): Promise<Refreshed> {
  let events = 0;
  let named = 0;
  const stop = inventory.onDidChange(({ added, changed, removed }) => {
    events += 1;
    named += added.length + changed.length + removed.length;
  });
  await world.resetCalls();
  const { longestTurn } = await measured(() => loadAll(inventory, world.regions));
  stop();
  return { calls: await world.calls(), events, named, turn: longestTurn.processor };
}

/** Nothing where it would take minutes. */
async function runPeers(world: World, runs: boolean) {
  if (!runs) return undefined;
  await world.control('/tuning', { failedPart: 0 });
  const clients = world.connect(lanes);
  const count = (reader: (region: string, index: number) => ReturnType<Reader>) =>
    counted(world, () => Promise.all(world.regions.map(reader)));
  const states = await Promise.all(world.regions.map((region) => readOwn(world.cloud, region)));
  return {
    byIds: await count((region) => byIdBatches(clients, region, world.limits.shareIds)),
    perShare: await count((region) => perShare(clients, region)),
    terraform: await count(async (region, index) => {
      const state = states[index];
      if (state) await terraformRefresh(world.cloudId, state)(clients, region);
    }),
  };
}

/** `ListResourceShares 12, ListSharedResources 1` */
function describeCalls({ byOperation }: Calls): string {
  return [...byOperation]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([operation, calls]) => `${operation} ${calls}`)
    .join(', ');
}

const caseHeading = ['cloud', 'shares', 'scopes'];

function print(results: readonly Result[]): void {
  printTable(
    'API calls for the full inventory of one account, counted at the sandbox (bar: 1.05 ×)',
    [
      [
        ...[...caseHeading, 'own rows', 'floor', 'ours', 'of floor', 'throttled', 'by ids'],
        ...['of floor', 'per share', 'of floor', 'terraform', 'of floor'],
      ],
      ...results.map(({ calls }) => calls),
    ],
    [
      callsFormula,
      peersFormula,
      '* computed; all others ran here, in pages as large as ours, on a network without failures',
    ],
  );
  printTable('The same calls by operation', [
    [...caseHeading, 'calls', 'empty pages', 'answered with 5xx'],
    ...results.map(({ operations }) => operations),
  ]);
  printTable('A refresh (bar: no event where nothing has changed)', [
    [
      ...[...caseHeading, 'calls', 'of floor', 'events', 'shares named'],
      ...['renamed', 'events', 'shares named'],
    ],
    ...results.map(({ refresh }) => refresh),
  ]);
  printTable(
    'What it does to the process at 0 ms round trip (bar: no turn longer than 50 ms)',
    [
      [
        ...[...caseHeading, 'first row', 'complete', 'longest turn', 'by the clock'],
        ...['in a refresh', 'peak heap'],
      ],
      ...results.map(({ process }) => process),
    ],
    ['longest turn: time of the processor in which nothing else had a turn, on Linux'],
  );
}
