import type { Change } from './change.ts';
import { know, type KnowledgeOptions, type KnowOptions } from './knowledge.ts';
import type { ChangeContext } from './change-context.ts';
import { planAgain } from './plan-changes.ts';
import type { Plan, PlanPart } from './plan.ts';
import { type Finding, preflight, refusals } from './preflight/preflight.ts';
import { isSameState } from './share-state.ts';

/** What a second look at a plan finds, right before it is sent. */
export type SecondLook =
  | { readonly kind: 'same'; readonly plan: Plan }
  /** Somebody else has changed a share meanwhile: the plan that fits now is to be shown first. */
  | { readonly kind: 'changed'; readonly plan: Plan; readonly known: ChangeContext }
  /** What was fine is not any more, such as an account that is gone. */
  | {
      readonly kind: 'refused';
      readonly plan: Plan;
      readonly findings: readonly Finding[];
      readonly known: ChangeContext;
    };

/**
 * Reads the shares of a plan again and plans the same changes by what is found.
 * @throws CloudError where the shares could not be read: a plan that can't be checked is not sent
 */
export async function checkAgain(
  plan: Plan,
  options: KnowledgeOptions,
  { signal }: Pick<KnowOptions, 'signal'>,
): Promise<SecondLook> {
  const known = await know(changesOf(plan), options, { signal, shares: 'fresh' });
  const fresh = planAgain(plan, known);
  const findings = refusals(preflight(fresh, known));
  if (findings.length > 0) return { kind: 'refused', plan: fresh, findings, known };
  // The old one is sent: it is what was shown.
  return isSamePlan(plan, fresh) ? { kind: 'same', plan } : { kind: 'changed', plan: fresh, known };
}

/** The changes that a plan was made from. */
export function changesOf(plan: Plan): readonly Change[] {
  return plan.parts.flatMap(({ changes }) => changes);
}

/** True where two plans of the same changes do the same to the same shares. */
export function isSamePlan(a: Plan, b: Plan): boolean {
  return (
    a.parts.length === b.parts.length &&
    a.parts.every((part, index) => {
      const other = b.parts[index];
      return other !== undefined && isSamePart(part, other);
    })
  );
}

function isSamePart(a: PlanPart, b: PlanPart): boolean {
  return (
    a.key === b.key &&
    JSON.stringify([a.items, a.steps]) === JSON.stringify([b.items, b.steps]) &&
    (a.before && b.before ? isSameState(a.before, b.before) : a.before === b.before)
  );
}
