import assert from 'node:assert/strict';
import type { CallOptions, ShareCloud } from '../../../../src/clouds/cloud.ts';
import type { Association } from '../../../../src/model/share.ts';
import { type Clock, systemClock } from '../../../../src/model/clock.ts';
import { openWire, type WireAnswer, type WireRequest, type WireServer } from './wire-server.ts';

const management = '0a6d25d23900d45c0faac010e0fb4de0';
const member = '05261f923e80d3890f33c0056e9b3f80';
const stranger = '8f06724e5c6f41f59d3e2f3ad897bb4d';
const organization = 'o-fhkmi6mek7wlqdp6nideqhb47qwtjdsv';
const minute = 60_000;
const now = Date.parse('2026-03-01T08:00:00Z');

type Accounts = (request: WireRequest) => WireAnswer | Promise<WireAnswer>;

/** Accounts as the vendor's page shows them. */
function listed(...ids: readonly string[]): WireAnswer {
  const accounts = ids.map((id) => ({
    id,
    urn: `organizations::${management}:account:${organization}/${id}`,
    join_method: 'invited',
    joined_at: '2022-08-24T06:41:15Z',
    name: `name-of-${id}`,
    status: 'active',
  }));
  return { body: { accounts, page_info: { next_marker: null, current_count: ids.length } } };
}

