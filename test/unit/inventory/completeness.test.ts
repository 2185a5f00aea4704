import assert from 'node:assert/strict';
import { certainty, partsFor } from '../../../src/inventory/completeness.ts';
import { Inventory } from '../../../src/inventory/inventory.ts';
import { ManualClock, settle } from './manual-clock.ts';
import { aRow, aShare, manyShares, scope } from './samples.ts';
import { failure, gate, ScriptedCloud } from './scripted-cloud.ts';

describe('what a snapshot says about its completeness', () => {
  let cloud: ScriptedCloud;
  let clock: ManualClock;
  let inventory: Inventory;

  beforeEach(() => {
    cloud = new ScriptedCloud();
    clock = new ManualClock();
    inventory = new Inventory({ connect: () => Promise.resolve(cloud), clock });
  });

  afterEach(() => {
    inventory.dispose();
  });

  const snapshot = () => inventory.snapshot(scope);
  /** As one text a list: its name, since when it is held, why it is not held anew. */
  const incomplete = () =>
    snapshot().incomplete.map(({ part, readAt, error }) =>
      [part, readAt, error?.details.code].filter((word) => word !== undefined).join(' '),
    );
  const sure = (owner: 'self' | 'other', kind: 'share' | 'resource' | 'principal', count: number) =>
    certainty(snapshot(), partsFor(owner, kind), count);

  it('is that nothing is known before anything is read', () => {
    assert.equal(sure('self', 'share', 0), 'unknown');
    assert.equal(sure('other', 'resource', 0), 'unknown');
  });

  it('names each list until it has ended, and tells when one does', async () => {
    Object.assign(cloud, manyShares(3));
    const resources = gate();
    cloud.before = async ({ query }) => {
      if (query.kind === 'resource') await resources.opened;
    };
    const told: (readonly string[])[] = [];
    inventory.onDidChange(({ scopeChanged }) => {
      if (scopeChanged) told.push(incomplete());
    });
    const loading = inventory.load(scope, 'view');
    await settle();
    assert.deepEqual(incomplete(), ['ownResources']);
    assert.deepEqual(told.at(-1), ['ownResources']);
    assert.equal(sure('self', 'share', 3), 'exact');
    assert.equal(sure('self', 'principal', 3), 'exact');
    assert.equal(sure('self', 'resource', 0), 'unknown');
    assert.equal(sure('self', 'resource', 2), 'atLeast');

    resources.open();
    await loading;
    assert.deepEqual(incomplete(), []);
    assert.equal(sure('self', 'resource', 6), 'exact');
  });

  it('takes denied for unknown, not for empty, and reads on what is allowed', async () => {
    Object.assign(cloud, manyShares(3));
    cloud.before = ({ query }) => {
      if (query.kind === 'principal') throw failure('denied', 'NoPermission');
    };
    await inventory.load(scope, 'view');
    assert.deepEqual(incomplete(), ['ownPrincipals NoPermission']);
    assert.equal(snapshot().loadedAt, undefined);
    assert.equal(sure('self', 'principal', 0), 'unknown');
    assert.equal(sure('self', 'resource', 6), 'exact');

    cloud.shares = cloud.shares.slice(1);
    await inventory.load(scope, 'view');
    assert.equal(snapshot().entries.size, 2, 'a share goes although principals stay denied');
  });

  it('names since when a list is held that could not be read again', async () => {
    Object.assign(cloud, manyShares(3));
    await inventory.load(scope, 'view');
    const readAt = clock.now();
    await clock.advance(60_000);
    cloud.before = ({ name }) => {
      if (name === 'listShares') throw failure('server', 'InternalError');
    };
    await inventory.load(scope, 'view');
    assert.deepEqual(incomplete(), [
      `ownShares ${readAt} InternalError`,
      `receivedShares ${readAt} InternalError`,
      `receivedResources ${readAt}`,
    ]);
    assert.equal(sure('self', 'share', 3), 'exact');
  });

  it('gives the reason that ended everything to every list it ended', async () => {
    Object.assign(cloud, manyShares(3));
    cloud.before = async ({ query }) => {
      if (query.owner === 'self') throw failure('credentials', 'SignatureDoesNotMatch');
      await settle();
    };
    await inventory.load(scope, 'view');
    assert.deepEqual(
      snapshot().incomplete.map(({ error }) => error?.details.code),
      Array.from({ length: 5 }, () => 'SignatureDoesNotMatch'),
    );
  });

  it('names what a cancelled reading left, without a reason', async () => {
    cloud.shares = [aShare('rs-1'), aShare('rs-2')];
    cloud.rows = [aRow('rs-1', 'vsw-1')];
    await inventory.load(scope, 'view');
    const readAt = clock.now();
    await clock.advance(60_000);
    const shares = gate();
    cloud.before = async ({ query }) => {
      if (query.owner === 'self') await shares.opened;
    };
    const loading = inventory.load(scope, 'view');
    await settle();
    assert.deepEqual(incomplete(), [], 'while it is read again nothing is said');
    inventory.cancel(scope);
    shares.open();
    await loading;
    assert.deepEqual(incomplete(), [`ownShares ${readAt}`]);
    await inventory.load(scope, 'view');
    assert.deepEqual(incomplete(), []);
  });

  it('stays the same object while nothing changes', async () => {
    await inventory.load(scope, 'view');
    const before = snapshot();
    assert.equal(snapshot(), before);
    await inventory.load(scope, 'view');
    assert.equal(snapshot().incomplete, before.incomplete);
  });
});
