import { t } from '@vscode/l10n';
import { shown } from '../../model/untrusted-text.ts';
import { isIn } from '../share-state.ts';
import { conditionsFor, refusedBy, type Rule } from './finding.ts';

/** LeavingFailed.ResourceType: some types can't be given back. */
export const typeStays: Rule = (subject) => {
  const { before, account } = subject;
  if (!before) return [];
  const held = new Set(before.resources.filter(isIn).map(({ type }) => type));
  const staying = account.abilities.resourceTypes.filter(
    ({ type, leave }) => leave === false && held.has(type),
  );
  if (staying.length === 0) return [];
  const types = staying.map(({ type }) => type).join(', ');
  return conditionsFor(subject, 'typeStays').map(({ condition, kind }) =>
    refusedBy(
      subject,
      condition,
      kind,
      t('Shares with resources of the type {0} can’t be left.', types),
    ),
  );
};

/** InvitationStatus.Expired and its like: an invitation is answered once, and in time. */
export const invitationState: Rule = (subject) => {
  const { part, context } = subject;
  return part.changes.flatMap((change) => {
    if (change.kind !== 'accept' && change.kind !== 'reject') return [];
    const { id, shareName } = change.invitation;
    const known = context.invitation(part.scope, id);
    if (known === undefined) return [];
    const state = known === 'gone' ? 'cancelled' : known.status.state;
    const item = part.items.find(({ kind }) => kind === 'invitation');
    const [stated] = conditionsFor(subject, 'invitationState').filter(({ condition }) =>
      condition.states?.some((one) => one === state),
    );
    const name = shown(shareName);
    const message = {
      cancelled: t('The invitation to {0} has been taken back.', name),
      expired: t('The invitation to {0} has expired.', name),
      accepted: t('The invitation to {0} has been accepted already.', name),
      rejected: t('The invitation to {0} has been rejected already.', name),
      acceptFailed: undefined,
      pending: undefined,
      unknown: undefined,
    }[state];
    if (message === undefined || part.steps.length === 0) return [];
    if (stated)
      return [
        {
          ...refusedBy(subject, stated.condition, stated.kind, message, item),
          severity: 'refusal' as const,
        },
      ];
    return [
      {
        rule: 'invitationState',
        severity: known === 'gone' ? ('refusal' as const) : ('doubt' as const),
        code: 'invitationState',
        source: 'ListResourceShareInvitations',
        message,
        part: part.key,
      },
    ];
  });
};
