import type { Inventory } from '../../inventory/inventory.ts';
import type { InventoryChange } from '../../inventory/snapshot.ts';
import { scopeKey, type Account, type Scope } from '../../model/account.ts';
import { systemClock, type Clock } from '../../model/clock.ts';
import { Emitter } from '../../model/emitter.ts';
import { isRow, parseRowId, rowId, type Address, type TreeAddress } from './address.ts';
import { childrenOf, mayBeMany, parentOf, placeOf } from './children.ts';
import { areAlike, Drawn, faceOf, type DrawnRow, type Face } from './drawn.ts';
import { associationAt, entryAt } from './rows/lookup.ts';
import { frameRowAt } from './rows/frame-row-at.ts';
import type { Row, RowOf } from './rows/row.ts';
import type { TreeState } from './rows/tree-state.ts';
import type { ScopeReader } from './scope-reader.ts';

/** How long changes are gathered before they are told, in milliseconds: pages arrive faster than a tree can draw. */
export const gatherMs = 60;
/** The least time from one telling to the next, in milliseconds. */
export const pauseMs = 250;
/** How long VS Code may take to ask for rows again, in milliseconds. */
const openingMs = 500;
/**
 * How long nobody has asked for rows when changes are told, in milliseconds. VS Code asks one level after the other, and
 * forgets all that is below a row in the moment it is told of: what it asks for next would be gone. `most` is for a tree
 * that never rests.
 */
export const still = { quiet: 100, most: 1_000 } as const;

/** So many rows below one row are told one by one: to compare them all with each other VS Code takes long. */
const mostSiblings = 25;

export interface TreeRowsParts {
  readonly inventory: Inventory;
  /** Where the data come from that rows are asked for. */
  readonly reader: Pick<ScopeReader, 'prepare' | 'read' | 'asked'>;
  readonly state: TreeState;
  /** Which rows the user opened and closed; undefined for a row that stands as it came. */
  readonly wasOpened?: (id: string) => boolean | undefined;
  /** Brings the arrangement of the state; `wanted` where the tree is not the plain one from the beginning. */
  readonly arranging?: { readonly wanted: boolean; get(): Promise<unknown> };
  readonly clock?: Clock;
}

/** What happened in a scope since the tree was last told. */
interface Happened {
  readonly scope: Scope;
  readonly shares: Set<string>;
  /** Lists of shares may hold others now, or in another order. */
  lists: boolean;
  /** Every row may read otherwise. */
  everywhere: boolean;
}

/**
 * The tree *Shares* without VS Code: which rows there are, how they read, and which have to be asked for again.
 * It remembers what it has given, and compares: a change tells of rows that read otherwise now, and of no others.
 */
export class TreeRows {
  readonly #inventory: Inventory;
  readonly #reader: TreeRowsParts['reader'];
  readonly #state: TreeState;
  readonly #wasOpened: (id: string) => boolean | undefined;
  readonly #arranging: TreeRowsParts['arranging'];
  readonly #clock: Clock;
  readonly #drawn = new Drawn();
  #rowAt: typeof frameRowAt = frameRowAt;
  /** Where each share stands among the others, by scope and id. */
  readonly #places = new Map<string, Map<string, string>>();
  readonly #happened = new Map<string, Happened>();
  readonly #changes = new Emitter<readonly string[] | undefined>();
  readonly #stops: readonly (() => void)[];
  #stopTimer: (() => void) | undefined;
  #toldAt = -Infinity;
  #askedAt = -Infinity;
  /** Since when something is to be told. */
  #waitsSince: number | undefined;
  #told: ReadonlySet<string> = new Set();
  readonly #lost = new Set<string>();
  /** Of which shares they were asked for, by scope and id. */
  readonly #permissionsAsked = new Set<string>();

