import assert from 'node:assert/strict';
import type { CreateRequest, ResourceRef, ShareCloud } from '../../src/clouds/cloud.ts';
import type { Invitation } from '../../src/model/invitation.ts';
import type { Association, AssociationKind, ResourceShare } from '../../src/model/share.ts';
import { isDead } from '../../src/model/status.ts';
import { bothClouds, hastyClock, isNamed } from './both-clouds.ts';
import {
  asUser,
  collect,
  failureOf,
  openSession,
  type Role,
  type Session,
  newShare,
} from './session.ts';

for (const words of bothClouds) {
  const { cloud, region } = words;

  describe(`sharing on ${words.name}`, () => {
    describe('changing what exists', () => {
      let session: Session;
      let client: ShareCloud;
      let names = 0;
      before(async () => {
        session = await openSession({ cloud });
      });
      after(() => session.stop());
      beforeEach(async () => {
        client = session.connect('owner', { clock: hastyClock, timeoutMs: 100_000 });
        await session.control('/calls/reset', {});
      });
      afterEach(async () => {
        client.dispose();
        await session.control('/faults/clear', {});
        await session.control('/tuning', { settleMs: 0 });
      });

      const idOf = (role: Role): string => session.account(role).accountId;

      function resource(name = ''): ResourceRef {
        names += 1;
        return words.resource(`${name}${name && '-'}change${names}`, idOf('owner'));
      }

      async function create(changes: Partial<CreateRequest> = {}): Promise<ResourceShare> {
        names += 1;
        const share = await client.createShare(
          region,
          newShare({ name: `change-${names}`, allowExternal: true, ...changes }),
          asUser(),
        );
        await session.control('/settle', {});
        return share;
      }

      async function rowsOf(
        shareId: string,
        kind: AssociationKind,
      ): Promise<readonly Association[]> {
        return await collect(
          client.listAssociations(region, { kind, shareIds: [shareId] }, asUser()),
        );
      }

      async function readShare(id: string): Promise<ResourceShare | undefined> {
        const query = { owner: 'self', ids: [id] } as const;
        return (await collect(client.listShares(region, query, asUser())))[0];
      }

      async function invite(role: Role, changes: Partial<CreateRequest> = {}): Promise<Invitation> {
        const share = await create({ principals: [{ id: idOf(role) }], ...changes });
        const query = { side: 'received', shareIds: [share.id] } as const;
        const receiver = session.connect(role);
        const [invitation] = await collect(receiver.listInvitations(region, query, asUser()));
        assert.ok(invitation);
        assert.equal(invitation.status.state, 'pending');
        return invitation;
      }

      it('takes resources and principals out, and gives their rows', async () => {
        const resources = [resource(), resource()];
        const [gone, kept] = resources;
        assert.ok(gone && kept);
        const principal = { id: idOf('member') };
        const { id } = await create({ resources, principals: [principal] });
        await session.control('/tuning', { settleMs: 60_000 });
        const request = { resources: [gone], principals: [principal] };
        const rows = await client.disassociate(region, id, request, asUser());
        assert.deepEqual(
          rows.map((row) => [row.shareId, row.kind, row.status.state]),
          [
            [id, 'resource', 'disassociating'],
            [id, 'principal', 'disassociating'],
          ],
        );
        assert.ok(rows[0] && isNamed(gone)(rows[0]));
        await session.control('/settle', {});
        const left = (await rowsOf(id, 'resource')).filter(({ status }) => !isDead(status));
        assert.equal(left.length, 1);
        assert.ok(left.every(isNamed(kept)));
        const received = session.connect('member').listShares(region, { owner: 'other' }, asUser());
        assert.ok((await collect(received)).every((share) => share.id !== id));
      });

      it('sends nothing to take nothing out', async () => {
        const { id } = await create();
        const rows = await client.disassociate(
          region,
          id,
          { resources: [], principals: [] },
          asUser(),
        );
        assert.deepEqual(rows, []);
        assert.equal((await session.calls('DisassociateResourceShare')).calls, 0);
      });

      it('refuses to take out what is not there, in words', async () => {
        const { id } = await create({ resources: [resource()] });
        const request = { resources: [resource()], principals: [] };
        const { details } = await failureOf(client.disassociate(region, id, request, asUser()));
        assert.ok(['conflict', 'invalid'].includes(details.kind));
        assert.equal((await rowsOf(id, 'resource')).length, 1);
      });

      it('deletes a share with what is in it', async () => {
        const { id } = await create({
          resources: [resource()],
          principals: [{ id: idOf('member') }],
        });
        await session.control('/tuning', { settleMs: 60_000 });
        await client.deleteShare(region, id, asUser());
        assert.equal((await readShare(id))?.status.state, 'deleting');
        await session.control('/settle', {});
        assert.equal((await readShare(id))?.status.state, 'deleted');
        const again = await failureOf(client.deleteShare(region, id, asUser()));
        assert.ok(['conflict', 'invalid', 'notFound'].includes(again.kind));
      });

      it('says that a share is not there', async () => {
        const { unknownShare } = words;
        const request = { resources: [resource()], principals: [] };
        for (const call of [
          () => client.deleteShare(region, unknownShare, asUser()),
          () => client.disassociate(region, unknownShare, request, asUser()),
          () => client.leaveShare(region, unknownShare, { ownerId: idOf('owner') }, asUser()),
        ]) {
          const { details } = await failureOf(call());
          assert.equal(details.kind, 'notFound');
          assert.ok(details.meaning && details.advice);
        }
      });

      it('accepts an invitation, and the receiver has the share', async () => {
        const invitation = await invite('outsider', { resources: [resource()] });
        const outsider = session.connect('outsider');
        const accepted = await outsider.acceptInvitation(region, invitation.id, asUser());
        assert.deepEqual(
          [accepted.id, accepted.shareId, accepted.status.state, accepted.failures],
          [invitation.id, invitation.shareId, 'accepted', []],
        );
        await session.control('/settle', {});
        const received = await collect(
          outsider.listReceived(region, { kind: 'resource' }, asUser()),
        );
        assert.equal(received.filter((row) => row.shareId === invitation.shareId).length, 1);
        const rows = await rowsOf(invitation.shareId, 'principal');
        assert.deepEqual(
          rows.map(({ status }) => status.state),
          ['associated'],
        );
      });

      it('rejects an invitation, and cannot take that back', async () => {
        const invitation = await invite('outsider', { resources: [resource()] });
        const outsider = session.connect('outsider');
        const rejected = await outsider.rejectInvitation(region, invitation.id, asUser());
        assert.deepEqual([rejected.id, rejected.status.state], [invitation.id, 'rejected']);
        const later = await failureOf(outsider.acceptInvitation(region, invitation.id, asUser()));
        assert.ok(['conflict', 'invalid'].includes(later.kind));
        const received = await collect(outsider.listShares(region, { owner: 'other' }, asUser()));
        assert.ok(received.every(({ id }) => id !== invitation.shareId));
      });

      it('says that an invitation is not there, or not of this account', async () => {
        const invitation = await invite('outsider');
        for (const id of [words.unknownInvitation, invitation.id]) {
          const { details } = await failureOf(client.acceptInvitation(region, id, asUser()));
          assert.equal(details.kind, 'notFound');
          assert.ok(details.meaning && details.advice);
        }
      });

      it('finds an invitation expired that was pending when it was listed', async () => {
        const invitation = await invite('outsider');
        await session.control('/clock', { advanceMs: 8 * 24 * 3_600_000 });
        const outsider = session.connect('outsider');
        const failure = await failureOf(outsider.acceptInvitation(region, invitation.id, asUser()));
        assert.ok(['conflict', 'invalid'].includes(failure.kind));
        const query = { side: 'received', ids: [invitation.id] } as const;
        const [read] = await collect(outsider.listInvitations(region, query, asUser()));
        assert.equal(read?.status.state, 'expired');
      });

      it('leaves a share that was accepted, once', async () => {
        const invitation = await invite('outsider', { resources: [resource()] });
        const outsider = session.connect('outsider');
        await outsider.acceptInvitation(region, invitation.id, asUser());
        await session.control('/settle', {});
        const self = { ownerId: idOf('outsider') };
        await outsider.leaveShare(region, invitation.shareId, self, asUser());
        await session.control('/settle', {});
        const received = await collect(outsider.listShares(region, { owner: 'other' }, asUser()));
        assert.ok(received.every(({ id }) => id !== invitation.shareId));
        const again = outsider.leaveShare(region, invitation.shareId, self, asUser());
        assert.equal((await failureOf(again)).kind, 'notFound');
      });
    });
  });
}
