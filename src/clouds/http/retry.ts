import pRetry from 'p-retry';
import { type Clock, sleep } from '../../model/clock.ts';
import { CloudError } from '../cloud-error.ts';

/** A write that changes nothing when it is sent twice counts as a read. */
export type CallKind = 'read' | 'write';

export interface RetryOptions {
  readonly kind: CallKind;
  readonly clock: Clock;
  readonly random: () => number;
  readonly signal: AbortSignal;
}

/** A throttled call waits in its queue, not here: the count only guards against a cloud that never lets it through. */
const throttledRetries = 8;
const readRetries = 3;
/** Each costs the user a whole timeout. */
const timeoutRetries = 1;

const firstDelayMs = 300;
const maxDelayMs = 10_000;

/**
 * Runs `attempt` until it succeeds or its failure may not be tried again.
 * @param attempt gets 1 for the first try; must sign afresh each time
 * @throws the last attempt's error, or the signal's reason
 */
export async function withRetry<T>(
  options: RetryOptions,
  attempt: (attemptNumber: number) => Promise<T>,
): Promise<T> {
  return await pRetry(attempt, {
    retries: throttledRetries,
    // Waiting is done below: with full jitter and by our clock.
    minTimeout: 0,
    signal: options.signal,
    onFailedAttempt: async ({ error, attemptNumber }) => {
      if (attemptNumber > allowedRetries(options.kind, error)) throw error;
      if (error instanceof CloudError && error.kind === 'throttled') return;
      await sleep(options.clock, fullJitterMs(attemptNumber, options.random), options.signal);
    },
  });
}

/**
 * How often a call that failed like this may be sent again.
 * A write is repeated only where the failure proves that nothing happened.
 */
export function allowedRetries(kind: CallKind, error: unknown): number {
  if (!(error instanceof CloudError)) return 0;
  switch (error.kind) {
    case 'throttled':
      return throttledRetries;
    case 'network':
      if (error.details.notSent === true) return readRetries;
      return kind === 'read' ? readRetries : 0;
    case 'server':
      return kind === 'read' ? readRetries : 0;
    case 'timeout':
      return kind === 'read' ? timeoutRetries : 0;
    case 'cancelled':
    case 'credentials':
    case 'clock':
    case 'denied':
    case 'notFound':
    case 'conflict':
    case 'invalid':
    case 'unreadable':
    case 'ambiguous':
    case 'local':
      return 0;
  }
}

/** A waiting time anywhere between nothing and a bound that doubles with each attempt, in milliseconds. */
export function fullJitterMs(attemptNumber: number, random: () => number): number {
  return Math.floor(random() * Math.min(maxDelayMs, firstDelayMs * 2 ** (attemptNumber - 1)));
}
