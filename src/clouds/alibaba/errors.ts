import { t } from '@vscode/l10n';
import { CloudError, type CloudErrorDetails, type ErrorKind } from '../cloud-error.ts';
import { clockMeaning, retryAfterMs } from '../http/answer-headers.ts';
import type { AnswerContext } from '../http/caller.ts';
import { parseJson } from '../http/json.ts';
import { redact } from '../http/redact.ts';
import { serverWords } from '../http/status-words.ts';
import type { HttpAnswer } from '../http/transport.ts';
import { wireCode, wireName } from '../http/wire-name.ts';
import { lookUp } from './catalogue.ts';
import { errorAnswerSchema } from './schemas.ts';

/** Makes the error of an answer that is not a success (reference section 5.2). Never carries the text that was signed. */
export function answerError(answer: HttpAnswer, context: AnswerContext): CloudError {
  const body = readError(answer.text);
  const { secrets } = context;
  const code = wireCode(body?.code ?? `HTTP${answer.status}`, secrets);
  const entry = lookUp(code);
  const kind = entry?.kind ?? kindByStatus(answer.status);
  const requestId =
    wireName(body?.requestId, secrets) ?? wireName(answer.headers.get('x-acs-request-id'), secrets);
  const waitMs = readRetryAfter(answer.headers, context.now);
  const skew = kind === 'clock' ? clockMeaning(answer.headers, context.now) : undefined;
  return new CloudError({
    kind,
    code,
    message: shownMessage(body?.message ?? `HTTP ${answer.status}`, secrets),
    operation: context.operation,
    httpStatus: answer.status,
    ...(requestId === undefined ? {} : { requestId }),
    ...(entry?.field === undefined ? {} : { field: entry.field }),
    ...(entry?.busy === undefined ? {} : { busy: entry.busy }),
    ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }),
    ...(entry === undefined && kind === 'server' ? serverWords(answer.status) : {}),
    ...words(kind, entry?.meaning(), entry?.advice(), wireName(body?.deniedAction, secrets)),
    ...(skew === undefined ? {} : { meaning: skew }),
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
  const signed = message.search(/server string to sign is:/i);
  const shown = signed < 0 ? message : message.slice(0, signed).trimEnd();
  return redact(shown, secrets).slice(0, 1_000);
}

/** `x-acs-retry-after` counts milliseconds (reference section 5.2). */
function readRetryAfter(headers: Headers, now: number): number | undefined {
  const own = Number(headers.get('x-acs-retry-after') ?? Number.NaN);
  return own > 0 ? own : retryAfterMs(headers, now);
}

function words(
  kind: ErrorKind,
  meaning: string | undefined,
  advice: string | undefined,
  deniedAction: string | undefined,
): Pick<CloudErrorDetails, 'meaning' | 'advice' | 'missingAction'> {
  const shownAdvice =
    kind === 'denied' && deniedAction !== undefined
      ? t('Ask whoever manages the identities of this account to allow {0}.', deniedAction)
      : advice;
  return {
    ...(meaning === undefined ? {} : { meaning }),
    ...(shownAdvice === undefined ? {} : { advice: shownAdvice }),
    ...(kind === 'denied' && deniedAction !== undefined ? { missingAction: deniedAction } : {}),
  };
}
