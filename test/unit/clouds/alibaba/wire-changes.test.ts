import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import { alibabaDriver } from '../../../../src/clouds/alibaba/driver.ts';
import type { CallOptions, ShareCloud } from '../../../../src/clouds/cloud.ts';
import { systemClock } from '../../../../src/model/clock.ts';

const options: CallOptions = { signal: new AbortController().signal, priority: 'action' };
const region = 'cn-hangzhou';
const RequestId = '2F23CFB6-A721-4E90-AC1E-0E30FA8B45DA';

interface Seen {
  readonly action: string;
  readonly parameters: Readonly<Record<string, string>>;
}

describe('changes on the wire of Alibaba Cloud', () => {
  let server: Server;
  let cloud: ShareCloud;
  let seen: Seen[] = [];
  let answer: (request: Seen) => { readonly status?: number; readonly body: object };
  before(async () => {
    server = createServer((request, response) => {
      const chunks: string[] = [];
      request.setEncoding('utf8');
      request.on('data', (chunk: string) => chunks.push(chunk));
      request.on('end', () => {
        const got: Seen = {
          action: String(request.headers['x-acs-action']),
          parameters: Object.fromEntries(new URLSearchParams(chunks.join(''))),
        };
        seen.push(got);
        const { status = 200, body } = answer(got);
        response.writeHead(status);
        response.end(JSON.stringify({ RequestId, ...body }));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    assert.ok(address !== null && typeof address === 'object');
    cloud = alibabaDriver.connect({
      credentials: () =>
        Promise.resolve({ accessKeyId: 'FAKEAK01', accessKeySecret: 'FakeSecret01' }),
      endpoints: { [`resourcesharing.${region}.aliyuncs.com`]: `http://127.0.0.1:${address.port}` },
      timeoutMs: 1_000_000,
      // Waiting is over a hundred times sooner.
      clock: {
        now: () => systemClock.now(),
        schedule: (delayMs, run) => systemClock.schedule(delayMs / 100, run),
      },
      random: () => 0,
    });
  });
  beforeEach(() => {
    seen = [];
    answer = () => ({ body: {} });
  });
  after(async () => {
    cloud.dispose();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const changes: Readonly<
    Record<string, [() => Promise<unknown>, Readonly<Record<string, string>>]>
  > = {
    DeleteResourceShare: [
      () => cloud.deleteShare(region, 'rs-1234', options),
      { ResourceShareId: 'rs-1234' },
    ],
    AssociateResourceSharePermission: [
      () => cloud.setPermission(region, 'rs-1234', 'P1', { replace: false }, options),
      { ResourceShareId: 'rs-1234', PermissionName: 'P1', Replace: 'false' },
    ],
    DisassociateResourceSharePermission: [
      () => cloud.removePermission(region, 'rs-1234', 'P1', options),
      { ResourceShareId: 'rs-1234', PermissionName: 'P1' },
    ],
    TagResources: [
      () =>
        cloud.tagShare(
          region,
          'rs-1234',
          [
            { key: 'env', value: 'prod' },
            { key: 'team', value: '' },
          ],
          options,
        ),
      {
        RegionId: region,
        ResourceType: 'ResourceShare',
        'ResourceId.1': 'rs-1234',
        'Tag.1.Key': 'env',
        'Tag.1.Value': 'prod',
        'Tag.2.Key': 'team',
        'Tag.2.Value': '',
      },
    ],
    UntagResources: [
      () => cloud.untagShare(region, 'rs-1234', ['env', 'team'], options),
      {
        RegionId: region,
        ResourceType: 'ResourceShare',
        'ResourceId.1': 'rs-1234',
        'TagKey.1': 'env',
        'TagKey.2': 'team',
      },
    ],
    ChangeResourceGroup: [
      () => cloud.moveToResourceGroup(region, 'rs-1234', 'rg-1', options),
      { ResourceId: 'rs-1234', ResourceRegionId: region, ResourceGroupId: 'rg-1' },
    ],
    EnableSharingWithResourceDirectory: [() => cloud.enableOrganizationSharing(options), {}],
  };
  for (const [action, [change, parameters]] of Object.entries(changes)) {
    it(`sends ${action} once, with what it takes and nothing else`, async () => {
      assert.equal(await change(), undefined);
      assert.deepEqual(seen, [{ action, parameters }]);
    });
  }

  it('takes out by id, by ARN and by principal', async () => {
    const row = { ResourceShareId: 'rs-1234', AssociationStatus: 'Disassociating' };
    answer = () => ({
      body: {
        ResourceShareAssociations: [
          { ...row, AssociationType: 'Resource', EntityId: 'vsw-1', EntityType: 'VSwitch' },
          { ...row, AssociationType: 'Target', EntityId: '1720505253001234' },
        ],
      },
    });
    const rows = await cloud.disassociate(
      region,
      'rs-1234',
      {
        resources: [{ type: 'VSwitch', id: 'vsw-1', property: '{"a":1}' }, { arn: 'acs:x:::y/z' }],
        principals: [{ id: '1720505253001234' }],
      },
      options,
    );
    assert.deepEqual(
      rows.map(({ kind, status }) => [kind, status.state]),
      [
        ['resource', 'disassociating'],
        ['principal', 'disassociating'],
      ],
    );
    assert.deepEqual(seen, [
      {
        action: 'DisassociateResourceShare',
        parameters: {
          ResourceShareId: 'rs-1234',
          'Resources.1.ResourceId': 'vsw-1',
          'Resources.1.ResourceType': 'VSwitch',
          'ResourceArns.1': 'acs:x:::y/z',
          'Targets.1': '1720505253001234',
        },
      },
    ]);
  });

  it('leaves as one of the other accounts, by its own id', async () => {
    await cloud.leaveShare(region, 'rs-1234', { ownerId: '1720505253001234' }, options);
    assert.deepEqual(seen, [
      {
        action: 'DisassociateResourceShare',
        parameters: {
          ResourceShareId: 'rs-1234',
          ResourceOwner: 'OtherAccounts',
          'Targets.1': '1720505253001234',
        },
      },
    ]);
  });

  it('reads an acceptance of which not everything could be handed over', async () => {
    answer = () => ({
      body: {
        ResourceShareInvitation: {
          ResourceShareInvitationId: 'i-1',
          ResourceShareId: 'rs-1234',
          Status: 'AcceptFailed',
          AcceptInvitationFailedDetails: [
            {
              ResourceId: 's-1',
              ResourceType: 'Snapshot',
              FailureReason: 'Unavailable',
              FailureDescription: 'Not now.',
              OperationType: 'Associate',
            },
          ],
        },
      },
    });
    const read = await cloud.acceptInvitation(region, 'i-1', options);
    assert.deepEqual(
      [read.id, read.status.state, read.failures],
      [
        'i-1',
        'acceptFailed',
        [
          {
            entityId: 's-1',
            entityType: 'Snapshot',
            reason: 'Unavailable',
            description: 'Not now.',
            operation: 'Associate',
          },
        ],
      ],
    );
  });

  it('counts sharing with the directory that is on already as switched on', async () => {
    answer = () => ({ status: 409, body: { Code: 'AlreadyEnabled', Message: 'already' } });
    await cloud.enableOrganizationSharing(options);
    answer = () => ({ status: 409, body: { Code: 'ActionNotPermitted', Message: 'no' } });
    await assert.rejects(cloud.enableOrganizationSharing(options), { kind: 'denied' });
  });

  it('reads the versions of a permission, whatever is missing', async () => {
    answer = () => ({
      body: {
        Permissions: [
          { PermissionName: 'P1', PermissionVersion: 'v1', DefaultVersion: false },
          { PermissionName: 'P1', PermissionVersion: 'v2', DefaultVersion: true, CreateTime: 't' },
          { PermissionName: 'P1' },
        ],
      },
    });
    const versions = [];
    for await (const page of cloud.listPermissionVersions(region, { id: 'P1' }, options)) {
      versions.push(...page);
    }
    assert.deepEqual(
      versions.map((one) => [one.version, one.isDefaultVersion, one.createdAt]),
      [
        ['v1', false, ''],
        ['v2', true, 't'],
        ['', false, ''],
      ],
    );
  });

  it('takes no answer for a switch that is neither on nor off', async () => {
    for (const body of [{}, { EnableSharingWithRd: 'true' }]) {
      answer = () => ({ body });
      await assert.rejects(cloud.organizationSharing(options), { kind: 'unreadable' });
    }
  });
});
