import { lookup } from 'node:dns/promises';
import * as vscode from 'vscode';
import type { AccountStore } from '../../accounts/account-store.ts';
import { diagnose, type Check } from '../../accounts/diagnose.ts';
import { testConnection } from '../../accounts/test-connection.ts';
import type { Account } from '../../model/account.ts';
import { systemClock } from '../../model/clock.ts';
import { shown } from '../../model/untrusted-text.ts';
import type { Connections } from '../connections.ts';
import { confirmAccountHosts } from './confirm-host.ts';
import { requestTimeoutMs } from './endpoint-settings.ts';
import { showReport } from './report-page.ts';

const marks: Readonly<Record<Check['state'], string>> = {
  good: '✓',
  doubt: '?',
  bad: '✗',
  skipped: '–',
};

/** Looks at everything that the calls of an account need, and shows it as a page. */
export async function showDiagnosis(
  store: AccountStore,
  connections: Connections,
  account: Account,
): Promise<void> {
  if (account.sandbox !== true && !(await confirmAccountHosts(store, account))) return;
  const checks = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Looking at the connection of {0}', shown(account.label)),
      cancellable: true,
    },
    async (_progress, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => {
        abort.abort();
      });
      const present = store.find(account.id) ?? account;
      const { endpoints = {} } = await connections.options(present, () =>
        Promise.reject(new Error('Not asked for')),
      );
      const found = await diagnose({
        ...{ account: present, endpoints, proxy: proxyOf() },
        timeoutMs: requestTimeoutMs(),
        clock: systemClock,
        signal: abort.signal,
        lookup: async (host) => (await lookup(host, { all: true })).map(({ address }) => address),
        test: async () =>
          testConnection(await connections.client(account.id), present, abort.signal),
      });
      return abort.signal.aborted ? undefined : found;
    },
  );
  if (!checks) return;
  const title = vscode.l10n.t('Connection of {0}', shown(account.label));
  await showReport(title, diagnosisText(title, checks));
}

function diagnosisText(title: string, checks: readonly Check[]): string {
  const wrong = checks.filter(({ state }) => state === 'bad');
  const lines = checks.flatMap(({ state, name, text, advice }) => [
    `${marks[state]} ${name}: ${text}`,
    ...(advice === undefined ? [] : [`    ${advice}`]),
  ]);
  const end =
    wrong.length === 0
      ? vscode.l10n.t('Nothing is wrong.')
      : vscode.l10n.t('To change: {0}', wrong.map(({ name }) => name).join(', '));
  return [title, '', ...lines, '', end, ''].join('\n');
}

/** As VS Code has it: its own setting first, then the environment of its process. */
function proxyOf(): string | undefined {
  const set = vscode.workspace.getConfiguration('http').get<string>('proxy') ?? '';
  const { env } = process;
  const named = [set, env.HTTPS_PROXY, env.https_proxy, env.HTTP_PROXY, env.http_proxy];
  return named.find((one) => one !== undefined && one !== '');
}
