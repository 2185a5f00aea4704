import * as vscode from 'vscode';

/** A page is a script and a style sheet of this name in `dist/webview`. */
export type PageName = 'form' | 'details' | 'picture';

/** What takes panels over. Named here so that this file loads nothing of the pages. */
interface RestoresPages {
  restore(panel: vscode.WebviewPanel, state: unknown): void | Promise<void>;
}

/** Also named by the activation events, `onWebviewPanel:resourceShares.form` and its like. */
export function viewTypeOf(page: string): string {
  return `resourceShares.${page}`;
}

/**
 * Lets VS Code bring pages back after the window was loaded again.
 * @param owners their code loads only when there is a page to bring back
 */
export function registerPageSerializers(
  owners: Readonly<Record<PageName, () => Promise<RestoresPages>>>,
): vscode.Disposable {
  return vscode.Disposable.from(
    ...Object.entries(owners).map(([page, owner]) =>
      vscode.window.registerWebviewPanelSerializer(viewTypeOf(page), {
        deserializeWebviewPanel: async (panel, state: unknown) => {
          await (await owner()).restore(panel, state);
        },
      }),
    ),
  );
}
