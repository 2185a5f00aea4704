import assert from 'node:assert/strict';
import type { CloudError } from '../../src/clouds/cloud-error.ts';
import type { CreateRequest, ResourceRef, ShareCloud } from '../../src/clouds/cloud.ts';
import type { Precondition, ShareOperation } from '../../src/clouds/preconditions.ts';
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

/**
 * Each case that the abilities name, brought about in the sandbox: it refuses what they say, with the code they say.
 * Client and sandbox were written from the vendor's pages apart from each other.
 */
for (const words of bothClouds) {
  const { cloud, region, abilities } = words;

  describe(`what ${words.name} refuses`, () => {
    let session: Session;
    let owner: ShareCloud;
    let outsider: ShareCloud;
    let names = 0;
    beforeEach(async () => {
      session = await openSession({ cloud });
      const hasty = { clock: hastyClock, timeoutMs: 100_000 };
      owner = session.connect('owner', hasty);
      outsider = session.connect('outsider', hasty);
    });
    afterEach(() => session.stop());

    const idOf = (role: Role): string => session.account(role).accountId;
    const control = (route: string, body: object): Promise<unknown> => session.control(route, body);

    function resource(type?: string): ResourceRef {
      names += 1;
      return words.resource(`refused${names}`, idOf('owner'), type);
    }

    async function create(changes: Partial<CreateRequest> = {}): Promise<string> {
      names += 1;
      const share = await owner.createShare(
        region,
        newShare({ name: `refused-${names}`, allowExternal: true, ...changes }),
        asUser(),
      );
      await control('/settle', {});
      return share.id;
    }

    const add = (id: string, some: { resources?: ResourceRef[]; principals?: { id: string }[] }) =>
      owner.associate(
        region,
        id,
        { resources: [], principals: [], permissions: [], ...some },
        asUser(),
      );

    async function invitationOf(shareId: string): Promise<string> {
      const query = { side: 'received', shareIds: [shareId] } as const;
      const [invitation] = await collect(outsider.listInvitations(region, query, asUser()));
      return invitation?.id ?? assert.fail('no invitation');
    }

    async function invited(resources: ResourceRef[] = []): Promise<string> {
      return await create({ principals: [{ id: idOf('outsider') }], resources });
    }

    async function accepted(resources: ResourceRef[] = []): Promise<string> {
      const id = await invited(resources);
      await outsider.acceptInvitation(region, await invitationOf(id), asUser());
      await control('/settle', {});
      return id;
    }

    async function permissionsOf(type: string): Promise<readonly string[]> {
      const offered = await collect(
        owner.listPermissions(region, { resourceType: type }, asUser()),
      );
      return [...offered]
        .sort((one, other) => Number(other.isDefault) - Number(one.isDefault))
        .map(({ id }) => id);
    }

    /** What is called for an operation on a share, with what it takes beside that. */
    const operations: Readonly<Partial<Record<ShareOperation, (id: string) => Promise<unknown>>>> =
      {
        update: (id) =>
          owner.updateShare(region, id, { name: 'renamed', allowExternal: false }, asUser()),
        delete: (id) => owner.deleteShare(region, id, asUser()),
        associate: (id) => add(id, { resources: [resource()] }),
        disassociate: (id) =>
          owner.disassociate(region, id, { resources: [resource()], principals: [] }, asUser()),
        setPermission: async (id) => {
          const [permission = ''] = await permissionsOf(words.typeWithChoice);
          await owner.setPermission(region, id, permission, { replace: true }, asUser());
        },
        removePermission: async (id) => {
          const [permission = ''] = await permissionsOf(words.typeWithChoice);
          await owner.removePermission(region, id, permission, asUser());
        },
      };

    const leave = (id: string, as: Role): Promise<void> =>
      session.connect(as).leaveShare(region, id, { ownerId: idOf(as) }, asUser());

    /** Brings a case about, and gives the calls that must be refused in it. */
    const cases: Readonly<
      Record<
        Precondition['rule'],
        (it: Precondition) => Promise<readonly (() => Promise<unknown>)[]>
      >
    > = {
      shareState: async ({ operations: refused, states = [] }) => {
        const id = await create({ resources: [resource()] });
        await control('/tuning', { settleMs: 60_000 });
        await owner.deleteShare(region, id, asUser());
        if (!states.includes('deleting')) await control('/settle', {});
        return refused.flatMap((operation) => {
          const call = operations[operation];
          return call === undefined ? [] : [() => call(id)];
        });
      },
      pendingInShare: async ({ operations: refused }) => {
        const id = await accepted();
        await control('/tuning', { settleMs: 60_000 });
        await add(id, { resources: [resource()] });
        return refused.map(
          (operation) => () =>
            operation === 'leave' ? leave(id, 'outsider') : owner.deleteShare(region, id, asUser()),
        );
      },
      pendingEntity: async ({ states = [] }) => {
        const resources = [resource()];
        const id = await create();
        await control('/tuning', { settleMs: 60_000 });
        await add(id, { resources });
        const out = (): Promise<unknown> =>
          owner.disassociate(region, id, { resources, principals: [] }, asUser());
        if (states.includes('associating')) return [out];
        await control('/settle', {});
        await out();
        return [() => add(id, { resources })];
      },
      notInShare: async () => {
        const id = await create();
        return [() => operations.disassociate?.(id) ?? Promise.resolve()];
      },
      resourcesOfType: async () => {
        const id = await create({
          allowExternal: false,
          resources: [resource(words.typeWithChoice)],
        });
        return [() => operations.removePermission?.(id) ?? Promise.resolve()];
      },
      permissionOfType: async () => {
        const [, other = ''] = await permissionsOf(words.typeWithChoice);
        const id = await create({
          allowExternal: false,
          resources: [resource(words.typeWithChoice)],
        });
        return [() => owner.setPermission(region, id, other, { replace: false }, asUser())];
      },
      insideOnlyTypes: async () => {
        const type = abilities.resourceTypes.find(({ external }) => external === false)?.type;
        const id = await create({ allowExternal: false, resources: [resource(type)] });
        const open = { name: 'open', allowExternal: true };
        return [() => owner.updateShare(region, id, open, asUser())];
      },
      outsidersPresent: async () => {
        const id = await accepted();
        return [() => operations.update?.(id) ?? Promise.resolve()];
      },
      reachedByOrganization: async () => {
        const whole = words.organizationIn(await session.control('/state'));
        const id = await create({ principals: [{ id: whole }] });
        return [() => leave(id, 'member')];
      },
      typeStays: async () => {
        const id = await accepted([resource(words.typeThatStays)]);
        return [() => leave(id, 'outsider')];
      },
      inUse: async () => {
        const used = resource();
        const id = await create({ resources: [used], principals: [{ id: idOf('member') }] });
        await control('/huawei/in-use', { urn: 'arn' in used ? used.arn : '', inUse: true });
        return [() => owner.deleteShare(region, id, asUser())];
      },
      invitationState: async ({ states: [state] = [] }) => {
        const share = await invited();
        const id = await invitationOf(share);
        if (state === 'accepted') await outsider.acceptInvitation(region, id, asUser());
        if (state === 'rejected') await outsider.rejectInvitation(region, id, asUser());
        if (state === 'expired') await control('/clock', { advanceMs: 8 * 24 * 3_600_000 });
        if (state === 'cancelled') {
          const principals = [{ id: idOf('outsider') }];
          await owner.disassociate(region, share, { resources: [], principals }, asUser());
        }
        return [
          () => outsider.acceptInvitation(region, id, asUser()),
          () => outsider.rejectInvitation(region, id, asUser()),
        ];
      },
      organizationSharingOff: async () => {
        const id = await create();
        const principals = [{ id: words.organizationIn(await session.control('/state')) }];
        await control(`/${cloud}/organisation`, { sharing: false });
        return [() => create({ principals }), () => add(id, { principals })];
      },
      notManagement: async ({ operations: refused }) => {
        const member = session.connect('member');
        return Promise.resolve(
          refused.map(
            (operation) => () =>
              operation === 'enableOrganizationSharing'
                ? member.enableOrganizationSharing(asUser())
                : member.disableOrganizationSharing(asUser()),
          ),
        );
      },
      quota: async ({ quota, operations: refused }) => {
        const id = await create();
        const limit = words.quotaControls[quota ?? 'shares'];
        if (limit !== undefined) await control(`/${cloud}/quotas`, { [limit]: 0 });
        const tags = Array.from({ length: 20 }, (_, index) => ({ key: `k${index}`, value: '' }));
        const some = {
          shares: {},
          resources: { resources: [resource()] },
          principals: { principals: [{ id: idOf('member') }] },
          invitations: { principals: [{ id: idOf('outsider') }] },
          permissions: { permissions: (await permissionsOf(words.resourceType)).slice(0, 1) },
          tags: { tags },
        }[quota ?? 'shares'];
        return refused.map((operation) => async () => {
          if (operation === 'create') await create(some);
          else if (operation === 'tag') await owner.tagShare(region, id, tags, asUser());
          else if (operation === 'setPermission') await operations.setPermission?.(id);
          else await add(id, some);
        });
      },
    };

    for (const precondition of abilities.preconditions) {
      const { rule, code, states = [], quota = '', passes } = precondition;
      const about = [rule, ...precondition.operations, ...states, quota].filter(Boolean).join(' ');
      it(`refuses: ${about}`, async () => {
        const calls = await cases[rule](precondition);
        assert.ok(calls.length > 0);
        const failures: CloudError[] = [];
        for (const call of calls) failures.push(await failureOf(call()));
        for (const { kind, details } of failures) {
          assert.ok(['conflict', 'denied', 'invalid', 'notFound'].includes(kind), details.code);
          if (code !== undefined) assert.equal(details.code.toUpperCase(), code.toUpperCase());
          if (code !== undefined) assert.equal(details.busy, passes);
        }
      });
    }
  });
}
