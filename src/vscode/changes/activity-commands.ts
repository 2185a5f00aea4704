import * as vscode from 'vscode';
import type { AccountStore } from '../../accounts/account-store.ts';
import type { Activity, ActivityEntry } from '../../changes/activity.ts';
import { shown } from '../../model/untrusted-text.ts';
import type { CommandHandler } from '../commands.ts';
import type { Connections } from '../connections.ts';
import type { Lazy } from '../lazy.ts';
import type { TreeState } from '../shares/rows/tree-state.ts';
import { activityLine, activityStatus, activityText } from './activity-text.ts';
import type { Changing } from './changing.ts';

interface Parts {
  readonly store: AccountStore;
  readonly connections: Connections;
  readonly state: TreeState;
  readonly activity: Lazy<Activity>;
  readonly changing: Lazy<Changing>;
}

/** Lists running and past changes; each can be copied for a ticket, and gone on with where something is left. */
export function activityCommands(
  parts: Parts,
): Readonly<Record<'resourceShares.showActivity', CommandHandler>> {
  return {
    'resourceShares.showActivity': async () => {
      const activity = await parts.activity.get();
      await activity.load();
      const { entries } = activity;
      if (entries.length === 0) {
        void vscode.window.showInformationMessage(
          vscode.l10n.t('Nothing was changed from here yet.'),
        );
        return;
      }
      const picked = await vscode.window.showQuickPick(
        entries.map((entry) => ({
          label: activityLine(entry),
          description: activityStatus(entry),
          detail: parts.state.formatTime(entry.state.startedAt),
          entry,
        })),
        { placeHolder: vscode.l10n.t('Running and past changes'), matchOnDescription: true },
      );
      if (picked) await offer(picked.entry, activity, parts);
    },
  };
}

/** At the start: tells of what an earlier session was cut off in, and offers to go on. Sends nothing by itself. */
export async function offerToGoOn({ activity, changing }: Pick<Parts, 'activity' | 'changing'>) {
  const record = await activity.get();
  if (!(await record.mayBeCutOff())) return;
  await record.load();
  for (const entry of record.entries.filter(({ status }) => status === 'cutOff')) {
    const { id } = entry.state;
    const goOn = vscode.l10n.t('Go on…');
    const leave = vscode.l10n.t('Leave as it is');
    const choice = await vscode.window.showWarningMessage(
      vscode.l10n.t('The window was closed in the middle of a change. {0}', activityLine(entry)),
      goOn,
      leave,
    );
    if (choice === goOn) await (await changing.get()).resume(id);
    if (choice === leave) await record.dismiss(id);
  }
}

async function offer(entry: ActivityEntry, activity: Activity, parts: Parts): Promise<void> {
  const { state, status } = entry;
  const copy = vscode.l10n.t('Copy as text');
  const goOn = vscode.l10n.t('Go on…');
  const remove = vscode.l10n.t('Remove from the list');
  const left = state.end === 'failed' || state.end === 'cancelled' || status === 'cutOff';
  const choice = await vscode.window.showQuickPick(
    [
      copy,
      ...(left && status !== 'running' ? [goOn] : []),
      ...(status === 'ended' ? [remove] : []),
    ],
    { placeHolder: `${activityLine(entry)} · ${activityStatus(entry)}` },
  );
  if (choice === copy) {
    await vscode.env.clipboard.writeText(textOf(entry, parts));
    void vscode.window.setStatusBarMessage(vscode.l10n.t('Copied'), 3000);
  }
  if (choice === goOn) await (await parts.changing.get()).resume(state.id);
  if (choice === remove) await activity.remove(state.id);
}

function textOf(entry: ActivityEntry, { store, connections, state }: Parts): string {
  return activityText(entry, {
    scope: ({ accountId, region }) => {
      const account = store.find(accountId);
      return account ? `${shown(account.label)} (${account.ownerId}) · ${region}` : region;
    },
    time: (time) => state.formatTime(time),
    explain: (accountId, reason) => {
      const cloud = store.find(accountId)?.cloud;
      const driver = cloud && connections.loaded(cloud);
      const meaning = driver?.explainFailure(reason);
      return { ...(meaning !== undefined && { meaning }), ...driver?.adviseFailure(reason) };
    },
  });
}
