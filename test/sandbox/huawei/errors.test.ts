import assert from 'node:assert/strict';
import {
  findError,
  gatewayErrors,
  serviceErrors,
} from '../../../src/sandbox/huawei/error-table.ts';
import { permissions } from '../../../src/sandbox/huawei/permission-library.ts';
import { list, text, type Content } from '../caller.ts';
import { Bench } from './caller.ts';

interface Stage {
  readonly bench: Bench;
  readonly unitUrn: string;
  readonly organisationUrn: string;
  /** A settled share of the owner with a function and the member in it. */
  readonly share: string;
}

interface Case {
  readonly code: string;
  /** `{share}` stands for the share of the stage. */
  readonly route: string;
  readonly who?: string;
  readonly body?: object | string | ((stage: Stage) => Content | Promise<Content>);
  readonly query?: Readonly<Record<string, string>>;
  /** What the code needs; turned back afterwards. */
  readonly given?: readonly [route: string, body: object];
  readonly turnedBack?: object;
}

const unknownId = '00000000-0000-4000-a000-000000000000';
const elsewhere = '05c734152f00d4200f2bc0179ac6c5e0';
const create = 'POST /v1/resource-shares';
const associate = 'POST /v1/resource-shares/{share}/associate';
const disassociate = 'POST /v1/resource-shares/{share}/disassociate';
const update = 'PUT /v1/resource-shares/{share}';
const search = 'POST /v1/resource-shares/search';
const rows = 'POST /v1/resource-share-associations/search';
const bind = 'POST /v1/resource-shares/{share}/associate-permission';
const unbind = 'POST /v1/resource-shares/{share}/disassociate-permission';
const accept = `POST /v1/resource-share-invitations/${unknownId}/accept`;
const addTags = 'POST /v1/resource-shares/{share}/tags/create';
const name = 'n';
const self = { resource_owner: 'self' };
const many = (count: number): string[] => Array.from({ length: count }, (_, index) => `x${index}`);
const zone = permissions.filter(({ resourceType }) => resourceType === 'dns:zone');
const [first, second] = zone.map(({ id }) => id);
const forFunctions =
  permissions.find(({ resourceType }) => resourceType === 'functiongraph:function')?.id ?? '';
const of = (body: Content): Content => ({ name, ...body });

const malformed: readonly Case[] = (
  [
    [create, {}],
    [create, of({ name: '' })],
    [create, of({ name: 'x'.repeat(65) })],
    [create, of({ name: 'a b' })],
    [create, of({ description: 'a <b>' })],
    [create, of({ description: 'x'.repeat(257) })],
    [create, of({ principals: many(21) })],
    [create, of({ resource_urns: many(21) })],
    [create, of({ permission_ids: many(21) })],
    [create, of({ resource_urns: ['not-a-urn'] })],
    [create, of({ allow_external_principals: 'yes' })],
    [create, of({ tags: [{ key: 'k', value: null }] })],
    [create, of({ tags: [{ key: '_sys_k', value: '' }] })],
    [create, of({ tags: [{ key: ' k', value: '' }] })],
    [create, of({ tags: Array.from({ length: 2 }, () => ({ key: 'k', value: 'v' })) })],
    [create, of({ tags: Array.from({ length: 21 }, (_, i) => ({ key: `k${i}`, value: 'v' })) })],
    [create, '{'],
    [update, {}],
    [update, of({ description: '<' })],
    [associate, {}],
    [disassociate, {}],
    [search, {}],
    [search, { resource_owner: 'Self' }],
    [search, { ...self, limit: 0 }],
    [search, { ...self, limit: 2001 }],
    [search, { ...self, marker: 'x' }],
    [search, { ...self, resource_share_ids: [] }],
    [search, { ...self, resource_share_ids: many(101) }],
    [rows, {}],
    [rows, { association_type: 'Principal' }],
    ['POST /v1/shared-resources/search', {}],
    ['POST /v1/shared-resources/search-distinct-resource', {}],
    ['POST /v1/shared-principals/search', {}],
    ['POST /v1/shared-principals/search-distinct-principal', {}],
    ['POST /v1/resource-share-invitations/search', { limit: 'all' }],
    [bind, {}],
    [unbind, {}],
    [addTags, { tags: [] }],
    ['POST /v1/resource-shares/{share}/tags/delete', {}],
    ['POST /v1/resource-shares/resource-instances/filter', { matches: [{ key: 'x', value: '' }] }],
    ['POST /v1/resource-shares/resource-instances/count', { tags: [{ key: 'a' }, { key: 'a' }] }],
    ['DELETE /v1/resource-shares/a.b', undefined],
  ] as const
).map(([route, body]) => ({
  code: 'RAM.EMU.0001',
  route,
  ...(body === undefined ? {} : { body }),
}));

