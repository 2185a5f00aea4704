import { t } from '@vscode/l10n';
import type * as z from 'zod/mini';
import { CloudError } from '../cloud-error.ts';
import { parseJson } from './json.ts';
import type { HttpAnswer } from './transport.ts';

interface UnreadableDetails {
  readonly operation: string;
  readonly code: 'NotJson' | 'EmptyAnswer' | 'UnexpectedShape' | 'RepeatedToken' | 'EndlessList';
  readonly message: string;
  readonly httpStatus?: number;
  readonly requestId?: string | undefined;
}

/** Makes the error of an answer that says success but is not what the cloud documents. */
export function unreadableError(details: UnreadableDetails): CloudError {
  const { requestId, ...rest } = details;
  return new CloudError({
    kind: 'unreadable',
    ...rest,
    ...(requestId === undefined ? {} : { requestId }),
    ...words(details.code),
  });
}

function words(code: UnreadableDetails['code']): { meaning: string; advice: string } {
  switch (code) {
    case 'NotJson':
      return {
        meaning: t('The answer is not one of the cloud: something between may have replaced it.'),
        advice: t('Check the proxy, the network sign-in and the endpoints of the account.'),
      };
    case 'EmptyAnswer':
      return {
        meaning: t('The cloud answered without saying anything.'),
        advice: t('Try again. If it stays so, report it with the request id.'),
      };
    case 'UnexpectedShape':
    case 'RepeatedToken':
    case 'EndlessList':
      return {
        meaning: t('The answer of the cloud is not of the documented shape.'),
        advice: t('Try again. If it stays so, report it with the request id.'),
      };
  }
}

/**
 * Reads the JSON of an answer that says success.
 * @throws {@link CloudError} of kind `unreadable` where there is none, or it is of another shape
 */
export function readJson<Schema extends z.ZodMiniType>(
  schema: Schema,
  answer: HttpAnswer,
  context: { readonly operation: string; readonly requestId: string | undefined },
): z.output<Schema> {
  const details = { ...context, httpStatus: answer.status };
  const value = parseJson(answer.text);
  if (value === undefined) {
    const contentType = answer.headers.get('content-type') ?? '';
    throw answer.text.trim() === ''
      ? unreadableError({ ...details, code: 'EmptyAnswer', message: `HTTP ${answer.status}` })
      : unreadableError({ ...details, code: 'NotJson', message: `Content type ${contentType}` });
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    const place = parsed.error.issues[0]?.path.join('.') ?? '';
    throw unreadableError({ ...details, code: 'UnexpectedShape', message: `At ${place}` });
  }
  return parsed.data;
}
