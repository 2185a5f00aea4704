import { scopeKey } from '../model/account.ts';
import { groupBy } from '../model/group-by.ts';
import type { Change, ChangeOf } from './change.ts';
import type { ChangeContext } from './change-context.ts';
import { shareIdOf, shareKeyOf } from './change.ts';
import { planContents } from './plan-contents.ts';
import { planEnd, planInvitation, planOrganization } from './plan-single.ts';
import type { Plan, PlanPart } from './plan.ts';
import type { ShareState } from './share-state.ts';

/**
 * Turns changes into the fewest calls: those of one share become one part with both lists of every call filled, each
 * item exactly once; what is as wanted already is not sent. Later changes win over earlier ones of the same thing.
 * The changes are taken as they are; `preflight` says whether they may be sent. Pure.
 */
export function planChanges(changes: readonly Change[], context: ChangeContext): Plan {
  let created = 0;
  const keyed = changes.map((change) => {
    if (change.kind === 'create') created += 1;
    return { change, key: shareKeyOf(change) ?? newKey(change, created) };
  });
  const groups = groupBy(keyed, ({ key }) => key);
  return {
    version: 1,
    parts: [...groups].map(([key, group]) =>
      planPart(
        key,
        group.map(({ change }) => change),
        context,
      ),
    ),
  };
}

/** The same changes planned again by what is known now. */
export function planAgain(plan: Plan, context: ChangeContext): Plan {
  return planChanges(
    plan.parts.flatMap(({ changes }) => changes),
    context,
  );
}

function newKey(change: Change, created: number): string {
  return `${scopeKey(change.scope)}/${change.kind === 'create' ? `new ${created}` : change.kind}`;
}

function planPart(key: string, changes: readonly Change[], context: ChangeContext): PlanPart {
  const [first] = changes;
  if (!first) throw new Error('A part of a plan has at least one change.');
  const { accountId, region } = first.scope;
  const scope = { accountId, region };
  const id = shareIdOf(first);
  const before = id === undefined ? undefined : context.share(scope, id);
  const { items, steps } = planSteps(changes, before, context);
  return {
    key,
    scope,
    share: { ...(id !== undefined && { id }), name: before?.name ?? nameIn(changes) },
    changes: [...changes],
    ...(before && { before }),
    items,
    steps,
  };
}

function planSteps(
  changes: readonly Change[],
  before: ShareState | undefined,
  context: ChangeContext,
): Pick<PlanPart, 'items' | 'steps'> {
  // What ends a share, or the account's part in it, makes every other change of it needless.
  const end = changes.findLast(isOneOf('delete', 'leave'));
  if (end) return planEnd(end, before, context);
  const answer = changes.findLast(isOneOf('accept', 'reject'));
  if (answer) return planInvitation(answer, context);
  const organization = changes.findLast(isOneOf('organizationSharing'));
  if (organization) return planOrganization(organization, context);
  const [first] = changes;
  const abilities = first && context.account(first.scope.accountId)?.abilities;
  // Without its limits nothing can be planned; the check says that the account is gone.
  return abilities ? planContents(changes, before, abilities) : { items: [], steps: [] };
}

function isOneOf<Kind extends Change['kind']>(...kinds: readonly Kind[]) {
  return (change: Change): change is ChangeOf<Kind> => kinds.some((kind) => kind === change.kind);
}

/** What the share is called where it is not known itself. */
function nameIn(changes: readonly Change[]): string {
  for (const change of changes) {
    if (change.kind === 'create') return change.name;
    if (change.kind === 'accept' || change.kind === 'reject') return change.invitation.shareName;
  }
  return '';
}
