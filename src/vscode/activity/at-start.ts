import * as vscode from 'vscode';
import type { Activity } from '../../changes/activity.ts';
import { sleep, systemClock } from '../../model/clock.ts';
import type { Changing } from '../changes/changing.ts';
import type { Lazy } from '../lazy.ts';
import { activityLine } from './activity-text.ts';
import type { ActivityView } from './activity-view.ts';

interface Parts {
  readonly activity: Lazy<Activity>;
  readonly activityView: Lazy<ActivityView>;
  readonly changing: Lazy<Changing>;
}

/** How often a window that is being closed is given time for that, and how long each time, in milliseconds. */
const closing = { looks: 20, pause: 1_500 } as const;

/**
 * At the start: brings the view *Activity* where something was changed before, tells of what an earlier session was cut
 * off in, and offers to go on. Sends nothing by itself.
 * @param names of the files in the journal's folder
 */
export async function startActivity(
  names: readonly string[],
  { activity, activityView, changing }: Parts,
): Promise<void> {
  if (!names.some((name) => name.endsWith('.jsonl'))) return;
  await activityView.get();
  const record = await activity.get();
  // A window that is loaded again begins before its old process has ended.
  let found = await record.mayBeCutOff();
  for (let look = 0; found === 'running' && look < closing.looks; look += 1) {
    await sleep(systemClock, closing.pause, new AbortController().signal);
    found = await record.mayBeCutOff();
  }
  if (found !== true) return;
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
