import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import type * as OpenApiModule from '@alicloud/openapi-core';
import { resourceSharing } from '../../src/sandbox/alibaba/operations/table.ts';
import { asContent, Bench, list, text, type Content } from './caller.ts';

// The package is CommonJS with a default export, which an ES import would wrap once more.
const openApi = createRequire(import.meta.url)('@alicloud/openapi-core') as typeof OpenApiModule;
const { default: Client, $OpenApiUtil } = openApi;

/** A call by the vendor's SDK core as it is, with values not yet flattened. */
type VendorCall = (action: string, request?: object, who?: string) => Promise<Content>;

describe("the vendor's SDK core against the sandbox", () => {
  let bench: Bench;
  let call: VendorCall;
  const called = new Set<string>();

  before(async () => {
    bench = await Bench.start({ settleMs: 0 });
    call = (action, request = {}, who = 'owner') => {
      called.add(action);
      return vendorCall(bench, bench.endpoint(), action, '2020-01-10', request, who);
    };
  });
  after(() => bench.stop());

  it('calls every operation', async () => {
    const [member, outsider] = [bench.account('member'), bench.account('outsider')];
    const created = asContent(
      (
        await call('CreateResourceShare', {
          ResourceShareName: 'by-the-sdk',
          AllowExternalTargets: true,
          Resources: [{ ResourceId: 'vsw-sdk1', ResourceType: 'VSwitch' }],
          Targets: [outsider.accountId],
          Tag: [{ Key: 'made by', Value: "the vendor's (SDK)*!" }],
        })
      ).ResourceShare,
    );
    const share = { ResourceShareId: text(created, 'ResourceShareId') };
    const listed = await call('ListResourceShares', {
      ResourceOwner: 'Self',
      ResourceShareIds: [share.ResourceShareId],
    });
    const [row] = list(listed, 'ResourceShares');
    assert.equal(row?.ResourceShareStatus, 'Pending');
    assert.deepEqual(row.Tags, [{ Key: 'made by', Value: "the vendor's (SDK)*!" }]);

    const [invitation] = list(
      await call(
        'ListResourceShareInvitations',
        { ResourceShareIds: [share.ResourceShareId] },
        'outsider',
      ),
      'ResourceShareInvitations',
    );
    const answer = {
      ResourceShareInvitationId: text(invitation ?? {}, 'ResourceShareInvitationId'),
    };
    await call('AcceptResourceShareInvitation', answer, 'outsider');
    await assert.rejects(
      call('RejectResourceShareInvitation', answer, 'outsider'),
      vendorError('InvitationStatus.AlreadyAccepted', 409),
    );

    const changed = await call('AssociateResourceShare', {
      ...share,
      Targets: [member.accountId],
      ResourceArns: [`acs:ecs:cn-hangzhou:${bench.account('owner').accountId}:image/m-sdk1`],
    });
    assert.equal(list(changed, 'ResourceShareAssociations').length, 2);
    const rows = await call('ListResourceShareAssociations', {
      AssociationType: 'Resource',
      AssociationStatus: 'Associated',
      ResourceShareIds: [share.ResourceShareId],
    });
    assert.equal(list(rows, 'ResourceShareAssociations').length, 2);
    const received = await call(
      'ListSharedResources',
      { ResourceOwner: 'OtherAccounts', ResourceShareIds: [share.ResourceShareId] },
      'member',
    );
    assert.equal(list(received, 'SharedResources').length, 2);
    const targets = await call('ListSharedTargets', {
      ResourceOwner: 'Self',
      ResourceShareIds: [share.ResourceShareId],
    });
    assert.equal(list(targets, 'SharedTargets').length, 2);

    await call('UpdateResourceShare', { ...share, ResourceShareName: 'by-the-sdk-2' });
    const name = { PermissionName: 'AliyunRSDefaultPermissionSnapshot' };
    await call('AssociateResourceSharePermission', { ...share, ...name });
    assert.equal(
      list(
        await call('ListResourceSharePermissions', { ...share, ResourceOwner: 'Self' }),
        'Permissions',
      ).length,
      3,
    );
    await call('DisassociateResourceSharePermission', { ...share, ...name });
    assert.equal(
      list(await call('ListPermissions', { MaxResults: 100 }), 'Permissions').length,
      15,
    );
    assert.match(
      text(asContent((await call('GetPermission', name)).Permission), 'Permission'),
      /^\{"Effect":"Allow"/,
    );
    const versions = await call('ListPermissionVersions', {
      PermissionName: 'AliyunRSDefaultPermissionKMSInstance',
    });
    assert.deepEqual(
      list(versions, 'Permissions').map((version) => version.DefaultVersion),
      [false, true],
    );

    const tagged = {
      RegionId: 'cn-hangzhou',
      ResourceType: 'ResourceShare',
      ResourceId: [share.ResourceShareId],
    };
    await call('TagResources', { ...tagged, Tag: [{ Key: 'a', Value: '1' }] });
    await call('UntagResources', { ...tagged, TagKey: ['made by'] });
    const tags = asContent((await call('ListTagResources', tagged)).TagResources);
    assert.deepEqual(list(tags, 'TagResource'), [
      {
        ResourceId: share.ResourceShareId,
        ResourceType: 'ResourceShare',
        TagKey: 'a',
        TagValue: '1',
      },
    ]);
    await call('ChangeResourceGroup', {
      ResourceId: share.ResourceShareId,
      ResourceRegionId: 'cn-hangzhou',
      ResourceGroupId: 'rg-sdk1',
    });

    assert.equal((await call('CheckSharingWithResourceDirectoryStatus')).EnableSharingWithRd, true);
    await assert.rejects(
      call('EnableSharingWithResourceDirectory'),
      vendorError('AlreadyEnabled', 409),
    );
    assert.equal(list(await call('DescribeRegions'), 'Regions').length, 3);

    await call('DisassociateResourceShare', { ...share, Targets: [member.accountId] });
    await call('DeleteResourceShare', share);
    assert.deepEqual(
      [...resourceSharing.operations.keys()].filter((action) => !called.has(action)),
      [],
    );
  });

  it('asks who calls, also with temporary credentials', async () => {
    for (const who of ['owner', 'temporary']) {
      const { sts } = bench.sandbox.description.clouds.alibaba;
      const identity = await vendorCall(bench, sts, 'GetCallerIdentity', '2015-04-01', {}, who);
      assert.equal(identity.AccountId, bench.account(who).accountId);
    }
  });

  it('understands what the sandbox throttles', async () => {
    await bench.control('/tuning', { rates: 'documented' });
    const calls = Array.from({ length: 30 }, () =>
      call('DescribeRegions').catch((error: unknown) => error),
    );
    const errors = (await Promise.all(calls)).filter((result) => result instanceof Error);
    assert.ok(errors.length > 0);
    for (const error of errors) {
      assert.equal(error.name, 'ThrottlingError');
      assert.ok(
        'retryAfter' in error && typeof error.retryAfter === 'number' && error.retryAfter > 0,
      );
    }
  });
});

async function vendorCall(
  bench: Bench,
  endpoint: string,
  action: string,
  version: string,
  request: object,
  who: string,
): Promise<Content> {
  const { accessKeyId, accessKeySecret, securityToken } = bench.account(who);
  const client = new Client(
    new $OpenApiUtil.Config({
      accessKeyId,
      accessKeySecret,
      ...(securityToken === undefined ? {} : { securityToken, type: 'sts' }),
      endpoint: new URL(endpoint).host,
      protocol: 'HTTP',
    }),
  );
  const answer: unknown = await client.callApi(
    new $OpenApiUtil.Params({
      action,
      version,
      protocol: 'HTTP',
      pathname: '/',
      method: 'POST',
      authType: 'AK',
      style: 'RPC',
      reqBodyType: 'formData',
      bodyType: 'json',
    }),
    new $OpenApiUtil.OpenApiRequest({ query: openApi.OpenApiUtil.query({ ...request }) }),
    Object.assign(Object.create(null) as Parameters<typeof client.callApi>[2], {
      autoretry: false,
    }),
  );
  return asContent(asContent(answer).body);
}

function vendorError(code: string, status: number): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof Error && 'code' in error && 'statusCode' in error);
    assert.deepEqual([error.code, error.statusCode], [code, status]);
    return true;
  };
}
