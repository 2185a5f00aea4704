import assert from 'node:assert/strict';
import { alibabaDriver } from '../../src/clouds/alibaba/driver.ts';
import type { ShareCloud } from '../../src/clouds/cloud.ts';
import { huaweiDriver } from '../../src/clouds/huawei/driver.ts';
import { allPages } from '../../src/inventory/all-pages.ts';
import { Inventory } from '../../src/inventory/inventory.ts';
import type { InventoryChange, ShareEntry } from '../../src/inventory/snapshot.ts';
import { isDead } from '../../src/model/status.ts';
import { asUser, openSession, type Session } from './session.ts';

for (const { driver, region, listShares, listOfShare } of [
  {
    driver: alibabaDriver,
    region: 'cn-hangzhou',
    listShares: 'ListResourceShares',
    listOfShare: 'ListResourceSharePermissions',
  },
  {
    driver: huaweiDriver,
    region: 'global',
    listShares: 'SearchResourceShares',
    listOfShare: 'ListResourceSharePermissions',
  },
]) {
  const { cloud: id, itemsPerCall, pageSize, receivedPermissions } = driver.abilities;

  describe(`permissions in the inventory, on the sandbox of ${id}`, () => {
    let session: Session;
    let cloud: ShareCloud;
    let inventory: Inventory;
    let changes: InventoryChange[];
    const scope = { accountId: 'owner', region };

    async function open(shares?: number): Promise<void> {
      session = await openSession({
        cloud: id,
        settleMs: 3_600_000,
        ...(shares !== undefined && { shares }),
      });
      await session.control('/clock', { frozen: true });
      await session.control('/tuning', { emptyPages: false, rates: 'off' });
      cloud = session.connect('owner');
      inventory = new Inventory({
        connect: () => Promise.resolve(cloud),
        limits: () => ({ shareIds: itemsPerCall.shareIds, pageSize, receivedPermissions }),
      });
      changes = [];
      inventory.onDidChange((change) => changes.push(change));
      await inventory.load(scope, 'view');
      assert.equal(inventory.snapshot(scope).failure, undefined);
      changes.length = 0;
      await session.control('/calls/reset', {});
    }

    afterEach(async () => {
      inventory.dispose();
      await session.stop();
    });

    const living = (owner: ShareEntry['share']['owner']) =>
      [...inventory.snapshot(scope).entries.values()].filter(
        ({ share }) => share.owner === owner && !isDead(share.status),
      );
    const idsOf = ({ permissions }: ShareEntry) => permissions?.map((one) => one.id).toSorted();

    it('are those that each share tells, in a dozen calls for all', async () => {
      await open(120);
      await inventory.loadPermissions(scope, 'view');
      assert.deepEqual(inventory.snapshot(scope).incomplete, []);
      const own = living('self');
      const [lists, single] = [await session.calls(listShares), await session.calls(listOfShare)];
      const used = new Set(own.flatMap(({ permissions = [] }) => permissions.map((one) => one.id)));
      assert.ok(own.length > 50 && lists.calls > 0);
      assert.ok(lists.calls + single.calls < own.length / 2, `${lists.calls} + ${single.calls}`);
      assert.ok(used.size > 1);

      // Each client keeps to the rate on its own.
      const clients = Array.from({ length: 10 }, () => session.connect('owner'));
      const asked = own.map(async (entry, index) => {
        const client = clients[index % clients.length] ?? cloud;
        const told = await allPages(client.listSharePermissions(region, entry.share, asUser()));
        const expected = told.map((one) => one.id).toSorted();
        assert.deepEqual(idsOf(entry), expected, entry.share.name);
      });
      await Promise.all(asked);
      const received = living('other');
      assert.ok(
        received.every(({ permissions }) => (permissions !== undefined) === receivedPermissions),
      );
    });

    it('change nothing when they are read again', async () => {
      await open(60);
      await inventory.loadPermissions(scope, 'view');
      changes.length = 0;
      await inventory.load(scope, 'view');
      assert.deepEqual(changes, []);
    });

    it('of one share take one call', async () => {
      await open();
      const [first] = living('self');
      assert.ok(first);
      await inventory.loadSharePermissions(scope, first.share.id, 'action');
      assert.equal((await session.calls(listOfShare)).calls, 1);
      assert.ok((living('self')[0]?.permissions ?? []).length > 0);
    });
  });
}
