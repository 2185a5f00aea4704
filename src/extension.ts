import * as vscode from 'vscode';

export function activate(context: vscode.ExtensionContext): void {
  const view = vscode.window.registerTreeDataProvider('resourceShares.shares', {
    getChildren: () => [],
    getTreeItem: (item: never) => item,
  });
  context.subscriptions.push(view);
}
