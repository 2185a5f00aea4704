import * as vscode from 'vscode';
import { systemClock } from '../../model/clock.ts';
import type { CloudId } from '../../model/account.ts';
import { shown } from '../../model/untrusted-text.ts';
import { allowedPath } from '../reports/allowed-file.ts';
import { problemText, readAllowed } from '../reports/parse-allowed.ts';
import { addEntry } from './allow-entry.ts';

/** What a list begins with. The words before the colons are what the file has to hold in any language. */
function firstContent(): string {
  const lines = [
    vscode.l10n.t('Principals outside the organisation that may be given resource shares.'),
    vscode.l10n.t(
      'Resource Share Explorer marks all others in the view Findings and in its reports.',
    ),
    vscode.l10n.t('An entry has an id, such as that of an account, and may have more:'),
    '  - id: "1234567890123456"',
    '    cloud: alibaba',
    `    name: ${vscode.l10n.t('who that is')}`,
    `    reason: ${vscode.l10n.t('why it is allowed')}`,
    '    until: 2027-01-31',
  ];
  return `${lines.map((line) => `# ${line}`).join('\n')}\nversion: 1\nprincipals: []\n`;
}

/** Opens the list of a folder of the workspace, and makes it where there is none. */
export async function openAllowedList(): Promise<void> {
  const file = await listFile();
  if (!file) return;
  if (!(await exists(file))) await create(file);
  await vscode.window.showTextDocument(file);
}

/** Adds a principal to the list, in the editor: the user sees the entry and saves it. */
export async function allowPrincipal({
  cloud,
  id,
}: {
  readonly cloud: CloudId;
  readonly id: string;
}): Promise<void> {
  const file = await listFile();
  if (!file) return;
  const reason = await vscode.window.showInputBox({
    prompt: vscode.l10n.t('Why may {0} be given shares? It is written into the list.', shown(id)),
    placeHolder: vscode.l10n.t('Such as a contract; may stay empty'),
    ignoreFocusOut: true,
  });
  if (reason === undefined) return;
  if (!(await exists(file))) await create(file);
  const document = await vscode.workspace.openTextDocument(file);
  const editor = await vscode.window.showTextDocument(document, { preview: false });
  const text = document.getText();
  const { list, problems } = readAllowed(text, systemClock.now());
  const wrong = problems.find(({ severity }) => severity === 'error');
  if (wrong) {
    select(editor, new vscode.Position(wrong.from.line, wrong.from.column));
    void vscode.window.showErrorMessage(
      vscode.l10n.t(
        'Mend the list first. {0}',
        problemText(wrong, vscode.workspace.asRelativePath(file)),
      ),
    );
    return;
  }
  const known = list.some((entry) => entry.id === id && (entry.cloud ?? cloud) === cloud);
  const change = addEntry(text, { id, cloud, reason: shown(reason.trim()) });
  if (known || !change) {
    const at = Math.max(0, text.indexOf(id));
    select(editor, document.positionAt(at), document.positionAt(at + id.length));
    void vscode.window.showInformationMessage(vscode.l10n.t('{0} is on the list.', shown(id)));
    return;
  }
  const edit = new vscode.WorkspaceEdit();
  const range = new vscode.Range(document.positionAt(change.from), document.positionAt(change.to));
  edit.replace(file, range, change.text);
  if (!(await vscode.workspace.applyEdit(edit))) return;
  const end = document.positionAt(change.from + change.text.length);
  select(editor, document.positionAt(change.from), end);
  void vscode.window.setStatusBarMessage(
    vscode.l10n.t('Added to the list. It counts once the file is saved.'),
    10_000,
  );
}

function select(editor: vscode.TextEditor, from: vscode.Position, to = from): void {
  editor.selection = new vscode.Selection(from, to);
  editor.revealRange(editor.selection);
}

/** The list of the only folder, or of the one that the user chooses. */
async function listFile(): Promise<vscode.Uri | undefined> {
  const [only, ...more] = vscode.workspace.workspaceFolders ?? [];
  if (!only) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Open a folder first: the list of allowed principals is a file in it.'),
    );
    return undefined;
  }
  const folder = more.length === 0 ? only : await vscode.window.showWorkspaceFolderPick();
  return folder && vscode.Uri.joinPath(folder.uri, ...allowedPath);
}

async function exists(file: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(file);
    return true;
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return false;
    throw error;
  }
}

async function create(file: vscode.Uri): Promise<void> {
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(firstContent()));
}
