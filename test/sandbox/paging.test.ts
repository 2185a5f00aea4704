import assert from 'node:assert/strict';
import { Bench, list, type Content, type Input } from './caller.ts';

describe('paging in the sandbox', () => {
  let bench: Bench;
  const own = { ResourceOwner: 'Self' };
  before(async () => {
    bench = await Bench.start({ shares: 120 });
  });
  after(() => bench.stop());

  /** The sizes of the pages of a listing, and what was in them. */
  async function pages(input: Input): Promise<{ sizes: number[]; ids: unknown[] }> {
    const sizes: number[] = [];
    const ids: unknown[] = [];
    for (let token: unknown; ;) {
      const content: Content = await bench.ok('owner', 'ListResourceShares', {
        ...own,
        ...input,
        ...(typeof token === 'string' ? { NextToken: token } : {}),
      });
      const items = list(content, 'ResourceShares');
      sizes.push(items.length);
      ids.push(...items.map((item) => item.ResourceShareId));
      token = content.NextToken;
      if (token === undefined) return { sizes, ids };
    }
  }

  it('sends 20 unless asked for another number, and no token with the last page', async () => {
    const { sizes, ids } = await pages({});
    assert.equal(sizes[0], 20);
    assert.equal(new Set(ids).size, ids.length);
    const { sizes: large, ids: same } = await pages({ MaxResults: 100 });
    assert.equal(large.length, 1);
    assert.deepEqual(same, ids);
  });

  it('sends no further page when the last one is exactly full', async () => {
    const { ids } = await pages({ MaxResults: 100 });
    const { sizes } = await pages({ MaxResults: ids.length });
    assert.deepEqual(sizes, [ids.length]);
  });

  it('has an empty page with a token in a listing of more than two pages', async () => {
    const { sizes } = await pages({ MaxResults: 10 });
    assert.equal(sizes[2], 0);
    assert.ok(sizes.slice(3).every((size) => size > 0));
    await bench.control('/tuning', { emptyPages: false });
    assert.ok((await pages({ MaxResults: 10 })).sizes.every((size) => size > 0));
    await bench.control('/tuning', { emptyPages: true });
  });

  it('binds a token to the operation, the account, the region and the filters', async () => {
    const first = await bench.ok('owner', 'ListResourceShares', { ...own, MaxResults: 2 });
    const token = { NextToken: String(first.NextToken) };
    await bench.ok('owner', 'ListResourceShares', { ...own, ...token, MaxResults: 5 });
    const foreign: [string, string, Input, string?][] = [
      ['owner', 'ListSharedResources', own],
      ['member', 'ListResourceShares', own],
      ['owner', 'ListResourceShares', { ResourceOwner: 'OtherAccounts' }],
      ['owner', 'ListResourceShares', { ...own, ResourceShareStatus: 'Active' }],
      ['owner', 'ListResourceShares', own, 'cn-shanghai'],
    ];
    for (const [who, action, input, region] of foreign) {
      assert.equal(
        await bench.code(who, action, { ...input, ...token }, region),
        'InvalidParameter.NextToken',
      );
    }
  });

  it('loses and repeats nothing when rows come and go between two pages', async () => {
    const before = await pages({ MaxResults: 100 });
    const first = await bench.ok('owner', 'ListResourceShares', { ...own, MaxResults: 10 });
    const made = await bench.create('owner');
    const rest = await bench.all('owner', 'ListResourceShares', 'ResourceShares', {
      ...own,
      NextToken: String(first.NextToken),
    });
    const seen = [...list(first, 'ResourceShares'), ...rest].map((item) => item.ResourceShareId);
    assert.deepEqual(seen, [...before.ids, made]);
  });

  it('pages the associations of all shares', async () => {
    const rows = await bench.all(
      'owner',
      'ListResourceShareAssociations',
      'ResourceShareAssociations',
      {
        AssociationType: 'Target',
        MaxResults: 9,
      },
    );
    const whole = await bench.all(
      'owner',
      'ListResourceShareAssociations',
      'ResourceShareAssociations',
      {
        AssociationType: 'Target',
        MaxResults: 100,
      },
    );
    assert.deepEqual(
      rows.map((row) => [row.ResourceShareId, row.EntityId]),
      whole.map((row) => [row.ResourceShareId, row.EntityId]),
    );
  });
});
