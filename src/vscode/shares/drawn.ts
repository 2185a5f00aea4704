import { scopeKey, type Scope } from '../../model/account.ts';
import { isRow, rowId, type TreeAddress } from './address.ts';
import { parentOf } from './children.ts';
import { associationAt, entryAt } from './rows/lookup.ts';
import type { Row } from './rows/row.ts';
import type { TreeState } from './rows/tree-state.ts';

/** A row that was given to whoever draws the tree. */
export interface DrawnRow {
  readonly id: string;
  readonly address: TreeAddress;
  /** Undefined until the row itself was asked for. */
  face: Face | undefined;
  /** Undefined until the rows below were asked for. */
  children: readonly string[] | undefined;
}

/** How a row looked: what it said, and the data that its tooltip is made from. */
export interface Face {
  readonly text: string;
  readonly data: unknown;
}

/** What was drawn of the tree, as far as it has not been forgotten since: what is not in here nobody has to hear of. */
export class Drawn {
  readonly #rows = new Map<string, DrawnRow>();
  readonly #ofShare = new Map<string, Set<DrawnRow>>();
  /** Rows that belong to no single share: accounts, regions, groups, notices. */
  readonly #frame = new Set<DrawnRow>();
  #roots: readonly string[] | undefined;

  get roots(): readonly string[] | undefined {
    return this.#roots;
  }

  /** The rows above the shares, each after the one that it is below. */
  get frame(): Iterable<DrawnRow> {
    return this.#frame;
  }

  /** The rows of one share, of all shares of the scope when none is given; each after the one that it is below. */
  *ofShares(scope: Scope, shareIds?: Iterable<string>): Iterable<DrawnRow> {
    if (shareIds) {
      for (const id of shareIds) yield* this.#ofShare.get(shareKey(scope, id)) ?? [];
      return;
    }
    const start = shareKey(scope, '');
    for (const [key, rows] of this.#ofShare) if (key.startsWith(start)) yield* rows;
  }

  find(id: string): DrawnRow | undefined {
    return this.#rows.get(id);
  }

  /** Remembers which rows were given below a row, below none for `undefined`. */
  setChildren(id: string | undefined, children: readonly TreeAddress[]): readonly string[] {
    const ids = children.map(rowId);
    const row = id === undefined ? undefined : this.#rows.get(id);
    if (id !== undefined && !row) return ids;
    const before = (id === undefined ? this.#roots : row?.children) ?? [];
    const kept = new Set(ids);
    for (const gone of before) if (!kept.has(gone)) this.#forget(gone);
    children.forEach((address, index) => {
      const child = ids[index];
      if (child !== undefined && !this.#rows.has(child)) this.#add(child, address);
    });
    if (row) row.children = ids;
    else this.#roots = ids;
    return ids;
  }

  /** What is below the row will be asked for again before it is seen. */
  forgetBelow(row: DrawnRow): void {
    for (const child of row.children ?? []) this.#forget(child);
    row.children = undefined;
  }

  clear(): void {
    this.#rows.clear();
    this.#ofShare.clear();
    this.#frame.clear();
    this.#roots = undefined;
  }

  #add(id: string, address: TreeAddress): void {
    const row: DrawnRow = { id, address, face: undefined, children: undefined };
    this.#rows.set(id, row);
    if (!('shareId' in address)) {
      this.#frame.add(row);
      return;
    }
    const key = shareKey(address, address.shareId);
    const rows = this.#ofShare.get(key);
    if (rows) rows.add(row);
    else this.#ofShare.set(key, new Set([row]));
  }

  #forget(id: string): void {
    const row = this.#rows.get(id);
    if (!row) return;
    this.forgetBelow(row);
    this.#rows.delete(id);
    this.#frame.delete(row);
    if (!('shareId' in row.address)) return;
    const key = shareKey(row.address, row.address.shareId);
    const rows = this.#ofShare.get(key);
    rows?.delete(row);
    if (rows?.size === 0) this.#ofShare.delete(key);
  }
}

/** How a row looks that says this, to be compared with how it looked. */
export function faceAt(address: TreeAddress, row: Row, state: TreeState): Face {
  const { label, description, icon, context, collapsible, spoken } = row;
  const parts = [label, description, icon.id, icon.color ?? '', spoken, ...context];
  const text = [...parts, collapsible === 'none' ? '' : '>'].join('\n');
  // Of a share's row the share alone counts: its resources and principals have rows of their own.
  const data =
    address.kind === 'share' ? entryAt(address, state)?.share : associationAt(address, state);
  return { text, data };
}

export function areAlike(one: Face, other: Face): boolean {
  return one.text === other.text && one.data === other.data;
}

/** Whether one of the rows with these ids is above a row. */
export function isBelow(
  address: TreeAddress,
  ids: { readonly size: number; has(id: string): boolean },
  state: TreeState,
): boolean {
  if (ids.size === 0) return false;
  for (let at = parentOf(address, state); at; at = parentOf(at, state)) {
    if (ids.has(rowId(at))) return true;
  }
  return false;
}

/** All scopes of the account that a row belongs to. */
export function scopesOf(address: TreeAddress, state: TreeState): readonly Scope[] {
  if (!isRow(address)) return [];
  const { accountId } = address;
  const account = state.accounts.find(({ id }) => id === accountId);
  return account?.regions.map((region) => ({ accountId, region })) ?? [];
}

export function areEqual(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((one, index) => one === others[index]);
}

function shareKey(scope: Scope, shareId: string): string {
  return `${scopeKey(scope)}/${shareId}`;
}
