import { t } from '@vscode/l10n';
import { failedItems, type ReasonWords } from '../../changes/action-items.ts';
import type { ActionEnd, ActionState, PartState, StepState } from '../../changes/action.ts';
import type { ActivityEntry } from '../../changes/activity.ts';
import { describePlan } from '../../changes/describe-plan.ts';
import { operationOf } from '../../changes/send-step.ts';
import type { Scope } from '../../model/account.ts';
import { shown } from '../../model/untrusted-text.ts';

export interface ActivityNames {
  readonly scope: (scope: Scope) => string;
  readonly time: (time: number) => string;
  readonly explain: (accountId: string, reason: string) => ReasonWords;
}

/** An action in one line. */
export function activityLine({ state }: ActivityEntry): string {
  return [activityName(state), activityCalls(state)].filter((text) => text !== '').join(' · ');
}

/** Which shares an action is about; empty for one that is about none. */
export function activityName({ parts }: ActionState): string {
  const names = parts.map(({ part }) => shown(part.share.name)).filter((name) => name !== '');
  const more = names.length > 2 ? [t('… and {0} more.', names.length - 2)] : [];
  return [...names.slice(0, 2), ...more].join(' · ');
}

/** What an action does. */
export function activityCalls({ parts }: ActionState): string {
  return describePlan({ version: 1, parts: parts.map(({ part }) => part) });
}

export function activityStatus({ state, status }: ActivityEntry): string {
  switch (status) {
    case 'running':
      return t('running');
    case 'following':
      return t('sent; the cloud works on it');
    case 'elsewhere':
      return t('running in another window');
    case 'cutOff':
      return t('cut off');
    case 'ended':
      return state.end === undefined ? t('cut off') : endWords(state.end);
  }
}

function endWords(end: ActionEnd): string {
  switch (end) {
    case 'done':
      return t('done');
    case 'failed':
      return t('failed');
    case 'cancelled':
      return t('cancelled');
    case 'continued':
      return t('continued by another action');
    case 'dropped':
      return t('left as it was');
  }
}

/** Whether calls of it go out right now, from this window or another: what has no answer yet may still get one. */
export function isUnderWay({ status }: Pick<ActivityEntry, 'status'>): boolean {
  return status === 'running' || status === 'elsewhere';
}

/** Everything that is known of an action, as text for a ticket. */
export function activityText(entry: ActivityEntry, names: ActivityNames): string {
  const { state, error } = entry;
  const failures = failedItems(state, names.explain).map((failed) =>
    [
      `  ${shown(failed.item.type)} ${shown(failed.item.id)}`.trimEnd(),
      ...(failed.other ? [`    ${t('with {0}', shown(failed.other.id))}`] : []),
      `    ${[failed.operation, failed.reason]
        .filter((word) => word !== '')
        .map((word) => shown(word))
        .join(' · ')}`,
      ...[failed.text, failed.meaning, failed.advice]
        .filter((line) => line !== '')
        .map((line) => `    ${shown(line)}`),
    ].join('\n'),
  );
  return [
    activityLine(entry),
    `${activityStatus(entry)} · ${names.time(state.startedAt)}${state.endedAt === undefined ? '' : ` – ${names.time(state.endedAt)}`}`,
    ...(error ? [`${shown(error.code)}: ${error.meaning ?? shown(error.message)}`] : []),
    ...state.parts.flatMap((part) => ['', ...partLines(part, names, isUnderWay(entry))]),
    ...(failures.length === 0 ? [] : ['', t('What failed'), ...failures]),
    '',
  ].join('\n');
}

function partLines(
  { part, shareId, steps }: PartState,
  { scope }: ActivityNames,
  underWay: boolean,
): readonly string[] {
  return [
    `${shown(part.share.name)}${shareId === undefined ? '' : ` (${shown(shareId)})`} · ${scope(part.scope)}`,
    ...part.steps.flatMap((step, index) => {
      const state = steps[index];
      return state ? [`  ${operationOf(step)}: ${stepWords(state, underWay)}`] : [];
    }),
  ];
}

/**
 * How a call ended and how long it took.
 * @param underWay whether its action runs: then a call without an answer does, too
 */
export function stepStatus(
  { state, sentAt, answeredAt, error }: StepState,
  underWay: boolean,
): string {
  const words = {
    notSent: t('not sent'),
    sending: underWay ? t('running') : t('sent, answer unknown'),
    unknown: t('sent, answer unknown'),
    done: t('done'),
    failed: t('failed'),
  }[state];
  const took = sentAt === undefined || answeredAt === undefined ? undefined : answeredAt - sentAt;
  return [
    words,
    ...(took === undefined ? [] : [t('{0} ms', took)]),
    ...(error ? [shown(error.code)] : []),
  ].join(' · ');
}

/** @param ms how long something took */
export function durationText(ms: number): string {
  return ms < 10_000 ? t('{0} ms', ms) : t('{0} s', Math.round(ms / 1000));
}

function stepWords(state: StepState, underWay: boolean): string {
  return [stepStatus(state, underWay), ...state.requestIds.map((id) => shown(id))].join(' · ');
}
