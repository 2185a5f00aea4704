import type { Clock } from '../src/model/clock.ts';
import { Inventory } from '../src/inventory/inventory.ts';
import { Watcher } from '../src/inventory/watcher.ts';
import { openWorld, type World } from './sandbox-world.ts';
import { printTable } from './table.ts';

const scope = { accountId: 'owner', region: 'cn-hangzhou' };
const looks = 8;

/** Calls that a look of the watcher makes, for growing numbers of associations that are in flight. */
export async function benchWatch(sizes: readonly number[]): Promise<void> {
  const rows: (string | number)[][] = [
    [
      'shares in flight',
      'items in flight',
      'looks',
      'calls',
      'calls a look',
      'most in a look',
      'events',
      'one call an item *',
      'calls to find all settled',
    ],
  ];
  for (const size of sizes) {
    const world = await openWorld({ shares: 10, latencyMs: 0, rates: 'off' });
    try {
      rows.push(await measureWatch(world, size));
    } finally {
      await world.stop();
    }
  }
  printTable(
    'Calls of a watch tick, one account and region (* what a poll of each item makes)',
    rows,
  );
}

async function measureWatch(world: World, shares: number): Promise<(string | number)[]> {
  // Frozen time: nothing settles before it is told to.
  const signal = new AbortController().signal;
  const options = { signal, priority: 'action' } as const;
  await world.control('/alibaba/quotas', {
    sharesPerAccount: 100_000,
    resourcesPerAccount: 100_000,
    vSwitchesPerPrincipal: 100_000,
  });
  for (let index = 0; index < shares; index += 1) {
    const ids = Array.from({ length: 5 }, (_, number) => ({
      type: 'VSwitch',
      id: `vsw-bench-${index}-${number}`,
    }));
    const request = {
      resources: ids,
      principals: world.memberIds.slice(0, 5).map((id) => ({ id })),
      permissions: [],
    };
    await world.cloud.createShare(
      scope.region,
      { ...request, name: `bench-${index}`, allowExternal: false, knownIds: [] },
      options,
    );
  }
  const clock = new SteppingClock();
  const connect = () => Promise.resolve(world.cloud);
  const inventory = new Inventory({ connect, clock });
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
