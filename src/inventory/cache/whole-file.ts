import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Scope } from '../../model/account.ts';

/** The ending of what is being written and not in its place yet. */
export const temporaryEnding = '.tmp';

/** The name of a scope's file, from which nobody learns whose it is. */
export function scopeFileName({ accountId, region }: Scope, ending: string): string {
  return `${accountPrefix(accountId)}${hash(region)}${ending}`;
}

/** What the names of all files of an account begin with. */
export function accountPrefix(accountId: string): string {
  return `${hash(accountId)}-`;
}

interface Replacing {
  /** How many bytes there may be. */
  readonly limit: number;
  /** Asked when all is written and only has to be moved. */
  readonly mayReplace?: () => Promise<boolean>;
}

/**
 * Puts a text in the place of a file: it is written beside it and moved there, so that a file is whole or not there.
 * For the user alone to read.
 * @throws the system's errors, and leaves what was there
 */
export async function replaceFile(
  path: string,
  text: AsyncIterable<string> | Iterable<string>,
  { limit, mayReplace }: Replacing,
): Promise<'written' | 'kept' | 'tooLarge'> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = `${path}.${randomUUID()}${temporaryEnding}`;
  try {
    if ((await fill(temporary, text, limit)) > limit) return 'tooLarge';
    if ((await mayReplace?.()) === false) return 'kept';
    await rename(temporary, path);
    return 'written';
  } finally {
    await rm(temporary, { force: true });
  }
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

async function fill(
  path: string,
  text: AsyncIterable<string> | Iterable<string>,
  limit: number,
): Promise<number> {
  let bytes = 0;
  const file = await open(path, 'wx', 0o600);
  try {
    for await (const slice of text) {
      const data = Buffer.from(slice);
      bytes += data.length;
      if (bytes > limit) break;
      await file.writeFile(data);
    }
  } finally {
    await file.close();
  }
  return bytes;
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 24);
}
