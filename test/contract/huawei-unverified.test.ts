import assert from 'node:assert/strict';
import * as z from 'zod/mini';
import type { CreateRequest, ShareCloud } from '../../src/clouds/cloud.ts';
import { Caller } from '../../src/clouds/huawei/caller.ts';
import { listPermissions } from '../../src/clouds/huawei/calls/permissions.ts';
import { followPages } from '../../src/clouds/http/pages.ts';
import { statedDefaults } from '../../src/sandbox/huawei/switches.ts';
import { hastyClock } from './both-clouds.ts';
import {
  asUser,
  collect,
  credentialsOf,
  failureOf,
  openSession,
  type Role,
  type Session,
} from './session.ts';

const region = 'global';
const unknownId = '00000000-0000-4000-a000-000000000000';

/** What the vendor's pages leave open is a switch of the sandbox: the client has to work either way. */
describe('what is not known of Huawei Cloud', () => {
  let session: Session;
  let names = 0;
  before(async () => {
    session = await openSession({ cloud: 'huawei' });
  });
  after(() => session.stop());
  beforeEach(() => session.control('/reset', {}));

  /** Every way that was tried of every switch. */
  const tried = new Map<string, Set<unknown>>();
  function turn(switches: object): Promise<unknown> {
    for (const [name, value] of Object.entries(switches)) {
      tried.set(name, (tried.get(name) ?? new Set()).add(value));
    }
    return session.control('/huawei/switches', switches);
  }

  function connect(role: Role = 'owner'): ShareCloud {
    return session.connect(role, { clock: hastyClock, timeoutMs: 100_000 });
  }

  /** Resources that no other request has. */
  const fresh = (): Pick<CreateRequest, 'resources'> => ({ resources: request().resources });

  function request(changes: Partial<CreateRequest> = {}): CreateRequest {
    names += 1;
    const { accountId } = session.account('owner');
    return {
      name: `open-${names}`,
      allowExternal: true,
      resources: [{ arn: `dns:cn-north-4:${accountId}:zone:zone-${names}` }],
      principals: [],
      permissions: [],
      knownIds: [],
      ...changes,
    };
  }

  /** Everything that the owner can list, as the model has it. */
  async function everything(client: ShareCloud): Promise<{
    readonly states: readonly string[];
    readonly rows: number;
    readonly failed: number;
    readonly received: number;
    readonly permissions: readonly string[];
    readonly outside: readonly string[];
  }> {
    const shares = await collect(client.listShares(region, { owner: 'self' }, asUser()));
    const kinds = ['resource', 'principal'] as const;
    const own = await Promise.all(
      kinds.map((kind) => collect(client.listAssociations(region, { kind }, asUser()))),
    );
    const failed = await Promise.all(
      kinds.map((kind) =>
        collect(client.listAssociations(region, { kind, state: 'failed' }, asUser())),
      ),
    );
    const member = connect('member');
    const received = await Promise.all(
      kinds.map((kind) => collect(member.listReceived(region, { kind }, asUser()))),
    );
    const offered = await collect(
      client.listPermissions(region, { resourceType: 'vpc:subnet' }, asUser()),
    );
    for (const { createdAt } of [...shares, ...own.flat()]) {
      assert.ok(!Number.isNaN(Date.parse(createdAt)), createdAt);
    }
    return {
      states: [...shares, ...own.flat(), ...received.flat()].map(({ status }) => status.state),
      rows: own.flat().length,
      failed: failed.flat().length,
      received: received.flat().length,
      outside: own.flat().map(({ entityId, external }) => `${entityId} ${String(external)}`),
      permissions: offered.map(({ id, resourceType }) => `${resourceType} ${id}`),
    };
  }

  for (const switches of [
    { statusCase: 'upper' },
    { statusCase: 'title' },
    { external: 'inside' },
    { emptyBody: 'object' },
    { timestamps: 'seconds' },
    { defaultLimit: 1 },
    { lastMarker: 'empty' },
    { lastMarker: 'null' },
    { emptyCount: 'absent' },
    { emptyPages: true },
    { senderSeesInvitations: true },
    { receiverSeesTags: true },
    { subnetType: 'vpc:subnets' },
    { requestId: false },
    { domains: 'empty' },
    { listsManagement: false },
    { retryAfter: true },
  ]) {
    it(`does not matter to a reader: ${JSON.stringify(switches)}`, async () => {
      const plain = await everything(session.connect('owner'));
      assert.ok(plain.failed > 0 && plain.received > 0 && plain.permissions.length > 0);
      assert.ok(!plain.states.includes('unknown'));
      for (const known of [/ true$/, / false$/])
        assert.ok(plain.outside.some((text) => known.test(text)));
      await turn(switches);
      assert.deepEqual(await everything(session.connect('owner')), plain);
      const { ownerId } = await connect().identify(asUser());
      assert.equal(ownerId, session.account('owner').accountId);
    });
  }

  it('tells sent invitations from received ones where one search finds both', async () => {
    const { accountId } = session.account('owner');
    const lists = async (client: ShareCloud): Promise<readonly (readonly string[])[]> => {
      const sides = ['received', 'sent'] as const;
      const found = await Promise.all(
        sides.map((side) => collect(client.listInvitations(region, { side }, asUser()))),
      );
      return found.map((rows) => rows.map(({ senderId }) => senderId));
    };
    const client = session.connect('owner', { ownerId: accountId });
    const [received = [], sent] = await lists(client);
    assert.ok(received.length > 0 && !received.includes(accountId));
    assert.deepEqual(sent, []);
    await turn({ senderSeesInvitations: true });
    const [same, seen = []] = await lists(client);
    assert.deepEqual(same, received);
    assert.ok(seen.length > 0 && seen.every((id) => id === accountId));
  });

  for (const statusCase of ['upper', 'title'] as const) {
    it(`reads invitations in ${statusCase} case`, async () => {
      const outsider = session.connect('outsider');
      const list = () => collect(outsider.listInvitations(region, { side: 'received' }, asUser()));
      const states = (await list()).map(({ status }) => status.state);
      await turn({ statusCase });
      assert.deepEqual(
        (await list()).map(({ status }) => status.state),
        states,
      );
    });
  }

  for (const switches of [
    { statusCase: 'upper' },
    { emptyBody: 'object' },
    { timestamps: 'seconds' },
    { nameFilter: 'prefix' },
    { nameFilter: 'exact' },
    { strayPermission: 'refused' },
    { requestId: false },
  ]) {
    it(`does not matter to a change whose answer is lost: ${JSON.stringify(switches)}`, async () => {
      await turn(switches);
      const client = connect();
      const plain = request();
      const longer = request({ name: `${plain.name}-longer` });
      await client.createShare(region, longer, asUser());
      await session.control('/faults', {
        operation: 'CreateResourceShare',
        fault: { kind: 'drop', executed: true },
      });
      const share = await client.createShare(region, plain, asUser());
      assert.equal(share.name, plain.name);
      const permissions = await collect(
        client.listPermissions(region, { resourceType: 'dns:zone' }, asUser()),
      );
      await session.control('/faults', {
        operation: 'AssociateResourceShare',
        fault: { kind: 'drop', executed: true },
      });
      const more = {
        ...request(),
        permissions: permissions.filter(({ isDefault }) => isDefault).map(({ id }) => id),
      };
      const rows = await client.associate(region, share.id, more, asUser());
      assert.equal(rows.length, 1);
      assert.equal((await session.calls('AssociateResourceShare')).calls, 1);
      await session.control('/faults', {
        operation: 'UpdateResourceShare',
        fault: { kind: 'drop', executed: true },
      });
      const wanted = { name: share.name, allowExternal: true, description: 'changed' };
      const changed = await client.updateShare(region, share.id, wanted, asUser());
      assert.equal(changed.description, 'changed');
      assert.equal((await session.calls('UpdateResourceShare')).calls, 1);
    });
  }

  for (const [status, kind] of [
    [404, 'notFound'],
    [400, 'invalid'],
  ] as const) {
    it(`says that a share is unknown: ${status}`, async () => {
      await turn({ unknownEntity: status });
      const call = connect().associate(region, unknownId, request(), asUser());
      const { details } = await failureOf(call);
      assert.deepEqual([details.httpStatus, details.kind], [status, kind]);
      assert.match(details.message, new RegExp(unknownId));
      const ids = [unknownId];
      const found = await collect(connect().listShares(region, { owner: 'self', ids }, asUser()));
      assert.deepEqual(found, []);
    });
  }

  for (const codeCase of ['documented', 'lower']) {
    it(`reads codes in either letter case: ${codeCase}`, async () => {
      await turn({ codeCase });
      const principals = [{ id: session.account('owner').accountId }];
      const call = connect().createShare(region, request({ principals }), asUser());
      const { details } = await failureOf(call);
      assert.match(details.code, /^ram\.1005$/i);
      assert.match(details.meaning ?? '', /owns the resources/);
    });
  }

  for (const denial of ['service', 'gateway', 'check']) {
    it(`says what may not be done, whoever refuses: ${denial}`, async () => {
      await turn({ denial });
      const { accountId } = session.account('owner');
      await session.control('/huawei/deny', { accountId, operations: ['CreateResourceShare'] });
      const call = connect().createShare(region, request(), asUser());
      const { details } = await failureOf(call);
      assert.equal(details.kind, 'denied');
      assert.match(details.advice ?? '', /ram:resourceShares:create/);
    });
  }

  for (const retryAfter of [true, false]) {
    it(`waits when it is throttled, ${retryAfter ? 'as long as it is told' : 'untold'}`, async () => {
      await turn({ retryAfter, callsPerSecond: 2 });
      await session.control('/tuning', { rates: 'documented' });
      // By the machine's time, as the sandbox counts.
      const client = session.connect('owner');
      const lists = [1, 2, 3].map(() =>
        collect(client.listShares(region, { owner: 'self' }, asUser())),
      );
      for (const shares of await Promise.all(lists)) assert.ok(shares.length > 0);
      assert.ok((await session.calls('SearchResourceShares')).throttled > 0);
      await session.control('/tuning', { rates: 'off' });
    });
  }

  for (const unanswered of ['failed', 'disassociated'] as const) {
    it(`says what became of a principal that rejected: ${unanswered}`, async () => {
      await turn({ unanswered });
      const [client, outsider] = [connect(), connect('outsider')];
      const principals = [{ id: session.account('outsider').accountId }];
      const share = await client.createShare(region, request({ principals }), asUser());
      const received = { side: 'received', shareIds: [share.id] } as const;
      const [invitation] = await collect(outsider.listInvitations(region, received, asUser()));
      assert.ok(invitation);
      await outsider.rejectInvitation(region, invitation.id, asUser());
      const query = { kind: 'principal', shareIds: [share.id] } as const;
      const [row] = await collect(client.listAssociations(region, query, asUser()));
      assert.equal(row?.status.state, unanswered);
      assert.ok(row.statusMessage);
      assert.equal('invited' in row, false);
    });
  }

  for (const uniqueNames of [true, false]) {
    it(`makes a second share of a name where that ${uniqueNames ? 'is refused' : 'may be'}`, async () => {
      await turn({ uniqueNames });
      const client = connect();
      const twice = request();
      const first = await client.createShare(region, twice, asUser());
      const second = client.createShare(region, { ...twice, ...fresh() }, asUser());
      if (uniqueNames) assert.equal((await failureOf(second)).kind, 'invalid');
      else assert.notEqual((await second).id, first.id);
    });
  }

  for (const lockOut of [true, false]) {
    it(`blames the secret while the key is ${lockOut ? 'not yet' : 'never'} locked`, async () => {
      await turn({ lockOut });
      const right = credentialsOf(session.account('outsider'));
      const wrong = session.connect('outsider', {
        credentials: () =>
          Promise.resolve({ ...right, accessKeySecret: 'FakeSecretThatIsWrong00' }),
      });
      for (let attempt = 1; attempt <= 6; attempt += 1) {
        const { details } = await failureOf(wrong.identify(asUser()));
        const blamed = lockOut && attempt === 6 ? undefined : 'accessKeySecret';
        assert.deepEqual([details.kind, details.field], ['credentials', blamed], String(attempt));
      }
    });
  }

  it('stops at a marker that names its own page for ever', async () => {
    await turn({ repeatMarker: true, defaultLimit: 1 });
    const caller = new Caller(session.options('owner'));
    try {
      // Only in pages smaller than those that are asked for is there a second one.
      const call = { ...listPermissions({}), query: { limit: '1' } };
      const list = followPages(call.operation, async (marker) => {
        const query = { ...call.query, marker };
        const answer = await caller.call({ ...call, query }, asUser());
        return { rows: answer.permissions, nextToken: answer.page_info?.next_marker };
      });
      const { details } = await failureOf(collect(list));
      assert.deepEqual([details.kind, details.code], ['unreadable', 'RepeatedToken']);
    } finally {
      caller.http.dispose();
    }
  });

  for (const organisationUrns of ['all', 'root-and-units']) {
    it(`shares with the organisation by the URNs that are taken: ${organisationUrns}`, async () => {
      await turn({ organisationUrns });
      const { urn, rootUrn, units } = organisationSchema.parse(await session.control('/state'))
        .huawei.organisation;
      const client = connect();
      const good = [rootUrn, units[0]?.urn ?? ''];
      const shared = await client.createShare(
        region,
        request({ principals: good.map((id) => ({ id })) }),
        asUser(),
      );
      await session.control('/settle', {});
      const query = { kind: 'principal', shareIds: [shared.id] } as const;
      const rows = await collect(client.listAssociations(region, query, asUser()));
      assert.deepEqual(
        rows.map(({ entityType, status }) => `${entityType} ${status.state}`).sort(),
        ['Organization associated', 'OrganizationalUnit associated'],
      );
      const whole = client.createShare(region, request({ principals: [{ id: urn }] }), asUser());
      if (organisationUrns === 'all') assert.ok(await whole);
      else assert.equal((await failureOf(whole)).kind, 'invalid');
    });
  }

  it('has been tried in every way that is not the usual one', () => {
    for (const [name, usual] of Object.entries(statedDefaults)) {
      const ways = [...(tried.get(name) ?? [])];
      assert.ok(
        ways.some((way) => way !== usual),
        name,
      );
    }
  });
});

const organisationSchema = z.object({
  huawei: z.object({
    organisation: z.object({
      urn: z.string(),
      rootUrn: z.string(),
      units: z.array(z.object({ urn: z.string() })),
    }),
  }),
});
