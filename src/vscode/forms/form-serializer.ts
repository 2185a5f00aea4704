import * as vscode from 'vscode';

/** Also named by the activation event `onWebviewPanel:resourceShares.form`. */
export const shareFormViewType = 'resourceShares.form';

/** What takes a panel over; `ShareForms` does. Named here so that this file loads nothing of the forms. */
interface RestoresForms {
  restore(panel: vscode.WebviewPanel, state: unknown): void;
}

/**
 * Lets VS Code bring forms back after the window was loaded again.
 * @param forms their code loads only when there is one to bring back
 */
export function registerShareFormSerializer(
  forms: () => Promise<RestoresForms>,
): vscode.Disposable {
  return vscode.window.registerWebviewPanelSerializer(shareFormViewType, {
    deserializeWebviewPanel: async (panel, state: unknown) => {
      (await forms()).restore(panel, state);
    },
  });
}