const cases: readonly Case[] = [
  ...malformed,
  { code: 'RAM.EMU.0001', route: 'GET /v1/permissions', query: { limit: '2001' } },
  { code: 'RAM.EMU.0001', route: 'GET /v1/permissions', query: { permission_type: 'mine' } },
  { code: 'RAM.1004', route: create, body: of({ principals: ['1720505253001234'] }) },
  { code: 'RAM.1004', route: create, body: of({ principals: ['0'.repeat(32)] }) },
  { code: 'RAM.1005', route: create, body: ({ bench }) => of({ principals: [bench.id('owner')] }) },
  { code: 'RAM.1006', route: create, body: of({ principals: [elsewhere, elsewhere] }) },
  {
    code: 'RAM.1006',
    route: associate,
    body: ({ bench }) => ({ principals: [bench.id('member')] }),
  },
  {
    code: 'RAM.1007',
    route: create,
    body: ({ bench }) => of({ resource_urns: [bench.urn('a'), bench.urn('a')] }),
  },
  {
    code: 'RAM.1007',
    route: associate,
    body: ({ bench }) => ({ resource_urns: [bench.urn('a')] }),
  },
  {
    code: 'RAM.1008',
    route: 'GET /v1/resource-types',
    given: ['/huawei/switches', { denial: 'check' }],
    turnedBack: { denial: 'service' },
  },
  {
    code: 'RAM.1009',
    route: create,
    body: ({ bench }) => of({ resource_urns: [bench.urn('c', 'zoo:cat')] }),
  },
  {
    code: 'RAM.1010',
    route: associate,
    body: ({ bench }) => ({ resource_urns: [bench.urn('a', 'vpc:subnet', 'member')] }),
  },
  {
    code: 'RAM.1011',
    route: addTags,
    body: {
      tags: [
        { key: 'one', value: '' },
        { key: 'two', value: '' },
      ],
    },
    given: ['/huawei/quotas', { tagsPerShare: 1 }],
    turnedBack: { tagsPerShare: 20 },
  },
  {
    code: 'RAM.1012',
    route: create,
    body: of({}),
    given: ['/huawei/quotas', { sharesPerAccount: 1 }],
    turnedBack: { sharesPerAccount: 100 },
  },
  {
    code: 'RAM.1012',
    route: associate,
    body: { principals: [elsewhere] },
    given: ['/huawei/quotas', { pendingInvitations: 0 }],
    turnedBack: { pendingInvitations: 20 },
  },
  {
    code: 'RAM.1012',
    route: associate,
    body: ({ bench }) => ({ resource_urns: [bench.urn('z')] }),
    given: ['/huawei/quotas', { resourcesPerAccount: 2 }],
    turnedBack: { resourcesPerAccount: 5000 },
  },
  {
    code: 'RAM.1013',
    route: associate,
    body: ({ unitUrn }) => ({ principals: [unitUrn] }),
    given: ['/huawei/organisation', { sharing: false }],
    turnedBack: { sharing: true },
  },
  {
    code: 'RAM.1014',
    route: create,
    body: of({ allow_external_principals: false, principals: [elsewhere] }),
  },
  {
    code: 'RAM.1014',
    route: create,
    body: of({ principals: [`organizations::${elsewhere}:organization:o-abcdefghijkl`] }),
  },
  {
    code: 'RAM.1014',
    route: create,
    who: 'outsider',
    body: ({ unitUrn }) => of({ principals: [unitUrn] }),
  },
  {
    code: 'ram.1102',
    route: 'DELETE /v1/resource-shares/{share}',
    given: ['/huawei/in-use', {}],
    turnedBack: {},
  },
  { code: 'RAM.1801', route: 'POST /v1/organization-share/enable', who: 'member' },
  { code: 'RAM.1802', route: 'POST /v1/organization-share/disable', who: 'outsider' },
  {
    code: 'RAM.1802',
    route: create,
    body: ({ unitUrn }) => of({ principals: [unitUrn.replace(/ou-\w+$/, 'ou-nowhere000')] }),
  },
  { code: 'RAM.EMU.0002', route: `DELETE /v1/resource-shares/${unknownId}` },
  { code: 'RAM.EMU.0002', route: update, who: 'member', body: { name } },
  { code: 'RAM.EMU.0003', route: `GET /v1/permissions/${unknownId}` },
  {
    code: 'RAM.EMU.0003',
    route: `GET /v1/permissions/${first ?? ''}`,
    query: { permission_version: '9' },
  },
  { code: 'RAM.EMU.0003', route: create, body: of({ permission_ids: [unknownId] }) },
  { code: 'RAM.EMU.0004', route: accept },
  { code: 'RAM.EMU.0006', route: create, body: of({ permission_ids: [first, second] }) },
  { code: 'RAM.EMU.0007', route: unbind, body: { permission_id: forFunctions } },
  {
    code: 'RAM.EMU.0008',
    route: update,
    body: async ({ bench, share }) => {
      await bench.ok('owner', `POST /v1/resource-shares/${share}/associate`, {
        principals: [elsewhere],
      });
      return of({ allow_external_principals: false });
    },
  },
  { code: 'RAM.EMU.0010', route: disassociate, body: { principals: [`${elsewhere.slice(1)}0`] } },
  { code: 'RAM.EMU.0010', route: unbind, body: { permission_id: first } },
  {
    code: 'RAM.EMU.0012',
    route: create,
    body: { name: 'reserve' },
    given: ['/huawei/switches', { uniqueNames: true }],
    turnedBack: { uniqueNames: false },
  },
  {
    code: 'RAM.EMU.0013',
    route: create,
    body: of({ permission_ids: [first] }),
    given: ['/huawei/switches', { strayPermission: 'refused' }],
    turnedBack: { strayPermission: 'bound' },
  },
  {
    code: 'RAM.EMU.0014',
    route: 'DELETE /v1/resource-shares/{share}',
    given: ['/tuning', { busyShares: true, settleMs: 60_000 }],
    turnedBack: { busyShares: false, settleMs: 0 },
    body: async ({ bench, share }) => {
      await bench.ok('owner', `POST /v1/resource-shares/${share}/associate`, {
        resource_urns: [bench.urn('busy')],
      });
      return {};
    },
  },
];

