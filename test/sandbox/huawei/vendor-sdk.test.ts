import assert from 'node:assert/strict';
import { GlobalCredentials } from '@huaweicloud/huaweicloud-sdk-core/auth/GlobalCredentials.js';
import { ServiceResponseException } from '@huaweicloud/huaweicloud-sdk-core/exception/ServiceResponseException.js';
import { HcClient } from '@huaweicloud/huaweicloud-sdk-core/HcClient.js';
import { DefaultHttpClient } from '@huaweicloud/huaweicloud-sdk-core/http/DefaultHttpClient.js';
import { LogLevel, type Logger } from '@huaweicloud/huaweicloud-sdk-core/logger/index.js';
import { Region } from '@huaweicloud/huaweicloud-sdk-core/region/region.js';
import { resourceSharing } from '../../../src/sandbox/huawei/operations/table.ts';
import { asContent, list, text, type Content } from '../caller.ts';
import { Bench } from './caller.ts';

const ignore = (): void => undefined;
/** Refusals are expected here: the package would print each of them. */
const silent: Logger = {
  debug: ignore,
  info: ignore,
  warn: ignore,
  error: ignore,
  setLevel: ignore,
  setName: ignore,
  getLevel: () => LogLevel.ERROR,
};

interface Sent {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number>>;
  readonly data?: object;
}

