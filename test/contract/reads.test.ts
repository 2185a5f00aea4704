import assert from 'node:assert/strict';
import { asUser, collect, openSession, type Session } from './session.ts';

const region = 'cn-hangzhou';

describe('reading from the sandbox', () => {
  let session: Session;
  before(async () => {
    session = await openSession();
  });
  after(() => session.stop());

  it('says whose keys they are', async () => {
    for (const role of ['owner', 'member', 'outsider', 'temporary'] as const) {
      const identity = await session.connect(role).identify(asUser());
      assert.equal(identity.ownerId, session.account(role).accountId);
    }
  });

  it('names the regions in the language of the user', async () => {
    const english = await session.connect('owner').describeRegions(asUser());
    const chinese = await session.connect('owner', { language: 'zh-cn' }).describeRegions(asUser());
    assert.deepEqual(english, [
      { id: 'cn-hangzhou', name: 'China (Hangzhou)' },
      { id: 'cn-shanghai', name: 'China (Shanghai)' },
      { id: 'ap-southeast-1', name: 'Singapore' },
    ]);
    assert.deepEqual(
      chinese.map(({ id }) => id),
      english.map(({ id }) => id),
    );
    assert.match(chinese[0]?.name ?? '', /杭州/);
  });

  it('lists the shares of the account, and single ones by id', async () => {
    const client = session.connect('owner');
    const { accountId } = session.account('owner');
    const truth = (await session.state()).filter(
      (share) => share.region === region && share.ResourceShareOwner === accountId,
    );
    const shares = await collect(client.listShares(region, { owner: 'self' }, asUser()));
    assert.deepEqual(
      shares.map(({ id, name }) => [id, name]).sort(),
      truth.map((share) => [share.ResourceShareId, share.ResourceShareName]).sort(),
    );
    for (const share of shares) {
      assert.deepEqual([share.owner, share.ownerId], ['self', accountId]);
      assert.notEqual(share.status.state, 'unknown', share.status.text);
      assert.ok(!Number.isNaN(Date.parse(share.createdAt)));
      assert.equal(typeof share.allowExternal, 'boolean');
    }
    const ids = shares.slice(0, 5).map(({ id }) => id);
    const chosen = await collect(client.listShares(region, { owner: 'self', ids }, asUser()));
    assert.deepEqual(chosen.map(({ id }) => id).sort(), [...ids].sort());
    const none = await collect(client.listShares(region, { owner: 'self', ids: [] }, asUser()));
    assert.deepEqual(none, []);
  });

  it('lists every association of either kind, by status and by share', async () => {
    const client = session.connect('owner');
    const { accountId } = session.account('owner');
    const own = (await session.state()).filter(
      (share) => share.region === region && share.ResourceShareOwner === accountId,
    );
    for (const [kind, wireKind] of [
      ['resource', 'Resource'],
      ['principal', 'Target'],
    ] as const) {
      const truth = own.flatMap((share) =>
        share.associations
          .filter((row) => row.AssociationType === wireKind)
          .map((row) => [share.ResourceShareId, row.EntityId, row.AssociationStatus]),
      );
      const rows = await collect(client.listAssociations(region, { kind }, asUser()));
      assert.ok(rows.length > 10);
      assert.deepEqual(
        rows.map((row) => [row.shareId, row.entityId, row.status.text]).sort(),
        truth.sort(),
      );
      assert.ok(rows.every((row) => row.kind === kind && row.status.state !== 'unknown'));
      const failed = await collect(
        client.listAssociations(region, { kind, state: 'failed' }, asUser()),
      );
      assert.deepEqual(
        failed,
        rows.filter((row) => row.status.state === 'failed'),
      );
      const shareIds = own.slice(0, 2).map((share) => share.ResourceShareId);
      const chosen = await collect(client.listAssociations(region, { kind, shareIds }, asUser()));
      assert.deepEqual(
        chosen,
        rows.filter((row) => shareIds.includes(row.shareId)),
      );
      const none = await collect(client.listAssociations(region, { kind, shareIds: [] }, asUser()));
      assert.deepEqual(none, []);
    }
  });

  it('keeps the reason of failures, with the other side of each failed pair', async () => {
    const client = session.connect('owner');
    const failures = (
      await Promise.all(
        session
          .account('owner')
          .regions.map((id) =>
            collect(client.listAssociations(id, { kind: 'resource', state: 'failed' }, asUser())),
          ),
      )
    ).flat();
    assert.ok(failures.some((row) => row.statusMessage !== undefined));
    const pairs = failures.flatMap((row) => row.failures);
    assert.ok(pairs.length > 0);
    for (const pair of pairs) assert.ok(pair.entityId && pair.reason && pair.operation);
  });

  it('lists what others share with the account: shares, resources, owners', async () => {
    const client = session.connect('member');
    const { accountId } = session.account('member');
    const shares = await collect(client.listShares(region, { owner: 'other' }, asUser()));
    assert.ok(shares.length > 0);
    assert.ok(shares.every((share) => share.owner === 'other' && share.ownerId !== accountId));
    const resources = await collect(client.listReceived(region, { kind: 'resource' }, asUser()));
    const owners = await collect(client.listReceived(region, { kind: 'principal' }, asUser()));
    const shareIds = new Set(shares.map(({ id }) => id));
    assert.ok(resources.length > 0 && resources.every((row) => shareIds.has(row.shareId)));
    const ownerIds = new Map(shares.map((share) => [share.id, share.ownerId]));
    assert.ok(owners.length > 0);
    for (const row of owners) assert.equal(row.entityId, ownerIds.get(row.shareId));
    for (const row of resources) assert.notEqual(row.status.state, 'unknown');
  });

  it('lists the permissions of all types and of one, and reads one', async () => {
    const client = session.connect('member');
    const all = await collect(client.listPermissions(region, {}, asUser()));
    const some = await collect(
      client.listPermissions(region, { resourceType: 'VSwitch' }, asUser()),
    );
    assert.deepEqual(
      some,
      all.filter((permission) => permission.resourceType === 'VSwitch'),
    );
    const byDefault = some.find((permission) => permission.isDefault);
    assert.equal(byDefault?.id, 'AliyunRSDefaultPermissionVSwitch');
    const permission = await client.getPermission(region, { id: byDefault.id }, asUser());
    assert.deepEqual({ ...byDefault, content: permission.content }, permission);
    assert.ok(JSON.parse(permission.content));
    const version = await client.getPermission(
      region,
      { id: byDefault.id, version: permission.version },
      asUser(),
    );
    assert.deepEqual(version, permission);
  });

  it('logs each request once, with nothing secret', async () => {
    const before = session.requests.length;
    await session.connect('temporary').identify(asUser());
    const [record, ...more] = session.requests.slice(before);
    assert.deepEqual(more, []);
    assert.ok(record);
    const { durationMs, requestId, ...rest } = record;
    assert.deepEqual(rest, {
      operation: 'GetCallerIdentity',
      region: '',
      outcome: '200',
      attempt: 1,
    });
    assert.ok(durationMs >= 0 && requestId !== undefined);
    const { accessKeyId, accessKeySecret, securityToken } = session.account('temporary');
    const log = JSON.stringify(session.requests);
    for (const secret of [accessKeyId, accessKeySecret, securityToken ?? '']) {
      assert.ok(secret && !log.includes(secret));
    }
  });
});

describe('reading long lists from the sandbox', () => {
  let session: Session;
  before(async () => {
    session = await openSession({ shares: 900 });
  });
  after(() => session.stop());

  it('follows every page, also the empty ones, in the fewest calls', async () => {
    const client = session.connect('owner');
    const truth = (await session.state()).filter(
      (share) =>
        share.region === region && share.ResourceShareOwner === session.account('owner').accountId,
    );
    assert.ok(truth.length > 250);
    const shares = await collect(client.listShares(region, { owner: 'self' }, asUser()));
    assert.deepEqual(
      shares.map(({ id }) => id).sort(),
      truth.map((share) => share.ResourceShareId).sort(),
    );
    const { calls } = await session.calls('ListResourceShares');
    const emptyPages = 1;
    assert.equal(calls, Math.ceil(truth.length / 100) + emptyPages);
  });
});
