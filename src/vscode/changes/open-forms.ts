import * as vscode from 'vscode';
import { itemResults } from '../../changes/action-items.ts';
import type { ActionState } from '../../changes/action.ts';
import type { Activity } from '../../changes/activity.ts';
import type { RunOptions, RunResult } from '../../changes/run-result.ts';
import { describeSteps } from '../../changes/describe-plan.ts';
import { draftChange } from '../../changes/draft-change.ts';
import type { ShareDraft } from '../../changes/draft.ts';
import type { Outcome } from '../../changes/follow.ts';
import { know } from '../../changes/knowledge.ts';
import { planChanges } from '../../changes/plan-changes.ts';
import type { Plan } from '../../changes/plan.ts';
import type { Finding } from '../../changes/preflight/preflight.ts';
import { remainingDraft, wasSent } from '../../changes/remaining-draft.ts';
import { CloudError, type CloudErrorDetails } from '../../clouds/cloud-error.ts';
import { cancelled } from '../../inventory/failure.ts';
import { type Account, isWritable, type Scope } from '../../model/account.ts';
import type { PermissionSummary } from '../../model/permission.ts';
import { shown } from '../../model/untrusted-text.ts';
import { turnWritingOn } from '../accounts/turn-writing-on.ts';
import type { Connections } from '../connections.ts';
import { errorText, showError } from '../error-notice.ts';
import {
  type PlanOptions,
  ShareForms,
  type SubmitOptions,
  type SubmitResult,
} from '../forms/share-form.ts';
import type { Lazy } from '../lazy.ts';
import type { Log } from '../log.ts';
import type { ChangeParts } from './change-parts.ts';
import type { Changing } from './changing.ts';
import { changeAccount } from './open-activity.ts';
import { outcomeNotice } from './outcome-notice.ts';

/** The forms, with everything behind their buttons: sending a draft, following it, and the one notice at the end. */
export function openForms(
  extensionUri: vscode.Uri,
  parts: ChangeParts & { readonly changing: Lazy<Changing> },
): ShareForms {
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
    showPlan: (draft, options) => showPlan(draft, options, parts),
    wasSent: async (draft, since) => {
      const account = await changeAccount(draft.destination.accountId, parts);
      if (!account) return false;
      const record = await parts.activity.get();
      await record.load();
      return wasSent(draftChange(draft, account.abilities), since, record.entries);
    },
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
  parts: ChangeParts,
): Promise<SubmitResult> {
  const { activity, connections, inventory, log, store } = parts;
  const account = await changeAccount(draft.destination.accountId, parts);
  if (!account) throw new Error('The account of the form is not configured any more.');
  const failed = (error: CloudErrorDetails, state?: ActionState): SubmitResult => {
    log.error(new CloudError(error));
    return {
      kind: 'failed',
      error,
      done: state ? doneText(state) : [],
      notSent: state ? remainingDraft(draft, state) : draft,
    };
  };
  const profile = store.find(draft.destination.accountId);
  if (profile && !isWritable(profile) && !(await turnWritingOn(store, [profile]))) {
    return failed(readOnlyError());
  }
  const change = draftChange(draft, account.abilities);
  const connect = connections.client.bind(connections);
  const read = { inventory, connect, account: (id: string) => changeAccount(id, parts) };
  const known = await know([change], read, { signal, shares: 'held' });
  const result = await runAsPlanned(await activity.get(), planChanges([change], known), {
    signal,
    onProgress: ({ done, total }) => {
      onProgress(done, total);
    },
  });
  switch (result.kind) {
    case 'nothing':
      return { kind: 'done' };
    case 'failed':
      return failed(result.error);
    case 'refused':
    case 'changed':
      return failed(refusedError(result.kind === 'refused' ? result.findings : []));
    case 'ran': {
      const { state, error } = result;
      void result.settled.then((outcomes) => announceEnd(outcomes, state, parts));
      if (state.end === 'done') return { kind: 'done' };
      return failed(error ?? firstError(state) ?? cancelled().details, state);
    }
  }
}

