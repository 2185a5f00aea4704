import PQueue from 'p-queue';
import type { Clock } from '../../model/clock.ts';
import { Emitter } from '../../model/emitter.ts';
import { CloudError } from '../cloud-error.ts';
import type { CallOptions, Priority, QueueState } from '../cloud.ts';

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
  run<T>(group: string, options: CallOptions, work: () => Promise<T>): Promise<T> {
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
const placeHolderPriority = 3;

/** A little over a second, so that calls which the network squeezes together still keep the rate. */
const intervalMs = 1_050;
const slowestFraction = 8;
const firstPauseMs = 1_000;
const longestPauseMs = 30_000;

class GroupQueue {
  waiting = 0;
  running = 0;
  pausedUntil: number | undefined;

  readonly #rate: number;
  readonly #options: ThrottleOptions;
  readonly #changed: () => void;
  readonly #queue: PQueue;
  /** How many places of the rate a call takes: 1 at full speed, 2 at half. */
  #places = 1;
  #successes = 0;
  #pausesInARow = 0;
  /** Counts slow-downs, so that the many calls which one of them hits count once. */
  #slowDowns = 0;
  #stopTimer: (() => void) | undefined;

  constructor(rate: number, options: ThrottleOptions, changed: () => void) {
    this.#rate = rate;
    this.#options = options;
    this.#changed = changed;
    this.#queue = new PQueue({
      concurrency: rate,
      intervalCap: rate,
      interval: intervalMs,
      strict: true,
    });
  }

  async run<T>(options: CallOptions, work: () => Promise<T>): Promise<T> {
    const turn = { came: false };
    this.waiting += 1;
    this.#changed();
    try {
      return await this.#queue.add(
        async () => {
          turn.came = true;
          this.waiting -= 1;
          this.running += 1;
          this.#changed();
          this.#takeMorePlaces();
          return await this.#watched(work);
        },
        { priority: order[options.priority], signal: options.signal },
      );
    } finally {
      if (turn.came) this.running -= 1;
      else this.waiting -= 1;
      this.#changed();
    }
  }

  dispose(): void {
    this.#stopTimer?.();
    this.#stopTimer = undefined;
  }

  async #watched<T>(work: () => Promise<T>): Promise<T> {
    const slowDownsAtStart = this.#slowDowns;
    try {
      const result = await work();
      this.#recover();
      return result;
    } catch (error) {
      if (error instanceof CloudError && error.kind === 'throttled') {
        this.#slowDown(slowDownsAtStart, error.details.retryAfterMs);
      }
      throw error;
    }
  }

  /** p-queue's rate is fixed, so a slowed call brings place holders that use up the rest of its share. */
  #takeMorePlaces(): void {
    for (let place = 1; place < this.#places; place += 1) {
      void this.#queue.add(() => Promise.resolve(), { priority: placeHolderPriority });
    }
  }

  #slowDown(slowDownsAtStart: number, retryAfterMs: number | undefined): void {
    this.#successes = 0;
    if (slowDownsAtStart === this.#slowDowns) {
      this.#slowDowns += 1;
      this.#pausesInARow += 1;
      this.#places = Math.min(slowestFraction, this.#places * 2);
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
    this.#stopTimer?.();
    this.pausedUntil = until;
    this.#queue.pause();
    this.#stopTimer = this.#options.clock.schedule(delay, () => {
      this.pausedUntil = undefined;
      this.#queue.start();
      this.#changed();
    });
    this.#changed();
  }

  /** The rate doubles after as many answers without a complaint as the full rate has in a second. */
  #recover(): void {
    this.#pausesInARow = 0;
    if (this.#places === 1) return;
    this.#successes += 1;
    if (this.#successes < this.#rate) return;
    this.#successes = 0;
    this.#places /= 2;
  }
}
