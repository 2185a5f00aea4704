import * as vscode from 'vscode';

export const documentScheme = 'resource-share';

/** What knows the text of the pages; `ShareDocuments` is. Named here so that this file loads nothing of it. */
interface DocumentTexts {
  text(uri: vscode.Uri): Promise<string>;
}

/**
 * Lets VS Code show the JSON pages, also those that it brings back after the window was loaded again.
 * @param changed tells that the text of a page is another one now
 */
export function registerShareDocuments(
  documents: () => Promise<DocumentTexts>,
  changed: vscode.Event<vscode.Uri>,
): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(documentScheme, {
    onDidChange: changed,
    provideTextDocumentContent: async (uri) => (await documents()).text(uri),
  });
}
