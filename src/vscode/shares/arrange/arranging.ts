import type * as vscode from 'vscode';
import { InventoryIndex, scopesOf } from '../../../inventory/index/inventory-index.ts';
import type { Inventory } from '../../../inventory/inventory.ts';
import { scopeKey } from '../../../model/account.ts';
import { systemClock } from '../../../model/clock.ts';
import { setContext } from '../../commands.ts';
import { groupingKey } from '../grouping-key.ts';
import type { TreeState } from '../rows/tree-state.ts';
import type { ScopeReader } from '../scope-reader.ts';
import type { SharesView } from '../shares-view.ts';
import type { TreeRows } from '../tree-rows.ts';
import { ArrangedTree } from './arranged-tree.ts';
import { exactly } from './destinations.ts';
import { FindBox } from './find-box.ts';
import { isChoosing, isGrouping } from './order.ts';
import { unreadScopes } from './unread.ts';
import { lineFor, titleFor } from './words.ts';

/** How long after a change the numbers above the tree are counted again, in milliseconds. */
const countAfterMs = 100;

export interface ArrangingParts {
  readonly inventory: Inventory;
  readonly reader: Pick<ScopeReader, 'prepare' | 'read'>;
  readonly state: TreeState;
  readonly rows: TreeRows;
  readonly view: SharesView;
  readonly storage: vscode.Memento;
  /** Gets what came of nothing that anybody waits for. */
  readonly onError: (error: unknown) => void;
}

/** The arranged tree in VS Code: the view says how it is arranged, and the grouping is remembered. */
export class Arranging implements vscode.Disposable {
  readonly tree: ArrangedTree;
  readonly #parts: ArrangingParts;
  readonly #stops: readonly (() => void)[];
  readonly #restored = new Set<string>();
  #restoring: Promise<void> | undefined;
  #index: InventoryIndex | undefined;
  #box: FindBox | undefined;
  #stopTimer: (() => void) | undefined;

  constructor(parts: ArrangingParts) {
    this.#parts = parts;
    const { inventory, state, rows, storage, onError } = parts;
    this.tree = new ArrangedTree({
      state,
      index: () => this.index,
      restore: () => this.restore(),
    });
    const grouping: unknown = storage.get(groupingKey);
    if (isGrouping(grouping)) this.tree.arrange({ grouping });
    this.#say();
    this.#stops = [
      this.tree.onDidChange((order) => {
        const kept = order.grouping === 'account' ? undefined : order.grouping;
        if (storage.get(groupingKey) !== kept) void storage.update(groupingKey, kept);
        setContext('finding', order.query.trim() !== '');
        setContext('filtering', order.filters.length > 0);
        Promise.resolve(this.tree.ready())
          .then(() => {
            rows.redraw();
            this.#say();
          })
          .catch(onError);
      }),
      inventory.onDidChange(() => {
        if (!isChoosing(this.tree.order)) return;
        this.#stopTimer ??= systemClock.schedule(countAfterMs, () => {
          this.#stopTimer = undefined;
          Promise.resolve(this.tree.ready())
            .then(() => {
              this.#say();
            })
            .catch(onError);
        });
      }),
    ];
  }

  /** Made when it is first asked for; from then on it follows the inventory. */
  get index(): InventoryIndex {
    const { inventory, state } = this.#parts;
    this.#index ??= new InventoryIndex({ inventory, scopes: scopesOf(state.accounts) });
    return this.#index;
  }

  /** Brings what the last session has left of scopes that nobody has looked at; undefined when it is there. */
  restore(): Promise<void> | undefined {
    const { state, reader } = this.#parts;
    const scopes = unreadScopes(state).filter((scope) => !this.#restored.has(scopeKey(scope)));
    if (scopes.length === 0) return this.#restoring;
    for (const scope of scopes) this.#restored.add(scopeKey(scope));
    const before = this.#restoring;
    const read = scopes.map(async (scope) => {
      await before;
      await reader.prepare(scope);
    });
    const restoring = Promise.all(read).then(() => {
      if (this.#restoring === restoring) this.#restoring = undefined;
      if (this.tree.order.grouping === 'account') return;
      // Below headings all shares are looked at, so all that is of an earlier session is read again behind them.
      for (const scope of scopes) if (state.snapshot(scope).asOf !== undefined) reader.read(scope);
    });
    this.#restoring = restoring;
    return restoring;
  }

  /** Opens the box to look for something in the tree. */
  find(): void {
    const { state, view, onError } = this.#parts;
    const goTo = async (id: string): Promise<void> => {
      const [found] = exactly(id, this.index, state);
      // Where it has gone meanwhile there is nothing to go to.
      if (found) await view.reveal(found.address).catch(() => undefined);
    };
    const onClose = (): void => {
      this.#box = undefined;
    };
    this.#box ??= new FindBox(this.tree, state, goTo, { onClose, onError });
    this.#box.show();
  }

  /** To be called before another list or box opens, as only one can be: what was found is kept. */
  keepFind(): void {
    this.#box?.accept();
  }

  dispose(): void {
    this.#stopTimer?.();
    for (const stop of this.#stops) stop();
    this.#box?.dispose();
    this.#index?.dispose();
    this.tree.dispose();
  }

  #say(): void {
    const line = lineFor(this.tree, this.#parts.state);
    const title = titleFor(this.tree.order);
    this.#parts.view.say({ ...(title && { title }), ...(line && { line }) });
    this.#box?.say(line);
  }
}
