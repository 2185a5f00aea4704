import type { ChangeContext } from '../change-context.ts';
import type { Plan } from '../plan.ts';
import { accountFindings, readOnlyRule } from './account.ts';
import { contents } from './contents.ts';
import type { Finding, Rule } from './finding.ts';
import { notSupported, organizationSharingOff, reachedByOrganization } from './organization.ts';
import { insideOnlyMeets, insideOnlyTypes, outsidersPresent } from './outsiders.ts';
import { failedRow, pendingEntity, pendingInShare } from './pending.ts';
import { permissionOfType, resourcesOfType } from './permissions.ts';
import { quotaFindings } from './quotas.ts';
import { invitationState, typeStays } from './receiver.ts';
import { shareGone, shareOwner, shareState } from './share.ts';

export type { Finding } from './finding.ts';

const rules: readonly Rule[] = [
  shareGone,
  shareOwner,
  shareState,
  notSupported,
  contents,
  pendingInShare,
  pendingEntity,
  failedRow,
  resourcesOfType,
  permissionOfType,
  insideOnlyTypes,
  insideOnlyMeets,
  outsidersPresent,
  organizationSharingOff,
  reachedByOrganization,
  typeStays,
  invitationState,
];

/** What the clouds would say to a plan, as far as that can be known before it is sent. Pure. */
export function preflight(plan: Plan, context: ChangeContext): readonly Finding[] {
  const ofParts = plan.parts.flatMap((part) => {
    const account = context.account(part.scope.accountId);
    const refused = accountFindings(part, context);
    if (!account) return refused;
    const subject = { part, account, before: part.before, context };
    // What the cloud would say is worth knowing before writing is turned on.
    return [...refused, ...rules.flatMap((rule) => rule(subject))];
  });
  return [...ofParts, ...quotaFindings(plan, context)];
}

/** True for what stands in the way only until the user turns writing on. */
export function isLock({ rule }: Finding): boolean {
  return rule === readOnlyRule;
}

/** Those for which nothing is sent. */
export function refusals(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ severity }) => severity === 'refusal');
}

/**
 * A plan without the parts that would be refused and without those that have nothing to do: what of a mixed
 * selection can be done.
 */
export function sendableParts(plan: Plan, findings: readonly Finding[]): Plan {
  const refused = new Set(refusals(findings).map(({ part }) => part));
  return {
    ...plan,
    parts: plan.parts.filter(({ key, steps }) => !refused.has(key) && steps.length > 0),
  };
}
