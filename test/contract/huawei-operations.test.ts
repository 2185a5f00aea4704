import assert from 'node:assert/strict';
import * as z from 'zod/mini';
import { type Call, Caller } from '../../src/clouds/huawei/caller.ts';
import { listAccounts } from '../../src/clouds/huawei/calls/accounts.ts';
import {
  associateResourceShare,
  disassociateResourceShare,
  searchResourceShareAssociations,
} from '../../src/clouds/huawei/calls/associations.ts';
import { listEntities } from '../../src/clouds/huawei/calls/entities.ts';
import { getCallerIdentity, listAuthDomains } from '../../src/clouds/huawei/calls/identity.ts';
import {
  acceptResourceShareInvitation,
  rejectResourceShareInvitation,
  searchResourceShareInvitation,
} from '../../src/clouds/huawei/calls/invitations.ts';
import { listQuota, listResourceTypes } from '../../src/clouds/huawei/calls/limits.ts';
import {
  disableOrganizationShare,
  enableOrganizationShare,
  showOrganizationShare,
} from '../../src/clouds/huawei/calls/organization.ts';
import {
  associateResourceSharePermission,
  disassociateResourceSharePermission,
  listPermissions,
  listPermissionVersions,
  listResourceSharePermissions,
  showPermission,
} from '../../src/clouds/huawei/calls/permissions.ts';
import {
  searchDistinctPrincipals,
  searchDistinctSharedResources,
  searchSharedPrincipals,
  searchSharedResources,
} from '../../src/clouds/huawei/calls/shared.ts';
import {
  createResourceShare,
  deleteResourceShare,
  searchResourceShares,
  updateResourceShare,
} from '../../src/clouds/huawei/calls/shares.ts';
import {
  batchCreateResourceShareTags,
  batchDeleteResourceShareTags,
  listResourceSharesByTags,
  listResourceShareTags,
  searchResourceShareCountByTags,
} from '../../src/clouds/huawei/calls/tags.ts';
import { operations } from '../../src/clouds/huawei/operations.ts';
import { readPages } from '../../src/clouds/huawei/pages.ts';
import { asUser, collect, failureOf, openSession, type Role, type Session } from './session.ts';

const stateSchema = z.object({
  huawei: z.object({ organisation: z.object({ rootId: z.string() }) }),
});

type Rows<Answer> = (answer: Answer) => readonly unknown[];

