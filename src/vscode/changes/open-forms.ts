import * as vscode from 'vscode';
import type { AccountStore } from '../../accounts/account-store.ts';
import { applyPlan, type ApplyResult } from '../../changes/apply.ts';
import type { ShareDraft } from '../../changes/draft.ts';
import { followChange } from '../../changes/follow.ts';
import { describePlan, planDraft } from '../../changes/plan.ts';
import { remainingDraft } from '../../changes/remaining-draft.ts';
import type { CloudErrorDetails } from '../../clouds/cloud-error.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { Account, Scope } from '../../model/account.ts';
import type { PermissionSummary } from '../../model/permission.ts';
import { shown } from '../../model/untrusted-text.ts';
import type { Connections } from '../connections.ts';
import { errorText } from '../error-notice.ts';
import { ShareForms, type SubmitOptions, type SubmitResult } from '../forms/share-form.ts';
import type { Lazy } from '../lazy.ts';
import type { Log } from '../log.ts';
import type { TreeState } from '../shares/rows/tree-state.ts';
import type { SharesView } from '../shares/shares-view.ts';
import type { Watching } from '../watching.ts';
import { outcomeNotice } from './outcome-notice.ts';

interface Parts {
  readonly store: AccountStore;
  readonly inventory: Inventory;
  readonly watching: Lazy<Watching>;
  readonly connections: Connections;
  readonly view: SharesView;
  readonly state: TreeState;
  readonly log: Log;
}

/** The forms, with everything behind their buttons: sending a draft, following it, and the one notice at the end. */
export function openForms(extensionUri: vscode.Uri, parts: Parts): ShareForms {
  const { store, inventory, connections, log } = parts;
  const forms: ShareForms = new ShareForms(extensionUri, {
    accounts: () => store.list(),
    abilities: async ({ cloud }: Account) => (await connections.driver(cloud)).abilities,
    permissions: (scope, signal) => readPermissions(scope, signal, connections),
    shareRows: (scope, shareId) => {
      const entry = inventory.snapshot(scope).entries.get(shareId);
      return entry ? [...entry.resources, ...entry.principals] : [];
    },
    submit: (draft, options) => submit(draft, options, parts),
    failedUnseen: (error, notSent) => {
      showUnseen(error, notSent, forms, log);
    },
    log: (message) => {
      log.info(message);
    },
  });
  return forms;
}

async function readPermissions(
  { accountId, region }: Scope,
  signal: AbortSignal,
  connections: Connections,
): Promise<readonly PermissionSummary[]> {
  const client = await connections.client(accountId);
  const all: PermissionSummary[] = [];
  for await (const page of client.listPermissions(region, {}, { signal, priority: 'action' })) {
    all.push(...page);
  }
  return all;
}

async function submit(
  draft: ShareDraft,
  { signal, onProgress }: SubmitOptions,
  parts: Parts,
): Promise<SubmitResult> {
  const { connections, inventory, log } = parts;
  const { accountId, region } = draft.destination;
  const scope = { accountId, region };
  const cloud = await connections.client(accountId);
  const account = parts.store.find(accountId);
  if (!account) throw new Error('The account of the form is not configured any more.');
  const { abilities } = await connections.driver(account.cloud);
  const result = await applyPlan(planDraft(draft, abilities), {
    cloud,
    inventory,
    scope,
    signal,
    onProgress: ({ done, total }) => {
      onProgress(done, total);
    },
  });
  if (result.done.length > 0) void announceEnd(result, account, parts);
  if (!result.failed) return { kind: 'done' };
  log.error(result.failed.error);
  return {
    kind: 'failed',
    error: result.failed.error.details,
    done: doneText(result),
    notSent: remainingDraft(draft, result),
  };
}

/** What a form says was done before the failure. */
function doneText({ plan, done }: ApplyResult): readonly string[] {
  if (done.length === 0) return [];
  const rows = vscode.l10n.t('Sent: {0}', describePlan({ ...plan, steps: done }));
  return done.some(({ kind }) => kind === 'create')
    ? [vscode.l10n.t('The resource share {0} was created.', shown(plan.shareName)), rows]
    : [rows];
}

/** Waits for the end of an action and tells about it, once. */
async function announceEnd(
  result: ApplyResult,
  account: Account,
  { inventory, watching, connections, view }: Parts,
): Promise<void> {
  const { shareId, scope } = result;
  if (shareId === undefined) return;
  const following = await watching.get();
  const end = following.await(shareId);
  const outcome = await followChange(result, { inventory, watcher: following.watcher });
  end();
  const { severity, text } = outcomeNotice(outcome, (reason) =>
    connections.loaded(account.cloud)?.explainFailure(reason),
  );
  const show = vscode.l10n.t('Show');
  const say = {
    information: vscode.window.showInformationMessage,
    warning: vscode.window.showWarningMessage,
    error: vscode.window.showErrorMessage,
  }[severity];
  const copy = vscode.l10n.t('Copy request id');
  const actions = result.requestIds.length === 0 ? [show] : [show, copy];
  const choice = await say(text, ...actions);
  if (choice === copy) await vscode.env.clipboard.writeText(result.requestIds.join('\n'));
  if (choice === show) await view.reveal({ kind: 'share', ...scope, owner: 'self', shareId });
}

/** A failure whose form is closed already: told in a notice that can open the rest again. */
function showUnseen(
  error: CloudErrorDetails,
  notSent: ShareDraft,
  forms: ShareForms,
  log: Log,
): void {
  if (error.kind === 'cancelled') return;
  const reopen = vscode.l10n.t('Open what is left');
  const openLog = vscode.l10n.t('Show log');
  void vscode.window.showErrorMessage(errorText(error), reopen, openLog).then((choice) => {
    if (choice === reopen) forms.open(notSent);
    if (choice === openLog) log.show();
  });
}
