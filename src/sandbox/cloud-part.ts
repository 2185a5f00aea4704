import type { Agenda } from './agenda.ts';
import type { Calls } from './calls.ts';
import type { SandboxClock } from './clock.ts';
import type { Faults } from './faults.ts';
import type { WireHandler } from './http-server.ts';
import type { Network } from './network.ts';
import type { Rates } from './rates.ts';
import type { Tuning } from './tuning.ts';
import type { Writes } from './writes.ts';

/** What the clouds of one sandbox have in common. */
export interface SandboxContext {
  readonly seed: number;
  readonly clock: SandboxClock;
  readonly agenda: Agenda;
  readonly faults: Faults;
  readonly calls: Calls;
  readonly writes: Writes;
  readonly rates: Rates;
  readonly network: Network;
  readonly tuning: Tuning;
  /** How many shares the first account owns; absent for those of the story. */
  readonly shares: number | undefined;
  /** Over how many regions made-up shares are spread, where a cloud has regions. */
  readonly regions: number;
}

/** One cloud inside the sandbox. Another one is put beside it by fulfilling this. */
export interface CloudPart {
  /** One port each, in this order. */
  readonly endpoints: readonly { readonly name: string; readonly handle: WireHandler }[];
  /** Everything there is, for comparing with what a client shows. */
  state(): object;
  /** Back to the data of the start. */
  reset(): void;
  /** What the control endpoint offers below the cloud's name; each checks its input and throws a zod error. */
  readonly controls: Readonly<Record<string, (input: unknown) => unknown>>;
}
