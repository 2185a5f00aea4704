import { Inventory } from '../src/inventory/inventory.ts';
import { openWorld, type RegionTruth, type World } from './sandbox-world.ts';
import type { ScopeRows } from './floor.ts';

export const accountId = 'owner';

/** An inventory of the world's account that nothing has been read into yet. */
export function emptyInventory({ cloud, limits }: World): Inventory {
  return new Inventory({ connect: () => Promise.resolve(cloud), limits: () => limits });
}

/** @throws what a scope was not read for */
export async function loadAll(inventory: Inventory, regions: readonly string[]): Promise<void> {
  await Promise.all(regions.map((region) => inventory.load({ accountId, region }, 'view')));
  for (const region of regions) {
    const { failure } = inventory.snapshot({ accountId, region });
    if (failure) throw failure.error;
  }
}

/** Adds what others share with the account, as the inventory has found it. */
export function withReceived(
  truth: readonly RegionTruth[],
  inventory: Inventory,
): readonly ScopeRows[] {
  return truth.map((scope) => {
    const { entries } = inventory.snapshot({ accountId, region: scope.region });
    const others = [...entries.values()].filter(({ share }) => share.owner === 'other');
    const receivedResources = others.reduce((sum, { resources }) => sum + resources.length, 0);
    return { ...scope, receivedShares: others.length, receivedResources };
  });
}

let isWarm = false;

/** Runs the code once, so that the first size is not the only one to pay for compiling it. */
export async function warmUp(): Promise<void> {
  if (isWarm) return;
  isWarm = true;
  for (const cloud of ['alibaba', 'huawei'] as const) {
    const world = await openWorld({ cloud, shares: 200, latencyMs: 0, rates: 'off', hurry: 50 });
    const inventory = emptyInventory(world);
    for (let round = 0; round < 3; round += 1) await loadAll(inventory, world.regions);
    inventory.dispose();
    await world.stop();
  }
}

/** Calls that arrived at the sandbox while `work` ran. */
export async function counted(world: World, work: () => Promise<unknown>): Promise<number> {
  await world.resetCalls();
  await work();
  return (await world.calls()).total;
}