describe('every operation of Huawei Cloud', () => {
  let session: Session;
  const callers = new Map<Role, Caller>();
  const called = new Set<string>();
  let names = 0;
  before(async () => {
    session = await openSession({ cloud: 'huawei' });
    for (const role of ['owner', 'member', 'outsider'] as const) {
      callers.set(role, new Caller(session.options(role)));
    }
  });
  after(async () => {
    for (const caller of callers.values()) caller.http.dispose();
    await session.stop();
  });

  function caller(role: Role): Caller {
    const found = callers.get(role);
    assert.ok(found);
    return found;
  }

  function send<Schema extends z.ZodMiniType>(
    call: Call<Schema>,
    role: Role = 'owner',
  ): Promise<z.output<Schema>> {
    called.add(call.operation);
    return caller(role).call(call, asUser());
  }

  function list<Schema extends Parameters<typeof readPages>[1]['answer']>(
    call: Call<Schema>,
    rows: Rows<z.output<Schema>>,
    role: Role = 'owner',
  ): Promise<readonly unknown[]> {
    called.add(call.operation);
    return collect(readPages(caller(role), call, asUser(), rows));
  }

  const urn = (): string => {
    names += 1;
    return `dns:cn-north-4:${session.account('owner').accountId}:zone:zone-${names}`;
  };

  async function newShare(
    changes: Partial<Parameters<typeof createResourceShare>[0]> = {},
  ): Promise<string> {
    names += 1;
    const body = { name: `every-${names}`, allow_external_principals: true, ...changes };
    return (await send(createResourceShare(body))).resource_share.id;
  }

  it('creates, finds, changes and deletes a share', async () => {
    const id = await newShare({ description: 'first', tags: [{ key: 'env', value: '' }] });
    const query = { resource_owner: 'self', resource_share_ids: [id] } as const;
    const [found] = (await send(searchResourceShares(query))).resource_shares;
    assert.deepEqual([found?.description, found?.tags], ['first', [{ key: 'env', value: '' }]]);
    const changes = {
      name: 'every-other',
      description: 'second',
      allow_external_principals: false,
    };
    const { resource_share: share } = await send(updateResourceShare(id, changes));
    assert.deepEqual([share.name, share.description], ['every-other', 'second']);
    await send(deleteResourceShare(id));
    const [left] = (await send(searchResourceShares(query))).resource_shares;
    assert.match(left?.status ?? '', /^delet/);
  });

  it('binds and unbinds resources and principals', async () => {
    const id = await newShare();
    const entities = {
      resource_urns: [urn()],
      principals: [session.account('member').accountId],
    };
    const added = await send(associateResourceShare(id, entities));
    assert.equal(added.resource_share_associations.length, 2);
    const rows = await list(
      searchResourceShareAssociations({
        association_type: 'principal',
        resource_share_ids: [id],
      }),
      (answer) => answer.resource_share_associations,
    );
    assert.equal(rows.length, 1);
    const removed = await send(disassociateResourceShare(id, entities));
    for (const { status } of removed.resource_share_associations) {
      assert.match(status ?? '', /^disassociat/);
    }
  });

  it('lists permissions with their versions, and gives and takes them', async () => {
    const query = { resource_type: 'dns:zone' };
    const { permissions } = await send(listPermissions(query));
    const [permission] = permissions;
    assert.ok(permission);
    assert.ok((await send(showPermission(permission.id, {}))).permission.content);
    const versions = await list(listPermissionVersions(permission.id), (one) => one.permissions);
    assert.ok(versions.length > 0);
    const id = await newShare();
    const body = { permission_id: permission.id, replace: false };
    await send(associateResourceSharePermission(id, body));
    const bound = (): Promise<readonly unknown[]> =>
      list(listResourceSharePermissions(id), (answer) =>
        answer.associated_permissions.map(({ permission_id }) => permission_id),
      );
    assert.deepEqual(await bound(), [permission.id]);
    await send(disassociateResourceSharePermission(id, { permission_id: permission.id }));
    assert.deepEqual(await bound(), []);
  });

  it('invites, and takes either answer', async () => {
    const principals = [session.account('outsider').accountId];
    for (const [answer, status] of [
      [acceptResourceShareInvitation, 'accepted'],
      [rejectResourceShareInvitation, 'rejected'],
    ] as const) {
      const id = await newShare({ principals, resource_urns: [urn()] });
      const search = searchResourceShareInvitation({ resource_share_ids: [id], status: 'pending' });
      const [invitation] = (await send(search, 'outsider')).resource_share_invitations;
      assert.ok(invitation);
      const answered = await send(answer(invitation.resource_share_invitation_id), 'outsider');
      assert.equal(answered.resource_share_invitation.status, status);
      const left = await list(search, (one) => one.resource_share_invitations, 'outsider');
      assert.deepEqual(left, []);
    }
  });

  it('searches what is shared, from either side, also each but once', async () => {
    for (const [role, resource_owner] of [
      ['owner', 'self'],
      ['member', 'other-accounts'],
    ] as const) {
      const side = { resource_owner };
      const counts = [
        await list(searchSharedResources(side), (one) => one.shared_resources, role),
        await list(
          searchDistinctSharedResources(side),
          (one) => one.distinct_shared_resources,
          role,
        ),
        await list(searchSharedPrincipals(side), (one) => one.shared_principals, role),
        await list(searchDistinctPrincipals(side), (one) => one.distinct_shared_principals, role),
      ].map(({ length }) => length);
      const [resources = 0, distinctResources = 0, principals = 0, distinctPrincipals = 0] = counts;
      assert.ok(0 < distinctResources && distinctResources <= resources);
      assert.ok(0 < distinctPrincipals && distinctPrincipals <= principals);
    }
  });

  it('switches sharing inside the organisation, for its management account only', async () => {
    assert.deepEqual(await send(showOrganizationShare()), { enabled: true });
    await send(disableOrganizationShare());
    assert.deepEqual(await send(showOrganizationShare()), { enabled: false });
    const { details } = await failureOf(send(enableOrganizationShare(), 'member'));
    assert.deepEqual([details.code, details.kind], ['RAM.1801', 'denied']);
    await send(enableOrganizationShare());
    assert.deepEqual(await send(showOrganizationShare()), { enabled: true });
  });

  it('tells the quotas and the types that can be shared', async () => {
    const { quotas } = await send(listQuota());
    assert.ok(quotas.resources.some(({ type }) => type === 'resource_share'));
    const types = await list(listResourceTypes(), (answer) =>
      answer.resource_types.map(({ resource_type }) => resource_type),
    );
    assert.ok(types.includes('vpc:subnet'));
  });

  it('puts tags on shares, finds by them and takes them off', async () => {
    const id = await newShare();
    await send(batchCreateResourceShareTags(id, [{ key: 'every', value: 'one' }]));
    const keys = await list(listResourceShareTags(), (answer) => answer.tags.map(({ key }) => key));
    assert.ok(keys.includes('every'));
    const query = { tags: [{ key: 'every', values: ['one'] }] };
    const found = await list(listResourceSharesByTags(query), (answer) =>
      answer.resources.map(({ resource_id }) => resource_id),
    );
    assert.deepEqual(found, [id]);
    assert.deepEqual(await send(searchResourceShareCountByTags(query)), { total_count: 1 });
    await send(batchDeleteResourceShareTags(id, ['every']));
    assert.deepEqual(await send(searchResourceShareCountByTags(query)), { total_count: 0 });
  });

  it('tells the account of the keys', async () => {
    const { accountId } = session.account('member');
    const { accounts } = await send(listAccounts());
    assert.ok(accounts.some(({ id }) => id === session.account('member').accountId));
    const state = stateSchema.parse(await session.control('/state'));
    const { entities } = await send(listEntities(state.huawei.organisation.rootId));
    assert.ok(entities.some(({ type }) => type === 'organizational_unit'));
    const { domains } = await send(listAuthDomains(), 'member');
    assert.deepEqual(domains, [{ id: accountId }]);
    assert.deepEqual(await send(getCallerIdentity(), 'member'), { account_id: accountId });
  });

  it('was among these', () => {
    assert.deepEqual([...called].sort(), Object.keys(operations).sort());
    assert.equal(called.size, 30 + 4);
  });
});

