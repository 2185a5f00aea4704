import { mostSiblings } from '../children.ts';

/** One of many rows below the same row, in the order they are shown in. */
export interface Named {
  readonly name: string;
  /** Tells it from the others, and stays the same. */
  readonly key: string;
}

/** Neighbours that share a row of their own. */
export interface Bucket {
  /** Key of the first one in it, which names the bucket; empty for the first bucket. */
  readonly from: string;
  /** Where it starts, counted from 0. */
  readonly start: number;
  /** Where the next one starts. */
  readonly end: number;
}

/**
 * Puts neighbours into buckets of 125 to 500. A cut is made where names differ early (`app-199 | app-200` rather than
 * `app-198 | app-199`), and between equals where a number made of the key is largest. So cuts depend on the names
 * around them and not on how many come before: when a few come or go, nearly all buckets stay the same.
 * @param items sorted by name
 * @param most what one bucket holds at most
 */
export function bucketsOf(items: readonly Named[], most = mostSiblings): readonly Bucket[] {
  const scores = items.map(({ name, key }, index) => {
    const before = items[index - 1]?.name ?? '';
    return { shared: sharedStart(before, name), hash: hashOf(key) };
  });
  const buckets: Bucket[] = [];
  const split = (start: number, end: number): void => {
    const size = end - start;
    if (size <= most) {
      buckets.push({ from: start === 0 ? '' : (items[start]?.key ?? ''), start, end });
      return;
    }
    let cut = start + Math.ceil(size / 4);
    for (let at = cut + 1; at <= end - Math.ceil(size / 4); at += 1) {
      const best = scores[cut];
      const here = scores[at];
      if (!best || !here) continue;
      const isBetter =
        here.shared < best.shared || (here.shared === best.shared && here.hash > best.hash);
      if (isBetter) cut = at;
    }
    split(start, cut);
    split(cut, end);
  };
  split(0, items.length);
  return buckets;
}

/** From which name to which a bucket goes, each as short as it can be without reading like another one. */
export function rangeOf(
  items: readonly Named[],
  { start, end }: Bucket,
): readonly [from: string, to: string] {
  const name = (index: number): string | undefined => items[index]?.name;
  const first = name(start) ?? '';
  const last = name(end - 1) ?? '';
  return [shortest(first, [name(start - 1), last]), shortest(last, [name(end), first])];
}

/** The start of a name up to the end of the word in which it differs from the others. */
function shortest(name: string, others: readonly (string | undefined)[]): string {
  const differsAt = Math.max(
    ...others.map((other) => (other === undefined ? 0 : sharedStart(name, other))),
  );
  const rest = /^[\p{L}\p{N}]+/u.exec(name.slice(differsAt))?.[0] ?? '';
  return name.slice(0, Math.max(differsAt + Math.max(rest.length, 1))).toWellFormed();
}

function sharedStart(some: string, other: string): number {
  const most = Math.min(some.length, other.length);
  let at = 0;
  while (at < most && some[at] === other[at]) at += 1;
  return at;
}

/** 32 bits that look like chance and are always the same for a key (FNV-1a). */
function hashOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < key.length; at += 1) {
    hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193);
  }
  return hash >>> 0;
}
