import { setTimeout as pause } from 'node:timers/promises';
import { InventoryIndex, scopesOf } from '../src/inventory/index/inventory-index.ts';
import { Inventory } from '../src/inventory/inventory.ts';
import type { Account } from '../src/model/account.ts';
import type { Association, ResourceShare } from '../src/model/share.ts';
import { associationStates, parseStatus, shareStates } from '../src/model/status.ts';
import { ArrangedTree } from '../src/vscode/shares/arrange/arranged-tree.ts';
import { destinations } from '../src/vscode/shares/arrange/destinations.ts';
import { groupings } from '../src/vscode/shares/arrange/order.ts';
import type { TreeState } from '../src/vscode/shares/rows/tree-state.ts';
import { TreeRows } from '../src/vscode/shares/tree-rows.ts';
import { printTable } from './table.ts';

/** What is held against the figures, in milliseconds. */
const bars = { p95: 10, block: 50 };

const account: Account = {
  id: 'bench',
  cloud: 'alibaba',
  label: 'Bench',
  ownerId: '1512666876910123',
  regions: ['cn-hangzhou', 'cn-shanghai'],
};
const [home = '', abroad = ''] = account.regions;
const time = '2026-03-01T08:02:22.413Z';

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

interface World {
  readonly inventory: Inventory;
  readonly associations: number;
  readonly memberIds: readonly string[];
  readonly shares: readonly ResourceShare[];
  readonly rows: readonly Association[];
}

/** Nine shares of ten in one region; five resources and three principals each. Always the same. */
function fill(size: number, withData = true): World {
  const memberIds = Array.from(
    { length: Math.max(1, Math.ceil(size / 10)) },
    (_, index) => `16${String(index * 7919).padStart(12, '0')}00`,
  );
  const inventory = new Inventory({ connect: () => Promise.reject(new Error('no cloud')) });
  const shares: ResourceShare[] = [];
  const rows: Association[] = [];
  for (let number = 0; number < size; number += 1) {
    const share = aShare(number);
    shares.push(share);
    for (let index = 0; index < 5; index += 1) {
      const id = `vsw-bp1${textOf(number * 5 + index)}`;
      const arn = `acs:vpc:${home}:${account.ownerId}:vswitch/${id}`;
      const failed = number % 50 === 0 && index === 0;
      rows.push({ ...aRow(share.id, 'resource', id, failed ? 'Failed' : 'Associated'), arn });
    }
    for (let index = 0; index < 3; index += 1) {
      const id = memberIds[(number * 7 + index * 13) % memberIds.length] ?? '';
      rows.push(aRow(share.id, 'principal', id, 'Associated'));
    }
  }
  const world = { inventory, associations: rows.length, memberIds, shares, rows };
  if (withData) pour(world);
  return world;
}

function pour({ inventory, shares, rows }: World): void {
  for (const region of [home, abroad]) {
    const isHere = (id: string): boolean => id.endsWith('9') === (region === abroad);
    inventory.merge(
      { accountId: account.id, region },
      {
        shares: shares.filter(({ id }) => isHere(id)),
        associations: rows.filter(({ shareId }) => isHere(shareId)),
      },
    );
  }
}

function aShare(number: number): ResourceShare {
  const team = ['network', 'retail', 'payments', 'data', 'platform'][number % 5] ?? '';
  const stage = ['prod', 'staging', 'test'][number % 3] ?? '';
  return {
    id: `rs-${textOf(number * 31)}${number % 10}`,
    name: `${team}-${stage}-${String(number).padStart(5, '0')}`,
    owner: 'self',
    ownerId: account.ownerId,
    status: parseStatus(shareStates, 'Active'),
    allowExternal: number % 20 === 0,
    tags: [{ key: 'team', value: team }],
    createdAt: time,
    updatedAt: time,
  };
}

function aRow(
  shareId: string,
  kind: Association['kind'],
  entityId: string,
  status: string,
): Association {
  return {
    shareId,
    kind,
    entityId,
    entityType: kind === 'resource' ? 'VSwitch' : 'Account',
    status: parseStatus(associationStates, status),
    failures: [],
    createdAt: time,
    updatedAt: time,
  };
}

/** Sixteen characters that look like an id of a cloud. */
function textOf(number: number): string {
  const half = (factor: number): string =>
    (((number + 1) * factor) % 2_821_109_907_456).toString(36).padStart(8, '0');
  return half(2_654_435_761) + half(1_597_334_677);
}

interface Stage {
  readonly tree: ArrangedTree;
  readonly rows: TreeRows;
  readonly index: InventoryIndex;
}

/** The tree as the view has it, without VS Code. */
async function stage(inventory: Inventory): Promise<Stage> {
  const index = new InventoryIndex({ inventory, scopes: scopesOf([account]) });
  const plain: TreeState = {
    accounts: [account],
    snapshot: (scope) => inventory.snapshot(scope),
    showEnded: false,
    abilities: () => undefined,
    explainFailure: () => undefined,
    hasConsole: () => false,
    regionName: () => undefined,
    isStuck: () => false,
    formatTime: String,
  };
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

interface Figure {
  readonly what: string;
  readonly durations: readonly number[];
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

/** Runs each once to warm up, then once to be measured, with room for others in between. */
async function measured<T>(
  what: string,
  items: readonly T[],
  run: (item: T) => unknown,
): Promise<Figure> {
  for (const item of items.slice(0, 20)) run(item);
  const durations: number[] = [];
  for (const item of items) {
    await pause(0);
    const start = performance.now();
    run(item);
    durations.push(performance.now() - start);
  }
  return { what, durations: durations.toSorted((a, b) => a - b) };
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

/** Asks for a turn as often as it gets one, and tells the longest it had to wait, in milliseconds. */
async function blockOf(work: () => Promise<void>): Promise<number> {
  let longest = 0;
  let last = performance.now();
  let going = true;
  const ask = (): void => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (going) setImmediate(ask);
  };
  setImmediate(ask);
  await pause(5);
  longest = 0;
  await work();
  await pause(5);
  going = false;
  return longest;
}

function at(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}

function ms(value: number): string {
  return `${value.toFixed(2)} ms`;
}
