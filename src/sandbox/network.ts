import type { Fault } from './faults.ts';
import { Random } from './random.ts';
import type { Tuning } from './tuning.ts';

/** The way between a client and the clouds: how long it takes, and what gets lost on it. The same for the same seed. */
export class Network {
  readonly #tuning: Tuning;
  readonly #random: Random;

  constructor(seed: number, tuning: Tuning) {
    this.#tuning = tuning;
    this.#random = new Random(`${seed}/network`);
  }

  /** Milliseconds that a request takes to arrive, and its answer to come back: both ways together make the latency. */
  ways(): { readonly thereMs: number; readonly backMs: number } {
    const { latencyMs, latencyJitter } = this.#tuning;
    if (latencyMs === 0 || latencyJitter === 0) return { thereMs: 0, backMs: latencyMs };
    const spread = latencyMs * latencyJitter;
    return {
      thereMs: spread * this.#random.next(),
      backMs: latencyMs - spread * this.#random.next(),
    };
  }

  /** What a server between client and cloud answers now and then instead of the cloud. */
  fault(): Fault | undefined {
    const { failedPart } = this.#tuning;
    if (failedPart === 0 || this.#random.next() >= failedPart) return undefined;
    const text = '<html><body>502 Bad Gateway</body></html>';
    return { kind: 'body', status: 502, contentType: 'text/html', text, executed: false };
  }
}
