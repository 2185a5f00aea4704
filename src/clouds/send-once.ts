import type { Clock } from '../model/clock.ts';
import type { CallOptions } from './cloud.ts';
import { isAmbiguous, readBack, type SentAt } from './read-back.ts';

export interface Time {
  readonly clock: Clock;
  /** The cloud's time minus ours, in milliseconds, by the newest answer. */
  readonly skewMs: number | undefined;
}

/** How to find out what a lost answer would have said. */
export interface WhenLost<T> {
  /** Gives the outcome, nothing while it is not there, or `undecidable` where looking again cannot help. */
  readonly look: (sentAt: SentAt) => Promise<T | 'undecidable' | undefined>;
  /** What to tell the user when the state does not decide it. */
  readonly advice: () => string;
  /** True where a second one changes nothing, so that nothing seen means nothing done. */
  readonly repeatable: boolean;
}

/**
 * Sends a write, and looks at the state where its answer is lost. Neither cloud has a token against doing things twice.
 * @throws {@link CloudError} as {@link readBack} does, and whatever the cloud answers
 */
export async function sendOnce<T>(
  send: () => Promise<T>,
  whenLost: WhenLost<T>,
  time: Time,
  { signal }: CallOptions,
): Promise<T> {
  const localTime = time.clock.now();
  try {
    return await send();
  } catch (error) {
    if (!isAmbiguous(error)) throw error;
    const { advice, repeatable } = whenLost;
    return await readBack(error, { clock: time.clock, signal, advice, repeatable }, () =>
      whenLost.look({ localTime, skewMs: time.skewMs }),
    );
  }
}
