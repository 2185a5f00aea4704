import type { ShareEntry } from '../inventory/snapshot.ts';
import type { Association } from '../model/share.ts';
import type { PlanItem } from './plan.ts';

/** The row of the share that speaks of an item; undefined for items that are neither resource nor principal. */
export function rowOfItem(
  entry: Pick<ShareEntry, 'resources' | 'principals'>,
  { kind, type, id, arn }: Pick<PlanItem, 'kind' | 'type' | 'id' | 'arn'>,
): Association | undefined {
  if (kind === 'principal') return entry.principals.find(({ entityId }) => entityId === id);
  if (kind !== 'resource') return undefined;
  return entry.resources.find(
    (row) =>
      (row.entityId === id && (type === '' || row.entityType === type)) ||
      (arn !== undefined && isNamedBy(row, arn)),
  );
}

/** A row may come without its ARN; its id is the last part of it then. */
function isNamedBy({ arn, entityId }: Association, wanted: string): boolean {
  return arn === undefined
    ? wanted.endsWith(`/${entityId}`) || wanted.endsWith(`:${entityId}`)
    : arn === wanted;
}
