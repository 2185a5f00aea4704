import PQueue from 'p-queue';
import type { Clock } from '../../model/clock.ts';
import { Emitter } from '../../model/emitter.ts';
import { CloudError } from '../cloud-error.ts';
import type { CallOptions, Priority, QueueState } from '../cloud.ts';
import { forwardAbort } from './abort.ts';
import { mostCounted, RoundTrips } from './round-trips.ts';

/** How a call wants its turn. */
export interface TurnOptions extends Pick<CallOptions, 'signal' | 'priority'> {
  /** Where the call goes: those of one route can share connections. */
  readonly route: string;
  /** Which page of a list it asks for, from 1; 1 when left out. */
  readonly page?: number | undefined;
}

export interface ThrottleOptions {
  /** The published rate of a group of calls, in calls a second. */
  readonly rate: (group: string) => number;
  readonly clock: Clock;
  readonly random: () => number;
}

/** The rates of one account: a queue for each group of calls that has a rate of its own. */
export class Throttle {
  readonly #options: ThrottleOptions;
  readonly #groups = new Map<string, GroupQueue>();
  readonly #changes = new Emitter<undefined>();

  constructor(options: ThrottleOptions) {
    this.#options = options;
  }

  /**
   * Runs `work` when its turn has come. A `CloudError` of kind `throttled` slows its whole group down.
   * @throws what `work` throws, or the signal's reason while it waits
   */
  run<T>(group: string, options: TurnOptions, work: () => Promise<T>): Promise<T> {
    return this.#group(group).run(options, work);
  }

  state(): QueueState {
    let waiting = 0;
    let running = 0;
    let slowedUntil: number | undefined;
    for (const group of this.#groups.values()) {
      waiting += group.waiting;
      running += group.running;
      if (group.pausedUntil !== undefined) {
        slowedUntil = Math.max(slowedUntil ?? 0, group.pausedUntil);
      }
    }
    return { waiting, running, ...(slowedUntil === undefined ? {} : { slowedUntil }) };
  }

  /** Calls the listener whenever {@link state} may have changed; the returned function removes it. */
  onDidChange(listener: () => void): () => void {
    return this.#changes.listen(listener);
  }

  /** Takes back what is scheduled. What waits ends through its own signal. */
  dispose(): void {
    for (const group of this.#groups.values()) group.dispose();
    this.#changes.dispose();
  }

  #group(name: string): GroupQueue {
    const known = this.#groups.get(name);
    if (known !== undefined) return known;
    const made = new GroupQueue(this.#options.rate(name), this.#options, () =>
      this.#changes.fire(undefined),
    );
    this.#groups.set(name, made);
    return made;
  }
}

const order: Readonly<Record<Priority, number>> = { action: 2, view: 1, watch: 0 };

/** Most lists have come to their end by then. One that goes on is long, and the longer the further it has come. */
const pagesOfShortList = 2;
/** More than any list has pages. */
const ranks = 10_000;

/** The second that rates are counted in, and a little for timers that fire early. */
const windowMs = 1_010;
const slowestFraction = 8;
const firstPauseMs = 1_000;
const longestPauseMs = 30_000;

/**
 * One queue with as many places as the rate has calls a second. A call keeps its place for a second after its
 * answer: it reached the cloud at some time before that, so no second at the cloud's end ever sees more calls
 * than the rate, however long the network holds them up. What is known of the ways there and back is taken off that
 * second, as otherwise a far cloud's rate is never reached: at 150 ms a sixth of it would be left lying. A cloud that
 * complains all the same counts otherwise than this assumes, and gets the whole second from then on.
 *
 * Of many lists that are read at once the longest decides when all are read: each of its pages can only be asked for
 * after the one before it. So short lists go first, then whichever has come furthest. And while a long one waits, places
 * that come free together are given out one by one: all at once, they would leave nothing for its next page for a second.
 */
class GroupQueue {
  waiting = 0;
  running = 0;
  pausedUntil: number | undefined;

  readonly #rate: number;
  readonly #options: ThrottleOptions;
  readonly #changed: () => void;
  readonly #queue: PQueue;
  readonly #holds = new Set<() => void>();
  readonly #trips = new RoundTrips();
  #longListsWaiting = 0;
  /** When the place was given out, or will be, that others come free behind. */
  #lastFreedAt = -Infinity;
  /** How much longer than a second a place is kept: 1 at full speed, 2 at half. */
  #slowness = 1;
  #successes = 0;
  #pausesInARow = 0;
  /** Counts slow-downs, so that the many calls which one of them hits count once. */
  #slowDowns = 0;
  #complained = false;
  #stopPause: (() => void) | undefined;

  constructor(rate: number, options: ThrottleOptions, changed: () => void) {
    this.#rate = rate;
    this.#options = options;
    this.#changed = changed;
    this.#queue = new PQueue({ concurrency: rate });
  }