describe('long lists of Huawei Cloud', () => {
  let session: Session;
  let caller: Caller;
  before(async () => {
    session = await openSession({ cloud: 'huawei', shares: 4_100 });
    caller = new Caller(session.options('owner'));
  });
  after(async () => {
    caller.http.dispose();
    await session.stop();
  });

  it('come in the largest pages, whichever way they count', async () => {
    const search = searchResourceShares({ resource_owner: 'self' });
    const shares = await collect(
      readPages(caller, search, asUser(), (answer) => answer.resource_shares),
    );
    const instances = await collect(
      readPages(caller, listResourceSharesByTags({}), asUser(), (answer) => answer.resources),
    );
    assert.equal(shares.length, 4_100);
    assert.equal(new Set(shares.map(({ id }) => id)).size, 4_100);
    const count = searchResourceShareCountByTags({});
    const { total_count: live } = await caller.call(count, asUser());
    assert.ok(live > 4_000);
    assert.equal(new Set(instances.map(({ resource_id }) => resource_id)).size, live);
    assert.equal((await session.calls('SearchResourceShares')).calls, 3);
    const byTags = await session.calls('ListResourceSharesByTags');
    assert.equal(byTags.calls, Math.ceil(live / 1_000));
  });

  it('end with an error where a marker repeats, after all rows before it', async () => {
    await session.control('/huawei/switches', { repeatMarker: true });
    await session.control('/calls/reset', {});
    let seen = 0;
    const list = session.connect('owner').listShares('global', { owner: 'self' }, asUser());
    const read = async (): Promise<void> => {
      for await (const rows of list) seen += rows.length;
    };
    const { details } = await failureOf(read());
    assert.deepEqual([details.kind, details.code], ['unreadable', 'RepeatedToken']);
    assert.ok(seen >= 2_000);
    assert.ok((await session.calls('SearchResourceShares')).calls <= 3);
  });
});
