import { isDeepStrictEqual } from 'node:util';
import type { Account, CloudId, CloudSite } from '../../model/account.ts';
import { turnOfOthers } from '../../model/pieces.ts';
import type { PendingMemory } from '../pending.ts';
import type { SavedScope, ListPart, ShareEntry } from '../snapshot.ts';
import { scopeParts } from '../snapshot.ts';
import { isPendingMemory, isRecord, isShareEntry } from './saved-entry.ts';

/** Goes up with every change after which an older file would be misread. */
export const formatVersion = 1;

/** Whose data a file holds. A profile that has become another account at its cloud has another one. */
export interface FileOwner {
  readonly accountId: string;
  readonly region: string;
  readonly cloud: CloudId;
  readonly ownerId: string;
  readonly site?: CloudSite;
}

export interface ScopeFile extends SavedScope {
  readonly owner: FileOwner;
  readonly pending: readonly PendingMemory[];
}

/** A file that is not used, and why, in a few words for the log. */
export class UnusableFile extends Error {
  constructor(why: string) {
    super(why);
    this.name = 'UnusableFile';
  }
}

export function ownerOf(account: Account, region: string): FileOwner {
  const { id, cloud, ownerId, site } = account;
  return { accountId: id, region, cloud, ownerId, ...(site !== undefined && { site }) };
}

/** Characters that are made or read in one go: a few milliseconds, after which others get their turn. */
const sliceLength = 256_000;

/**
 * The text of a file, in slices: JSON lines, the head, an entry each, and what is pending at the end, so that a file that
 * was cut off can be told by its last line. Others get their turn between two slices.
 */
export async function* formatScopeFile(file: ScopeFile): AsyncGenerator<string, void, undefined> {
  const { owner, loadedAt, missing, entries, pending } = file;
  const head = { version: formatVersion, owner, loadedAt, missing, shares: entries.length };
  let slice = '';
  for (const line of [head, ...entries, { pending }]) {
    slice += `${JSON.stringify(line)}\n`;
    if (slice.length < sliceLength) continue;
    yield slice;
    slice = '';
    await turnOfOthers();
  }
  yield slice;
}

/**
 * Reads a file back, in slices, others get their turn between two of them.
 * @param owner whose data are wanted
 * @param now milliseconds since the epoch: data from the future are none
 * @throws UnusableFile
 */
export async function parseScopeFile(
  text: string,
  owner: FileOwner,
  now: number,
): Promise<ScopeFile> {
  const lines = readLines(text);
  const { loadedAt, missing, shares } = usableHead(lines.next().value, owner, now);
  const entries: ShareEntry[] = [];
  let length = 0;
  while (entries.length < shares) {
    const line = lines.next().value;
    if (line === undefined) throw new UnusableFile('it was cut off');
    const entry = parseLine(line);
    if (!isShareEntry(entry)) throw new UnusableFile('it is damaged');
    entries.push(entry);
    length += line.length;
    if (length < sliceLength) continue;
    length = 0;
    await turnOfOthers();
  }
  const last = lines.next().value;
  if (last === undefined) throw new UnusableFile('it was cut off');
  const end = parseLine(last);
  const pending: unknown = isRecord(end) ? end.pending : undefined;
  if (!Array.isArray(pending) || !pending.every(isPendingMemory)) {
    throw new UnusableFile('it is damaged');
  }
  return { owner, loadedAt, missing, entries, pending };
}

/** When the data of a file were loaded, from its first line; undefined for a file that can't be used by this version. */
export function loadedAtOf(firstLine: string): number | undefined {
  try {
    return parseHead(firstLine).loadedAt;
  } catch {
    return undefined;
  }
}

interface FileHead {
  readonly owner: unknown;
  readonly loadedAt: number;
  readonly missing: readonly ListPart[];
  readonly shares: number;
}

function parseHead(line: string): FileHead {
  const head = parseLine(line);
  if (!isRecord(head)) throw new UnusableFile('it is damaged');
  const { version, owner, loadedAt, missing, shares } = head;
  if (version !== formatVersion) throw new UnusableFile('it is of another version');
  if (
    typeof loadedAt !== 'number' ||
    typeof shares !== 'number' ||
    !Array.isArray(missing) ||
    !missing.every(isPart)
  ) {
    throw new UnusableFile('it is damaged');
  }
  return { owner, loadedAt, missing, shares };
}

function usableHead(line: string | undefined, owner: FileOwner, now: number): FileHead {
  if (line === undefined) throw new UnusableFile('it was cut off');
  const head = parseHead(line);
  if (!isDeepStrictEqual(head.owner, owner)) throw new UnusableFile('it is of another account');
  if (head.loadedAt > now) throw new UnusableFile('its time lies ahead');
  return head;
}

function isPart(value: unknown): value is ListPart {
  return scopeParts.some((part) => part === value);
}

/** Whole lines only: what was cut off in the middle of a line has no end. */
function* readLines(text: string): Generator<string, undefined, undefined> {
  for (let start = 0; ;) {
    const end = text.indexOf('\n', start);
    if (end < 0) return undefined;
    yield text.slice(start, end);
    start = end + 1;
  }
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new UnusableFile('it is damaged');
  }
}
