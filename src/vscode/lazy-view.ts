import * as vscode from 'vscode';

/** What makes the rows of a view; its elements are ids of rows. */
export interface ViewRows {
  getChildren(id: string | undefined): Promise<string[]>;
  getTreeItem(id: string): vscode.TreeItem;
  getParent(id: string): string | undefined;
  tooltip(id: string): readonly string[];
}

/** A view that stands in the sidebar from the beginning, and whose code loads when it is opened. */
export interface LazyView {
  readonly view: vscode.TreeView<string>;
  /** Asks for rows again: those given, or all of them. */
  redraw(ids?: readonly string[]): void;
  dispose(): void;
}

/** @param rows what is behind the view; asked for when VS Code first wants rows */
export function lazyView(id: string, rows: () => Promise<ViewRows>): LazyView {
  const changed = new vscode.EventEmitter<string[] | undefined>();
  const view = vscode.window.createTreeView<string>(id, {
    showCollapseAll: true,
    canSelectMany: true,
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getChildren: async (row) => (await rows()).getChildren(row),
      getTreeItem: async (row) => (await rows()).getTreeItem(row),
      getParent: async (row) => (await rows()).getParent(row),
      resolveTreeItem: async (item, row) => {
        item.tooltip = (await rows()).tooltip(row).join('\n');
        return item;
      },
    },
  });
  return {
    view,
    redraw: (ids) => {
      changed.fire(ids && [...ids]);
    },
    dispose: () => {
      view.dispose();
      changed.dispose();
    },
  };
}
