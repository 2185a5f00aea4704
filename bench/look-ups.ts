import { setTimeout as pause } from 'node:timers/promises';
import { InventoryIndex, scopesOf } from '../src/inventory/index/inventory-index.ts';
import type { Inventory } from '../src/inventory/inventory.ts';
import { ArrangedTree } from '../src/vscode/shares/arrange/arranged-tree.ts';
import { destinations } from '../src/vscode/shares/arrange/destinations.ts';
import { groupings } from '../src/vscode/shares/arrange/order.ts';
import { TreeRows } from '../src/vscode/shares/tree-rows.ts';
import { account, fill, home, type World } from './filled-inventory.ts';
import { at, blockOf, measured, ms, type Figure } from './stopwatch.ts';
import { printTable } from './table.ts';
import { plainTreeState } from '../test/unit/vscode/plain-tree-state.ts';

/** What is held against the figures, in milliseconds. */
const bars = { p95: 10, block: 50 };

/** Expanding, finding and looking up in memory, and how long any of it keeps everything else waiting. */
export async function benchLookUps(sizes: readonly number[]): Promise<void> {
  const rows: (string | number)[][] = [
    ['shares', 'rows', 'what', 'times', 'p50', 'p95', 'longest', `p95 under ${bars.p95} ms`],
  ];
  const blocks: (string | number)[][] = [
    ['shares', 'what', 'longest event-loop block', `under ${bars.block} ms`],
  ];
  for (const size of sizes) {
    const world = fill(size);
    for (const { what, durations } of await lookUps(world)) {
      const p95 = at(durations, 0.95);
      rows.push([
        ...[size, world.associations, what, durations.length],
        ...[at(durations, 0.5), p95, at(durations, 1)].map(ms),
        p95 < bars.p95 ? 'yes' : 'NO',
      ]);
    }
    for (const { what, block } of await longestBlocks(size)) {
      blocks.push([size, what, ms(block), block < bars.block ? 'yes' : 'NO']);
    }
  }
  printTable('Looking up and drawing, in one process, nothing read from a cloud', rows);
  printTable('How long everything else has to wait meanwhile', blocks);
}

interface Stage {
  readonly tree: ArrangedTree;
  readonly rows: TreeRows;
  readonly index: InventoryIndex;
}

/** The tree as the view has it, without VS Code. */
async function stage(inventory: Inventory): Promise<Stage> {
  const index = new InventoryIndex({ inventory, scopes: scopesOf([account]) });
  const plain = plainTreeState({
    accounts: [account],
    snapshot: (scope) => inventory.snapshot(scope),
  });
  const tree = new ArrangedTree({ state: plain, index: () => index });
  const reader = {
    prepare: () => undefined,
    read: () => undefined,
    asked: () => undefined,
  };
  const rows = new TreeRows({ inventory, reader, state: { ...plain, arrangement: tree } });
  await index.settled();
  return { tree, rows, index };
}

/** Gives a row and the rows below it, as VS Code asks when one is opened. */
function expand(rows: TreeRows, id?: string): readonly string[] {
  const below = rows.children(id);
  for (const row of below) rows.row(row);
  return below;
}

async function lookUps({ inventory, shares, rows, memberIds }: World): Promise<readonly Figure[]> {
  const { tree, rows: drawn, index } = await stage(inventory);
  const picked = <T>(items: readonly T[]): readonly T[] =>
    Array.from({ length: 200 }, (_, turn) => items[(turn * 7907) % items.length]).filter(
      (item) => item !== undefined,
    );
  const [accountRow = ''] = drawn.children();
  const [region = ''] = expand(drawn, accountRow);
  const [group = ''] = expand(drawn, region);
  const lists = expand(drawn, group);
  const ofLists = lists.flatMap((list) =>
    list.startsWith('bucket') ? expand(drawn, list) : [list],
  );
  const resources = rows.filter(({ kind }) => kind === 'resource');
  const figures: Figure[] = [
    await measured('expand a region', picked([region]), (id) => expand(drawn, id)),
    await measured('expand a list of shares', picked([group]), (id) => expand(drawn, id)),
    await measured('expand a bucket of shares', picked(lists), (id) => expand(drawn, id)),
    await measured('expand a share', picked(ofLists), (id) => expand(drawn, id)),
    await measured('who can use a resource', picked(resources), ({ arn, entityId }) =>
      index.byResource(arn ?? entityId),
    ),
    await measured('what was given to an account', picked(memberIds), (id) =>
      index.byPrincipal(id),
    ),
    await measured(
      'list where to go, by a part of an id',
      picked(resources.map(({ entityId }) => entityId.slice(4, 12))),
      (text) => destinations(text, index, { accounts: [account], showEnded: false }, 200),
    ),
  ];
  const find = (query: string): void => {
    tree.arrange({ query });
    drawn.redraw();
    for (const id of drawn.children()) drawn.row(id);
  };
  const queries = picked(shares).map(({ name }, turn) =>
    turn % 2 === 0 ? name.slice(0, 9) : `${name.slice(-4)} vsw`,
  );
  figures.push(await measured('find by words', queries, find));
  const arns = picked(resources).map(({ arn }) => arn ?? '');
  figures.push(await measured('find by a whole ARN', arns, find));
  drawn.dispose();
  tree.dispose();
  index.dispose();
  return figures;
}

interface Block {
  readonly what: string;
  readonly block: number;
}

/** The longest stretch in which nothing else gets a turn, while work is going on that nobody cuts by hand. */
async function longestBlocks(size: number): Promise<readonly Block[]> {
  // Once before, as a window that has run for a moment has.
  const warm = fill(Math.min(size, 1_000));
  (await stage(warm.inventory)).rows.dispose();
  const world = fill(size);
  const blocks: Block[] = [];
  let at: Stage | undefined;
  blocks.push({
    what: 'build the index',
    block: await blockOf(async () => {
      at = await stage(world.inventory);
    }),
  });
  if (!at) return blocks;
  const { tree, rows } = at;
  const openAll = (id?: string, levels = 4): void => {
    for (const row of expand(rows, id).slice(0, 3)) if (levels > 0) openAll(row, levels - 1);
  };
  openAll();
  const associations = world.rows
    .filter(({ kind }, index) => kind === 'principal' && index % 800 < 8)
    .filter(({ shareId }) => !shareId.endsWith('9'))
    .map((row) => ({ ...row, updatedAt: '2026-03-02T08:02:22.413Z' }));
  blocks.push({
    what: 'one share in a hundred changes',
    block: await blockOf(async () => {
      world.inventory.merge({ accountId: account.id, region: home }, { associations });
      await pause(300);
    }),
  });
  for (const grouping of groupings) {
    blocks.push({
      what: `group by ${grouping}`,
      block: await blockOf(async () => {
        tree.arrange({ grouping });
        await tree.ready();
        rows.redraw();
        await pause(5);
        for (const id of rows.children()) rows.row(id);
      }),
    });
  }
  rows.dispose();
  tree.dispose();
  at.index.dispose();
  return blocks;
}
