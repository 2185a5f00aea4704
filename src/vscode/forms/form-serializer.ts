import * as vscode from 'vscode';
import type { ShareForms } from './share-form.ts';

/** Also named by the activation event `onWebviewPanel:resourceShares.form`. */
export const shareFormViewType = 'resourceShares.form';

/**
 * Lets VS Code bring forms back after the window was loaded again.
 * @param load gives the forms; their code loads only when there is one to bring back
 */
export function registerShareFormSerializer(load: () => Promise<ShareForms>): vscode.Disposable {
  return vscode.window.registerWebviewPanelSerializer(shareFormViewType, {
    deserializeWebviewPanel: async (panel, state: unknown) => {
      (await load()).restore(panel, state);
    },
  });
}
