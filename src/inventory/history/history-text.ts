import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod/mini';
import { turnOfOthers } from '../../model/pieces.ts';
import { associationKey, type ShareOwner } from '../../model/share.ts';
import { associationStates, shareStates } from '../../model/status.ts';
import { UnusableFile, type FileOwner } from '../cache/scope-file.ts';
import type { PastShare, ShareStep } from './past-share.ts';
import type { Moment, ScopeHistory } from './scope-history.ts';

/** Goes up with every change after which an older file would be misread. */
export const historyVersion = 1;

/**
 * Wire shapes of a history file: JSON lines. The head, a line for each share as it was in the beginning, then a line
 * for each moment, and lines that say when everything was last seen.
 */
const text = z.string();
const optionalText = z.exactOptional(text);
const flag = z.exactOptional(z.boolean());
const head = z.object({
  id: text,
  name: text,
  owner: z.enum(['self', 'other'] satisfies readonly ShareOwner[]),
  ownerId: text,
  status: z.object({ state: z.enum([...shareStates, 'unknown']), text }),
  allowExternal: flag,
  description: optionalText,
  tags: z.array(z.object({ key: text, value: text })),
  resourceGroupId: optionalText,
});
const associationStatus = z.object({ state: z.enum([...associationStates, 'unknown']), text });
const row = z.object({
  kind: z.enum(['resource', 'principal']),
  entityId: text,
  entityType: text,
  arn: optionalText,
  status: associationStatus,
  external: flag,
  invited: flag,
  failures: z.exactOptional(
    z.array(z.object({ entityId: text, arn: optionalText, reason: text, operation: text })),
  ),
});
const permissions = z.exactOptional(
  z.array(
    z.object({
      ...{ id: text, name: text, resourceType: text, version: optionalText },
      status: associationStatus,
    }),
  ),
);
const shareLine = z.object({ head, rows: z.array(row), permissions });
const headLine = z.object({
  version: z.literal(historyVersion),
  owner: z.unknown(),
  from: z.number(),
  seenAt: z.number(),
  shares: z.number(),
});
const laterLine = z.object({
  seenAt: z.number(),
  at: z.exactOptional(z.number()),
  since: z.exactOptional(z.number()),
  steps: z.exactOptional(
    z.array(
      z.object({
        id: text,
        gone: z.exactOptional(z.literal(true)),
        head: z.exactOptional(head),
        put: z.exactOptional(z.array(row)),
        dropped: z.exactOptional(z.array(text)),
        permissions,
      }),
    ),
  ),
});

/** Characters that are made or read in one go: a few milliseconds, after which others get their turn. */
const sliceLength = 128_000;
/** Shares that a line tells of at most. */
const stepsInLine = 200;

/** The text of a file that begins with a state, in slices. Others get their turn between two of them. */
export async function* historyText(history: ScopeHistory): AsyncGenerator<string, void, undefined> {
  const { owner, from, shares, moments, seenAt } = history;
  const first = { version: historyVersion, owner, from, seenAt, shares: shares.size };
  let slice = '';
  for (const line of lines()) {
    slice += line;
    if (slice.length < sliceLength) continue;
    yield slice;
    slice = '';
    await turnOfOthers();
  }
  yield slice;

  function* lines(): Generator<string, void, undefined> {
    yield lineOf(first);
    for (const { rows, ...share } of shares.values()) {
      yield lineOf({ ...share, rows: [...rows.values()] });
    }
    for (const moment of moments) yield* momentLines(moment, seenAt);
  }
}

/** The lines for what was seen at a moment. */
export async function momentText(moment: Moment, seenAt: number): Promise<string> {
  const lines: string[] = [];
  for (const line of momentLines(moment, seenAt)) {
    if (lines.length > 0) await turnOfOthers();
    lines.push(line);
  }
  return lines.join('');
}

/**
 * Where very much was seen at once it stands on several lines, none of which takes long to read. Only the last of them
 * says that everything was seen: where that one is cut off the rest still has to come.
 */
function* momentLines({ at, since, steps }: Moment, seenAt: number): Generator<string> {
  for (let start = 0; start < steps.length; start += stepsInLine) {
    const end = start + stepsInLine;
    const part = { at, since, steps: steps.slice(start, end) };
    yield lineOf({ ...part, seenAt: end < steps.length ? Math.min(since, seenAt) : seenAt });
  }
}

/** One line more, for that nothing else was seen until then. */
export function seenText(seenAt: number): string {
  return lineOf({ seenAt });
}

function lineOf(value: object): string {
  return `${JSON.stringify(value)}\n`;
}

export interface ParsedHistory {
  readonly history: ScopeHistory;
  /** False where the end of the file could not be read. */
  readonly isWhole: boolean;
}

/**
 * Reads a file back, in slices. What follows a line that can't be read is left out: a moment that is missing would make
 * all that comes after it wrong.
 * @param owner whose history is wanted
 * @throws UnusableFile where its beginning can't be read, or is of another account
 */
export async function parseHistory(content: string, owner: FileOwner): Promise<ParsedHistory> {
  const reader = new LineReader(content);
  const first = headLine.safeParse(await reader.next());
  if (!first.success) throw new UnusableFile('it is damaged, or of another version');
  const { from } = first.data;
  if (!isDeepStrictEqual(first.data.owner, owner)) {
    throw new UnusableFile('it is of another account');
  }
  const shares = new Map<string, PastShare>();
  for (let count = 0; count < first.data.shares; count += 1) {
    const share = shareLine.safeParse(await reader.next());
    if (!share.success) throw new UnusableFile('it is damaged');
    const { rows, ...rest } = share.data;
    const byKey = new Map(rows.map((one) => [associationKey(one), one]));
    shares.set(rest.head.id, { ...rest, rows: byKey });
  }
  const moments: (Moment & { readonly steps: ShareStep[] })[] = [];
  let { seenAt } = first.data;
  for (let line = await reader.next(); line !== undefined; line = await reader.next()) {
    const later = laterLine.safeParse(line);
    if (!later.success) break;
    const { at, since, steps } = later.data;
    if (at !== undefined && since !== undefined && steps) {
      const last = moments.at(-1);
      const goesOn = last?.at === at && last.since === since;
      if (goesOn) last.steps.push(...steps);
      else moments.push({ at, since, steps });
    }
    seenAt = Math.max(seenAt, later.data.seenAt);
  }
  return { history: { owner, from, shares, moments, seenAt }, isWhole: reader.isAtEnd };
}

/** Whole lines only: what was cut off in the middle of a line has no end. */
class LineReader {
  readonly #content: string;
  #place = 0;
  #sinceTurn = 0;
  #broken = false;

  constructor(content: string) {
    this.#content = content;
  }

  /** Whether every character was read and understood. */
  get isAtEnd(): boolean {
    return !this.#broken && this.#place === this.#content.length;
  }

  /** The next line, parsed; undefined at the end, and from the first line on that is no JSON. */
  async next(): Promise<unknown> {
    const end = this.#content.indexOf('\n', this.#place);
    if (this.#broken || end < 0) return undefined;
    const line = this.#content.slice(this.#place, end);
    this.#sinceTurn += line.length;
    if (this.#sinceTurn > sliceLength) {
      this.#sinceTurn = 0;
      await turnOfOthers();
    }
    try {
      const value: unknown = JSON.parse(line);
      this.#place = end + 1;
      return value;
    } catch {
      this.#broken = true;
      return undefined;
    }
  }
}
