import * as vscode from 'vscode';
import type { Inventory } from '../../inventory/inventory.ts';
import type { InventoryChange } from '../../inventory/snapshot.ts';
import { scopeKey, type Account, type Scope } from '../../model/account.ts';
import { parentOf, parseRowId, rowId, scopeRow, type Address } from './address.ts';
import { childrenOf } from './children.ts';
import type { Expansion } from './expansion.ts';
import type { Row } from './rows/row.ts';
import { rowAt } from './rows/row-at.ts';
import type { TreeState } from './rows/tree-state.ts';

/** How long changes are gathered before the tree is told, in milliseconds: pages arrive faster than a tree can draw. */
const gatherMs = 60;

/**
 * The tree *Shares*. Its elements are row ids: the tree keeps no objects, so that expansion and selection outlive every
 * refresh, and a row always shows what the inventory knows at that moment.
 */
export class SharesView implements vscode.TreeDataProvider<string>, vscode.Disposable {
  readonly #inventory: Inventory;
  readonly #state: TreeState;
  readonly #expansion: Expansion;
  readonly #changed = new vscode.EventEmitter<string[] | undefined>();
  readonly #view: vscode.TreeView<string>;
  readonly #subscriptions: readonly { dispose(): unknown }[];
  readonly #stale = new Set<string>();
  /** Scopes that show *Loading…* in place of their groups. */
  readonly #waiting = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(inventory: Inventory, state: TreeState, expansion: Expansion) {
    this.#inventory = inventory;
    this.#state = state;
    this.#expansion = expansion;
    this.#view = vscode.window.createTreeView('resourceShares.shares', {
      treeDataProvider: this,
      showCollapseAll: true,
      canSelectMany: true,
    });
    const stopListening = inventory.onDidChange((change) => {
      this.#note(change);
    });
    this.#subscriptions = [
      this.#view,
      this.#changed,
      new vscode.Disposable(stopListening),
      this.#view.onDidExpandElement(({ element }) => {
        expansion.remember(element, true);
      }),
      this.#view.onDidCollapseElement(({ element }) => {
        expansion.remember(element, false);
      }),
    ];
  }

  readonly onDidChangeTreeData = this.#changed.event;

  get visible(): boolean {
    return this.#view.visible;
  }

  get onDidChangeVisibility(): vscode.Event<vscode.TreeViewVisibilityChangeEvent> {
    return this.#view.onDidChangeVisibility;
  }

  get selection(): readonly string[] {
    return this.#view.selection;
  }

  /** Redraws everything: accounts or settings changed. */
  redraw(): void {
    this.#changed.fire(undefined);
  }

  async reveal(address: Address): Promise<void> {
    await this.#view.reveal(rowId(address), { select: true, focus: true, expand: true });
  }

  getChildren(id?: string): string[] {
    const address = id === undefined ? undefined : parseRowId(id);
    if (id !== undefined && !address) return [];
    const scope = address && this.#scopeBelow(address);
    if (scope) this.#loadIfUnknown(scope);
    const children = childrenOf(address, this.#state);
    if (scope && !children.some(({ kind }) => kind === 'group')) {
      this.#waiting.add(scopeKey(scope));
      if (children.length === 0) return [rowId({ kind: 'notice', ...scope })];
    }
    return children.map(rowId);
  }

  getTreeItem(id: string): vscode.TreeItem {
    const address = parseRowId(id);
    const row = address && rowAt(address, this.#state);
    // Gone since the tree asked for it; the event that tells so is on its way.
    const item = row
      ? new vscode.TreeItem(row.label, this.#collapsible(id, row))
      : new vscode.TreeItem('');
    item.id = id;
    if (!row) return item;
    item.description = row.description;
    item.iconPath = new vscode.ThemeIcon(
      row.icon.id,
      row.icon.color === undefined ? undefined : new vscode.ThemeColor(row.icon.color),
    );
    item.contextValue = row.context.join(' ');
    item.accessibilityInformation = { label: row.spoken };
    return item;
  }

  resolveTreeItem(item: vscode.TreeItem, id: string): vscode.TreeItem {
    const address = parseRowId(id);
    const row = address && rowAt(address, this.#state);
    item.tooltip = row?.tooltip().join('\n') ?? '';
    return item;
  }

  getParent(id: string): string | undefined {
    const address = parseRowId(id);
    const account = address && this.#account(address.accountId);
    const parent = account && parentOf(address, account);
    return parent && rowId(parent);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  /** The scope whose groups are the children of this row, if it is such a row. */
  #scopeBelow(address: Address): Scope | undefined {
    if (address.kind === 'region') return address;
    if (address.kind !== 'account') return undefined;
    const [only, ...more] = this.#account(address.accountId)?.regions ?? [];
    return only !== undefined && more.length === 0
      ? { accountId: address.accountId, region: only }
      : undefined;
  }

  #collapsible(id: string, { collapsible }: Row): vscode.TreeItemCollapsibleState {
    if (collapsible === 'none') return vscode.TreeItemCollapsibleState.None;
    return (this.#expansion.of(id) ?? collapsible === 'expanded')
      ? vscode.TreeItemCollapsibleState.Expanded
      : vscode.TreeItemCollapsibleState.Collapsed;
  }

  #account(accountId: string): Account | undefined {
    return this.#state.accounts.find(({ id }) => id === accountId);
  }

  #loadIfUnknown({ accountId, region }: Scope): void {
    const scope = { accountId, region };
    const { loading, loadedAt, failure } = this.#inventory.snapshot(scope);
    if (loading || loadedAt !== undefined || failure) return;
    void vscode.window.withProgress({ location: { viewId: 'resourceShares.shares' } }, () =>
      this.#inventory.load(scope, 'view'),
    );
  }

  #note(change: InventoryChange): void {
    const account = this.#account(change.scope.accountId);
    if (!account) return;
    const { accountId, region } = change.scope;
    const scope = { accountId, region };
    if (change.scopeChanged || this.#waiting.delete(scopeKey(scope))) {
      this.#stale.add(rowId(scopeRow(scope, account)));
    }
    for (const owner of ['self', 'other'] as const) {
      if (change.added.length + change.removed.length > 0) {
        this.#stale.add(rowId({ kind: 'group', ...scope, owner }));
      }
      for (const shareId of change.changed) {
        this.#stale.add(rowId({ kind: 'share', ...scope, owner, shareId }));
      }
    }
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      const ids = [...this.#stale];
      this.#stale.clear();
      this.#changed.fire(ids);
    }, gatherMs);
  }
}
