import { crc32 } from 'node:zlib';
import { scopeKey, type Scope } from '../../model/account.ts';
import type { ValueStorage } from '../empty-scopes.ts';
import type { Finding } from './findings.ts';

const storageKey = 'seenOutsiders';

/**
 * Of so many outsiders of an account in a region each has a mark; of more none has, and none is called new. The marks of
 * as many take 270 kB, and to look for new ones among them some ten milliseconds.
 */
const mostMarked = 50_000;

/**
 * Which outsiders the user has seen, to tell the new ones. Remembered by a mark of share and principal, an account and
 * region each; where that was never looked at, what is there first counts as seen. A mark has 32 bits: of a million that
 * are new a dozen are taken for seen at most.
 */
export interface SeenOutsiders {
  /** Where an account has more outsiders in a region, none of them is called new. */
  readonly most: number;
  /**
   * The new ones among the outsiders of a scope; none where they are more than `most`.
   * @param isWhole whether all outsiders of the scope are among them: only then what is there first is remembered
   */
  newIn(scope: Scope, outsiders: readonly Finding[], isWhole: boolean): readonly Finding[];
  /** The user has looked at these: all there are in that scope. */
  seen(scope: Scope, outsiders: readonly Finding[]): void;
  forgetAccount(accountId: string): void;
}

export function seenOutsidersIn(storage: ValueStorage): SeenOutsiders {
  // Of another version or window it may be anything.
  const all = (): Readonly<Record<string, unknown>> => ({ ...(storage.get(storageKey) ?? {}) });
  const read = new Map<string, { readonly text: string; readonly marks: Uint32Array }>();
  const marksOf = (scope: Scope): Uint32Array | undefined => {
    const key = scopeKey(scope);
    const text = all()[key];
    if (typeof text !== 'string') return undefined;
    const known = read.get(key);
    if (known?.text === text) return known.marks;
    const marks = marksIn(text);
    if (marks) read.set(key, { text, marks });
    return marks;
  };
  const remember = (scope: Scope, outsiders: readonly Finding[]): void => {
    const text = textOf(Uint32Array.from(outsiders, markOf).sort());
    if (all()[scopeKey(scope)] === text) return;
    void storage.update(storageKey, { ...all(), [scopeKey(scope)]: text });
  };
  return {
    most: mostMarked,
    newIn: (scope, outsiders, isWhole) => {
      if (outsiders.length > mostMarked) return [];
      const marks = marksOf(scope);
      if (marks) return outsiders.filter((outsider) => !holds(marks, markOf(outsider)));
      if (isWhole) remember(scope, outsiders);
      return [];
    },
    seen: (scope, outsiders) => {
      if (outsiders.length <= mostMarked) remember(scope, outsiders);
    },
    forgetAccount: (accountId) => {
      const entries = Object.entries(all());
      const kept = entries.filter(([key]) => !key.startsWith(scopeKey({ accountId, region: '' })));
      if (kept.length < entries.length) {
        void storage.update(storageKey, Object.fromEntries(kept));
      }
    },
  };
}

/** Four bytes a mark, in order, the least significant first whatever machine it is. */
function textOf(marks: Uint32Array): string {
  const bytes = Buffer.alloc(marks.length * 4);
  for (const [place, mark] of marks.entries()) bytes.writeUInt32LE(mark, place * 4);
  return bytes.toString('base64');
}

function marksIn(text: string): Uint32Array | undefined {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length % 4 !== 0 || bytes.length > mostMarked * 4) return undefined;
  const marks = Uint32Array.from({ length: bytes.length / 4 }, (_, place) =>
    bytes.readUInt32LE(place * 4),
  );
  // Somebody else's text may be anything.
  return marks.sort();
}

function holds(sorted: Uint32Array, mark: number): boolean {
  let from = 0;
  let to = sorted.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((sorted[middle] ?? 0) < mark) from = middle + 1;
    else to = middle;
  }
  return sorted[from] === mark;
}

const marked = new WeakMap<Finding, number>();

function markOf(finding: Finding): number {
  const known = marked.get(finding);
  if (known !== undefined) return known;
  const mark = crc32(JSON.stringify([finding.share?.id, finding.entity?.id]));
  marked.set(finding, mark);
  return mark;
}
