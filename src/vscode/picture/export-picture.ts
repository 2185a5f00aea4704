import * as vscode from 'vscode';
import type { PictureSession } from './picture-session.ts';
import { mermaidDocument } from './mermaid-text.ts';

/** Asks for a form, and writes the picture down in it. */
export async function exportPicture(session: PictureSession): Promise<void> {
  const formats = [
    {
      label: 'SVG',
      description: vscode.l10n.t('A file, for documents and browsers'),
      write: writeSvg,
    },
    {
      label: 'Mermaid',
      description: vscode.l10n.t('Text, for Markdown'),
      write: writeMermaid,
    },
  ];
  const format = await vscode.window.showQuickPick(formats, {
    placeHolder: vscode.l10n.t('Form of the picture'),
  });
  await format?.write(session);
}

async function writeSvg(session: PictureSession): Promise<void> {
  const svg = await session.svg();
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const name = `${fileName(session.picture.title)}.svg`;
  const target = await vscode.window.showSaveDialog({
    filters: { SVG: ['svg'] },
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder, name) }),
  });
  if (target) await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(svg));
}

async function writeMermaid({ picture }: PictureSession): Promise<void> {
  const content = mermaidDocument(picture);
  const document = await vscode.workspace.openTextDocument({ content, language: 'markdown' });
  await vscode.window.showTextDocument(document, { preview: false });
}

function fileName(title: string): string {
  const name = title.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[.-]+|[.-]+$/gu, '');
  return name === '' ? 'picture' : name.slice(0, 80).toWellFormed();
}
