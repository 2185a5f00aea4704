import assert from 'node:assert/strict';
import type { CreateRequest } from '../../src/clouds/cloud.ts';
import { asUser, collect, failureOf, openSession, type Session, newShare } from './session.ts';

const region = 'cn-hangzhou';

describe('writing to the sandbox', () => {
  let session: Session;
  before(async () => {
    session = await openSession();
  });
  after(() => session.stop());

  const request = (changes: Partial<CreateRequest>): CreateRequest =>
    newShare({ name: 'contract', ...changes });

  it('creates a share with resources, principals and a permission', async () => {
    const client = session.connect('owner');
    const memberId = session.account('member').accountId;
    const share = await client.createShare(
      region,
      request({
        name: '网络-share_1.a',
        allowExternal: true,
        resources: [
          { type: 'VSwitch', id: 'vsw-contract1' },
          { type: 'VSwitch', id: 'vsw-contract2' },
        ],
        principals: [{ id: memberId }],
        permissions: ['AliyunRSDefaultPermissionVSwitch'],
      }),
      asUser(),
    );
    assert.deepEqual(
      [share.name, share.owner, share.allowExternal],
      ['网络-share_1.a', 'self', true],
    );
    assert.equal(share.ownerId, session.account('owner').accountId);
    const [made] = await session.sharesNamed('网络-share_1.a');
    assert.equal(made?.ResourceShareId, share.id);
    assert.equal(made.AllowExternalTargets, true);
    assert.deepEqual(made.permissions, ['AliyunRSDefaultPermissionVSwitch']);
    assert.deepEqual(
      made.associations.map(({ EntityId }) => EntityId).sort(),
      [memberId, 'vsw-contract1', 'vsw-contract2'].sort(),
    );
  });

  it('creates a share with tags, also those without a value', async () => {
    const client = session.connect('owner');
    const tags = [
      { key: 'env', value: 'prod' },
      { key: 'bare', value: '' },
    ];
    const { id } = await client.createShare(region, request({ name: 'tagged', tags }), asUser());
    const query = { owner: 'self', ids: [id] } as const;
    for await (const [share] of client.listShares(region, query, asUser())) {
      assert.deepEqual(share?.tags, tags);
      return;
    }
    assert.fail('The share is not listed.');
  });

  it('sends the flag for outside principals also when it is off', async () => {
    const client = session.connect('owner');
    const share = await client.createShare(region, request({ name: 'flag' }), asUser());
    assert.equal(share.allowExternal, false);
    const on = await client.updateShare(
      region,
      share.id,
      { name: 'flag-2', allowExternal: true },
      asUser(),
    );
    assert.deepEqual([on.id, on.name, on.allowExternal], [share.id, 'flag-2', true]);
    const off = await client.updateShare(
      region,
      share.id,
      { name: 'flag-2', allowExternal: false },
      asUser(),
    );
    assert.equal(off.allowExternal, false);
    const [made] = await session.sharesNamed('flag-2');
    assert.equal(made?.AllowExternalTargets, false);
  });

  it('associates by id, and the rows settle', async () => {
    const client = session.connect('owner');
    const share = await client.createShare(region, request({ name: 'by-id' }), asUser());
    const memberId = session.account('member').accountId;
    const rows = await client.associate(
      region,
      share.id,
      {
        resources: [{ type: 'VSwitch', id: 'vsw-contract3' }],
        principals: [{ id: memberId }],
        permissions: [],
      },
      asUser(),
    );
    assert.deepEqual(
      rows.map((row) => [row.kind, row.entityId, row.entityType, row.shareId]).sort(),
      [
        ['principal', memberId, 'Account', share.id],
        ['resource', 'vsw-contract3', 'VSwitch', share.id],
      ],
    );
    await session.control('/settle', {});
    const query = { kind: 'resource', shareIds: [share.id] } as const;
    const [settled] = await collect(client.listAssociations(region, query, asUser()));
    assert.equal(settled?.status.state, 'associated');
  });

  it('associates by ARN with a property, and a service with a time window', async () => {
    const client = session.connect('owner');
    const { accountId } = session.account('owner');
    const share = await client.createShare(
      region,
      request({ name: 'by-arn', allowExternal: true }),
      asUser(),
    );
    const property = '{"sharePrincipals":true,"shareTagOptions":false}';
    const arn = `acs:servicecatalog:${region}:${accountId}:portfolio/port-contract1`;
    const [portfolio] = await client.associate(
      region,
      share.id,
      { resources: [{ arn, property }], principals: [], permissions: [] },
      asUser(),
    );
    assert.equal(portfolio?.arn, arn);
    assert.deepEqual(JSON.parse(portfolio.resourceProperty ?? ''), JSON.parse(property));
    const other = await client.createShare(
      region,
      request({ name: 'service', allowExternal: true }),
      asUser(),
    );
    const window =
      '{"timeRange":{"timeRangeType":"timeRange","beginAtTime":"00:00","endAtTime":"19:59","timezone":"UTC+8"}}';
    const rows = await client.associate(
      region,
      other.id,
      {
        resources: [{ type: 'CapacityReservation', id: 'crp-contract1' }],
        principals: [{ id: 'ecs.aliyuncs.com', property: window }],
        permissions: [],
      },
      asUser(),
    );
    const service = rows.find((row) => row.kind === 'principal');
    assert.deepEqual(JSON.parse(service?.principalProperty ?? ''), JSON.parse(window));
  });

  it("gives the cloud's refusal with meaning, advice and request id", async () => {
    const client = session.connect('owner');
    const ownId = session.account('owner').accountId;
    const refusals = {
      'InvalidParameter.ResourceShareName': request({ name: 'a b' }),
      'InvalidParameter.ResourceShareName.Length': request({ name: 'x'.repeat(51) }),
      'InvalidParameter.Resources.Length': request({
        resources: [1, 2, 3, 4, 5, 6].map((n) => ({ type: 'VSwitch', id: `vsw-${n}` })),
      }),
      'InvalidParameter.Targets.Duplicate': request({ principals: [{ id: ownId }, { id: ownId }] }),
      'InvalidParameter.ResourceConflict': request({
        resources: [
          { type: 'VSwitch', id: 'vsw-1' },
          { arn: `acs:vpc:${region}:${ownId}:vswitch/vsw-2` },
        ],
      }),
      ShareWithYourself: request({ principals: [{ id: ownId }] }),
      'EntityNotExists.Permission': request({ permissions: ['Invented'] }),
    };
    for (const [code, wrong] of Object.entries(refusals)) {
      const { details } = await failureOf(client.createShare(region, wrong, asUser()));
      assert.equal(details.code, code);
      assert.ok(details.meaning && details.advice && details.requestId, code);
      assert.equal(details.operation, 'CreateResourceShare');
    }
    const unknown = await failureOf(
      client.updateShare(region, 'rs-UnknownShare', { name: 'x', allowExternal: false }, asUser()),
    );
    assert.deepEqual(
      [unknown.kind, unknown.details.code],
      ['notFound', 'EntityNotExists.ResourceShare'],
    );
  });

  it('refuses properties of a resource given by id before anything is sent', async () => {
    const before = await session.calls('AssociateResourceShare');
    const failure = await failureOf(
      session.connect('owner').associate(
        region,
        'rs-any',
        {
          resources: [{ type: 'ServiceCatalogPortfolio', id: 'port-1', property: '{}' }],
          principals: [],
          permissions: [],
        },
        asUser(),
      ),
    );
    assert.deepEqual([failure.kind, failure.details.notSent], ['invalid', true]);
    assert.deepEqual(await session.calls('AssociateResourceShare'), before);
  });
});
