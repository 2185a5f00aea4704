import { t } from '@vscode/l10n';
import { type Clock, systemClock } from '../../model/clock.ts';
import { turnInLine } from '../../model/pieces.ts';
import { CloudError } from '../cloud-error.ts';
import type { CallOptions, ConnectOptions, Credentials, QueueState } from '../cloud.ts';
import { forwardAbort } from './abort.ts';
import { clockSkewMs } from './answer-headers.ts';
import { usableCredentials } from './credentials.ts';
import { failureError } from './failure-error.ts';
import { redact } from './redact.ts';
import { type CallKind, withRetry } from './retry.ts';
import { Throttle } from './throttle.ts';
import { exchange, type HttpAnswer, type HttpFailure, type HttpRequest } from './transport.ts';
import { wireName } from './wire-name.ts';

/** One call as its cloud words it. */
export interface HttpCall<Answer> {
  readonly operation: string;
  /** Empty for calls that are not of a region. */
  readonly region: string;
  /** Which page of a list it asks for, from 1: decides its place among calls of the same priority. */
  readonly page?: number | undefined;
  /** Decides after which failures it may be sent again. */
  readonly kind: CallKind;
  /** Makes the request, signed afresh for each attempt. `now` is in milliseconds since the epoch. */
  readonly request: (credentials: Credentials, now: number) => HttpRequest;
  /** @throws {@link CloudError} for an answer that says success but cannot be read */
  readonly read: (answer: HttpAnswer, requestId: string | undefined) => Answer;
}

export interface AnswerContext {
  readonly operation: string;
  /** Our time when the answer came, milliseconds since the epoch. */
  readonly now: number;
  /** What must not be seen in a message. */
  readonly secrets: readonly (string | undefined)[];
}

/** How a cloud speaks HTTP. */
export interface Dialect {
  /** The published rate of an operation, in calls a second; each operation has a queue. */
  rate(operation: string): number;
  requestId(answer: HttpAnswer): string | undefined;
  /** Makes the error of an answer that is not a success. */
  error(answer: HttpAnswer, context: AnswerContext): CloudError;
}

/** Sends single calls for one account: signed, throttled, retried where that is harmless, and read. */
export class HttpCaller {
  readonly clock: Clock;
  readonly #options: ConnectOptions;
  readonly #dialect: Dialect;
  readonly #random: () => number;
  readonly #throttle: Throttle;
  readonly #disposed = new AbortController();
  #skewMs: number | undefined;

  constructor(options: ConnectOptions, dialect: Dialect) {
    this.#options = options;
    this.#dialect = dialect;
    this.clock = options.clock ?? systemClock;
    this.#random = options.random ?? Math.random;
    this.#throttle = new Throttle({
      rate: (operation) => dialect.rate(operation),
      clock: this.clock,
      random: this.#random,
    });
  }

  /** The cloud's time minus ours, in milliseconds, by the newest answer. */
  get skewMs(): number | undefined {
    return this.#skewMs;
  }

  queueState(): QueueState {
    return this.#throttle.state();
  }

  onDidChangeQueue(listener: () => void): () => void {
    return this.#throttle.onDidChange(listener);
  }

  dispose(): void {
    this.#disposed.abort(new Error('Disposed'));
    this.#throttle.dispose();
  }

  /** @throws {@link CloudError} and nothing else */
  async send<Answer>(call: HttpCall<Answer>, options: CallOptions): Promise<Answer> {
    const controller = new AbortController();
    const unlink = forwardAbort([options.signal, this.#disposed.signal], controller);
    const { signal } = controller;
    try {
      return await withRetry(
        { kind: call.kind, clock: this.clock, random: this.#random, signal },
        (attempt) =>
          this.#throttle.run(
            call.operation,
            { priority: options.priority, signal, route: call.region, page: call.page },
            () => this.#attempt(call, attempt, { ...options, signal }),
          ),
      );
    } catch (error) {
      throw signal.aborted
        ? cancelledError(call.operation, error)
        : toCloudError(call.operation, error);
    } finally {
      unlink();
    }
  }

  async #attempt<Answer>(
    call: HttpCall<Answer>,
    attempt: number,
    { signal, onRequestId }: CallOptions,
  ): Promise<Answer> {
    const credentials = await usableCredentials(this.#options.credentials, call.operation);
    const secrets = Object.values(credentials);
    // Under a load dozens of calls start at once and are answered at once: together they would be felt.
    await turnInLine();
    this.#guard(call);
    const startedAt = this.clock.now();
    const request = call.request(credentials, startedAt);
    const { timeoutMs } = this.#options;
    const result = await exchange(request, { signal, timeoutMs, clock: this.clock });
    const told = result.type === 'answer' ? this.#dialect.requestId(result) : undefined;
    const requestId = wireName(told, secrets);
    this.#record(call, { attempt, startedAt, result, requestId });
    if (requestId !== undefined) onRequestId?.(requestId);
    if (result.type === 'failure') {
      const { host } = new URL(request.url);
      throw failureError(result, { operation: call.operation, host, timeoutMs, secrets });
    }
    const now = this.clock.now();
    await turnInLine();
    this.#skewMs = clockSkewMs(result.headers, now) ?? this.#skewMs;
    if (result.status < 200 || result.status > 299) {
      throw this.#dialect.error(result, { operation: call.operation, now, secrets });
    }
    return call.read(result, requestId);
  }

  /** The one place that every change of every cloud passes on its way out. */
  #guard({ kind, operation }: HttpCall<unknown>): void {
    if (kind === 'read' || this.#options.mayWrite?.() !== false) return;
    throw new CloudError({
      kind: 'local',
      code: 'AccountReadOnly',
      message: 'The account is read-only.',
      operation,
      notSent: true,
      meaning: t('This account is read-only here: nothing was sent.'),
      advice: t('Turn writing on for the account first.'),
    });
  }

  #record(call: HttpCall<unknown>, { attempt, startedAt, result, requestId }: Exchanged): void {
    this.#options.onRequest?.({
      operation: call.operation,
      region: call.region,
      durationMs: this.clock.now() - startedAt,
      outcome: result.type === 'answer' ? String(result.status) : result.code,
      ...(requestId === undefined ? {} : { requestId }),
      attempt,
    });
  }
}

/** An attempt that is over. */
interface Exchanged {
  readonly attempt: number;
  readonly startedAt: number;
  readonly result: HttpAnswer | HttpFailure;
  readonly requestId: string | undefined;
}

function cancelledError(operation: string, cause: unknown): CloudError {
  if (cause instanceof CloudError && cause.kind === 'cancelled') return cause;
  return failureError(
    {
      type: 'failure',
      kind: 'cancelled',
      code: 'Cancelled',
      message: 'Cancelled',
      notSent: false,
      cause,
    },
    { operation, host: '', timeoutMs: 0, secrets: [] },
  );
}

/** A bug of ours must not leave as an unknown type either. */
function toCloudError(operation: string, error: unknown): CloudError {
  if (error instanceof CloudError) return error;
  return new CloudError({
    kind: 'unreadable',
    code: 'UnexpectedFailure',
    message: redact(error instanceof Error ? error.message : String(error)),
    operation,
    meaning: t('Something unexpected happened while the call was made.'),
    advice: t('Try again. If it stays so, report it.'),
    cause: error,
  });
}
