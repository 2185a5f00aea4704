import * as vscode from 'vscode';
import type { AllowedPrincipal } from '../../inventory/access/allowed-principals.ts';

/** Where the list lies in a folder of the workspace. */
const path = ['.resource-shares', 'allowed-principals.yaml'] as const;

/**
 * The lists of allowed principals of all folders of the workspace, as one; undefined where there is none, and where the
 * workspace is not trusted.
 * @throws Error that names file, line and field of what can't be read
 */
export async function allowedPrincipals(): Promise<readonly AllowedPrincipal[] | undefined> {
  // Whoever wrote the folder could allow themselves.
  if (!vscode.workspace.isTrusted) return undefined;
  const lists: (readonly AllowedPrincipal[])[] = [];
  for (const { uri } of vscode.workspace.workspaceFolders ?? []) {
    const file = vscode.Uri.joinPath(uri, ...path);
    const text = await textOf(file);
    if (text === undefined) continue;
    const { parseAllowed } = await import('./parse-allowed.ts');
    lists.push(parseAllowed(text, vscode.workspace.asRelativePath(file)));
  }
  return lists.length === 0 ? undefined : lists.flat();
}

async function textOf(file: vscode.Uri): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return undefined;
    throw error;
  }
}
