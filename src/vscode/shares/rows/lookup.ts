import type { ShareEntry } from '../../../inventory/snapshot.ts';
import type { SharePermission } from '../../../model/permission.ts';
import { associationKey, type Association, type ResourceShare } from '../../../model/share.ts';
import { isDead } from '../../../model/status.ts';
import type { TreeAddress } from '../address.ts';
import type { TreeState } from './tree-state.ts';

/** The share at or above an address. */
export function entryAt(address: TreeAddress, state: TreeState): ShareEntry | undefined {
  return 'shareId' in address ? state.snapshot(address).entries.get(address.shareId) : undefined;
}

/** The association at or above an address. */
export function associationAt(address: TreeAddress, state: TreeState): Association | undefined {
  if (!('key' in address)) return undefined;
  const entry = entryAt(address, state);
  const rows = address.side === 'resource' ? entry?.resources : entry?.principals;
  return rows && byKey(rows).get(address.key);
}

const keyed = new WeakMap<readonly Association[], ReadonlyMap<string, Association>>();

/** Lists are replaced when something in them changes, so that what was made of one holds as long as it does. */
function byKey(rows: readonly Association[]): ReadonlyMap<string, Association> {
  const known = keyed.get(rows);
  if (known) return known;
  const made = new Map(rows.map((row) => [associationKey(row), row]));
  keyed.set(rows, made);
  return made;
}

const failures = new WeakMap<ShareEntry, number>();

/** How many rows of a share have failed. */
export function failedCount(entry: ShareEntry): number {
  const known = failures.get(entry);
  if (known !== undefined) return known;
  let count = 0;
  for (const rows of [entry.resources, entry.principals]) {
    for (const { status } of rows) if (status.state === 'failed') count += 1;
  }
  failures.set(entry, count);
  return count;
}

/** Rows that are shown: ended ones only on request. */
export function visible<T extends ResourceShare | Association>(
  rows: readonly T[],
  state: TreeState,
): readonly T[] {
  // Mostly none has ended.
  if (state.showEnded || !rows.some((row) => isDead(row.status))) return rows;
  return rows.filter((row) => !isDead(row.status));
}

export function permissionAt(address: TreeAddress, state: TreeState): SharePermission | undefined {
  if (address.kind !== 'permission') return undefined;
  const permissions = entryAt(address, state)?.permissions;
  return permissions?.find(({ id }) => id === address.permissionId);
}

/** The permissions of a share that are shown, by type; undefined while they are not known. */
export function livePermissions(
  { permissions }: ShareEntry,
  state: TreeState,
): readonly SharePermission[] | undefined {
  return state.showEnded ? permissions : permissions?.filter(({ status }) => !isDead(status));
}

/** The reasons of a failed association, as rows count them. */
export function reasonsOf(
  association: Association,
): readonly { reason: string; description: string; entityId?: string }[] {
  const own = association.statusMessage
    ? [{ reason: '', description: association.statusMessage }]
    : [];
  return association.status.state === 'failed' ? [...own, ...association.failures] : [];
}
