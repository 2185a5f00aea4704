import * as vscode from 'vscode';
import type { ActionState } from '../../changes/action.ts';
import { retryHelps } from '../../changes/action-error.ts';
import type { Activity } from '../../changes/activity.ts';
import type { RunOptions, RunResult } from '../../changes/run-result.ts';
import type { Change } from '../../changes/change.ts';
import type { ChangeContext } from '../../changes/change-context.ts';
import { know } from '../../changes/knowledge.ts';
import { planChanges } from '../../changes/plan-changes.ts';
import { describePlan } from '../../changes/describe-plan.ts';
import { planTexts } from '../../changes/plan-texts.ts';
import { callCount, type Plan } from '../../changes/plan.ts';
import { isLock, preflight, refusals, sendableParts } from '../../changes/preflight/preflight.ts';
import { CloudError } from '../../clouds/cloud-error.ts';
import { type Account, isWritable, type Scope } from '../../model/account.ts';
import { shown } from '../../model/untrusted-text.ts';
import { turnWritingOn } from '../accounts/turn-writing-on.ts';
import { showError } from '../error-notice.ts';
import type { Lazy } from '../lazy.ts';
import type { OpenOrganizations } from '../organizations.ts';
import { nameOfAccount } from '../shares/rows/names.ts';
import { confirmByName } from './confirm-by-name.ts';
import { endNotice } from './end-notice.ts';
import type { ChangeParts } from './change-parts.ts';
import { changeAccount } from './open-activity.ts';
import { callLines } from './call-lines.ts';
import { planImpact } from './plan-impact.ts';
import { PlanPages } from './plan-pages.ts';
import { planQuestion, refusalText, type PlanQuestion } from './plan-question.ts';

export interface Proposal {
  /** How many rows or shares the user chose, where the changes are about fewer of them. */
  readonly asked?: number;
  /** What is to be said ahead of what comes of it. */
  readonly preface?: readonly string[];
  /** The action whose rest this is; it is closed then. */
  readonly continues?: Parameters<Activity['continue']>[0];
  /** Opens the page of the plan at once, without a question before it. */
  readonly page?: true;
  /** Asked right before it is sent: false where that may have been done meanwhile, in another way. */
  readonly mayApply?: () => boolean;
  /** Ends it before the next call, beside *Cancel* of the notice of its progress. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
  /** What is to be looked at once it was sent and has settled; gives sentences for the notice at the end. */
  readonly afterwards?: (state: ActionState) => Promise<readonly string[]>;
}

interface ChangingParts extends ChangeParts {
  readonly organizations: Lazy<OpenOrganizations>;
}

/** The way of every change that is not made in a form: plan, check, show, ask, send, follow, tell. */
export class Changing implements vscode.Disposable {
  readonly #parts: ChangingParts;
  readonly #pages = new PlanPages();

  constructor(parts: ChangingParts) {
    this.#parts = parts;
  }

