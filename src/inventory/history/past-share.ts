import { isDeepStrictEqual } from 'node:util';
import type { SharePermission } from '../../model/permission.ts';
import {
  associationKey,
  type Association,
  type AssociationFailure,
  type ResourceShare,
} from '../../model/share.ts';
import type { ShareEntry } from '../snapshot.ts';

/** A share as the history keeps it: what it was and gave, without times and without words of the cloud. */
export interface PastShare {
  readonly head: PastHead;
  /** In the order of their keys. */
  readonly rows: ReadonlyMap<string, PastRow>;
  /** Absent where they were never read. */
  readonly permissions?: readonly PastPermission[];
}

export type PastHead = Omit<ResourceShare, 'createdAt' | 'updatedAt' | 'arn'>;

export type PastRow = Pick<
  Association,
  'kind' | 'entityId' | 'entityType' | 'arn' | 'status' | 'external' | 'invited'
> & { readonly failures?: readonly PastFailure[] };

export type PastFailure = Pick<AssociationFailure, 'entityId' | 'arn' | 'reason' | 'operation'>;

export type PastPermission = Pick<
  SharePermission,
  'id' | 'name' | 'resourceType' | 'version' | 'status'
>;

/** What has become of a share from one moment to the next: only what is another than before. */
export interface ShareStep {
  readonly id: string;
  /** The share is no longer there; nothing else stands beside this. */
  readonly gone?: true;
  readonly head?: PastHead;
  /** Rows that are new or read otherwise now. */
  readonly put?: readonly PastRow[];
  /** Keys of rows that are no longer there. */
  readonly dropped?: readonly string[];
  readonly permissions?: readonly PastPermission[];
}

/**
 * @param permissions what was known of them before: an entry whose permissions were not read takes none away
 */
export function pastOf(entry: ShareEntry, permissions?: readonly PastPermission[]): PastShare {
  const rows = [...entry.resources, ...entry.principals].map(pastRow);
  const known = entry.permissions?.map(pastPermission) ?? permissions;
  return { head: pastHead(entry.share), rows: byKey(rows), ...(known && { permissions: known }) };
}

/** The step that leads from one to the other; undefined where they are the same. Absent is a share that is not there. */
export function stepBetween(
  before: PastShare | undefined,
  after: PastShare | undefined,
): ShareStep | undefined {
  if (!after) return before && { id: before.head.id, gone: true };
  const put = [...after.rows].filter(
    ([key, row]) => !isDeepStrictEqual(before?.rows.get(key), row),
  );
  const dropped = [...(before?.rows.keys() ?? [])].filter((key) => !after.rows.has(key));
  const { permissions } = after;
  const step: ShareStep = {
    id: after.head.id,
    ...(!isDeepStrictEqual(before?.head, after.head) && { head: after.head }),
    ...(put.length > 0 && { put: put.map(([, row]) => row) }),
    ...(dropped.length > 0 && { dropped }),
    ...(permissions && !isDeepStrictEqual(before?.permissions, permissions) && { permissions }),
  };
  return Object.keys(step).length > 1 ? step : undefined;
}

/** The share after a step; undefined where it is gone, or where the step tells of a share that was never told of. */
export function afterStep(before: PastShare | undefined, step: ShareStep): PastShare | undefined {
  const head = step.head ?? before?.head;
  if (step.gone || !head) return undefined;
  const rows = new Map(before?.rows);
  for (const key of step.dropped ?? []) rows.delete(key);
  const kept = rows.size;
  for (const row of step.put ?? []) rows.set(associationKey(row), row);
  const permissions = step.permissions ?? before?.permissions;
  // What only reads otherwise keeps its place.
  const inOrder = rows.size === kept ? rows : sorted(rows);
  return { head, rows: inOrder, ...(permissions && { permissions }) };
}

function byKey(rows: readonly PastRow[]): ReadonlyMap<string, PastRow> {
  return sorted(new Map(rows.map((row) => [associationKey(row), row])));
}

function sorted(rows: ReadonlyMap<string, PastRow>): ReadonlyMap<string, PastRow> {
  return new Map([...rows].sort(([one], [other]) => (one < other ? -1 : 1)));
}

function pastHead(share: ResourceShare): PastHead {
  const { id, name, owner, ownerId, status, tags } = share;
  const { allowExternal, description, resourceGroupId } = share;
  return {
    ...{ id, name, owner, ownerId, status, tags },
    ...(allowExternal !== undefined && { allowExternal }),
    ...(description !== undefined && { description }),
    ...(resourceGroupId !== undefined && { resourceGroupId }),
  };
}

function pastRow(row: Association): PastRow {
  const { kind, entityId, entityType, arn, status, external, invited, failures } = row;
  return {
    ...{ kind, entityId, entityType, status },
    ...(arn !== undefined && { arn }),
    ...(external !== undefined && { external }),
    ...(invited !== undefined && { invited }),
    ...(failures.length > 0 && { failures: failures.map(pastFailure) }),
  };
}

function pastFailure({ entityId, arn, reason, operation }: AssociationFailure): PastFailure {
  return { entityId, ...(arn !== undefined && { arn }), reason, operation };
}

function pastPermission(permission: SharePermission): PastPermission {
  const { id, name, resourceType, version, status } = permission;
  return { id, name, resourceType, ...(version !== undefined && { version }), status };
}
