/** How the permissions of many shares are read. */
export type PermissionWay =
  /** One call a share. */
  | 'byShare'
  /** The shares of each permission for a type that is in use; what that says nothing about share by share. */
  | 'byPermissionInUse'
  /** The shares of each permission there is; shares with types that have none listed one by one. */
  | 'byPermission';

/** What the choice depends on. */
export interface PermissionWork {
  /** Shares whose permissions are to be read. */
  readonly shares: number;
  /** Those that hold nothing, as far as is known. */
  readonly idle: number;
  /** Those that hold a type which the cloud lists no permission for. */
  readonly unlisted: number;
  /** Types in use in the others. */
  readonly types: number;
  /** A share and a type that it holds: as many pairs of a share and a permission there are, as each type has one. */
  readonly pairs: number;
  /** Shares in an answer. */
  readonly pageSize: number;
}

/** How many permissions the cloud lists. */
export interface ListedPermissions {
  readonly inUse: number;
  /** Absent where only those of the type in use were listed. */
  readonly all?: number;
}

/**
 * Whether it can be fewer calls to ask for the shares of permissions, which have to be listed for that first. Each
 * type has one permission at least, and its shares take one call at least.
 */
export function isListingWorthwhile({ shares, idle, types }: PermissionWork): boolean {
  const list = 1;
  return types > 0 && list + types + Math.min(idle, 1) < shares;
}

/** The way with the fewest calls once the permissions are listed. */
export function cheapestWay(work: PermissionWork, listed: ListedPermissions): PermissionWay {
  const { shares, idle, unlisted } = work;
  const all = listed.all ?? Infinity;
  const ways: readonly (readonly [PermissionWay, number])[] = [
    ['byShare', shares],
    ['byPermissionInUse', callsForShares(work, listed.inUse) + idle + unlisted],
    ['byPermission', callsForShares(work, all) + unlisted],
  ];
  return ways.reduce((best, way) => (way[1] < best[1] ? way : best))[0];
}

/** A call for each permission, and as many more as the pairs fill whole pages. */
function callsForShares({ pairs, pageSize }: PermissionWork, permissions: number): number {
  return permissions + Math.floor(pairs / pageSize);
}