describe('who is outside an organisation of Huawei Cloud', () => {
  let wire: WireServer;
  let asked: WireRequest[];
  let time: number;
  afterEach(() => wire.stop());

  /** Moves when a test says so, and with what was waited for, which is over twenty times sooner. */
  const clock: Clock = {
    now: () => time,
    schedule: (delayMs, run) =>
      systemClock.schedule(delayMs / 20, () => {
        time += delayMs;
        run();
      }),
  };

  async function open(
    accounts: Accounts,
    principals: readonly object[] = [{}, { associated_entity: stranger }],
  ): Promise<ShareCloud> {
    asked = [];
    time = now;
    wire = await openWire(
      () => ({
        headers: { date: new Date(time).toUTCString() },
        body: {
          resource_share_associations: principals.map((fields) => ({
            associated_entity: member,
            association_type: 'principal',
            resource_share_id: '0c1e2f34-5a6b-4c7d-8e9f-0a1b2c3d4e5f',
            status: 'associated',
            created_at: '2026-02-01T08:00:00Z',
            updated_at: '2026-02-01T08:00:00Z',
            ...fields,
          })),
        },
      }),
      (request) => {
        asked.push(request);
        return accounts(request);
      },
    );
    return wire.connect({ clock, ownerId: management });
  }

  async function rowsOf(
    client: ShareCloud,
    priority: CallOptions['priority'] = 'view',
    kind: Association['kind'] = 'principal',
  ): Promise<readonly Association[]> {
    const options = { signal: new AbortController().signal, priority };
    const rows: Association[] = [];
    for await (const page of client.listAssociations('global', { kind }, options)) {
      rows.push(...page);
    }
    return rows;
  }

  const externals = async (...from: Parameters<typeof rowsOf>) =>
    (await rowsOf(...from)).map(({ external }) => external);

  for (const flag of [true, false, undefined]) {
    it(`is told by the list of its accounts, with the flag of the row ${String(flag)}`, async () => {
      const rows = [member, stranger, management].map((associated_entity) => ({
        associated_entity,
        external: flag,
      }));
      const client = await open(() => listed(management, member), rows);
      assert.deepEqual(await externals(client), [false, true, false]);
    });
  }

  it('counts the management account in where it is not listed', async () => {
    const client = await open(() => listed(member), [{ associated_entity: management }]);
    assert.deepEqual(await externals(client), [false]);
  });

  it('is told for URNs of organisations by the organisation that they name', async () => {
    const urns = [
      `organizations::${management}:organization:${organization}`,
      `organizations::${management}:root:${organization}/r-abcd`,
      `organizations::${management}:ou:${organization}/ou-abcd1234`,
      `organizations::${management}:ou:o-other12345/ou-abcd1234`,
      `organizations::${stranger}:organization:o-other12345`,
      'something:new::altogether',
    ];
    const rows = urns.map((associated_entity) => ({ associated_entity }));
    const client = await open(() => listed(management, member), rows);
    assert.deepEqual(await externals(client), [false, false, false, true, true, undefined]);
  });

  it('reads all pages, in the largest size that all pages of the vendor allow', async () => {
    const client = await open(({ query }) => {
      if (query.marker !== undefined) return listed(stranger);
      const first = listed(management, member);
      return { body: { ...Object(first.body), page_info: { next_marker: 'ou-taow' } } };
    });
    assert.deepEqual(await externals(client), [false, false]);
    assert.deepEqual(
      asked.map(({ query }) => query),
      [{ limit: '200' }, { limit: '200', marker: 'ou-taow' }],
    );
  });

  it('is asked for once, also by lists side by side, and again after half an hour', async () => {
    let ids = [management, member];
    const client = await open(() => listed(...ids));
    assert.deepEqual(await Promise.all([externals(client), externals(client)]), [
      [false, true],
      [false, true],
    ]);
    ids = [management, stranger];
    time += 29 * minute;
    assert.deepEqual(await externals(client), [false, true]);
    assert.equal(asked.length, 1);
    time += 2 * minute;
    assert.deepEqual(await externals(client), [true, false]);
    assert.equal(asked.length, 2);
  });

  it('is not asked for by resources, by empty lists, nor by watching', async () => {
    const client = await open(() => listed(management, member));
    assert.deepEqual(await externals(client, 'watch'), [undefined, undefined]);
    assert.equal(asked.length, 0);
    await externals(client);
    time += 40 * minute;
    assert.deepEqual(await externals(client, 'watch'), [false, true], 'what is known is used');
    assert.equal(asked.length, 1);
    await wire.stop();
    const none = await open(() => listed(management), []);
    assert.deepEqual(await externals(none), []);
    assert.equal(asked.length, 0);
    await wire.stop();
    const urn = `vpc:cn-north-4:${management}:subnet:one`;
    const resources = [{ associated_entity: urn, association_type: 'resource' }];
    const other = await open(() => listed(management), resources);
    assert.deepEqual(await externals(other, 'view', 'resource'), [undefined]);
    assert.equal(asked.length, 0);
  });

  const denial = (status: number, error_code: string): WireAnswer => ({
    status,
    body: { error_code, error_msg: 'No.' },
  });

  for (const [how, answer] of Object.entries<WireAnswer>({
    'the account is a plain member': denial(401, 'Organizations.1002'),
    'a policy denies it': denial(403, 'Organizations.1007'),
    'the gateway denies it': denial(403, 'APIGW.0302'),
    'the address is unknown': denial(404, 'APIGW.0101'),
    'the answer is a page of something between': { body: '<html></html>' },
    'the answer is empty': {},
    'the list is missing': { body: { page_info: {} } },
    'the list is empty': { body: { accounts: [] } },
    'the list is of another organisation': listed(stranger, member),
    'the accounts have no URN': { body: { accounts: [{ id: management }, { id: member }] } },
  })) {
    // The wire's management account stands in every URN: this one is asked for as somebody else.
    const ownerId = how.includes('another') ? 'd78cbac186b744899480f25bd022f468' : management;
    it(`is unknown where ${how}, which is asked for again after half an hour only`, async () => {
      await open(() => answer);
      const client = wire.connect({ clock, ownerId });
      assert.deepEqual(await externals(client), [undefined, undefined]);
      time += 29 * minute;
      await externals(client);
      assert.equal(asked.length, 1);
      time += 2 * minute;
      await externals(client);
      assert.equal(asked.length, 2);
    });
  }

  it('is unknown while the service fails, and soon asked for again', async () => {
    let answer: WireAnswer = { status: 503, body: {} };
    const client = await open(() => answer);
    assert.deepEqual(await externals(client), [undefined, undefined]);
    answer = listed(management, member);
    time += minute;
    assert.deepEqual(await externals(client), [false, true]);
    answer = { status: 503, body: {} };
    time += 31 * minute;
    assert.deepEqual(await externals(client), [false, true], 'what was known stays');
  });

  it('holds rows back for five seconds at most', async () => {
    const client = await open(() => new Promise(() => undefined));
    assert.deepEqual(await externals(client), [undefined, undefined]);
    const waited = time - now;
    assert.ok(waited >= 5_000 && waited < 10_000, String(waited));
    assert.deepEqual(await externals(client), [undefined, undefined]);
    assert.ok(time - now - waited < 5_000, 'and only once');
  });

  it('lets a reader go who no longer wants to know', async () => {
    const controller = new AbortController();
    const client = await open(() => {
      controller.abort();
      return new Promise(() => undefined);
    });
    const options = { signal: controller.signal, priority: 'view' } as const;
    const pages = client.listAssociations('global', { kind: 'principal' }, options);
    for await (const page of pages) assert.equal(page.length, 2);
    assert.ok(time - now < 5_000);
  });

  describe('and who was invited', () => {
    const started = (msAgo: number): object => ({
      status: 'ASSOCIATING',
      updated_at: new Date(now - msAgo).toISOString(),
    });

    it('is told at once for those outside who are not associated yet', async () => {
      const rows = [member, stranger].map((associated_entity) => ({
        associated_entity,
        ...started(1_000),
      }));
      const client = await open(() => listed(management, member), rows);
      assert.deepEqual(
        (await rowsOf(client)).map(({ invited }) => invited),
        [undefined, true],
      );
    });

    it('is told for others when it takes longer than the cloud needs', async () => {
      const unit = `organizations::${management}:ou:${organization}/ou-abcd1234`;
      const rows = [
        started(minute),
        started(3 * minute),
        { ...started(3 * minute), status: 'associated' },
        { ...started(3 * minute), status: 'disassociating' },
        { ...started(3 * minute), associated_entity: unit },
        { status: 'associating', created_at: 'x', updated_at: 'y' },
      ];
      const expected = [undefined, true, undefined, undefined, undefined, undefined];
      for (const answer of [denial(401, 'Organizations.1002'), listed(management, member)]) {
        const client = await open(() => answer, rows);
        assert.deepEqual(
          (await rowsOf(client)).map(({ invited }) => invited),
          expected,
        );
        await wire.stop();
      }
    });

    it("is told by the cloud's clock", async () => {
      await open(() => denial(401, 'Organizations.1002'), [started(minute)]);
      const late: Clock = { ...clock, now: () => time + 10 * minute };
      const client = wire.connect({ clock: late, ownerId: management });
      assert.deepEqual(
        (await rowsOf(client)).map(({ invited }) => invited),
        [undefined],
      );
    });
  });
});
