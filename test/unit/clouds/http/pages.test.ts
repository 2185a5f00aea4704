import assert from 'node:assert/strict';
import { collect, followPages, type Page } from '../../../../src/clouds/http/pages.ts';

async function read(pages: Readonly<Record<string, Page<number>>>): Promise<{
  readonly yielded: readonly (readonly number[])[];
  readonly asked: readonly (string | undefined)[];
}> {
  const asked: (string | undefined)[] = [];
  const yielded: (readonly number[])[] = [];
  const all = followPages('List', (token) => {
    asked.push(token);
    const page = pages[token ?? 'first'];
    return page ? Promise.resolve(page) : Promise.reject(new Error(`no page ${String(token)}`));
  });
  for await (const page of all) yielded.push(page);
  return { yielded, asked };
}

describe('following pages', () => {
  it('goes on through empty pages, without passing them on', async () => {
    const { yielded, asked } = await read({
      first: { rows: [], nextToken: 'b' },
      b: { rows: [1, 2], nextToken: 'c' },
      c: { rows: [], nextToken: 'd' },
      d: { rows: [3], nextToken: undefined },
    });
    assert.deepEqual(yielded, [[1, 2], [3]]);
    assert.deepEqual(asked, [undefined, 'b', 'c', 'd']);
  });

  for (const end of [undefined, null, '']) {
    it(`ends where the token is ${end === '' ? 'empty' : String(end)}`, async () => {
      const { asked } = await read({ first: { rows: [1], nextToken: end } });
      assert.deepEqual(asked, [undefined]);
    });
  }

  it('refuses a token that comes back, after all rows before it', async () => {
    const pages = {
      first: { rows: [1], nextToken: 'b' },
      b: { rows: [2], nextToken: 'c' },
      c: { rows: [3], nextToken: 'b' },
    };
    const seen: number[] = [];
    const all = followPages<number>('List', (token) =>
      Promise.resolve(token === undefined ? pages.first : token === 'b' ? pages.b : pages.c),
    );
    await assert.rejects(
      async () => {
        for await (const rows of all) seen.push(...rows);
      },
      { name: 'CloudError', kind: 'unreadable' },
    );
    assert.deepEqual(seen, [1, 2, 3]);
  });

  it('refuses a list whose tokens never end, though none comes twice', async () => {
    let asked = 0;
    const all = followPages<number>('List', () => {
      asked += 1;
      return Promise.resolve({ rows: [], nextToken: `token ${asked}` });
    });
    await assert.rejects(collect(all), {
      name: 'CloudError',
      kind: 'unreadable',
      message: 'EndlessList: More than 5000 pages',
    });
    assert.equal(asked, 5_000);
  });

  it('collects a page of more rows than a call has arguments', async () => {
    const rows = Array.from({ length: 300_000 }, (_, index) => index);
    const pages = followPages('List', () => Promise.resolve({ rows, nextToken: undefined }));
    assert.equal((await collect(pages)).length, rows.length);
  });

  it('asks for nothing before somebody reads', () => {
    followPages('List', () => assert.fail('asked'));
  });
});
