import type { Association, AssociationFailure } from './share.ts';

/** What failed about a row: to put it into its share, where it is not then, or to take it out, where it still is. */
export type FailedAt = 'adding' | 'removing';

/**
 * Clouds have one status for both; only the details of a row, where it has some, tell which it was
 * (ListResourceShareAssociations: "the details of the failure to associate or disassociate").
 * @returns nothing where the cloud does not say, and for a row that has not failed
 */
export function failedAt(
  row: Pick<Association, 'kind' | 'status' | 'statusMessage' | 'failures'>,
): FailedAt | undefined {
  if (row.status.state !== 'failed') return undefined;
  if (row.failures.some(wasRemoval)) return 'removing';
  return row.failures.length > 0 || isUnanswered(row) ? 'adding' : undefined;
}

/** What could not be taken out is still there. */
export function wasRemoval({ operation }: Pick<AssociationFailure, 'operation'>): boolean {
  return /^disassociate/iu.test(operation);
}

/**
 * Somebody who was asked to accept and did not in time, or did not want to. No cloud has a status of its own for that:
 * only the message of the row tells.
 */
export function isUnanswered({
  kind,
  status,
  statusMessage,
  failures,
}: Pick<Association, 'kind' | 'status' | 'statusMessage' | 'failures'>): boolean {
  if (kind !== 'principal' || failures.length > 0) return false;
  const isOver = status.state === 'failed' || status.state === 'disassociated';
  return isOver && /\binvitation\b.*\b(?:expired|rejected|declined)\b/iu.test(statusMessage ?? '');
}
