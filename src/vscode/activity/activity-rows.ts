import { t } from '@vscode/l10n';
import type { ActionError } from '../../changes/action-error.ts';
import { type FailedItem, failedItems, itemResults } from '../../changes/action-items.ts';
import type { PartState } from '../../changes/action.ts';
import type { ActivityEntry } from '../../changes/activity.ts';
import { entitiesText } from '../../changes/describe-plan.ts';
import { planItemKey } from '../../changes/plan.ts';
import { operationOf } from '../../changes/send-step.ts';
import { shown } from '../../model/untrusted-text.ts';
import { join, tokens } from '../shares/rows/row.ts';
import type { RowIcon } from '../shares/status-words.ts';
import { type ActivityAddress } from './activity-address.ts';
import { itemRow, reasonRow } from './activity-item-rows.ts';
import {
  doubt,
  failure,
  lines,
  notSent,
  success,
  warning,
  type ActivityRow,
} from './activity-row.ts';
import {
  activityCalls,
  activityName,
  activityStatus,
  type ActivityNames,
  durationText,
  isUnderWay,
  stepStatus,
} from './activity-text.ts';

/** An action with what the others say of it. */
export interface ActivityItem {
  readonly entry: ActivityEntry;
  /** Another action has taken up the rest of it. */
  readonly continued: boolean;
}

/** The rows below a row of the view. */
export function activityChildren(
  address: ActivityAddress,
  { state, error }: ActivityEntry,
): readonly ActivityAddress[] {
  const { action } = address;
  switch (address.kind) {
    case 'action': {
      const single = state.parts.length === 1;
      return [
        ...(error ? [{ kind: 'stop', action } as const] : []),
        ...state.parts.flatMap((part, index) =>
          single ? stepsOf(action, index, part) : [{ kind: 'part', action, part: index } as const],
        ),
      ];
    }
    case 'part': {
      const part = state.parts[address.part];
      return part ? stepsOf(action, address.part, part) : [];
    }
    case 'step': {
      const { part, step } = address;
      const at = { action, part, step };
      const found = state.parts[part]?.steps[step];
      const items = itemsOf(state.parts[part], step);
      return [
        ...(found?.error ? [{ kind: 'refusal', ...at } as const] : []),
        ...(found?.requestIds ?? []).map(
          (_, index) => ({ kind: 'request', ...at, index }) as const,
        ),
        ...items.map((index) => ({ kind: 'item', ...at, index }) as const),
      ];
    }
    case 'item':
      return reasonsOf(address, state).map((_, reason) => ({ ...address, kind: 'reason', reason }));
    case 'stop':
    case 'refusal':
    case 'request':
    case 'reason':
      return [];
  }
}

/** How a row reads; undefined for one that is gone. */
export function activityRow(
  address: ActivityAddress,
  item: ActivityItem,
  names: ActivityNames,
): ActivityRow | undefined {
  const { state, error } = item.entry;
  if (address.kind === 'action') return actionRow(item, names);
  if (address.kind === 'stop') return error && refusalRow(error);
  const part = state.parts[address.part];
  if (!part) return undefined;
  switch (address.kind) {
    case 'part':
      return partRow(part, names);
    case 'step':
      return stepRow(part, address.step, { names, underWay: isUnderWay(item.entry) });
    case 'refusal': {
      const refused = part.steps[address.step]?.error;
      return refused && refusalRow(refused);
    }
    case 'request': {
      const id = part.steps[address.step]?.requestIds[address.index];
      return id === undefined ? undefined : requestRow(id);
    }
    case 'item': {
      const result = itemResults({ ...state, parts: [part] })[address.index];
      return result && itemRow(result, reasonsOf(address, state, names), isUnderWay(item.entry));
    }
    case 'reason': {
      const reason = reasonsOf(address, state, names)[address.reason];
      return reason && reasonRow(reason);
    }
  }
}

function stepsOf(action: string, part: number, { steps }: PartState): readonly ActivityAddress[] {
  return steps.map((_, step) => ({ kind: 'step', action, part, step }));
}

/** Places of the items that a call is about; those that failed come first. */
function itemsOf(part: PartState | undefined, step: number): readonly number[] {
  if (!part) return [];
  const results = itemResults({ id: '', startedAt: 0, parts: [part] });
  const kind = part.part.steps[step]?.kind;
  // What goes with a share is said with the share.
  const whole = kind === 'delete' || kind === 'leave';
  const places = results.flatMap(({ item }, index) =>
    item.step === step && (whole ? item.kind === 'share' : item.id !== '' || item.to !== undefined)
      ? [index]
      : [],
  );
  const hasFailed = (index: number): boolean => results[index]?.progress === 'failed';
  return [...places.filter(hasFailed), ...places.filter((index) => !hasFailed(index))];
}

/** Why an item failed at the cloud, after its call was answered well. */
function reasonsOf(
  { part, index }: { readonly part: number; readonly index: number },
  state: ActivityEntry['state'],
  names?: Pick<ActivityNames, 'explain'>,
): readonly FailedItem[] {
  const found = state.parts[part];
  const item = found?.part.items[index];
  if (!found || item === undefined) return [];
  // The reason of a refused call stands below the call.
  if (found.steps[item.step ?? -1]?.state !== 'done') return [];
  const key = planItemKey(item);
  return failedItems({ ...state, parts: [found] }, names?.explain ?? (() => ({}))).filter(
    (failed) => planItemKey(failed.item) === key,
  );
}

