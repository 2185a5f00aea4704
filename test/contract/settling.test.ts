import assert from 'node:assert/strict';
import * as z from 'zod/mini';
import type { ResourceRef, ShareCloud } from '../../src/clouds/cloud.ts';
import type { Association, AssociationKind } from '../../src/model/share.ts';
import { bothClouds, hastyClock, isNamed } from './both-clouds.ts';
import { asUser, collect, failureOf, openSession, type Session, newShare } from './session.ts';

const root = z.object({ rootId: z.string() });
const stateSchema = z.object({
  alibaba: z.object({ directory: root }),
  huawei: z.object({ organisation: root }),
});

/** What a test can make of the settling of associations, seen through the clients. */
for (const words of bothClouds) {
  const { cloud, region } = words;

  describe(`how associations settle on the sandbox's ${words.name}`, () => {
    let session: Session;
    let client: ShareCloud;
    let names = 0;
    before(async () => {
      session = await openSession({ cloud });
    });
    after(() => session.stop());
    beforeEach(() => {
      client = session.connect('owner', { clock: hastyClock, timeoutMs: 100_000 });
    });
    afterEach(async () => {
      client.dispose();
      await session.control(`/${cloud}/outcomes/clear`, {});
      await session.control('/tuning', { settleMs: 0, busyShares: false });
    });

    function resources(count: number): readonly ResourceRef[] {
      const { accountId } = session.account('owner');
      return Array.from({ length: count }, () => {
        names += 1;
        return words.resource(`settling${names}`, accountId);
      });
    }

    /** Accounts that need no invitation. */
    async function members(count: number): Promise<readonly { readonly id: string }[]> {
      const ids = Array.from({ length: count }, (_, index) => words.accountId(index));
      const { alibaba, huawei } = stateSchema.parse(await session.control('/state'));
      for (const accountId of ids) {
        await (cloud === 'alibaba'
          ? session.control('/alibaba/directory', { accountId, folderId: alibaba.directory.rootId })
          : session.control('/huawei/member', { accountId, parentId: huawei.organisation.rootId }));
      }
      return ids.map((id) => ({ id }));
    }

    async function create(): Promise<string> {
      names += 1;
      const request = newShare({ name: `settling-${names}` });
      return (await client.createShare(region, request, asUser())).id;
    }

    async function add(
      id: string,
      some: {
        readonly resources?: readonly ResourceRef[];
        readonly principals?: readonly { readonly id: string }[];
      },
    ): Promise<void> {
      const { resources: added = [], principals = [] } = some;
      const size = words.abilities.itemsPerCall.principals;
      for (let from = 0; from < Math.max(added.length, principals.length); from += size) {
        const request = {
          resources: added.slice(from, from + size),
          principals: principals.slice(from, from + size),
          permissions: [],
        };
        await client.associate(region, id, request, asUser());
      }
    }

    async function rowsOf(shareId: string, kind: AssociationKind): Promise<readonly Association[]> {
      const query = { kind, shareIds: [shareId] };
      return await collect(client.listAssociations(region, query, asUser()));
    }

    const outcomes = (rule: object): Promise<unknown> =>
      session.control(`/${cloud}/outcomes`, rule);

    it('fails three of twenty principals, and lets them in at the next try', async () => {
      const principals = await members(20);
      const id = await create();
      const unlucky = principals.slice(4, 7).map((principal) => principal.id);
      await outcomes({ entities: unlucky, fails: 'LimitExceeded', count: 3 });
      await add(id, { principals });
      await session.control('/settle', {});
      const rows = await rowsOf(id, 'principal');
      assert.equal(rows.length, 20);
      const failed = rows.filter(({ status }) => status.state === 'failed');
      assert.deepEqual(failed.map(({ entityId }) => entityId).sort(), [...unlucky].sort());
      assert.ok(failed.every(({ statusMessage }) => statusMessage));
      await add(id, { principals: unlucky.map((one) => ({ id: one })) });
      await session.control('/settle', {});
      const again = (await rowsOf(id, 'principal')).filter(
        ({ status }) => status.state === 'associated',
      );
      assert.equal(again.length, 20);
    });

    it('fails any resources as they come, up to a count', async () => {
      const id = await create();
      await outcomes({ kind: 'resource', fails: 'InternalError', count: 2 });
      await add(id, { resources: resources(5) });
      await session.control('/settle', {});
      const states = (await rowsOf(id, 'resource')).map(({ status }) => status.state);
      assert.deepEqual(states.filter((state) => state === 'failed').length, 2);
      assert.deepEqual(states.filter((state) => state === 'associated').length, 3);
    });

    it('lets one take its time while the others are there', async () => {
      const id = await create();
      const [slow, ...others] = resources(3);
      assert.ok(slow);
      const entity = 'arn' in slow ? slow.arn : slow.id;
      await outcomes({ entities: [entity], settleMs: 3_600_000 });
      await add(id, { resources: [slow, ...others] });
      const pending = (rows: readonly Association[]): readonly Association[] =>
        rows.filter(({ status }) => status.state === 'associating');
      const rows = pending(await rowsOf(id, 'resource'));
      assert.equal(rows.length, 1);
      assert.ok(rows.every(isNamed(slow)));
      await session.control('/clock', { advanceMs: 3_600_000 });
      assert.equal(pending(await rowsOf(id, 'resource')).length, 0);
    });

    it('fails to take something out, which then is in the share still', async () => {
      const id = await create();
      const added = resources(1);
      const principals = [{ id: session.account('member').accountId }];
      await add(id, { resources: added, principals });
      await session.control('/settle', {});
      await outcomes({ on: 'disassociate', kind: 'resource', fails: 'InternalError', count: 1 });
      const request = { resources: added, principals: [] };
      await client.disassociate(region, id, request, asUser());
      await session.control('/settle', {});
      const [row] = await rowsOf(id, 'resource');
      assert.equal(row?.status.state, 'failed');
      assert.ok(row.statusMessage);
      const member = session.connect('member');
      const received = await collect(member.listReceived(region, { kind: 'resource' }, asUser()));
      assert.equal(received.filter(({ shareId }) => shareId === id).length, 1);
    });

    it('is in the way of other changes where shares are busy, and no longer when it has ended', async () => {
      const id = await create();
      const [first, second, third] = resources(3);
      assert.ok(first && second && third);
      await session.control('/tuning', { settleMs: 60_000, busyShares: true });
      await add(id, { resources: [first] });
      for (const call of [
        () =>
          client.associate(
            region,
            id,
            { resources: [second], principals: [], permissions: [] },
            asUser(),
          ),
        () => client.disassociate(region, id, { resources: [first], principals: [] }, asUser()),
        () => client.deleteShare(region, id, asUser()),
      ]) {
        const { details } = await failureOf(call());
        assert.deepEqual([details.kind, details.busy], ['conflict', true]);
        assert.ok(details.meaning && details.advice);
      }
      await session.control('/settle', {});
      await add(id, { resources: [second] });
      await session.control('/settle', {});
      await client.disassociate(region, id, { resources: [first], principals: [] }, asUser());
      const { details } = await failureOf(
        client.associate(
          region,
          id,
          { resources: [third], principals: [], permissions: [] },
          asUser(),
        ),
      );
      assert.deepEqual([details.kind, details.busy], ['conflict', true]);
      await session.control('/settle', {});
      await client.deleteShare(region, id, asUser());
    });

    it('is fair to other shares while one is busy', async () => {
      const [busy, idle] = [await create(), await create()];
      await session.control('/tuning', { settleMs: 60_000, busyShares: true });
      await add(busy, { resources: resources(1) });
      await add(idle, { resources: resources(1) });
      assert.equal((await rowsOf(idle, 'resource')).length, 1);
    });
  });
}
