import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { removeTemporaryFolder, temporaryFolder } from '../../scripts/temporary.ts';
import { InventoryCache } from '../../src/inventory/cache/inventory-cache.ts';
import { Inventory } from '../../src/inventory/inventory.ts';
import { type PendingItem, Watcher } from '../../src/inventory/watcher.ts';
import type { Account, CloudId } from '../../src/model/account.ts';
import type { ShareCloud } from '../../src/clouds/cloud.ts';
import { openSession, type Role, type Session } from './session.ts';

const regions: Readonly<Record<CloudId, readonly string[]>> = {
  alibaba: ['cn-hangzhou', 'cn-shanghai'],
  huawei: ['global'],
};

for (const cloud of ['alibaba', 'huawei'] as const) {
  describe(`the cache of what ${cloud} says`, () => {
    const roles = ['owner', 'member', 'temporary'] as const satisfies readonly Role[];
    let session: Session;
    let folder: string;
    let accounts: readonly Account[];
    let clients: ReadonlyMap<string, ShareCloud>;

    before(async () => {
      // Slow enough that something is pending while it is read.
      session = await openSession({ cloud, shares: 60, settleMs: 600_000 });
      folder = temporaryFolder('cache');
      accounts = roles.map((role) => ({
        id: role,
        cloud,
        label: role,
        ownerId: session.account(role).accountId,
        regions: regions[cloud],
      }));
      clients = new Map(roles.map((role) => [role, session.connect(role)]));
      await beginSomething();
    });

    after(async () => {
      await session.stop();
      await removeTemporaryFolder(folder);
    });

    async function beginSomething(): Promise<void> {
      const client = session.connect('owner');
      const [region = ''] = regions[cloud];
      const signal = new AbortController().signal;
      for await (const page of client.listShares(
        region,
        { owner: 'self' },
        { signal, priority: 'action' },
      )) {
        const open = page.find(({ status }) => status.state === 'active');
        if (!open) continue;
        const principals = [{ id: session.account('member').accountId }];
        const request = { resources: [], principals, permissions: [] };
        await client.associate(region, open.id, request, { signal, priority: 'action' });
        return;
      }
    }

    const scopes = () =>
      accounts.flatMap(({ id }) => regions[cloud].map((region) => ({ accountId: id, region })));

    function open() {
      const connect = (id: string): Promise<ShareCloud> => {
        const client = clients.get(id);
        return client ? Promise.resolve(client) : Promise.reject(new Error(id));
      };
      const inventory = new Inventory({ connect });
      const watcher = new Watcher({ inventory, connect });
      watcher.setActive(false);
      const log: string[] = [];
      const cache = new InventoryCache({
        inventory,
        watcher: { begun: Promise.resolve(watcher), get: () => Promise.resolve(watcher) },
        folder,
        accounts: () => accounts,
        log: (line) => log.push(line),
      });
      const close = (): void => {
        cache.dispose();
        watcher.dispose();
        inventory.dispose();
      };
      return { inventory, watcher, cache, log, close };
    }

    const sorted = (items: readonly PendingItem[]) =>
      items.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

    const totalCalls = async (): Promise<number> =>
      ((await session.control('/calls')) as { total: number }).total;

    it('gives all of it to the next session, equal in every field, without a call', async () => {
      const first = open();
      await Promise.all(scopes().map((scope) => first.inventory.load(scope, 'view')));
      await first.cache.flush();
      const known = scopes().map((scope) => first.inventory.snapshot(scope));
      assert.ok(known.every(({ loadedAt }) => loadedAt !== undefined));
      const pending = first.watcher.inFlight;
      assert.ok(pending.length > 0, 'something is pending');
      first.close();

      const calls = await totalCalls();
      const second = open();
      await second.cache.restoreAll();
      for (const [index, scope] of scopes().entries()) {
        const { entries, asOf } = second.inventory.snapshot(scope);
        assert.deepEqual(entries, known[index]?.entries);
        assert.equal(asOf, known[index]?.loadedAt);
      }
      assert.deepEqual(sorted(second.watcher.inFlight), sorted(pending));
      assert.deepEqual(second.log, []);
      assert.equal(await totalCalls(), calls);
      second.close();
    });

    it('tells of nothing when it is read again and nothing has changed', async () => {
      const again = open();
      await again.cache.restoreAll();
      const told: string[] = [];
      again.inventory.onDidChange(({ added, changed, removed }) => {
        told.push(...added, ...changed, ...removed);
      });
      await Promise.all(scopes().map((scope) => again.inventory.load(scope, 'view')));
      assert.deepEqual(told, []);
      assert.ok(scopes().every((scope) => again.inventory.snapshot(scope).loadedAt !== undefined));
      again.close();
    });

    it('holds nothing of the keys', async () => {
      const names = await readdir(folder);
      assert.equal(names.length, scopes().length);
      const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
      assert.ok(texts.some((text) => text.includes(session.account('owner').accountId)));
      for (const role of roles) {
        const { accessKeyId, accessKeySecret, securityToken } = session.account(role);
        for (const secret of [accessKeyId, accessKeySecret, securityToken]) {
          if (secret === undefined) continue;
          assert.ok(!texts.some((text) => text.includes(secret)), 'a key stands in the cache');
        }
      }
      for (const name of names) {
        for (const { ownerId } of accounts) assert.ok(!name.includes(ownerId));
      }
    });
  });
}
