import type { Clock } from '../../model/clock.ts';

/** How long changes are gathered before they are told, in milliseconds: pages arrive faster than a tree can draw. */
export const gatherMs = 60;
/** The least time from one telling to the next, in milliseconds. */
export const pauseMs = 250;
/** How long nobody has asked for rows when changes are told, in milliseconds; `most` is for a tree that never rests. */
export const still = { quiet: 100, most: 1_000 } as const;
/** How long VS Code is waited for that is about to ask, in milliseconds: where it does not see a row, it never asks. */
export const askingMs = 1_500;
/** What is given and told within this time may come to the window in one go, in milliseconds. */
const togetherMs = 20;

/**
 * When the tree is told of changes: while VS Code asks for nothing. It asks for one level after the other, and forgets
 * all that is below a row the moment it is told of it, so that it would ask next for what is gone. And rows that come to
 * its window in one go with the word that they have changed count there as the new ones, so that they stay old.
 */
export class Telling {
  readonly #clock: Clock;
  readonly #tell: () => void;
  /** Rows that VS Code was told of and is about to ask for, and since when. */
  readonly #told = new Map<string, number>();
  /** Rows that came open, below which VS Code is about to ask, and since when. */
  readonly #open = new Map<string, number>();
  #askedAt = -Infinity;
  #toldAt = -Infinity;
  /** Since when something is to be told. */
  #waitsSince: number | undefined;
  #stopTimer: (() => void) | undefined;

  constructor(clock: Clock, tell: () => void) {
    this.#clock = clock;
    this.#tell = tell;
  }

  /** Milliseconds since something was told. */
  get sinceTold(): number {
    return this.#clock.now() - this.#toldAt;
  }

  /** Whether VS Code asks for nothing now, and is not about to. */
  get isAtRest(): boolean {
    const now = this.#clock.now();
    if (this.#quietIn > 0 || now - this.#askedAt < togetherMs) return false;
    for (const rows of [this.#told, this.#open]) {
      for (const [id, since] of rows) if (now - since >= askingMs) rows.delete(id);
    }
    return this.#told.size + this.#open.size === 0;
  }

  /** VS Code has asked what is below a row, below none for `undefined`, and is given it now. */
  asked(id: string | undefined): void {
    if (id === undefined) this.#told.clear();
    else this.#open.delete(id);
    this.#askedAt = this.#clock.now();
  }

  /** VS Code is given this row now. */
  given(id: string): void {
    this.#told.delete(id);
    this.#askedAt = this.#clock.now();
  }

  /** A row is open, and it is not known what is below it: that is asked for next. */
  opened(id: string): void {
    this.#open.set(id, this.#clock.now());
  }

  /** Tells as soon as it may. */
  soon(): void {
    if (this.#stopTimer) return;
    this.#waitsSince ??= this.#clock.now();
    const wait = Math.max(gatherMs, pauseMs - this.sinceTold, this.#quietIn);
    this.#stopTimer = this.#clock.schedule(wait, () => {
      this.#stopTimer = undefined;
      if (this.isAtRest) this.#tell();
      else this.soon();
    });
  }

  /** All there was to tell is about to be told, or turned out to be nothing. */
  begins(): void {
    this.#waitsSince = undefined;
  }

  /** These rows were told of, or everything. */
  told(ids: readonly string[] | undefined): void {
    const now = this.#clock.now();
    this.#toldAt = now;
    if (!ids) this.#open.clear();
    for (const id of ids ?? ['']) this.#told.set(id, now);
  }

  dispose(): void {
    this.#stopTimer?.();
  }

  /** Milliseconds until nobody has asked for long enough. */
  get #quietIn(): number {
    const now = this.#clock.now();
    const most = (this.#waitsSince ?? now) + still.most;
    return Math.min(this.#askedAt + still.quiet, most) - now;
  }
}
