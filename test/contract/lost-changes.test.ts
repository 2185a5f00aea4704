import assert from 'node:assert/strict';
import type { CreateRequest, ResourceRef, ShareCloud } from '../../src/clouds/cloud.ts';
import type { ResourceShare } from '../../src/model/share.ts';
import { isDead } from '../../src/model/status.ts';
import { bothClouds, hastyClock } from './both-clouds.ts';
import {
  asUser,
  collect,
  failureOf,
  openSession,
  type Role,
  type Session,
  newShare,
} from './session.ts';

/** A write that is ready to go out. */
interface Prepared {
  readonly operation: string;
  readonly send: () => Promise<unknown>;
  /** By what the cloud lists, whether it took effect. */
  readonly isDone: () => Promise<boolean>;
  /** Where what is listed cannot prove that it did not. */
  readonly staysInDoubt?: true;
}

/** Ways to lose the answer of a write that took effect. */
const lostAfter = {
  'a broken connection': { kind: 'drop', executed: true },
  'an answer that breaks off': { kind: 'cut', executed: true },
  'a 502 of something between': { kind: 'body', status: 502, text: 'Bad gateway', executed: true },
};

for (const words of bothClouds) {
  const { cloud, region } = words;

  describe(`an answer that is lost on ${words.name}`, () => {
    let session: Session;
    let client: ShareCloud;
    let outsider: ShareCloud;
    let names = 0;
    before(async () => {
      session = await openSession({ cloud });
    });
    after(() => session.stop());
    beforeEach(() => {
      const hasty = { clock: hastyClock, timeoutMs: 100_000 };
      client = session.connect('owner', hasty);
      outsider = session.connect('outsider', hasty);
    });
    afterEach(async () => {
      client.dispose();
      outsider.dispose();
      await session.control('/faults/clear', {});
      await session.control(`/${cloud}/organisation`, { sharing: true });
    });

    const idOf = (role: Role): string => session.account(role).accountId;

    function resource(type = words.resourceType): ResourceRef {
      names += 1;
      return words.resource(`lost${names}`, idOf('owner'), type);
    }

    async function create(changes: Partial<CreateRequest> = {}): Promise<ResourceShare> {
      names += 1;
      const request = newShare({
        name: `lost-${names}`,
        allowExternal: (changes.principals ?? []).length > 0,
        resources: [resource()],
        ...changes,
      });
      const share = await session.connect('owner').createShare(region, request, asUser());
      await session.control('/settle', {});
      return share;
    }

    async function read(side: 'self' | 'other', id: string): Promise<ResourceShare | undefined> {
      const reader = session.connect(side === 'self' ? 'owner' : 'outsider');
      return (await collect(reader.listShares(region, { owner: side, ids: [id] }, asUser())))[0];
    }

    async function invite(): Promise<{ readonly id: string; readonly shareId: string }> {
      const share = await create({ principals: [{ id: idOf('outsider') }] });
      const query = { side: 'received', shareIds: [share.id] } as const;
      const reader = session.connect('outsider');
      const [invitation] = await collect(reader.listInvitations(region, query, asUser()));
      assert.ok(invitation);
      return invitation;
    }

    async function invitationState(id: string): Promise<string | undefined> {
      const query = { side: 'received', ids: [id] } as const;
      const reader = session.connect('outsider');
      const [invitation] = await collect(reader.listInvitations(region, query, asUser()));
      return invitation?.status.state;
    }

    const writes: Readonly<Record<string, () => Promise<Prepared>>> = {
      'taking something out': async () => {
        const gone = resource();
        const { id } = await create({ resources: [gone] });
        const principals = [{ id: idOf('member') }];
        await session
          .connect('owner')
          .associate(region, id, { resources: [], principals, permissions: [] }, asUser());
        await session.control('/settle', {});
        return {
          operation: 'DisassociateResourceShare',
          send: () => client.disassociate(region, id, { resources: [gone], principals }, asUser()),
          isDone: async () => {
            const query = { kind: 'resource', shareIds: [id] } as const;
            const reader = session.connect('owner');
            const rows = await collect(reader.listAssociations(region, query, asUser()));
            return rows.every(({ status }) => isDead(status));
          },
        };
      },
      'deleting a share': async () => {
        const { id } = await create();
        return {
          operation: 'DeleteResourceShare',
          send: () => client.deleteShare(region, id, asUser()),
          isDone: async () => isDead((await read('self', id))?.status ?? dead),
        };
      },
      'leaving a share': async () => {
        const { id, shareId } = await invite();
        await session.connect('outsider').acceptInvitation(region, id, asUser());
        await session.control('/settle', {});
        const self = { ownerId: idOf('outsider') };
        return {
          operation: 'DisassociateResourceShare',
          send: () => outsider.leaveShare(region, shareId, self, asUser()),
          isDone: async () => (await read('other', shareId)) === undefined,
          staysInDoubt: true,
        };
      },
      'accepting an invitation': async () => {
        const { id } = await invite();
        return {
          operation: 'AcceptResourceShareInvitation',
          send: () => outsider.acceptInvitation(region, id, asUser()),
          isDone: async () => (await invitationState(id)) === 'accepted',
        };
      },
      'rejecting an invitation': async () => {
        const { id } = await invite();
        return {
          operation: 'RejectResourceShareInvitation',
          send: () => outsider.rejectInvitation(region, id, asUser()),
          isDone: async () => (await invitationState(id)) === 'rejected',
        };
      },
      'setting a permission': async () => {
        const [, other] = await twoPermissions();
        const { id } = await create({ resources: [resource(words.typeWithChoice)] });
        return {
          operation: 'AssociateResourceSharePermission',
          send: () => client.setPermission(region, id, other, { replace: true }, asUser()),
          isDone: async () => (await permissionsOf(id)).includes(other),
        };
      },
      'removing a permission': async () => {
        const [byDefault] = await twoPermissions();
        const { id } = await create({ resources: [], permissions: [byDefault] });
        await session
          .connect('owner')
          .setPermission(region, id, byDefault, { replace: true }, asUser());
        return {
          operation: 'DisassociateResourceSharePermission',
          send: () => client.removePermission(region, id, byDefault, asUser()),
          isDone: async () => !(await permissionsOf(id)).includes(byDefault),
        };
      },
      'tagging a share': async () => {
        const { id } = await create({ tags: [{ key: 'env', value: 'old' }] });
        const tags = [{ key: 'env', value: 'new' }];
        return {
          operation: cloud === 'alibaba' ? 'TagResources' : 'BatchCreateResourceShareTags',
          send: () => client.tagShare(region, id, tags, asUser()),
          isDone: async () => (await read('self', id))?.tags[0]?.value === 'new',
        };
      },
      'untagging a share': async () => {
        const { id } = await create({ tags: [{ key: 'env', value: 'old' }] });
        return {
          operation: cloud === 'alibaba' ? 'UntagResources' : 'BatchDeleteResourceShareTags',
          send: () => client.untagShare(region, id, ['env'], asUser()),
          isDone: async () => (await read('self', id))?.tags.length === 0,
        };
      },
      ...(words.abilities.resourceGroups && {
        'moving a share to a resource group': async () => {
          const { id } = await create();
          const group = 'rg-aekz5nlvlaklost';
          return {
            operation: 'ChangeResourceGroup',
            send: () => client.moveToResourceGroup(region, id, group, asUser()),
            isDone: async () => (await read('self', id))?.resourceGroupId === group,
          };
        },
      }),
      'switching sharing with the organisation on': async () => {
        await session.control(`/${cloud}/organisation`, { sharing: false });
        return {
          operation:
            cloud === 'alibaba' ? 'EnableSharingWithResourceDirectory' : 'EnableOrganizationShare',
          send: () => client.enableOrganizationSharing(asUser()),
          isDone: organizationShares,
        };
      },
      ...(words.abilities.organizationSharing.disable && {
        'switching sharing with the organisation off': async () => {
          await session.control(`/${cloud}/organisation`, { sharing: true });
          return {
            operation: 'DisableOrganizationShare',
            send: () => client.disableOrganizationSharing(asUser()),
            isDone: async () => !(await organizationShares()),
          };
        },
      }),
    };

    async function permissionsOf(id: string): Promise<readonly string[]> {
      const share = { id, owner: 'self' } as const;
      const reader = session.connect('owner');
      const rows = await collect(reader.listSharePermissions(region, share, asUser()));
      return rows.map((row) => row.id);
    }

    async function twoPermissions(): Promise<readonly [string, string]> {
      const query = { resourceType: words.typeWithChoice };
      const reader = session.connect('owner');
      const offered = await collect(reader.listPermissions(region, query, asUser()));
      const byDefault = offered.find(({ isDefault }) => isDefault)?.id;
      const other = offered.find(({ isDefault }) => !isDefault)?.id;
      assert.ok(byDefault !== undefined && other !== undefined);
      return [byDefault, other];
    }

    async function organizationShares(): Promise<boolean> {
      return (await session.connect('owner').organizationSharing(asUser())).enabled;
    }

    async function lose(operation: string, fault: object): Promise<void> {
      await session.control('/calls/reset', {});
      await session.control('/faults', { operation, cloud, fault });
    }

    for (const [what, prepare] of Object.entries(writes)) {
      for (const [how, fault] of Object.entries(lostAfter)) {
        it(`counts as done when it is, ${what}: ${how}`, async () => {
          const { operation, send, isDone } = await prepare();
          await lose(operation, fault);
          await send();
          assert.ok(await isDone());
          assert.equal((await session.calls(operation)).calls, 1);
        });
      }

      it(`is told as not done when nothing came of it, ${what}`, async () => {
        const { operation, send, isDone, staysInDoubt } = await prepare();
        await lose(operation, { kind: 'drop', executed: false });
        const { details } = await failureOf(send());
        assert.equal(details.operation, operation);
        assert.ok(details.meaning && details.advice);
        assert.deepEqual(
          [details.kind, details.notDone],
          staysInDoubt ? ['ambiguous', undefined] : ['network', true],
        );
        assert.equal(await isDone(), false);
        assert.equal((await session.calls(operation)).calls, 1);
        // Sent again by whoever was told, it goes through.
        await send();
        assert.ok(await isDone());
      });

      it(`stays in doubt when nothing can be read, ${what}`, async () => {
        const { operation, send, isDone } = await prepare();
        await lose(operation, { kind: 'drop', executed: true });
        await session.control('/faults', {
          operation: '*',
          cloud,
          count: 1_000,
          fault: { kind: 'drop', executed: false },
        });
        const { details } = await failureOf(send());
        assert.deepEqual([details.kind, details.operation], ['ambiguous', operation]);
        assert.ok(details.meaning && details.advice);
        await session.control('/faults/clear', {});
        assert.ok(await isDone());
        assert.equal((await session.calls(operation)).calls, 1);
      });
    }

    it('counts as done when it is, after a timeout', async () => {
      const prepared: Prepared[] = [];
      for (const [what, prepare] of Object.entries(writes)) {
        // One state cannot become both.
        if (!what.endsWith(' off')) prepared.push(await prepare());
      }
      await session.control('/calls/reset', {});
      for (const { operation } of prepared) {
        const fault = { kind: 'hang', ms: 600_000, executed: true };
        await session.control('/faults', { operation, cloud, fault });
      }
      await Promise.all(prepared.map(({ send }) => send()));
      for (const { operation, isDone } of prepared) {
        assert.ok(await isDone(), operation);
        const sent = prepared.filter((other) => other.operation === operation).length;
        assert.equal((await session.calls(operation)).calls, sent, operation);
      }
    });
  });
}

const dead = { state: 'deleted', text: '' } as const;
