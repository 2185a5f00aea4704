import * as vscode from 'vscode';
import type { Inventory } from '../../../inventory/inventory.ts';
import type { CommandHandler } from '../../commands.ts';
import type { Lazy } from '../../lazy.ts';
import type { TreeState } from '../rows/tree-state.ts';
import type { SharesView } from '../shares-view.ts';
import type { Arranging } from './arranging.ts';
import { askWhere } from './go-to.ts';
import { filters, groupings, type Filter, type Grouping } from './order.ts';
import { unreadScopes } from './unread.ts';
import { filterName, groupingName } from './words.ts';

interface Parts {
  readonly inventory: Inventory;
  readonly state: TreeState;
  readonly view: SharesView;
  readonly arranging: Lazy<Arranging>;
}

/** The commands that find something in the tree or show it in another order. */
export function arrangeCommands({
  inventory,
  state,
  view,
  arranging,
}: Parts): Readonly<
  Record<
    | 'resourceShares.find'
    | 'resourceShares.clearFind'
    | 'resourceShares.goTo'
    | 'resourceShares.groupBy'
    | 'resourceShares.filter'
    | 'resourceShares.clearFilter'
    | 'resourceShares.readUnread',
    CommandHandler
  >
> {
  return {
    'resourceShares.find': async () => {
      await vscode.commands.executeCommand('resourceShares.shares.focus');
      (await arranging.get()).find();
    },
    'resourceShares.clearFind': async () => {
      (await arranging.get()).tree.arrange({ query: '' });
    },
    'resourceShares.goTo': async () => {
      const arrangement = await arranging.get();
      arrangement.keepFind();
      await arrangement.restore();
      const address = await askWhere(inventory, arrangement.index, state);
      if (address) await view.reveal(address);
    },
    'resourceShares.groupBy': async () => {
      const arrangement = await arranging.get();
      arrangement.keepFind();
      const grouping = await pickGrouping(arrangement.tree.order.grouping);
      if (grouping) arrangement.tree.arrange({ grouping });
    },
    'resourceShares.filter': async () => {
      const arrangement = await arranging.get();
      arrangement.keepFind();
      const chosen = await pickFilters(arrangement.tree.order.filters);
      if (chosen) arrangement.tree.arrange({ filters: chosen });
    },
    'resourceShares.clearFilter': async () => {
      (await arranging.get()).tree.arrange({ filters: [] });
    },
    'resourceShares.readUnread': async () => {
      await Promise.all(unreadScopes(state).map((scope) => inventory.load(scope, 'action')));
    },
  };
}

async function pickGrouping(present: Grouping): Promise<Grouping | undefined> {
  const items = groupings.map((grouping) => ({
    label: groupingName(grouping),
    description: grouping === present ? vscode.l10n.t('now') : '',
    grouping,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    placeHolder: vscode.l10n.t('Group the resource shares'),
  });
  return picked?.grouping;
}

async function pickFilters(present: readonly Filter[]): Promise<readonly Filter[] | undefined> {
  const details: Readonly<Record<Filter, string>> = {
    failed: vscode.l10n.t('Something in the share has failed'),
    pending: vscode.l10n.t('The cloud still works on something, or somebody has to answer'),
    outside: vscode.l10n.t('Principals outside the organisation may be added'),
  };
  const items = filters.map((filter) => ({
    label: filterName(filter),
    detail: details[filter],
    picked: present.includes(filter),
    filter,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    placeHolder: vscode.l10n.t('Show only these resource shares'),
    canPickMany: true,
  });
  return picked?.map(({ filter }) => filter);
}
