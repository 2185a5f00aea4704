import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { HistoryFolder } from '../../../../src/inventory/history/history-folder.ts';
import { History } from '../../../../src/inventory/history/history.ts';
import { pastOf, type PastShare } from '../../../../src/inventory/history/past-share.ts';
import { linesSince, stateAt } from '../../../../src/inventory/history/scope-history.ts';
import { Inventory } from '../../../../src/inventory/inventory.ts';
import type { Account } from '../../../../src/model/account.ts';
import type { SharePermission } from '../../../../src/model/permission.ts';
import type { Association, ResourceShare } from '../../../../src/model/share.ts';
import { associationStates, parseStatus } from '../../../../src/model/status.ts';
import { itHolds } from '../../property.ts';
import { ManualClock } from '../manual-clock.ts';
import { aRow, aShare } from '../samples.ts';
import { ScriptedCloud } from '../scripted-cloud.ts';

const scope = { accountId: 'a1', region: 'north' };
const account: Account = {
  ...{ id: 'a1', cloud: 'alibaba', label: 'One', ownerId: '1512666876910123' },
  regions: [scope.region],
};
const minute = 60_000;

type Step =
  | { readonly what: 'share'; readonly id: string; readonly name: string; readonly gone: boolean }
  | {
      readonly what: 'row';
      readonly share: string;
      readonly entity: string;
      readonly status: string;
    }
  | { readonly what: 'permission'; readonly share: string; readonly name: string }
  /** Reads the scope to its end, or breaks off. */
  | { readonly what: 'load'; readonly fails: boolean; readonly permissions: boolean }
  /** What a watch sees. */
  | { readonly what: 'watch'; readonly share: string; readonly status: string }
  /** The window ends and another one begins. */
  | { readonly what: 'restart' };

describe('History, for any course of things', () => {
  itHolds('replayed equals what was seen at each moment', 120, courses(), async (steps) => {
    const path = await mkdtemp(join(tmpdir(), 'history-'));
    try {
      await new Course(path).run(steps);
    } finally {
      await rm(path, { recursive: true, force: true });
    }
  });
});

class Course {
  readonly #clock = new ManualClock();
  readonly #cloud = new ScriptedCloud();
  readonly #path: string;
  #inventory: Inventory;
  #history: History;
  /** What the inventory held at each moment at which it was whole, as a person would write it down. */
  readonly #seen: { readonly at: number; readonly shares: ReadonlyMap<string, PastShare> }[] = [];
  #fails = false;