  async run<T>(options: TurnOptions, work: () => Promise<T>): Promise<T> {
    const long = isLong(options) ? 1 : 0;
    this.#longListsWaiting += long;
    this.#count({ waiting: 1 });
    const turn = await this.#turn(options);
    this.#longListsWaiting -= long;
    this.#count({ waiting: -1, running: turn.came ? 1 : 0 });
    if (!turn.came) throw turn.reason;
    try {
      return await this.#watched(options.route, work);
    } finally {
      this.#count({ running: -1 });
      turn.end();
    }
  }

  dispose(): void {
    this.#stopPause?.();
    for (const stop of this.#holds) stop();
    this.#holds.clear();
  }

  /** Waits for a place. The signal counts only until then: a call that is aborted later keeps its place as any other. */
  #turn(options: TurnOptions): Promise<Turn> {
    return new Promise((resolve) => {
      const leaving = new AbortController();
      const unlink = forwardAbort([options.signal], leaving);
      this.#queue
        .add(
          () => {
            unlink();
            return new Promise<void>((free) => {
              resolve({ came: true, end: () => this.#hold(free) });
            });
          },
          { priority: rankOf(options), signal: leaving.signal },
        )
        .catch((reason: unknown) => {
          unlink();
          resolve({ came: false, reason });
        });
    });
  }

  /** In two steps: by the time of the second more may be known of the round trips than at the answer. */
  #hold(free: () => void): void {
    this.#later(windowMs * this.#slowness - mostCounted, () => {
      const known = this.#complained ? 0 : this.#trips.counted;
      this.#later(mostCounted - known, () => {
        this.#free(free);
      });
    });
  }

  #free(free: () => void): void {
    const now = this.#options.clock.now();
    const apart = (1_000 / this.#rate) * this.#slowness;
    const at = this.#longListsWaiting === 0 ? now : Math.max(now, this.#lastFreedAt + apart);
    this.#lastFreedAt = at;
    if (at === now) free();
    else this.#later(at - now, free);
  }

  #later(delayMs: number, run: () => void): void {
    const stop = this.#options.clock.schedule(delayMs, () => {
      this.#holds.delete(stop);
      run();
    });
    this.#holds.add(stop);
  }

  #count(change: { readonly waiting?: number; readonly running?: number }): void {
    this.waiting += change.waiting ?? 0;
    this.running += change.running ?? 0;
    this.#changed();
  }

  async #watched<T>(route: string, work: () => Promise<T>): Promise<T> {
    const slowDownsAtStart = this.#slowDowns;
    const { clock } = this.#options;
    const answered = this.#trips.begin(route, clock.now());
    try {
      const result = await work();
      answered(clock.now());
      this.#recover();
      return result;
    } catch (error) {
      if (error instanceof CloudError && error.kind === 'throttled') {
        this.#slowDown(slowDownsAtStart, error.details.retryAfterMs);
      }
      throw error;
    }
  }

  #slowDown(slowDownsAtStart: number, retryAfterMs: number | undefined): void {
    this.#successes = 0;
    this.#complained = true;
    if (slowDownsAtStart === this.#slowDowns) {
      this.#slowDowns += 1;
      this.#pausesInARow += 1;
      this.#slowness = Math.min(slowestFraction, this.#slowness * 2);
      this.#pause(retryAfterMs ?? this.#backOffMs());
    } else if (retryAfterMs !== undefined) {
      this.#pause(retryAfterMs);
    }
  }

  #backOffMs(): number {
    const bound = Math.min(longestPauseMs, firstPauseMs * 2 ** (this.#pausesInARow - 1));
    return Math.round((bound / 2) * (1 + this.#options.random()));
  }

  #pause(delayMs: number): void {
    const delay = Math.min(delayMs, longestPauseMs);
    const until = this.#options.clock.now() + delay;
    if (this.pausedUntil !== undefined && this.pausedUntil >= until) return;
    this.#stopPause?.();
    this.pausedUntil = until;
    this.#queue.pause();
    this.#stopPause = this.#options.clock.schedule(delay, () => {
      this.pausedUntil = undefined;
      this.#queue.start();
      this.#changed();
    });
    this.#changed();
  }

  /** The rate doubles after as many answers without a complaint as the full rate has in a second. */
  #recover(): void {
    this.#pausesInARow = 0;
    if (this.#slowness === 1) return;
    this.#successes += 1;
    if (this.#successes < this.#rate) return;
    this.#successes = 0;
    this.#slowness /= 2;
  }
}

function isLong({ page = 1 }: TurnOptions): boolean {
  return page > pagesOfShortList;
}

/** Higher goes first. */
function rankOf(options: TurnOptions): number {
  const { page = 1, priority } = options;
  return order[priority] * ranks + (isLong(options) ? Math.min(page, ranks - 2) : ranks - 1);
}

type Turn =
  | { readonly came: true; readonly end: () => void }
  | { readonly came: false; readonly reason: unknown };
