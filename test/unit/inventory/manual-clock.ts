import type { Clock } from '../../../src/model/clock.ts';

interface Timer {
  readonly due: number;
  readonly run: () => void;
}

/** A clock that a test moves. */
export class ManualClock implements Clock {
  readonly #timers = new Set<Timer>();
  #now: number;

  constructor(now = Date.parse('2026-03-01T08:00:00Z')) {
    this.#now = now;
  }

  /** How many timers wait. */
  get waiting(): number {
    return this.#timers.size;
  }

  /** Milliseconds until the next timer; undefined for none. */
  get next(): number | undefined {
    const dues = [...this.#timers].map(({ due }) => due);
    return dues.length === 0 ? undefined : Math.min(...dues) - this.#now;
  }

  now(): number {
    return this.#now;
  }

  schedule(delayMs: number, run: () => void): () => void {
    const timer = { due: this.#now + delayMs, run };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** Time goes by while something runs: what falls due has to wait for its end. */
  pass(milliseconds: number): void {
    this.#now += milliseconds;
  }

  /** Moves on, runs what falls due on the way in its order, and lets each settle. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    await settle();
    for (;;) {
      const [timer] = [...this.#timers].sort((a, b) => a.due - b.due);
      if (!timer || timer.due > end) break;
      this.#timers.delete(timer);
      this.#now = Math.max(this.#now, timer.due);
      timer.run();
      await settle();
    }
    this.#now = Math.max(this.#now, end);
  }
}

/** Lets everything that only waits for promises come to rest. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}
