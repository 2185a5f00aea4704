import assert from 'node:assert/strict';
import { CloudError } from '../../../../src/clouds/cloud-error.ts';
import type { CallOptions, ShareCloud } from '../../../../src/clouds/cloud.ts';
import { openWire, type WireAnswer, type WireRequest, type WireServer } from './wire-server.ts';

const options: CallOptions = { signal: new AbortController().signal, priority: 'action' };
const region = 'global';
const shareId = '0c1e2f34-5a6b-4c7d-8e9f-0a1b2c3d4e5f';
const invitationId = '3b7f3c1a-7a55-4a4b-9a55-0f8a6d1e2c33';
const permissionId = '7d04b6d4-00d5-41bd-b13c-22abd1ea249b';
const account = '05c734152f00d4200f2bc0179ac6c5e0';
const urn = `vpc:cn-north-4:${account}:subnet:5de72eeb`;
const share = `/v1/resource-shares/${shareId}`;

describe('changes on the wire of Huawei Cloud', () => {
  let wire: WireServer | undefined;
  afterEach(async () => {
    await wire?.stop();
    wire = undefined;
  });

  async function open(answer: (request: WireRequest) => WireAnswer): Promise<WireServer> {
    wire = await openWire(answer);
    return wire;
  }

  const silent: Readonly<Record<string, [(cloud: ShareCloud) => Promise<unknown>, unknown?]>> = {
    [`DELETE ${share}`]: [(cloud) => cloud.deleteShare(region, shareId, options)],
    [`POST ${share}/associate-permission`]: [
      (cloud) => cloud.setPermission(region, shareId, permissionId, { replace: true }, options),
      { permission_id: permissionId, replace: true },
    ],
    [`POST ${share}/disassociate-permission`]: [
      (cloud) => cloud.removePermission(region, shareId, permissionId, options),
      { permission_id: permissionId },
    ],
    [`POST ${share}/tags/create`]: [
      (cloud) => cloud.tagShare(region, shareId, [{ key: 'env', value: '' }], options),
      { tags: [{ key: 'env', value: '' }] },
    ],
    [`POST ${share}/tags/delete`]: [
      (cloud) => cloud.untagShare(region, shareId, ['env', 'team'], options),
      { tags: [{ key: 'env' }, { key: 'team' }] },
    ],
    'POST /v1/organization-share/enable': [(cloud) => cloud.enableOrganizationSharing(options)],
    'POST /v1/organization-share/disable': [(cloud) => cloud.disableOrganizationSharing(options)],
  };
  for (const [route, [change, body]] of Object.entries(silent)) {
    for (const answered of [undefined, {}]) {
      it(`sends ${route} once, and takes ${answered ? '{}' : 'nothing'} for done`, async () => {
        const server = await open(() => ({ body: answered }));
        assert.equal(await change(server.connect()), undefined);
        assert.deepEqual(
          server.seen.map((request) => [request.route, request.body]),
          [[route, body]],
        );
      });
    }
  }

  it('names what to take out by id and URN, and nothing else of it', async () => {
    const row = (status: string, entity: string, type: string): object => ({
      associated_entity: entity,
      association_type: type,
      resource_share_id: shareId,
      status,
    });
    const server = await open(() => ({
      body: {
        resource_share_associations: [
          row('disassociating', urn, 'resource'),
          row('disassociated', account, 'principal'),
        ],
      },
    }));
    const request = {
      resources: [{ arn: urn, property: '{"a":1}' }],
      principals: [{ id: account }],
    };
    const rows = await server.connect().disassociate(region, shareId, request, options);
    assert.deepEqual(
      rows.map(({ kind, status }) => [kind, status.state]),
      [
        ['resource', 'disassociating'],
        ['principal', 'disassociated'],
      ],
    );
    assert.deepEqual(server.seen[0]?.body, { principals: [account], resource_urns: [urn] });
  });

  it('refuses to take out what is not named by URN, before anything is sent', async () => {
    const server = await open(() => ({ body: {} }));
    const request = { resources: [{ type: 'vpc:subnet', id: 'x' }], principals: [] };
    await assert.rejects(server.connect().disassociate(region, shareId, request, options), {
      kind: 'invalid',
      message: /UrnNeeded/,
    });
    assert.equal(server.seen.length, 0);
  });

  it('leaves by taking out itself', async () => {
    const server = await open(() => ({ body: { resource_share_associations: [] } }));
    await server.connect().leaveShare(region, shareId, { ownerId: account }, options);
    assert.deepEqual(
      server.seen.map(({ route, body }) => [route, body]),
      [[`POST ${share}/disassociate`, { principals: [account] }]],
    );
  });

  for (const [verb, state] of [
    ['accept', 'accepted'],
    ['reject', 'rejected'],
  ] as const) {
    it(`reads the invitation after it was ${state}`, async () => {
      const invitation = {
        resource_share_invitation_id: invitationId,
        resource_share_id: shareId,
        resource_share_name: 'net',
        sender_account_id: account,
        receiver_account_id: 'b',
        status: state,
        created_at: '2022-09-23T06:43:43.999Z',
        updated_at: '2022-09-23T06:43:43.999Z',
      };
      const server = await open(() => ({ body: { resource_share_invitation: invitation } }));
      const cloud = server.connect();
      const read = await (verb === 'accept'
        ? cloud.acceptInvitation(region, invitationId, options)
        : cloud.rejectInvitation(region, invitationId, options));
      assert.deepEqual(
        [read.id, read.shareId, read.shareName, read.senderId, read.status.state, read.failures],
        [invitationId, shareId, 'net', account, state, []],
      );
      assert.deepEqual(
        server.seen.map(({ route, body }) => [route, body]),
        [[`POST /v1/resource-share-invitations/${invitationId}/${verb}`, undefined]],
      );
    });
  }

  it('looks when an answer does not say what became of the invitation', async () => {
    const server = await open(({ route }) => ({
      body: route.endsWith('/accept')
        ? {}
        : {
            resource_share_invitations: [
              {
                resource_share_invitation_id: invitationId,
                receiver_account_id: account,
                status: 'accepted',
              },
            ],
          },
    }));
    const cloud = server.connect({ ownerId: account });
    const read = await cloud.acceptInvitation(region, invitationId, options);
    assert.equal(read.status.state, 'accepted');
    assert.equal(server.seen.filter(({ route }) => route.endsWith('/accept')).length, 1);
  });

  it('puts no id into a path that would change it', async () => {
    const server = await open(() => ({ body: {} }));
    const cloud = server.connect();
    for (const id of ['../organization-share', 'a/b', 'a?b', '', 'é']) {
      for (const call of [
        () => cloud.deleteShare(region, id, options),
        () => cloud.acceptInvitation(region, id, options),
        () => cloud.removePermission(region, id, permissionId, options),
        () => cloud.tagShare(region, id, [{ key: 'a', value: '' }], options),
      ]) {
        await assert.rejects(call(), { kind: 'invalid' });
      }
    }
    assert.equal(server.seen.length, 0);
  });

  it('reads versions of a permission as numbers or texts', async () => {
    const version = (fields: object): object => ({ id: permissionId, name: 'zones', ...fields });
    const server = await open(() => ({
      body: {
        permissions: [
          version({ version: 1, default_version: false }),
          version({ version: '2', default_version: true, created_at: '2022-08-10T07:18:47Z' }),
          version({}),
        ],
      },
    }));
    const versions = [];
    const query = { id: permissionId };
    const pages = server.connect().listPermissionVersions(region, query, options);
    for await (const page of pages) versions.push(...page);
    assert.deepEqual(
      versions.map((one) => [one.version, one.isDefaultVersion, one.createdAt]),
      [
        ['1', false, ''],
        ['2', true, '2022-08-10T07:18:47Z'],
        ['', false, ''],
      ],
    );
    assert.equal(server.seen[0]?.route, `GET /v1/permissions/${permissionId}/versions`);
  });

  it('reads quotas under our names, and leaves out what is no number', async () => {
    const server = await open(() => ({
      body: {
        quotas: {
          resources: [
            { type: 'resource_share', quota: 100, min: 0, max: 1000, used: 3 },
            { type: 'principal_association', quota: 5000 },
            { type: 'brand_new', quota: 7, used: 'many' },
            { type: 'tag_association', quota: null },
          ],
        },
      },
    }));
    assert.deepEqual(await server.connect().quotas(options), [
      { kind: 'shares', text: 'resource_share', limit: 100, used: 3 },
      { kind: 'principals', text: 'principal_association', limit: 5000 },
      { kind: 'unknown', text: 'brand_new', limit: 7 },
    ]);
  });

  it('takes no answer for a switch that is neither on nor off', async () => {
    for (const body of [{}, { enabled: 'true' }, { enabled: null }]) {
      const server = await open(() => ({ body }));
      await assert.rejects(server.connect().organizationSharing(options), { kind: 'unreadable' });
      await server.stop();
    }
  });

  it('takes an unknown refusal with 409 for one that ends by itself, and with 400 not', async () => {
    for (const [status, kind, busy] of [
      [409, 'conflict', true],
      [400, 'invalid', undefined],
    ] as const) {
      const server = await open(() => ({
        status,
        body: { error_code: 'RAM.1999', error_msg: 'something' },
      }));
      const failure: unknown = await server
        .connect()
        .deleteShare(region, shareId, options)
        .catch((error: unknown) => error);
      assert.ok(failure instanceof CloudError);
      assert.deepEqual([failure.kind, failure.details.busy], [kind, busy]);
      assert.equal(server.seen.length, 1);
      await server.stop();
    }
  });
});
