import assert from 'node:assert/strict';
import { Inventory } from '../../../src/inventory/inventory.ts';
import type { InventoryChange, SavedScope } from '../../../src/inventory/snapshot.ts';
import { ManualClock, settle } from './manual-clock.ts';
import { aRow, aShare, manyShares, scope } from './samples.ts';
import { failure, gate, ScriptedCloud } from './scripted-cloud.ts';

describe('Inventory.restore', () => {
  let cloud: ScriptedCloud;
  let clock: ManualClock;
  let inventory: Inventory;
  let changes: InventoryChange[];

  const yesterday = Date.parse('2026-02-28T14:02:00Z');
  const saved: SavedScope = {
    loadedAt: yesterday,
    missing: [],
    entries: [
      {
        share: aShare('rs-1'),
        resources: [aRow('rs-1', 'vsw-1'), aRow('rs-1', 'vsw-2')],
        principals: [aRow('rs-1', '1720505253001234')],
      },
      { share: aShare('rs-2', { owner: 'other' }), resources: [], principals: [] },
    ],
  };

  beforeEach(() => {
    cloud = new ScriptedCloud();
    cloud.shares = saved.entries.map(({ share }) => share);
    cloud.rows = saved.entries.flatMap(({ resources, principals }) => [
      ...resources,
      ...principals,
    ]);
    clock = new ManualClock();
    inventory = new Inventory({ connect: () => Promise.resolve(cloud), clock });
    changes = [];
    inventory.onDidChange((change) => changes.push(change));
  });

  afterEach(() => {
    inventory.dispose();
  });

  it('shows everything at once, as of then, without a call, in one event', () => {
    assert.equal(inventory.restore(scope, saved), true);
    const { entries, loadedAt, asOf, loading } = inventory.snapshot(scope);
    assert.deepEqual([...entries.values()], saved.entries);
    assert.deepEqual(
      { loadedAt, asOf, loading },
      {
        loadedAt: undefined,
        asOf: yesterday,
        loading: false,
      },
    );
    assert.deepEqual(changes, [
      { scope, scopeChanged: true, added: ['rs-1', 'rs-2'], removed: [], changed: [] },
    ]);
    assert.equal(cloud.calls.length, 0);
  });

  it('tells an empty scope from one that is unknown', () => {
    assert.equal(inventory.restore(scope, { loadedAt: yesterday, missing: [], entries: [] }), true);
    assert.equal(inventory.snapshot(scope).asOf, yesterday);
    assert.equal(changes.length, 1);
  });

  it('gives way to what is read: only what differs is told, and what is gone goes', async () => {
    inventory.restore(scope, saved);
    const before = inventory.snapshot(scope).entries.get('rs-2');
    cloud.rows = cloud.rows.filter(({ entityId }) => entityId !== 'vsw-2');
    changes.length = 0;
    await inventory.load(scope, 'view');
    const { entries, loadedAt, asOf } = inventory.snapshot(scope);
    assert.deepEqual({ loadedAt, asOf }, { loadedAt: clock.now(), asOf: undefined });
    assert.deepEqual(changes, [
      { scope, scopeChanged: false, added: [], removed: [], changed: ['rs-1'] },
      { scope, scopeChanged: true, added: [], removed: [], changed: [] },
    ]);
    assert.equal(entries.get('rs-2'), before);
    assert.equal(entries.get('rs-1')?.resources.length, 1);
  });

  it('stays, with its age, when the first reading fails', async () => {
    inventory.restore(scope, saved);
    cloud.before = () => {
      throw failure('server');
    };
    await inventory.load(scope, 'view');
    const { entries, loadedAt, asOf, failure: why } = inventory.snapshot(scope);
    assert.equal(entries.size, 2);
    assert.deepEqual(
      { loadedAt, asOf, kind: why?.error.kind },
      {
        loadedAt: undefined,
        asOf: yesterday,
        kind: 'server',
      },
    );
  });

  it('comes after a failure, too', async () => {
    cloud.before = () => {
      throw failure('network');
    };
    await inventory.load(scope, 'view');
    assert.equal(inventory.restore(scope, saved), true);
    assert.equal(inventory.snapshot(scope).entries.size, 2);
    assert.equal(inventory.snapshot(scope).failure?.error.kind, 'network');
  });

  it('does nothing once this session has read, reads, or has merged something', async () => {
    const first = gate();
    cloud.before = () => first.opened;
    const loading = inventory.load(scope, 'view');
    await settle();
    assert.equal(inventory.restore(scope, saved), false, 'reading');
    first.open();
    await loading;
    Object.assign(cloud, manyShares(1));
    await inventory.load(scope, 'view');
    assert.equal(inventory.restore(scope, saved), false, 'read');
    assert.deepEqual([...inventory.snapshot(scope).entries.keys()], ['rs-0']);

    const other = { ...scope, region: 'cn-shanghai' };
    inventory.merge(other, { shares: [aShare('rs-new')] });
    assert.equal(inventory.restore(other, saved), false, 'merged');
    assert.deepEqual([...inventory.snapshot(other).entries.keys()], ['rs-new']);

    const third = { ...scope, region: 'cn-beijing' };
    assert.equal(inventory.restore(third, saved), true);
    assert.equal(
      inventory.restore(third, { loadedAt: 1, missing: [], entries: [] }),
      false,
      'twice',
    );
    assert.equal(inventory.snapshot(third).asOf, yesterday);
  });

  it('says what had not been read then, either', () => {
    inventory.restore(scope, { ...saved, missing: ['receivedShares', 'receivedResources'] });
    assert.deepEqual(
      inventory.snapshot(scope).incomplete.map(({ part, readAt }) => [part, readAt]),
      [
        ['receivedShares', undefined],
        ['receivedResources', undefined],
      ],
    );
  });

  it('asks an account that had nothing for shares only', async () => {
    cloud.shares = [];
    cloud.rows = [];
    inventory.restore(scope, { loadedAt: yesterday, missing: [], entries: [] });
    await inventory.load(scope, 'view');
    assert.deepEqual(cloud.log.toSorted(), ['listShares other', 'listShares self']);
  });

  describe('in portions', () => {
    const [first, second] = saved.entries.map((entry) => ({ ...saved, entries: [entry] }));
    assert.ok(first && second);

    it('shows each at once, and that it is not all yet', () => {
      inventory.restore(scope, first, 'more');
      assert.deepEqual([...inventory.snapshot(scope).entries.keys()], ['rs-1']);
      assert.equal(inventory.snapshot(scope).incomplete.length, 5);
      inventory.restore(scope, second);
      assert.deepEqual([...inventory.snapshot(scope).entries.values()], saved.entries);
      assert.deepEqual(inventory.snapshot(scope).incomplete, []);
      assert.deepEqual(
        changes.map(({ added }) => added),
        [['rs-1'], ['rs-2']],
      );
      assert.equal(inventory.restore(scope, second), false, 'it has ended');
    });

    it('ends when a reading begins, which nothing old is put into', async () => {
      inventory.restore(scope, first, 'more');
      cloud.shares = [];
      cloud.rows = [];
      const loading = inventory.load(scope, 'view');
      assert.equal(inventory.restore(scope, second), false);
      await loading;
      assert.equal(inventory.snapshot(scope).entries.size, 0);
      assert.equal(inventory.snapshot(scope).asOf, undefined);
    });

    it('keeps what was written in between', () => {
      inventory.restore(scope, first, 'more');
      const updatedAt = '2026-03-01T08:00:00.000Z';
      inventory.merge(scope, {
        shares: [aShare('rs-2', { owner: 'other', name: 'new', updatedAt })],
      });
      inventory.restore(scope, second);
      assert.equal(inventory.snapshot(scope).entries.get('rs-2')?.share.name, 'new');
    });
  });

  it('does not bring back an account that was removed', () => {
    inventory.removeAccount(scope.accountId);
    assert.equal(inventory.restore(scope, saved), false);
    assert.deepEqual(inventory.snapshot(scope).entries.size, 0);
  });
});
