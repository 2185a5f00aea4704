import type { Inventory } from '../../inventory/inventory.ts';
import type { InventoryChange } from '../../inventory/snapshot.ts';
import { scopeKey, type Account, type Scope } from '../../model/account.ts';
import { systemClock, type Clock } from '../../model/clock.ts';
import { Emitter } from '../../model/emitter.ts';
import { isRow, parseRowId, rowId, type Address, type TreeAddress } from './address.ts';
import type * as allRows from './all-rows.ts';
import { childrenOf, mayBeMany, parentOf, placeOf } from './children.ts';
import type { Happened } from './changed-rows.ts';
import { areEqual, Drawn, faceAt, isBelow, scopesOf } from './drawn.ts';
import { frameRowAt } from './rows/frame-row-at.ts';
import type { Row, RowOf } from './rows/row.ts';
import type { TreeState } from './rows/tree-state.ts';
import type { ScopeReader } from './scope-reader.ts';
import { Telling } from './telling.ts';

/** How long VS Code may take to ask for rows again, in milliseconds. */
const openingMs = 500;

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

/** What happened in a scope since the tree was last told, while it is still going on. */
interface Noted extends Happened {
  readonly shares: Set<string>;
  lists: boolean;
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
  readonly #drawn = new Drawn();
  /** All of the code; until it is there, that of the first rows does. */
  #code: typeof allRows | undefined;
  #loading: Promise<typeof allRows> | undefined;
  /** Where each share stands among the others, by scope and id. */
  readonly #places = new Map<string, Map<string, string>>();
  readonly #happened = new Map<string, Noted>();
  readonly #changes = new Emitter<readonly string[] | undefined>();
  readonly #stops: readonly (() => void)[];
  readonly #telling: Telling;
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
    this.#telling = new Telling(clock, () => {
      this.#tell();
    });
    this.#stops = [
      inventory.onDidChange((change) => {
        this.#note(change);
      }),
      inventory.onDidChangeLoading((scope) => {
        this.#at(scope).lists = true;
        this.#telling.soon();
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
      await Promise.all([this.#load(), scope && this.#reader.prepare(scope)]);
    }
    await this.#state.arrangement?.ready();
  }

  /** The rows below a row, the outermost for `undefined`. A scope that was not read yet is read from here on. */
  children(id?: string): readonly string[] {
    const address = id === undefined ? undefined : parseRowId(id);
    if (id !== undefined && !address) return [];
    const scope = address && this.#scopeBelow(address);
    this.#reader.asked();
    if (scope) this.#reader.read(scope);
    if (address?.kind === 'permissions') this.#readPermissions(address, false);
    const children = this.#drawn.setChildren(id, childrenOf(address, this.#state));
    this.#telling.asked(id);
    return children;
  }

  /** Undefined for a row that is gone; the event that tells so is on its way. */
  row(id: string): Row | undefined {
    const drawn = this.#drawn.find(id);
    this.#telling.given(id);
    const address = drawn?.address ?? parseRowId(id);
    const row = address && this.#row(address);
    if (!row) return undefined;
    const isOpen = this.#isOpen(id, row);
    const says = row.open && isOpen ? { ...row, ...row.open } : row;
    if (!drawn) return says;
    drawn.face = faceAt(drawn.address, says, this.#state);
    if (isOpen && row.collapsible !== 'none' && !drawn.children) this.#telling.opened(id);
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
    const justNow = this.#telling.sinceTold < openingMs;
    const drawn = this.#drawn.find(id);
    if (isOpen && drawn && !drawn.children) this.#telling.opened(id);
    if (!isOpen) for (const scope of scopesOf(address, this.#state)) this.#at(scope);
    else if (justNow && isBelow(address, this.#told, this.#state)) this.#lost.add(id);
    else return;
    this.#telling.soon();
  }

  /** What a row says when it is pointed at. */
  async tooltip(id: string): Promise<readonly string[]> {
    const { tooltipAt } = await import('./rows/tooltip.ts');
    const address = parseRowId(id);
    if (address && isRow(address)) return tooltipAt(address, this.#state);
    return address ? [this.#row(address)?.spoken ?? ''] : [];
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
    if (this.#telling.isAtRest && !this.#state.arrangement?.ready() && this.#tellOfRoots()) return;
    for (const { id, regions } of this.#state.accounts) {
      for (const region of regions) {
        const happened = this.#at({ accountId: id, region });
        happened.lists = true;
        happened.everywhere = true;
      }
    }
    this.#telling.soon();
  }

  dispose(): void {
    for (const stop of this.#stops) stop();
    this.#telling.dispose();
    this.#changes.dispose();
  }

  async #load(): Promise<void> {
    this.#loading ??= import('./all-rows.ts');
    this.#code = await this.#loading;
  }

  #row(address: TreeAddress): Row | undefined {
    return (this.#code?.rowAt ?? frameRowAt)(address, this.#state);
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
    this.#telling.soon();
  }

  #at({ accountId, region }: Scope): Noted {
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

  #tell(): void {
    const ready = this.#state.arrangement?.ready();
    if (ready) {
      void ready.then(() => {
        this.#telling.soon();
      });
      return;
    }
    this.#telling.begins();
    if (this.#tellOfRoots()) return;
    const code = this.#code;
    if (!code) {
      void this.#load().then(() => {
        this.#telling.soon();
      });
      return;
    }
    const rows = code.changedRows({
      drawn: this.#drawn,
      state: this.#state,
      happened: [...this.#happened.values()],
      lost: this.#lost,
      isOpen: (id, row) => this.#isOpen(id, row),
    });
    this.#happened.clear();
    this.#lost.clear();
    for (const row of rows) this.#drawn.forgetBelow(row);
    if (rows.length === 0) return;
    const ids = rows.map(({ id }) => id);
    this.#told = new Set(ids);
    this.#telling.told(ids);
    this.#changes.fire(ids);
  }

  /** @returns whether the outermost rows are others now, of which all is told then */
  #tellOfRoots(): boolean {
    const { roots } = this.#drawn;
    if (!roots || areEqual(childrenOf(undefined, this.#state).map(rowId), roots)) return false;
    this.#drawn.clear();
    this.#happened.clear();
    this.#telling.told(undefined);
    this.#changes.fire(undefined);
    return true;
  }

  #isOpen(id: string, { collapsible }: Row): boolean {
    return this.#wasOpened(id) ?? collapsible === 'expanded';
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
