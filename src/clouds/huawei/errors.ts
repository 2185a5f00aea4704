import { t } from '@vscode/l10n';
import { CloudError, type ErrorKind } from '../cloud-error.ts';
import { clockMeaning, clockSkewMs, retryAfterMs } from '../http/answer-headers.ts';
import type { AnswerContext } from '../http/caller.ts';
import type { CatalogueEntry } from '../http/catalogue-entry.ts';
import { parseJson } from '../http/json.ts';
import { redact } from '../http/redact.ts';
import { serverWords } from '../http/status-words.ts';
import type { HttpAnswer } from '../http/transport.ts';
import { wireCode, wireName } from '../http/wire-name.ts';
import { lookUp } from './catalogue.ts';
import { describe } from './operations.ts';

/** Makes the error of an answer that is not a success, of the gateway or of the service behind it (reference section 2.4). */
export function answerError(answer: HttpAnswer, context: AnswerContext): CloudError {
  const body = findError(parseJson(answer.text));
  const { secrets } = context;
  const code = wireCode(body?.code ?? `HTTP${answer.status}`, secrets);
  const message = body?.message ?? `HTTP ${answer.status}`;
  const entry = lookUp({ code, message, status: answer.status });
  const kind = entry?.kind ?? kindByStatus(answer.status);
  const clock = kind === 'credentials' ? wrongClock(answer.headers, context.now) : undefined;
  const requestId = wireName(requestIdOf(answer), secrets);
  const waitMs = retryAfterMs(answer.headers, context.now);
  return new CloudError({
    kind,
    code,
    message: redact(message, secrets).slice(0, 1_000),
    operation: context.operation,
    httpStatus: answer.status,
    ...(requestId === undefined ? {} : { requestId }),
    ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }),
    ...(entry === undefined && kind === 'server' ? serverWords(answer.status) : {}),
    ...words(kind, entry, context.operation),
    ...clock,
  });
}

/** In a header, but the gateway writes it into the body as well; the identity services have a header of their own. */
export function requestIdOf(answer: HttpAnswer): string | undefined {
  return (
    answer.headers.get('x-request-id') ??
    answer.headers.get('x-iam-trace-id') ??
    /"request_id"\s*:\s*"([\w-]{1,64})"/.exec(answer.text)?.[1]
  );
}

interface ErrorBody {
  readonly code: string | undefined;
  readonly message: string;
}

/** The names under which the services of the vendor write a code and a message, the usual ones first. */
const spellings = [
  ['error_code', 'error_msg'],
  ['errorCode', 'errorMsg'],
  ['code', 'message'],
] as const;

/** Services wrap their errors in different ways: looks into nested objects as the vendor's own packages do. */
function findError(value: unknown, depth = 0): ErrorBody | undefined {
  if (!isRecord(value) || depth > 3) return undefined;
  for (const [codeName, messageName] of spellings) {
    const { [codeName]: code, [messageName]: message } = value;
    if (code === undefined || typeof message !== 'string') continue;
    // A number is only the HTTP status again.
    return { code: typeof code === 'string' && code !== '' ? code : undefined, message };
  }
  for (const inner of Object.values(value)) {
    const found = findError(inner, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** Only for codes that the catalogue does not know: of those, the status says no more than this. */
function kindByStatus(status: number): ErrorKind {
  if (status === 429) return 'throttled';
  if (status >= 500) return 'server';
  if (status === 401) return 'credentials';
  if (status === 403) return 'denied';
  if (status === 404) return 'notFound';
  if (status === 409) return 'conflict';
  return 'invalid';
}

/** The signing guide speaks of 15 minutes; an honest network costs none of them. */
const clockToleranceMs = 14 * 60_000;

/** A request signed with a wrong clock is refused like one with a wrong key. The answer's own date tells them apart. */
function wrongClock(
  headers: Headers,
  now: number,
): Pick<CloudError['details'], 'kind' | 'field' | 'meaning' | 'advice'> | undefined {
  const meaning = clockMeaning(headers, now);
  if (meaning === undefined || Math.abs(clockSkewMs(headers, now) ?? 0) < clockToleranceMs) {
    return undefined;
  }
  return {
    kind: 'clock',
    field: 'clock',
    meaning,
    advice: t('Set the clock of this computer, and try again.'),
  };
}

function words(
  kind: ErrorKind,
  entry: CatalogueEntry | undefined,
  operation: string,
): Pick<CloudError['details'], 'field' | 'busy' | 'meaning' | 'advice' | 'missingAction'> {
  const action = describe(operation)?.action;
  if (kind === 'denied' && action !== undefined && (entry === undefined || entry.byPolicy)) {
    return {
      meaning: entry?.meaning() ?? t('These credentials may not do this.'),
      advice: t('Ask whoever manages the identities of this account to allow {0}.', action),
      missingAction: action,
    };
  }
  if (entry === undefined) return {};
  return {
    ...(entry.field === undefined ? {} : { field: entry.field }),
    ...(entry.busy === undefined ? {} : { busy: entry.busy }),
    meaning: entry.meaning(),
    advice: entry.advice(),
  };
}