  /**
   * Shows what some changes would do, asks, and sends them. Changes are data: what is selected meanwhile does not matter.
   * @returns how they were sent; undefined when nothing was
   * @throws CloudError where it could not be read what they rest on
   */
  async propose(
    changes: readonly Change[],
    proposal: Proposal = {},
  ): Promise<ActionState | undefined> {
    const { inventory, connections } = this.#parts;
    const account = (id: string) => changeAccount(id, this.#parts);
    const connect = connections.client.bind(connections);
    const known = await vscode.window.withProgress(
      { location: { viewId: 'resourceShares.shares' } },
      () =>
        know(
          changes,
          { inventory, connect, account },
          { signal: new AbortController().signal, shares: 'held' },
        ),
    );
    return this.#proposePlan(planChanges(changes, known), known, proposal, proposal.preface);
  }

  /**
   * Offers the rest of an action that was cut off, cancelled or failed.
   * @throws CloudError where the shares could not be read
   */
  async resume(actionId: string): Promise<ActionState | undefined> {
    const activity = await this.#parts.activity.get();
    const continues = await vscode.window.withProgress(
      { location: { viewId: 'resourceShares.shares' } },
      () => activity.findContinuation(actionId, new AbortController().signal),
    );
    if (!continues) return undefined;
    if (callCount(continues.plan) === 0) {
      // Everything turned out to be done; this writes it down.
      await activity.continue(continues, { signal: new AbortController().signal });
      void vscode.window.showInformationMessage(
        vscode.l10n.t('Nothing is left to do: everything was done.'),
      );
      return undefined;
    }
    return this.#proposePlan(continues.plan, continues.known, { continues });
  }

  /** *Apply* or *Cancel* on the page of a plan. */
  answerPage(page: unknown, apply: boolean): Promise<void> {
    return this.#pages.answer(page, apply);
  }

  /** Cancels the plans of an account that is being removed. */
  closeForAccount(accountId: string): Promise<void> {
    return this.#pages.closeForAccount(accountId);
  }

  dispose(): void {
    this.#pages.dispose();
  }

  async #proposePlan(
    whole: Plan,
    known: ChangeContext,
    proposal: Proposal,
    preface: readonly string[] = [],
  ): Promise<ActionState | undefined> {
    // A plan that only waits for writing to be turned on is shown like any other; the user may have done so since.
    const findings = preflight(whole, known).filter((finding) => !isLock(finding));
    const refused = refusals(findings);
    const plan = sendableParts(whole, findings);
    const locked = this.#accountsOf(plan).filter((account) => !isWritable(account));
    // The rest of an action is sent as one: what became of its calls is told by the whole of it.
    const isBlocked = proposal.continues !== undefined && refused.length > 0;
    if (callCount(plan) === 0 || isBlocked) {
      if (refused.length > 0) void vscode.window.showErrorMessage(refusalText(refused));
      else
        void vscode.window.showInformationMessage(
          vscode.l10n.t('Everything is as wanted already.'),
        );
      return undefined;
    }
    const can = countOf(plan);
    const asked = Math.max(proposal.asked ?? 0, countOf(whole));
    const question = planQuestion({
      plan,
      impact: await planImpact(plan, known, this.#parts),
      findings: findings.filter(({ part }) => plan.parts.some(({ key }) => key === part)),
      principal: (id, scope) => this.#principal(id, scope),
      ...(can < asked && {
        leftOut: {
          can,
          asked,
          why: [...new Set(refused.map(({ message }) => message))].slice(0, 3),
        },
      }),
    });
    const notes = [...preface, ...locked.map(lockedText)];
    const detail = [...notes, ...question.detail];
    const all = [...notes, ...question.all];
    const apply = locked.length > 0 ? vscode.l10n.t('Turn writing on…') : question.apply;
    const wanted = await (proposal.page
      ? this.#askOnPage(all, plan)
      : this.#ask({ ...question, detail, all, apply }, plan));
    if (!wanted) return undefined;
    if (locked.length > 0) {
      const { store } = this.#parts;
      if (!(await turnWritingOn(store, locked))) return undefined;
      return await this.#proposePlan(whole, known, proposal, preface);
    }
    const marked = this.#accountsOf(plan).find(({ production }) => production === true);
    if (question.takes && marked && !(await confirmByName(plan, question.text, marked.label))) {
      return undefined;
    }
    if (proposal.mayApply?.() === false) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t(
          'This is not the newest plan of its form, or the form was changed or sent since. Nothing was sent.',
        ),
      );
      return undefined;
    }
    const result = await this.#run(plan, proposal);
    return this.#tell(result, proposal);
  }

