import * as vscode from 'vscode';
import { isPassing, parseRowId, type Address } from './address.ts';
import type { Expansion } from './expansion.ts';
import type { Row } from './rows/row.ts';
import { treeItem } from '../tree-item.ts';
import type { TreeRows } from './tree-rows.ts';

/** What rows of the tree that are dragged are given as: a list of their ids. */
const rowsMime = 'application/vnd.code.tree.resourceshares.shares';

/** Takes what was dropped onto a row, or beside all: ids of rows, or a text from elsewhere. */
export type DropHandler = (
  row: string | undefined,
  rows: unknown,
  text: vscode.DataTransferItem | undefined,
) => Promise<void>;

/**
 * The tree *Shares* in VS Code. Its elements are row ids: the tree keeps no objects, so that expansion and selection
 * outlive every refresh, and a row always shows what the inventory knows at that moment.
 */
export class SharesView implements vscode.TreeDataProvider<string>, vscode.Disposable {
  readonly #rows: TreeRows;
  readonly #expansion: Expansion;
  readonly #changed = new vscode.EventEmitter<string[] | undefined>();
  readonly #view: vscode.TreeView<string>;
  readonly #subscriptions: readonly { dispose(): unknown }[];

  constructor(rows: TreeRows, expansion: Expansion, drop: DropHandler) {
    this.#rows = rows;
    this.#expansion = expansion;
    this.#view = vscode.window.createTreeView('resourceShares.shares', {
      treeDataProvider: this,
      showCollapseAll: true,
      canSelectMany: true,
      dragAndDropController: {
        dragMimeTypes: [],
        dropMimeTypes: [rowsMime, 'text/plain'],
        handleDrag: (ids, data) => {
          data.set(rowsMime, new vscode.DataTransferItem(ids));
        },
        handleDrop: (row, data) => drop(row, data.get(rowsMime)?.value, data.get('text/plain')),
      },
    });
    this.#subscriptions = [
      this.#view,
      this.#changed,
      new vscode.Disposable(
        rows.onDidChange((ids) => {
          this.#changed.fire(ids && [...ids]);
        }),
      ),
      this.#view.onDidExpandElement(({ element }) => {
        this.#toggled(element, true);
      }),
      this.#view.onDidCollapseElement(({ element }) => {
        this.#toggled(element, false);
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

  async reveal(address: Address): Promise<void> {
    await this.#view.reveal(await this.#rows.locate(address), {
      select: true,
      focus: true,
      expand: true,
    });
  }

  /**
   * What stands beside the title and above the rows.
   * @param words absent for nothing
   */
  say(words: { readonly title?: string; readonly line?: string }): void {
    // Empty texts: what is set to undefined stays what it was in some versions.
    this.#view.description = words.title ?? '';
    this.#view.message = words.line ?? '';
  }

  async getChildren(id?: string): Promise<string[]> {
    await this.#rows.prepare(id);
    return [...this.#rows.children(id)];
  }

  getTreeItem(id: string): vscode.TreeItem {
    const row = this.#rows.row(id);
    return treeItem(id, row && { ...row, collapsible: this.#collapsible(id, row) });
  }

  async resolveTreeItem(item: vscode.TreeItem, id: string): Promise<vscode.TreeItem> {
    item.tooltip = (await this.#rows.tooltip(id)).join('\n');
    return item;
  }

  getParent(id: string): string | undefined {
    return this.#rows.parent(id);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #toggled(id: string, isOpen: boolean): void {
    const address = parseRowId(id);
    if (address && !isPassing(address)) this.#expansion.remember(id, isOpen);
    this.#rows.toggled(id, isOpen);
  }

  /** As the user has left it, where that is remembered. */
  #collapsible(id: string, { collapsible }: Row): Row['collapsible'] {
    if (collapsible === 'none') return 'none';
    return (this.#expansion.of(id) ?? collapsible === 'expanded') ? 'expanded' : 'collapsed';
  }
}
