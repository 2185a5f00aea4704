import type { Inventory } from '../inventory/inventory.ts';
import type { ShareEntry } from '../inventory/snapshot.ts';
import { isInvited } from '../inventory/pending.ts';
import type { Watcher } from '../inventory/watcher.ts';
import { scopeKey } from '../model/account.ts';
import type { Clock } from '../model/clock.ts';
import { systemClock } from '../model/clock.ts';
import type { Association } from '../model/share.ts';
import type { ApplyResult } from './apply.ts';
import type { RequestedItem } from './requested.ts';
import { findRow, requestedItems } from './requested.ts';

export interface FollowSurroundings {
  readonly inventory: Inventory;
  readonly watcher: Watcher;
  readonly clock?: Clock;
  /** Stops following: what is known by then is the outcome. */
  readonly signal?: AbortSignal;
}

/** How a whole action ended, as far as it can end by itself. Each item that was sent is in one of the lists. */
export interface Outcome {
  readonly result: ApplyResult;
  /**
   * `settled`: nothing is left. `waiting`: what is left waits for people to accept an invitation.
   * `pending`: what is left was given up, or nobody polls, or following was stopped.
   */
  readonly end: 'settled' | 'waiting' | 'pending';
  readonly associated: readonly Association[];
  /** With their reasons in `statusMessage` and `failures`. */
  readonly failed: readonly Association[];
  /** Sent and accepted, but the cloud lists them no more, or as removed. */
  readonly vanished: readonly RequestedItem[];
  /** Sent and accepted, but the share could not be read since. */
  readonly unread: readonly RequestedItem[];
  readonly waiting: readonly Association[];
  readonly stillPending: readonly Association[];
}

/** Until the share itself is read again, while only outside principals are left, in milliseconds; doubles each time. */
const firstPause = 2_000;
const longestPause = 60_000;
const mostFailedReads = 5;
/** From when on resources that don't settle in a pending share are taken to wait for its invitations, too. */
const resourcePatience = 30_000;

/**
 * Waits until everything that was sent has settled, with exactly one outcome. The watcher does the looking.
 * Resolves at once when nothing was sent; never rejects.
 */
export function followChange(
  result: ApplyResult,
  surroundings: FollowSurroundings,
): Promise<Outcome> {
  return new Promise((resolve) => {
    new Follow(result, surroundings, resolve).start();
  });
}

class Follow {
  readonly #result: ApplyResult;
  readonly #items: readonly RequestedItem[];
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
    result: ApplyResult,
    { inventory, watcher, clock = systemClock, signal }: FollowSurroundings,
    resolve: (outcome: Outcome) => void,
  ) {
    this.#result = result;
    this.#items = requestedItems(result.done);
    this.#inventory = inventory;
    this.#watcher = watcher;
    this.#clock = clock;
    this.#signal = signal;
    this.#resolve = resolve;
    this.#startedAt = clock.now();
  }

  start(): void {
    const { scope, shareId } = this.#result;
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
        this.#givenUp ||= items.some((item) => item.shareId === shareId && item.kind !== 'share');
        look();
      }),
    );
    this.#look();
  }

  #look(): void {
    const stopped = this.#signal?.aborted === true;
    if (this.#ended || (this.#reading && !stopped)) return;
    const { scope, shareId = '' } = this.#result;
    const entry = this.#inventory.snapshot(scope).entries.get(shareId);
    const sorted = sortItems(this.#items, entry);
    const { moving, outside, unseen } = sorted;
    if (stopped || this.#failedReads >= mostFailedReads) {
      this.#end(sorted, 'pending');
    } else if (unseen.length > 0 && !this.#hasRead) {
      if (this.#failedReads > 0) this.#readLater();
      else void this.#readShare();
    } else if (moving.length === 0) {
      this.#end(sorted, 'settled');
    } else if (this.#givenUp || !this.#watcher.polling) {
      this.#end(sorted, 'pending');
    } else if (outside.length === moving.length) {
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
    const { scope, shareId } = this.#result;
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
    const { associated, failed, unseen, moving, outside, unreadable } = sorted;
    const waiting = end === 'waiting' ? outside : [];
    const stillPending = [...moving.filter((row) => !waiting.includes(row)), ...unreadable];
    this.#resolve({
      result: this.#result,
      end: end === 'settled' && stillPending.length > 0 ? 'pending' : end,
      associated,
      failed,
      vanished: this.#hasRead || end === 'settled' ? unseen : [],
      unread: this.#hasRead || end === 'settled' ? [] : unseen,
      waiting,
      stillPending,
    });
  }
}

interface Sorted {
  readonly associated: readonly Association[];
  readonly failed: readonly Association[];
  readonly unseen: readonly RequestedItem[];
  /** On its way. */
  readonly moving: readonly Association[];
  /** The part of `moving` that may wait for people outside: they themselves, and the resources they are to get. */
  readonly outside: readonly Association[];
  /** In a state that we don't know, which nobody can wait for. */
  readonly unreadable: readonly Association[];
}

function sortItems(items: readonly RequestedItem[], entry: ShareEntry | undefined): Sorted {
  const associated: Association[] = [];
  const failed: Association[] = [];
  const unseen: RequestedItem[] = [];
  const moving: Association[] = [];
  const unreadable: Association[] = [];
  for (const item of items) {
    const row = entry && findRow(entry, item);
    switch (row?.status.state) {
      case undefined:
      case 'disassociated':
        unseen.push(item);
        break;
      case 'associated':
        associated.push(row);
        break;
      case 'failed':
        failed.push(row);
        break;
      case 'associating':
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
    (row) => mayBeInvited(row) || (anyInvited && row.kind === 'resource'),
  );
  return { associated, failed, unseen, moving, outside, unreadable };
}

/** A single account that was invited, or as far as the cloud says may be outside, has to accept; nobody else is asked. */
function mayBeInvited(row: Association): boolean {
  return (
    row.kind === 'principal' &&
    (row.external !== false || row.invited === true) &&
    row.status.state === 'associating' &&
    row.entityType.toLowerCase() === 'account'
  );
}
