import * as vscode from 'vscode';
import type { AccessPrincipal, AccessResource, Grant } from '../../inventory/access/access.ts';
import { isPartlyKnown } from '../shares/arrange/unread.ts';
import type { TreeState } from '../shares/rows/tree-state.ts';
import { shareName } from './access-rows.ts';
import type { AccessView } from './access-view.ts';
import { grantWord, principalName, resourceName } from './access-words.ts';
import { nameIn } from './text-at.ts';

/** How many ways of access a hover names. */
const most = 8;

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
  for (const one of entities) say(text, one, index, state);
  const target = encodeURIComponent(JSON.stringify([name.text]));
  text.appendMarkdown(`\n\n[`);
  text.appendText(vscode.l10n.t('Show in Access'));
  text.appendMarkdown(`](command:resourceShares.whoCanUse?${target})`);
  const { line } = position;
  return new vscode.Hover(text, new vscode.Range(line, name.from, line, name.to));
}

function say(
  text: vscode.MarkdownString,
  entity: AccessResource | AccessPrincipal,
  index: AccessView['index'],
  state: TreeState,
): void {
  const grants = entity.kind === 'resource' ? index.whoCanUse(entity.key) : index.givenTo(entity);
  const line = (words: string): void => {
    text.appendMarkdown('\n\n');
    text.appendText(words);
  };
  line(titleOf(entity, grants, state));
  for (const grant of grants.slice(0, most)) {
    const other =
      entity.kind === 'resource'
        ? principalName(grant.principal, state)
        : resourceName(grant.resource);
    line(`· ${other}: ${grantWord(grant.state)} (${shareName(grant)})`);
  }
  if (grants.length > most) line(vscode.l10n.t('… and {0} more.', grants.length - most));
}

function titleOf(
  entity: AccessResource | AccessPrincipal,
  grants: readonly Grant[],
  state: TreeState,
): string {
  const some = isPartlyKnown(state);
  if (entity.kind === 'resource') {
    const count = new Set(grants.map(({ principal }) => principal.key)).size;
    const name = resourceName(entity);
    return some
      ? vscode.l10n.t('{0} is shared with at least {1} principals', name, count)
      : vscode.l10n.t('{0} is shared with: {1}', name, count);
  }
  const count = new Set(grants.map(({ resource }) => resource.key)).size;
  const name = principalName(entity, state);
  return some
    ? vscode.l10n.t('{0} is given at least {1} resources', name, count)
    : vscode.l10n.t('{0} is given resources: {1}', name, count);
}
