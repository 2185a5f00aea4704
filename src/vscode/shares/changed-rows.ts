import type { Scope } from '../../model/account.ts';
import { isRow, rowId, type TreeAddress } from './address.ts';
import { childrenOf, parentOf } from './children.ts';
import {
  areAlike,
  areEqual,
  faceAt,
  isBelow,
  scopesOf,
  type Drawn,
  type DrawnRow,
} from './drawn.ts';
import { rowAt } from './rows/row-at.ts';
import type { Row } from './rows/row.ts';
import { isFilling } from './rows/scope-words.ts';
import type { TreeState } from './rows/tree-state.ts';

/** So many rows below one row are told one by one: to compare them all with each other VS Code takes long. */
const mostSiblings = 25;

/** What happened in a scope since the tree was last told. */
export interface Happened {
  readonly scope: Scope;
  readonly shares: ReadonlySet<string>;
  /** Lists of shares may hold others now, or in another order. */
  readonly lists: boolean;
  /** Every row may read otherwise. */
  readonly everywhere: boolean;
}

export interface ChangedRowsParts {
  readonly drawn: Drawn;
  readonly state: TreeState;
  readonly happened: readonly Happened[];
  /** Rows that are to be told of whatever they say. */
  readonly lost: Iterable<string>;
  readonly isOpen: (id: string, row: Row) => boolean;
}

/** The drawn rows that read otherwise now, or have others below them; none that is below another one of them. */
export function changedRows(parts: ChangedRowsParts): readonly DrawnRow[] {
  const { drawn, state, happened, lost } = parts;
  // What decides where a share stands in an arranged tree is more than what its place in the plain one tells.
  const isArranged = state.arrangement !== undefined;
  const changed = new Map<string, DrawnRow>();
  const check = (row: DrawnRow, withChildren: boolean): void => {
    if (isBelow(row.address, changed, state)) return;
    if (looksOtherwise(row, parts) || (withChildren && holdsOthers(row, state))) {
      changed.set(row.id, row);
    }
  };
  for (const row of drawn.frame) {
    const here = happened.filter(({ scope }) => isAt(row.address, scope));
    if (here.length > 0) check(row, isArranged || here.some(({ lists }) => lists));
  }
  for (const { scope, shares, everywhere } of happened) {
    for (const row of drawn.ofShares(scope, everywhere ? undefined : shares)) check(row, true);
  }
  for (const id of lost) {
    const row = drawn.find(id);
    if (row && !isBelow(row.address, changed, state)) changed.set(id, row);
  }
  return gathered(changed, drawn, state);
}

/** Takes the row above for very many rows below it. */
function gathered(
  changed: ReadonlyMap<string, DrawnRow>,
  drawn: Drawn,
  state: TreeState,
): readonly DrawnRow[] {
  const byParent = new Map<string | undefined, DrawnRow[]>();
  for (const row of changed.values()) {
    const above = parentOf(row.address, state);
    const parent = above && rowId(above);
    const siblings = byParent.get(parent);
    if (siblings) siblings.push(row);
    else byParent.set(parent, [row]);
  }
  const rows = [...byParent].flatMap(([id, below]) => {
    const parent = id === undefined ? undefined : drawn.find(id);
    return parent && below.length > mostSiblings ? [parent] : below;
  });
  const ids = new Map(rows.map((row) => [row.id, row]));
  return rows.filter(({ address }) => !isBelow(address, ids, state));
}

function looksOtherwise(
  { id, address, face }: DrawnRow,
  { state, isOpen }: ChangedRowsParts,
): boolean {
  if (!face) return false;
  const row = rowAt(address, state);
  // A row that is gone is told of by the row above it, which holds others now.
  if (!row) return false;
  const isAlike = areAlike(face, faceAt(address, row, state));
  if (!row.open || !isOpen(id, row)) return !isAlike;
  // What it said when it was closed may stay while it is true: all that is below would be asked for again with it.
  if (isAlike || areAlike(face, faceAt(address, { ...row, ...row.open }, state))) return false;
  // While rows below come in for the first time, the user may be opening them: see `TreeRows.toggled`.
  return !scopesOf(address, state).some(
    (scope) => isAt(address, scope) && isFilling(state.snapshot(scope)),
  );
}

function holdsOthers({ address, children }: DrawnRow, state: TreeState): boolean {
  return children !== undefined && !areEqual(childrenOf(address, state).map(rowId), children);
}

/** Whether a row stands for the scope, for a part of it, or for more than it. */
function isAt(address: TreeAddress, { accountId, region }: Scope): boolean {
  if (!isRow(address)) return true;
  return address.accountId === accountId && (!('region' in address) || address.region === region);
}
