import type { AssociationKind, ShareOwner } from '../../model/share.ts';
import { isDead } from '../../model/status.ts';
import type { PastHead, PastPermission, PastRow, PastShare } from './past-share.ts';

/** What a person calls a change of a share. */
export type HistoryEvent =
  | { readonly what: 'shareAppeared'; readonly resources: number; readonly principals: number }
  | { readonly what: 'shareGone' }
  | { readonly what: 'renamed'; readonly from: string; readonly to: string }
  | { readonly what: 'shareStatus'; readonly from: string; readonly to: string }
  | { readonly what: 'outsiders'; readonly allowed: boolean }
  | { readonly what: 'description' }
  | { readonly what: 'tags' }
  | { readonly what: 'resourceGroup'; readonly to: string }
  | ({ readonly what: 'added' | 'removed' } & RowName & { readonly status: string })
  | ({ readonly what: 'status'; readonly from: string; readonly to: string } & RowName & {
        /** The cloud's codes of why it failed. */
        readonly reasons: readonly string[];
      })
  | ({ readonly what: 'permissionAdded' | 'permissionRemoved' } & PermissionName)
  | ({ readonly what: 'permissionSwitched'; readonly from: string } & PermissionName);

interface RowName {
  readonly kind: AssociationKind;
  readonly entityId: string;
  readonly entityType: string;
}

interface PermissionName {
  readonly resourceType: string;
  /** With its version, where that is known. */
  readonly permission: string;
}

/** Something that became of a share, and when that was seen. */
export type HistoryLine = HistoryEvent & {
  readonly shareId: string;
  readonly shareName: string;
  readonly owner: ShareOwner;
  /** When this machine saw it, milliseconds since the epoch. */
  readonly at: number;
  /** When it was seen for the last time to be otherwise: it happened since then. */
  readonly since: number;
};

/**
 * What has changed from one state of a share to the next, in the order of a person's questions. A cloud keeps rows for
 * days after their end: they count as gone from their end on, and that they are listed no more is nothing new.
 */
export function eventsBetween(
  before: PastShare | undefined,
  after: PastShare | undefined,
): readonly HistoryEvent[] {
  const was = before && !isDead(before.head.status) ? before : undefined;
  const is = after && !isDead(after.head.status) ? after : undefined;
  if (!was || !is) {
    if (was) return [{ what: 'shareGone' }];
    return is ? [{ what: 'shareAppeared', ...countsOf(is) }] : [];
  }
  return [
    ...headEvents(was.head, is.head),
    ...rowEvents(was, is),
    ...permissionEvents(was.permissions, is.permissions),
  ];
}

function countsOf({ rows }: PastShare): {
  readonly resources: number;
  readonly principals: number;
} {
  const alive = [...rows.values()].filter(({ status }) => !isDead(status));
  const resources = alive.filter(({ kind }) => kind === 'resource').length;
  return { resources, principals: alive.length - resources };
}

function headEvents(was: PastHead, is: PastHead): readonly HistoryEvent[] {
  const { allowExternal } = is;
  return [
    ...(was.name === is.name ? [] : [{ what: 'renamed', from: was.name, to: is.name } as const]),
    ...(was.status.text === is.status.text
      ? []
      : [{ what: 'shareStatus', from: was.status.text, to: is.status.text } as const]),
    ...(was.allowExternal === allowExternal || allowExternal === undefined
      ? []
      : [{ what: 'outsiders', allowed: allowExternal } as const]),
    ...(was.description === is.description ? [] : [{ what: 'description' } as const]),
    ...(tagText(was) === tagText(is) ? [] : [{ what: 'tags' } as const]),
    ...(was.resourceGroupId === is.resourceGroupId
      ? []
      : [{ what: 'resourceGroup', to: is.resourceGroupId ?? '' } as const]),
  ];
}

function tagText({ tags }: PastHead): string {
  return JSON.stringify(tags.map(({ key, value }) => [key, value]).toSorted());
}

function rowEvents(was: PastShare, is: PastShare): readonly HistoryEvent[] {
  const keys = new Set([...was.rows.keys(), ...is.rows.keys()]);
  return [...keys].toSorted().flatMap((key): readonly HistoryEvent[] => {
    const before = alive(was.rows.get(key));
    const after = alive(is.rows.get(key));
    if (!before) return after ? [{ what: 'added', ...nameOf(after), ...statusOf(after) }] : [];
    if (!after) return [{ what: 'removed', ...nameOf(before), ...statusOf(before) }];
    const reasons = (after.failures ?? []).map(({ reason }) => reason);
    if (before.status.text === after.status.text) return [];
    const change = { from: before.status.text, to: after.status.text };
    return [{ what: 'status', ...nameOf(after), ...change, reasons: [...new Set(reasons)] }];
  });
}

function alive(row: PastRow | undefined): PastRow | undefined {
  return row && !isDead(row.status) ? row : undefined;
}

function nameOf({ kind, entityId, entityType }: PastRow): RowName {
  return { kind, entityId, entityType };
}

function statusOf({ status }: PastRow): { readonly status: string } {
  return { status: status.text };
}

/** Nothing where they were not known before: what is learnt has not changed. */
function permissionEvents(
  was: readonly PastPermission[] | undefined,
  is: readonly PastPermission[] | undefined,
): readonly HistoryEvent[] {
  if (!was || !is) return [];
  const before = byType(was);
  const after = byType(is);
  const types = new Set([...before.keys(), ...after.keys()]);
  return [...types].toSorted().flatMap((resourceType): readonly HistoryEvent[] => {
    const from = before.get(resourceType);
    const permission = after.get(resourceType);
    if (from === permission) return [];
    if (permission === undefined) {
      return [{ what: 'permissionRemoved', resourceType, permission: from ?? '' }];
    }
    if (from === undefined) return [{ what: 'permissionAdded', resourceType, permission }];
    return [{ what: 'permissionSwitched', resourceType, permission, from }];
  });
}

/** A share has one permission for a type; where a cloud lists several their names stand side by side. */
function byType(permissions: readonly PastPermission[]): ReadonlyMap<string, string> {
  const names = new Map<string, string[]>();
  for (const { name, version, resourceType, status } of permissions) {
    if (isDead(status)) continue;
    const list = names.get(resourceType) ?? [];
    names.set(resourceType, list);
    list.push(version === undefined ? name : `${name} (${version})`);
  }
  return new Map(Array.from(names, ([type, list]) => [type, list.toSorted().join(', ')]));
}
