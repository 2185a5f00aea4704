import type { FoundShare, InventoryIndex } from '../../../inventory/index/inventory-index.ts';
import { Emitter } from '../../../model/emitter.ts';
import { associationKey } from '../../../model/share.ts';
import {
  isRow,
  parseRowId,
  plainAddress,
  plainParentOf,
  rowId,
  type Address,
  type TreeAddress,
} from '../address.ts';
import { mayBeMany, mostSiblings, plainChildren } from '../children.ts';
import { plainRow } from '../rows/row-at.ts';
import type { Row } from '../rows/row.ts';
import type { Arrangement, TreeState } from '../rows/tree-state.ts';
import { searchedRow, withAccount } from './arranged-rows.ts';
import { choose, type Choice } from './choice.ts';
import { bucketRow, hasFailed, headingRow, unreadRow } from './gathering-rows.ts';
import { groupShares, prepareGroups, sortedValues, valuesOf, type Groups } from './headings.ts';
import { Many } from './many.ts';
import { nameAt } from './names.ts';
import { isChoosing, placeIn, plainOrder, type Order } from './order.ts';
import { unreadScopes } from './unread.ts';

/** Shares that were looked for open themselves up to this number: each of them makes VS Code ask several times. */
const mostOpen = 50;

/** Something that was made, and what it was made from: it holds as long as all of that is the same. */
interface Kept<T> {
  readonly basis: readonly unknown[];
  readonly made: T;
}

export interface ArrangedTreeParts {
  readonly state: TreeState;
  /** Called when the index is first needed: the plain tree does without. */
  readonly index: () => InventoryIndex;
  /** Brings what the last session has left of any scope; undefined where there is nothing to wait for. */
  readonly restore?: () => Promise<void> | undefined;
}

/**
 * The tree in another order than the plain one: grouped, filtered, searched, and in buckets where rows are too many.
 * All of it is made from the plain rows, and what was made is kept until what it was made from has changed.
 */
export class ArrangedTree implements Arrangement {
  readonly #state: TreeState;
  readonly #index: () => InventoryIndex;
  readonly #restore: () => Promise<void> | undefined;
  readonly #changes = new Emitter<Order>();
  readonly #lists = new Map<string, Kept<Many | undefined>>();
  #order = plainOrder;
  #choice: Kept<Choice> | undefined;
  #groups: Kept<Groups> | undefined;
  #preparing: Kept<Promise<void>> | undefined;

  constructor({ state, index, restore }: ArrangedTreeParts) {
    this.#state = state;
    this.#index = index;
    this.#restore = restore ?? (() => undefined);
  }

  readonly onDidChange = this.#changes.listen;

  get order(): Order {
    return this.#order;
  }

  /** Shows the tree in another order; what is left out of it stays as it is. */
  arrange(change: Partial<Omit<Order, 'turn'>>): void {
    const before = this.#order;
    const next = { ...before, ...change };
    const isOther =
      next.query.trim() !== before.query.trim() ||
      next.filters.toSorted().join() !== before.filters.toSorted().join();
    this.#order = { ...next, turn: before.turn + Number(isOther) };
    if (!isOther && next.grouping === before.grouping) return;
    this.#lists.clear();
    this.#changes.fire(this.#order);
  }

