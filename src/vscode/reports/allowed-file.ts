import * as vscode from 'vscode';
import type { AllowedPrincipal } from '../../inventory/access/allowed-principals.ts';

/** Where the list lies in a folder of the workspace. */
export const allowedPath = ['.resource-shares', 'allowed-principals.yaml'] as const;

/** Where the lists of the folders of the workspace are, or would be. */
export function allowedFiles(): readonly vscode.Uri[] {
  const folders = vscode.workspace.workspaceFolders ?? [];
  return folders.map(({ uri }) => vscode.Uri.joinPath(uri, ...allowedPath));
}

/**
 * The lists of allowed principals of all folders of the workspace, as one; undefined where there is none, and where the
 * workspace is not trusted.
 * @throws Error that names file, line and field of what can't be read
 */
export async function allowedPrincipals(): Promise<readonly AllowedPrincipal[] | undefined> {
  // Whoever wrote the folder could allow themselves.
  if (!vscode.workspace.isTrusted) return undefined;
  const lists: (readonly AllowedPrincipal[])[] = [];
  for (const file of allowedFiles()) {
    const text = await textOf(file);
    if (text === undefined) continue;
    const { parseAllowed } = await import('./parse-allowed.ts');
    lists.push(parseAllowed(text, vscode.workspace.asRelativePath(file)));
  }
  return lists.length === 0 ? undefined : lists.flat();
}

/**
 * What is saved in a file; undefined where there is none.
 * @throws Error where it can't be read
 */
export async function textOf(file: vscode.Uri): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return undefined;
    throw error;
  }
}
