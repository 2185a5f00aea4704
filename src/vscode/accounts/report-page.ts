import * as vscode from 'vscode';

const scheme = 'resource-share-report';

let provider: ReportTexts | undefined;

/** Texts of the reports that are open. */
class ReportTexts implements vscode.TextDocumentContentProvider {
  readonly #texts = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();

  readonly onDidChange = this.#changed.event;

  provideTextDocumentContent({ path }: vscode.Uri): string {
    return this.#texts.get(path) ?? '';
  }

  set(uri: vscode.Uri, text: string): void {
    this.#texts.set(uri.path, text);
    this.#changed.fire(uri);
  }
}

/** Shows a text as a page that can be read, copied and saved, and that nothing asks about when it is closed. */
export async function showReport(title: string, text: string): Promise<void> {
  if (!provider) {
    provider = new ReportTexts();
    // It stays for as long as the window does.
    vscode.workspace.registerTextDocumentContentProvider(scheme, provider);
  }
  const uri = vscode.Uri.from({ scheme, path: `/${title.replaceAll('/', '∕')}.txt` });
  provider.set(uri, text);
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document, { preview: false });
}
