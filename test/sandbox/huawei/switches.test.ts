import assert from 'node:assert/strict';
import { asContent, list, text, type Content } from '../caller.ts';
import { Bench } from './caller.ts';

const unknownId = '00000000-0000-4000-a000-000000000000';
const searchShares = 'POST /v1/resource-shares/search';
const self = { resource_owner: 'self' };

describe('switches of the Huawei sandbox', () => {
  let bench: Bench;
  let share: string;
  before(async () => {
    bench = await Bench.start();
    share = await bench.create('owner', {
      name: 'switched-on',
      principals: [bench.id('member'), bench.id('outsider')],
      resource_urns: [bench.urn('s', 'vpc:subnet')],
      tags: [{ key: 'k', value: 'v' }],
    });
  });
  after(() => bench.stop());

  it('write statuses in any letter case, and find them in any', async () => {
    for (const [statusCase, expected] of [
      ['lower', 'active'],
      ['upper', 'ACTIVE'],
      ['title', 'Active'],
    ] as const) {
      await bench.withSwitches({ statusCase }, async () => {
        const body = { ...self, resource_share_ids: [share], resource_share_status: expected };
        const [found] = list(await bench.ok('owner', searchShares, body), 'resource_shares');
        assert.equal(found?.status, expected);
      });
    }
  });

  it('answer 404 or 400 for what does not exist, and codes in lower case', async () => {
    for (const unknownEntity of [404, 400]) {
      await bench.withSwitches({ unknownEntity }, async () => {
        for (const route of [
          `DELETE /v1/resource-shares/${unknownId}`,
          `GET /v1/permissions/${unknownId}`,
          `POST /v1/resource-share-invitations/${unknownId}/reject`,
        ]) {
          assert.equal((await bench.call('owner', route)).status, unknownEntity);
        }
      });
    }
    await bench.withSwitches({ codeCase: 'lower' }, async () => {
      assert.equal(
        await bench.code('owner', `DELETE /v1/resource-shares/${unknownId}`),
        'ram.emu.0002',
      );
    });
  });

  it('read external either way round', async () => {
    const external = async (): Promise<unknown[]> =>
      (await bench.rows('owner', share, 'principal')).map((row) => row.external);
    assert.deepEqual(await external(), [false, true]);
    await bench.withSwitches({ external: 'inside' }, async () => {
      assert.deepEqual(await external(), [true, false]);
    });
  });

  it('filter by the whole name or its start', async () => {
    const named = async (name: string): Promise<number> =>
      list(await bench.ok('owner', searchShares, { ...self, name }), 'resource_shares').length;
    assert.deepEqual([await named('switched'), await named('switched-on')], [0, 1]);
    await bench.withSwitches({ nameFilter: 'prefix' }, async () => {
      assert.deepEqual([await named('switched'), await named('witched')], [1, 0]);
    });
  });

  it('leave a body out or send an empty object, and leave the request id out', async () => {
    const route = 'POST /v1/organization-share/enable';
    assert.equal((await bench.call('owner', route)).text, '');
    await bench.withSwitches({ emptyBody: 'object', requestId: false }, async () => {
      const answer = await bench.call('owner', route);
      assert.deepEqual([answer.status, answer.text], [200, '{}']);
      assert.equal(answer.headers.get('x-request-id'), null);
    });
  });

  it('write times in seconds', async () => {
    await bench.withSwitches({ timestamps: 'seconds' }, async () => {
      const [found] = await bench.shares('owner', 'self', share);
      assert.match(text(found ?? {}, 'created_at'), /T\d\d:\d\d:\d\dZ$/);
    });
  });

  it('show tags to receivers, invitations to senders', async () => {
    await bench.withSwitches({ receiverSeesTags: true, senderSeesInvitations: true }, async () => {
      const [received] = await bench.shares('member', 'other-accounts', share);
      assert.deepEqual(received?.tags, [{ key: 'k', value: 'v' }]);
      const sent = await bench.invitations('owner', { resource_share_ids: [share] });
      assert.equal(sent.length, 1);
    });
  });

  it('name the type of subnets in either way, and understand both', async () => {
    for (const subnetType of ['vpc:subnet', 'vpc:subnets']) {
      await bench.withSwitches({ subnetType }, async () => {
        for (const asked of ['vpc:subnet', 'vpc:subnets']) {
          const found = await bench.search('owner', 'shared-resources/search', 'shared_resources', {
            ...self,
            resource_type: asked,
            resource_share_ids: [share],
          });
          assert.deepEqual(
            found.map((row) => row.resource_type),
            [subnetType],
          );
        }
      });
    }
  });

  it('end what is unanswered as disassociated', async () => {
    await bench.withSwitches({ unanswered: 'disassociated' }, async () => {
      const id = await bench.create('owner', { principals: [bench.id('outsider')] });
      const [invitation] = await bench.invitations('outsider', { resource_share_ids: [id] });
      const invited = text(invitation ?? {}, 'resource_share_invitation_id');
      await bench.ok('outsider', `POST /v1/resource-share-invitations/${invited}/reject`);
      assert.equal((await bench.rows('owner', id, 'principal'))[0]?.status, 'disassociated');
    });
  });

  it('refuse values that they do not have', async () => {
    const response = await fetch(`${bench.sandbox.description.control}/huawei/switches`, {
      method: 'POST',
      body: JSON.stringify({ statusCase: 'mixed' }),
    });
    assert.equal(response.status, 400);
  });
});

