import type { Inventory } from '../inventory/inventory.ts';
import type { ShareEntry } from '../inventory/snapshot.ts';
import { isInvited } from '../inventory/pending.ts';
import type { PendingItem, Watcher } from '../inventory/watcher.ts';
import { scopeKey } from '../model/account.ts';
import type { Clock } from '../model/clock.ts';
import { systemClock } from '../model/clock.ts';
import type { Association } from '../model/share.ts';
import { isDead } from '../model/status.ts';
import type { PartState } from './action.ts';
import { rowOfItem } from './item-row.ts';
import type { PlanItem, PlanPart } from './plan.ts';

export interface FollowSurroundings {
  readonly inventory: Inventory;
  readonly watcher: Watcher;
  readonly clock?: Clock;
  /** Stops following: what is known by then is the outcome. */
  readonly signal?: AbortSignal;
}

/** What was sent and answered, and is now to be followed. */
export interface Followed {
  readonly part: PlanPart;
  readonly shareId?: string;
  /** Resources and principals that were added or removed, or the share itself that was deleted. */
  readonly items: readonly PlanItem[];
}

/** How one share came out of an action, as far as that ends by itself. Each item that was sent is in one of the lists. */
export interface Outcome {
  readonly part: PlanPart;
  readonly shareId?: string;
  /**
   * `settled`: nothing is left. `waiting`: what is left waits for people to accept an invitation.
   * `pending`: what is left was given up, or nobody polls, or following was stopped.
   */
  readonly end: 'settled' | 'waiting' | 'pending';
  readonly associated: readonly Association[];
  /** With their reasons in `statusMessage` and `failures`. */
  readonly failed: readonly Association[];
  /** Out of the share, as wanted; or the share itself. */
  readonly removed: readonly PlanItem[];
  /** Sent and accepted, but the cloud lists them no more, or as removed. */
  readonly vanished: readonly PlanItem[];
  /** Sent and accepted, but the share could not be read since. */
  readonly unread: readonly PlanItem[];
  readonly waiting: readonly Association[];
  readonly stillPending: readonly Association[];
  /** The share itself, which is still being deleted. */
  readonly ending: readonly PlanItem[];
}

/** Until the share itself is read again, while only outside principals are left, in milliseconds; doubles each time. */
const firstPause = 2_000;
const longestPause = 60_000;
const mostFailedReads = 5;
/** From when on resources that don't settle in a pending share are taken to wait for its invitations, too. */
const resourcePatience = 30_000;

/** What of a part of an action is to be followed: its calls were answered, and the cloud works on. */
export function followed({ part, shareId, steps }: PartState): Followed {
  const sent = ({ step }: PlanItem) => step !== undefined && steps[step]?.state === 'done';
  // Who leaves a share sees no row of it move.
  const leaves = part.steps.some(({ kind }) => kind === 'leave');
  const deletes = part.steps.some(({ kind }) => kind === 'delete');
  return {
    part,
    ...(shareId !== undefined && { shareId }),
    items: leaves
      ? []
      : part.items.filter(
          (item) =>
            sent(item) &&
            (deletes
              ? item.kind === 'share'
              : item.kind === 'resource' || item.kind === 'principal'),
        ),
  };
}

/**
 * Waits until everything that was sent has settled, with exactly one outcome. The watcher does the looking.
 * Resolves at once when nothing was sent; never rejects.
 */
export function followChange(change: Followed, surroundings: FollowSurroundings): Promise<Outcome> {
  return new Promise((resolve) => {
    new Follow(change, surroundings, resolve).start();
  });
}

class Follow {
  readonly #change: Followed;
  readonly #inventory: Inventory;
  readonly #watcher: Watcher;
  readonly #clock: Clock;
  readonly #signal: AbortSignal | undefined;
  readonly #resolve: (outcome: Outcome) => void;
  readonly #stops: (() => void)[] = [];
  readonly #startedAt: number;
  #givenUp = false;
  #hasRead = false;
  #reading = false;
  #failedReads = 0;
  #pause = firstPause;
  #stopTimer: (() => void) | undefined;
  #ended = false;

  constructor(
    change: Followed,
    { inventory, watcher, clock = systemClock, signal }: FollowSurroundings,
    resolve: (outcome: Outcome) => void,
  ) {
    this.#change = change;
    this.#inventory = inventory;
    this.#watcher = watcher;
    this.#clock = clock;
    this.#signal = signal;
    this.#resolve = resolve;
    this.#startedAt = clock.now();
  }

