import * as vscode from 'vscode';
import { findHealth } from '../../inventory/access/health.ts';
import { findOutsiders } from '../../inventory/access/outsiders.ts';
import type { Finding } from '../../inventory/access/findings.ts';
import { scopesOf } from '../../inventory/index/inventory-index.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import { systemClock } from '../../model/clock.ts';
import { kindOf } from '../access/access-words.ts';
import type { CommandHandler } from '../commands.ts';
import type { Connections } from '../connections.ts';
import type { Lazy } from '../lazy.ts';
import type { OpenOrganizations } from '../organizations.ts';
import type { TreeState } from '../shares/rows/tree-state.ts';
import type { ScopeReader } from '../shares/scope-reader.ts';
import { allowedPrincipals } from './allowed-file.ts';
import { reportOf, type Report, type ReportKind } from './report.ts';

interface Parts {
  readonly inventory: Inventory;
  readonly reader: Pick<ScopeReader, 'prepare'>;
  readonly connections: Connections;
  readonly state: TreeState;
  readonly organizations: Lazy<OpenOrganizations>;
}

interface Format extends vscode.QuickPickItem {
  /** Of a document in VS Code. */
  readonly language: string;
  readonly write: (report: Report) => Promise<string>;
}

/** The commands that write down what a person should look at. */
export function reportCommands(
  parts: Parts,
): Readonly<
  Record<'resourceShares.reportOutsiders' | 'resourceShares.reportHealth', CommandHandler>
> {
  return {
    'resourceShares.reportOutsiders': () => report('outsiders', parts),
    'resourceShares.reportHealth': () => report('health', parts),
  };
}

async function report(kind: ReportKind, parts: Parts): Promise<void> {
  const format = await vscode.window.showQuickPick(formats(), {
    placeHolder: vscode.l10n.t('Form of the report'),
  });
  if (!format || !(await readEverything(kind, parts))) return;
  const { state, connections } = parts;
  const madeAt = systemClock.now();
  const findings =
    kind === 'outsiders' ? await outsiders(parts, madeAt) : await health(state, connections);
  const { accounts } = state;
  const made = reportOf(findings, { kind, madeAt, accounts, version: ownVersion() });
  const content = await format.write(made);
  const document = await vscode.workspace.openTextDocument({ content, language: format.language });
  await vscode.window.showTextDocument(document, { preview: false });
}

function formats(): readonly Format[] {
  return [
    {
      label: 'Markdown',
      description: vscode.l10n.t('To read'),
      language: 'markdown',
      write: async (made) => (await import('./markdown-report.ts')).markdownReport(made),
    },
    {
      label: 'CSV',
      description: vscode.l10n.t('For a spreadsheet'),
      language: 'csv',
      write: async (made) => (await import('./csv-report.ts')).csvReport(made),
    },
    {
      label: 'SARIF',
      description: vscode.l10n.t('For tools that gather findings'),
      language: 'json',
      write: async (made) => (await import('./sarif-report.ts')).sarifReport(made),
    },
  ];
}

async function health(state: TreeState, connections: Connections): Promise<readonly Finding[]> {
  return await findHealth({
    accounts: state.accounts,
    snapshot: (scope) => state.snapshot(scope),
    adviseFailure: (cloud, reason) => connections.loaded(cloud)?.adviseFailure(reason)?.advice,
  });
}

async function outsiders(
  { state, organizations }: Parts,
  now: number,
): Promise<readonly Finding[]> {
  const { organizations: membership } = await organizations.get();
  const allowed = await allowedPrincipals();
  return await findOutsiders({
    accounts: state.accounts,
    snapshot: (scope) => state.snapshot(scope),
    kindOf: ({ cloud, id }) => kindOf({ kind: 'principal', key: '', cloud, id }, state),
    ...(allowed && { allowed }),
    ...{ membership, now },
  });
}

/**
 * Reads what was never read, in this session or an earlier one. What fails is told by the report.
 * @returns false when the user has had enough of waiting
 */
async function readEverything(
  kind: ReportKind,
  { inventory, reader, connections, state, organizations }: Parts,
): Promise<boolean> {
  const clouds = new Set(state.accounts.map(({ cloud }) => cloud));
  // They tell what a principal is by its id, and what the reason of a failure means.
  await Promise.all([...clouds].map((cloud) => connections.driver(cloud)));
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('Reading shares for the report…'),
    cancellable: true,
  };
  return await vscode.window.withProgress(options, async (_progress, token) => {
    const reading = scopesOf(state.accounts).map(async (scope) => {
      await reader.prepare(scope);
      const { loadedAt, asOf } = state.snapshot(scope);
      if ((loadedAt ?? asOf) === undefined) await inventory.load(scope, 'action');
    });
    const stopped = new Promise<false>((resolve) => {
      token.onCancellationRequested(() => {
        resolve(false);
      });
    });
    const everything = async (): Promise<true> => {
      await Promise.all(reading);
      if (kind === 'outsiders') await (await organizations.get()).organizations.ask();
      return true;
    };
    return await Promise.race([everything(), stopped]);
  });
}

function ownVersion(): string {
  const own = vscode.extensions.getExtension('resource-share-explorer.resource-share-explorer');
  const manifest: unknown = own?.packageJSON;
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest
    ? String(manifest.version)
    : '';
}
