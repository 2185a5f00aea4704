import type { ResourceRef } from '../clouds/cloud.ts';
import type { ShareEntry } from '../inventory/snapshot.ts';
import type { Association } from '../model/share.ts';
import type { Step } from './plan.ts';

/** One thing that a step asked for. */
export type RequestedItem =
  | { readonly kind: 'resource'; readonly resource: ResourceRef }
  | { readonly kind: 'principal'; readonly id: string };

export function requestedItems(steps: readonly Step[]): readonly RequestedItem[] {
  return steps.flatMap(({ request }): readonly RequestedItem[] => [
    ...request.resources.map((resource) => ({ kind: 'resource', resource }) as const),
    ...request.principals.map(({ id }) => ({ kind: 'principal', id }) as const),
  ]);
}

/** The row of the share that speaks of the item. */
export function findRow(entry: ShareEntry, item: RequestedItem): Association | undefined {
  if (item.kind === 'principal') {
    return entry.principals.find(({ entityId }) => entityId === item.id);
  }
  const { resource } = item;
  return entry.resources.find((row) =>
    'arn' in resource
      ? isNamedBy(row, resource.arn)
      : row.entityId === resource.id && row.entityType === resource.type,
  );
}

/** A row may come without its ARN; its id is the last part of it then. */
function isNamedBy({ arn, entityId }: Association, wanted: string): boolean {
  return arn === undefined
    ? wanted.endsWith(`/${entityId}`) || wanted.endsWith(`:${entityId}`)
    : arn === wanted;
}
