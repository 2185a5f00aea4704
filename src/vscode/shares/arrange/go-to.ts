import * as vscode from 'vscode';
import type { InventoryIndex } from '../../../inventory/index/inventory-index.ts';
import type { Inventory } from '../../../inventory/inventory.ts';
import { systemClock } from '../../../model/clock.ts';
import { shown } from '../../../model/untrusted-text.ts';
import type { Address } from '../address.ts';
import { plainRow } from '../rows/row-at.ts';
import type { TreeState } from '../rows/tree-state.ts';
import { statusIcon } from '../status-words.ts';
import { destinations, exactly, type Destination } from './destinations.ts';
import { unreadText } from './gathering-rows.ts';
import { unreadScopes } from './unread.ts';

/** What the list shows at most: nobody reads on, and VS Code draws all of it. */
const most = 200;

/** More new characters than this at once were not typed. */
const pasted = 3;

/** How long changes are gathered before the list is made anew, in milliseconds. */
const gatherMs = 200;

interface Item extends vscode.QuickPickItem {
  readonly address?: Address;
  readonly readsUnread?: true;
}

/** Lets the user go to any row of the tree, also in shares that were never opened. An id that is pasted goes there at once. */
export async function askWhere(
  inventory: Inventory,
  index: InventoryIndex,
  state: TreeState,
): Promise<Address | undefined> {
  const pick = vscode.window.createQuickPick<Item>();
  pick.placeholder = vscode.l10n.t('Name, id, ARN, URN or account of what you want to see');
  pick.busy = true;
  let last = '';
  let stopTimer: (() => void) | undefined;
  const fill = (): void => {
    stopTimer = undefined;
    pick.items = itemsFor(pick.value, index, state);
  };
  const stopListening = inventory.onDidChange(() => {
    stopTimer ??= systemClock.schedule(gatherMs, fill);
  });
  void index.settled().then(() => {
    pick.busy = false;
    fill();
  });
  return new Promise((resolve) => {
    pick.onDidChangeValue((value) => {
      const isPasted = value.length - last.length > pasted;
      last = value;
      fill();
      const [only, ...more] = isPasted ? exactly(value.trim(), index, state) : [];
      if (!only || more.length > 0) return;
      resolve(only.address);
      pick.hide();
    });
    pick.onDidAccept(() => {
      const [item] = pick.selectedItems;
      if (item?.readsUnread) {
        void vscode.commands.executeCommand('resourceShares.readUnread');
        return;
      }
      resolve(item?.address);
      pick.hide();
    });
    pick.onDidHide(() => {
      stopTimer?.();
      stopListening();
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

function itemsFor(value: string, index: InventoryIndex, state: TreeState): readonly Item[] {
  const exact = exactly(value.trim(), index, state);
  const found = exact.length > 0 ? exact : destinations(value, index, state, most);
  const items = found.slice(0, most).map((one) => itemOf(one, state));
  const nothing: Item = {
    label: vscode.l10n.t('Nothing that was read has this name or id'),
    alwaysShow: true,
  };
  const unread = unreadText(unreadScopes(state).length);
  return [
    ...(items.length > 0 ? items : [nothing]),
    ...(unread === undefined
      ? []
      : [
          {
            label: unread,
            description: vscode.l10n.t('Read them now'),
            iconPath: new vscode.ThemeIcon('cloud-download'),
            alwaysShow: true,
            readsUnread: true as const,
          },
        ]),
  ];
}

function itemOf({ address, share, row }: Destination, state: TreeState): Item {
  const account = state.accounts.find(({ id }) => id === address.accountId);
  const name = shown(share.name);
  const where = [shown(account?.label ?? ''), address.region].join(' · ');
  // In a list that is read once nothing has to turn.
  const icon = statusIcon((row ?? share).status).id.replace('~spin', '');
  const label = plainRow(address, state)?.label ?? name;
  const inShare =
    row?.kind === 'principal'
      ? vscode.l10n.t('principal of {0}', name)
      : vscode.l10n.t('resource in {0}', name);
  return {
    label,
    description: row ? `${inShare} · ${where}` : where,
    detail: shown(row ? (row.arn ?? row.entityId) : share.id),
    iconPath: new vscode.ThemeIcon(icon),
    alwaysShow: true,
    address,
  };
}
