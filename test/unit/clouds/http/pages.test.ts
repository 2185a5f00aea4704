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

  it('asks for the next page while one is taken in, and for no more than that', async () => {
    let resolve: (rows: readonly number[]) => void = () => undefined;
    const rows = new Promise<readonly number[]>((done) => (resolve = done));
    const asked: (string | undefined)[] = [];
    const all = followPages<number>('List', (token) => {
      asked.push(token);
      return Promise.resolve({
        rows: token === undefined ? rows : [2],
        nextToken: asked.length === 3 ? undefined : `after ${String(token)}`,
      });
    });
    const first = all.next();
    await new Promise(setImmediate);
    assert.deepEqual(asked, [undefined, 'after undefined']);
    resolve([1]);
    assert.deepEqual(await first, { done: false, value: [1] });
    await new Promise(setImmediate);
    assert.equal(asked.length, 2);
    assert.deepEqual(await collect(all), [2, 2]);
    assert.equal(asked.length, 3);
  });

  it('gives a page before it fails over the next one', async () => {
    const seen: number[] = [];
    const all = followPages<number>('List', (token) =>
      token === undefined
        ? Promise.resolve({ rows: [1], nextToken: 'b' })
        : Promise.reject(new Error('gone')),
    );
    await assert.rejects(
      async () => {
        for await (const rows of all) seen.push(...rows);
      },
      { message: 'gone' },
    );
    assert.deepEqual(seen, [1]);
  });

  it('lets go of a reader who leaves, whatever becomes of what was asked for', async () => {
    const ends: unknown[] = [];
    const note = (reason: unknown): void => void ends.push(reason);
    process.on('unhandledRejection', note);
    try {
      for (const failing of ['page', 'rows']) {
        const all = followPages<number>('List', (token) => {
          if (token === undefined) return Promise.resolve({ rows: [1], nextToken: 'b' });
          const failed = Promise.reject<readonly number[]>(new Error('gone'));
          return failing === 'page'
            ? failed.then((rows) => ({ rows, nextToken: undefined }))
            : Promise.resolve({ rows: failed, nextToken: undefined });
        });
        for await (const rows of all) {
          assert.deepEqual(rows, [1]);
          break;
        }
        await new Promise(setImmediate);
      }
      assert.deepEqual(ends, []);
    } finally {
      process.off('unhandledRejection', note);
    }
  });

  it('asks for nothing before somebody reads', () => {
    followPages('List', () => assert.fail('asked'));
  });
});
