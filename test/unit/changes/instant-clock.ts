import type { Clock } from '../../../src/model/clock.ts';

/** A clock on which every wait is over at once, and has taken its time all the same. */
export class InstantClock implements Clock {
  #now = Date.parse('2026-03-01T08:00:00Z');

  now(): number {
    // Time goes on while things happen.
    this.#now += 1;
    return this.#now;
  }

  schedule(delayMs: number, run: () => void): () => void {
    const due = this.#now + delayMs;
    const waiting = setImmediate(() => {
      this.#now = Math.max(this.#now, due);
      run();
    });
    return () => {
      clearImmediate(waiting);
    };
  }
}
