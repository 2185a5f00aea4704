import * as vscode from 'vscode';
import type { Activity } from '../../changes/activity.ts';
import { failedChanges } from '../../changes/failed-changes.ts';
import type { Changing } from '../changes/changing.ts';
import type { CommandHandler } from '../commands.ts';
import type { Lazy } from '../lazy.ts';
import { parseActivityRow } from './activity-address.ts';
import { activityText } from './activity-text.ts';
import type { ActivityView } from './activity-view.ts';

interface Parts {
  readonly activity: Lazy<Activity>;
  readonly activityView: Lazy<ActivityView>;
  readonly changing: Lazy<Changing>;
}

/** The commands of the view *Activity*. */
export function activityCommands({
  activity,
  activityView,
  changing,
}: Parts): Readonly<
  Record<
    | 'resourceShares.showActivity'
    | 'resourceShares.retryActivity'
    | 'resourceShares.goOnActivity'
    | 'resourceShares.copyActivity'
    | 'resourceShares.removeActivity',
    CommandHandler
  >
> {
  const goOn: CommandHandler = async (row) => {
    const [entry] = (await activityView.get()).chosen(row, undefined);
    if (entry) await (await changing.get()).resume(entry.state.id);
  };
  return {
    'resourceShares.showActivity': async () => {
      if (await (await activityView.get()).show()) return;
      void vscode.window.showInformationMessage(
        vscode.l10n.t('Nothing was changed from here yet.'),
      );
    },
    'resourceShares.retryActivity': async (row, selected) => {
      const address = parseActivityRow(row);
      const [entry] = (await activityView.get()).chosen(row, undefined);
      if (!entry || address?.kind !== 'item') return goOn(row, selected);
      // Of one item just that, by how its share is now.
      const item = entry.state.parts[address.part]?.part.items[address.index];
      const changes = failedChanges(entry.state, (result) => result.item === item);
      return (await changing.get()).propose(changes);
    },
    'resourceShares.goOnActivity': goOn,
    'resourceShares.copyActivity': async (row, selected) => {
      const view = await activityView.get();
      const isRequest = parseActivityRow(row)?.kind === 'request';
      const text = isRequest
        ? view.rowAt(row)?.description
        : view
            .chosen(row, selected)
            .map((entry) => activityText(entry, view.names))
            .join('\n');
      if (text === undefined || text === '') return;
      await vscode.env.clipboard.writeText(text);
      void vscode.window.setStatusBarMessage(vscode.l10n.t('Copied'), 3000);
    },
    'resourceShares.removeActivity': async (row, selected) => {
      const entries = (await activityView.get()).chosen(row, selected);
      const record = await activity.get();
      for (const { state } of entries) {
        await record.dismiss(state.id);
        await record.remove(state.id);
      }
    },
  };
}