describe("Huawei's SDK core against the sandbox", () => {
  let bench: Bench;
  const clients = new Map<string, HcClient>();
  const called = new Set<string>();

  before(async () => {
    bench = await Bench.start();
    for (const who of ['owner', 'member', 'outsider', 'temporary']) {
      clients.set(who, makeClient(bench, who, bench.sandbox.description.clouds.huawei.endpoint));
    }
  });
  after(() => bench.stop());

  async function call(name: string, sent: Sent = {}, who = 'owner'): Promise<Content> {
    const operation = resourceSharing.operations.find((known) => known.name === name);
    const client = clients.get(who);
    assert.ok(operation && client, name);
    called.add(name);
    return asContent(
      await client.sendRequest({
        method: operation.method,
        url: operation.path,
        contentType: 'application/json',
        queryParams: { ...sent.query },
        pathParams: { ...sent.path },
        headers: {},
        ...(sent.data === undefined ? {} : { data: sent.data }),
      }),
    );
  }

  const isError = (code: string, status: number) => (error: unknown) => {
    assert.ok(error instanceof ServiceResponseException);
    assert.deepEqual([error.errorCode, error.httpStatusCode], [code, status]);
    assert.match(error.requestId ?? '', /^[0-9a-f]{32}$/);
    return true;
  };

  it('calls every operation', async () => {
    const [member, outsider] = [bench.id('member'), bench.id('outsider')];
    const urn = bench.urn('sdk');
    const tag = { key: 'made by', value: 'SDK: 5 + 1 = 6 / 列车' };
    const types = await call('ListResourceTypes', { query: { limit: 100 } });
    assert.equal(list(types, 'resource_types').length, 20);
    const listed = await call('ListPermissions', {
      query: { resource_type: 'dns:zone', limit: 50 },
    });
    const [zone, zoneReadOnly] = list(listed, 'permissions').map(({ id }) => String(id));
    assert.ok(zone !== undefined && zoneReadOnly !== undefined);
    const shown = await call('ShowPermission', {
      path: { permission_id: zone },
      query: { permission_version: 1 },
    });
    assert.match(text(asContent(shown.permission), 'content'), /"Effect":"Allow"/);
    const versions = await call('ListPermissionVersions', { path: { permission_id: zone } });
    assert.deepEqual(
      list(versions, 'permissions').map((row) => row.default_version),
      [false, true],
    );

    const made = await call('CreateResourceShare', {
      data: {
        name: 'by-the-sdk',
        principals: [outsider],
        resource_urns: [urn],
        permission_ids: [zone],
        tags: [tag],
      },
    });
    assert.equal(made.httpStatusCode, 201);
    const id = text(asContent(made.resource_share), 'id');
    const path = { resource_share_id: id };
    const own = { resource_owner: 'self', resource_share_ids: [id], limit: 100 };
    const found = await call('SearchResourceShares', { data: own });
    assert.deepEqual(list(found, 'resource_shares')[0]?.tags, [tag]);

    const invited = await call(
      'SearchResourceShareInvitation',
      { data: { resource_share_ids: [id] } },
      'outsider',
    );
    const [invitation] = list(invited, 'resource_share_invitations');
    const invitationPath = {
      resource_share_invitation_id: text(invitation ?? {}, 'resource_share_invitation_id'),
    };
    await call('AcceptResourceShareInvitation', { path: invitationPath }, 'outsider');
    await assert.rejects(
      call('RejectResourceShareInvitation', { path: invitationPath }, 'outsider'),
      isError('RAM.EMU.0005', 400),
    );
    const added = await call('AssociateResourceShare', { path, data: { principals: [member] } });
    assert.equal(list(added, 'resource_share_associations').length, 1);
    const rows = await call('SearchResourceShareAssociations', {
      data: {
        association_type: 'principal',
        association_status: 'associated',
        resource_share_ids: [id],
      },
    });
    assert.equal(list(rows, 'resource_share_associations').length, 2);
    for (const [name, key] of [
      ['SearchSharedResources', 'shared_resources'],
      ['SearchDistinctSharedResources', 'distinct_shared_resources'],
    ] as const) {
      const received = { resource_owner: 'other-accounts', resource_urns: [urn] };
      for (const who of ['member', 'temporary', 'outsider']) {
        assert.equal(list(await call(name, { data: received }, who), key).length, 1);
      }
    }
    for (const [name, key] of [
      ['SearchSharedPrincipals', 'shared_principals'],
      ['SearchDistinctPrincipals', 'distinct_shared_principals'],
    ] as const) {
      const data = { resource_owner: 'self', resource_urn: urn };
      assert.equal(list(await call(name, { data }), key).length, 2);
    }

    const replaced = { path, data: { permission_id: zoneReadOnly, replace: true } };
    await call('AssociateResourceSharePermission', replaced);
    const bound = await call('ListResourceSharePermissions', { path });
    assert.equal(list(bound, 'associated_permissions').length, 2);
    await call('DisassociateResourceSharePermission', {
      path,
      data: { permission_id: zoneReadOnly },
    });

    await call('BatchCreateResourceShareTags', {
      path,
      data: { tags: [{ key: 'sdk', value: '' }] },
    });
    const keys = await call('ListResourceShareTags', { query: { limit: 1000 } });
    assert.ok(list(keys, 'tags').some(({ key }) => key === tag.key));
    const byTag = { tags: [{ key: 'sdk', values: [''] }] };
    const filtered = await call('ListResourceSharesByTags', {
      query: { limit: 10, offset: '0' },
      data: byTag,
    });
    assert.equal(list(filtered, 'resources')[0]?.resource_id, id);
    assert.equal((await call('SearchResourceShareCountByTags', { data: byTag })).total_count, 1);
    await call('BatchDeleteResourceShareTags', { path, data: { tags: [{ key: 'sdk' }] } });

    const changed = { name: 'by-the-sdk-2', description: 'renamed' };
    const updated = await call('UpdateResourceShare', { path, data: changed });
    assert.equal(asContent(updated.resource_share).description, 'renamed');
    await call('DisableOrganizationShare');
    assert.equal((await call('ShowOrganizationShare')).enabled, false);
    await call('EnableOrganizationShare');
    await assert.rejects(call('EnableOrganizationShare', {}, 'member'), isError('RAM.1801', 400));
    const quotas = asContent((await call('ListQuota')).quotas);
    assert.equal(list(quotas, 'resources').length, 5);
    await call('DisassociateResourceShare', { path, data: { principals: [member] } });
    assert.equal((await call('DeleteResourceShare', { path })).httpStatusCode, 204);
    assert.deepEqual(
      resourceSharing.operations.map(({ name }) => name).filter((name) => !called.has(name)),
      [],
    );
    assert.equal(called.size, 30);
  });

  it('finds the account by itself', async () => {
    const { endpoint, iam } = bench.sandbox.description.clouds.huawei;
    const { accessKeyId, accessKeySecret, accountId } = bench.account('member');
    const credentials = new GlobalCredentials()
      .withAk(accessKeyId)
      .withSk(accessKeySecret)
      .withIamEndpoint(iam);
    const client = newClient(endpoint)
      .withRegion(new Region('cn-north-4', endpoint))
      .withCredential(credentials);
    const request = {
      method: 'GET',
      url: '/v1/organization-share',
      contentType: 'application/json',
    };
    const answer = asContent(
      await client.sendRequest({ ...request, queryParams: {}, pathParams: {}, headers: {} }),
    );
    assert.equal(answer.enabled, true);
    assert.equal(credentials.domainId, accountId);
  });

  it('lists the accounts of the organisation', async () => {
    const { organizations } = bench.sandbox.description.clouds.huawei;
    const answer = asContent(
      await makeClient(bench, 'owner', organizations).sendRequest({
        method: 'GET',
        url: '/v1/organizations/accounts',
        contentType: 'application/json',
        queryParams: { limit: 200 },
        pathParams: {},
        headers: {},
      }),
    );
    const ids = list(answer, 'accounts').map(({ id }) => id);
    assert.ok(ids.includes(bench.id('member')) && !ids.includes(bench.id('outsider')));
  });

  it('understands what the gateway refuses', async () => {
    await bench.control('/tuning', { rates: 'documented' });
    await bench.control('/clock', { frozen: true });
    await bench.control('/huawei/switches', { callsPerSecond: 1 });
    await bench.advance(1000);
    await call('ListQuota');
    await assert.rejects(call('ListQuota'), isError('APIGW.0308', 429));
  });
});

function makeClient(bench: Bench, who: string, endpoint: string): HcClient {
  const { accessKeyId, accessKeySecret, accountId, securityToken } = bench.account(who);
  const credentials = new GlobalCredentials()
    .withAk(accessKeyId)
    .withSk(accessKeySecret)
    .withDomainId(accountId)
    .withSecurityToken(securityToken);
  return newClient(endpoint).withCredential(credentials);
}

/** What the package's builder does; that one needs another package, which it does not bring. */
function newClient(endpoint: string): HcClient {
  return new HcClient(new DefaultHttpClient({ logger: silent }, [endpoint])).withEndpoints([
    endpoint,
  ]);
}
