import assert from 'node:assert/strict';
import { Inventory } from '../../../src/inventory/inventory.ts';
import type { InventoryChange } from '../../../src/inventory/snapshot.ts';
import { scopeParts } from '../../../src/inventory/snapshot.ts';
import { parseStatus, shareStates } from '../../../src/model/status.ts';
import { ManualClock, settle } from './manual-clock.ts';
import { aRow, aShare, manyShares, scope } from './samples.ts';
import { failure, gate, ScriptedCloud } from './scripted-cloud.ts';

describe('Inventory', () => {
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
  const resourceIds = (shareId: string) =>
    entries()
      .get(shareId)
      ?.resources.map(({ entityId, status }) => `${entityId} ${status.text}`);

  describe('load', () => {
    it('gives an empty snapshot for a scope that nobody has loaded', () => {
      const incomplete = scopeParts.map((part) => ({ part }));
      assert.deepEqual(inventory.snapshot(scope), {
        scope,
        entries: new Map(),
        loading: false,
        incomplete,
      });
    });

    it('reads unfiltered lists and merges rows into their shares', async () => {
      Object.assign(cloud, manyShares(3));
      await inventory.load(scope, 'view');

      assert.deepEqual(cloud.log.toSorted(), [
        'listAssociations principal',
        'listAssociations resource',
        'listShares other',
        'listShares self',
      ]);
      assert.deepEqual([...entries().keys()].toSorted(), ['rs-0', 'rs-1', 'rs-2']);
      assert.deepEqual(resourceIds('rs-1'), ['vsw-1-a Associated', 'vsw-1-b Associated']);
      assert.equal(entries().get('rs-1')?.principals[0]?.entityId, '1720505253000001');
      assert.equal(inventory.snapshot(scope).loadedAt, clock.now());
    });

    it('reads what others share only when somebody does, and takes no owner for a principal', async () => {
      cloud.shares = [aShare('rs-in', { owner: 'other', ownerId: '1990000000000001' })];
      cloud.received = [aRow('rs-in', 'vsw-received'), aRow('rs-in', '1990000000000001')];
      await inventory.load(scope, 'view');

      assert.equal(
        cloud.log.filter((line) => line.startsWith('listReceived')).join(),
        'listReceived resource',
      );
      assert.deepEqual(resourceIds('rs-in'), ['vsw-received Associated']);
      assert.deepEqual(entries().get('rs-in')?.principals, []);
    });

    it('asks for what others share at once when they did so the last time', async () => {
      cloud.shares = [aShare('rs-in', { owner: 'other' })];
      cloud.received = [aRow('rs-in', 'vsw-received')];
      await inventory.load(scope, 'view');
      changes.length = 0;
      cloud.calls.length = 0;
      const shares = gate();
      cloud.before = async ({ name }) => {
        if (name === 'listShares') await shares.opened;
      };
      const loading = inventory.load(scope, 'view');
      await settle();
      assert.ok(cloud.log.includes('listReceived resource'));
      shares.open();
      await loading;
      assert.equal(cloud.calls.length, 3);
      assert.deepEqual(changes, []);
    });

    it('asks for shares only where nothing is known of any, and for rows once one comes', async () => {
      for (const times of [1, 2]) {
        await inventory.load(scope, 'view');
        assert.deepEqual(cloud.log.slice(2 * times - 2), ['listShares self', 'listShares other']);
      }
      cloud.shares = [aShare('rs-1')];
      cloud.rows = [aRow('rs-1', 'vsw-1')];
      await inventory.load(scope, 'view');
      assert.deepEqual(resourceIds('rs-1'), ['vsw-1 Associated']);
    });

    it('takes a page of thousands in pieces, and what a cancel leaves of it not at all', async () => {
      Object.assign(cloud, manyShares(1_200));
      cloud.pageSize = 2_000;
      await inventory.load(scope, 'view');
      assert.equal(entries().size, 1_200);
      assert.deepEqual(
        changes.map(({ added }) => added.length).filter((count) => count > 0),
        [500, 500, 200],
      );

      const other = { ...scope, region: 'cn-shanghai' };
      const stop = inventory.onDidChange(() => {
        inventory.cancel(other);
      });
      await inventory.load(other, 'view');
      stop();
      assert.ok(inventory.snapshot(other).entries.size <= 500);
      assert.equal(inventory.snapshot(other).loadedAt, undefined);
    });

    it('asks many scopes for what they own first', async () => {
      const regions = ['cn-hangzhou', 'cn-shanghai', 'ap-southeast-1'];
      await Promise.all(regions.map((region) => inventory.load({ ...scope, region }, 'view')));
      const owners = cloud.calls.map(({ query }) => query.owner);
      assert.deepEqual(owners, ['self', 'self', 'self', 'other', 'other', 'other']);
    });

    it('holds rows back until their share comes, and drops those whose share never does', async () => {
      cloud.shares = [aShare('rs-1')];
      cloud.rows = [aRow('rs-1', 'vsw-1'), aRow('rs-purged', 'vsw-2')];
      const shares = gate();
      cloud.before = async ({ name }) => {
        if (name === 'listShares') await shares.opened;
      };
      const loading = inventory.load(scope, 'view');
      await settle();
      assert.deepEqual(
        changes.flatMap(({ added, changed }) => [...added, ...changed]),
        [],
      );

      shares.open();
      await loading;
      assert.deepEqual([...entries().keys()], ['rs-1']);
      assert.deepEqual(resourceIds('rs-1'), ['vsw-1 Associated']);
    });

    it('shows pages as they arrive', async () => {
      Object.assign(cloud, manyShares(5));
      cloud.pageSize = 2;
      const third = gate();
      let sharePages = 0;
      cloud.before = async ({ name, query }) => {
        if (name === 'listShares' && query.owner === 'self' && ++sharePages === 3)
          await third.opened;
      };
      const loading = inventory.load(scope, 'view');
      await settle();
      assert.equal(entries().size, 4);
      assert.equal(inventory.snapshot(scope).loading, true);
      assert.equal(inventory.snapshot(scope).loadedAt, undefined);

      third.open();
      await loading;
      assert.equal(entries().size, 5);
      assert.equal(inventory.snapshot(scope).loading, false);
    });

    it('tells of loading apart from changes', async () => {
      const seen: boolean[] = [];
      inventory.onDidChangeLoading(() => seen.push(inventory.snapshot(scope).loading));
      await inventory.load(scope, 'view');
      assert.deepEqual(seen, [true, false]);
      assert.deepEqual(changes.at(-1), {
        scope,
        scopeChanged: true,
        added: [],
        removed: [],
        changed: [],
      });
      assert.equal(changes.length, scopeParts.length + 1, 'one for each list, one for the whole');
    });
  });

  describe('a refresh', () => {
    beforeEach(async () => {
      Object.assign(cloud, manyShares(30));
      cloud.pageSize = 7;
      await inventory.load(scope, 'view');
      changes.length = 0;
    });

    it('of unchanged data fires nothing and keeps every object', async () => {
      const before = inventory.snapshot(scope);
      await clock.advance(60_000);
      cloud.shares = structuredClone(cloud.shares);
      cloud.rows = structuredClone(cloud.rows).toReversed();
      await inventory.load(scope, 'view');

      assert.deepEqual(changes, []);
      assert.equal(inventory.snapshot(scope).entries, before.entries);
      assert.equal(inventory.snapshot(scope).loadedAt, clock.now());
    });

    it('names exactly what changed', async () => {
      const before = entries();
      cloud.shares = [
        ...cloud.shares.filter(({ id }) => id !== 'rs-3' && id !== 'rs-9'),
        aShare('rs-9', { name: 'renamed', updatedAt: '2026-03-01T07:30:00.000Z' }),
        aShare('rs-new'),
      ];
      cloud.rows = cloud.rows.filter(({ entityId }) => entityId !== 'vsw-5-b');
      await inventory.load(scope, 'view');

      assert.deepEqual(
        changes.flatMap(({ added }) => added),
        ['rs-new'],
      );
      assert.deepEqual(
        changes.flatMap(({ removed }) => removed),
        ['rs-3'],
      );
      assert.deepEqual(changes.flatMap(({ changed }) => changed).toSorted(), ['rs-5', 'rs-9']);
      assert.deepEqual(
        changes.filter(({ scopeChanged }) => scopeChanged),
        [],
      );
      assert.equal(entries().get('rs-5')?.share, before.get('rs-5')?.share);
      assert.equal(entries().get('rs-5')?.principals, before.get('rs-5')?.principals);
      assert.equal(entries().get('rs-7'), before.get('rs-7'));
    });

    it('that fails keeps the data and says why, and the next good one clears it', async () => {
      cloud.before = ({ query }) => {
        if (query.kind === 'principal') throw failure('network', 'NetworkDown');
      };
      cloud.rows = [];
      await inventory.load(scope, 'view');

      const { failure: shown, loadedAt } = inventory.snapshot(scope);
      assert.equal(shown?.error.details.code, 'NetworkDown');
      assert.equal(
        entries().get('rs-0')?.principals.length,
        1,
        'of what was not read nothing goes',
      );
      assert.equal(entries().get('rs-0')?.resources.length, 0, 'what was read is believed');
      assert.notEqual(loadedAt, undefined);
      assert.deepEqual(
        changes.filter(({ scopeChanged }) => scopeChanged).map(({ changed }) => changed),
        [[]],
      );

      cloud.before = () => undefined;
      await inventory.load(scope, 'view');
      assert.equal(inventory.snapshot(scope).failure, undefined);
      assert.deepEqual(inventory.snapshot(scope).incomplete, []);
      assert.equal(entries().get('rs-0')?.principals.length, 0);
    });

    it('shows what the other lists say when one is denied', async () => {
      cloud.before = ({ name }) => {
        if (name === 'listAssociations') throw failure('denied', 'NoPermission');
      };
      cloud.shares = [...cloud.shares, aShare('rs-new')];
      await inventory.load(scope, 'view');
      assert.ok(entries().has('rs-new'));
      assert.equal(inventory.snapshot(scope).failure?.error.kind, 'denied');
    });

    it('with wrong keys stops all chains at the first answer', async () => {
      cloud.calls.length = 0;
      cloud.before = async ({ name, query }) => {
        if (name === 'listShares' && query.owner === 'self')
          throw failure('credentials', 'SignatureDoesNotMatch');
        await settle();
      };
      await inventory.load(scope, 'view');
      assert.equal(inventory.snapshot(scope).failure?.error.details.code, 'SignatureDoesNotMatch');
      assert.equal(cloud.calls.length, 4, 'no chain asked for a second page');
    });
  });

  it('reports a connection that can’t be made as the failure of the load', async () => {
    inventory = new Inventory({
      connect: () => Promise.reject(new Error('no such account')),
      clock,
    });
    await inventory.load(scope, 'view');
    assert.equal(inventory.snapshot(scope).failure?.error.details.message, 'no such account');
  });

  describe('records of the same entity', () => {
    const dead = aRow('rs-1', 'vsw-1', 'Disassociated', {
      createdAt: '2026-03-01T06:00:00Z',
      updatedAt: '2026-03-01T06:30:00Z',
    });
    const alive = aRow('rs-1', 'vsw-1', 'Associated', {
      createdAt: '2026-03-01T06:30:00.500Z',
      updatedAt: '2026-03-01T06:30:00.900Z',
    });

    for (const [name, rows] of [
      ['oldest first', [dead, alive]],
      ['newest first', [alive, dead]],
    ] as const) {
      it(`show the newest, ${name}, and stay quiet on a refresh`, async () => {
        cloud.shares = [aShare('rs-1')];
        cloud.rows = rows;
        cloud.pageSize = 1;
        await inventory.load(scope, 'view');
        assert.deepEqual(resourceIds('rs-1'), ['vsw-1 Associated']);

        changes.length = 0;
        await inventory.load(scope, 'view');
        assert.deepEqual(changes, []);
      });
    }

    it('fall back to the older one when the newer is gone', async () => {
      cloud.shares = [aShare('rs-1')];
      cloud.rows = [dead, alive];
      await inventory.load(scope, 'view');
      cloud.rows = [dead];
      await inventory.load(scope, 'view');
      assert.deepEqual(resourceIds('rs-1'), ['vsw-1 Disassociated']);
    });
  });

  describe('merge', () => {
    it('shows what a write answered, keeping what the answer leaves out', async () => {
      const tags = [{ key: 'env', value: 'prod' }];
      cloud.shares = [aShare('rs-1', { tags, resourceGroupId: 'rg-1' })];
      await inventory.load(scope, 'view');
      const renamed = aShare('rs-1', { name: 'renamed', updatedAt: '2026-03-01T08:00:01Z' });
      inventory.merge(scope, {
        shares: [renamed],
        associations: [aRow('rs-1', 'vsw-1', 'Associating')],
      });

      assert.deepEqual(entries().get('rs-1')?.share, { ...renamed, tags, resourceGroupId: 'rg-1' });
      assert.deepEqual(resourceIds('rs-1'), ['vsw-1 Associating']);
      assert.deepEqual(changes.at(-1)?.changed, ['rs-1']);
    });

    it('during a load is neither removed nor overwritten by pages that were read before it', async () => {
      cloud.shares = [aShare('rs-1')];
      const old = aRow('rs-1', 'vsw-old', 'Associated');
      cloud.rows = [old];
      await inventory.load(scope, 'view');

      const rows = gate();
      cloud.before = async ({ name }) => {
        if (name === 'listAssociations') await rows.opened;
      };
      const loading = inventory.load(scope, 'view');
      await settle();
      inventory.merge(scope, {
        shares: [aShare('rs-2')],
        associations: [
          aRow('rs-1', 'vsw-new', 'Associating'),
          {
            ...old,
            status: { state: 'disassociating', text: 'Disassociating' },
            updatedAt: '2026-03-01T08:00:01Z',
          },
        ],
      });
      rows.open();
      await loading;

      assert.deepEqual([...entries().keys()], ['rs-1', 'rs-2']);
      assert.deepEqual(resourceIds('rs-1'), ['vsw-old Disassociating', 'vsw-new Associating']);
      assert.equal(inventory.snapshot(scope).failure, undefined);
    });
  });

  describe('loadShare', () => {
    beforeEach(async () => {
      Object.assign(cloud, manyShares(3));
      await inventory.load(scope, 'view');
      cloud.calls.length = 0;
      changes.length = 0;
    });

    it('reads one share and its rows, three calls, and leaves the others alone', async () => {
      cloud.rows = cloud.rows.filter(({ entityId }) => !entityId.endsWith('-a'));
      await inventory.loadShare(scope, 'rs-1', 'action');
      assert.deepEqual(cloud.log.toSorted(), [
        'listAssociations principal rs-1',
        'listAssociations resource rs-1',
        'listShares self rs-1',
      ]);
      assert.deepEqual(resourceIds('rs-1'), ['vsw-1-b Associated']);
      assert.equal(resourceIds('rs-0')?.length, 2);
      assert.deepEqual(changes, [
        { scope, scopeChanged: false, added: [], removed: [], changed: ['rs-1'] },
      ]);
    });

    it('removes a share that is gone', async () => {
      cloud.shares = cloud.shares.slice(1);
      await inventory.loadShare(scope, 'rs-0', 'action');
      assert.deepEqual(changes.at(-1)?.removed, ['rs-0']);
      assert.equal(entries().has('rs-0'), false);
    });

    it('does not reject', async () => {
      cloud.before = () => {
        throw failure('timeout');
      };
      await inventory.loadShare(scope, 'rs-0', 'action');
      assert.equal(inventory.snapshot(scope).failure?.error.kind, 'timeout');
      assert.equal(entries().size, 3);
    });

    it('reads the received side by its own calls', async () => {
      cloud.shares = [
        ...cloud.shares,
        aShare('rs-in', { owner: 'other' }),
        aShare('rs-in-2', { owner: 'other' }),
      ];
      cloud.received = [aRow('rs-in', 'vsw-a'), aRow('rs-in-2', 'vsw-b')];
      await inventory.load(scope, 'view');
      cloud.received = [
        aRow('rs-in', 'vsw-a', 'Associated', { entityType: 'Image' }),
        aRow('rs-in-2', 'vsw-c'),
      ];
      await inventory.loadShare(scope, 'rs-in', 'action');
      assert.equal(entries().get('rs-in')?.resources[0]?.entityType, 'Image');
      assert.deepEqual(resourceIds('rs-in-2'), ['vsw-b Associated']);
    });
  });

  describe('cancel', () => {
    it('ends the load without a failure; the next one starts afresh', async () => {
      cloud.shares = [aShare('rs-1')];
      const never = gate();
      cloud.before = async ({ options: { signal } }) => {
        await Promise.race([
          never.opened,
          new Promise((resolve) => signal.addEventListener('abort', resolve)),
        ]);
      };
      const loading = inventory.load(scope, 'view');
      await settle();
      inventory.cancel(scope);
      assert.equal(inventory.snapshot(scope).loading, false);
      cloud.before = () => undefined;
      await inventory.load(scope, 'view');
      await loading;
      const { failure: shown, loadedAt } = inventory.snapshot(scope);
      assert.equal(shown, undefined);
      assert.equal(loadedAt, clock.now());
    });

    it('throws answers away that come in spite of it', async () => {
      const late = gate();
      cloud.before = () => late.opened;
      cloud.shares = [aShare('rs-late')];
      const loading = inventory.load(scope, 'view');
      await settle();
      const { signal } = cloud.calls[0]?.options ?? assert.fail();
      inventory.cancel(scope);
      assert.equal(signal.aborted, true);
      late.open();
      await loading;
      assert.equal(entries().size, 0);
    });
  });

  describe('removeAccount', () => {
    it('aborts, tells what went, and ignores everything that comes late', async () => {
      cloud.shares = [aShare('rs-1')];
      await inventory.load(scope, 'view');
      const late = gate();
      cloud.before = () => late.opened;
      const loading = inventory.load(scope, 'view');
      const refreshing = inventory.loadShare(scope, 'rs-1', 'action');
      await settle();
      changes.length = 0;

      inventory.removeAccount(scope.accountId);
      assert.deepEqual(changes, [
        { scope, scopeChanged: true, added: [], removed: ['rs-1'], changed: [] },
      ]);
      assert.ok(cloud.calls.slice(4).every(({ options }) => options.signal.aborted));

      late.open();
      await Promise.all([loading, refreshing]);
      inventory.merge(scope, { shares: [aShare('rs-2')] });
      assert.equal(entries().size, 0);
      assert.equal(inventory.snapshot(scope).failure, undefined);
      assert.equal(changes.length, 1);
    });

    it('leaves other accounts alone, and the account can come back', async () => {
      const other = { accountId: 'account-2', region: 'cn-hangzhou' };
      cloud.shares = [aShare('rs-1')];
      await inventory.load(scope, 'view');
      await inventory.load(other, 'view');
      inventory.removeAccount(scope.accountId);
      assert.equal(inventory.snapshot(other).entries.size, 1);
      await inventory.load(scope, 'view');
      assert.equal(entries().size, 1);
    });
  });

  it('shows a status it does not know as it came', async () => {
    cloud.shares = [aShare('rs-1', { status: parseStatus(shareStates, 'Frozen') })];
    await inventory.load(scope, 'view');
    assert.deepEqual(entries().get('rs-1')?.share.status, { state: 'unknown', text: 'Frozen' });
  });
});
