import type { Scope } from '../model/account.ts';
import type { PendingItem, PendingMemory } from './pending.ts';
import { pendingItems, pendingKey } from './pending.ts';
import type { ShareEntry } from './snapshot.ts';
import { pace } from './watch-pace.ts';

interface Watched {
  readonly item: PendingItem;
  /** Put off by the time in which nobody looks. */
  deadline: number;
  /** No longer looked at, until its state changes. */
  givenUp: boolean;
}

/** What is pending in one scope: since when, for how much longer it is followed, and what was given up. */
export class WatchedItems {
  readonly #scope: Scope;
  readonly #byShare = new Map<string, ReadonlyMap<string, Watched>>();

  constructor(scope: Scope) {
    this.#scope = scope;
  }

  /** What is looked at. */
  get items(): readonly PendingItem[] {
    return this.#watched().map(({ item }) => item);
  }

  /** True when there is nothing to look at and nothing to remember. */
  get isEmpty(): boolean {
    return this.#byShare.size === 0;
  }

  /** Whether this item, which the cloud should have ended, was given up; `key` as `pendingKey` makes it. */
  isStuck(shareId: string, key: string): boolean {
    const watched = this.#byShare.get(shareId)?.get(key);
    return watched?.givenUp === true && watched.item.waitsFor === 'cloud';
  }

  /**
   * For how long everything here has been pending, and is still to be followed.
   * @param lookedUntil until when somebody has looked, milliseconds since the epoch
   */
  memories(lookedUntil: number): readonly PendingMemory[] {
    return [...this.#byShare.values()].flatMap((items) =>
      Array.from(items, ([key, { item, deadline, givenUp }]) => {
        const { state, waitsFor, since } = item;
        const leftMs = Math.max(0, deadline - lookedUntil);
        return { key, state, waitsFor, since, leftMs, givenUp };
      }),
    );
  }

  /**
   * Takes what the inventory knows about a share now, undefined when it is gone.
   * @param memories what an earlier session knew of items that are new to this one, by their keys
   * @param now milliseconds since the epoch
   * @returns whether there is something new to look at, and whether anything changed
   */
  update(
    shareId: string,
    entry: ShareEntry | undefined,
    memories: ReadonlyMap<string, PendingMemory> | undefined,
    now: number,
  ): { readonly isNew: boolean; readonly changed: boolean } {
    const before = this.#byShare.get(shareId);
    const next = new Map<string, Watched>();
    let changed = false;
    let isNew = false;
    for (const item of entry ? pendingItems(this.#scope, entry, now) : []) {
      const key = pendingKey(item);
      const known = before?.get(key);
      if (known && isSame(known.item, item)) {
        next.set(key, known);
        continue;
      }
      const watched = follow(item, known?.item, memories?.get(key), now);
      next.set(key, watched);
      changed = true;
      isNew ||= !watched.givenUp;
    }
    changed ||= (before?.size ?? 0) !== next.size;
    if (next.size > 0) this.#byShare.set(shareId, next);
    else this.#byShare.delete(shareId);
    return { isNew, changed };
  }

  /** Puts all deadlines off. */
  postpone(milliseconds: number): void {
    for (const watched of this.#watched()) watched.deadline += milliseconds;
  }

  /** Gives up what has been followed for long enough, and says what that is. */
  giveUpLate(now: number): readonly PendingItem[] {
    const late = this.#watched().filter(({ deadline }) => deadline <= now);
    for (const watched of late) watched.givenUp = true;
    return late.map(({ item }) => item);
  }

  #watched(): readonly Watched[] {
    return [...this.#byShare.values()]
      .flatMap((items) => [...items.values()])
      .filter(({ givenUp }) => !givenUp);
  }
}

function follow(
  item: PendingItem,
  known: PendingItem | undefined,
  memory: PendingMemory | undefined,
  now: number,
): Watched {
  if (!known && memory && isSame(memory, item)) {
    // A clock that was set back since must not lengthen anything.
    const since = Math.min(memory.since, now);
    const deadline = now + Math.min(memory.leftMs, pace.giveUpAfter);
    return { item: { ...item, since }, deadline, givenUp: memory.givenUp };
  }
  const since = known?.state === item.state ? known.since : item.since;
  return { item: { ...item, since }, deadline: now + pace.giveUpAfter, givenUp: false };
}

type Waiting = Pick<PendingMemory, 'state' | 'waitsFor'>;

function isSame(a: Waiting, b: Waiting): boolean {
  return a.state === b.state && a.waitsFor === b.waitsFor;
}
