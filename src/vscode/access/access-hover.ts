import * as vscode from 'vscode';
import type { TreeState } from '../shares/rows/tree-state.ts';
import type { AccessView } from './access-view.ts';
import { hoverLines } from './hover-lines.ts';
import { nameIn } from './text-at.ts';

/**
 * What a hover in a file says about an id, ARN or URN that shares are known of. Looks at the name under the pointer
 * alone, and asks no cloud.
 */
export async function accessHover(
  document: vscode.TextDocument,
  position: vscode.Position,
  { index }: AccessView,
  state: TreeState,
): Promise<vscode.Hover | undefined> {
  const name = nameIn(document.lineAt(position.line).text, position.character);
  if (!name) return undefined;
  await index.settled();
  const entities = index.named(name.text);
  const [entity] = entities;
  if (!entity) return undefined;
  const text = new vscode.MarkdownString();
  // Only this one link; all other text is appended as text, never as Markdown.
  text.isTrusted = { enabledCommands: ['resourceShares.whoCanUse'] };
  for (const line of entities.flatMap((one) => hoverLines(one, index, state))) {
    text.appendMarkdown('\n\n');
    text.appendText(line);
  }
  const target = encodeURIComponent(JSON.stringify([name.text]));
  text.appendMarkdown(`\n\n[`);
  text.appendText(vscode.l10n.t('Show in Access'));
  text.appendMarkdown(`](command:resourceShares.whoCanUse?${target})`);
  const { line } = position;
  return new vscode.Hover(text, new vscode.Range(line, name.from, line, name.to));
}
