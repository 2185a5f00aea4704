import { appendFile, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Scope } from '../../model/account.ts';
import { UnusableFile } from '../cache/scope-file.ts';
import {
  accountPrefix,
  isMissing,
  replaceFile,
  scopeFileName,
  temporaryEnding,
} from '../cache/whole-file.ts';

/** How much there may be, in bytes. */
export interface HistoryLimits {
  readonly file: number;
  readonly total: number;
}

/** 10 000 shares with their rows take about 15 MB in the beginning of a file. */
export const historyLimits: HistoryLimits = { file: 32_000_000, total: 96_000_000 };

const ending = '.history.jsonl';

/** A temporary file that is older than this was left behind by a window that ended in the middle; in milliseconds. */
const abandonedAfter = 3_600_000;

/**
 * The files of the history: one a scope, named so that nobody learns from a name whose it is. They grow line by line,
 * and are replaced as a whole. Other windows use the same folder.
 */
export class HistoryFolder {
  readonly #path: string;
  readonly limits: HistoryLimits;

  constructor(path: string, limits: HistoryLimits = historyLimits) {
    this.#path = path;
    this.limits = limits;
  }

  /** How large a scope's file is, in bytes; undefined where there is none. */
  async size(scope: Scope): Promise<number | undefined> {
    try {
      return (await stat(this.#file(scope))).size;
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  /** @throws UnusableFile when it is larger than any file of ours, and the system's errors */
  async read(scope: Scope): Promise<string | undefined> {
    const size = await this.size(scope);
    if (size === undefined) return undefined;
    if (size > this.limits.file * 2) throw new UnusableFile('it is too large');
    try {
      return await readFile(this.#file(scope), 'utf8');
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  /** @throws the system's errors */
  async append(scope: Scope, line: string): Promise<void> {
    await appendFile(this.#file(scope), line, { mode: 0o600 });
  }

  /** @throws the system's errors, and leaves what was there */
  async replace(scope: Scope, text: AsyncIterable<string>): Promise<'written' | 'tooLarge'> {
    const file = this.#file(scope);
    const done = await replaceFile(file, text, { limit: this.limits.file });
    if (done !== 'written') return 'tooLarge';
    await this.#shrink(file);
    return done;
  }

  async remove(scope: Scope): Promise<void> {
    await rm(this.#file(scope), { force: true });
  }

  /** Removes the files of an account, of all its regions. */
  async removeAccount(accountId: string): Promise<void> {
    const prefix = accountPrefix(accountId);
    for (const name of await this.#names()) if (name.startsWith(prefix)) await this.#drop(name);
  }

  /** Removes what belongs to no scope that is configured, and what was left behind in the middle of writing. */
  async sweep(scopes: readonly Scope[], now: number): Promise<void> {
    const wanted = new Set(scopes.map((scope) => scopeFileName(scope, ending)));
    for (const name of await this.#names()) {
      if (wanted.has(name)) continue;
      // What is being written may be another window's.
      const isBeingWritten =
        name.endsWith(temporaryEnding) && (await this.#writtenAt(name)) > now - abandonedAfter;
      if (!isBeingWritten) await this.#drop(name);
    }
  }

  /** Removes everything. */
  async clear(): Promise<void> {
    await rm(this.#path, { recursive: true, force: true });
  }

  #file(scope: Scope): string {
    return join(this.#path, scopeFileName(scope, ending));
  }

  /** Removes the files that were longest not written to, until the rest fits. */
  async #shrink(newest: string): Promise<void> {
    const files = await Promise.all(
      (await this.#names()).map(async (name) => {
        const path = join(this.#path, name);
        // Another window may have removed it.
        const { size, mtimeMs } = await stat(path).catch(() => ({ size: 0, mtimeMs: 0 }));
        return { name, path, size, mtimeMs };
      }),
    );
    let total = files.reduce((sum, { size }) => sum + size, 0);
    for (const { name, path, size } of files.toSorted((a, b) => a.mtimeMs - b.mtimeMs)) {
      if (total <= this.limits.total) return;
      if (path === newest) continue;
      await this.#drop(name);
      total -= size;
    }
  }

  /** Another window may have moved it: then it is gone. */
  async #writtenAt(name: string): Promise<number> {
    const { mtimeMs } = await stat(join(this.#path, name)).catch(() => ({ mtimeMs: 0 }));
    return mtimeMs;
  }

  async #drop(name: string): Promise<void> {
    await rm(join(this.#path, name), { force: true });
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
