import assert from 'node:assert/strict';
import { Inventory } from '../../src/inventory/inventory.ts';
import { readAccepted } from '../../src/vscode/invitations/received-share.ts';
import { InstantClock } from '../unit/changes/instant-clock.ts';
import { openSession, type Session } from './session.ts';

const options = { signal: new AbortController().signal, priority: 'action' } as const;

for (const cloud of ['alibaba', 'huawei'] as const) {
  describe(`what an account can use after it has accepted, ${cloud}`, () => {
    let session: Session;
    let inventory: Inventory;
    const region = cloud === 'alibaba' ? 'cn-hangzhou' : 'global';
    const scope = { accountId: 'receiver', region };
    const open = cloud === 'alibaba' ? 'northwind-manifests' : 'menu-service';

    beforeEach(async () => {
      session = await openSession({ cloud });
      const client = session.connect('member');
      inventory = new Inventory({ connect: () => Promise.resolve(client) });
      await inventory.load(scope, 'view');
    });
    afterEach(() => {
      inventory.dispose();
      return session.stop();
    });

    /** Accepts the invitation that waits for the account, after which it is read what came of it. */
    async function accept(): Promise<{ readonly shareId: string; readonly says: string }> {
      const client = session.connect('member');
      for await (const page of client.listInvitations(region, { side: 'received' }, options)) {
        const found = page.find(({ shareName, status }) => {
          return shareName === open && status.state === 'pending';
        });
        if (!found) continue;
        const { id, shareId } = found;
        assert.equal(inventory.snapshot(scope).entries.get(shareId), undefined);
        await client.acceptInvitation(region, id, options);
        const accepted = { scope, shareId, receiver: 'Retail' };
        const connect = () => Promise.resolve(client);
        const says = await readAccepted(accepted, {
          inventory,
          connect,
          clock: new InstantClock(),
        });
        return { shareId, says };
      }
      assert.fail('No invitation waits.');
    }

    it('is read without reading everything, and said', async () => {
      const { shareId, says } = await accept();
      const entry = inventory.snapshot(scope).entries.get(shareId);
      assert.equal(entry?.share.owner, 'other');
      const { length } = entry.resources;
      assert.equal(
        says,
        length === 1 ? 'Retail can use 1 resource.' : `Retail can use ${length} resources.`,
      );
      assert.ok(length > 0);
    });

    it('is not said before the cloud has handed it over', async () => {
      await session.control('/tuning', { settleMs: 3_600_000 });
      const { says } = await accept();
      assert.match(says, /^Retail can’t use anything of it yet/u);
    });
  });
}
