import * as vscode from 'vscode';

/** Puts the keyboard where editors are: VS Code leaves it nowhere when the last one closes. */
export async function focusEditors(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
}

/** The same once an editor has closed that is being closed now. */
export function focusEditorsLater(): void {
  const waiting = vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
    if (closed.length === 0) return;
    waiting.dispose();
    void focusEditors();
  });
}
