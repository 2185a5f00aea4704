import * as vscode from 'vscode';
import { systemClock } from '../../model/clock.ts';
import { shown } from '../../model/untrusted-text.ts';
import { parseAccessId } from '../access/access-address.ts';
import type { AccessView } from '../access/access-view.ts';
import type { CacheHost } from '../cache-host.ts';
import type { CommandHandler } from '../commands.ts';
import type { Lazy } from '../lazy.ts';
import { addressOf } from '../shares/address.ts';
import { associationAt, entryAt } from '../shares/rows/lookup.ts';
import type { TreeState } from '../shares/rows/tree-state.ts';
import { historyUri, type HistoryPage } from './history-documents.ts';
import { parseDate } from './parse-date.ts';

interface Parts {
  readonly state: TreeState;
  readonly cache: Lazy<CacheHost>;
  readonly access: Lazy<AccessView>;
}

/** The commands that look back. */
export function historyCommands({
  state,
  cache,
  access,
}: Parts): Readonly<
  Record<
    'resourceShares.whatChanged' | 'resourceShares.compareDates' | 'resourceShares.whoHadAccess',
    CommandHandler
  >
> {
  return {
    'resourceShares.whatChanged': async (row) => {
      if (!(await isKept(cache))) return;
      const since = await pickTime(vscode.l10n.t('What changed since when?'), 'start');
      if (since === undefined) return;
      const share = shareAt(row, state);
      const title = share
        ? vscode.l10n.t('What changed: {0}', share.name)
        : vscode.l10n.t('What changed');
      await open({ page: 'changes', since, until: systemClock.now(), ...share?.about }, title);
    },
    'resourceShares.compareDates': async (row) => {
      if (!(await isKept(cache))) return;
      const from = await pickTime(vscode.l10n.t('Compare which time…'), 'end');
      const to =
        from === undefined
          ? undefined
          : await pickTime(vscode.l10n.t('… with which other time?'), 'end', 'now');
      if (from === undefined || to === undefined) return;
      const share = shareAt(row, state);
      const until = systemClock.now();
      const [before, after] = [from, to]
        .toSorted((one, other) => one - other)
        .map((time) => {
          const title = new Date(time).toISOString().slice(0, 16).replace('T', ' ');
          return historyUri({ page: 'state', time, until, ...share?.about }, title);
        });
      const title = share
        ? vscode.l10n.t('Two times compared: {0}', share.name)
        : vscode.l10n.t('Two times compared');
      await vscode.commands.executeCommand('vscode.diff', before, after, title);
    },
    'resourceShares.whoHadAccess': async (row) => {
      if (!(await isKept(cache))) return;
      const name = (await nameAt(row, state, access)) ?? (await askName());
      if (name === undefined || name === '') return;
      const time = await pickTime(vscode.l10n.t('Who had access on which day?'), 'end');
      if (time === undefined) return;
      const title = vscode.l10n.t('Who had access: {0}', shown(name));
      await open({ page: 'access', name, time, until: systemClock.now() }, title);
    },
  };
}

async function isKept(cache: Lazy<CacheHost>): Promise<boolean> {
  const { history } = await cache.get();
  if ((await history.get()).isOn) return true;
  const setting = vscode.l10n.t('Open settings');
  const chosen = await vscode.window.showInformationMessage(
    vscode.l10n.t('No history is kept: it is turned off in the settings.'),
    setting,
  );
  if (chosen === setting) {
    await vscode.commands.executeCommand('workbench.action.openSettings', 'resourceShares.history');
  }
  return false;
}

async function open(page: HistoryPage, title: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument(historyUri(page, title));
  await vscode.window.showTextDocument(document, { preview: false });
}

interface AtShare {
  readonly name: string;
  readonly about: {
    readonly scope: { readonly accountId: string; readonly region: string };
    readonly shareId: string;
  };
}

function shareAt(row: unknown, state: TreeState): AtShare | undefined {
  const address = addressOf(row);
  if (!address || !('shareId' in address)) return undefined;
  const { accountId, region, shareId } = address;
  const name = shown(entryAt(address, state)?.share.name ?? shareId);
  return { name, about: { scope: { accountId, region }, shareId } };
}

/** The id or ARN of what a row is about, in the tree of shares or in the access view. */
async function nameAt(
  row: unknown,
  state: TreeState,
  access: Lazy<AccessView>,
): Promise<string | undefined> {
  const address = addressOf(row);
  const association = address && associationAt(address, state);
  if (association) return association.entityId;
  const inAccess = parseAccessId(row);
  return inAccess && (await access.get()).tree.entity(inAccess)?.id;
}

async function askName(): Promise<string | undefined> {
  const name = await vscode.window.showInputBox({
    prompt: vscode.l10n.t('Who had access to what, or what was given to whom?'),
    placeHolder: vscode.l10n.t('Id, ARN, URN or account'),
  });
  return name?.trim();
}

interface TimeItem extends vscode.QuickPickItem {
  readonly time?: number;
}

const hourMs = 60 * 60_000;
const dayMs = 24 * hourMs;

/** @param edge which end of a day without a time is meant */
async function pickTime(
  placeHolder: string,
  edge: 'start' | 'end',
  withNow?: 'now',
): Promise<number | undefined> {
  const now = systemClock.now();
  const items: readonly TimeItem[] = [
    ...(withNow ? [{ label: vscode.l10n.t('Now'), time: now }] : []),
    { label: vscode.l10n.t('An hour ago'), time: now - hourMs },
    { label: vscode.l10n.t('Yesterday at this time'), time: now - dayMs },
    { label: vscode.l10n.t('A week ago'), time: now - 7 * dayMs },
    { label: vscode.l10n.t('A date…') },
  ];
  const picked = await vscode.window.showQuickPick(items, { placeHolder });
  if (!picked || picked.time !== undefined) return picked?.time;
  const text = await vscode.window.showInputBox({
    prompt: placeHolder,
    value: localDay(now),
    placeHolder: vscode.l10n.t('2026-11-22 or 2026-11-22 15:04'),
    validateInput: (value) =>
      parseDate(value, edge) === undefined
        ? vscode.l10n.t(
            'Write a day such as {0}, with a time behind it if you like.',
            localDay(now),
          )
        : undefined,
  });
  return text === undefined ? undefined : parseDate(text, edge);
}

function localDay(time: number): string {
  const date = new Date(time);
  const parts = [date.getFullYear(), date.getMonth() + 1, date.getDate()];
  return parts.map((part) => String(part).padStart(2, '0')).join('-');
}
