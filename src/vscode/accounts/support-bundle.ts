import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { AccountStore } from '../../accounts/account-store.ts';
import { redact } from '../../clouds/http/redact.ts';
import type { Account } from '../../model/account.ts';
import { shown } from '../../model/untrusted-text.ts';
import type { Connections } from '../connections.ts';
import type { Log } from '../log.ts';
import { showReport } from './report-page.ts';

interface Parts {
  readonly store: AccountStore;
  readonly connections: Connections;
  readonly log: Log;
}

/** How many of the last lines of the log go along. */
const mostLines = 400;

/** Shows what helps to find a fault: versions, settings, accounts without keys, and the log. Saved only by the user. */
export async function showSupportBundle({ store, connections, log }: Parts): Promise<void> {
  const sections: readonly (readonly [string, readonly string[]])[] = [
    [
      vscode.l10n.t('Versions'),
      [
        ownVersion(),
        `VS Code ${vscode.version} (${vscode.env.appHost}, ${vscode.env.uiKind === vscode.UIKind.Web ? 'web' : 'desktop'}${vscode.env.remoteName === undefined ? '' : `, remote ${vscode.env.remoteName}`})`,
        `Node ${process.version}, ${process.platform} ${process.arch}`,
        `${vscode.env.language}, ${vscode.workspace.isTrusted ? 'trusted' : 'untrusted'}`,
      ],
    ],
    [vscode.l10n.t('Settings'), settingsLines()],
    [vscode.l10n.t('Accounts'), store.list().map(accountLine)],
    [
      vscode.l10n.t('Queues'),
      connections.queues().map(({ accountId, state }) => `${accountId} ${JSON.stringify(state)}`),
    ],
    [vscode.l10n.t('Log'), await logLines(log)],
  ];
  const title = vscode.l10n.t('Support bundle');
  const text = sections.map(([name, lines]) => [`## ${name}`, '', ...lines, ''].join('\n'));
  const note = vscode.l10n.t(
    'Keys, tokens and signatures are taken out. Names of accounts, shares and resources are not: read it before you pass it on.',
  );
  const page = redact([`# ${title}`, '', note, '', ...text].join('\n'));
  await showReport(title, page);
  const save = vscode.l10n.t('Save as…');
  void vscode.window
    .showInformationMessage(
      vscode.l10n.t('Read it first; nothing is saved or sent by itself.'),
      save,
    )
    .then(async (choice) => {
      if (choice !== save) return;
      // What is saved is the page in front, which may be another one by now.
      await showReport(title, page);
      await vscode.commands.executeCommand('workbench.action.files.saveAs');
    });
}

function ownVersion(): string {
  const own = vscode.extensions.getExtension('resource-share-explorer.resource-share-explorer');
  const manifest: unknown = own?.packageJSON;
  const version =
    typeof manifest === 'object' && manifest !== null && 'version' in manifest
      ? String(manifest.version)
      : '';
  return `${own?.id ?? ''} ${version}`;
}

/** Ours as they stand, and those of VS Code that decide how calls go out. */
function settingsLines(): readonly string[] {
  const own = vscode.workspace.getConfiguration('resourceShares');
  const network = vscode.workspace.getConfiguration('http');
  const line = (name: string, value: unknown): string => `${name}: ${JSON.stringify(value)}`;
  return [
    ...['polling', 'showEnded', 'cache', 'requestTimeout', 'endpoints', 'hovers'].map((name) =>
      line(`resourceShares.${name}`, own.get(name)),
    ),
    line('http.proxy', (network.get<string>('proxy') ?? '') === '' ? '' : '(set)'),
    ...['proxySupport', 'proxyStrictSSL', 'systemCertificates'].map((name) =>
      line(`http.${name}`, network.get(name)),
    ),
  ];
}

function accountLine({ id, label, ownerId, regions, ...rest }: Account): string {
  return [id, shown(label), shown(ownerId), regions.join(' '), JSON.stringify(rest)].join(' · ');
}

/** The log file of this window. VS Code writes it a moment later. */
async function logLines({ file }: Log): Promise<readonly string[]> {
  try {
    const lines = (await readFile(file.fsPath, 'utf8')).split('\n');
    return lines.slice(-mostLines);
  } catch {
    return [vscode.l10n.t('There is no log yet.')];
  }
}
