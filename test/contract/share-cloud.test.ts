import assert from 'node:assert/strict';
import { alibabaDriver } from '../../src/clouds/alibaba/driver.ts';
import type {
  Abilities,
  AssociateRequest,
  CreateRequest,
  InvitationsQuery,
  ResourceRef,
  ShareCloud,
} from '../../src/clouds/cloud.ts';
import { huaweiDriver } from '../../src/clouds/huawei/driver.ts';
import { Inventory } from '../../src/inventory/inventory.ts';
import type { InventoryChange } from '../../src/inventory/snapshot.ts';
import { Watcher } from '../../src/inventory/watcher.ts';
import type { CloudId } from '../../src/model/account.ts';
import { type Clock, systemClock } from '../../src/model/clock.ts';
import {
  asUser,
  collect,
  credentialsOf,
  failureOf,
  openSession,
  type Session,
  newShare,
} from './session.ts';

/** What a cloud has other words for; nothing else in this suite depends on the cloud. */
interface Words {
  readonly name: string;
  readonly region: string;
  readonly searchShares: string;
  readonly searchAssociations: string;
  readonly throttled: string;
  readonly broken: string;
  readonly resourceType: string;
  readonly unknownPermission: string;
  readonly unknownShare: string;
  readonly abilities: Abilities;
  /** A type with a permission beside the default one. */
  readonly typeWithChoice: string;
  resource(name: string, accountId: string, type: string): ResourceRef;
}

const clouds: Readonly<Record<CloudId, Words>> = {
  alibaba: {
    name: 'Alibaba Cloud',
    region: 'cn-hangzhou',
    searchShares: 'ListResourceShares',
    searchAssociations: 'ListResourceShareAssociations',
    throttled: 'Throttling.User',
    broken: 'InternalError',
    resourceType: 'VSwitch',
    unknownPermission: 'AliyunRSPermissionOfNoType',
    unknownShare: 'rs-Nowhere12345',
    abilities: alibabaDriver.abilities,
    typeWithChoice: 'KMSInstance',
    resource: (name, _accountId, type) => ({ type, id: `any-${name}` }),
  },
  huawei: {
    name: 'Huawei Cloud',
    region: 'global',
    searchShares: 'SearchResourceShares',
    searchAssociations: 'SearchResourceShareAssociations',
    throttled: 'APIGW.0308',
    broken: 'APIGW.0601',
    resourceType: 'vpc:subnet',
    unknownPermission: '00000000-0000-0000-0000-000000000000',
    unknownShare: '00000000-0000-0000-0000-000000000000',
    abilities: huaweiDriver.abilities,
    typeWithChoice: 'vpc:subnet',
    resource: (name, accountId, type) => ({
      arn: `${type.replace(':', `:cn-north-4:${accountId}:`)}:${name}`,
    }),
  },
};

/** The machine's time, but waiting is over fifty times sooner. */
const hastyClock: Clock = {
  now: () => systemClock.now(),
  schedule: (delayMs, run) => systemClock.schedule(delayMs / 50, run),
};

/** The shares that changes speak of, each once. */
function touched(changes: readonly InventoryChange[]): readonly string[] {
  return [
    ...new Set(
      changes.flatMap(({ added, removed, changed }) => [...added, ...removed, ...changed]),
    ),
  ];
}