  /** Undefined when the rows can be made at once; else they can be when it resolves. */
  ready(): Promise<void> | undefined {
    if (!this.#needsIndex) return undefined;
    const restored = this.#restore();
    if (restored) return restored.then(() => this.ready());
    const index = this.#index();
    if (!index.isSettled) return index.settled().then(() => this.ready());
    return this.#prepareGroups();
  }

  /** The shares that are shown; undefined for the plain tree, which shows all of them without asking the index. */
  get choice(): Choice | undefined {
    if (!this.#needsIndex) return undefined;
    const index = this.#index();
    const { accounts, showEnded } = this.#state;
    const basis = [this.#order.turn, index.version, accounts, showEnded];
    if (!this.#choice || !areSame(this.#choice.basis, basis)) {
      this.#choice = { basis, made: choose(index, this.#order, this.#state) };
    }
    return this.#choice.made;
  }

  childrenOf(address: TreeAddress | undefined): readonly TreeAddress[] {
    if (address?.kind === 'bucket') {
      return this.#many(aboveBucket(address))?.rowsIn(address.from) ?? [];
    }
    const rows = this.#many(address)?.bucketRows ?? this.#below(address);
    return address ? rows : [...rows, ...this.#unread()];
  }

  parentOf(address: TreeAddress): TreeAddress | undefined {
    const above = this.#above(address);
    if (address.kind === 'bucket' || address.kind === 'unread') return above;
    return this.#many(above)?.bucketOf(address) ?? above;
  }

  rowAt(address: TreeAddress): Row | undefined {
    switch (address.kind) {
      case 'heading': {
        const shares = this.#grouped.get(address.place.value ?? '');
        return shares && headingRow(address.place, shares, this.#opensAll, this.#state);
      }
      case 'bucket': {
        const many = this.#many(aboveBucket(address));
        const range = many?.rangeOf(address.from);
        if (!many || !range) return undefined;
        const failed = many.failedIn(address.from, (row) =>
          hasFailed(row, this.#grouped, this.#state),
        );
        return bucketRow(range, many.rowsIn(address.from).length, failed, this.#opensAll);
      }
      case 'unread':
        return unreadRow(unreadScopes(this.#state).length);
      default: {
        const row = plainRow(plainAddress(address), this.#state);
        return row && this.#adapted(address, row);
      }
    }
  }

  /** Where the row of the plain tree stands in this one; the first place of several, undefined where it is not shown. */
  locate(address: Address): Address | undefined {
    const { choice } = this;
    const { grouping } = this.#order;
    const place = placeIn(this.#order);
    const plain = plainAddress(address);
    if (!choice) return plain;
    if (!('shareId' in plain)) {
      return grouping === 'account' ? { ...plain, ...(place && { place }) } : undefined;
    }
    const chosen = choice.find(plain, plain.shareId);
    if (!chosen) return undefined;
    if ('key' in plain && isChoosing(this.#order)) {
      const rows = choice.rowsOf(chosen, plain.side);
      if (!rows.some((row) => associationKey(row) === plain.key)) return undefined;
    }
    if (grouping === 'account') return { ...plain, ...(place && { place }) };
    const [value] = valuesOf(chosen, grouping, this.#state.showEnded);
    return value === undefined ? undefined : { ...plain, place: { ...place, by: grouping, value } };
  }

  showAll(): void {
    this.arrange({ query: '', filters: [] });
  }

  dispose(): void {
    this.#changes.dispose();
  }

  get #needsIndex(): boolean {
    return this.#order.grouping !== 'account' || isChoosing(this.#order);
  }

  /** Whether what was looked for shows itself down to the rows. */
  get #opensAll(): boolean {
    return isChoosing(this.#order) && (this.choice?.shares.length ?? 0) <= mostOpen;
  }

  /** Undefined when the shares can be put below headings at once. */
  #prepareGroups(): Promise<void> | undefined {
    const { grouping } = this.#order;
    const basis = [this.choice, grouping];
    if (this.#groups && areSame(this.#groups.basis, basis)) return undefined;
    if (this.#preparing && areSame(this.#preparing.basis, basis)) return this.#preparing.made;
    const isWanted = (): boolean => this.#preparing?.basis === basis;
    const prepared = prepareGroups(this.choice?.shares ?? [], grouping, this.#state, isWanted);
    const made = prepared?.then(() => {
      if (isWanted()) this.#preparing = undefined;
      return this.ready();
    });
    this.#preparing = made && { basis, made };
    return made;
  }

  get #grouped(): Groups {
    const { grouping } = this.#order;
    const basis = [this.choice, grouping];
    if (!this.#groups || !areSame(this.#groups.basis, basis)) {
      const shares = this.choice?.shares ?? [];
      this.#groups = { basis, made: groupShares(shares, grouping, this.#state) };
    }
    return this.#groups.made;
  }

  /** The rows below a row where they are too many to be shown in one list. */
  #many(parent: TreeAddress | undefined): Many | undefined {
    if (!this.#mayBeMany(parent)) return undefined;
    const id = parent ? rowId(parent) : '';
    const basis = this.#basis(parent);
    const known = this.#lists.get(id);
    if (known && areSame(known.basis, basis)) return known.made;
    const addresses = this.#below(parent);
    const made =
      addresses.length > mostSiblings
        ? new Many(id, addresses, (address) => nameAt(address, this.#grouped, this.#state))
        : undefined;
    this.#lists.set(id, { basis, made });
    return made;
  }

  #basis(parent: TreeAddress | undefined): readonly unknown[] {
    const { accounts, showEnded } = this.#state;
    const entries = parent && 'region' in parent ? this.#state.snapshot(parent).entries : undefined;
    return [this.choice, this.#order.grouping, accounts, showEnded, entries];
  }

  /** Cheap, and true for every list that is too long. */
  #mayBeMany(parent: TreeAddress | undefined): boolean {
    if (!parent) {
      return this.#order.grouping !== 'account' && this.#grouped.size > mostSiblings;
    }
    if (parent.kind === 'heading') {
      return (this.#grouped.get(parent.place.value ?? '')?.length ?? 0) > mostSiblings;
    }
    return isRow(parent) && mayBeMany(parent, this.#state);
  }

  #below(parent: TreeAddress | undefined): readonly TreeAddress[] {
    if (!parent) return this.#outermost();
    if (parent.kind === 'heading') {
      const shares = this.#grouped.get(parent.place.value ?? '') ?? [];
      return shares.map((chosen) => ({ ...shareAddress(chosen), place: parent.place }));
    }
    if (!isRow(parent)) return [];
    const { place } = parent;
    const rows = this.#shown(parent);
    return place ? rows.map((row) => ({ ...row, place })) : rows;
  }

  #outermost(): readonly TreeAddress[] {
    const { grouping } = this.#order;
    const place = placeIn(this.#order);
    if (grouping !== 'account') {
      const values = sortedValues(this.#grouped, grouping, this.#state);
      return values.map((value) => ({ kind: 'heading', place: { ...place, by: grouping, value } }));
    }
    const accounts = plainChildren(undefined, this.#state);
    if (!place) return accounts;
    return accounts.filter((row) => this.#holdsChosen(row)).map((row) => ({ ...row, place }));
  }

  /** The plain rows below a row that are shown. */
  #shown(parent: Address): readonly Address[] {
    const choice = isChoosing(this.#order) ? this.choice : undefined;
    const plain = plainAddress(parent);
    // Notices would speak of what is not looked at; the view says what the numbers rest on.
    if (choice && plain.kind === 'group') {
      return choice.of(plain, plain.owner).map(shareAddress);
    }
    const rows = plainChildren(plain, this.#state);
    if (!choice) return rows;
    switch (plain.kind) {
      case 'account':
      case 'region':
        return rows.filter((row) => this.#holdsChosen(row));
      case 'share': {
        const chosen = choice.find(plain, plain.shareId);
        if (!chosen || choice.isWhole(chosen)) return rows;
        return rows.filter((row) => row.kind === 'side' && this.#rowsOf(row, choice).size > 0);
      }
      case 'side': {
        const keys = this.#rowsOf(plain, choice);
        return rows.filter((row) => row.kind === 'association' && keys.has(row.key));
      }
      default:
        return rows;
    }
  }

  #holdsChosen(address: Address): boolean {
    const { choice } = this;
    if (address.kind === 'group') return (choice?.countOf(address, address.owner) ?? 0) > 0;
    if (address.kind !== 'account' && address.kind !== 'region') return false;
    const regions =
      address.kind === 'region'
        ? [address.region]
        : (this.#state.accounts.find(({ id }) => id === address.accountId)?.regions ?? []);
    return (['self', 'other'] as const).some((owner) =>
      regions.some(
        (region) => (choice?.countOf({ accountId: address.accountId, region }, owner) ?? 0) > 0,
      ),
    );
  }

  /** Keys of the rows that are shown on one side of a share. */
  #rowsOf(side: Extract<Address, { kind: 'side' }>, choice: Choice): ReadonlySet<string> {
    const chosen = choice.find(side, side.shareId);
    return new Set(chosen ? choice.rowsOf(chosen, side.side).map(associationKey) : []);
  }

  #above(address: TreeAddress): TreeAddress | undefined {
    if (address.kind === 'bucket') return aboveBucket(address);
    if (!isRow(address)) return undefined;
    const { place } = address;
    if (address.kind === 'share' && place?.by !== undefined) return { kind: 'heading', place };
    const parent = plainParentOf(plainAddress(address), this.#state.accounts);
    return parent && place ? { ...parent, place } : parent;
  }

  /** The plain row with what is different about it here. */
  #adapted(address: Address, row: Row): Row {
    const { choice } = this;
    const { place } = address;
    if (!choice || !place) return row;
    const found = isChoosing(this.#order)
      ? searchedRow(address, row, choice, this.#opensAll, this.#state)
      : row;
    return address.kind === 'share' && place.by !== undefined
      ? withAccount(found, address, this.#state)
      : found;
  }

  #unread(): readonly TreeAddress[] {
    if (!this.#needsIndex || unreadScopes(this.#state).length === 0) return [];
    return [{ kind: 'unread', place: placeIn(this.#order) ?? {} }];
  }
}

function aboveBucket({ of }: { readonly of: string }): TreeAddress | undefined {
  return of === '' ? undefined : parseRowId(of);
}

function areSame(some: readonly unknown[], others: readonly unknown[]): boolean {
  return some.length === others.length && some.every((one, index) => one === others[index]);
}

function shareAddress({ scope, entry }: FoundShare): Extract<Address, { kind: 'share' }> {
  const { accountId, region } = scope;
  const { id, owner } = entry.share;
  return { kind: 'share', accountId, region, owner, shareId: id };
}
