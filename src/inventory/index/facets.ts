import type { Association } from '../../model/share.ts';
import { isDead, type AssociationStatus, type ShareStatus } from '../../model/status.ts';
import type { ShareEntry } from '../snapshot.ts';

/** What shares can be looked up by. */
export const facets = [
  /** Id or ARN of the share itself. */
  'share',
  /** Id, ARN or URN of a resource in it. */
  'resource',
  'resourceType',
  /** Id of a principal. */
  'principal',
  /** Status of the share or of a row in it, as {@link statusValue} gives it. */
  'status',
  /** Id or name of a permission, of shares whose permissions were read. */
  'permission',
  /** As {@link tagValue} gives it. */
  'tag',
] as const;

export type Facet = (typeof facets)[number];

/**
 * Names each value by which a share can be found, some of them more than once.
 * @param visit gets `ended` for what belongs to a share or a row that is over
 */
export function eachTerm(
  { share, resources, principals, permissions = [] }: ShareEntry,
  visit: (facet: Facet, value: string, ended: boolean) => void,
): void {
  const over = isDead(share.status);
  visit('share', share.id, over);
  if (share.arn !== undefined) visit('share', share.arn, over);
  visit('status', statusValue(share.status), over);
  for (const tag of share.tags) visit('tag', tagValue(tag), over);
  for (const { id, name, status } of permissions) {
    const ended = over || isDead(status);
    visit('permission', id, ended);
    if (name !== id) visit('permission', name, ended);
  }
  // Most rows of a share are alike in type and status: what the one before has said is not said again.
  let before: Association | undefined;
  const isNew = (row: Association): boolean => row.status.text !== before?.status.text;
  for (const row of resources) {
    const ended = over || isDead(row.status);
    visit('resource', row.entityId, ended);
    if (row.arn !== undefined && row.arn !== row.entityId) visit('resource', row.arn, ended);
    if (isNew(row) || row.entityType !== before?.entityType) {
      visit('resourceType', row.entityType, ended);
    }
    if (isNew(row)) visit('status', statusValue(row.status), ended);
    before = row;
  }
  for (const row of principals) {
    const ended = over || isDead(row.status);
    visit('principal', row.entityId, ended);
    if (isNew(row)) visit('status', statusValue(row.status), ended);
    before = row;
  }
}

/** What a status is looked up by: the state, or the vendor's own word where we don't know it. */
export function statusValue(status: ShareStatus | AssociationStatus): string {
  return status.state === 'unknown' ? status.text : status.state;
}

/** What a tag is looked up by: keys hold no line breaks. */
export function tagValue(tag: { readonly key: string; readonly value: string }): string {
  return `${tag.key}\n${tag.value}`;
}
