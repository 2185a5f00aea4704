import assert from 'node:assert/strict';
import type { ValueStorage } from '../../../src/inventory/empty-scopes.ts';
import { emptyScopesIn, probeEveryMs } from '../../../src/inventory/empty-scopes.ts';
import { Inventory } from '../../../src/inventory/inventory.ts';
import type { InventoryChange } from '../../../src/inventory/snapshot.ts';
import { ManualClock } from './manual-clock.ts';
import { aShare, scope } from './samples.ts';
import { failure, ScriptedCloud } from './scripted-cloud.ts';

describe('empty scopes', () => {
  let cloud: ScriptedCloud;
  let clock: ManualClock;
  let values: Map<string, unknown>;
  let storage: ValueStorage;
  let inventory: Inventory;
  let changes: InventoryChange[];

  beforeEach(() => {
    cloud = new ScriptedCloud();
    clock = new ManualClock();
    values = new Map();
    storage = {
      get: (key) => values.get(key),
      update: (key, value) => {
        values.set(key, structuredClone(value));
        return Promise.resolve();
      },
    };
    inventory = open();
  });

  afterEach(() => {
    inventory.dispose();
  });

  /** An inventory as of a new session. */
  function open(): Inventory {
    const opened = new Inventory({
      connect: () => Promise.resolve(cloud),
      clock,
      emptyScopes: emptyScopesIn(storage),
    });
    changes = [];
    opened.onDidChange((change) => changes.push(change));
    cloud.calls.length = 0;
    return opened;
  }

  it('are probed with two calls, also in a later session', async () => {
    await inventory.load(scope, 'view');
    assert.equal(cloud.calls.length, 2, 'nothing is known of it yet');
    inventory = open();
    await inventory.load(scope, 'view');
    assert.deepEqual(cloud.log.toSorted(), ['listShares other', 'listShares self']);
  });

  it('take no call with a refresh of everything, for an hour', async () => {
    await inventory.load(scope, 'view');
    const readAt = clock.now();
    inventory = open();
    await clock.advance(probeEveryMs - 1);
    await inventory.load(scope, 'view', 'along');
    assert.equal(cloud.calls.length, 0);
    const { entries, asOf, loadedAt, incomplete } = inventory.snapshot(scope);
    assert.deepEqual([entries.size, asOf, loadedAt, incomplete], [0, readAt, undefined, []]);
    assert.equal(changes.length, 1);

    await inventory.load(scope, 'view', 'along');
    assert.equal(changes.length, 1, 'nothing new');
    await clock.advance(1);
    await inventory.load(scope, 'view', 'along');
    assert.equal(cloud.calls.length, 2);
    assert.equal(inventory.snapshot(scope).loadedAt, clock.now());
  });

  it('are read whenever somebody asks for them', async () => {
    await inventory.load(scope, 'view');
    await inventory.load(scope, 'view');
    assert.equal(cloud.calls.length, 4);
  });

  it('are no longer empty once something is found or made there', async () => {
    await inventory.load(scope, 'view');
    inventory.merge(scope, { shares: [aShare('rs-1')] });
    cloud.shares = [aShare('rs-1')];
    cloud.calls.length = 0;
    await inventory.load(scope, 'view', 'along');
    assert.equal(cloud.calls.length, 4);
    inventory = open();
    await inventory.load(scope, 'view', 'along');
    assert.equal(cloud.calls.length, 4);
  });

  it('are read again with a refresh of everything when the last reading was not whole', async () => {
    await inventory.load(scope, 'view');
    cloud.before = () => {
      throw failure('network');
    };
    await inventory.load(scope, 'view');
    cloud.before = () => undefined;
    cloud.calls.length = 0;
    await inventory.load(scope, 'view', 'along');
    assert.equal(cloud.calls.length, 2);
    assert.equal(inventory.snapshot(scope).failure, undefined);
  });

  it('are not what was denied', async () => {
    cloud.before = ({ query }) => {
      if (query.owner === 'self') throw failure('denied');
    };
    await inventory.load(scope, 'view');
    await inventory.load(scope, 'view', 'along');
    assert.equal(cloud.calls.length, 4);
  });

  it('are forgotten with their account, and with its keys', async () => {
    for (const forget of ['removeAccount', 'resetAccount'] as const) {
      await inventory.load(scope, 'view');
      await inventory.load({ ...scope, accountId: 'account-10' }, 'view');
      inventory[forget](scope.accountId);
      const times = emptyScopesIn(storage);
      assert.equal(times.foundAt(scope), undefined);
      assert.notEqual(times.foundAt({ ...scope, accountId: 'account-10' }), undefined);
    }
  });

  it('are not believed when what is stored is none of ours, or of the future', async () => {
    for (const stored of ['?', null, { 'account-1/cn-hangzhou': 'yes' }, [1]]) {
      values.set('emptyScopes', stored);
      assert.equal(emptyScopesIn(storage).foundAt(scope), undefined);
    }
    values.set('emptyScopes', { 'account-1/cn-hangzhou': clock.now() + 1 });
    await inventory.load(scope, 'view', 'along');
    assert.equal(cloud.calls.length, 2);
  });

  it('are forgotten with the cache: all of them are read again', async () => {
    await inventory.load(scope, 'view');
    await emptyScopesIn(storage).clear();
    inventory = open();
    await inventory.load(scope, 'view', 'along');
    assert.equal(cloud.calls.length, 2);
  });
});
