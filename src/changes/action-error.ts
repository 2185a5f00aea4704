import * as z from 'zod/mini';
import type { CloudErrorDetails, ErrorKind } from '../clouds/cloud-error.ts';

const errorKinds: { readonly [Kind in ErrorKind]: Kind } = {
  cancelled: 'cancelled',
  network: 'network',
  timeout: 'timeout',
  throttled: 'throttled',
  credentials: 'credentials',
  clock: 'clock',
  denied: 'denied',
  notFound: 'notFound',
  conflict: 'conflict',
  invalid: 'invalid',
  server: 'server',
  unreadable: 'unreadable',
  ambiguous: 'ambiguous',
  local: 'local',
};

/** What is kept of an error: its words and marks, never its cause. Clouds have taken the secrets out of it. */
export const actionErrorSchema = z.object({
  kind: z.enum(errorKinds),
  code: z.string(),
  message: z.string(),
  operation: z.string(),
  requestId: z.exactOptional(z.string()),
  httpStatus: z.exactOptional(z.number()),
  meaning: z.exactOptional(z.string()),
  advice: z.exactOptional(z.string()),
  notSent: z.exactOptional(z.boolean()),
  notDone: z.exactOptional(z.boolean()),
  busy: z.exactOptional(z.boolean()),
});

export type ActionError = z.infer<typeof actionErrorSchema>;

export function actionError(details: CloudErrorDetails): ActionError {
  const { kind, code, message, operation, requestId, httpStatus, meaning, advice } = details;
  const { notSent, notDone, busy } = details;
  return {
    kind,
    code,
    message,
    operation,
    ...(requestId !== undefined && { requestId }),
    ...(httpStatus !== undefined && { httpStatus }),
    ...(meaning !== undefined && { meaning }),
    ...(advice !== undefined && { advice }),
    ...(notSent !== undefined && { notSent }),
    ...(notDone !== undefined && { notDone }),
    ...(busy !== undefined && { busy }),
  };
}

/** Whether the same request may well succeed when it is sent again, without anything being corrected in it. */
export function retryHelps({ kind, busy, notDone }: ActionError): boolean {
  if (busy === true || notDone === true) return true;
  switch (kind) {
    case 'cancelled':
    case 'network':
    case 'timeout':
    case 'throttled':
    case 'credentials':
    case 'clock':
    case 'server':
    case 'unreadable':
    case 'ambiguous':
    case 'local':
      return true;
    // A quota, a right or a state: something has to change first.
    case 'denied':
    case 'notFound':
    case 'conflict':
    case 'invalid':
      return false;
  }
}
