import type { Clock } from '../src/model/clock.ts';
import { Inventory } from '../src/inventory/inventory.ts';
import { Watcher } from '../src/inventory/watcher.ts';
import { accountId } from './load.ts';
import { liftQuotas, resource } from './made-up.ts';
import type { PartOptions } from './part.ts';
import { openWorld, type World } from './sandbox-world.ts';
import { printTable, type Cell } from './table.ts';

const looks = 8;
const rowsOfEach = 5;

/** Calls that a look of the watcher makes, for growing numbers of associations that are in flight. */
export async function benchWatch({ quick }: PartOptions): Promise<void> {
  const rows: (readonly Cell[])[] = [];
  for (const cloud of ['alibaba', 'huawei'] as const) {
    for (const size of quick ? [20] : [1, 5, 20, 100]) {
      const world = await openWorld({ cloud, shares: 10, latencyMs: 0, rates: 'off', scopes: 1 });
      try {
        rows.push(await measureWatch(world, size));
      } finally {
        await world.stop();
      }
    }
  }
  printTable(
    'Calls of a watch tick, one scope (bar: 2)',
    [
      [
        ...['cloud', 'shares in flight', 'items in flight', 'looks', 'calls', 'calls a look'],
        ...['most in a look', 'events', 'one call an item *', 'calls to find all settled'],
      ],
      ...rows,
    ],
    ['* what a poll of each item makes, as Terraform polls; computed'],
  );
}

async function create(world: World, shares: number): Promise<void> {
  const signal = new AbortController().signal;
  await liftQuotas(world);
  // Each client keeps to the rate of writes.
  const clients = world.connect(Math.ceil(shares / 10));
  await Promise.all(
    Array.from({ length: shares }, async (_, share) => {
      const request = {
        name: `bench-${share}`,
        resources: Array.from({ length: rowsOfEach }, (_, index) =>
          resource(world, share * rowsOfEach + index),
        ),
        principals: world.memberIds.slice(0, rowsOfEach).map((id) => ({ id })),
        permissions: [],
        allowExternal: false,
        knownIds: [],
      };
      const region = world.regions[0] ?? '';
      const client = clients[share % clients.length] ?? world.cloud;
      await client.createShare(region, request, { signal, priority: 'action' });
    }),
  );
}

async function measureWatch(world: World, shares: number): Promise<readonly Cell[]> {
  // Frozen time: nothing settles before it is told to.
  await create(world, shares);
  const scope = { accountId, region: world.regions[0] ?? '' };
  const clock = new SteppingClock();
  const connect = () => Promise.resolve(world.cloud);
  const inventory = new Inventory({ connect, clock, limits: () => world.limits });
  const watcher = new Watcher({ inventory, connect, clock, random: () => 0.5 });
  await inventory.load(scope, 'view');
  const items = watcher.inFlight.length;
  let events = 0;
  inventory.onDidChange(() => (events += 1));
  const counts: number[] = [];
  for (let look = 0; look < looks; look += 1) counts.push(await callsOfLook(world, clock));
  const eventsWhileStill = events;

  await world.control('/settle', {});
  let settling = 0;
  for (let look = 0; look < 50 && watcher.inFlight.length > 0; look += 1) {
    settling += await callsOfLook(world, clock);
  }
  watcher.dispose();
  inventory.dispose();
  const total = counts.reduce((sum, count) => sum + count, 0);
  const average = (total / looks).toFixed(2);
  return [
    world.cloudId,
    shares,
    items,
    looks,
    total,
    average,
    Math.max(...counts),
    eventsWhileStill,
    items,
    settling,
  ];
}

async function callsOfLook(world: World, clock: SteppingClock): Promise<number> {
  await world.resetCalls();
  clock.step();
  // A look is over when the next one is planned, or when nothing is left to look at.
  const deadline = Date.now() + 30_000;
  let quiet = 0;
  while (quiet < 3 && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    const { running, waiting } = world.cloud.queueState();
    quiet = running + waiting === 0 ? quiet + 1 : 0;
  }
  return (await world.calls()).total;
}

/** A clock whose timers run when they are told to. */
class SteppingClock implements Clock {
  #now = Date.now();
  readonly #timers = new Map<() => void, number>();

  now(): number {
    return this.#now;
  }

  schedule(delayMs: number, run: () => void): () => void {
    const timer = (): void => {
      run();
    };
    this.#timers.set(timer, this.#now + delayMs);
    return () => this.#timers.delete(timer);
  }

  /** Moves to the next timer and runs it. */
  step(): void {
    const [next] = [...this.#timers].sort(([, a], [, b]) => a - b);
    if (!next) return;
    const [run, due] = next;
    this.#timers.delete(run);
    this.#now = due;
    run();
  }
}
