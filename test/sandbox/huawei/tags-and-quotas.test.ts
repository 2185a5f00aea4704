import assert from 'node:assert/strict';
import { asContent, list, text } from '../caller.ts';
import { Bench } from './caller.ts';

describe('tags of the Huawei sandbox', () => {
  let bench: Bench;
  let share: string;
  before(async () => {
    bench = await Bench.start();
    share = await bench.create('owner', { name: 'tagged-1', tags: [{ key: 'zz-a', value: 'x' }] });
  });
  after(() => bench.stop());

  const filter = async (body: object): Promise<string[]> => {
    const route = 'POST /v1/resource-shares/resource-instances';
    const found = await bench.ok('owner', `${route}/filter`, body);
    const count = await bench.ok('owner', `${route}/count`, body);
    assert.equal(found.total_count, count.total_count);
    return list(found, 'resources').map((row) => text(row, 'resource_name'));
  };

  it('come, change and go', async () => {
    const route = `POST /v1/resource-shares/${share}/tags`;
    await bench.ok('owner', `${route}/create`, {
      tags: [
        { key: 'zz-a', value: 'y' },
        { key: 'zz-b', value: '值 1' },
      ],
    });
    const [changed] = await bench.shares('owner', 'self', share);
    assert.deepEqual(changed?.tags, [
      { key: 'zz-a', value: 'y' },
      { key: 'zz-b', value: '值 1' },
    ]);
    await bench.ok('owner', `${route}/delete`, { tags: [{ key: 'zz-b' }, { key: 'nothing' }] });
    const [left] = await bench.shares('owner', 'self', share);
    assert.deepEqual(left?.tags, [{ key: 'zz-a', value: 'y' }]);
  });

  it('are listed by key, with the key as marker', async () => {
    const keys: string[] = [];
    for (let marker: unknown; ;) {
      const query = { limit: '3', ...(typeof marker === 'string' ? { marker } : {}) };
      const { content } = await bench.call('owner', 'GET /v1/resource-shares/tags', { query });
      keys.push(...list(content, 'tags').map((tag) => text(tag, 'key')));
      marker = asContent(content.page_info).next_marker;
      if (marker === undefined) break;
      assert.equal(marker, keys.at(-1));
    }
    assert.deepEqual(keys, [...new Set(keys)].sort());
    assert.ok(keys.includes('env') && keys.includes('部门'));
  });

  it('find shares: keys all, values any, by the start of a name, without any', async () => {
    assert.deepEqual(await filter({ tags: [{ key: 'zz-a', values: ['x', 'y'] }] }), ['tagged-1']);
    assert.deepEqual(await filter({ tags: [{ key: 'zz-a', values: ['x'] }] }), []);
    assert.deepEqual(await filter({ tags: [{ key: 'zz-a', values: [] }, { key: 'env' }] }), []);
    const named = (value: string): Promise<string[]> =>
      filter({ matches: [{ key: 'resource_name', value }] });
    assert.deepEqual([await named('tagged'), await named('')], [['tagged-1'], []]);
    assert.ok((await filter({ without_any_tag: true })).includes('reserve'));
    const searched = await bench.search('owner', 'resource-shares/search', 'resource_shares', {
      resource_owner: 'self',
      tag_filters: [{ key: 'zz-a', values: ['y'] }],
    });
    assert.deepEqual(
      searched.map(({ id }) => id),
      [share],
    );
  });
});

describe('quotas of the Huawei sandbox', () => {
  let bench: Bench;
  before(async () => {
    bench = await Bench.start();
  });
  after(() => bench.stop());

  it('count what is there', async () => {
    const used = async (): Promise<ReadonlyMap<string, number>> => {
      const quotas = asContent(
        (await bench.ok('outsider', 'GET /v1/resource-shares/quotas')).quotas,
      );
      return new Map(list(quotas, 'resources').map((row) => [text(row, 'type'), Number(row.used)]));
    };
    const before = await used();
    const id = await bench.create('outsider', {
      resource_urns: [bench.urn('q', 'scm:cert', 'outsider')],
      principals: [bench.id('owner')],
    });
    const more = ['resource_share', 'resource_association', 'principal_association'];
    assert.deepEqual(
      await used(),
      new Map([...before].map(([type, count]) => [type, count + (more.includes(type) ? 1 : 0)])),
    );
    await bench.ok('outsider', `DELETE /v1/resource-shares/${id}`);
    assert.deepEqual(await used(), before);
  });
});

describe('faults of the Huawei sandbox', () => {
  let bench: Bench;
  before(async () => {
    bench = await Bench.start();
  });
  after(() => bench.stop());

  it('lose answers of what was done, of this cloud alone', async () => {
    for (const kind of ['drop', 'cut']) {
      await bench.control('/faults', {
        cloud: 'huawei',
        operation: 'CreateResourceShare',
        fault: { kind, executed: true },
      });
      await assert.rejects(bench.create('owner', { name: `lost-${kind}` }));
    }
    const names = (await bench.shares('owner', 'self')).map(({ name }) => name);
    assert.ok(names.includes('lost-drop') && names.includes('lost-cut'));
    await bench.control('/faults', { cloud: 'alibaba', operation: '*', fault: { kind: 'drop' } });
    await bench.create('owner');
  });

  it('send any body, and are counted', async () => {
    await bench.control('/calls/reset', {});
    await bench.control('/faults', {
      operation: 'ListQuota',
      region: 'global',
      fault: { kind: 'body', status: 200, contentType: 'application/json', text: '' },
    });
    await bench.control('/faults/clear', {});
    await bench.control('/faults', {
      operation: 'ListQuota',
      region: 'global',
      fault: { kind: 'body', text: '' },
    });
    assert.equal((await bench.call('owner', 'GET /v1/resource-shares/quotas')).text, '');
    const { calls } = await bench.control('/calls');
    assert.deepEqual(calls, [
      {
        accountId: bench.id('owner'),
        operation: 'ListQuota',
        region: 'global',
        calls: 1,
        throttled: 0,
        empty: 0,
        failed: 1,
      },
    ]);
  });
});