  constructor(path: string) {
    this.#path = path;
    this.#cloud.before = () => {
      if (this.#fails) throw new Error('broken off');
    };
    [this.#inventory, this.#history] = this.#open();
  }

  async run(steps: readonly Step[]): Promise<void> {
    for (const step of steps) {
      await this.#take(step);
      await this.#clock.advance(minute);
    }
    await this.#compare();
  }

  #open(): [Inventory, History] {
    const inventory = new Inventory({
      connect: () => Promise.resolve(this.#cloud),
      clock: this.#clock,
    });
    const history = new History({
      ...{ inventory, clock: this.#clock, accounts: () => [account], days: () => 90 },
      folder: new HistoryFolder(this.#path),
      log: (line) => assert.fail(line),
    });
    return [inventory, history];
  }

  async #take(step: Step): Promise<void> {
    const cloud = this.#cloud;
    switch (step.what) {
      case 'share': {
        const others = cloud.shares.filter(({ id }) => id !== step.id);
        const made = aShare(step.id, { name: step.name, updatedAt: this.#time() });
        cloud.shares = step.gone ? others : [...others, made];
        if (step.gone) cloud.rows = cloud.rows.filter(({ shareId }) => shareId !== step.id);
        return;
      }
      case 'row': {
        const kind = step.entity.startsWith('vsw') ? 'resource' : 'principal';
        const row = aRow(step.share, step.entity, step.status, { kind, updatedAt: this.#time() });
        const others = cloud.rows.filter(
          (one) => one.shareId !== step.share || one.entityId !== step.entity,
        );
        const isThere = cloud.shares.some(({ id }) => id === step.share);
        cloud.rows = isThere && step.status !== '' ? [...others, row] : others;
        return;
      }
      case 'permission': {
        const others = cloud.bound.filter(({ shareId }) => shareId !== step.share);
        cloud.bound = [...others, permission(step.share, step.name)];
        return;
      }
      case 'load':
        this.#fails = step.fails;
        await this.#inventory.load(scope, 'view');
        if (step.permissions) await this.#inventory.loadPermissions(scope, 'view');
        this.#fails = false;
        await this.#settle();
        return;
      case 'watch': {
        const rows = cloud.rows.filter(({ shareId }) => shareId === step.share);
        const seen = rows.map((row) => ({
          ...row,
          status: parseStatus(associationStates, step.status),
          updatedAt: this.#time(),
        }));
        cloud.rows = [...cloud.rows.filter(({ shareId }) => shareId !== step.share), ...seen];
        const shares: readonly ResourceShare[] = cloud.shares.filter(({ id }) => id === step.share);
        const associations: readonly Association[] = seen;
        this.#inventory.merge(scope, { shares, associations });
        await this.#settle();
        return;
      }
      case 'restart':
        await this.#history.flush();
        this.#history.dispose();
        this.#inventory.dispose();
        [this.#inventory, this.#history] = this.#open();
    }
  }

  /** Lets what was gathered be written down, and notes it too where it was whole. */
  async #settle(): Promise<void> {
    await this.#clock.advance(600);
    await this.#history.flush();
    const { loading, loadedAt, failure, entries } = this.#inventory.snapshot(scope);
    if (loading || loadedAt === undefined || failure) return;
    const before = this.#seen.at(-1)?.shares;
    const shares = Array.from(entries, ([id, entry]) => {
      return [id, pastOf(entry, before?.get(id)?.permissions)] as const;
    });
    this.#seen.push({ at: this.#clock.now(), shares: new Map(shares) });
  }

  async #compare(): Promise<void> {
    const history = await this.#history.read(scope);
    const [first] = this.#seen;
    if (!first || !history) {
      assert.equal(history, undefined);
      assert.equal(first, undefined);
      return;
    }
    assert.equal(await stateAt(history, history.from - 1), undefined);
    for (const { at, shares } of this.#seen) {
      const state = await stateAt(history, at);
      assert.ok(state);
      assert.deepEqual(plain(state.shares), plain(shares));
      assert.deepEqual(
        state.unsure.filter((line) => line.at <= at),
        [],
      );
    }
    // Each line tells of a difference between two of these moments, and each difference has a line.
    const lines = await linesSince(history, 0);
    const texts = this.#seen.map(({ shares }) => alive(shares));
    const changed = texts.some((text, place) => place > 0 && text !== texts[place - 1]);
    assert.equal(lines.length > 0, changed);
    const times = lines.map(({ at }) => at);
    assert.deepEqual(
      times,
      times.toSorted((one, other) => one - other),
    );
    for (const { at, since } of lines) assert.ok(since < at && since >= history.from);
  }

  #time(): string {
    return new Date(this.#clock.now()).toISOString();
  }
}

function plain(shares: ReadonlyMap<string, PastShare>): object {
  return Object.fromEntries(
    Array.from(shares, ([id, { rows, ...rest }]) => [id, { ...rest, rows: [...rows] }]),
  );
}

/** All that a person would call a difference, as one text. */
function alive(shares: ReadonlyMap<string, PastShare>): string {
  const living = [...shares.values()].flatMap(({ head, rows }) => [
    `${head.id} ${head.name}`,
    ...[...rows]
      .filter(([, { status }]) => status.state !== 'disassociated')
      .map(([key, { status }]) => `${head.id} ${key} ${status.text}`),
  ]);
  return living.toSorted().join('\n');
}

function permission(shareId: string, name: string): SharePermission {
  return {
    ...{ shareId, id: name, name, resourceType: 'VSwitch', createdAt: '', updatedAt: '' },
    status: { state: 'associated', text: 'Associated' },
  };
}

function courses(): fc.Arbitrary<readonly Step[]> {
  const id = fc.constantFrom('rs-1', 'rs-2', 'rs-3');
  const statuses = ['Associating', 'Associated', 'Failed', 'Disassociated'];
  const share = fc.record({
    ...{ what: fc.constant('share' as const), id, name: fc.constantFrom('one', 'two') },
    gone: fc.constantFrom(false, false, true),
  });
  const row = fc.record({
    ...{ what: fc.constant('row' as const), share: id },
    entity: fc.constantFrom('vsw-1', 'vsw-2', '1720505253000001', 'fd-1'),
    status: fc.constantFrom(...statuses, ''),
  });
  const bound = fc.record({
    ...{ what: fc.constant('permission' as const), share: id },
    name: fc.constantFrom('Read', 'Write'),
  });
  const load = fc.record({
    what: fc.constant('load' as const),
    fails: fc.constantFrom(false, false, false, true),
    permissions: fc.constantFrom(false, false, true),
  });
  const watch = fc.record({
    ...{ what: fc.constant('watch' as const), share: id },
    status: fc.constantFrom(...statuses),
  });
  const restart = fc.record({ what: fc.constant('restart' as const) });
  const step = fc.oneof(
    ...[
      { weight: 4, arbitrary: share as fc.Arbitrary<Step> },
      { weight: 8, arbitrary: row },
      { weight: 1, arbitrary: bound },
      { weight: 6, arbitrary: load },
      { weight: 2, arbitrary: watch },
      { weight: 1, arbitrary: restart },
    ],
  );
  return fc.array(step, { minLength: 5, maxLength: 40 });
}
