import type { FileOwner } from '../cache/scope-file.ts';
import { eventsBetween, type HistoryLine } from './history-lines.ts';
import { afterStep, type PastShare, type ShareStep } from './past-share.ts';

/** What was seen at one moment that had been otherwise before. */
export interface Moment {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** When all of it was seen to be otherwise for the last time. */
  readonly since: number;
  readonly steps: readonly ShareStep[];
}

/** What this machine has seen of a scope, from a moment on. */
export interface ScopeHistory {
  readonly owner: FileOwner;
  /** Before that nothing is known. Milliseconds since the epoch. */
  readonly from: number;
  /** Everything as it was then. */
  readonly shares: ReadonlyMap<string, PastShare>;
  /** In the order of time. */
  readonly moments: readonly Moment[];
  /** When the scope was last seen to be as the newest moment left it. */
  readonly seenAt: number;
}

export interface PastState {
  readonly shares: ReadonlyMap<string, PastShare>;
  /**
   * Changes that may have happened before this time or after it: nobody looked in between. The shares are as they were
   * before these.
   */
  readonly unsure: readonly HistoryLine[];
  /** The time lies after the last look: as it was seen then. */
  readonly isLater: boolean;
}

/** @returns nothing for a time of which nothing is known */
export function stateAt(history: ScopeHistory, time: number): PastState | undefined {
  if (time < history.from) return undefined;
  const shares = new Map(history.shares);
  for (const moment of history.moments) {
    if (moment.at <= time) take(moment, shares);
    else if (moment.since < time) {
      return { shares, unsure: linesOfMoment(moment, new Map(shares)), isLater: false };
    } else return { shares, unsure: [], isLater: false };
  }
  return { shares, unsure: [], isLater: time > history.seenAt };
}

/** The last known state. */
export function stateNow(history: ScopeHistory): Map<string, PastShare> {
  const shares = new Map(history.shares);
  for (const moment of history.moments) take(moment, shares);
  return shares;
}

/** What was seen to have changed after a time, of one share or of all, oldest first. */
export function linesSince(
  history: ScopeHistory,
  time: number,
  shareId?: string,
): readonly HistoryLine[] {
  const shares = new Map(history.shares);
  return history.moments.flatMap((moment) => {
    const lines = moment.at > time ? linesOfMoment(moment, shares, shareId) : [];
    if (moment.at <= time) take(moment, shares);
    return lines;
  });
}

/** Everything up to a time put into the beginning: nothing before it is kept. */
export function startingAt(history: ScopeHistory, time: number): ScopeHistory {
  const later = history.moments.filter(({ at }) => at > time);
  const shares = new Map(history.shares);
  for (const moment of history.moments) if (moment.at <= time) take(moment, shares);
  return { ...history, from: Math.max(history.from, time), shares, moments: later };
}

function take({ steps }: Moment, shares: Map<string, PastShare>): void {
  for (const step of steps) {
    const after = afterStep(shares.get(step.id), step);
    if (after) shares.set(step.id, after);
    else shares.delete(step.id);
  }
}

/** The lines of a moment; `shares` are as it leaves them afterwards. */
function linesOfMoment(
  { at, since, steps }: Moment,
  shares: Map<string, PastShare>,
  shareId?: string,
): readonly HistoryLine[] {
  return steps.flatMap((step) => {
    const before = shares.get(step.id);
    const after = afterStep(before, step);
    if (after) shares.set(step.id, after);
    else shares.delete(step.id);
    const head = (after ?? before)?.head;
    if (!head || (shareId !== undefined && step.id !== shareId)) return [];
    const { id, name, owner } = head;
    return eventsBetween(before, after).map((event) => ({
      ...event,
      ...{ shareId: id, shareName: name, owner, at, since },
    }));
  });
}
