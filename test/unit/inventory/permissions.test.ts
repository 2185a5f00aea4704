import assert from 'node:assert/strict';
import { Inventory } from '../../../src/inventory/inventory.ts';
import { smallestLimits } from '../../../src/inventory/read-shares.ts';
import type { InventoryChange } from '../../../src/inventory/snapshot.ts';
import { ManualClock, settle } from './manual-clock.ts';
import { aBound, aPermission, aRow, aShare, scope } from './samples.ts';
import { failure, gate, ScriptedCloud } from './scripted-cloud.ts';

describe('permissions in the inventory', () => {
  let cloud: ScriptedCloud;
  let clock: ManualClock;
  let inventory: Inventory;
  let changes: InventoryChange[];

  const image = aPermission('Image');
  const vswitch = aPermission('VSwitch');
  const other = aPermission('VSwitch', 2);

  beforeEach(() => {
    cloud = new ScriptedCloud();
    cloud.permissions = [image, vswitch, other, aPermission('Snapshot')];
    clock = new ManualClock();
    inventory = new Inventory({
      connect: () => Promise.resolve(cloud),
      clock,
      limits: () => ({ ...smallestLimits, receivedPermissions: true }),
    });
    changes = [];
    inventory.onDidChange((change) => changes.push(change));
  });

  afterEach(() => {
    inventory.dispose();
  });

  /** So many shares with a switch and an image each, and what both have by default. */
  function stock(count: number): void {
    const ids = Array.from({ length: count }, (_, index) => `rs-${index}`);
    cloud.shares = ids.map((id) => aShare(id));
    cloud.rows = ids.flatMap((id) => [
      aRow(id, 'vsw-1'),
      aRow(id, 'm-1', 'Associated', { entityType: 'Image' }),
    ]);
    cloud.bound = ids.flatMap((id) => [aBound(id, image), aBound(id, vswitch)]);
  }

  /** Loads, and forgets how. */
  async function loaded(): Promise<void> {
    await inventory.load(scope, 'view');
    cloud.calls.length = 0;
    changes.length = 0;
  }

  const entries = () => inventory.snapshot(scope).entries;
  const namesOf = (shareId: string) =>
    entries()
      .get(shareId)
      ?.permissions?.map(({ id }) => id);
  const incomplete = () =>
    inventory.snapshot(scope).incomplete.map(({ part, error }) => [part, error?.details.code]);

  it('are unknown until somebody asks for them', async () => {
    stock(3);
    await loaded();
    assert.equal(entries().get('rs-0')?.permissions, undefined);
    assert.deepEqual(incomplete(), []);
  });

  it('of one share take one call and one event', async () => {
    stock(3);
    await loaded();
    await inventory.loadSharePermissions(scope, 'rs-1', 'action');
    assert.deepEqual(cloud.log, ['listSharePermissions rs-1']);
    assert.deepEqual(namesOf('rs-1'), [image.id, vswitch.id]);
    assert.deepEqual(changes, [
      { scope, scopeChanged: false, added: [], removed: [], changed: ['rs-1'] },
    ]);
    await inventory.loadSharePermissions(scope, 'rs-1', 'action');
    assert.equal(changes.length, 1, 'nothing has changed');
  });

  it('of few shares are read share by share', async () => {
    stock(3);
    await loaded();
    await inventory.loadPermissions(scope, 'view');
    assert.deepEqual(cloud.log.toSorted(), [
      'listSharePermissions rs-0',
      'listSharePermissions rs-1',
      'listSharePermissions rs-2',
    ]);
    assert.deepEqual(namesOf('rs-2'), [image.id, vswitch.id]);
  });

  it('of many shares are read by permission, of the types in use, in one event', async () => {
    stock(50);
    cloud.bound = cloud.bound.map((bound) =>
      bound.shareId === 'rs-7' && bound.resourceType === 'VSwitch' ? aBound('rs-7', other) : bound,
    );
    await loaded();
    await inventory.loadPermissions(scope, 'view');
    assert.deepEqual(cloud.log.toSorted(), [
      'listPermissions',
      `listShares self ${image.id}`,
      `listShares self ${vswitch.id}`,
      `listShares self ${other.id}`,
    ]);
    assert.deepEqual(namesOf('rs-6'), [image.id, vswitch.id]);
    assert.deepEqual(namesOf('rs-7'), [image.id, other.id]);
    assert.deepEqual(
      changes.map(({ changed }) => changed.length).filter((count) => count > 0),
      [50],
    );
  });

  it('are listed for the only type where there is one', async () => {
    stock(10);
    cloud.rows = cloud.rows.filter(({ entityType }) => entityType === 'VSwitch');
    await loaded();
    await inventory.loadPermissions(scope, 'view');
    assert.equal(cloud.log[0], 'listPermissions VSwitch');
    assert.equal(cloud.calls.length, 3);
  });

  it('that are no longer listed are found on the share itself', async () => {
    stock(20);
    const old = aPermission('VSwitch', 9);
    cloud.bound = [
      ...cloud.bound.filter(
        ({ shareId, resourceType }) => !(shareId === 'rs-3' && resourceType === 'VSwitch'),
      ),
      aBound('rs-3', old),
    ];
    await loaded();
    await inventory.loadPermissions(scope, 'view');
    assert.deepEqual(
      cloud.log.filter((line) => line.startsWith('listSharePermissions')),
      ['listSharePermissions rs-3'],
    );
    assert.deepEqual(namesOf('rs-3'), [image.id, old.id]);
  });

  it('of a share that holds nothing are asked for at the share, and of a dead one not at all', async () => {
    stock(20);
    cloud.rows = cloud.rows.filter(({ shareId }) => shareId !== 'rs-3');
    cloud.shares = [
      ...cloud.shares,
      aShare('rs-dead', { status: { state: 'deleted', text: 'Deleted' } }),
    ];
    await loaded();
    await inventory.loadPermissions(scope, 'view');
    assert.ok(cloud.log.includes('listSharePermissions rs-3'));
    assert.deepEqual(namesOf('rs-3'), [image.id, vswitch.id]);
    assert.equal(namesOf('rs-dead'), undefined);
  });

  it('keep what only the share itself tells, and change nothing on a second reading either way', async () => {
    stock(20);
    await loaded();
    await inventory.loadSharePermissions(scope, 'rs-1', 'action');
    const before = entries().get('rs-1');
    assert.equal(before?.permissions?.[0]?.version, 'v1');
    await inventory.loadPermissions(scope, 'view');
    assert.equal(entries().get('rs-1'), before);
    changes.length = 0;
    await inventory.loadPermissions(scope, 'view');
    assert.deepEqual(changes, []);
  });

  it('of received shares are read as well, where the cloud lists them', async () => {
    cloud.shares = [aShare('rs-in', { owner: 'other' })];
    cloud.received = [aRow('rs-in', 'vsw-1')];
    cloud.bound = [aBound('rs-in', vswitch)];
    await loaded();
    await inventory.loadPermissions(scope, 'view');
    assert.deepEqual(namesOf('rs-in'), [vswitch.id]);

    const others = new Inventory({ connect: () => Promise.resolve(cloud), clock });
    await others.load(scope, 'view');
    await others.loadPermissions(scope, 'view');
    assert.equal(others.snapshot(scope).entries.get('rs-in')?.permissions, undefined);
    others.dispose();
  });

  it('that were read are read again with every load, which else takes no call more and tells nothing', async () => {
    stock(20);
    await loaded();
    await inventory.loadPermissions(scope, 'view');
    cloud.calls.length = 0;
    changes.length = 0;
    await inventory.load(scope, 'view');
    assert.equal(cloud.calls.length, 4 + 4);
    assert.deepEqual(changes, []);

    cloud.shares = [...cloud.shares, aShare('rs-new')];
    cloud.bound = [...cloud.bound, aBound('rs-new', vswitch)];
    cloud.rows = [...cloud.rows, aRow('rs-new', 'vsw-2')];
    await inventory.load(scope, 'view');
    assert.deepEqual(namesOf('rs-new'), [vswitch.id]);
  });

  it('of single shares are read again for these only', async () => {
    stock(20);
    await loaded();
    await inventory.loadSharePermissions(scope, 'rs-1', 'action');
    cloud.calls.length = 0;
    await inventory.load(scope, 'view');
    assert.deepEqual(
      cloud.log.filter((line) => line.startsWith('listSharePermissions')),
      ['listSharePermissions rs-1'],
    );
  });

  it('load the scope first when nothing is known of it', async () => {
    stock(3);
    await inventory.loadPermissions(scope, 'view');
    assert.deepEqual(namesOf('rs-0'), [image.id, vswitch.id]);
    assert.notEqual(inventory.snapshot(scope).loadedAt, undefined);
  });

  it('that can’t be read are told, and take nothing else along', async () => {
    stock(20);
    await loaded();
    cloud.before = ({ name }) => {
      if (name === 'listPermissions') throw failure('denied', 'NoPermission');
    };
    await inventory.loadPermissions(scope, 'view');
    assert.deepEqual(incomplete(), [['permissions', 'NoPermission']]);
    assert.equal(inventory.snapshot(scope).failure, undefined);
    assert.equal(changes.at(-1)?.scopeChanged, true);

    const readAt = inventory.snapshot(scope).loadedAt;
    await clock.advance(1_000);
    await inventory.load(scope, 'view');
    assert.notEqual(inventory.snapshot(scope).loadedAt, readAt, 'the lists are all right');
    assert.deepEqual(incomplete(), [['permissions', 'NoPermission']]);

    cloud.before = () => undefined;
    await inventory.load(scope, 'view');
    assert.deepEqual(incomplete(), []);
    assert.deepEqual(namesOf('rs-19'), [image.id, vswitch.id]);
  });

  it('of one share that can’t be read are told until they can', async () => {
    stock(3);
    await loaded();
    cloud.before = () => {
      throw failure('denied', 'NoPermission');
    };
    await inventory.loadSharePermissions(scope, 'rs-1', 'action');
    assert.deepEqual(incomplete(), [['permissions', 'NoPermission']]);
    cloud.before = () => undefined;
    await inventory.loadSharePermissions(scope, 'rs-0', 'action');
    assert.equal(incomplete().length, 1);
    await inventory.loadSharePermissions(scope, 'rs-1', 'action');
    assert.deepEqual(incomplete(), []);
  });

  it('of a share that is gone stay as they are, which is no failure', async () => {
    stock(3);
    await loaded();
    cloud.shares = cloud.shares.slice(1);
    await inventory.loadSharePermissions(scope, 'rs-0', 'action');
    assert.equal(namesOf('rs-0'), undefined);
    await inventory.loadPermissions(scope, 'action');
    assert.equal(namesOf('rs-0'), undefined);
    assert.deepEqual(namesOf('rs-1'), [image.id, vswitch.id]);
    assert.deepEqual(incomplete(), []);
  });

  it('that an earlier session knew are shown at once, and read again with the first load', async () => {
    stock(20);
    await inventory.loadPermissions(scope, 'view');
    const saved = { loadedAt: 1, missing: [], entries: [...entries().values()] };
    const next = new Inventory({ connect: () => Promise.resolve(cloud), clock });
    next.restore(scope, saved);
    assert.deepEqual([...next.snapshot(scope).entries.values()], saved.entries);
    cloud.bound = [];
    await next.load(scope, 'view');
    assert.deepEqual(next.snapshot(scope).entries.get('rs-0')?.permissions, []);
    next.dispose();
  });

  it('of a cancelled reading are thrown away, as is what a later one has overtaken', async () => {
    stock(20);
    await loaded();
    const late = gate();
    cloud.before = () => late.opened;
    const loading = inventory.loadPermissions(scope, 'view');
    await settle();
    inventory.cancel(scope);
    await loading;
    late.open();
    await settle();
    assert.equal(namesOf('rs-0'), undefined);
    assert.deepEqual(incomplete(), [['permissions', undefined]]);

    const slow = gate();
    cloud.before = ({ query }) => (query.permissionId === vswitch.id ? slow.opened : undefined);
    const all = inventory.loadPermissions(scope, 'view');
    await settle();
    cloud.bound = cloud.bound.map((bound) =>
      bound.shareId === 'rs-1' && bound.id === image.id
        ? aBound('rs-1', aPermission('Image', 2))
        : bound,
    );
    inventory.merge(scope, {});
    await inventory.loadSharePermissions(scope, 'rs-1', 'action');
    slow.open();
    await all;
    assert.deepEqual(namesOf('rs-1'), [aPermission('Image', 2).id, vswitch.id]);
  });

  it('that were asked for before a load are read once more behind it: its time is theirs', async () => {
    stock(2);
    await loaded();
    await inventory.loadPermissions(scope, 'view');
    const { opened, open } = gate();
    cloud.after = ({ name }) => (name === 'listSharePermissions' ? opened : undefined);
    const early = inventory.loadPermissions(scope, 'view');
    await settle();
    cloud.bound = [aBound('rs-0', image), aBound('rs-0', other)];
    cloud.after = () => undefined;
    await inventory.load(scope, 'view');
    assert.deepEqual(namesOf('rs-0'), [image.id, other.id]);
    assert.deepEqual(incomplete(), []);
    open();
    await early;
    assert.deepEqual(namesOf('rs-0'), [image.id, other.id]);
  });

  it('that fail after later ones have come are no failure any more', async () => {
    stock(2);
    await loaded();
    await inventory.loadPermissions(scope, 'view');
    const { opened, open } = gate();
    cloud.after = async ({ name }) => {
      if (name !== 'listSharePermissions') return;
      await opened;
      throw failure('server');
    };
    const early = inventory.loadPermissions(scope, 'view');
    await settle();
    cloud.after = () => undefined;
    await inventory.load(scope, 'view');
    open();
    await early;
    assert.deepEqual(incomplete(), []);
  });
});
