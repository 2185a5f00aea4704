import assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { AccessIndex } from '../src/inventory/access/access-index.ts';
import { scopesOf } from '../src/inventory/index/inventory-index.ts';
import { isDead } from '../src/model/status.ts';
import { type AccessAddress, accessId } from '../src/vscode/access/access-address.ts';
import { AccessTree } from '../src/vscode/access/access-tree.ts';
import { nameIn } from '../src/vscode/access/text-at.ts';
import type { TreeState } from '../src/vscode/shares/rows/tree-state.ts';
import { account, fill, home, pour, type World } from './filled-inventory.ts';
import { at, blockOf, measured, ms, type Figure } from './stopwatch.ts';
import { printTable } from './table.ts';
import { plainTreeState } from '../test/unit/vscode/plain-tree-state.ts';

/** Milliseconds; the memory in megabytes. */
const bars = { p95: 10, update: 50, hover: 20, block: 50, memory: 60 };

/** Who can use what: from the index, and from a reading of every share, which is the floor of all effort to write it. */
export async function benchAccess(sizes: readonly number[]): Promise<void> {
  const rows: (string | number)[][] = [
    ['shares', 'rows', 'what', 'times', 'p50', 'p95', 'bar', 'met', 'brute force p50', 'ratio'],
  ];
  const costs: (string | number)[][] = [['shares', 'what', 'measured', 'bar', 'met']];
  for (const size of sizes) {
    const world = fill(size, false);
    const before = await heap();
    pour(world);
    const held = await heap();
    const index = indexOf(world);
    const block = await blockOf(() => index.settled());
    const memory = (await heap()) - held;
    for (const { asked, brute, bar } of await questions(world, index)) {
      const [p50, p95] = [at(asked.durations, 0.5), at(asked.durations, 0.95)];
      const floor = brute && at(brute.durations, 0.5);
      rows.push([
        ...[size, world.associations, asked.what, asked.durations.length, ms(p50), ms(p95)],
        ...[`${bar} ms`, p95 < bar ? 'yes' : 'NO'],
        ...(floor === undefined ? ['–', '–'] : [ms(floor), `${(p50 / floor).toFixed(3)} ×`]),
      ]);
    }
    const update = updateOf(world, index);
    costs.push(
      [
        size,
        'update after 1 % changed',
        ms(update),
        `${bars.update} ms`,
        isMet(update, bars.update),
      ],
      [
        size,
        'longest block while it is built',
        ms(block),
        `${bars.block} ms`,
        isMet(block, bars.block),
      ],
      [size, 'memory of the index', mb(memory), `${bars.memory} MB`, isMet(memory, bars.memory)],
      [size, 'memory of what it is made from', mb(held - before), '–', '–'],
    );
    index.dispose();
  }
  printTable('Who can use what, in one process, nothing read from a cloud', rows);
  printTable('What the index costs', costs);
}

function indexOf({ inventory }: World): AccessIndex {
  return new AccessIndex({ inventory, scopes: scopesOf([account]), accounts: () => [account] });
}

interface Question {
  readonly asked: Figure;
  readonly brute?: Figure;
  readonly bar: number;
}

async function questions(world: World, index: AccessIndex): Promise<readonly Question[]> {
  const resources = picked(world.rows.filter(({ kind }) => kind === 'resource'));
  const members = picked(world.memberIds);
  const one = (id: string): string => index.named(id)[0]?.key ?? '';
  const tree = new AccessTree({ index, state: stateOf(world) });
  // All that the view asks for before it is drawn.
  const find = (query: string): AccessAddress | undefined => {
    tree.show({ query });
    assert.ok(tree.count.shown > 0);
    return tree.children(undefined)[0];
  };
  const findAndOpen = (query: string): number => {
    const type = find(query);
    return type ? tree.children(accessId(type)).length : 0;
  };
  const line = `subnet = "${resources[0]?.entityId ?? ''}" `;
  const file = line.padEnd(1_000_000, 'x ');
  return [
    {
      asked: await measured('who can use a resource', resources, ({ arn, entityId }) =>
        index.whoCanUse(one(arn ?? entityId)),
      ),
      brute: await measured('brute', resources.slice(0, 50), ({ entityId }) =>
        bruteForce(world, entityId),
      ),
      bar: bars.p95,
    },
    {
      asked: await measured('what an account is given', members, (id) =>
        index.givenTo({ cloud: account.cloud, id }),
      ),
      brute: await measured('brute', members.slice(0, 50), (id) => bruteForce(world, id)),
      bar: bars.p95,
    },
    {
      asked: await measured('to how many a resource is given', resources, ({ entityId }) =>
        index.principalCount(one(entityId)),
      ),
      bar: bars.p95,
    },
    {
      asked: await measured(
        'find by a part of an id',
        resources.slice(0, 50).map(({ entityId }) => entityId.slice(4, 12)),
        findAndOpen,
      ),
      bar: bars.p95,
    },
    {
      asked: await measured(
        'find by two letters, in up to all',
        resources.slice(0, 50).map(({ entityId }) => entityId.slice(8, 10)),
        find,
      ),
      bar: bars.block,
    },
    {
      asked: await measured('hover in a line of 1 MB', Array.from({ length: 200 }), () => {
        const name = nameIn(file, 12);
        return index.whoCanUse(one(name?.text ?? ''));
      }),
      bar: bars.hover,
    },
  ];
}

function stateOf({ inventory }: World): TreeState {
  return plainTreeState({
    accounts: [account],
    snapshot: (scope) => inventory.snapshot(scope),
  });
}

/** The same answer from the snapshots alone: every row of every share is looked at. */
function bruteForce({ inventory }: World, id: string): number {
  let pairs = 0;
  for (const scope of scopesOf([account])) {
    for (const { share, resources, principals } of inventory.snapshot(scope).entries.values()) {
      if (isDead(share.status)) continue;
      const some = resources.filter(({ entityId, status }) => entityId === id && !isDead(status));
      const others = principals.filter(
        ({ entityId, status }) => entityId === id && !isDead(status),
      );
      pairs += some.length * principals.length + others.length * resources.length;
    }
  }
  return pairs;
}

/** One share in a hundred has a row that reads otherwise. */
function updateOf({ inventory, rows, shares }: World, index: AccessIndex): number {
  const some = new Set(shares.filter((_, number) => number % 100 === 0).map(({ id }) => id));
  const associations = rows
    .filter(({ kind, shareId }) => kind === 'principal' && some.has(shareId))
    .map((row) => ({ ...row, updatedAt: '2026-03-02T08:02:22.413Z' }));
  inventory.merge({ accountId: account.id, region: home }, { associations });
  const start = performance.now();
  // Asking for anything takes in what has changed.
  index.resourceTypes();
  return performance.now() - start;
}

function picked<T>(items: readonly T[]): readonly T[] {
  return Array.from({ length: 200 }, (_, turn) => items[(turn * 7907) % items.length]).filter(
    (item) => item !== undefined,
  );
}

/** What is held after a collection, in megabytes. */
async function heap(): Promise<number> {
  setFlagsFromString('--expose-gc');
  for (let turn = 0; turn < 3; turn += 1) {
    runInNewContext('gc()');
    await new Promise((resolve) => setImmediate(resolve));
  }
  return process.memoryUsage().heapUsed / 1e6;
}

function isMet(value: number, bar: number): string {
  return value < bar ? 'yes' : 'NO';
}

function mb(value: number): string {
  return `${value.toFixed(1)} MB`;
}