for (const cloud of ['alibaba', 'huawei'] as const) {
  const words = clouds[cloud];
  const { region } = words;

  describe(`sharing on ${words.name}`, () => {
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
    });

    function resource(type = words.resourceType): ResourceRef {
      names += 1;
      return words.resource(`suite${names}`, session.account('owner').accountId, type);
    }

    function createRequest(changes: Partial<CreateRequest> = {}): CreateRequest {
      names += 1;
      return newShare({
        name: `suite-${names}`,
        resources: [resource()],
        principals: [{ id: session.account('member').accountId }],
        ...changes,
      });
    }

    async function inject(operation: string, fault: object, count = 1): Promise<void> {
      await session.control('/faults', { operation, cloud, fault, count });
    }

    /** What a reference and a row have in common: how the row is told among the others. */
    function isNamed(ref: ResourceRef): (row: { entityId: string; arn?: string }) => boolean {
      return ({ entityId, arn }) => ('arn' in ref ? arn === ref.arn : entityId === ref.id);
    }

    it('says whose keys they are', async () => {
      for (const role of ['owner', 'member', 'outsider', 'temporary'] as const) {
        const { ownerId } = await session.connect(role).identify(asUser());
        assert.equal(ownerId, session.account(role).accountId);
      }
    });

    it('names its regions', async () => {
      const regions = await client.describeRegions(asUser());
      assert.ok(regions.some(({ id }) => id === region));
      assert.ok(regions.every(({ name }) => name !== ''));
    });

    it('lists own shares, and single ones by id', async () => {
      const shares = await collect(client.listShares(region, { owner: 'self' }, asUser()));
      assert.ok(shares.length > 5);
      for (const share of shares) {
        assert.deepEqual(
          [share.owner, share.ownerId],
          ['self', session.account('owner').accountId],
        );
        assert.ok(!Number.isNaN(Date.parse(share.createdAt)));
        assert.equal(typeof share.allowExternal, 'boolean');
      }
      const some = shares.slice(0, 3);
      const ids = some.map(({ id }) => id);
      const chosen = await collect(client.listShares(region, { owner: 'self', ids }, asUser()));
      assert.deepEqual(chosen.map(({ id }) => id).sort(), [...ids].sort());
      const none = await collect(client.listShares(region, { owner: 'self', ids: [] }, asUser()));
      assert.deepEqual(none, []);
    });

    it('lists the associations of own shares, by state and by share', async () => {
      const shares = await collect(client.listShares(region, { owner: 'self' }, asUser()));
      const known = new Set(shares.map(({ id }) => id));
      for (const kind of ['resource', 'principal'] as const) {
        const rows = await collect(client.listAssociations(region, { kind }, asUser()));
        assert.ok(rows.length > 5);
        assert.ok(rows.every((row) => row.kind === kind && known.has(row.shareId)));
        assert.ok(rows.every((row) => row.entityType !== '' && row.status.state !== 'unknown'));
        for (const state of ['associated', 'failed'] as const) {
          assert.deepEqual(
            await collect(client.listAssociations(region, { kind, state }, asUser())),
            rows.filter((row) => row.status.state === state),
          );
        }
        const shareIds = [...known].slice(0, 3);
        assert.deepEqual(
          await collect(client.listAssociations(region, { kind, shareIds }, asUser())),
          rows.filter((row) => shareIds.includes(row.shareId)),
        );
        const none = { kind, shareIds: [] };
        assert.deepEqual(await collect(client.listAssociations(region, none, asUser())), []);
      }
    });

    it('lists what others share with the account: shares, resources, owners', async () => {
      const member = session.connect('member');
      const shares = await collect(member.listShares(region, { owner: 'other' }, asUser()));
      assert.ok(shares.length > 0);
      const owners = new Map(shares.map((share) => [share.id, share.ownerId]));
      assert.ok(shares.every((share) => share.owner === 'other'));
      assert.ok(![...owners.values()].includes(session.account('member').accountId));
      const resources = await collect(member.listReceived(region, { kind: 'resource' }, asUser()));
      assert.ok(resources.length > 0);
      assert.ok(resources.every((row) => owners.has(row.shareId) && row.entityType !== ''));
      const principals = await collect(
        member.listReceived(region, { kind: 'principal' }, asUser()),
      );
      assert.ok(principals.length > 0);
      for (const row of principals) assert.equal(row.entityId, owners.get(row.shareId));
    });

    it('lists the permissions of all types and of one, and reads one', async () => {
      const all = await collect(client.listPermissions(region, {}, asUser()));
      const { resourceType } = words;
      const some = await collect(client.listPermissions(region, { resourceType }, asUser()));
      assert.ok(some.length > 0 && some.length < all.length);
      assert.deepEqual(
        some,
        all.filter((permission) => permission.resourceType === resourceType),
      );
      const [byDefault, ...more] = some.filter(({ isDefault }) => isDefault);
      assert.ok(byDefault);
      assert.deepEqual(more, []);
      const { content, ...summary } = await client.getPermission(
        region,
        { id: byDefault.id },
        asUser(),
      );
      assert.deepEqual(summary, byDefault);
      assert.ok(content !== '');
      const { version } = summary;
      const same = await client.getPermission(region, { id: byDefault.id, version }, asUser());
      assert.deepEqual(same, { ...summary, content });
    });

    it('lists the permissions of a share, and the shares that carry one', async () => {
      const { typeWithChoice: resourceType } = words;
      const types = await collect(client.listPermissions(region, { resourceType }, asUser()));
      const chosen = types.find(({ isDefault }) => !isDefault);
      const byDefault = types.find(({ isDefault }) => isDefault);
      assert.ok(chosen && byDefault);
      const ofType = (): Partial<CreateRequest> => ({ resources: [resource(resourceType)] });
      const plain = await client.createShare(region, createRequest(ofType()), asUser());
      const request = createRequest({ ...ofType(), permissions: [chosen.id] });
      const special = await client.createShare(region, request, asUser());
      for (const [share, permission] of [
        [plain, byDefault],
        [special, chosen],
      ] as const) {
        const rows = await collect(client.listSharePermissions(region, share, asUser()));
        assert.deepEqual(
          rows.map((row) => [row.shareId, row.id, row.name, row.resourceType, row.status.state]),
          [[share.id, permission.id, permission.name, resourceType, 'associated']],
        );
        const [row] = rows;
        assert.ok(row && !Number.isNaN(Date.parse(row.createdAt)));
        // What a cloud leaves out is unknown; what it says must be so.
        assert.equal(row.version ?? permission.version, permission.version);
        assert.equal(row.isDefault ?? permission.isDefault, permission.isDefault);

        const query = { owner: 'self', permissionId: permission.id } as const;
        const ids = [plain.id, special.id];
        const carriers = await collect(client.listShares(region, query, asUser()));
        assert.deepEqual(
          carriers.filter(({ id }) => ids.includes(id)).map(({ id }) => id),
          [share.id],
        );
        const narrowed = await collect(client.listShares(region, { ...query, ids }, asUser()));
        assert.deepEqual(
          narrowed.map(({ id }) => id),
          [share.id],
        );
      }
      const unknown = { owner: 'self', permissionId: words.unknownPermission } as const;
      assert.deepEqual(await collect(client.listShares(region, unknown, asUser())), []);
    });

    it('lists the permissions of a share without resources, and says which share is unknown', async () => {
      const empty = await client.createShare(region, createRequest({ resources: [] }), asUser());
      assert.deepEqual(await collect(client.listSharePermissions(region, empty, asUser())), []);
      const gone = { id: words.unknownShare, owner: 'self' } as const;
      const list = collect(client.listSharePermissions(region, gone, asUser()));
      assert.equal((await failureOf(list)).kind, 'notFound');
    });

    it('lists the permissions of received shares where its abilities say so', async () => {
      const received = session.connect('member');
      const shares = await collect(received.listShares(region, { owner: 'other' }, asUser()));
      const rows = await collect(received.listReceived(region, { kind: 'resource' }, asUser()));
      const share = shares.find(({ id }) => rows.some((row) => row.shareId === id));
      assert.ok(share);
      const list = collect(received.listSharePermissions(region, share, asUser()));
      if (words.abilities.receivedPermissions) assert.ok((await list).length > 0);
      else assert.equal((await failureOf(list)).kind, 'notFound');
    });

    it('lists the invitations that were received, in every state and of one share', async () => {
      const outsider = session.connect('outsider');
      const principals = [{ id: session.account('outsider').accountId }];
      const request = createRequest({ allowExternal: true, principals });
      const share = await client.createShare(region, request, asUser());
      const list = (query: Partial<InvitationsQuery>) =>
        collect(outsider.listInvitations(region, { side: 'received', ...query }, asUser()));
      const all = await list({});
      const states = all.map(({ status }) => status.state);
      assert.ok(!states.includes('unknown'));
      for (const state of ['pending', 'accepted', 'rejected'] as const) {
        assert.ok(states.includes(state), state);
      }
      for (const invitation of all) {
        assert.equal(invitation.receiverId, principals[0]?.id);
        assert.ok(invitation.shareId && invitation.shareName && invitation.senderId);
        const created = Date.parse(invitation.createdAt);
        assert.ok(created <= Date.parse(invitation.expiresAt ?? '9999-01-01'));
      }
      const [invitation, ...more] = await list({ shareIds: [share.id] });
      assert.ok(invitation);
      assert.deepEqual(more, []);
      assert.deepEqual(
        [invitation.shareId, invitation.shareName, invitation.senderId, invitation.status.state],
        [share.id, share.name, session.account('owner').accountId, 'pending'],
      );
      assert.deepEqual(await list({ ids: [invitation.id] }), [invitation]);
      assert.deepEqual(await list({ shareIds: [] }), []);
      assert.deepEqual(await list({ ids: [] }), []);
      assert.deepEqual(await list({ shareIds: [words.unknownShare] }), []);
    });

    it('does not take sent invitations for received ones, nor the other way round', async () => {
      const owner = session.account('owner').accountId;
      const known = session.connect('owner', { ownerId: owner });
      const list = (side: InvitationsQuery['side']) =>
        collect(known.listInvitations(region, { side }, asUser()));
      assert.ok((await list('received')).every(({ senderId }) => senderId !== owner));
      assert.ok((await list('sent')).every(({ senderId }) => senderId === owner));
    });

    for (const allowExternal of [true, false]) {
      it(`creates a share that ${allowExternal ? 'allows' : 'refuses'} outside principals, for both sides`, async () => {
        const request = createRequest({ allowExternal });
        const share = await client.createShare(region, request, asUser());
        assert.deepEqual(
          [share.name, share.owner, share.ownerId, share.allowExternal],
          [request.name, 'self', session.account('owner').accountId, allowExternal],
        );
        await session.control('/settle', {});
        const [asked] = request.resources;
        assert.ok(asked);
        const rows = await collect(
          client.listAssociations(region, { kind: 'resource', shareIds: [share.id] }, asUser()),
        );
        assert.deepEqual(
          rows.map((row) => [row.shareId, row.kind, row.entityType, row.status.state]),
          [[share.id, 'resource', words.resourceType, 'associated']],
        );
        assert.ok(rows.every(isNamed(asked)));
        const received = await collect(
          session.connect('member').listReceived(region, { kind: 'resource' }, asUser()),
        );
        assert.ok(received.some((row) => row.shareId === share.id && isNamed(asked)(row)));
      });
    }

    it('adds resources and principals, and gives their rows', async () => {
      const share = await client.createShare(region, createRequest({ principals: [] }), asUser());
      const request: AssociateRequest = {
        resources: [resource(), resource()],
        principals: [{ id: session.account('member').accountId }],
        permissions: [],
      };
      const rows = await client.associate(region, share.id, request, asUser());
      assert.deepEqual(rows.map(({ kind }) => kind).sort(), ['principal', 'resource', 'resource']);
      assert.ok(rows.every((row) => row.shareId === share.id && row.status.state !== 'unknown'));
      for (const ref of request.resources) assert.equal(rows.filter(isNamed(ref)).length, 1);
    });

    it('gives a new share the permission that was chosen, and an old one too', async () => {
      const { resourceType } = words;
      const offered = await collect(client.listPermissions(region, { resourceType }, asUser()));
      const permissions = offered.filter(({ isDefault }) => isDefault).map(({ id }) => id);
      const share = await client.createShare(region, createRequest({ permissions }), asUser());
      const request = { resources: [resource()], principals: [], permissions };
      const rows = await client.associate(region, share.id, request, asUser());
      assert.equal(rows.length, 1);
    });

    it('renames a share and changes who may be added', async () => {
      const { id } = await client.createShare(region, createRequest(), asUser());
      const wanted = { name: `renamed-${names}`, allowExternal: true };
      const share = await client.updateShare(region, id, wanted, asUser());
      assert.deepEqual([share.id, share.name, share.allowExternal], [id, wanted.name, true]);
      const [read] = await collect(
        client.listShares(region, { owner: 'self', ids: [id] }, asUser()),
      );
      assert.deepEqual(read?.name, wanted.name);
    });

    for (const [how, fault] of Object.entries({
      'a broken connection': { kind: 'drop', executed: true },
      'an answer that breaks off': { kind: 'cut', executed: true },
      'a 502 of something between': { kind: 'body', status: 502, text: 'Bad', executed: true },
      'a page that is not JSON': { kind: 'body', text: '<html></html>', executed: true },
      'an empty page': { kind: 'body', text: '', executed: true },
    })) {
      it(`does nothing twice after ${how}`, async () => {
        const request = createRequest();
        await inject('CreateResourceShare', fault);
        const share = await client.createShare(region, request, asUser());
        const own = await collect(client.listShares(region, { owner: 'self' }, asUser()));
        assert.deepEqual(
          own.filter(({ name }) => name === request.name).map(({ id }) => id),
          [share.id],
        );
        const more: AssociateRequest = { resources: [resource()], principals: [], permissions: [] };
        await inject('AssociateResourceShare', fault);
        const rows = await client.associate(region, share.id, more, asUser());
        assert.equal(rows.length, 1);
        const wanted = { name: `again-${names}`, allowExternal: true };
        await inject('UpdateResourceShare', fault);
        assert.equal(
          (await client.updateShare(region, share.id, wanted, asUser())).name,
          wanted.name,
        );
        for (const operation of ['CreateResourceShare', 'AssociateResourceShare']) {
          assert.equal((await session.calls(operation)).calls, 1, operation);
        }
      });
    }

    it('leaves a create in doubt whose request was lost', async () => {
      const request = createRequest();
      await inject('CreateResourceShare', { kind: 'drop', executed: false });
      const failure = await failureOf(client.createShare(region, request, asUser()));
      assert.deepEqual(
        [failure.kind, failure.details.operation],
        ['ambiguous', 'CreateResourceShare'],
      );
      assert.match(failure.details.advice ?? '', new RegExp(request.name));
      assert.equal((await session.calls('CreateResourceShare')).calls, 1);
    });

    it('slows down when it is told to, and goes on', async () => {
      await inject(words.searchShares, { kind: 'error', code: words.throttled }, 2);
      let slowed = false;
      client.onDidChangeQueue(() => {
        slowed ||= client.queueState().slowedUntil !== undefined;
      });
      const shares = await collect(client.listShares(region, { owner: 'self' }, asUser()));
      assert.ok(shares.length > 0 && slowed);
      assert.deepEqual(client.queueState(), { waiting: 0, running: 0 });
    });

    it('reads again after a failure of the cloud, and gives up at last', async () => {
      await inject(words.searchShares, { kind: 'error', code: words.broken });
      assert.ok((await collect(client.listShares(region, { owner: 'self' }, asUser()))).length > 0);
      await inject(words.searchShares, { kind: 'error', code: words.broken }, 20);
      const list = collect(client.listShares(region, { owner: 'self' }, asUser()));
      const { details } = await failureOf(list);
      assert.deepEqual([details.kind, details.code], ['server', words.broken]);
      assert.ok(details.meaning && details.advice && details.requestId);
    });

    for (const text of ['<html></html>', '', '{}', 'null', '[]']) {
      it(`does not take ${text || 'nothing'} for an identity`, async () => {
        await inject('GetCallerIdentity', { kind: 'body', text }, 2);
        await inject('KeystoneListAuthDomains', { kind: 'body', text }, 2);
        const failure = await failureOf(client.identify(asUser()));
        assert.equal(failure.kind, 'unreadable');
        assert.ok(failure.details.meaning && failure.details.advice);
      });
    }

    it('says which of the keys is wrong', async () => {
      const right = credentialsOf(session.account('member'));
      const temporary = credentialsOf(session.account('temporary'));
      for (const [changes, field] of [
        [{ ...right, accessKeySecret: 'FakeSecretThatIsWrong00' }, 'accessKeySecret'],
        [{ ...right, accessKeyId: 'FAKEACCESSKEY0000000' }, 'accessKeyId'],
        [{ ...temporary, securityToken: 'FakeTokenFakeToken' }, 'securityToken'],
      ] as const) {
        const wrong = session.connect('member', { credentials: () => Promise.resolve(changes) });
        const { details } = await failureOf(wrong.identify(asUser()));
        assert.deepEqual([details.kind, details.field], ['credentials', field]);
        assert.ok(details.meaning && details.advice);
        assert.doesNotMatch(JSON.stringify(details), /ThatIsWrong|FakeToken/);
      }
    });

    it('says by how much the clock is wrong', async () => {
      const clock: Clock = { ...systemClock, now: () => Date.now() + 61 * 60_000 };
      const failure = await failureOf(session.connect('owner', { clock }).identify(asUser()));
      assert.deepEqual([failure.kind, failure.details.field], ['clock', 'clock']);
      assert.match(failure.details.meaning ?? '', /61 minutes ahead/);
    });

    it('refuses the owner as a principal, in words', async () => {
      const principals = [{ id: session.account('owner').accountId }];
      const call = client.createShare(region, createRequest({ principals }), asUser());
      const { details } = await failureOf(call);
      assert.equal(details.kind, 'invalid');
      assert.match(details.meaning ?? '', /owns the resources/);
      assert.ok(details.advice && details.requestId);
    });

    it('names the action that the identity lacks', async () => {
      const { accountId } = session.account('outsider');
      const operations = [words.searchShares];
      await session.control(`/${cloud}/deny`, { accountId, operations });
      const outsider = session.connect('outsider');
      const list = collect(outsider.listShares(region, { owner: 'self' }, asUser()));
      const { details } = await failureOf(list);
      assert.equal(details.kind, 'denied');
      assert.match(details.advice ?? '', /\w+:\w+/);
    });

    it('says who is outside the organisation, and that they have to accept first', async () => {
      // What a client waits for is not to be cut short by a hasty clock.
      client = session.connect('owner');
      const [member, outsider] = (['member', 'outsider'] as const).map(
        (role) => session.account(role).accountId,
      );
      assert.ok(member !== undefined && outsider !== undefined);
      const principals = [{ id: member }, { id: outsider }];
      const share = await client.createShare(
        region,
        createRequest({ allowExternal: true, principals }),
        asUser(),
      );
      await session.control('/settle', {});
      const inventory = new Inventory({ connect: () => Promise.resolve(client) });
      const watcher = new Watcher({ inventory, connect: () => Promise.resolve(client) });
      watcher.setPolling(false);
      const scope = { accountId: 'owner', region };
      try {
        await inventory.load(scope, 'view');
        const rows = inventory.snapshot(scope).entries.get(share.id)?.principals ?? [];
        assert.deepEqual(
          rows.map(({ entityId, external, status }) => [entityId, external, status.state]),
          [
            [member, false, 'associated'],
            [outsider, true, 'associating'],
          ],
        );
        const ofShare = ({ shareId }: { shareId: string }): boolean => shareId === share.id;
        assert.deepEqual(watcher.inFlight.filter(ofShare), []);
        assert.deepEqual(
          watcher.awaitingAnswer.filter(ofShare).flatMap(({ entityId }) => entityId ?? []),
          [outsider],
        );
      } finally {
        watcher.dispose();
        inventory.dispose();
      }
    });

    it('tells the inventory of a change in the fewest rows, and of nothing when nothing changed', async () => {
      // What a client waits for is not to be cut short by a hasty clock.
      client = session.connect('owner');
      const inventory = new Inventory({ connect: () => Promise.resolve(client) });
      const scope = { accountId: 'owner', region };
      try {
        const kept = await client.createShare(region, createRequest(), asUser());
        const grown = await client.createShare(region, createRequest(), asUser());
        await session.control('/settle', {});
        await inventory.load(scope, 'view');
        const { entries, failure } = inventory.snapshot(scope);
        assert.equal(failure, undefined);
        assert.ok(entries.has(kept.id) && entries.get(grown.id)?.resources.length === 1);

        const changes: InventoryChange[] = [];
        inventory.onDidChange((change) => changes.push(change));
        await inventory.load(scope, 'view');
        assert.deepEqual(touched(changes), []);

        const more = { resources: [resource()], principals: [], permissions: [] };
        await client.associate(region, grown.id, more, asUser());
        await session.control('/settle', {});
        await inventory.load(scope, 'view');
        assert.deepEqual(touched(changes), [grown.id]);
        assert.equal(inventory.snapshot(scope).entries.get(grown.id)?.resources.length, 2);
      } finally {
        inventory.dispose();
      }
    });

    it('ends as cancelled when the caller or the account goes', async () => {
      await inject(words.searchShares, { kind: 'hang', ms: 600_000, executed: false }, 2);
      const controller = new AbortController();
      const options = { signal: controller.signal, priority: 'view' } as const;
      const aborted = collect(client.listShares(region, { owner: 'self' }, options));
      controller.abort();
      assert.equal((await failureOf(aborted)).kind, 'cancelled');
      const other = session.connect('owner');
      const disposed = collect(other.listShares(region, { owner: 'self' }, asUser()));
      other.dispose();
      assert.equal((await failureOf(disposed)).kind, 'cancelled');
    });
  });
}
