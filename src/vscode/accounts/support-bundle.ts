import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { AccountStore } from '../../accounts/account-store.ts';
import type { Connections } from '../connections.ts';
import type { Log } from '../log.ts';
import { showReport } from './report-page.ts';
import { supportText, type SupportFacts } from './support-text.ts';

interface Parts {
  readonly store: AccountStore;
  readonly connections: Connections;
  readonly log: Log;
}

/** Shows what helps to find a fault: versions, settings, accounts without keys, and the log. Saved only by the user. */
export async function showSupportBundle({ store, connections, log }: Parts): Promise<void> {
  const title = vscode.l10n.t('Support bundle');
  const page = supportText(title, {
    versions: [
      ownVersion(),
      `VS Code ${vscode.version} (${vscode.env.appHost}, ${vscode.env.uiKind === vscode.UIKind.Web ? 'web' : 'desktop'}${vscode.env.remoteName === undefined ? '' : `, remote ${vscode.env.remoteName}`})`,
      `Node ${process.version}, ${process.platform} ${process.arch}`,
      `${vscode.env.language}, ${vscode.workspace.isTrusted ? 'trusted' : 'untrusted'}`,
    ],
    settings: supportSettings(),
    accounts: store.list(),
    queues: connections.queues(),
    log: await logText(log),
  });
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
function supportSettings(): SupportFacts['settings'] {
  const own = vscode.workspace.getConfiguration('resourceShares');
  const network = vscode.workspace.getConfiguration('http');
  return [
    ...['polling', 'showEnded', 'cache', 'requestTimeout', 'endpoints', 'hovers'].map(
      (name) => [`resourceShares.${name}`, own.get(name)] as const,
    ),
    ['http.proxy', (network.get<string>('proxy') ?? '') === '' ? '' : '(set)'],
    ...['proxySupport', 'proxyStrictSSL', 'systemCertificates'].map(
      (name) => [`http.${name}`, network.get(name)] as const,
    ),
  ];
}

/** The log file of this window. VS Code writes it a moment later. */
async function logText(log: Log): Promise<string | undefined> {
  await log.written;
  return await readFile(log.file.fsPath, 'utf8').catch(() => undefined);
}
