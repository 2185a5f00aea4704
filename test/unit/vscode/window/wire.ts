import type { Clock } from '../../../../src/model/clock.ts';

/**
 * One way between the extension host and the window. What is sent within a turn of the event loop leaves together, and
 * what arrives together is dealt with in one go: nothing that waits for a promise comes in between.
 */
export class Wire {
  readonly #clock: Clock;
  readonly #delay: () => number;
  readonly #leaving: (() => void)[] = [];
  #lastArrival = 0;

  /** @param delay how long the next parcel is on its way, in milliseconds; none overtakes another */
  constructor(clock: Clock, delay: () => number) {
    this.#clock = clock;
    this.#delay = delay;
  }

  send(message: () => void): void {
    this.#leaving.push(message);
    if (this.#leaving.length > 1) return;
    this.#clock.schedule(1, () => {
      const parcel = this.#leaving.splice(0);
      const now = this.#clock.now();
      this.#lastArrival = Math.max(this.#lastArrival, now + this.#delay());
      this.#clock.schedule(this.#lastArrival - now, () => {
        for (const open of parcel) open();
      });
    });
  }
}

/** Calls what is at the other end of the wire. */
export function call<Answer>(there: Wire, back: Wire, run: () => Promise<Answer>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    there.send(() => {
      run().then(
        (answer) => {
          back.send(() => {
            resolve(answer);
          });
        },
        (error: unknown) => {
          back.send(() => {
            reject(error instanceof Error ? error : new Error(String(error)));
          });
        },
      );
    });
  });
}
