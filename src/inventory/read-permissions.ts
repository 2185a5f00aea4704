import type { CallOptions, ShareCloud } from '../clouds/cloud.ts';
import type { PermissionSummary, SharePermission } from '../model/permission.ts';
import type { ShareOwner } from '../model/share.ts';
import { isDead } from '../model/status.ts';
import { allPages } from './all-pages.ts';
import type { PermissionWork } from './permission-way.ts';
import { cheapestWay, isListingWorthwhile } from './permission-way.ts';
import type { ShareEntry } from './snapshot.ts';

/** Takes permissions as they are known: of each share all at once. */
export type PermissionsReader = (
  permissions: ReadonlyMap<string, readonly SharePermission[]>,
) => void;

export interface PermissionsQuery {
  readonly region: string;
  /** All of one side. */
  readonly owner: ShareOwner;
  /** The shares to read, as they are known. */
  readonly entries: readonly ShareEntry[];
  /** Whether all their resources are known; else nothing is concluded from them. */
  readonly resourcesKnown: boolean;
  /** Shares in an answer. */
  readonly pageSize: number;
}

/**
 * Reads the permissions of shares in the fewest calls: share by share, or the other way round by the shares of each
 * permission, a dozen calls for any number of shares (ListResourceShares with `PermissionName`, SearchResourceShares
 * with `permission_id`).
 *
 * The other way tells no version and no time; what is known of them stays. A permission for a type that is nowhere in
 * use is not found by it, which has no effect; what is known of such stays, too. A type in use always has a permission
 * (reference: Alibaba Cloud 7.20, Huawei Cloud 3), so a share where none is found for one is asked itself: permissions
 * that are no longer listed may still stand on old shares.
 * @param take gets each share once, as its permissions are known; a share that is gone not at all
 * @throws CloudError of the first call that fails
 */
export async function readPermissions(
  cloud: ShareCloud,
  { region, owner, entries, resourcesKnown, pageSize }: PermissionsQuery,
  options: CallOptions,
  take: PermissionsReader,
): Promise<void> {
  const types = new Map(
    entries.map((entry) => [entry.share.id, resourcesKnown ? typesOf(entry) : new Set<string>()]),
  );
  const byShare = async (some: readonly ShareEntry[]) => {
    await Promise.all(
      some.map(async ({ share }) => {
        const { id } = share;
        const permissions = await readSharePermissions(cloud, region, { id, owner }, options);
        if (permissions) take(new Map([[id, permissions]]));
      }),
    );
  };

  const guess = workFor(types, pageSize, () => true);
  if (!isListingWorthwhile(guess)) return byShare(entries);

  const [onlyType] = guess.types === 1 && guess.idle === 0 ? usedTypes(types) : [];
  const filter = onlyType === undefined ? {} : { resourceType: onlyType };
  const listed = distinct(await allPages(cloud.listPermissions(region, filter, options)));
  const listedTypes = new Set(listed.map(({ resourceType }) => resourceType));
  const work = workFor(types, pageSize, (type) => listedTypes.has(type));
  const used = usedTypes(types);
  const inUse = listed.filter(({ resourceType }) => used.has(resourceType));
  const counts = {
    inUse: inUse.length,
    ...(onlyType === undefined && { all: listed.length }),
  };
  const way = cheapestWay(work, counts);
  if (way === 'byShare') return byShare(entries);

  const asked = way === 'byPermission' ? listed : inUse;
  const found = new Map<string, PermissionSummary[]>(entries.map(({ share }) => [share.id, []]));
  await Promise.all(
    asked.map(async (permission) => {
      const query = { owner, permissionId: permission.id };
      const shares = await allPages(cloud.listShares(region, query, options));
      for (const { id } of shares) found.get(id)?.push(permission);
    }),
  );
  const isTold = ({ share: { id } }: ShareEntry): boolean => {
    const held = types.get(id) ?? new Set();
    if (held.size === 0) return way === 'byPermission';
    const has = new Set(found.get(id)?.map(({ resourceType }) => resourceType));
    return [...held].every((type) => has.has(type));
  };
  const askedTypes = new Set(asked.map(({ resourceType }) => resourceType));
  const told = entries.filter(isTold).map(({ share, permissions = [] }) => {
    const kept = permissions.filter(({ resourceType }) => !askedTypes.has(resourceType));
    const bound = (found.get(share.id) ?? []).map(
      (summary) =>
        permissions.find(({ id }) => id === summary.id) ?? boundPermission(summary, share.id),
    );
    return [share.id, [...bound, ...kept]] as const;
  });
  take(new Map(told));
  await byShare(entries.filter((entry) => !isTold(entry)));
}

/**
 * The permissions of one share: one call.
 * @returns undefined for a share that is gone
 * @throws CloudError
 */
export async function readSharePermissions(
  cloud: ShareCloud,
  region: string,
  share: { readonly id: string; readonly owner: ShareOwner },
  options: CallOptions,
): Promise<readonly SharePermission[] | undefined> {
  try {
    return await allPages(cloud.listSharePermissions(region, share, options));
  } catch (error) {
    if (error instanceof Error && 'kind' in error && error.kind === 'notFound') return undefined;
    throw error;
  }
}

/** Types of which a share holds something. */
function typesOf({ resources }: ShareEntry): ReadonlySet<string> {
  return new Set(
    resources.filter(({ status }) => !isDead(status)).map(({ entityType }) => entityType),
  );
}

function usedTypes(types: ReadonlyMap<string, ReadonlySet<string>>): ReadonlySet<string> {
  return new Set([...types.values()].flatMap((held) => [...held]));
}

function workFor(
  types: ReadonlyMap<string, ReadonlySet<string>>,
  pageSize: number,
  isListed: (type: string) => boolean,
): PermissionWork {
  const held = [...types.values()];
  const idle = held.filter(({ size }) => size === 0);
  const listed = held.filter((some) => some.size > 0 && [...some].every(isListed));
  return {
    shares: held.length,
    idle: idle.length,
    unlisted: held.length - idle.length - listed.length,
    types: new Set(listed.flatMap((some) => [...some])).size,
    pairs: listed.reduce((sum, { size }) => sum + size, 0),
    pageSize,
  };
}

function boundPermission(
  { id, name, resourceType, isDefault }: PermissionSummary,
  shareId: string,
): SharePermission {
  const status = { state: 'associated', text: 'Associated' } as const;
  return { shareId, id, name, resourceType, isDefault, status, createdAt: '', updatedAt: '' };
}

/** A permission may be listed once for each of its versions. */
function distinct(permissions: readonly PermissionSummary[]): readonly PermissionSummary[] {
  return [...new Map(permissions.map((permission) => [permission.id, permission])).values()];
}
