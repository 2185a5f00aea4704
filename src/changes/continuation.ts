import { t } from '@vscode/l10n';
import type { ActionError } from './action-error.ts';
import type { ActionState, PartState, RecordOf } from './action.ts';
import { know, type KnowledgeOptions } from './knowledge.ts';
import { isInDoubt, leftOver, type LeftOverSurroundings } from './left-over.ts';
import type { ChangeContext } from './change-context.ts';
import { planChanges } from './plan-changes.ts';
import { type Plan, type PlanItem, planItemKey, type Step } from './plan.ts';
import { operationOf } from './send-step.ts';

/** What is left of an action, planned by how the shares are now. */
export interface Continuation {
  readonly of: ActionState;
  /** Without calls where everything turned out to be done. */
  readonly plan: Plan;
  readonly known: ChangeContext;
  /** Parts of which nobody can say whether their share was created; they are not in the plan. */
  readonly undecided: readonly PartState[];
  readonly answers: readonly RecordOf<'answered'>[];
}

/**
 * Plans the rest of an action that was cut off, cancelled or failed. Reads first, so that nothing is done twice.
 * @throws CloudError where the shares could not be read
 */
export async function findContinuation(
  of: ActionState,
  surroundings: KnowledgeOptions & LeftOverSurroundings,
): Promise<Continuation> {
  const { changes, answers, undecided } = await leftOver(of, surroundings);
  const { signal } = surroundings;
  const known = await know(changes, surroundings, { signal, shares: 'fresh' });
  return { of, plan: planChanges(changes, known), known, undecided, answers };
}

/** What is to be written down about the calls that were in doubt: done, or proven not to be. */
export function settleDoubts(
  { of, plan, answers, undecided }: Continuation,
  at: number,
): readonly RecordOf<'answered'>[] {
  return of.parts.flatMap((state) => {
    const { part, steps } = state;
    const created = answers.find((answer) => answer.part === part.key);
    const shareId = created?.shareId ?? state.shareId;
    const open = openItems(plan, state, shareId);
    return steps.flatMap((step, index): readonly RecordOf<'answered'>[] => {
      if (!isInDoubt(step)) return [];
      if (created?.step === index) return [created];
      const base: Omit<RecordOf<'answered'>, 'outcome'> = {
        type: 'answered',
        at,
        part: part.key,
        step: index,
        requestIds: [],
      };
      if (undecided.includes(state)) return [{ ...base, outcome: 'unknown' }];
      const isOpen = part.items.some((item) => item.step === index && open.has(planItemKey(item)));
      const planned = part.steps[index];
      if (!isOpen || !planned) return [{ ...base, outcome: 'done' }];
      return [{ ...base, outcome: 'failed', error: cutOffError(planned) }];
    });
  });
}

/** Keys of the items that the new plan still has to do for the share of a part. */
function openItems(
  plan: Plan,
  { part }: PartState,
  shareId: string | undefined,
): ReadonlySet<string> {
  const parts = plan.parts.filter(
    ({ scope, share }) =>
      scope.accountId === part.scope.accountId &&
      scope.region === part.scope.region &&
      (shareId === undefined
        ? share.id === undefined && share.name === part.share.name
        : share.id === shareId),
  );
  const isOpen = ({ effect }: PlanItem) => effect !== 'unchanged';
  return new Set(parts.flatMap(({ items }) => items.filter(isOpen).map(planItemKey)));
}

function cutOffError(step: Step): ActionError {
  return {
    kind: 'ambiguous',
    code: 'CutOff',
    message: '',
    operation: operationOf(step),
    notDone: true,
    meaning: t(
      'The window was closed while this was sent. What the share holds since shows that nothing happened.',
    ),
    advice: t('Try again.'),
  };
}
