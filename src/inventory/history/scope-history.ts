import { turnOfOthers } from '../../model/pieces.ts';
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
export async function stateAt(history: ScopeHistory, time: number): Promise<PastState | undefined> {
  if (time < history.from) return undefined;
  const replay = new Replay(history.shares);
  const { shares } = replay;
  for (const moment of history.moments) {
    if (moment.at <= time) await replay.take(moment, 'silently');
    else if (moment.since < time) {
      return { shares, unsure: await new Replay(shares).take(moment, 'told'), isLater: false };
    } else return { shares, unsure: [], isLater: false };
  }
  return { shares, unsure: [], isLater: time > history.seenAt };
}

/** The last known state. */
export async function stateNow(history: ScopeHistory): Promise<Map<string, PastShare>> {
  const replay = new Replay(history.shares);
  for (const moment of history.moments) await replay.take(moment, 'silently');
  return replay.shares;
}

/** What was seen to have changed after a time, of one share or of all, oldest first. */
export async function linesSince(
  history: ScopeHistory,
  time: number,
  shareId?: string,
): Promise<readonly HistoryLine[]> {
  const replay = new Replay(history.shares, shareId);
  const lines: HistoryLine[] = [];
  for (const moment of history.moments) {
    const how = moment.at > time ? 'told' : 'silently';
    for (const line of await replay.take(moment, how)) lines.push(line);
  }
  return lines;
}

/** Everything up to a time put into the beginning: nothing before it is kept. */
export async function startingAt(history: ScopeHistory, time: number): Promise<ScopeHistory> {
  const later = history.moments.filter(({ at }) => at > time);
  const replay = new Replay(history.shares);
  for (const moment of history.moments)
    if (moment.at <= time) await replay.take(moment, 'silently');
  const from = Math.max(history.from, time);
  return { ...history, from, shares: replay.shares, moments: later };
}

/** Steps that are taken at a stretch: some milliseconds. */
const atATime = 200;

/** Goes from one state to the next, in turns with everything else. */
class Replay {
  /** As the moments that were taken leave them. */
  readonly shares: Map<string, PastShare>;
  readonly #only: string | undefined;
  #steps = 0;

  /** @param only the one share that is asked about; all when left out */
  constructor(shares: ReadonlyMap<string, PastShare>, only?: string) {
    this.shares = new Map(shares);
    this.#only = only;
  }

  /** @returns what a person calls it, where that is to be told */
  async take(
    { at, since, steps }: Moment,
    how: 'told' | 'silently',
  ): Promise<readonly HistoryLine[]> {
    const lines: HistoryLine[] = [];
    for (const step of steps) {
      if (this.#only !== undefined && step.id !== this.#only) continue;
      if ((this.#steps += 1) % atATime === 0) await turnOfOthers();
      const before = this.shares.get(step.id);
      const after = afterStep(before, step);
      if (after) this.shares.set(step.id, after);
      else this.shares.delete(step.id);
      const head = (after ?? before)?.head;
      if (how === 'silently' || !head) continue;
      const about = { shareId: head.id, shareName: head.name, owner: head.owner, at, since };
      for (const event of eventsBetween(before, after)) lines.push({ ...event, ...about });
    }
    return lines;
  }
}
