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
  let sides: ReadonlyMap<string, Sides> | undefined;
  const sideOf = (scope: Scope, owner: ShareOwner): Side => {
    sides ??= inSides(shares);
    return sides.get(scopeKey(scope))?.[owner] ?? none;
  };
  const findIn = (side: Side, shareId: string): FoundShare | undefined => {
    side.byId ??= new Map(side.shares.map((chosen) => [chosen.entry.share.id, chosen]));
    return side.byId.get(shareId);
  };
  return {
    shares,
    total: index.count(ended),
    find: (scope, shareId) =>
      findIn(sideOf(scope, 'self'), shareId) ?? findIn(sideOf(scope, 'other'), shareId),
    of: (scope, owner) => sideOf(scope, owner).shares,
    countOf: (scope, owner) => sideOf(scope, owner).shares.length,
    isWhole: (chosen) => wantedOf(chosen).length === 0,
    rowsOf: (chosen, side) => {
      const wanted = wantedOf(chosen);
      const rows = wanted.length > 0 ? wanted : shownOf(chosen);
      return rows.filter(({ kind }) => kind === side);
    },
  };
}

/** The chosen shares of one side of a scope. */
interface Side {
  readonly shares: readonly FoundShare[];
  /** Made when one is first looked for: to count them does without. */
  byId?: ReadonlyMap<string, FoundShare>;
}

type Sides = Readonly<Record<ShareOwner, Side>>;

const none: Side = { shares: [] };

function inSides(shares: readonly FoundShare[]): ReadonlyMap<string, Sides> {
  const sides = new Map<string, Record<ShareOwner, { shares: FoundShare[] }>>();
  // Shares of one scope mostly have the same object for it, which spares making a key for each of them.
  const known = new Map<Scope, Record<ShareOwner, { shares: FoundShare[] }>>();
  for (const chosen of shares) {
    let at = known.get(chosen.scope);
    if (!at) {
      const key = scopeKey(chosen.scope);
      at = sides.get(key) ?? { self: { shares: [] }, other: { shares: [] } };
      sides.set(key, at);
      known.set(chosen.scope, at);
    }
    at[chosen.entry.share.owner].shares.push(chosen);
  }
  return sides;
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