  constructor({
    inventory,
    reader,
    state,
    wasOpened,
    arranging,
    clock = systemClock,
  }: TreeRowsParts) {
    this.#inventory = inventory;
    this.#reader = reader;
    this.#state = state;
    this.#wasOpened = wasOpened ?? (() => undefined);
    this.#arranging = arranging;
    this.#clock = clock;
    this.#stops = [
      inventory.onDidChange((change) => {
        this.#note(change);
      }),
      inventory.onDidChangeLoading((scope) => {
        this.#at(scope).lists = true;
        this.#tellSoon();
      }),
    ];
  }

  /** The rows to be asked for again, with all that is below them; `undefined` for the whole tree. */
  readonly onDidChange = this.#changes.listen;

  /** To be awaited before `children`: what the last session left is there then, and the code that the rows take. */
  async prepare(id: string | undefined): Promise<void> {
    const address = id === undefined ? undefined : parseRowId(id);
    const isLong = address && isRow(address) && mayBeMany(address, this.#state);
    if (this.#arranging?.wanted === true || isLong === true) await this.#arranging?.get();
    const scope = address && this.#scopeBelow(address);
    if (address || this.#state.arrangement) {
      const [{ rowAt }] = await Promise.all([
        import('./rows/row-at.ts'),
        scope && this.#reader.prepare(scope),
      ]);
      this.#rowAt = rowAt;
    }
    await this.#state.arrangement?.ready();
  }

  /** The rows below a row, the outermost for `undefined`. A scope that was not read yet is read from here on. */
  children(id?: string): readonly string[] {
    const address = id === undefined ? undefined : parseRowId(id);
    if (id !== undefined && !address) return [];
    const scope = address && this.#scopeBelow(address);
    this.#askedAt = this.#clock.now();
    this.#reader.asked();
    if (scope) this.#reader.read(scope);
    if (address?.kind === 'permissions') this.#readPermissions(address, false);
    return this.#drawn.setChildren(id, childrenOf(address, this.#state));
  }

  /** Undefined for a row that is gone; the event that tells so is on its way. */
  row(id: string): Row | undefined {
    const drawn = this.#drawn.find(id);
    const address = drawn?.address ?? parseRowId(id);
    const row = address && this.#rowAt(address, this.#state);
    if (!row) return undefined;
    const says = row.open && this.#isOpen(id, row) ? { ...row, ...row.open } : row;
    if (drawn) drawn.face = this.#face(drawn.address, says);
    return says;
  }

  /**
   * To be called when the user has opened or closed a row. A closed one says by itself what the rows below have said.
   * VS Code loses what is below a row that is opened while a row above it is asked for again: it is told of once more.
   */
  toggled(id: string, isOpen: boolean): void {
    const address = parseRowId(id);
    if (!address) return;
    if (isOpen && address.kind === 'permissions') this.#readPermissions(address, true);
    const justNow = this.#clock.now() - this.#toldAt < openingMs;
    if (!isOpen) for (const scope of this.#scopesOf(address)) this.#at(scope);
    else if (justNow && this.#isBelow(address, this.#told)) this.#lost.add(id);
    else return;
    this.#tellSoon();
  }

  /** What a row says when it is pointed at. */
  async tooltip(id: string): Promise<readonly string[]> {
    const { tooltipAt } = await import('./rows/tooltip.ts');
    const address = parseRowId(id);
    if (address && isRow(address)) return tooltipAt(address, this.#state);
    return address ? [this.#rowAt(address, this.#state)?.spoken ?? ''] : [];
  }

  parent(id: string): string | undefined {
    const address = parseRowId(id);
    const parent = address && parentOf(address, this.#state);
    return parent && rowId(parent);
  }

  /** Where a row of the plain tree stands, whatever was looked for. */
  async locate(address: Address): Promise<string> {
    const { arrangement } = this.#state;
    await arrangement?.ready();
    if (arrangement && !arrangement.locate(address)) arrangement.showAll();
    return rowId(arrangement?.locate(address) ?? address);
  }

  /** To be called when something else than the inventory changed that rows are made from: accounts, settings, names. */
  redraw(): void {
    if (this.#isAtRest && !this.#state.arrangement?.ready() && this.#tellOfRoots()) return;
    for (const { id, regions } of this.#state.accounts) {
      for (const region of regions) {
        const happened = this.#at({ accountId: id, region });
        happened.lists = true;
        happened.everywhere = true;
      }
    }
    this.#tellSoon();
  }

  dispose(): void {
    for (const stop of this.#stops) stop();
    this.#stopTimer?.();
    this.#changes.dispose();
  }

  /** Reads the permissions of a share when they are first asked for; once more when the row is opened again after a failure. */
  #readPermissions({ accountId, region, shareId }: RowOf<'permissions'>, again: boolean): void {
    const scope = { accountId, region };
    const key = `${scopeKey(scope)}/${shareId}`;
    const isKnown = this.#inventory.snapshot(scope).entries.get(shareId)?.permissions !== undefined;
    if (isKnown || (this.#permissionsAsked.has(key) && !again)) return;
    this.#permissionsAsked.add(key);
    void this.#inventory.loadSharePermissions(scope, shareId, 'view');
  }

  #note({ scope, scopeChanged, added, removed, changed }: InventoryChange): void {
    const happened = this.#at(scope);
    const { entries } = this.#inventory.snapshot(scope);
    const key = scopeKey(scope);
    const places = this.#places.get(key) ?? new Map<string, string>();
    this.#places.set(key, places);
    for (const id of [...added, ...changed]) {
      const entry = entries.get(id);
      const place = entry ? placeOf(entry) : '';
      if (places.get(id) !== place) happened.lists = true;
      places.set(id, place);
      happened.shares.add(id);
    }
    for (const id of removed) {
      places.delete(id);
      happened.lists = true;
    }
    if (scopeChanged) {
      happened.lists = true;
      happened.everywhere = true;
    }
    this.#tellSoon();
  }

  #at({ accountId, region }: Scope): Happened {
    const scope = { accountId, region };
    const key = scopeKey(scope);
    const happened = this.#happened.get(key) ?? {
      scope,
      shares: new Set(),
      lists: false,
      everywhere: false,
    };
    this.#happened.set(key, happened);
    return happened;
  }

  #tellSoon(): void {
    if (this.#stopTimer) return;
    const now = this.#clock.now();
    this.#waitsSince ??= now;
    const quietFrom = Math.min(this.#askedAt + still.quiet, this.#waitsSince + still.most);
    const wait = Math.max(gatherMs, this.#toldAt + pauseMs - now, quietFrom - now);
    this.#stopTimer = this.#clock.schedule(wait, () => {
      this.#stopTimer = undefined;
      if (this.#isAtRest) this.#tell();
      else this.#tellSoon();
    });
  }

  /** Whether nobody has asked for rows for a moment, or what is to be told has waited for that long enough. */
  get #isAtRest(): boolean {
    const now = this.#clock.now();
    const waited = now - (this.#waitsSince ?? now);
    return now - this.#askedAt >= still.quiet || waited >= still.most;
  }

  #tell(): void {
    const ready = this.#state.arrangement?.ready();
    if (ready) {
      void ready.then(() => {
        this.#tellSoon();
      });
      return;
    }
    this.#waitsSince = undefined;
    if (this.#tellOfRoots()) return;
    const happened = [...this.#happened.values()];
    this.#happened.clear();
    // What decides where a share stands in an arranged tree is more than what its place in the plain one tells.
    const isArranged = this.#state.arrangement !== undefined;
    const told = new Map<string, DrawnRow>();
    const check = (row: DrawnRow, withChildren: boolean): void => {
      if (this.#isBelow(row.address, told)) return;
      if (this.#looksOtherwise(row) || (withChildren && this.#holdsOthers(row))) {
        told.set(row.id, row);
      }
    };
    for (const row of this.#drawn.frame) {
      const here = happened.filter(({ scope }) => isAt(row.address, scope));
      if (here.length > 0) {
        check(row, isArranged || here.some(({ lists }) => lists));
      }
    }
    for (const { scope, shares, everywhere } of happened) {
      const rows = this.#drawn.ofShares(scope, everywhere ? undefined : shares);
      for (const row of rows) check(row, true);
    }
    for (const id of this.#lost) {
      const row = this.#drawn.find(id);
      if (row && !this.#isBelow(row.address, told)) told.set(id, row);
    }
    this.#lost.clear();
    const rows = this.#gathered(told);
    for (const row of rows) this.#drawn.forgetBelow(row);
    if (rows.length === 0) return;
    this.#toldAt = this.#clock.now();
    const ids = rows.map(({ id }) => id);
    this.#told = new Set(ids);
    this.#changes.fire(ids);
  }

  /** @returns whether the outermost rows are others now, of which all is told then */
  #tellOfRoots(): boolean {
    const { roots } = this.#drawn;
    if (!roots || areEqual(childrenOf(undefined, this.#state).map(rowId), roots)) return false;
    this.#drawn.clear();
    this.#happened.clear();
    this.#changes.fire(undefined);
    return true;
  }

  /** Takes the row above for very many rows below it. */
  #gathered(told: ReadonlyMap<string, DrawnRow>): readonly DrawnRow[] {
    const byParent = new Map<string | undefined, DrawnRow[]>();
    for (const row of told.values()) {
      const parent = this.parent(row.id);
      const siblings = byParent.get(parent);
      if (siblings) siblings.push(row);
      else byParent.set(parent, [row]);
    }
    const rows = [...byParent].flatMap(([id, below]) => {
      const parent = id === undefined ? undefined : this.#drawn.find(id);
      return parent && below.length > mostSiblings ? [parent] : below;
    });
    const ids = new Map(rows.map((row) => [row.id, row]));
    return rows.filter(({ address }) => !this.#isBelow(address, ids));
  }

  #looksOtherwise({ id, address, face }: DrawnRow): boolean {
    if (!face) return false;
    const row = this.#rowAt(address, this.#state);
    // A row that is gone is told of by the row above it, which holds others now.
    if (!row) return false;
    const isAlike = areAlike(face, this.#face(address, row));
    if (!row.open || !this.#isOpen(id, row)) return !isAlike;
    // What it said when it was closed may stay while it is true: all that is below would be asked for again with it.
    if (isAlike || areAlike(face, this.#face(address, { ...row, ...row.open }))) return false;
    // While rows below come in, the user may be opening them: see `toggled`.
    return !this.#scopesOf(address).some((scope) => this.#state.snapshot(scope).loading);
  }

  /** All scopes of the account that a row belongs to. */
  #scopesOf(address: TreeAddress): readonly Scope[] {
    if (!isRow(address)) return [];
    const { accountId } = address;
    const { regions } = this.#account(accountId) ?? { regions: [] };
    return regions.map((region) => ({ accountId, region }));
  }

  #holdsOthers({ address, children }: DrawnRow): boolean {
    return (
      children !== undefined && !areEqual(childrenOf(address, this.#state).map(rowId), children)
    );
  }

  #face(address: TreeAddress, row: Row): Face {
    const { kind } = address;
    // Of a share's row the share alone counts: its resources and principals have rows of their own.
    const data =
      kind === 'share' ? entryAt(address, this.#state)?.share : associationAt(address, this.#state);
    return faceOf(row, data);
  }

  #isOpen(id: string, { collapsible }: Row): boolean {
    return this.#wasOpened(id) ?? collapsible === 'expanded';
  }

  #isBelow(
    address: TreeAddress,
    told: { readonly size: number; has(id: string): boolean },
  ): boolean {
    if (told.size === 0) return false;
    for (let at = parentOf(address, this.#state); at; at = parentOf(at, this.#state)) {
      if (told.has(rowId(at))) return true;
    }
    return false;
  }

  /** The scope whose state the rows below this one show, if it is such a row. */
  #scopeBelow(address: TreeAddress): Scope | undefined {
    // What was looked for shows what is known already.
    if (!isRow(address) || address.place) return undefined;
    if (address.kind === 'region') return address;
    if (address.kind !== 'account') return undefined;
    const [only, ...more] = this.#account(address.accountId)?.regions ?? [];
    return only !== undefined && more.length === 0
      ? { accountId: address.accountId, region: only }
      : undefined;
  }

  #account(accountId: string): Account | undefined {
    return this.#state.accounts.find(({ id }) => id === accountId);
  }
}

/** Whether a row stands for the scope, for a part of it, or for more than it. */
function isAt(address: TreeAddress, { accountId, region }: Scope): boolean {
  if (!isRow(address)) return true;
  return address.accountId === accountId && (!('region' in address) || address.region === region);
}

function areEqual(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((one, index) => one === others[index]);
}
