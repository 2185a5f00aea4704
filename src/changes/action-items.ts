import { t } from '@vscode/l10n';
import type { ActionError } from './action-error.ts';
import { retryHelps } from './action-error.ts';
import type { ActionState, PartState, SettledItem, StepState } from './action.ts';
import { type PlanItem, planItemKey, type PlanPart } from './plan.ts';
import { operationOf } from './send-step.ts';

/**
 * Where an item is at. `notSent`: no call went out for it. `unknown`: it went out, and nobody knows what became of
 * it. `accepted`: the cloud has taken it and works on it. `unchanged`: there was nothing to do.
 */
export type ItemProgress =
  | 'unchanged'
  | 'notSent'
  | 'sending'
  | 'unknown'
  | 'failed'
  | 'accepted'
  | 'waiting'
  | 'pending'
  | 'done';

export interface ItemResult {
  readonly part: PlanPart;
  readonly shareId?: string;
  readonly item: PlanItem;
  readonly progress: ItemProgress;
  /** Why the call for it failed. */
  readonly error?: ActionError;
  /** How it settled. */
  readonly settled?: SettledItem;
}

/** True where the call for it did not do it, as far as anybody knows. */
export function isLeftOver(progress: ItemProgress): boolean {
  switch (progress) {
    case 'notSent':
    case 'sending':
    case 'unknown':
    case 'failed':
      return true;
    case 'unchanged':
    case 'accepted':
    case 'waiting':
    case 'pending':
    case 'done':
      return false;
  }
}

/** One account of every item of an action: each is in it exactly once. */
export function itemResults(state: ActionState): readonly ItemResult[] {
  return state.parts.flatMap((part) => {
    const settled = new Map(part.settled?.map((item) => [planItemKey(item), item]));
    return part.part.items.map((item) => itemResult(part, item, settled.get(planItemKey(item))));
  });
}

function itemResult(
  { part, shareId, steps }: PartState,
  item: PlanItem,
  settled: SettledItem | undefined,
): ItemResult {
  const base = { part, ...(shareId !== undefined && { shareId }), item };
  const step = item.step === undefined ? undefined : steps[item.step];
  if (!step) return { ...base, progress: 'unchanged' };
  const error = step.error && { error: step.error };
  switch (step.state) {
    case 'notSent':
    case 'sending':
    case 'unknown':
    case 'failed':
      return { ...base, progress: step.state, ...error };
    case 'done':
      return settled
        ? { ...base, progress: settledProgress(settled), settled }
        : { ...base, progress: isFollowed(item) ? 'accepted' : 'done' };
  }
}

function settledProgress({ result }: SettledItem): ItemProgress {
  return result === 'unread' ? 'pending' : result;
}

/** What the cloud goes on working on after its answer. */
function isFollowed({ kind, effect }: PlanItem): boolean {
  return kind === 'resource' || kind === 'principal' || (kind === 'share' && effect === 'gone');
}

/** What a reason means, as far as the cloud's own catalogue knows it. */
export interface ReasonWords {
  readonly meaning?: string;
  readonly advice?: string;
  /** Whether the same may succeed when it is tried again without anything being corrected. */
  readonly retry?: boolean;
}

/** One thing that did not come about, with everything that can be said of it. Texts of the cloud are as it sent them. */
export interface FailedItem {
  readonly part: PlanPart;
  readonly shareId?: string;
  readonly item: PlanItem;
  /** The other side of the pair, where only that is refused: a principal for a resource and the other way round. */
  readonly other?: { readonly type: string; readonly id: string; readonly arn?: string };
  /** The cloud's name for what was tried. */
  readonly operation: string;
  /** The cloud's code. */
  readonly reason: string;
  /** In the vendor's words. */
  readonly text: string;
  readonly meaning: string;
  readonly advice: string;
  readonly requestId?: string;
  /** Nobody knows whether it took effect. */
  readonly unknown: boolean;
  /** A retry can help: nothing has to be corrected first. */
  readonly retry: boolean;
}

/**
 * Everything in an action that failed, pair by pair.
 * @param explain what the reason of a failed association means at the cloud of that account
 */
export function failedItems(
  state: ActionState,
  explain: (accountId: string, reason: string) => ReasonWords,
): readonly FailedItem[] {
  return itemResults(state).flatMap((result): readonly FailedItem[] => {
    const { part, shareId, item, progress, error, settled } = result;
    const base = { part, ...(shareId !== undefined && { shareId }), item };
    const step = part.steps[item.step ?? -1];
    // What goes with a share is said with the share.
    const whole = step?.kind === 'delete' || step?.kind === 'leave';
    if (whole && item.kind !== 'share') return [];
    if (error && (progress === 'failed' || progress === 'unknown')) {
      const { operation, code, message, meaning, advice, requestId } = error;
      return [
        {
          ...base,
          operation,
          reason: code,
          text: message,
          meaning: meaning ?? t('The cloud refused it, and publishes no meaning of its code.'),
          advice:
            advice ?? t('Go by the words of the cloud, or ask the vendor and name the request id.'),
          ...(requestId !== undefined && { requestId }),
          unknown: progress === 'unknown',
          retry: retryHelps(error),
        },
      ];
    }
    if (settled?.result !== 'failed') return [];
    const operation = step ? operationOf(step) : '';
    const requestId = stateOf(state, part.key, item.step)?.requestIds.at(-1);
    const sent = { ...base, ...(requestId !== undefined && { requestId }), unknown: false };
    const { failures = [], message = '' } = settled;
    if (failures.length === 0) {
      const words = explain(part.scope.accountId, message);
      return [
        {
          ...sent,
          operation,
          reason: '',
          text: message,
          ...wordsOf(words),
        },
      ];
    }
    return failures.map(({ entityId, entityType, arn, reason, description, operation: tried }) => {
      const words = explain(part.scope.accountId, reason);
      return {
        ...sent,
        other: { type: entityType, id: entityId, ...(arn !== undefined && { arn }) },
        operation: tried === '' ? operation : tried,
        reason,
        text: description,
        ...wordsOf(words),
      };
    });
  });
}

/** Not every reason is documented; that there is none to be told is said, too. */
function wordsOf(words: ReasonWords): Required<ReasonWords> {
  return {
    meaning: words.meaning ?? t('The cloud took the request and could not carry it out.'),
    advice:
      words.advice ?? t('Try again. If it fails again, ask the vendor and name the request id.'),
    retry: words.retry ?? true,
  };
}

function stateOf(
  { parts }: ActionState,
  key: string,
  step: number | undefined,
): StepState | undefined {
  return step === undefined ? undefined : parts.find(({ part }) => part.key === key)?.steps[step];
}

/** How many items are where. */
export function countItems(results: readonly ItemResult[]): Readonly<Record<ItemProgress, number>> {
  const counts: Record<ItemProgress, number> = {
    unchanged: 0,
    notSent: 0,
    sending: 0,
    unknown: 0,
    failed: 0,
    accepted: 0,
    waiting: 0,
    pending: 0,
    done: 0,
  };
  for (const { progress } of results) counts[progress] += 1;
  return counts;
}
