/**
 * The sandbox's time. It runs with the machine's clock until a test moves or freezes it.
 * Signed dates are checked against {@link gatewayNow}, which moving the clock leaves alone: clients sign with the machine's time.
 */
export class SandboxClock {
  #ahead = 0;
  #frozenAt: number | undefined;
  #skew = 0;

  /** Milliseconds since the epoch: when things settle, expire and are purged. */
  now(): number {
    return (this.#frozenAt ?? Date.now()) + this.#ahead;
  }

  /** Milliseconds since the epoch as the gateway sees them when it checks the date of a request. */
  gatewayNow(): number {
    return Date.now() + this.#skew;
  }

  advance(milliseconds: number): void {
    this.#ahead += milliseconds;
  }

  /** While frozen the time moves by {@link advance} only. */
  freeze(frozen: boolean): void {
    if (frozen) {
      this.#frozenAt ??= Date.now();
    } else if (this.#frozenAt !== undefined) {
      this.#ahead -= Date.now() - this.#frozenAt;
      this.#frozenAt = undefined;
    }
  }

  /** Lets the gateway believe that it is `milliseconds` later than it is. */
  skewGateway(milliseconds: number): void {
    this.#skew = milliseconds;
  }

  describe(): { now: string; frozen: boolean; aheadMs: number; gatewaySkewMs: number } {
    return {
      now: new Date(this.now()).toISOString(),
      frozen: this.#frozenAt !== undefined,
      aheadMs: this.#ahead,
      gatewaySkewMs: this.#skew,
    };
  }
}
