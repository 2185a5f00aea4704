import type { Clock } from '../../model/clock.ts';
import { forwardAbort } from './abort.ts';

export interface HttpRequest {
  readonly url: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface HttpOptions {
  readonly signal: AbortSignal;
  /** Limit for the whole exchange with its body, in milliseconds. */
  readonly timeoutMs: number;
  readonly clock: Clock;
}

export interface HttpAnswer {
  readonly type: 'answer';
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** An exchange that ended without a whole answer. */
export interface HttpFailure {
  readonly type: 'failure';
  readonly kind: 'cancelled' | 'timeout' | 'network' | 'unreadable';
  /** The system's code (`ECONNREFUSED`), or `Cancelled`, `Timeout`, `Redirected`, `ProxyAuthentication`, `TooLarge`, `NetworkFailure`. */
  readonly code: string;
  readonly message: string;
  /** True where the connection never came about, so that the request cannot have arrived. */
  readonly notSent: boolean;
  readonly status?: number;
  readonly cause?: unknown;
}

/** A page of 100 rows with failure details stays far below this. */
const maxBodyBytes = 8 * 1024 * 1024;

/**
 * One HTTP exchange on the host's own `fetch`, which carries the user's proxy and certificates.
 * Follows no redirect, reads at most 8 MiB, and never throws: a failure is a result.
 */
export async function exchange(
  request: HttpRequest,
  options: HttpOptions,
): Promise<HttpAnswer | HttpFailure> {
  const controller = new AbortController();
  const unlink = forwardAbort([options.signal], controller);
  const timeUp = new Error('Timeout');
  const stopTimer = options.clock.schedule(options.timeoutMs, () => controller.abort(timeUp));
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: { ...request.headers },
      redirect: 'manual',
      signal: controller.signal,
      // An empty string would make fetch add a content type that is not part of the signature.
      ...(request.body ? { body: request.body } : {}),
    });
    if (response.status >= 300 && response.status < 400) return redirected(response);
    const text = await readText(response);
    if (text === undefined) return tooLarge(response);
    return { type: 'answer', status: response.status, headers: response.headers, text };
  } catch (error) {
    if (options.signal.aborted) return cancelled(error);
    if (controller.signal.reason === timeUp) return timeout(options.timeoutMs, error);
    return networkFailure(error);
  } finally {
    stopTimer();
    unlink();
  }
}

/** Gives nothing when the body is longer than we are ready to hold. */
async function readText(response: Response): Promise<string | undefined> {
  if (response.body === null) return '';
  const body: ReadableStream<Uint8Array> = response.body;
  const decoder = new TextDecoder();
  let bytes = 0;
  let text = '';
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    // Leaving the loop cancels the stream, and with it the connection.
    if (bytes > maxBodyBytes) return undefined;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function redirected(response: Response): HttpFailure {
  // The body is of no interest; leaving it unread would keep the connection.
  response.body?.cancel().catch(() => undefined);
  return {
    type: 'failure',
    kind: 'unreadable',
    code: 'Redirected',
    message: `HTTP ${response.status}`,
    status: response.status,
    notSent: false,
  };
}

function tooLarge(response: Response): HttpFailure {
  return {
    type: 'failure',
    kind: 'unreadable',
    code: 'TooLarge',
    message: `More than ${maxBodyBytes} bytes`,
    status: response.status,
    notSent: false,
  };
}

function cancelled(cause: unknown): HttpFailure {
  return {
    type: 'failure',
    kind: 'cancelled',
    code: 'Cancelled',
    message: 'Cancelled',
    notSent: false,
    cause,
  };
}

function timeout(timeoutMs: number, cause: unknown): HttpFailure {
  return {
    type: 'failure',
    kind: 'timeout',
    code: 'Timeout',
    message: `No answer within ${timeoutMs} ms`,
    notSent: false,
    cause,
  };
}

function networkFailure(cause: unknown): HttpFailure {
  const codes = systemCodes(cause);
  const message = deepestMessage(cause);
  if (asksForSignIn(cause, message)) {
    // Where fetch names no reason, too little is known to say that the cloud has not seen the request.
    const notSent = message !== '';
    return { ...proxyFailure, message, notSent, cause };
  }
  return {
    type: 'failure',
    kind: 'network',
    code: codes[0] ?? 'NetworkFailure',
    message,
    notSent: codes.length > 0 && codes.every(provesNothingSent),
    cause,
  };
}

const proxyFailure = { type: 'failure', kind: 'unreadable', code: 'ProxyAuthentication' } as const;

/** How fetch words a 407: newer ones say it, and so does a tunnel; older ones alone give this error no text at all. */
function asksForSignIn(error: unknown, message: string): boolean {
  if (/proxy.*\b407\b|proxy authentication required/i.test(message)) return true;
  return message === '' && error instanceof TypeError && systemCodes(error).length === 0;
}

/** Codes that arise before a connection stands: address lookup, connecting, the TLS handshake. */
const beforeSending = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

function provesNothingSent(code: string): boolean {
  return beforeSending.has(code) || isCertificateCode(code);
}

/** True for the codes of a server certificate that this machine does not trust. */
export function isCertificateCode(code: string): boolean {
  return /CERT|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/.test(code);
}

/** The codes of an error and of what caused it: fetch wraps, and several addresses give several errors. */
function systemCodes(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return [];
  if (error instanceof AggregateError) {
    const inner = error.errors.flatMap(systemCodes);
    if (inner.length > 0) return inner;
  }
  if ('code' in error && typeof error.code === 'string') return [error.code];
  return systemCodes(error.cause);
}

function deepestMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? deepestMessage(error.cause) : error.message;
}
