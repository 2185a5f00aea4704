import assert from 'node:assert/strict';
import { CloudError } from '../../../../src/clouds/cloud-error.ts';
import type { CallOptions, CreateRequest } from '../../../../src/clouds/cloud.ts';
import { openWire, type WireAnswer, type WireRequest, type WireServer } from './wire-server.ts';

const options: CallOptions = { signal: new AbortController().signal, priority: 'action' };
const shareId = '0c1e2f34-5a6b-4c7d-8e9f-0a1b2c3d4e5f';
const account = '05c734152f00d4200f2bc0179ac6c5e0';

async function collect<Row>(pages: AsyncIterable<readonly Row[]>): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for await (const page of pages) rows.push(...page);
  return rows;
}

async function failureOf(call: Promise<unknown>): Promise<CloudError> {
  const error: unknown = await call.then(
    () => assert.fail('The call succeeded.'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof CloudError, String(error));
  return error;
}

function row(status: string, entity = account): object {
  return {
    associated_entity: entity,
    association_type: 'principal',
    resource_share_id: shareId,
    status,
    external: true,
    created_at: '2022-08-10T07:18:47Z',
    updated_at: '2022-08-10T07:18:47Z',
  };
}

describe('the wire of Huawei Cloud', () => {
  let wire: WireServer | undefined;
  afterEach(async () => {
    await wire?.stop();
    wire = undefined;
  });

  async function open(
    answer: (request: WireRequest, index: number) => WireAnswer,
  ): Promise<WireServer> {
    wire = await openWire(answer);
    return wire;
  }

  const principals = (server: WireServer): Promise<readonly unknown[]> =>
    collect(server.connect().listAssociations('global', { kind: 'principal' }, options));

  it('follows markers to the end through empty pages, with the largest limit', async () => {
    const pages: readonly object[] = [
      { resource_share_associations: [row('associated')], page_info: { next_marker: '1' } },
      { resource_share_associations: [], page_info: { next_marker: 2, current_count: 0 } },
      { resource_share_associations: [row('failed', 'b')], page_info: { next_marker: '' } },
    ];
    const server = await open((_request, index) => ({ body: pages[index] }));
    assert.equal((await principals(server)).length, 2);
    assert.deepEqual(
      server.seen.map(({ body }) => body),
      [undefined, '1', '2'].map((marker) => ({
        association_type: 'principal',
        limit: 2_000,
        ...(marker === undefined ? {} : { marker }),
      })),
    );
  });

  it('stops with an error at a marker that repeats', async () => {
    const server = await open(() => ({
      body: { resource_share_associations: [row('associated')], page_info: { next_marker: '1' } },
    }));
    const failure = await failureOf(principals(server));
    assert.deepEqual([failure.kind, failure.details.code], ['unreadable', 'RepeatedToken']);
    assert.equal(server.seen.length, 2);
  });

  it('does not take a damaged marker for the end', async () => {
    const server = await open(() => ({
      body: { resource_share_associations: [], page_info: { next_marker: {} } },
    }));
    assert.equal((await failureOf(principals(server))).details.code, 'UnexpectedShape');
  });

  it('says that nothing was said where an answer was due, without a request id too', async () => {
    const server = await open(() => ({}));
    const { details } = await failureOf(principals(server));
    assert.deepEqual([details.kind, details.code], ['unreadable', 'EmptyAnswer']);
    assert.equal('requestId' in details, false);
    assert.equal(server.requests.length, 1);
    assert.equal('requestId' in (server.requests[0] ?? {}), false);
  });

  it('hands on the request ids of answers', async () => {
    const server = await open(() => ({
      headers: { 'X-Request-Id': 'r-1' },
      body: { resource_share_associations: [] },
    }));
    const ids: string[] = [];
    const asked = { ...options, onRequestId: (id: string) => ids.push(id) };
    await collect(server.connect().listAssociations('global', { kind: 'resource' }, asked));
    assert.deepEqual(ids, ['r-1']);
  });

  it('leaves open who is outside, whatever the flag says, and passes unknown statuses', async () => {
    const server = await open(() => ({
      body: { resource_share_associations: [row('ASSOCIATED'), row('pausing')] },
    }));
    const rows = await collect(
      server.connect().listAssociations('global', { kind: 'principal' }, options),
    );
    assert.deepEqual(
      rows.map(({ status }) => status),
      [
        { state: 'associated', text: 'ASSOCIATED' },
        { state: 'unknown', text: 'pausing' },
      ],
    );
    for (const found of rows) assert.equal('external' in found, false);
  });

  for (const [seen, asked] of [
    ['associated', 'associating'],
    ['ASSOCIATED', 'ASSOCIATING'],
    ['Associated', 'Associating'],
  ] as const) {
    it(`asks for a state in the letter case of the cloud: ${seen}`, async () => {
      const server = await open(() => ({ body: { resource_share_associations: [row(seen)] } }));
      const client = server.connect();
      const query = { kind: 'principal', state: 'associating' } as const;
      await collect(client.listAssociations('global', query, options));
      await collect(client.listAssociations('global', query, options));
      assert.deepEqual(
        server.seen.map(({ body }) => body),
        ['associating', asked].map((association_status) => ({
          association_type: 'principal',
          association_status,
          limit: 2_000,
        })),
      );
    });
  }

  it('slows down at 429 and APIGW.0308, and goes on', async () => {
    const server = await open((_request, index) =>
      index < 2
        ? { status: 429, body: { error_code: 'apigw.0308', error_msg: 'x' } }
        : { body: { resource_share_associations: [] } },
    );
    const client = server.connect();
    let slowed = 0;
    client.onDidChangeQueue(() => {
      if (client.queueState().slowedUntil !== undefined) slowed += 1;
    });
    await collect(client.listAssociations('global', { kind: 'resource' }, options));
    assert.equal(server.seen.length, 3);
    assert.ok(slowed > 0);
  });

  it('reads both sides with the words of the wire, nothing for an empty list of ids', async () => {
    const server = await open(() => ({
      body: { resource_shares: [], shared_resources: [], shared_principals: null },
    }));
    const client = server.connect({ ownerId: account });
    await collect(client.listShares('global', { owner: 'self', ids: [shareId] }, options));
    await collect(client.listShares('global', { owner: 'other' }, options));
    await collect(client.listReceived('global', { kind: 'resource' }, options));
    await collect(client.listReceived('global', { kind: 'principal' }, options));
    await collect(client.listShares('global', { owner: 'self', ids: [] }, options));
    await collect(client.listAssociations('global', { kind: 'resource', shareIds: [] }, options));
    assert.deepEqual(
      server.seen.map(({ route, body }) => [route, body]),
      [
        [
          'POST /v1/resource-shares/search',
          { resource_owner: 'self', resource_share_ids: [shareId], limit: 2_000 },
        ],
        ['POST /v1/resource-shares/search', { resource_owner: 'other-accounts', limit: 2_000 }],
        ['POST /v1/shared-resources/search', { resource_owner: 'other-accounts', limit: 2_000 }],
        ['POST /v1/shared-principals/search', { resource_owner: 'other-accounts', limit: 2_000 }],
      ],
    );
    for (const { headers } of server.seen) assert.equal(headers['x-domain-id'], account);
  });

  it('always says whether outside principals are allowed, with all that a create takes', async () => {
    const request: CreateRequest = {
      name: 'net',
      description: 'subnets',
      allowExternal: false,
      resources: [{ arn: `vpc:cn-north-4:${account}:subnet:x` }],
      principals: [{ id: account }],
      permissions: ['p-1'],
      tags: [{ key: 'env', value: '' }],
      knownIds: [],
    };
    const server = await open(() => ({
      status: 201,
      body: { resource_share: { id: shareId, name: 'net', status: 'active' } },
    }));
    const share = await server.connect().createShare('global', request, options);
    assert.deepEqual([share.id, share.owner, share.status.state], [shareId, 'self', 'active']);
    assert.deepEqual(server.seen[0]?.body, {
      name: 'net',
      description: 'subnets',
      allow_external_principals: false,
      permission_ids: ['p-1'],
      principals: [account],
      resource_urns: [`vpc:cn-north-4:${account}:subnet:x`],
      tags: [{ key: 'env', value: '' }],
    });
  });

  it('takes an answer without the list that every answer has for none of the cloud', async () => {
    const server = await open(() => ({ body: {} }));
    const client = server.connect();
    const shares = client.listShares('global', { owner: 'self' }, options);
    const rows = client.listAssociations('global', { kind: 'resource' }, options);
    for (const reading of [collect<unknown>(shares), collect<unknown>(rows)]) {
      const { details } = await failureOf(reading);
      assert.deepEqual([details.kind, details.code], ['unreadable', 'UnexpectedShape']);
    }
  });

  it('refuses what the wire has no place for before anything is sent', async () => {
    const server = await open(() => ({}));
    const client = server.connect();
    const request = { principals: [], permissions: ['p-1'] };
    for (const [resources, code] of [
      [[{ type: 'vpc:subnet', id: 'x' }], 'UrnNeeded'],
      [[{ arn: 'a:b:c:d:e', property: '{}' }], 'NoProperties'],
    ] as const) {
      const call = client.associate('global', shareId, { ...request, resources }, options);
      const { details } = await failureOf(call);
      assert.deepEqual([details.code, details.kind, details.notSent], [code, 'invalid', true]);
    }
    const elsewhere = client.associate(
      'global',
      '../permissions',
      { resources: [], principals: [{ id: account }], permissions: [] },
      options,
    );
    assert.equal((await failureOf(elsewhere)).details.code, 'InvalidId');
    assert.equal(server.seen.length, 0);
  });

  it('adds the permissions that a share lacks ahead of its resources', async () => {
    const server = await open(({ route }) => {
      if (route.endsWith('/associated-permissions')) {
        return {
          body: {
            associated_permissions: [
              { permission_id: 'there', status: 'ASSOCIATED' },
              { permission_id: 'gone', status: 'disassociated' },
            ],
          },
        };
      }
      // The page says that this one answers with nothing; something is no less a success.
      if (route.endsWith('/associate-permission')) return { body: {} };
      return { body: { resource_share_associations: [row('associating')] } };
    });
    const rows = await server.connect().associate(
      'global',
      shareId,
      {
        resources: [],
        principals: [{ id: account }],
        permissions: ['there', 'gone', 'new', 'new'],
      },
      options,
    );
    assert.equal(rows.length, 1);
    assert.deepEqual(
      server.seen.map(({ route, body }) => [route.split('/').at(-1), body]),
      [
        ['associated-permissions', undefined],
        ['associate-permission', { permission_id: 'gone', replace: false }],
        ['associate-permission', { permission_id: 'new', replace: false }],
        ['associate', { principals: [account], resource_urns: [] }],
      ],
    );
  });

  it('sees whether a permission was added where that answer is lost', async () => {
    let added = false;
    const server = await open(({ route }) => {
      if (route.endsWith('/associate-permission')) {
        added = true;
        return { status: 502, body: 'Bad gateway' };
      }
      return { body: { associated_permissions: added ? [{ permission_id: 'new' }] : [] } };
    });
    const request = { resources: [], principals: [], permissions: ['new'] };
    assert.deepEqual(await server.connect().associate('global', shareId, request, options), []);
    assert.equal(
      server.seen.filter(({ route }) => route.endsWith('/associate-permission')).length,
      1,
    );
  });

  it('reads permissions under one name of their type, by id and version', async () => {
    const permission = {
      id: 'p-1',
      name: 'subnets',
      resource_type: 'vpc:subnets',
      is_resource_type_default: true,
      version: 3,
      content: '{}',
    };
    const server = await open(({ route }) =>
      route.endsWith('/p-1')
        ? { body: { permission } }
        : { body: { permissions: [permission, { id: 'p-2', resource_type: 'dns:zone' }] } },
    );
    const client = server.connect();
    const rows = await collect(
      client.listPermissions('global', { resourceType: 'vpc:subnet' }, options),
    );
    const summary = {
      name: 'subnets',
      id: 'p-1',
      version: '3',
      resourceType: 'vpc:subnet',
      isDefault: true,
    };
    assert.deepEqual(rows, [summary]);
    assert.deepEqual(await client.getPermission('global', { id: 'p-1', version: '3' }, options), {
      ...summary,
      content: '{}',
    });
    assert.deepEqual(
      server.seen.map(({ query }) => query),
      [{ limit: '2000' }, { permission_version: '3' }],
    );
  });
});

describe('whose keys of Huawei Cloud they are', () => {
  let wire: WireServer | undefined;
  afterEach(async () => {
    await wire?.stop();
    wire = undefined;
  });

  const refused = {
    status: 401,
    body: { error_code: 'APIGW.0301', error_msg: 'verify aksk signature fail' },
  };
  const denied = { status: 403, body: { error_code: 'IAM.0002', error_msg: 'no' } };
  const known = { body: { domains: [{ id: account, name: 'me' }] } };
  const nobody = { body: { domains: [] } };
  const caller = { body: { account_id: account, principal_urn: 'iam::x:user:y' } };

  for (const [how, iam, sts, calls] of [
    ['the identity service knows', known, denied, 1],
    ['the token service knows after an empty list', nobody, caller, 2],
    ['the token service knows after a denial', denied, caller, 2],
  ] as const) {
    it(`is found where ${how}`, async () => {
      wire = await openWire(({ route }) => (route === 'GET /v3/auth/domains' ? iam : sts));
      const client = wire.connect();
      assert.deepEqual(await client.identify(options), { ownerId: account });
      assert.equal(wire.seen.length, calls);
      for (const { headers } of wire.seen) assert.equal(headers['x-domain-id'], undefined);
      await collect(client.listPermissions('global', {}, options)).catch(() => undefined);
      assert.equal(wire.seen.at(-1)?.headers['x-domain-id'], account);
    });
  }

  it('has to be said by the user where neither knows', async () => {
    wire = await openWire(() => denied);
    const { details } = await failureOf(wire.connect().identify(options));
    assert.deepEqual([details.code, details.kind], ['AccountUnknown', 'denied']);
    assert.match(details.advice ?? '', /account id/);
    assert.equal('field' in details, false);
  });

  it('is not asked twice with a wrong signature, which would lock the key', async () => {
    wire = await openWire(() => refused);
    const { details } = await failureOf(wire.connect().identify(options));
    assert.deepEqual([details.kind, details.field], ['credentials', 'accessKeySecret']);
    assert.equal(wire.seen.length, 1);
  });

  it('is asked at the European site where the account lives there', async () => {
    wire = await openWire(({ route }) => (route.startsWith('GET /v3') ? nobody : caller));
    const hosts = ['ram', 'iam', 'sts.eu-west-101'].map((name) => `${name}.myhuaweicloud.eu`);
    // An endpoint that is not usable names the host that was asked for.
    const broken = Object.fromEntries(hosts.map((host) => [host, 'nonsense']));
    const client = wire.connect({ site: 'europe', endpoints: broken });
    const list = await failureOf(collect(client.listPermissions('global', {}, options)));
    assert.equal(list.details.message, 'ram.myhuaweicloud.eu');
    const identity = await failureOf(client.identify(options));
    assert.equal(identity.details.message, 'sts.eu-west-101.myhuaweicloud.eu');
    assert.equal(wire.seen.length, 0);
    assert.deepEqual(await wire.connect({ site: 'europe' }).identify(options), {
      ownerId: account,
    });
  });
});
