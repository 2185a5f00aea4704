import type { ChangeOf } from './change.ts';
import type { PlanItem, PlanPart } from './plan.ts';
import type { ChangeContext } from './change-context.ts';
import { isEnding, isIn, type ShareState } from './share-state.ts';

type Planned = Pick<PlanPart, 'items' | 'steps'>;

/** The end of a share, or of an account's part in one: one call that takes everything along. */
export function planEnd(
  change: ChangeOf<'delete' | 'leave'>,
  before: ShareState | undefined,
  context: ChangeContext,
): Planned {
  const { scope, shareId } = change;
  if (context.isGone(scope, shareId) || (before && isEnding(before))) {
    const item = { kind: 'share', effect: 'unchanged', type: '', id: shareId } as const;
    return { items: [item], steps: [] };
  }
  const share: PlanItem = {
    kind: 'share',
    effect: 'gone',
    type: '',
    id: shareId,
    step: 0,
  };
  const gone = (kind: 'resource' | 'principal', rows: ShareState['resources']): PlanItem[] =>
    rows.filter(isIn).map(({ id, type, arn }) => ({
      kind,
      effect: 'gone',
      type: kind === 'resource' ? type : '',
      id,
      ...(arn !== undefined && { arn }),
      step: 0,
    }));
  return {
    items: [
      share,
      ...gone('resource', before?.resources ?? []),
      // On the receiving side the rows of principals name others, who stay.
      ...(change.kind === 'delete' ? gone('principal', before?.principals ?? []) : []),
    ],
    steps: [{ kind: change.kind }],
  };
}

export function planInvitation(
  { kind, scope, invitation }: ChangeOf<'accept' | 'reject'>,
  context: ChangeContext,
): Planned {
  const known = context.invitation(scope, invitation.id);
  const from = known === undefined || known === 'gone' ? 'pending' : known.status.state;
  const to = kind === 'accept' ? 'accepted' : 'rejected';
  const item = { kind: 'invitation', type: '', id: invitation.id, from, to } as const;
  if (from === to) return { items: [{ ...item, effect: 'unchanged' }], steps: [] };
  return {
    items: [{ ...item, effect: 'changed', step: 0 }],
    steps: [{ kind, invitationId: invitation.id }],
  };
}

export function planOrganization(
  { scope, enabled }: ChangeOf<'organizationSharing'>,
  context: ChangeContext,
): Planned {
  const from = context.organizationSharing(scope.accountId) ?? !enabled;
  const item = {
    kind: 'organizationSharing',
    type: '',
    id: '',
    from: String(from),
    to: String(enabled),
  } as const;
  if (from === enabled) return { items: [{ ...item, effect: 'unchanged' }], steps: [] };
  return {
    items: [{ ...item, effect: 'changed', step: 0 }],
    steps: [{ kind: 'organizationSharing', enabled }],
  };
}
