import * as vscode from 'vscode';
import { draftChange } from '../../changes/draft-change.ts';
import type { ResourceRow } from '../../changes/draft.ts';
import type { Abilities } from '../../clouds/cloud.ts';
import { shown } from '../../model/untrusted-text.ts';
import type { Connections } from '../connections.ts';
import type { Lazy } from '../lazy.ts';
import { addressOf, type Address } from '../shares/address.ts';
import { entryAt } from '../shares/rows/lookup.ts';
import type { TreeState } from '../shares/rows/tree-state.ts';
import type { Changing } from './changing.ts';
import { droppedOn } from './drop-rows.ts';
import { readPasted } from './read-pasted.ts';

export interface PutParts {
  readonly state: TreeState;
  readonly connections: Connections;
  readonly changing: Lazy<Changing>;
}

type ShareAddress = Extract<Address, { shareId: string }>;

/** More than that is no list that somebody has made. */
const mostPasted = 2_000;

/** The share at or above a row, if it is one that can be added to. */
export function ownShareAt(address: Address | undefined): ShareAddress | undefined {
  return address && 'shareId' in address && address.owner === 'self' ? address : undefined;
}

/** What was dropped onto a row of the tree: other rows, or a text with ids. It opens a plan and never sends by itself. */
export async function dropOnto(
  row: string | undefined,
  rows: unknown,
  text: vscode.DataTransferItem | undefined,
  parts: PutParts,
): Promise<void> {
  const target = ownShareAt(addressOf(row));
  if (!target) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Drop it onto a resource share that one of your accounts owns.'),
    );
    return;
  }
  if (!Array.isArray(rows)) {
    await pasteOnto(target, (await text?.asString()) ?? '', parts);
    return;
  }
  const { state, connections, changing } = parts;
  const account = state.accounts.find(({ id }) => id === target.accountId);
  if (!account) return;
  const { abilities } = await connections.driver(account.cloud);
  const to = { account, region: target.region, abilities };
  const addresses = rows.flatMap((id: unknown) => addressOf(id) ?? []);
  const { changes, left } = droppedOn(target, to, addresses, state);
  if (changes.length === 0) {
    void vscode.window.showWarningMessage([...left, vscode.l10n.t('Nothing was sent.')].join(' '));
    return;
  }
  await (await changing.get()).propose(changes, { preface: left });
}

/** Plans to add a list of ids to a share. */
export async function pasteOnto(
  target: ShareAddress,
  text: string,
  { state, connections, changing }: PutParts,
): Promise<void> {
  const account = state.accounts.find(({ id }) => id === target.accountId);
  const entry = entryAt(target, state);
  if (!account || !entry) return;
  const { share } = entry;
  const { abilities } = await connections.driver(account.cloud);
  const { resources, principals, untyped } = readPasted(text, abilities);
  const count = resources.length + principals.length + untyped.length;
  if (count === 0 || count > mostPasted) {
    void vscode.window.showInformationMessage(
      count === 0
        ? vscode.l10n.t('There are no ids in the clipboard.')
        : vscode.l10n.t('These are {0} ids; at most {1} are taken at once.', count, mostPasted),
    );
    return;
  }
  const inShare = new Set(entry.resources.map(({ entityType }) => entityType));
  const typed = await withType(untyped, abilities, inShare);
  if (!typed) return;
  const draft = {
    destination: { accountId: target.accountId, region: target.region },
    share: { id: share.id, name: share.name, allowExternal: share.allowExternal ?? false },
    name: share.name,
    description: '',
    allowExternal: share.allowExternal ?? false,
    resources: [...resources, ...typed],
    principals: [...principals],
    permissions: {},
    tags: [],
  };
  await (await changing.get()).propose([draftChange(draft, abilities)]);
}

/**
 * Asks of which type ids are that say nothing of it; those of the share's own resources come first.
 * @returns undefined when the user closed it
 */
async function withType(
  ids: readonly string[],
  { resourceTypes, resourceForm }: Abilities,
  inShare: ReadonlySet<string>,
): Promise<readonly ResourceRow[] | undefined> {
  if (ids.length === 0) return [];
  // Where only whole names are taken, the check says so of each.
  if (resourceForm === 'urn') return ids.map((value) => ({ type: '', value, property: '' }));
  const byId = resourceTypes.filter(({ forms }) => forms !== 'arn').map(({ type }) => type);
  const types = [
    ...byId.filter((type) => inShare.has(type)),
    ...byId.filter((type) => !inShare.has(type)),
  ];
  const names = ids
    .slice(0, 3)
    .map((id) => shown(id))
    .join(', ');
  const type = await vscode.window.showQuickPick(types, {
    placeHolder:
      ids.length <= 3
        ? vscode.l10n.t('Of which type are {0}?', names)
        : vscode.l10n.t('Of which type are {0} and {1} more?', names, ids.length - 3),
    ignoreFocusOut: true,
  });
  return type === undefined ? undefined : ids.map((value) => ({ type, value, property: '' }));
}
