import type { FileHandle } from 'node:fs/promises';
import { open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Scope } from '../../model/account.ts';
import { loadedAtOf, UnusableFile } from './scope-file.ts';
import {
  accountPrefix,
  isMissing,
  replaceFile,
  scopeFileName,
  temporaryEnding,
} from './whole-file.ts';

/** How much the folder may hold, in bytes. 10 000 shares with their rows take about 25 MB. */
export interface CacheLimits {
  readonly file: number;
  readonly total: number;
}

export const defaultLimits: CacheLimits = { file: 48_000_000, total: 128_000_000 };

/** A temporary file that is older than this was left behind by a window that ended in the middle; in milliseconds. */
const abandonedAfter = 3_600_000;

/** Enough for the first line of a file, in bytes. */
const headBytes = 4_096;

const endings = { whole: '.json', temporary: temporaryEnding } as const;

/**
 * The files of the cache: one a scope, named so that nobody learns from a name whose it is. A file is whole or not there:
 * it is written beside its place and moved there. Other windows use the same folder.
 */
export class CacheFolder {
  readonly #path: string;
  readonly #limits: CacheLimits;

  constructor(path: string, limits: CacheLimits = defaultLimits) {
    this.#path = path;
    this.#limits = limits;
  }

  /**
   * The text of a scope's file; undefined where there is none.
   * @throws UnusableFile when it is larger than any file of ours, and the system's errors
   */
  async read(scope: Scope): Promise<string | undefined> {
    const file = this.#file(scope);
    try {
      if ((await stat(file)).size > this.#limits.file) throw new UnusableFile('it is too large');
      return await readFile(file, 'utf8');
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  /**
   * Puts a text in the place of a scope's file, unless what lies there was loaded later (by another window).
   * The look at it and the move are two steps: where two windows write in the same millisecond the later move stays.
   * @param loadedAt milliseconds since the epoch
   * @param now asked before and after: a file from the future holds nobody up, but what another window has read while
   * this one wrote is not from the future
   * @returns `tooLarge` when the text is over the limit of a file, which is then removed
   * @throws the system's errors, and leaves what was there
   */
  async write(
    scope: Scope,
    text: AsyncIterable<string>,
    loadedAt: number,
    now: () => number,
  ): Promise<'written' | 'older' | 'tooLarge'> {
    const file = this.#file(scope);
    if (await this.#holdsNewer(file, loadedAt, now)) return 'older';
    const done = await replaceFile(file, text, {
      limit: this.#limits.file,
      mayReplace: async () => !(await this.#holdsNewer(file, loadedAt, now)),
    });
    if (done === 'tooLarge') await this.remove(scope);
    if (done !== 'written') return done === 'kept' ? 'older' : done;
    await this.#shrink(file);
    return 'written';
  }

  async remove(scope: Scope): Promise<void> {
    await rm(this.#file(scope), { force: true });
  }

  /** Removes the files of an account, of all its regions. */
  async removeAccount(accountId: string): Promise<void> {
    const prefix = accountPrefix(accountId);
    await this.#removeIf((name) => name.startsWith(prefix));
  }

  /** Removes what belongs to no scope that is configured, and what was left behind. */
  async sweep(scopes: readonly Scope[], now: number): Promise<void> {
    const wanted = new Set(scopes.map(nameOf));
    await this.#removeIf(async (name) => {
      if (!name.endsWith(endings.temporary)) return !wanted.has(name);
      const { mtimeMs } = await stat(join(this.#path, name));
      return mtimeMs < now - abandonedAfter;
    });
  }

  /** Removes everything. */
  async clear(): Promise<void> {
    await rm(this.#path, { recursive: true, force: true });
  }

  #file(scope: Scope): string {
    return join(this.#path, nameOf(scope));
  }

  async #holdsNewer(path: string, loadedAt: number, now: () => number): Promise<boolean> {
    let file: FileHandle;
    try {
      file = await open(path, 'r');
    } catch (error) {
      if (isMissing(error)) return false;
      throw error;
    }
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
      const [line = ''] = buffer.toString('utf8', 0, bytesRead).split('\n', 1);
      const there = loadedAtOf(line);
      return there !== undefined && there > loadedAt && there <= now();
    } finally {
      await file.close();
    }
  }

  /** Removes the oldest files until the rest fits. */
  async #shrink(newest: string): Promise<void> {
    const files = await Promise.all(
      (await this.#names()).map(async (name) => {
        const path = join(this.#path, name);
        // Another window may have removed it.
        const { size, mtimeMs } = await stat(path).catch(() => ({ size: 0, mtimeMs: 0 }));
        return { path, size, mtimeMs };
      }),
    );
    let total = files.reduce((sum, { size }) => sum + size, 0);
    const byAge = files
      .filter(({ path }) => path !== newest && path.endsWith(endings.whole))
      .sort((a, b) => a.mtimeMs - b.mtimeMs);
    for (const { path, size } of byAge) {
      if (total <= this.#limits.total) return;
      await rm(path, { force: true });
      total -= size;
    }
  }

  async #removeIf(unwanted: (name: string) => boolean | Promise<boolean>): Promise<void> {
    for (const name of await this.#names()) {
      try {
        if (await unwanted(name)) await rm(join(this.#path, name), { force: true });
      } catch (error) {
        if (!isMissing(error)) throw error;
      }
    }
  }

  async #names(): Promise<readonly string[]> {
    try {
      return await readdir(this.#path);
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
  }
}

function nameOf(scope: Scope): string {
  return scopeFileName(scope, endings.whole);
}
