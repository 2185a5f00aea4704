import * as vscode from 'vscode';
import type { Row } from './shares/rows/row.ts';

/**
 * A row as VS Code draws it.
 * @param id its element
 * @param row undefined where it is gone since the tree asked for it; the event that tells so is on its way
 */
export function treeItem(id: string, row: Omit<Row, 'open'> | undefined): vscode.TreeItem {
  const item = new vscode.TreeItem(row?.label ?? '', collapsibleState(row?.collapsible ?? 'none'));
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

function collapsibleState(collapsible: Row['collapsible']): vscode.TreeItemCollapsibleState {
  switch (collapsible) {
    case 'none':
      return vscode.TreeItemCollapsibleState.None;
    case 'collapsed':
      return vscode.TreeItemCollapsibleState.Collapsed;
    case 'expanded':
      return vscode.TreeItemCollapsibleState.Expanded;
  }
}
