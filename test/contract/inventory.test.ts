import assert from 'node:assert/strict';
import { Inventory } from '../../src/inventory/inventory.ts';
import type { InventoryChange } from '../../src/inventory/snapshot.ts';
import type { Scope } from '../../src/model/account.ts';
import { alibabaSchema, type Listing, listingOf, ownListing } from './listings.ts';
import { openSession, type Role, type Session } from './session.ts';

describe('the inventory on the sandbox', () => {
  let session: Session;
  let inventory: Inventory;
  let changes: InventoryChange[];

  async function open(options: Parameters<typeof openSession>[0] = {}): Promise<void> {
    session = await openSession(options);
    const clients = new Map(
      (['owner', 'member', 'outsider', 'temporary'] as const).map((role) => [
        role,
        session.connect(role),
      ]),
    );
    const connect = (role: string) => {
      const client = clients.get(role as Role);
      return client ? Promise.resolve(client) : Promise.reject(new Error(`no account ${role}`));
    };
    inventory = new Inventory({ connect });
    changes = [];
    inventory.onDidChange((change) => changes.push(change));
  }

  afterEach(async () => {
    inventory.dispose();
    await session.stop();
  });

  const scopeOf = (role: Role, region = 'cn-hangzhou'): Scope => ({ accountId: role, region });
  const entries = (scope: Scope) => inventory.snapshot(scope).entries;

  /** What the cloud really holds for the shares an account owns, the newest record of each entity. */
  async function truth(role: Role, region: string): Promise<Listing> {
    const { accountId } = session.account(role);
    return ownListing('alibaba', await session.control('/state'), accountId, region);
  }

  function shown(scope: Scope, owner: 'self' | 'other'): Listing {
    const listed = [...entries(scope).values()].filter(({ share }) => share.owner === owner);
    return listingOf(
      listed.map(({ share }) => share),
      listed.flatMap(({ resources, principals }) => [...resources, ...principals]),
    );
  }

  it('shows exactly what an account owns, in every region, through empty pages', async () => {
    await open({ shares: 450 });
    for (const region of ['cn-hangzhou', 'cn-shanghai', 'ap-southeast-1']) {
      await inventory.load(scopeOf('owner', region), 'view');
      assert.equal(inventory.snapshot(scopeOf('owner', region)).failure, undefined);
      assert.deepEqual(shown(scopeOf('owner', region), 'self'), await truth('owner', region));
    }
  });

  it('shows both sides of a share, the receiving one without principals', async () => {
    await open();
    await inventory.load(scopeOf('owner'), 'view');
    await inventory.load(scopeOf('member'), 'view');
    const received = [...entries(scopeOf('member')).values()].filter(
      ({ share }) => share.owner === 'other',
    );
    const fromOwner = received.filter(
      ({ share }) => share.ownerId === session.account('owner').accountId,
    );
    assert.ok(fromOwner.length > 0);
    for (const { share, resources, principals } of received) {
      assert.deepEqual(principals, [], share.name);
      const ownSide = entries(scopeOf('owner')).get(share.id);
      if (ownSide?.share.owner !== 'self') continue;
      const given = new Set(ownSide.resources.map(({ entityId }) => entityId));
      assert.deepEqual(
        resources.filter(({ entityId }) => !given.has(entityId)),
        [],
      );
    }
    assert.ok(received.some(({ resources }) => resources.length > 0));
  });

  it('needs the computed minimum of calls', async () => {
    await open({ shares: 450 });
    await session.control('/tuning', { emptyPages: false });
    const region = 'cn-hangzhou';
    await inventory.load(scopeOf('owner', region), 'view');
    const { shares } = alibabaSchema.parse(await session.control('/state')).alibaba;
    const { accountId } = session.account('owner');
    const own = shares.filter(
      (share) => share.ResourceShareOwner === accountId && share.region === region,
    );
    const rows = own.flatMap(({ associations }) => associations);
    const pages = (count: number) => Math.max(1, Math.ceil(count / 100));
    const rowsOf = (type: string) =>
      rows.filter(({ AssociationType }) => AssociationType === type).length;

    const received = shown(scopeOf('owner', region), 'other');
    const receivedShares = received.get('receivedShares')?.length ?? 0;
    const receivedRows = received.get('receivedResources')?.length ?? 0;
    assert.equal(
      (await session.calls('ListResourceShares')).calls,
      pages(own.length) + pages(receivedShares),
    );
    assert.equal(
      (await session.calls('ListResourceShareAssociations')).calls,
      pages(rowsOf('Resource')) + pages(rowsOf('Target')),
    );
    assert.equal(
      (await session.calls('ListSharedResources')).calls,
      receivedShares === 0 ? 0 : pages(receivedRows),
    );
    assert.equal((await session.calls('ListSharedTargets')).calls, 0);
  });

  it('fires nothing when a refresh finds the same', async () => {
    await open({ settleMs: 3_600_000 });
    await session.control('/clock', { frozen: true });
    for (const role of ['owner', 'member', 'outsider'] as const)
      await inventory.load(scopeOf(role), 'view');
    const before = entries(scopeOf('owner'));
    changes.length = 0;
    for (const role of ['owner', 'member', 'outsider'] as const)
      await inventory.load(scopeOf(role), 'view');
    assert.deepEqual(changes, []);
    assert.equal(entries(scopeOf('owner')), before);
  });

  it('gets over a 502 in the middle of a listing', async () => {
    await open({ shares: 300 });
    const body = { kind: 'body', status: 502, text: '<html>Bad gateway</html>' };
    await session.control('/faults', {
      operation: 'ListResourceShareAssociations',
      after: 2,
      fault: body,
    });
    await inventory.load(scopeOf('owner'), 'view');
    assert.equal(inventory.snapshot(scopeOf('owner')).failure, undefined);
    assert.deepEqual(shown(scopeOf('owner'), 'self'), await truth('owner', 'cn-hangzhou'));
  });

  it('keeps everything when the token ends between two pages, and says why', async () => {
    await open({ shares: 300 });
    const scope = scopeOf('owner');
    await inventory.load(scope, 'view');
    const before = entries(scope);
    changes.length = 0;
    await session.control('/faults', {
      operation: '*',
      after: 3,
      count: 50,
      fault: { kind: 'error', code: 'InvalidSecurityToken.Expired' },
    });
    await inventory.load(scope, 'view');
    const { failure, loadedAt } = inventory.snapshot(scope);
    assert.equal(failure?.error.kind, 'credentials');
    assert.equal(entries(scope), before);
    assert.notEqual(loadedAt, undefined);
    assert.deepEqual(
      changes.map(({ scopeChanged }) => scopeChanged),
      [true],
    );

    await session.control('/faults/clear', {});
    await inventory.load(scope, 'view');
    assert.equal(inventory.snapshot(scope).failure, undefined);
  });

  it('keeps everything when a page is not JSON', async () => {
    await open();
    const scope = scopeOf('owner');
    await inventory.load(scope, 'view');
    const before = entries(scope);
    await session.control('/faults', {
      operation: 'ListResourceShares',
      count: 20,
      fault: { kind: 'body', text: '<html>log in to the hotel network</html>' },
    });
    await inventory.load(scope, 'view');
    assert.equal(inventory.snapshot(scope).failure?.error.kind, 'unreadable');
    assert.equal(entries(scope), before);
  });

  it('shows what is allowed when one list is denied', async () => {
    await open();
    const { accountId } = session.account('owner');
    await session.control('/alibaba/deny', {
      accountId,
      operations: ['ListResourceShareAssociations'],
    });
    await inventory.load(scopeOf('owner'), 'view');
    const { failure, loadedAt } = inventory.snapshot(scopeOf('owner'));
    assert.equal(failure?.error.kind, 'denied');
    assert.equal(loadedAt, undefined);
    assert.ok((shown(scopeOf('owner'), 'self').get('ownShares') ?? []).length > 0);
  });

  it('forgets an account that is removed while it loads', async () => {
    await open({ shares: 300, latencyMs: 30 });
    const scope = scopeOf('owner');
    const loading = inventory.load(scope, 'view');
    await new Promise<void>((resolve) => {
      const stop = inventory.onDidChange(() => {
        stop();
        resolve();
      });
    });
    inventory.removeAccount(scope.accountId);
    const after = changes.length;
    await loading;
    assert.equal(entries(scope).size, 0);
    assert.equal(changes.length, after);
  });

  it('reads one share again in three calls', async () => {
    await open();
    const scope = scopeOf('owner');
    await inventory.load(scope, 'view');
    await session.control('/calls/reset', {});
    const [id] = [...entries(scope).keys()];
    assert.ok(id !== undefined);
    changes.length = 0;
    await inventory.loadShare(scope, id, 'action');
    assert.equal((await session.calls('ListResourceShares')).calls, 1);
    assert.equal((await session.calls('ListResourceShareAssociations')).calls, 2);
    assert.deepEqual(changes, []);
  });
});
