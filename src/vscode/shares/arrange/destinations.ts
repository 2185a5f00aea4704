import type { IndexedShare, InventoryIndex } from '../../../inventory/index/inventory-index.ts';
import { rowHolds, wordsOf } from '../../../inventory/index/text-search.ts';
import { associationKey, type Association, type ResourceShare } from '../../../model/share.ts';
import { isDead } from '../../../model/status.ts';
import type { Address } from '../address.ts';
import { compareNames } from '../../../model/name-order.ts';
import type { TreeState } from '../rows/tree-state.ts';

/** A row of the tree that the user can go to. */
export interface Destination {
  readonly address: Extract<Address, { kind: 'share' | 'association' }>;
  readonly share: ResourceShare;
  /** The resource or principal in the share; absent for the share itself. */
  readonly row?: Association;
}

type Shown = Pick<TreeState, 'accounts' | 'showEnded'>;

/** The rows whose id, ARN or URN is exactly that. */
export function exactly(id: string, index: InventoryIndex, { showEnded }: Shown): Destination[] {
  const ended = { ended: showEnded };
  const isMeant = (row: Association): boolean =>
    (row.entityId === id || row.arn === id) && (showEnded || !isDead(row.status));
  const inRows = new Set(
    [...index.byResource(id, ended), ...index.byPrincipal(id, ended)].map(({ scope, entry }) =>
      rowsOf({ scope, entry }, isMeant),
    ),
  );
  return [...index.byShare(id, ended).map(shareItself), ...[...inRows].flat()];
}

/** Rows in which the words stand, shares first, up to so many. */
export function destinations(
  query: string,
  index: InventoryIndex,
  { accounts, showEnded }: Shown,
  most: number,
): readonly Destination[] {
  const words = wordsOf(query, accounts);
  const shares: Destination[] = [];
  const rows: Destination[] = [];
  for (const found of index.search(words, { ended: showEnded })) {
    if (shares.length >= most) break;
    const itself = found.missing.length === 0;
    if (itself) shares.push(shareItself(found));
    if (words.length === 0 || rows.length >= most) continue;
    const wanted = itself ? words : found.missing;
    const isMeant = (row: Association): boolean =>
      (showEnded || !isDead(row.status)) && wanted.every((word) => rowHolds(row, [word]));
    rows.push(...rowsOf(found, isMeant));
  }
  shares.sort((a, b) => compareNames(a.share.name, b.share.name));
  return [...shares, ...rows].slice(0, most);
}

function shareItself({ scope, entry: { share } }: IndexedShare): Destination {
  return {
    address: { kind: 'share', ...scope, owner: share.owner, shareId: share.id },
    share,
  };
}

function rowsOf(
  { scope, entry }: IndexedShare,
  isMeant: (row: Association) => boolean,
): readonly Destination[] {
  const { share, resources, principals } = entry;
  // The receiver of a share is never told who else receives it.
  const rows = share.owner === 'self' ? [...resources, ...principals] : resources;
  return rows.filter(isMeant).map((row) => ({
    address: {
      kind: 'association',
      ...scope,
      owner: share.owner,
      shareId: share.id,
      side: row.kind,
      key: associationKey(row),
    },
    share,
    row,
  }));
}