function isMade(body: Case['body']): body is (stage: Stage) => Content | Promise<Content> {
  return typeof body === 'function';
}

describe('errors of the Huawei sandbox', () => {
  let stage: Stage;
  const reached = new Set(['RAM.1001', 'RAM.1002', 'RAM.1003', 'RAM.EMU.0005', 'RAM.EMU.0011']);
  before(async () => {
    const bench = await Bench.start();
    const organisation = await bench.organisation();
    const [unit] = list(organisation, 'units');
    const share = await bench.create('owner', {
      principals: [bench.id('member')],
      resource_urns: [bench.urn('a')],
    });
    stage = {
      bench,
      share,
      unitUrn: text(unit ?? {}, 'urn'),
      organisationUrn: text(organisation, 'urn'),
    };
    await bench.control('/huawei/deny', {
      accountId: bench.id('owner'),
      operations: ['ListResourceTypes'],
    });
  });
  after(() => stage.bench.stop());

  for (const [
    index,
    { code, route, who = 'owner', body, query, given, turnedBack },
  ] of cases.entries()) {
    it(`${route} answers ${code} (${index})`, async () => {
      const { bench, share } = stage;
      const urn = bench.urn('a');
      const isInUse = given?.[0] === '/huawei/in-use';
      if (given !== undefined)
        await bench.control(given[0], isInUse ? { urn, inUse: true } : given[1]);
      const sent = isMade(body) ? await body(stage) : body;
      const answer = await bench.call(who, route.replace('{share}', share), {
        ...(sent === undefined ? {} : { body: sent }),
        ...(query === undefined ? {} : { query }),
      });
      if (given !== undefined) {
        await bench.control(given[0], isInUse ? { urn, inUse: false } : (turnedBack ?? {}));
      }
      assert.equal(answer.content.error_code, code, answer.text);
      assert.equal(answer.status, findError(code)?.status);
      assert.doesNotMatch(text(answer.content, 'error_msg'), /%s/);
      reached.add(code);
    });
  }

  it('refuses a second permission of a type unless it replaces the first', async () => {
    const { bench } = stage;
    const share = await bench.create('owner', { permission_ids: [first] });
    const route = `POST /v1/resource-shares/${share}/associate-permission`;
    const body = { permission_id: second };
    assert.equal(await bench.code('owner', route, { body }), 'RAM.EMU.0006');
    const done = await bench.call('owner', route, { body: { ...body, replace: true } });
    assert.deepEqual([done.status, done.text], [200, '']);
    await bench.ok('owner', `POST /v1/resource-shares/${share}/disassociate-permission`, body);
  });

  it('refuses to change a share that is deleted', async () => {
    const { bench } = stage;
    const share = await bench.create('owner');
    await bench.ok('owner', `DELETE /v1/resource-shares/${share}`);
    assert.equal(
      await bench.code('owner', `PUT /v1/resource-shares/${share}`, { body: { name } }),
      'RAM.EMU.0009',
    );
    reached.add('RAM.EMU.0009');
  });

  it('refuses the whole organisation where only root and units are principals', async () => {
    const { bench, organisationUrn } = stage;
    const body = of({ principals: [organisationUrn] });
    await bench.withSwitches({ organisationUrns: 'root-and-units' }, async () => {
      assert.equal(await bench.code('owner', create, { body }), 'RAM.1004');
    });
    await bench.ok('owner', create, body);
  });

  it('denies what an identity may not do in three ways', async () => {
    const { bench } = stage;
    const denied = await bench.call('owner', 'GET /v1/resource-types');
    assert.deepEqual([denied.status, denied.content.error_code], [403, 'RAM.EMU.0403']);
    assert.notEqual(denied.content.encoded_authorization_message, undefined);
    reached.add('RAM.EMU.0403');
    await bench.withSwitches({ denial: 'gateway' }, async () => {
      assert.equal(await bench.code('owner', 'GET /v1/resource-types'), 'APIGW.0302');
    });
  });

  it('injects what no call can reach, and every other code too', async () => {
    const { bench } = stage;
    const codes = Object.keys({ ...gatewayErrors, ...serviceErrors }).filter(
      (code) => !code.includes('#'),
    );
    for (const code of codes) {
      await bench.control('/faults', {
        cloud: 'huawei',
        operation: 'ShowOrganizationShare',
        fault: { kind: 'error', code },
      });
      const answer = await bench.call('owner', 'GET /v1/organization-share');
      assert.equal(answer.content.error_code, code);
      assert.equal(answer.status, findError(code)?.status);
      assert.equal('request_id' in answer.content, code.startsWith('APIGW'));
    }
  });

  it("reached every code of the service that is not the vendor's own secret", () => {
    const unreachable = ['RAM.1015', 'RAM.1026', 'RAM.1027', 'RAM.1028'];
    assert.deepEqual(
      Object.keys(serviceErrors).filter((code) => !reached.has(code)),
      unreachable,
    );
  });
});
