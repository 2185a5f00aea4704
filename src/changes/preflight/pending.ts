import { t } from '@vscode/l10n';
import { findStateRow, mayBeInvited } from '../share-state.ts';
import { conditionsFor, refusedBy, type Rule } from './finding.ts';

/** DeleteResourceShareConflict and its like: something in the share is still being added or removed. */
export const pendingInShare: Rule = (subject) => {
  const { before } = subject;
  if (!before) return [];
  return conditionsFor(subject, 'pendingInShare').flatMap(({ condition, kind }) => {
    const pending = [...before.resources, ...before.principals].filter(({ state }) =>
      condition.states?.some((one) => one === state),
    ).length;
    if (pending === 0) return [];
    const message =
      pending === 1
        ? t('1 item of the share is still being added or removed; the call waits for it.')
        : t(
            '{0} items of the share are still being added or removed; the call waits for them.',
            pending,
          );
    return [refusedBy(subject, condition, kind, message)];
  });
};

/** AssociateConflict and DisassociateConflict: the same thing is still on its way in or out. */
export const pendingEntity: Rule = (subject) => {
  const { part, before } = subject;
  if (!before) return [];
  return conditionsFor(subject, 'pendingEntity').flatMap(({ condition, kind }) =>
    part.items
      .filter(({ step }) => step !== undefined && part.steps[step]?.kind === kind)
      .flatMap((item) => {
        const rows = item.kind === 'resource' ? before.resources : before.principals;
        const row =
          item.kind === 'resource'
            ? findStateRow(rows, item)
            : rows.find(({ id }) => item.kind === 'principal' && id === item.id);
        if (!row || !condition.states?.some((state) => state === row.state)) return [];
        // An unanswered invitation is withdrawn, which needs no waiting (ListResourceShareInvitations).
        if (kind === 'disassociate' && item.kind === 'principal' && mayBeInvited(row)) return [];
        const message =
          kind === 'associate'
            ? t('This is being removed from the share. The call waits until it is out.')
            : t('This is still being added to the share. The call waits until it is in.');
        return [refusedBy(subject, condition, kind, message, item)];
      }),
  );
};

/**
 * DisassociateInvalid: what has failed to get in may not count as being in the share. Where the cloud does not say
 * what has failed, nobody knows; what could not be taken out is in it.
 */
export const failedRow: Rule = (subject) => {
  const { part, before } = subject;
  if (!before) return [];
  return conditionsFor(subject, 'notInShare').flatMap(({ condition, kind }) =>
    part.items
      .filter(
        ({ effect, kind: of }) => effect === 'gone' && (of === 'resource' || of === 'principal'),
      )
      .flatMap((item) => {
        const rows = item.kind === 'resource' ? before.resources : before.principals;
        const row = rows.find(({ id, state }) => id === item.id && state === 'failed');
        if (!row || row.failed === 'removing') return [];
        const message =
          row.failed === 'adding'
            ? t(
                'Adding this has failed: the cloud may not count it as being in the share, and removes the record by itself after a while.',
              )
            : t(
                'It is not known whether adding or removing this has failed: the cloud may not count it as being in the share. Who has access by it loses it.',
              );
        const finding = refusedBy(subject, condition, kind, message, item);
        return [{ ...finding, severity: 'doubt' as const }];
      }),
  );
};
