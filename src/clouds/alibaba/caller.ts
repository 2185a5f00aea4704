import { randomUUID } from 'node:crypto';
import { t } from '@vscode/l10n';
import type * as z from 'zod/mini';
import { type Clock, systemClock } from '../../model/clock.ts';
import { CloudError } from '../cloud-error.ts';
import type { CallOptions, ConnectOptions, QueueState } from '../cloud.ts';
import { forwardAbort } from '../http/abort.ts';
import { failureError } from '../http/failure-error.ts';
import { redact } from '../http/redact.ts';
import { withRetry } from '../http/retry.ts';
import { Throttle } from '../http/throttle.ts';
import { exchange, type HttpAnswer, type HttpFailure } from '../http/transport.ts';
import { usableCredentials } from './credentials.ts';
import { baseUrl, regionalHost, stsHost } from './endpoints.ts';
import { answerError, clockSkewMs, parseJson, unreadableError } from './errors.ts';
import { formBody, type Parameters } from './flatten.ts';
import { type Operation, type OperationName, operations } from './operations.ts';
import { signatureDate, signedHeaders } from './sign.ts';

export interface Call<Schema extends z.ZodMiniType> {
  readonly operation: OperationName;
  /** Left out for calls that are not of a region. */
  readonly region?: string;
  readonly parameters: Parameters;
  readonly answer: Schema;
}

/** Sends single calls for one account: signed, throttled, retried where that is harmless, and read. */
export class Caller {
  readonly clock: Clock;
  readonly #options: ConnectOptions;
  readonly #random: () => number;
  readonly #throttle: Throttle;
  readonly #disposed = new AbortController();
  #skewMs: number | undefined;

  constructor(options: ConnectOptions) {
    this.#options = options;
    this.clock = options.clock ?? systemClock;
    this.#random = options.random ?? Math.random;
    this.#throttle = new Throttle({
      // The vendor publishes a rate for each operation, so each has a queue.
      rate: (group) => rateOf(group),
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
  async call<Schema extends z.ZodMiniType>(
    call: Call<Schema>,
    options: CallOptions,
  ): Promise<z.output<Schema>> {
    const controller = new AbortController();
    const unlink = forwardAbort([options.signal, this.#disposed.signal], controller);
    const { signal } = controller;
    const operation: Operation = operations[call.operation];
    try {
      return await withRetry(
        { kind: operation.kind, clock: this.clock, random: this.#random, signal },
        (attempt) =>
          this.#throttle.run(call.operation, { priority: options.priority, signal }, () =>
            this.#attempt(call, attempt, { ...options, signal }),
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

  async #attempt<Schema extends z.ZodMiniType>(
    call: Call<Schema>,
    attempt: number,
    { signal, onRequestId }: CallOptions,
  ): Promise<z.output<Schema>> {
    const credentials = await usableCredentials(this.#options.credentials, call.operation);
    const secrets = Object.values(credentials);
    const operation = operations[call.operation];
    const host =
      operation.service === 'sts' ? stsHost : regionalHost(call.region ?? '', call.operation);
    const url = baseUrl(host, this.#options.endpoints, call.operation);
    const startedAt = this.clock.now();
    const body = formBody(call.parameters);
    const result = await exchange(
      {
        url: url.href,
        method: 'POST',
        headers: signedHeaders({
          host: url.host,
          action: call.operation,
          version: operation.version,
          date: signatureDate(startedAt),
          nonce: randomUUID(),
          credentials,
          body,
        }),
        body,
      },
      { signal, timeoutMs: this.#options.timeoutMs, clock: this.clock },
    );
    const requestId = this.#record(call, attempt, startedAt, result);
    if (requestId !== undefined) onRequestId?.(requestId);
    if (result.type === 'failure') {
      throw failureError(result, {
        operation: call.operation,
        host: url.host,
        timeoutMs: this.#options.timeoutMs,
        secrets,
      });
    }
    this.#skewMs = clockSkewMs(result.headers, this.clock.now()) ?? this.#skewMs;
    if (result.status < 200 || result.status > 299) {
      throw answerError(result, {
        operation: call.operation,
        now: this.clock.now(),
        secrets,
      });
    }
    return readAnswer(call, result);
  }

  #record(
    call: Call<z.ZodMiniType>,
    attempt: number,
    startedAt: number,
    result: HttpAnswer | HttpFailure,
  ): string | undefined {
    const requestId = result.type === 'answer' ? requestIdOf(result) : undefined;
    this.#options.onRequest?.({
      operation: call.operation,
      region: call.region ?? '',
      durationMs: this.clock.now() - startedAt,
      outcome: result.type === 'answer' ? String(result.status) : result.code,
      ...(requestId === undefined ? {} : { requestId }),
      attempt,
    });
    return requestId;
  }
}

function rateOf(group: string): number {
  const found = Object.entries(operations).find(([name]) => name === group);
  return found?.[1].rate ?? 1;
}

function readAnswer<Schema extends z.ZodMiniType>(
  call: Call<Schema>,
  answer: HttpAnswer,
): z.output<Schema> {
  const value = parseJson(answer.text);
  const details = {
    operation: call.operation,
    httpStatus: answer.status,
    requestId: requestIdOf(answer),
  };
  if (value === undefined) {
    const contentType = answer.headers.get('content-type') ?? '';
    throw unreadableError({ ...details, code: 'NotJson', message: `Content type ${contentType}` });
  }
  const parsed = call.answer.safeParse(value);
  if (!parsed.success) {
    const place = parsed.error.issues[0]?.path.join('.') ?? '';
    throw unreadableError({ ...details, code: 'UnexpectedShape', message: `At ${place}` });
  }
  return parsed.data;
}

/** The id stands in a header as well, so that it is known even where the body is not read or is no JSON. */
function requestIdOf(answer: HttpAnswer): string | undefined {
  return (
    answer.headers.get('x-acs-request-id') ??
    /"RequestId"\s*:\s*"([\w-]{1,64})"/.exec(answer.text)?.[1]
  );
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
