import type { ShareCloud } from '../src/clouds/cloud.ts';
import { Inventory } from '../src/inventory/inventory.ts';
import { minimum, type Received } from './minimum.ts';
import { byIdBatches, perShare, readOwn, terraformRefresh } from './readers.ts';
import { openWorld, type RegionTruth, type World } from './sandbox-world.ts';
import { printTable, times } from './table.ts';

const accountId = 'owner';
/** Beyond so many shares the calls of the slow patterns are computed, as they would take an hour. */
const mostToRun = 1_000;

/** Calls for the full inventory of an account over its regions, beside those of other patterns in the same run. */
export async function benchCalls(sizes: readonly number[]): Promise<void> {
  const rows: (string | number)[][] = [
    [
      'shares',
      'minimum',
      'ours',
      'of minimum',
      'by ids',
      'of minimum',
      'per share',
      'of minimum',
      'terraform',
      'of minimum',
      'refresh: calls',
      'events',
    ],
  ];
  for (const size of sizes) {
    const world = await openWorld({ shares: size, latencyMs: 0, rates: 'off' });
    try {
      rows.push(await measureCalls(world));
    } finally {
      await world.stop();
    }
  }
  printTable(
    'API calls for the full inventory of one account, three regions, counted at the sandbox (* computed)',
    rows,
  );
}

async function measureCalls(world: World): Promise<(string | number)[]> {
  const inventory = new Inventory({ connect: () => Promise.resolve(world.cloud) });
  const truth = await world.truth();
  const shares = truth.reduce((sum, { shareIds }) => sum + shareIds.length, 0);

  const ours = await counted(world, () => loadAll(inventory, world.regions));
  const received = receivedBy(inventory, world.regions);
  const { calls: least } = minimum(truth, received, 0);

  let events = 0;
  const stop = inventory.onDidChange(() => (events += 1));
  const again = await counted(world, () => loadAll(inventory, world.regions));
  stop();
  inventory.dispose();

  const lanes = world.connect(60);
  const batches = await counted(world, () =>
    overRegions(world, (region) => byIdBatches(lanes, region)),
  );
  const run = shares <= mostToRun;
  const naive = run ? await countPerShare(world, lanes) : computePerShare(truth, received);
  const terraform = run ? await countTerraform(world, lanes) : computeTerraform(truth);
  const mark = run ? '' : ' *';
  return [
    ...[shares, least, ours, times(ours, least)],
    ...[batches, times(batches, least)],
    ...[`${naive}${mark}`, times(naive, least)],
    ...[`${terraform}${mark}`, times(terraform, least)],
    ...[again, events],
  ];
}

function countPerShare(world: World, lanes: readonly ShareCloud[]): Promise<number> {
  return counted(world, () => overRegions(world, (region) => perShare(lanes, region)));
}

async function countTerraform(world: World, lanes: readonly ShareCloud[]): Promise<number> {
  const states = await Promise.all(world.regions.map((region) => readOwn(world.cloud, region)));
  return counted(world, () =>
    overRegions(world, async (region, index) => {
      const state = states[index];
      if (state) await terraformRefresh(state)(lanes, region);
    }),
  );
}

function computePerShare(
  truth: readonly RegionTruth[],
  received: ReadonlyMap<string, Received>,
): number {
  return truth.reduce((sum, { region, shareIds }) => {
    const others = (received.get(region)?.shares ?? 0) > 0 ? 2 : 1;
    return sum + Math.max(1, Math.ceil(shareIds.length / 100)) + 2 * shareIds.length + others;
  }, 0);
}

function computeTerraform(truth: readonly RegionTruth[]): number {
  return truth.reduce(
    (sum, { shareIds, resourceRows, principalRows }) =>
      sum + shareIds.length + resourceRows + principalRows,
    0,
  );
}

/** Time for the same at a given round trip, under the documented rates, beside the floor. */
export async function benchTime(sizes: readonly number[], latencyMs: number): Promise<void> {
  const rows: (string | number)[][] = [
    [
      'shares',
      'regions',
      'floor',
      'ours',
      'of floor',
      'first share',
      'throttled',
      'per share, one by one *',
      'by ids, at the rate *',
    ],
  ];
  for (const size of sizes) {
    const world = await openWorld({ shares: size, latencyMs, rates: 'documented' });
    try {
      const [first = ''] = world.regions;
      await warmUp(world);
      rows.push(await measureTime(world, [first], latencyMs));
      await rest();
      rows.push(await measureTime(world, world.regions, latencyMs));
    } finally {
      await world.stop();
    }
  }
  printTable(
    `Time for the full inventory at ${latencyMs} ms round trip, 20 calls/s an operation (* computed, not run)`,
    rows,
  );
}

async function measureTime(
  world: World,
  regions: readonly string[],
  latencyMs: number,
): Promise<(string | number)[]> {
  const truth = (await world.truth()).filter(({ region }) => regions.includes(region));
  const shares = truth.reduce((sum, { shareIds }) => sum + shareIds.length, 0);
  const inventory = new Inventory({ connect: () => Promise.resolve(world.cloud) });
  await world.resetCalls();
  const start = performance.now();
  let first = 0;
  inventory.onDidChange(({ added }) => {
    if (first === 0 && added.length > 0) first = performance.now() - start;
  });
  await loadAll(inventory, regions);
  const ms = performance.now() - start;
  const { throttled } = await world.calls();
  const { timeMs } = minimum(truth, receivedBy(inventory, regions), latencyMs);
  inventory.dispose();
  const serial = truth.reduce((sum, { shareIds }) => sum + 1 + 2 * shareIds.length, 0) * latencyMs;
  const batched = truth.reduce((sum, { shareIds }) => sum + 2 * Math.ceil(shareIds.length / 5), 0);
  return [
    shares,
    regions.length,
    seconds(timeMs),
    seconds(ms),
    times(ms, timeMs),
    seconds(first),
    throttled,
    seconds(serial),
    seconds(Math.max((Math.ceil(batched / 20) - 1) * 1000, latencyMs) + latencyMs),
  ];
}

/** Runs the code once, on the smallest region, so that the first size is not the only one to pay for compiling it. */
async function warmUp(world: World): Promise<void> {
  const inventory = new Inventory({ connect: () => Promise.resolve(world.cloud) });
  await loadAll(inventory, world.regions.slice(-1));
  inventory.dispose();
  await rest();
}

/** Until the rates have recovered. */
async function rest(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 1_500));
}

async function loadAll(inventory: Inventory, regions: readonly string[]): Promise<void> {
  await Promise.all(regions.map((region) => inventory.load({ accountId, region }, 'view')));
  for (const region of regions) {
    const { failure } = inventory.snapshot({ accountId, region });
    if (failure) throw failure.error;
  }
}

function receivedBy(
  inventory: Inventory,
  regions: readonly string[],
): ReadonlyMap<string, Received> {
  return new Map(
    regions.map((region) => {
      const { entries } = inventory.snapshot({ accountId, region });
      const others = [...entries.values()].filter(({ share }) => share.owner === 'other');
      const rows = others.reduce((sum, { resources }) => sum + resources.length, 0);
      return [region, { shares: others.length, rows }];
    }),
  );
}

async function overRegions(
  world: World,
  read: (region: string, index: number) => Promise<unknown>,
): Promise<void> {
  await Promise.all(world.regions.map(read));
}

async function counted(world: World, work: () => Promise<unknown>): Promise<number> {
  await world.resetCalls();
  await work();
  return (await world.calls()).total;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}
