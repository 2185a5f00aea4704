import assert from 'node:assert/strict';
import { asContent, list, text } from '../caller.ts';
import { Bench } from './caller.ts';

const hour = 3_600_000;

describe('shares of the Huawei sandbox', () => {
  let bench: Bench;
  before(async () => {
    bench = await Bench.start();
  });
  after(() => bench.stop());
  afterEach(() => bench.control('/reset', {}));

  const statuses = async (id: string): Promise<unknown[]> =>
    [
      ...(await bench.rows('owner', id, 'resource')),
      ...(await bench.rows('owner', id, 'principal')),
    ].map(({ status }) => status);

  it('are made with their tags and default permissions, and settle on both sides', async () => {
    await bench.control('/tuning', { settleMs: 5000 });
    const made = await bench.call('owner', 'POST /v1/resource-shares', {
      body: {
        name: 'net-shared',
        description: 'subnets',
        principals: [bench.id('member')],
        resource_urns: [bench.urn('a', 'vpc:subnet'), bench.urn('b')],
        tags: [{ key: 'env', value: '' }],
      },
    });
    assert.equal(made.status, 201);
    const share = asContent(made.content.resource_share);
    const id = text(share, 'id');
    assert.match(id, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    assert.deepEqual(
      [share.status, share.allow_external_principals, share.owning_account_id, share.tags],
      ['active', true, bench.id('owner'), [{ key: 'env', value: '' }]],
    );
    assert.match(text(share, 'created_at'), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    assert.deepEqual(await statuses(id), ['associating', 'associating', 'associating']);
    assert.deepEqual(await bench.shares('member', 'other-accounts', id), []);
    await bench.advance(5000);
    assert.deepEqual(await statuses(id), ['associated', 'associated', 'associated']);
    const [received] = await bench.shares('member', 'other-accounts', id);
    assert.equal(received?.name, 'net-shared');
    assert.equal('tags' in received, false);
    const bound = await bench.ok('owner', `GET /v1/resource-shares/${id}/associated-permissions`);
    assert.deepEqual(
      list(bound, 'associated_permissions').map((row) => row.permission_name),
      ['default-vpc-subnet', 'default-functiongraph-function'],
    );
    await bench.control('/tuning', { settleMs: 0 });
  });

  it('fail with a message, also for what is too much', async () => {
    const id = await bench.create('owner', {
      principals: [bench.id('member'), `${'0'.repeat(25)}1fa11ed`.slice(-32)],
      resource_urns: [
        bench.urn('gone-1'),
        bench.urn('x', 'pca:ca', 'owner', 'cn-east-3'),
        bench.urn('fine'),
      ],
    });
    const [gone, region, fine] = await bench.rows('owner', id, 'resource');
    assert.deepEqual(
      [gone?.status, gone?.status_message],
      ['failed', 'The resource does not exist.'],
    );
    assert.deepEqual([region?.status, fine?.status], ['failed', 'associated']);
    assert.equal(fine?.status_message, '');
    await bench.control('/huawei/quotas', { subnetsPerPrincipal: 1 });
    await bench.ok('owner', `POST /v1/resource-shares/${id}/associate`, {
      resource_urns: [bench.urn('s1', 'vpc:subnet')],
    });
    await bench.ok('owner', `POST /v1/resource-shares/${id}/associate`, {
      resource_urns: [bench.urn('s2', 'vpc:subnet')],
    });
    const rows = await bench.rows('owner', id, 'resource');
    assert.deepEqual(
      rows.slice(3).map(({ status }) => status),
      ['associated', 'failed'],
    );
    const seen = await bench.search('member', 'shared-resources/search', 'shared_resources', {
      resource_owner: 'other-accounts',
      resource_share_ids: [id],
    });
    assert.deepEqual(
      seen.map(({ resource_urn: urn }) => urn),
      [bench.urn('fine'), bench.urn('s1', 'vpc:subnet')],
    );
  });

  it('keep what is over for 48 hours', async () => {
    const principal = { principals: [bench.id('member')] };
    const id = await bench.create('owner', { ...principal, resource_urns: [bench.urn('gone')] });
    await bench.ok('owner', `POST /v1/resource-shares/${id}/disassociate`, principal);
    assert.deepEqual(await statuses(id), ['failed', 'disassociated']);
    await bench.advance(47 * hour);
    assert.deepEqual(await statuses(id), ['failed', 'disassociated']);
    await bench.advance(2 * hour);
    assert.deepEqual(await statuses(id), []);
    const gone = await bench.call('owner', `DELETE /v1/resource-shares/${id}`);
    assert.deepEqual([gone.status, gone.text], [204, '']);
    assert.equal((await bench.shares('owner', 'self', id))[0]?.status, 'deleted');
    await bench.advance(49 * hour);
    assert.deepEqual(await bench.shares('owner', 'self', id), []);
  });

  it('are not deleted while a principal uses what is in them', async () => {
    const urn = bench.urn('dispatch');
    const id = await bench.create('owner', {
      principals: [bench.id('member')],
      resource_urns: [urn],
    });
    await bench.control('/huawei/in-use', { urn, inUse: true });
    const refused = await bench.call('owner', `DELETE /v1/resource-shares/${id}`);
    assert.deepEqual([refused.status, refused.content.error_code], [400, 'ram.1102']);
    assert.equal('request_id' in refused.content, false);
    await bench.ok('owner', `POST /v1/resource-shares/${id}/disassociate`, {
      principals: [bench.id('member')],
      resource_urns: [urn],
    });
    await bench.ok('owner', `DELETE /v1/resource-shares/${id}`);
  });

  it('reach outsiders by invitation, which they accept', async () => {
    const id = await bench.create('owner', {
      principals: [bench.id('outsider')],
      resource_urns: [bench.urn('a')],
    });
    const [row] = await bench.rows('owner', id, 'principal');
    assert.deepEqual([row?.status, row?.external], ['associating', true]);
    const [invitation] = await bench.invitations('outsider', { resource_share_ids: [id] });
    assert.ok(invitation);
    assert.deepEqual(
      [invitation.status, invitation.sender_account_id, invitation.receiver_account_id],
      ['pending', bench.id('owner'), bench.id('outsider')],
    );
    assert.deepEqual(await bench.invitations('owner', { resource_share_ids: [id] }), []);
    const route = `POST /v1/resource-share-invitations/${text(invitation, 'resource_share_invitation_id')}`;
    const answer = asContent(
      (await bench.ok('outsider', `${route}/accept`)).resource_share_invitation,
    );
    assert.equal(answer.status, 'accepted');
    assert.deepEqual(
      await bench.invitations('outsider', { resource_share_ids: [id], status: 'pending' }),
      [],
    );
    assert.equal((await bench.rows('owner', id, 'principal'))[0]?.status, 'associated');
    assert.equal((await bench.shares('outsider', 'other-accounts', id)).length, 1);
    assert.equal(await bench.code('outsider', `${route}/reject`), 'RAM.EMU.0005');
  });

  it('end an invitation that is rejected, expires or is taken back', async () => {
    const invite = async (): Promise<string> =>
      bench.create('owner', { principals: [bench.id('outsider')] });
    const [rejected, expired, withdrawn] = [await invite(), await invite(), await invite()];
    const [first] = await bench.invitations('outsider', { resource_share_ids: [rejected] });
    const id = text(first ?? {}, 'resource_share_invitation_id');
    await bench.ok('outsider', `POST /v1/resource-share-invitations/${id}/reject`);
    const [row] = await bench.rows('owner', rejected, 'principal');
    assert.deepEqual(
      [row?.status, row?.status_message],
      ['failed', 'The invitation was rejected.'],
    );
    await bench.ok('owner', `POST /v1/resource-shares/${withdrawn}/disassociate`, {
      principals: [bench.id('outsider')],
    });
    assert.deepEqual(await bench.invitations('outsider', { resource_share_ids: [withdrawn] }), []);
    await bench.advance(7 * 24 * hour);
    const [late] = await bench.invitations('outsider', { resource_share_ids: [expired] });
    assert.equal(late?.status, 'expired');
    assert.deepEqual(await statuses(expired), ['failed']);
  });

  it('invite members while sharing with the organisation is off', async () => {
    await bench.ok('owner', 'POST /v1/organization-share/disable');
    assert.deepEqual(await bench.ok('owner', 'GET /v1/organization-share'), { enabled: false });
    const id = await bench.create('owner', {
      allow_external_principals: false,
      principals: [bench.id('member')],
    });
    assert.equal((await bench.invitations('member', { resource_share_ids: [id] })).length, 1);
    assert.equal((await bench.rows('owner', id, 'principal'))[0]?.external, false);
    await bench.ok('owner', 'POST /v1/organization-share/enable');
    assert.deepEqual(await bench.ok('outsider', 'GET /v1/organization-share'), { enabled: false });
  });

  it('reach accounts by unit, root and organisation, as long as they are in there', async () => {
    const organisation = await bench.organisation();
    const units = list(organisation, 'units');
    const unit = units.find(({ name }) => name === 'Operations');
    const urns = [
      text(unit ?? {}, 'urn'),
      text(organisation, 'rootUrn'),
      text(organisation, 'urn'),
    ];
    const ids: string[] = [];
    for (const urn of urns) ids.push(await bench.create('owner', { principals: [urn] }));
    const found = async (): Promise<string[]> => {
      const shares = await bench.shares('member', 'other-accounts');
      return shares.map((share) => text(share, 'id')).filter((id) => ids.includes(id));
    };
    assert.deepEqual(await found(), ids);
    const move = { accountId: bench.id('member'), parentId: text(organisation, 'rootId') };
    await bench.control('/huawei/member', move);
    assert.deepEqual(await found(), ids.slice(1));
    await bench.control('/huawei/member', { ...move, parentId: null });
    assert.deepEqual(await found(), []);
  });

  it('can be left by a principal, not with every type in them', async () => {
    const member = { principals: [bench.id('member')] };
    const id = await bench.create('owner', { ...member, resource_urns: [bench.urn('a')] });
    const stuck = await bench.create('owner', {
      ...member,
      resource_urns: [bench.urn('r', 'er:instances')],
    });
    await bench.ok('member', `POST /v1/resource-shares/${id}/disassociate`, member);
    assert.deepEqual(await bench.shares('member', 'other-accounts', id), []);
    const leave = `POST /v1/resource-shares/${stuck}/disassociate`;
    assert.equal(await bench.code('member', leave, { body: member }), 'RAM.EMU.0011');
    const others = { principals: [bench.id('outsider')] };
    assert.equal(await bench.code('member', leave, { body: others }), 'RAM.EMU.0002');
  });
});

describe('both sides of the Huawei sandbox', () => {
  let bench: Bench;
  before(async () => {
    bench = await Bench.start();
  });
  after(() => bench.stop());

  const words = ['owner', 'member', 'outsider'];

  it('agree on every share of the story', async () => {
    for (const receiver of words) {
      for (const share of await bench.shares(receiver, 'other-accounts')) {
        const id = text(share, 'id');
        const owner = words.find((word) => bench.id(word) === share.owning_account_id);
        if (owner === undefined) continue;
        const [own] = await bench.shares(owner, 'self', id);
        assert.ok(own);
        assert.deepEqual({ ...share, tags: own.tags }, own);
        const given = await bench.search(owner, 'shared-resources/search', 'shared_resources', {
          resource_owner: 'self',
          resource_share_ids: [id],
        });
        const got = await bench.search(receiver, 'shared-resources/search', 'shared_resources', {
          resource_owner: 'other-accounts',
          resource_share_ids: [id],
          principal: share.owning_account_id,
        });
        assert.deepEqual(
          got,
          given.filter(({ status }) => status === 'associated'),
        );
      }
    }
  });

  it('name the owners to those who receive, and each once where asked', async () => {
    const side = { resource_owner: 'other-accounts' };
    const rows = await bench.search(
      'member',
      'shared-principals/search',
      'shared_principals',
      side,
    );
    const once = await bench.search(
      'member',
      'shared-principals/search-distinct-principal',
      'distinct_shared_principals',
      side,
    );
    assert.deepEqual(
      once.map(({ id }) => id),
      [...new Set(rows.map(({ id }) => id))],
    );
    assert.ok(rows.length > once.length);
    assert.ok(once.some(({ id }) => id === bench.id('owner')));
    assert.ok(once.every(({ id }) => id !== bench.id('member')));
  });

  it('name a resource once, although two shares hold it', async () => {
    const urn = bench.urn('twice');
    await bench.create('owner', { resource_urns: [urn] });
    await bench.create('owner', { resource_urns: [urn] });
    const body = { resource_owner: 'self', resource_urns: [urn] };
    const rows = await bench.search('owner', 'shared-resources/search', 'shared_resources', body);
    const once = await bench.search(
      'owner',
      'shared-resources/search-distinct-resource',
      'distinct_shared_resources',
      body,
    );
    assert.deepEqual([rows.length, once.length], [2, 1]);
  });

  it('hold every status and every state of an invitation', async () => {
    const shares = list(asContent((await bench.control('/state')).huawei), 'shares');
    const of = (key: string): unknown[] =>
      shares.flatMap((share) => list(share, key).map(({ status }) => status));
    assert.deepEqual([...new Set(of('associations'))].sort(), [
      'associated',
      'associating',
      'disassociated',
      'disassociating',
      'failed',
    ]);
    assert.deepEqual([...new Set(of('invitations'))].sort(), [
      'accepted',
      'expired',
      'pending',
      'rejected',
    ]);
    assert.ok(shares.length >= 20);
  });
});
