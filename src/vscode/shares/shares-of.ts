import type { ShareEntry, Snapshot } from '../../inventory/snapshot.ts';
import type { ShareOwner } from '../../model/share.ts';
import { isDead } from '../../model/status.ts';
import { sortedByName } from './name-order.ts';

/** The shares of one side of a scope. */
interface Side {
  readonly all: readonly ShareEntry[];
  readonly living: readonly ShareEntry[];
  sorted?: readonly ShareEntry[];
}

/** Entries are replaced when something in them changes, so that what was made of them holds as long as they do. */
const made = new WeakMap<Snapshot['entries'], Readonly<Record<ShareOwner, Side>>>();

/** The shares of one side of a scope by name, ended ones only when asked for; the same list until one changes. */
export function sharesOf(
  snapshot: Pick<Snapshot, 'entries'>,
  owner: ShareOwner,
  withEnded: boolean,
): readonly ShareEntry[] {
  const side = sidesOf(snapshot)[owner];
  side.sorted ??= sortedByName(side.all);
  return withEnded ? side.sorted : side.sorted.filter(({ share }) => !isDead(share.status));
}

export function shareCount(
  snapshot: Pick<Snapshot, 'entries'>,
  owner: ShareOwner,
  withEnded: boolean,
): number {
  const side = sidesOf(snapshot)[owner];
  return (withEnded ? side.all : side.living).length;
}

function sidesOf({ entries }: Pick<Snapshot, 'entries'>): Readonly<Record<ShareOwner, Side>> {
  const known = made.get(entries);
  if (known) return known;
  const side = (owner: ShareOwner): Side => {
    const all = [...entries.values()].filter(({ share }) => share.owner === owner);
    return { all, living: all.filter(({ share }) => !isDead(share.status)) };
  };
  const sides = { self: side('self'), other: side('other') };
  made.set(entries, sides);
  return sides;
}
