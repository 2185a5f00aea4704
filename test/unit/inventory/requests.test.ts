import assert from 'node:assert/strict';
import type { Priority } from '../../../src/clouds/cloud.ts';
import { Inventory } from '../../../src/inventory/inventory.ts';
import type { InventoryChange } from '../../../src/inventory/snapshot.ts';
import { scopeParts } from '../../../src/inventory/snapshot.ts';
import { ManualClock, settle } from './manual-clock.ts';
import { aRow, aShare, manyShares, scope } from './samples.ts';
import { failure, gate, ScriptedCloud } from './scripted-cloud.ts';

describe('what runs for the inventory', () => {
  let cloud: ScriptedCloud;
  let clock: ManualClock;
  let inventory: Inventory;
  let changes: InventoryChange[];

  beforeEach(() => {
    cloud = new ScriptedCloud();
    clock = new ManualClock();
    inventory = new Inventory({ connect: () => Promise.resolve(cloud), clock });
    changes = [];
    inventory.onDidChange((change) => changes.push(change));
  });

  afterEach(() => {
    inventory.dispose();
  });

  const entries = () => inventory.snapshot(scope).entries;

  describe('asked for twice', () => {
    it('is one load, which goes on with the higher priority', async () => {
      Object.assign(cloud, manyShares(3));
      cloud.pageSize = 1;
      const first = gate();
      const priorities: Priority[] = [];
      cloud.before = async ({ options }) => {
        priorities.push(options.priority);
        await first.opened;
      };
      const loading = inventory.load(scope, 'watch');
      await settle();
      assert.equal(inventory.load(scope, 'action'), loading);
      void inventory.load(scope, 'view');
      first.open();
      await loading;
      assert.deepEqual(priorities.slice(0, 2), ['watch', 'watch']);
      assert.deepEqual([...new Set(priorities.slice(2))], ['action']);
    });

    it('is one reading of a share, and of the same parts', async () => {
      Object.assign(cloud, manyShares(2));
      await inventory.load(scope, 'view');
      cloud.calls.length = 0;
      await Promise.all([
        inventory.loadShare(scope, 'rs-1', 'action'),
        inventory.loadShare(scope, 'rs-1', 'view'),
        inventory.refresh(
          scope,
          { shareIds: ['rs-1'], shares: true, kinds: ['resource', 'principal'] },
          'watch',
        ),
      ]);
      assert.equal(cloud.calls.length, 3);
      await inventory.loadShare(scope, 'rs-1', 'action');
      assert.equal(cloud.calls.length, 6, 'what has ended is asked for again');
    });

    it('is asked again where something was written in between: the first answer may be older', async () => {
      Object.assign(cloud, manyShares(2));
      await inventory.load(scope, 'view');
      cloud.calls.length = 0;
      const held = gate();
      cloud.before = () => held.opened;
      const before = inventory.loadShare(scope, 'rs-1', 'view');
      await settle();
      inventory.merge(scope, { associations: [aRow('rs-1', 'vsw-new', 'Associating')] });
      const after = inventory.loadShare(scope, 'rs-1', 'view');
      await settle();
      assert.equal(cloud.calls.length, 6);
      held.open();
      await Promise.all([before, after]);
    });
  });

  describe('cancelled', () => {
    beforeEach(async () => {
      Object.assign(cloud, manyShares(2));
      await inventory.load(scope, 'view');
      cloud.calls.length = 0;
      // A cloud that does not hear of it.
      cloud.before = () => gate().opened;
    });

    it('ends at once, whatever holds it up', async () => {
      const loading = inventory.load(scope, 'view');
      const reading = inventory.loadShare(scope, 'rs-1', 'action');
      await settle();
      inventory.cancel(scope);
      await Promise.all([loading, reading]);
      assert.ok(cloud.calls.length > 0);
      assert.ok(cloud.calls.every(({ options }) => options.signal.aborted));
      assert.equal(inventory.snapshot(scope).failure?.error.kind, 'cancelled');
    });

    it('also ends while the connection is made', async () => {
      inventory = new Inventory({ connect: () => new Promise(() => undefined), clock });
      const loading = inventory.load(scope, 'view');
      const reading = inventory.loadShare(scope, 'rs-1', 'action');
      await settle();
      inventory.cancel(scope);
      await Promise.all([loading, reading]);
      assert.equal(inventory.snapshot(scope).loading, false);
    });

    it('leaves alone what something else waits for', async () => {
      const parts = { shareIds: ['rs-1'], shares: true, kinds: ['resource', 'principal'] } as const;
      const held = gate();
      cloud.before = () => held.opened;
      const watching = inventory.refresh(scope, parts, 'watch');
      const joined = inventory.loadShare(scope, 'rs-1', 'action');
      await settle();
      inventory.cancel(scope);
      held.open();
      await Promise.all([watching, joined]);
      assert.ok(cloud.calls.every(({ options }) => !options.signal.aborted));
    });
  });

  describe('of an account with new keys', () => {
    it('ends, and its late answers are thrown away; what is held stays, as of when it was read', async () => {
      Object.assign(cloud, manyShares(2));
      await inventory.load(scope, 'view');
      const { loadedAt, entries: held } = inventory.snapshot(scope);
      await clock.advance(60_000);
      const late = gate();
      cloud.before = () => late.opened;
      const loading = inventory.load(scope, 'view');
      const reading = inventory.loadShare(scope, 'rs-1', 'action');
      const refused = assert.rejects(
        inventory.refresh(scope, { shareIds: ['rs-0'], shares: true, kinds: [] }, 'watch'),
        { kind: 'cancelled' },
      );
      await settle();
      changes.length = 0;
      inventory.resetAccount(scope.accountId);
      await Promise.all([loading, reading, refused]);
      cloud.shares = [aShare('rs-late')];
      late.open();
      await settle();

      const after = inventory.snapshot(scope);
      assert.equal(after.entries, held);
      assert.deepEqual([after.loadedAt, after.asOf, after.loading], [undefined, loadedAt, false]);
      assert.deepEqual(
        after.incomplete,
        scopeParts.map((part) => ({ part, readAt: loadedAt })),
      );
      assert.deepEqual(changes, [
        { scope, scopeChanged: true, added: [], removed: [], changed: [] },
      ]);
    });

    it('is no longer what a new request joins', async () => {
      cloud.shares = [aShare('rs-1')];
      const late = gate();
      cloud.before = () => late.opened;
      const loading = inventory.load(scope, 'view');
      const reading = inventory.loadShare(scope, 'rs-1', 'view');
      await settle();
      inventory.resetAccount(scope.accountId);
      cloud.before = () => undefined;
      await inventory.load(scope, 'view');
      await inventory.loadShare(scope, 'rs-1', 'view');
      assert.deepEqual([...entries().keys()], ['rs-1']);
      assert.equal(inventory.snapshot(scope).loadedAt, clock.now());
      late.open();
      await Promise.all([loading, reading]);
    });

    it('forgets what the old keys were refused for', async () => {
      cloud.before = () => {
        throw failure('credentials', 'InvalidAccessKeyId');
      };
      await inventory.load(scope, 'view');
      inventory.resetAccount(scope.accountId);
      const { failure: shown, incomplete } = inventory.snapshot(scope);
      assert.equal(shown, undefined);
      assert.deepEqual(
        incomplete,
        scopeParts.map((part) => ({ part })),
      );
    });

    it('leaves other accounts alone', async () => {
      const other = { accountId: 'account-2', region: 'cn-hangzhou' };
      await inventory.load(other, 'view');
      const before = inventory.snapshot(other);
      inventory.resetAccount(scope.accountId);
      assert.equal(inventory.snapshot(other), before);
    });
  });
});