  #accountsOf({ parts }: Plan): readonly Account[] {
    const ids = new Set(parts.map(({ scope }) => scope.accountId));
    return this.#parts.store.list().filter(({ id }) => ids.has(id));
  }

  /** True when the user wants it. */
  async #ask({ kind, text, detail, all, apply }: PlanQuestion, plan: Plan): Promise<boolean> {
    const showPlan = vscode.l10n.t('Show plan');
    let choice: string | undefined;
    if (kind === 'modal') {
      choice = await vscode.window.showWarningMessage(
        text,
        { modal: true, detail: detail.join('\n') },
        apply,
        showPlan,
      );
    } else {
      const picked = await vscode.window.showQuickPick(
        [
          { label: `$(check) ${apply}`, detail: detail.join(' '), choice: apply },
          { label: `$(diff) ${showPlan}`, choice: showPlan },
        ],
        { placeHolder: text, ignoreFocusOut: true },
      );
      choice = picked?.choice;
    }
    return choice === showPlan ? this.#askOnPage(all, plan) : choice === apply;
  }

  /** @param detail what comes of it, a line each */
  #askOnPage(detail: readonly string[], plan: Plan): Promise<boolean> {
    const scope = (at: Scope) => this.#scopeName(at);
    const [{ scope: near } = { scope: { accountId: '', region: '' } }] = plan.parts;
    const texts = planTexts(plan, {
      scope,
      principal: (id) => {
        const name = this.#principal(id, near);
        return name === shown(id) ? undefined : name;
      },
    });
    const [first, ...more] = plan.parts;
    const name = more.length === 0 ? shown(first?.share.name ?? '') : '';
    const title = name === '' ? vscode.l10n.t('Plan') : vscode.l10n.t('Plan: {0}', name);
    // What comes of it stands below what will be; a diff shows it as new, which it is.
    const after = [
      ...(texts.after === '' ? [] : [texts.after]),
      ...(detail.length === 0
        ? []
        : [vscode.l10n.t('What comes of it'), ...detail.map((line) => `  ${line}`), '']),
      describePlan(plan),
      ...callLines(plan).map((line) => `  ${line}`),
    ];
    return this.#pages.ask(
      title.replaceAll('/', '∕'),
      { ...texts, after: `${after.join('\n')}\n` },
      plan.parts.map((part) => part.scope.accountId),
    );
  }

  async #run(plan: Plan, { continues, signal, onProgress }: Proposal): Promise<RunResult> {
    const activity = await this.#parts.activity.get();
    return vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: vscode.l10n.t('Changing resource shares'),
        cancellable: true,
      },
      (progress, token) => {
        const abort = new AbortController();
        token.onCancellationRequested(() => {
          abort.abort();
        });
        let told = 0;
        const options: RunOptions = {
          signal: signal ? AbortSignal.any([abort.signal, signal]) : abort.signal,
          onProgress: ({ done, total, waits }) => {
            progress.report({
              increment: total === 0 ? 0 : ((done - told) / total) * 100,
              message:
                waits.length > 0
                  ? vscode.l10n.t('waits for the cloud to finish other work on the share')
                  : vscode.l10n.t('{0} of {1} calls', done, total),
            });
            told = done;
            onProgress?.(done, total);
          },
        };
        return continues
          ? activity.continue({ ...continues, plan }, options)
          : activity.run(plan, options);
      },
    );
  }

  async #tell(result: RunResult, proposal: Proposal): Promise<ActionState | undefined> {
    const { log } = this.#parts;
    switch (result.kind) {
      case 'nothing':
        void vscode.window.showInformationMessage(
          vscode.l10n.t('Everything is as wanted already.'),
        );
        return undefined;
      case 'refused':
        if (result.findings.every(isLock)) {
          return this.#proposePlan(result.plan, result.known, proposal, [
            vscode.l10n.t('The account became read-only meanwhile. Nothing was sent.'),
          ]);
        }
        void vscode.window.showErrorMessage(refusalText(result.findings));
        return undefined;
      case 'failed':
        showError(new CloudError(result.error), log);
        return undefined;
      case 'changed':
        return this.#proposePlan(result.plan, result.known, proposal, [
          vscode.l10n.t(
            'Somebody has changed it meanwhile. Nothing was sent; this is what would happen now.',
          ),
        ]);
      case 'ran': {
        void this.#announce(result, proposal);
        return result.state;
      }
    }
  }

  /** Tells the end of an action, once. */
  async #announce(
    { id, state, error, settled }: Extract<RunResult, { kind: 'ran' }>,
    { afterwards }: Proposal,
  ): Promise<void> {
    const { connections, store, view, log } = this.#parts;
    const outcomes = await settled;
    const more = (await afterwards?.(state)) ?? [];
    const { severity, text } = endNotice(state, outcomes, error, (accountId, reason) => {
      const cloud = store.find(accountId)?.cloud;
      return cloud && connections.loaded(cloud)?.explainFailure(reason);
    });
    const failures = state.parts.flatMap(({ steps }) => steps.flatMap((step) => step.error ?? []));
    for (const failure of failures) log.error(new CloudError(failure));
    const retry = vscode.l10n.t('Try again');
    const show = vscode.l10n.t('Show');
    const record = vscode.l10n.t('Show activity');
    const copy = vscode.l10n.t('Copy request id');
    const requestIds = state.parts.flatMap(({ steps }) => steps.flatMap((step) => step.requestIds));
    const address = this.#addressIn(state);
    const canRetry =
      state.end === 'cancelled' || (state.end === 'failed' && failures.some(retryHelps));
    const actions = [
      ...(canRetry ? [retry] : []),
      ...(address ? [show] : []),
      // What is not well, or about several shares, is told item by item there.
      ...(severity === 'information' && address ? [] : [record]),
      ...(requestIds.length > 0 ? [copy] : []),
    ];
    const say = {
      information: vscode.window.showInformationMessage,
      warning: vscode.window.showWarningMessage,
      error: vscode.window.showErrorMessage,
    }[severity];
    const choice = await say([text, ...more].join(' '), ...actions);
    if (choice === copy) await vscode.env.clipboard.writeText(requestIds.join('\n'));
    if (choice === show && address) await view.reveal(address);
    if (choice === record) await vscode.commands.executeCommand('resourceShares.showActivity');
    if (choice === retry) {
      await this.resume(id).catch((reason: unknown) => {
        showError(reason, log);
      });
    }
  }

  /** The share of an action that is about one, if it is still there. */
  #addressIn({ parts }: ActionState) {
    const [only, ...more] = parts;
    const { shareId } = only ?? {};
    if (!only || shareId === undefined || more.length > 0) return undefined;
    const { scope } = only.part;
    const entry = this.#parts.inventory.snapshot(scope).entries.get(shareId);
    const state = entry?.share.status.state;
    if (!entry || state === 'deleted' || state === 'deleting') return undefined;
    return { kind: 'share', ...scope, owner: entry.share.owner, shareId } as const;
  }

  #principal(id: string, { accountId }: Scope): string {
    const near = this.#parts.store.find(accountId);
    return near ? nameOfAccount(id, near, this.#parts.state) : shown(id);
  }

  #scopeName({ accountId, region }: Scope): string {
    const { store, state } = this.#parts;
    const account = store.find(accountId);
    if (!account) return region;
    return `${shown(account.label)} · ${state.regionName(account.cloud, region) ?? region}`;
  }
}

function lockedText({ label }: Account): string {
  return vscode.l10n.t('The account {0} is read-only: this is what would be sent.', shown(label));
}

/** How many things a plan is about: the shares that end, and else the rows that go. */
function countOf({ parts }: Plan): number {
  return parts.reduce((sum, { items, steps, changes }) => {
    const one = changes.some(({ kind }) => kind !== 'disassociate');
    if (one) return sum + (steps.length > 0 || changes.length > 0 ? 1 : 0);
    return sum + items.filter(({ effect }) => effect === 'gone').length;
  }, 0);
}
