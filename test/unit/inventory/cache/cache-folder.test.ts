import assert from 'node:assert/strict';
import { mkdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CacheFolder } from '../../../../src/inventory/cache/cache-folder.ts';
import { UnusableFile } from '../../../../src/inventory/cache/scope-file.ts';
import type { Scope } from '../../../../src/model/account.ts';
import { scope } from '../samples.ts';
import { filesIn, freshFolder, textsIn } from './folders.ts';

const now = Date.parse('2026-03-01T08:00:00Z');
const elsewhere: Scope = { ...scope, region: 'cn-shanghai' };
const ofOther: Scope = { accountId: 'account-2', region: 'cn-hangzhou' };

function text(loadedAt: number, body = ''): string {
  return `${JSON.stringify({ version: 1, owner: {}, loadedAt, missing: [], shares: 0 })}\n${body}`;
}

async function* slices(...parts: readonly string[]): AsyncGenerator<string, void, undefined> {
  for (const part of parts) {
    yield part;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('CacheFolder', () => {
  const path = freshFolder();
  let folder: CacheFolder;

  beforeEach(() => {
    folder = new CacheFolder(path(), { file: 1_000, total: 2_500 });
  });

  const write = (
    where: Scope,
    content: string,
    loadedAt = now,
    into = folder,
  ): Promise<'written' | 'older' | 'tooLarge'> =>
    into.write(where, slices(content), loadedAt, () => now);

  it('has nothing at first, and makes no folder for looking', async () => {
    assert.equal(await folder.read(scope), undefined);
    await folder.sweep([scope], now);
    await folder.removeAccount('account-1');
    await folder.remove(scope);
    await folder.clear();
    assert.deepEqual(filesIn(path()), []);
  });

  it('keeps one file a scope, for nobody else to read, whose name says nothing', async () => {
    await write(scope, text(now, 'one'));
    await write(elsewhere, text(now, 'two'));
    await write(scope, text(now, 'three'));
    assert.equal(await folder.read(scope), text(now, 'three'));
    assert.equal(await folder.read(elsewhere), text(now, 'two'));
    const names = filesIn(path());
    assert.equal(names.length, 2);
    for (const name of names) {
      assert.match(name, /^[0-9a-f]{24}-[0-9a-f]{24}\.json$/u);
      if (process.platform === 'win32') continue;
      assert.equal(statSync(join(path(), name)).mode & 0o777, 0o600);
    }
    if (process.platform !== 'win32') assert.equal(statSync(path()).mode & 0o777, 0o700);
  });

  it('leaves what was there when writing fails in the middle, and nothing else', async () => {
    await write(scope, text(now, 'whole'));
    const failing = async function* (): AsyncGenerator<string, void, undefined> {
      yield* slices(text(now, 'half'));
      throw new Error('no more');
    };
    await assert.rejects(
      folder.write(scope, failing(), now, () => now),
      /no more/u,
    );
    assert.deepEqual(textsIn(path()), [text(now, 'whole')]);
  });

  it('never lets a reader see half a file, whoever else writes', async () => {
    const windows = [folder, new CacheFolder(path()), new CacheFolder(path())];
    const contents = windows.map((_, index) =>
      text(now, Array.from({ length: 50 }, () => String(index)).join('\n')),
    );
    await write(scope, contents[0] ?? '');
    const done = new AbortController();
    const reading = (async () => {
      const seen = new Set<string | undefined>();
      while (!done.signal.aborted) seen.add(await folder.read(scope));
      return seen;
    })();
    await Promise.all(
      windows.map(async (window, index) => {
        for (let turn = 0; turn < 30; turn += 1) {
          const parts = (contents[index] ?? '').split(/(?<=\n)/u);
          await window.write(scope, slices(...parts), now, () => now);
        }
      }),
    );
    done.abort();
    for (const seen of await reading) assert.ok(contents.includes(seen ?? 'nothing'));
    assert.equal(filesIn(path()).length, 1);
  });

  it('does not put older data in the place of newer, but the same or newer over it', async () => {
    assert.equal(await write(scope, text(now - 10, 'first'), now - 10), 'written');
    assert.equal(await write(scope, text(now - 20, 'older'), now - 20), 'older');
    assert.equal(await folder.read(scope), text(now - 10, 'first'));
    assert.equal(await write(scope, text(now - 10, 'same'), now - 10), 'written');
    assert.equal(await write(scope, text(now, 'newer'), now), 'written');
    assert.equal(await folder.read(scope), text(now, 'newer'));
    assert.equal(filesIn(path()).length, 1);
  });

  it('sees that another window was faster while it wrote', async () => {
    const slow = async function* (): AsyncGenerator<string, void, undefined> {
      yield text(now - 10, 'slow');
      await write(scope, text(now, 'fast'));
    };
    assert.equal(await folder.write(scope, slow(), now - 10, () => now), 'older');
    assert.deepEqual(textsIn(path()), [text(now, 'fast')]);
  });

  it('sees that another window has read something newer since it began to write', async () => {
    let time = now;
    const slow = async function* (): AsyncGenerator<string, void, undefined> {
      yield text(now - 10, 'slow');
      time += 5;
      await folder.write(scope, slices(text(time, 'fast')), time, () => time);
    };
    assert.equal(await folder.write(scope, slow(), now - 10, () => time), 'older');
    assert.deepEqual(textsIn(path()), [text(now + 5, 'fast')]);
  });

  it('is not held up by a file that is damaged, of another version, or from the future', async () => {
    for (const there of ['rubbish', '{"version":99,"loadedAt":9e15}\n', text(now + 1, 'future')]) {
      mkdirSync(path(), { recursive: true });
      await write(scope, text(0), 0);
      const [name = ''] = filesIn(path());
      writeFileSync(join(path(), name), there);
      assert.equal(await write(scope, text(now - 5, 'ours'), now - 5), 'written');
      assert.equal(await folder.read(scope), text(now - 5, 'ours'));
      await folder.clear();
    }
  });

  it('neither writes nor reads a file that is too large', async () => {
    await write(scope, text(now, 'fits'));
    assert.equal(await write(scope, text(now, 'x'.repeat(1_000))), 'tooLarge');
    assert.deepEqual(filesIn(path()), [], 'what was there would pass for the present state');

    await write(scope, text(now));
    const [name = ''] = filesIn(path());
    writeFileSync(join(path(), name), text(now, 'x'.repeat(1_000)));
    await assert.rejects(folder.read(scope), UnusableFile);
  });

  it('drops the oldest files when all of them together are too large', async () => {
    const body = 'x'.repeat(750);
    const scopes = ['a', 'b', 'c'].map((region) => ({ ...scope, region }));
    for (const [age, where] of scopes.entries()) {
      await write(where, text(now, body));
      const newest = filesIn(path()).find((name) => statSync(join(path(), name)).mtimeMs > now);
      utimesSync(join(path(), newest ?? ''), 1_000 + age, 1_000 + age);
    }
    await write(elsewhere, text(now, body));
    const left = await Promise.all([...scopes, elsewhere].map((where) => folder.read(where)));
    assert.deepEqual(
      left.map((content) => content !== undefined),
      [false, true, true, true],
    );
  });

  it('removes the files of an account, in all its regions, and no others', async () => {
    for (const where of [scope, elsewhere, ofOther]) await write(where, text(now));
    await folder.removeAccount(scope.accountId);
    assert.equal(await folder.read(scope), undefined);
    assert.equal(await folder.read(elsewhere), undefined);
    assert.equal(await folder.read(ofOther), text(now));
  });

  it('sweeps away what is configured no more and what was left behind, not what another window writes', async () => {
    for (const where of [scope, elsewhere, ofOther]) await write(where, text(now));
    const lines = { old: 'x.json.1.tmp', present: 'x.json.2.tmp' };
    for (const name of Object.values(lines)) writeFileSync(join(path(), name), '');
    utimesSync(join(path(), lines.old), now / 1000 - 7_200, now / 1000 - 7_200);
    utimesSync(join(path(), lines.present), now / 1000, now / 1000);
    await folder.sweep([scope, ofOther], now);
    assert.equal(await folder.read(elsewhere), undefined);
    assert.equal(filesIn(path()).length, 3);
    assert.ok(filesIn(path()).includes(lines.present));
  });

  it('passes on what the system says', async () => {
    writeFileSync(path(), 'a file where the folder should be');
    await assert.rejects(write(scope, text(now)), { code: 'ENOTDIR' });
  });
});