function actionRow({ entry, continued }: ActivityItem, names: ActivityNames): ActivityRow {
  const { state, status, progress } = entry;
  const failed = failedItems(state, names.explain);
  const steps = state.parts.flatMap((part) => part.steps);
  const done = steps.filter((step) => step.state === 'done').length;
  const name = activityName(state);
  const calls = activityCalls(state);
  const words = continued ? t('continued by another action') : statusWords(entry, failed.length);
  const description = join([
    words,
    progress && progress.total > 0 ? t('{0} of {1} calls', progress.done, progress.total) : '',
    !progress && done < steps.length ? t('{0} of {1} calls', done, steps.length) : '',
    names.time(state.startedAt),
    name === '' ? '' : calls,
  ]);
  const label = name === '' ? calls : name;
  const isOver = status === 'ended' && !continued;
  const wasStopped = status === 'cutOff' || (isOver && state.end === 'cancelled');
  const canRetry = isOver && !wasStopped && failed.length > 0;
  return {
    label,
    description,
    icon: continued ? notSent : actionIcon(entry, failed.length > 0),
    context: tokens(
      'action',
      wasStopped && !continued && 'stopped',
      canRetry && 'left',
      canRetry && failed.some(({ retry }) => retry) && 'helps',
      (status === 'ended' || status === 'cutOff') && 'over',
    ),
    collapsible: 'collapsed',
    spoken: join([label, description]),
    tooltip: [
      label,
      description,
      ...(state.endedAt === undefined
        ? []
        : [t('Took {0}', durationText(state.endedAt - state.startedAt))]),
    ],
  };
}

/** A call that was taken is not yet a share that can be used. */
function statusWords(entry: ActivityEntry, failed: number): string {
  return entry.status === 'ended' && entry.state.end === 'done' && failed > 0
    ? t('done, {0} failed', failed)
    : activityStatus(entry);
}

function actionIcon({ state, status }: ActivityEntry, hasFailed: boolean): RowIcon {
  switch (status) {
    case 'running':
      return { id: 'loading~spin' };
    case 'following':
      return { id: 'sync~spin' };
    case 'elsewhere':
      return { id: 'multiple-windows' };
    case 'cutOff':
      return { id: 'debug-disconnect', color: warning };
    case 'ended':
      if (hasFailed || state.end === 'failed') return failure;
      return state.end === 'done' ? success : notSent;
  }
}

function partRow({ part, steps }: PartState, { scope }: ActivityNames): ActivityRow {
  const label = shown(part.share.name) || t('New resource share');
  const done = steps.filter((step) => step.state === 'done').length;
  const description = join([scope(part.scope), t('{0} of {1} calls', done, steps.length)]);
  return {
    label,
    description,
    icon: steps.some(({ state }) => state === 'failed')
      ? failure
      : { id: done === steps.length ? 'pass' : 'circle-outline' },
    context: tokens('part'),
    collapsible: 'collapsed',
    spoken: join([t('Resource share {0}', label), description]),
    tooltip: [label, description],
  };
}

function stepRow(
  { part, steps }: PartState,
  index: number,
  { names: { time }, underWay }: { readonly names: ActivityNames; readonly underWay: boolean },
): ActivityRow | undefined {
  const step = part.steps[index];
  const state = steps[index];
  if (!step || !state) return undefined;
  const items = part.items.filter((item) => item.step === index);
  const label = operationOf(step);
  const description = join([
    entitiesText(items, 'new', 'changed') ?? entitiesText(items, 'gone') ?? '',
    stepStatus(state, underWay),
  ]);
  const icons: Readonly<Record<typeof state.state, RowIcon>> = {
    notSent: { id: 'circle-outline', color: 'disabledForeground' },
    sending: underWay ? { id: 'loading~spin' } : doubt,
    unknown: doubt,
    done: success,
    failed: failure,
  };
  return {
    label,
    description,
    icon: icons[state.state],
    context: tokens('step'),
    collapsible: state.requestIds.length + items.length > 0 ? 'collapsed' : 'none',
    spoken: join([t('Call {0}', label), description]),
    tooltip: [
      label,
      description,
      ...(state.sentAt === undefined ? [] : [t('Sent at {0}', time(state.sentAt))]),
    ],
  };
}

/** What the cloud said no with, in plain words; its own stand in what the row says when it is pointed at. */
function refusalRow({ code, message, meaning, advice }: ActionError): ActivityRow {
  const label = meaning ?? shown(message);
  const description = shown(code);
  return {
    label: label === '' ? description : label,
    description: label === '' ? '' : description,
    icon: { id: 'info' },
    context: tokens('refusal'),
    collapsible: 'none',
    spoken: join([label, description, advice ?? '']),
    tooltip: lines([label, advice ?? '', shown(message), description]),
  };
}

function requestRow(id: string): ActivityRow {
  const description = shown(id);
  return {
    label: t('Request id'),
    description,
    icon: { id: 'symbol-key' },
    context: tokens('request'),
    collapsible: 'none',
    spoken: join([t('Request id'), description]),
    tooltip: [description],
  };
}
