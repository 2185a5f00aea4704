import * as vscode from 'vscode';
import type { Change } from '../../changes/change.ts';
import type { Abilities } from '../../clouds/cloud.ts';
import type { ResourceShare } from '../../model/share.ts';
import { shown } from '../../model/untrusted-text.ts';
import type { CommandHandler } from '../commands.ts';
import type { Connections } from '../connections.ts';
import type { Lazy } from '../lazy.ts';
import type { Address } from '../shares/address.ts';
import { pickShare, type PickParts } from '../shares/pick.ts';
import { entryAt } from '../shares/rows/lookup.ts';
import type { RowOf } from '../shares/rows/row.ts';
import type { TreeState } from '../shares/rows/tree-state.ts';
import { rowsChosen } from '../shares/rows-chosen.ts';
import type { Changing } from './changing.ts';
import { askForTags } from './edit-tags.ts';

interface Parts extends PickParts {
  readonly connections: Connections;
  readonly changing: Lazy<Changing>;
}

/** A share of one's own, and what its cloud can. */
interface Chosen {
  readonly address: RowOf<'share'>;
  readonly share: ResourceShare;
  readonly abilities: Abilities;
}

/** The commands that change how a share is filed: its tags and its resource group. */
export function shareSettingCommands(
  parts: Parts,
): Readonly<
  Record<'resourceShares.editTags' | 'resourceShares.moveToResourceGroup', CommandHandler>
> {
  const { changing } = parts;
  return {
    'resourceShares.editTags': async (row) => {
      const [chosen] = await sharesChosen(row, undefined, parts);
      if (!chosen) return;
      const { address, share, abilities } = chosen;
      if (!abilities.tags) {
        void vscode.window.showInformationMessage(vscode.l10n.t('This cloud has no tags.'));
        return;
      }
      const changes = await askForTags(address, share, abilities);
      if (changes && changes.length > 0) await (await changing.get()).propose(changes);
    },
    'resourceShares.moveToResourceGroup': async (row, selected) => {
      const chosen = await sharesChosen(row, selected, parts);
      const can = chosen.filter(({ abilities }) => abilities.resourceGroups);
      const [first] = can;
      if (!first) {
        if (chosen.length > 0) {
          void vscode.window.showInformationMessage(
            vscode.l10n.t('This cloud has no resource groups.'),
          );
        }
        return;
      }
      const { accountId } = first.address;
      if (can.some(({ address }) => address.accountId !== accountId)) {
        void vscode.window.showInformationMessage(
          vscode.l10n.t('A resource group belongs to one account. Choose shares of one account.'),
        );
        return;
      }
      const resourceGroupId = await pickGroup(first, parts.state);
      if (resourceGroupId === undefined) return;
      const changes = can.map(({ address, share }): Change => {
        const scope = { accountId, region: address.region };
        return { kind: 'moveToResourceGroup', scope, shareId: share.id, resourceGroupId };
      });
      await (await changing.get()).propose(changes, { asked: chosen.length });
    },
  };
}

/** The shares of one's own among the rows; from the palette the one that is asked for. */
async function sharesChosen(
  row: unknown,
  selected: unknown,
  parts: Parts,
): Promise<readonly Chosen[]> {
  const { state, connections } = parts;
  const rows = rowsChosen(row, selected);
  const picked = rows.length > 0 ? undefined : await pickShare(parts, 'self');
  const chosen: Chosen[] = [];
  for (const address of picked ? [picked] : rows) {
    const share = isOwnShare(address) ? entryAt(address, state)?.share : undefined;
    const account = state.accounts.find(({ id }) => id === address.accountId);
    if (!isOwnShare(address) || !share || !account) continue;
    const { abilities } = await connections.driver(account.cloud);
    chosen.push({ address, share, abilities });
  }
  return chosen;
}

function isOwnShare(address: Address): address is RowOf<'share'> {
  return address.kind === 'share' && address.owner === 'self';
}

/** Asks for one of the groups that the account's shares are in, or any that is typed: their list is the matter of another service. */
function pickGroup(
  { address: { accountId }, share }: Chosen,
  state: TreeState,
): Promise<string | undefined> {
  const counts = new Map<string, number>();
  for (const region of state.accounts.find(({ id }) => id === accountId)?.regions ?? []) {
    for (const entry of state.snapshot({ accountId, region }).entries.values()) {
      const { resourceGroupId = '', owner } = entry.share;
      if (resourceGroupId === '' || owner === 'other') continue;
      counts.set(resourceGroupId, (counts.get(resourceGroupId) ?? 0) + 1);
    }
  }
  const known = [...counts].map(([id, count]) => ({
    label: shown(id),
    description: [
      count === 1 ? vscode.l10n.t('1 share') : vscode.l10n.t('{0} shares', count),
      id === share.resourceGroupId ? vscode.l10n.t('as it is') : '',
    ]
      .filter((text) => text !== '')
      .join(' · '),
    id,
  }));
  const pick = vscode.window.createQuickPick<vscode.QuickPickItem & { readonly id: string }>();
  pick.title = vscode.l10n.t('Resource group of {0}', shown(share.name));
  pick.placeholder = vscode.l10n.t('Choose a resource group, or type its id');
  pick.ignoreFocusOut = true;
  const fill = (text: string): void => {
    const id = text.trim();
    const typed = id === '' || counts.has(id) ? [] : [{ label: id, description: '', id }];
    pick.items = [...typed, ...known];
  };
  fill('');
  return new Promise((resolve) => {
    pick.onDidChangeValue(fill);
    pick.onDidAccept(() => {
      resolve(pick.selectedItems[0]?.id);
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}
