import { stat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { removeTemporaryFolder, temporaryFolder } from '../scripts/temporary.ts';
import { InventoryCache } from '../src/inventory/cache/inventory-cache.ts';
import { Inventory } from '../src/inventory/inventory.ts';
import type { Account } from '../src/model/account.ts';
import type { TreeAddress } from '../src/vscode/shares/address.ts';
import { rowId } from '../src/vscode/shares/address.ts';
import { childrenOf } from '../src/vscode/shares/children.ts';
import { rowAt } from '../src/vscode/shares/rows/row-at.ts';
import type { TreeState } from '../src/vscode/shares/rows/tree-state.ts';
import { median } from './figures.ts';
import { openWorld, type World } from './sandbox-world.ts';
import { printTable } from './table.ts';

/** How often each is measured; the middle one counts. */
const rounds = 7;

/** From files to rows, without a call: what a new window does before the first answer of any cloud. */
export async function benchWarmStart(sizes: readonly number[]): Promise<void> {
  const rows: (string | number)[][] = [
    [
      'shares',
      'files',
      'size',
      'restore',
      'paint',
      'together',
      'of it CPU',
      'longest block',
      'rows',
      'calls',
      'save',
      'longest block',
    ],
  ];
  for (const size of sizes) {
    const world = await openWorld({ shares: size, latencyMs: 0, rates: 'off', hurry: 50 });
    try {
      rows.push(await measure(world));
    } finally {
      await world.stop();
    }
  }
  printTable(
    `A warm start of one account, three regions, in our own code (median of ${rounds}; bar: together under 100 ms for 1 000 shares)`,
    rows,
  );
}

async function measure(world: World): Promise<(string | number)[]> {
  const folder = temporaryFolder('warm-start');
  try {
    const account: Account = {
      id: 'owner',
      cloud: 'alibaba',
      label: 'Owner',
      ownerId: 'owner',
      regions: world.regions,
    };
    const saves: Timed[] = [];
    let shares = 0;
    for (let round = 0; round < rounds; round += 1) {
      const session = openSession(world, account, folder);
      await Promise.all(
        account.regions.map((region) =>
          session.inventory.load({ accountId: account.id, region }, 'view'),
        ),
      );
      saves.push(await timed(() => session.cache.flush()));
      shares = countShares(session.inventory, account);
      session.close();
    }

    await world.resetCalls();
    const restores: Timed[] = [];
    const paints: Timed[] = [];
    let drawn = 0;
    for (let round = 0; round < rounds; round += 1) {
      const session = openSession(world, account, folder);
      restores.push(await timed(() => session.cache.restoreAll()));
      paints.push(
        await timed(() => {
          drawn = paint(session.inventory, account);
        }),
      );
      if (countShares(session.inventory, account) !== shares) throw new Error('Shares are lost.');
      session.close();
    }
    const { total: calls } = await world.calls();
    const sizes = await Promise.all(
      (await readdir(folder)).map(async (name) => (await stat(join(folder, name))).size),
    );
    const wall = restores.map((one, round) => one.ms + (paints[round]?.ms ?? 0));
    const cpu = restores.map((one, round) => one.cpu + (paints[round]?.cpu ?? 0));
    const blocks = restores.map((one, round) => Math.max(one.block, paints[round]?.block ?? 0));
    return [
      shares,
      sizes.length,
      `${(sizes.reduce((sum, bytes) => sum + bytes, 0) / 1e6).toFixed(1)} MB`,
      ms(median(restores.map((one) => one.ms))),
      ms(median(paints.map((one) => one.ms))),
      ms(median(wall)),
      ms(median(cpu)),
      ms(median(blocks)),
      drawn,
      calls,
      ms(median(saves.map((one) => one.ms))),
      ms(median(saves.map((one) => one.block))),
    ];
  } finally {
    await removeTemporaryFolder(folder);
  }
}

function openSession(world: World, account: Account, folder: string) {
  const inventory = new Inventory({ connect: () => Promise.resolve(world.cloud) });
  const cache = new InventoryCache({
    inventory,
    watcher: { begun: undefined, get: () => Promise.reject(new Error('Nothing is pending.')) },
    folder,
    accounts: () => [account],
    log: (line) => {
      throw new Error(line);
    },
  });
  const close = (): void => {
    cache.dispose();
    inventory.dispose();
  };
  return { inventory, cache, close };
}

/** Makes every row down to the shares, as the tree does when all groups are open. */
function paint(inventory: Inventory, account: Account): number {
  const state: TreeState = {
    accounts: [account],
    snapshot: (scope) => inventory.snapshot(scope),
    showEnded: false,
    abilities: () => undefined,
    explainFailure: () => undefined,
    hasConsole: () => true,
    regionName: () => undefined,
    isStuck: () => false,
    formatTime: (time) => new Date(time).toISOString(),
  };
  let count = 0;
  const draw = (address: TreeAddress | undefined): void => {
    for (const child of childrenOf(address, state)) {
      if (rowId(child) === '' || !rowAt(child, state)) throw new Error('A row is missing.');
      count += 1;
      if (child.kind !== 'share') draw(child);
    }
  };
  draw(undefined);
  return count;
}

function countShares(inventory: Inventory, { id, regions }: Account): number {
  return regions.reduce(
    (sum, region) => sum + inventory.snapshot({ accountId: id, region }).entries.size,
    0,
  );
}

interface Timed {
  readonly ms: number;
  /** Processor time of all threads: on a busy machine what counts, as others then take part of the other. */
  readonly cpu: number;
  /** The longest time in which nobody else had a turn, in milliseconds. */
  readonly block: number;
}

async function timed(work: () => Promise<void> | void): Promise<Timed> {
  let block = 0;
  let last = performance.now();
  const tick = (): void => {
    const now = performance.now();
    block = Math.max(block, now - last);
    last = now;
    // Not as often as can be: the looking must not be what is measured.
    timer = setTimeout(tick, 1);
  };
  let timer = setTimeout(tick, 1);
  const before = process.cpuUsage();
  const start = performance.now();
  await work();
  const took = performance.now() - start;
  const { user, system } = process.cpuUsage(before);
  await new Promise((resolve) => setTimeout(resolve, 2));
  clearTimeout(timer);
  return { ms: took, cpu: (user + system) / 1000, block };
}

function ms(value: number): string {
  return `${value.toFixed(1)} ms`;
}
