import * as vscode from 'vscode';

/** Puts texts into the clipboard, a line each, and says so in passing. */
export async function copyTexts(texts: readonly string[]): Promise<void> {
  if (texts.length === 0) return;
  await vscode.env.clipboard.writeText(texts.join('\n'));
  void vscode.window.setStatusBarMessage(
    texts.length === 1 ? vscode.l10n.t('Copied') : vscode.l10n.t('{0} copied', texts.length),
    3000,
  );
}