async function showPlan(
  draft: ShareDraft,
  options: PlanOptions,
  parts: Parameters<typeof openForms>[1],
): Promise<boolean> {
  const account = await changeAccount(draft.destination.accountId, parts);
  if (!account) return false;
  const changing = await parts.changing.get();
  try {
    const change = draftChange(draft, account.abilities);
    return (await changing.propose([change], { page: true, ...options })) !== undefined;
  } catch (error) {
    showError(error, parts.log);
    return false;
  }
}

/** A form adds what is in it, whatever else the share holds by now: a share that changed meanwhile is no obstacle. */
async function runAsPlanned(
  activity: Activity,
  plan: Plan,
  options: RunOptions,
): Promise<RunResult> {
  const result = await activity.run(plan, options);
  return result.kind === 'changed' ? await activity.run(result.plan, options) : result;
}

function firstError(state: ActionState): CloudErrorDetails | undefined {
  return itemResults(state).find(({ error }) => error !== undefined)?.error;
}

function readOnlyError(): CloudErrorDetails {
  return {
    kind: 'local',
    code: 'AccountReadOnly',
    message: '',
    operation: '',
    meaning: vscode.l10n.t('This account is read-only. Turn writing on to send it.'),
    advice: vscode.l10n.t('Nothing was sent.'),
    notSent: true,
  };
}

/** What the cloud would have said, in the same shape. */
function refusedError([first]: readonly Finding[]): CloudErrorDetails {
  return {
    kind: 'invalid',
    code: first?.code ?? 'Changed',
    message: '',
    operation: first?.source ?? '',
    meaning: first?.message ?? vscode.l10n.t('The resource share was changed meanwhile.'),
    advice: vscode.l10n.t('Nothing was sent.'),
    notSent: true,
  };
}

/** What a form says was done before the failure. */
function doneText(state: ActionState): readonly string[] {
  return state.parts.flatMap(({ part, steps }) => {
    const isDone = (_: unknown, index: number) => steps[index]?.state === 'done';
    const done = part.steps.filter(isDone);
    if (done.length === 0) return [];
    const items = part.items.filter(({ step }) => step !== undefined && isDone(undefined, step));
    const rows = vscode.l10n.t('Sent: {0}', describeSteps([{ steps: done, items }]));
    return done.some(({ kind }) => kind === 'create')
      ? [vscode.l10n.t('The resource share {0} was created.', shown(part.share.name)), rows]
      : [rows];
  });
}

/** Tells about the end of an action, once. */
async function announceEnd(
  outcomes: readonly Outcome[],
  { parts: [part] }: ActionState,
  { connections, store, view }: ChangeParts,
): Promise<void> {
  const [outcome] = outcomes;
  const shareId = outcome?.shareId;
  if (!outcome || !part || shareId === undefined) return;
  const { scope } = outcome.part;
  const cloud = store.find(scope.accountId)?.cloud;
  const { severity, text } = outcomeNotice(outcome, (reason) =>
    cloud === undefined ? undefined : connections.loaded(cloud)?.explainFailure(reason),
  );
  const show = vscode.l10n.t('Show');
  const say = {
    information: vscode.window.showInformationMessage,
    warning: vscode.window.showWarningMessage,
    error: vscode.window.showErrorMessage,
  }[severity];
  const record = vscode.l10n.t('Show activity');
  const copy = vscode.l10n.t('Copy request id');
  const requestIds = part.steps.flatMap((step) => step.requestIds);
  const actions = [
    show,
    ...(severity === 'information' ? [] : [record]),
    ...(requestIds.length === 0 ? [] : [copy]),
  ];
  const choice = await say(text, ...actions);
  if (choice === record) await vscode.commands.executeCommand('resourceShares.showActivity');
  if (choice === copy) await vscode.env.clipboard.writeText(requestIds.join('\n'));
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