  start(): void {
    const { shareId } = this.#change;
    const { scope } = this.#change.part;
    const look = (): void => {
      this.#look();
    };
    this.#signal?.addEventListener('abort', look, { once: true });
    this.#stops.push(
      () => this.#signal?.removeEventListener('abort', look),
      this.#inventory.onDidChange((change) => {
        if (scopeKey(change.scope) === scopeKey(scope)) look();
      }),
      this.#watcher.onDidChangePolling(look),
      this.#watcher.onDidGiveUp(({ scope: where, items }) => {
        if (scopeKey(where) !== scopeKey(scope)) return;
        this.#givenUp ||= items.some((item) => item.shareId === shareId && this.#isMine(item.kind));
        look();
      }),
    );
    this.#look();
  }

  #look(): void {
    const stopped = this.#signal?.aborted === true;
    if (this.#ended || (this.#reading && !stopped)) return;
    const { shareId = '' } = this.#change;
    const { scope } = this.#change.part;
    const entry = this.#inventory.snapshot(scope).entries.get(shareId);
    const sorted = sortItems(this.#change.items, entry, this.#hasRead);
    const { moving, outside, unseen, ending } = sorted;
    if (stopped || this.#failedReads >= mostFailedReads) {
      this.#end(sorted, 'pending');
    } else if (unseen.length > 0 && !this.#hasRead) {
      if (this.#failedReads > 0) this.#readLater();
      else void this.#readShare();
    } else if (moving.length + ending.length === 0) {
      this.#end(sorted, 'settled');
    } else if (this.#givenUp || !this.#watcher.polling) {
      this.#end(sorted, 'pending');
    } else if (outside.length === moving.length && ending.length === 0) {
      const patient = this.#clock.now() - this.#startedAt >= resourcePatience;
      const share = entry?.share;
      const invited = moving.filter((row) => share && isInvited(row, share));
      const asked = share?.status.state === 'pending' || invited.length > 0;
      const sure = invited.length === moving.length;
      // A cloud that does not say who is outside keeps the share active, too: after a while nothing else is left.
      const unsaid = outside.some(({ external }) => external === undefined);
      if (patient ? asked || unsaid : sure) this.#end(sorted, 'waiting');
      else this.#readLater();
    }
  }

  /** A share that is deleted is followed itself, everything else by its rows. */
  #isMine(kind: PendingItem['kind']): boolean {
    return (kind === 'share') === this.#change.items.some((item) => item.kind === 'share');
  }

  /** The share turns pending some time after the call, and nobody watches an active share. */
  #readLater(): void {
    if (this.#stopTimer) return;
    this.#stopTimer = this.#clock.schedule(this.#pause, () => {
      this.#stopTimer = undefined;
      this.#pause = Math.min(this.#pause * 2, longestPause);
      void this.#readShare();
    });
  }

  async #readShare(): Promise<void> {
    const { shareId } = this.#change;
    const { scope } = this.#change.part;
    if (shareId === undefined) return;
    this.#reading = true;
    try {
      const parts = {
        shareIds: [shareId],
        shares: true,
        kinds: ['resource', 'principal'],
      } as const;
      await this.#inventory.refresh(scope, parts, 'watch');
      this.#hasRead = true;
      this.#failedReads = 0;
    } catch {
      this.#failedReads += 1;
    }
    this.#reading = false;
    this.#look();
  }

  #end(sorted: Sorted, end: Outcome['end']): void {
    this.#ended = true;
    this.#stopTimer?.();
    for (const stop of this.#stops) stop();
    const { associated, failed, removed, unseen, moving, outside, unreadable, ending } = sorted;
    const { part, shareId } = this.#change;
    const waiting = end === 'waiting' ? outside : [];
    const stillPending = [...moving.filter((row) => !waiting.includes(row)), ...unreadable];
    this.#resolve({
      part,
      ...(shareId !== undefined && { shareId }),
      end: end === 'settled' && stillPending.length > 0 ? 'pending' : end,
      associated,
      failed,
      removed,
      vanished: this.#hasRead || end === 'settled' ? unseen : [],
      unread: this.#hasRead || end === 'settled' ? [] : unseen,
      waiting,
      stillPending,
      ending,
    });
  }
}

interface Sorted {
  readonly associated: readonly Association[];
  readonly failed: readonly Association[];
  readonly removed: readonly PlanItem[];
  /** What is not there although it was sent, or is there although it was removed. */
  readonly unseen: readonly PlanItem[];
  /** On its way. */
  readonly moving: readonly Association[];
  /** The part of `moving` that may wait for people outside: they themselves, and the resources they are to get. */
  readonly outside: readonly Association[];
  /** In a state that we don't know, which nobody can wait for. */
  readonly unreadable: readonly Association[];
  /** The share itself is on its way out. */
  readonly ending: readonly PlanItem[];
}

function sortItems(
  items: readonly PlanItem[],
  entry: ShareEntry | undefined,
  hasRead: boolean,
): Sorted {
  const associated: Association[] = [];
  const failed: Association[] = [];
  const removed: PlanItem[] = [];
  const unseen: PlanItem[] = [];
  const moving: Association[] = [];
  const unreadable: Association[] = [];
  const ending: PlanItem[] = [];
  for (const item of items) {
    if (item.kind === 'share') {
      if (!entry ? hasRead : isDead(entry.share.status)) removed.push(item);
      else if (entry?.share.status.state === 'deleting') ending.push(item);
      else unseen.push(item);
      continue;
    }
    const row = entry && rowOfItem(entry, item);
    const wanted = item.effect !== 'gone';
    switch (row?.status.state) {
      case undefined:
        // Without the share nobody knows; without the row it is out.
        if (wanted || !entry) unseen.push(item);
        else removed.push(item);
        break;
      case 'disassociated':
        (wanted ? unseen : removed).push(item);
        break;
      case 'associated':
        if (wanted) associated.push(row);
        else unseen.push(item);
        break;
      case 'failed':
        failed.push(row);
        break;
      case 'associating':
        if (wanted) moving.push(row);
        else unseen.push(item);
        break;
      case 'disassociating':
        moving.push(row);
        break;
      case 'unknown':
        unreadable.push(row);
        break;
    }
  }
  const anyInvited = moving.some(mayBeInvited);
  const outside = moving.filter(
    (row) => mayBeInvited(row) || (anyInvited && row.kind === 'resource' && isAssociating(row)),
  );
  return { associated, failed, removed, unseen, moving, outside, unreadable, ending };
}

/** A single account that was invited, or as far as the cloud says may be outside, has to accept; nobody else is asked. */
function mayBeInvited(row: Association): boolean {
  return (
    row.kind === 'principal' &&
    (row.external !== false || row.invited === true) &&
    isAssociating(row) &&
    row.entityType.toLowerCase() === 'account'
  );
}

function isAssociating({ status }: Association): boolean {
  return status.state === 'associating';
}
