import type { SandboxClock } from './clock.ts';

interface Window {
  openedAt: number;
  calls: number;
}

/** Counts calls in windows of one second that open with the first call. */
export class Rates {
  readonly #windows = new Map<string, Window>();
  readonly #clock: SandboxClock;
  enabled: boolean;
  /** Whether a throttled answer says when to come back. */
  retryAfter = true;

  constructor(clock: SandboxClock, enabled: boolean) {
    this.#clock = clock;
    this.enabled = enabled;
  }

  /**
   * Takes one call out of the budget of `key`.
   * @returns 0 when it is within the rate, else the milliseconds until the window ends
   */
  take(key: string, perSecond: number): number {
    if (!this.enabled) return 0;
    const now = this.#clock.now();
    const window = this.#windows.get(key);
    if (window === undefined || now - window.openedAt >= 1000) {
      this.#windows.set(key, { openedAt: now, calls: 1 });
      return 0;
    }
    if (window.calls >= perSecond) return Math.max(1, 1000 - (now - window.openedAt));
    window.calls += 1;
    return 0;
  }
}
