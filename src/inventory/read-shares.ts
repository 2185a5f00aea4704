import type { CallOptions, ShareCloud } from '../clouds/cloud.ts';
import type { Association, AssociationKind, ResourceShare, ShareOwner } from '../model/share.ts';
import { allPages } from './all-pages.ts';

/** What one list call takes and gives. */
export interface ReadLimits {
  /** Share ids in a call. */
  readonly shareIds: number;
  /** Rows in an answer. */
  readonly pageSize: number;
  /** Whether the permissions of received shares can be listed; taken as no when left out. */
  readonly receivedPermissions?: boolean;
}

/** Alibaba Cloud's limits, which every cloud keeps: ListResourceShares, ListResourceShareAssociations. */
export const smallestLimits: ReadLimits = { shareIds: 5, pageSize: 100 };

export interface SharesQuery {
  /** Absent: all own shares, and their rows only. */
  readonly shareIds?: readonly string[];
  readonly owner: (shareId: string) => ShareOwner;
  readonly shares: boolean;
  readonly kinds: readonly AssociationKind[];
}

/**
 * Reads shares and their rows by ids, in batches side by side.
 * What others share can't be asked for by id in this contract: its resources come from the whole list.
 * @throws CloudError of the first call that fails
 */
export async function readShares(
  cloud: ShareCloud,
  region: string,
  query: SharesQuery,
  limits: ReadLimits,
  options: CallOptions,
): Promise<{ readonly shares: readonly ResourceShare[]; readonly rows: readonly Association[] }> {
  const ids = query.shareIds ?? [];
  const byOwner = (owner: ShareOwner) => ids.filter((id) => query.owner(id) === owner);
  const own = batches(byOwner('self'), limits.shareIds);
  const others = byOwner('other');

  const shares = query.shares
    ? [
        ...own.map((ids) => cloud.listShares(region, { owner: 'self', ids }, options)),
        ...batches(others, limits.shareIds).map((ids) =>
          cloud.listShares(region, { owner: 'other', ids }, options),
        ),
      ]
    : [];
  const rowQueries = query.shareIds ? own.map((shareIds) => ({ shareIds })) : [{}];
  const ownRows = query.kinds.flatMap((kind) =>
    rowQueries.map((filter) => cloud.listAssociations(region, { kind, ...filter }, options)),
  );
  const receivedRows =
    others.length > 0 && query.kinds.includes('resource')
      ? [cloud.listReceived(region, { kind: 'resource' }, options)]
      : [];

  const [sharePages, ownPages, receivedPages] = await Promise.all([
    Promise.all(shares.map(allPages)),
    Promise.all(ownRows.map(allPages)),
    Promise.all(receivedRows.map(allPages)),
  ]);
  const wanted = new Set(others);
  const received = receivedPages.flat().filter(({ shareId }) => wanted.has(shareId));
  return { shares: sharePages.flat(), rows: [...ownPages.flat(), ...received] };
}

function batches<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
