import { CloudError } from '../clouds/cloud-error.ts';

/** What a reading ends with that nobody waits for any more. */
export function cancelled(): CloudError {
  return new CloudError({ kind: 'cancelled', code: 'Cancelled', message: '', operation: '' });
}

/**
 * Gives what was thrown as the one error type there is.
 * Clouds throw nothing else; what else comes here went wrong on our side of them, such as a missing secret.
 */
export function asCloudError(error: unknown, operation: string): CloudError {
  if (error instanceof CloudError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new CloudError({
    kind: 'unreadable',
    code: 'Unexpected',
    message,
    operation,
    cause: error,
  });
}

/** Nothing for what somebody has cancelled: it is no failure. */
export function unlessCancelled(error: CloudError): CloudError | undefined {
  return error.kind === 'cancelled' ? undefined : error;
}