describe('who calls, in the Huawei sandbox', () => {
  let bench: Bench;
  before(async () => {
    bench = await Bench.start();
  });
  after(() => bench.stop());

  const ask = (who: string): ReturnType<Bench['call']> =>
    bench.call(who, 'GET /v3/auth/domains', {
      endpoint: bench.sandbox.description.clouds.huawei.iam,
    });

  it('is answered by IAM and by STS', async () => {
    for (const who of ['owner', 'outsider', 'temporary']) {
      const answer = await ask(who);
      assert.deepEqual(
        list(answer.content, 'domains').map(({ id }) => id),
        [bench.id(who)],
      );
      assert.match(answer.headers.get('x-iam-trace-id') ?? '', /^[0-9a-f]{32}$/);
      const { sts } = bench.sandbox.description.clouds.huawei;
      const identity = await bench.call(who, 'GET /v5/caller-identity', { endpoint: sts });
      assert.equal(identity.content.account_id, bench.id(who));
    }
  });

  it('may find no account at IAM, or be denied in its own way', async () => {
    await bench.withSwitches({ domains: 'empty' }, async () => {
      assert.deepEqual(list((await ask('owner')).content, 'domains'), []);
    });
    await bench.control('/huawei/deny', {
      accountId: bench.id('member'),
      operations: ['KeystoneListAuthDomains'],
    });
    const denied = await ask('member');
    assert.equal(denied.status, 403);
    assert.equal(asContent(denied.content.error).code, 403);
  });
});

describe('pages of the Huawei sandbox', () => {
  let bench: Bench;
  before(async () => {
    bench = await Bench.start({ shares: 60 });
  });
  after(() => bench.stop());

  interface Read {
    readonly ids: unknown[];
    readonly counts: unknown[];
    readonly last: Content;
  }

  async function readAll(limit: number): Promise<Read> {
    const [ids, counts]: [unknown[], unknown[]] = [[], []];
    for (let marker: unknown; ;) {
      const content = await bench.ok('owner', searchShares, {
        ...self,
        limit,
        ...(typeof marker === 'string' ? { marker } : {}),
      });
      const rows = list(content, 'resource_shares');
      ids.push(...rows.map(({ id }) => id));
      const info = asContent(content.page_info);
      counts.push(info.current_count);
      assert.equal(info.current_count ?? 0, rows.length);
      assert.equal(info.previous_marker, marker);
      marker = info.next_marker;
      if (typeof marker !== 'string' || marker === '') return { ids, counts, last: info };
      assert.match(marker, /^\d+$/);
    }
  }

  it('hold everything once, and end without a marker', async () => {
    const { ids, counts, last } = await readAll(25);
    assert.deepEqual([ids.length, new Set(ids).size, counts], [60, 60, [25, 25, 10]]);
    assert.equal('next_marker' in last, false);
  });

  it('do not shift when something goes in between', async () => {
    const page = async (marker?: unknown): Promise<Content> =>
      bench.ok('owner', searchShares, {
        ...self,
        limit: 30,
        ...(marker === undefined ? {} : { marker }),
      });
    const first = await page();
    const ids = list(first, 'resource_shares').map(({ id }) => id);
    await bench.create('member', { name: 'another' });
    const second = await page(asContent(first.page_info).next_marker);
    const more = list(second, 'resource_shares').map(({ id }) => id);
    assert.equal(new Set([...ids, ...more]).size, 60);
  });

  it('end with an empty marker or with null, and may be empty in between', async () => {
    for (const [lastMarker, value] of [
      ['empty', ''],
      ['null', null],
    ]) {
      await bench.withSwitches({ lastMarker, emptyPages: true, emptyCount: 'absent' }, async () => {
        const { ids, counts, last } = await readAll(25);
        assert.equal(new Set(ids).size, 60);
        assert.deepEqual(counts, [25, undefined, 25, undefined, 10]);
        assert.equal(last.next_marker, value);
      });
    }
  });

  it('repeat a marker for ever where a test asks for it', async () => {
    await bench.withSwitches({ repeatMarker: true }, async () => {
      const body = { ...self, limit: 25, marker: '1' };
      const info = asContent((await bench.ok('owner', searchShares, body)).page_info);
      assert.equal(info.next_marker, '1');
    });
  });

  it('have a default size', async () => {
    await bench.withSwitches({ defaultLimit: 50 }, async () => {
      const rows = list(await bench.ok('owner', searchShares, self), 'resource_shares');
      assert.equal(rows.length, 50);
    });
    assert.equal(list(await bench.ok('owner', searchShares, self), 'resource_shares').length, 60);
  });

  it('of a list in the query follow markers too', async () => {
    const types: Content[] = [];
    for (let marker: unknown; ;) {
      const query = { limit: '8', ...(typeof marker === 'string' ? { marker } : {}) };
      const { content } = await bench.call('owner', 'GET /v1/resource-types', { query });
      types.push(...list(content, 'resource_types'));
      marker = asContent(content.page_info).next_marker;
      if (marker === undefined) break;
    }
    assert.equal(new Set(types.map((row) => JSON.stringify(row))).size, 20);
  });
});
