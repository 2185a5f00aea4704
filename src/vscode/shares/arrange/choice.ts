import type {
  FoundShare,
  IndexedShare,
  InventoryIndex,
} from '../../../inventory/index/inventory-index.ts';
import { rowHolds, wordsOf } from '../../../inventory/index/text-search.ts';
import type { ShareEntry } from '../../../inventory/snapshot.ts';
import { scopeKey, type Scope } from '../../../model/account.ts';
import type { Association, ShareOwner } from '../../../model/share.ts';
import { isDead, isPending } from '../../../model/status.ts';
import type { TreeState } from '../rows/tree-state.ts';
import type { Filter, Order } from './order.ts';

/** The shares that are shown, out of all that are known. */
export interface Choice {
  /** In the order of their names. */
  readonly shares: readonly FoundShare[];
  /** How many there are, shown or not. */
  readonly total: number;
  find(scope: Scope, shareId: string): FoundShare | undefined;
  /** Those of one side of a scope, in the order of their names. */
  of(scope: Scope, owner: ShareOwner): readonly FoundShare[];
  countOf(scope: Scope, owner: ShareOwner): number;
  /** Whether all that is in the share is shown. */
  isWhole(chosen: FoundShare): boolean;
  /** The rows on one side of a share that are shown. */
  rowsOf(chosen: FoundShare, side: Association['kind']): readonly Association[];
}

/** Picks what an order shows. */
export function choose(
  index: InventoryIndex,
  { query, filters }: Order,
  { accounts, showEnded }: Pick<TreeState, 'accounts' | 'showEnded'>,
): Choice {
  const ended = { ended: showEnded };
  const isShown = (row: Association): boolean => showEnded || !isDead(row.status);
  const states = filters.filter((filter) => filter !== 'outside');
  const passes = ({ entry }: IndexedShare): boolean =>
    (!filters.includes('outside') || entry.share.allowExternal === true) &&
    (states.length === 0 || states.some((filter) => isIn(entry, filter, isShown)));
  const shares: FoundShare[] = [];
  for (const found of index.search(wordsOf(query, accounts), ended)) {
    if (passes(found)) shares.push(found);
  }
  const shownOf = ({ entry }: FoundShare): readonly Association[] =>
    [...entry.resources, ...entry.principals].filter(isShown);
  // None for a share that is shown for itself alone.
  const wantedOf = (chosen: FoundShare): readonly Association[] =>
    chosen.missing.length === 0 && states.length === 0
      ? []
      : shownOf(chosen).filter(
          (row) =>
            (chosen.missing.length > 0 && rowHolds(row, chosen.missing)) ||
            states.some((filter) => hasState(row, filter)),
        );
  const bySide = new Map<string, Map<string, FoundShare>>();
  const sideOf = (scope: Scope, owner: ShareOwner): ReadonlyMap<string, FoundShare> => {
    if (bySide.size === 0) for (const chosen of shares) put(bySide, chosen);
    return bySide.get(`${scopeKey(scope)}/${owner}`) ?? none;
  };
  return {
    shares,
    total: index.count(ended),
    find: (scope, shareId) =>
      sideOf(scope, 'self').get(shareId) ?? sideOf(scope, 'other').get(shareId),
    of: (scope, owner) => [...sideOf(scope, owner).values()],
    countOf: (scope, owner) => sideOf(scope, owner).size,
    isWhole: (chosen) => wantedOf(chosen).length === 0,
    rowsOf: (chosen, side) => {
      const wanted = wantedOf(chosen);
      const rows = wanted.length > 0 ? wanted : shownOf(chosen);
      return rows.filter(({ kind }) => kind === side);
    },
  };
}

const none: ReadonlyMap<string, FoundShare> = new Map();

function put(bySide: Map<string, Map<string, FoundShare>>, chosen: FoundShare): void {
  const key = `${scopeKey(chosen.scope)}/${chosen.entry.share.owner}`;
  const side = bySide.get(key);
  if (side) side.set(chosen.entry.share.id, chosen);
  else bySide.set(key, new Map([[chosen.entry.share.id, chosen]]));
}

/** Whether something in the share, or the share itself, is in that state. */
function isIn(
  { share, resources, principals }: ShareEntry,
  filter: Filter,
  isShown: (row: Association) => boolean,
): boolean {
  if (filter === 'pending' && isPending(share.status)) return true;
  const has = (row: Association): boolean => isShown(row) && hasState(row, filter);
  return resources.some(has) || principals.some(has);
}

function hasState({ status }: Association, filter: Filter): boolean {
  return filter === 'failed' ? status.state === 'failed' : isPending(status);
}
