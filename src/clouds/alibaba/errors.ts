import { t } from '@vscode/l10n';
import { CloudError, type CloudErrorDetails, type ErrorKind } from '../cloud-error.ts';
import { redact } from '../http/redact.ts';
import type { HttpAnswer } from '../http/transport.ts';
import { lookUp } from './catalogue.ts';
import { errorAnswerSchema } from './schemas.ts';

export interface AnswerContext {
  readonly operation: string;
  /** Our time when the answer came, milliseconds since the epoch. */
  readonly now: number;
  /** What must not be seen in a message. */
  readonly secrets: readonly (string | undefined)[];
}

/** Makes the error of an answer that is not a success (reference section 5.2). Never carries the text that was signed. */
export function answerError(answer: HttpAnswer, context: AnswerContext): CloudError {
  const body = readError(answer.text);
  const code = body?.code ?? `HTTP${answer.status}`;
  const entry = lookUp(code);
  const kind = entry?.kind ?? kindByStatus(answer.status);
  const requestId = body?.requestId ?? answer.headers.get('x-acs-request-id') ?? undefined;
  const retryAfterMs = readRetryAfter(answer.headers, context.now);
  return new CloudError({
    kind,
    code,
    message: shownMessage(body?.message ?? `HTTP ${answer.status}`, context.secrets),
    operation: context.operation,
    httpStatus: answer.status,
    ...(requestId === undefined ? {} : { requestId }),
    ...(entry?.field === undefined ? {} : { field: entry.field }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...words(kind, entry?.meaning(), entry?.advice(), body?.deniedAction),
    ...(kind === 'clock' ? clockMeaning(answer.headers, context.now) : {}),
  });
}

interface ErrorBody {
  readonly code: string | undefined;
  readonly message: string | undefined;
  readonly requestId: string | undefined;
  readonly deniedAction: string | undefined;
}

function readError(text: string): ErrorBody | undefined {
  const parsed = errorAnswerSchema.safeParse(parseJson(text));
  if (!parsed.success) return undefined;
  const body = parsed.data;
  return {
    code: body.Code ?? body.code,
    message: body.Message ?? body.message,
    requestId: body.RequestId ?? body.requestId,
    deniedAction: body.AccessDeniedDetail?.AuthAction,
  };
}

/** The value of a JSON text, or nothing where it is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Only for codes that the catalogue does not know: of those, the status says no more than this. */
function kindByStatus(status: number): ErrorKind {
  if (status === 429) return 'throttled';
  if (status >= 500) return 'server';
  if (status === 401 || status === 403) return 'denied';
  if (status === 409) return 'conflict';
  return 'invalid';
}

/** A wrong signature is answered with the text that the server signed: cut off, it helps nobody here. */
function shownMessage(message: string, secrets: readonly (string | undefined)[]): string {
  const shown = message.replace(/\s*server string to sign is:[\s\S]*$/i, '');
  return redact(shown, secrets).slice(0, 1_000);
}

/** `x-acs-retry-after` counts milliseconds (reference section 5.2), the standard header seconds or a date. */
function readRetryAfter(headers: Headers, now: number): number | undefined {
  const own = Number(headers.get('x-acs-retry-after') ?? Number.NaN);
  if (own > 0) return own;
  const standard = headers.get('retry-after');
  if (standard === null) return undefined;
  const delayMs = /^\d+$/.test(standard) ? Number(standard) * 1_000 : Date.parse(standard) - now;
  return delayMs > 0 ? delayMs : undefined;
}

function words(
  kind: ErrorKind,
  meaning: string | undefined,
  advice: string | undefined,
  deniedAction: string | undefined,
): Pick<CloudErrorDetails, 'meaning' | 'advice'> {
  const shownAdvice =
    kind === 'denied' && deniedAction !== undefined
      ? t('Ask whoever manages the identities of this account to allow {0}.', deniedAction)
      : advice;
  return {
    ...(meaning === undefined ? {} : { meaning }),
    ...(shownAdvice === undefined ? {} : { advice: shownAdvice }),
  };
}

/** Says by how much the clock differs, where the answer tells the cloud's time. */
function clockMeaning(headers: Headers, now: number): Pick<CloudErrorDetails, 'meaning'> {
  const skewMs = clockSkewMs(headers, now);
  const minutes = Math.round(Math.abs(skewMs ?? 0) / 60_000);
  if (skewMs === undefined || minutes === 0) return {};
  return {
    meaning:
      skewMs > 0
        ? t('The clock of this computer is {0} minutes behind that of the cloud.', minutes)
        : t('The clock of this computer is {0} minutes ahead of that of the cloud.', minutes),
  };
}

/** The server's time minus ours in milliseconds, as exact as the whole seconds of the `date` header. */
export function clockSkewMs(headers: Headers, now: number): number | undefined {
  const serverTime = Date.parse(headers.get('date') ?? '');
  return Number.isNaN(serverTime) ? undefined : serverTime - now;
}

/** Makes the error of an answer that says success but is not what the cloud documents. */
export function unreadableError(details: {
  readonly operation: string;
  readonly code: 'NotJson' | 'UnexpectedShape' | 'RepeatedToken';
  readonly message: string;
  readonly httpStatus?: number;
  readonly requestId?: string | undefined;
}): CloudError {
  const { requestId, ...rest } = details;
  return new CloudError({
    kind: 'unreadable',
    ...rest,
    ...(requestId === undefined ? {} : { requestId }),
    meaning:
      details.code === 'NotJson'
        ? t('The answer is not one of the cloud: something between may have replaced it.')
        : t('The answer of the cloud is not of the documented shape.'),
    advice:
      details.code === 'NotJson'
        ? t('Check the proxy, the network sign-in and the endpoints of the account.')
        : t('Try again. If it stays so, report it with the request id.'),
  });
}
