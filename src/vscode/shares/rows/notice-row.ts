import { t } from '@vscode/l10n';
import { partsFor } from '../../../inventory/completeness.ts';
import type { Snapshot } from '../../../inventory/snapshot.ts';
import { shown } from '../../../model/untrusted-text.ts';
import { countShares } from './counts.ts';
import { join, tokens, type Row, type RowOf } from './row.ts';
import { holdingOf, reasonOf } from './scope-words.ts';
import type { TreeState } from './tree-state.ts';

/** What the scope, or one of its two lists of shares, has to say in place of rows or above them. */
export function noticeRow({ owner, ...scope }: RowOf<'notice'>, state: TreeState): Row {
  const snapshot = state.snapshot(scope);
  if (owner !== undefined) {
    const { sure } = countShares(snapshot, owner, state);
    if (sure !== 'exact') return snapshot.loading ? loadingRow() : unknownRow(snapshot, owner);
    return plainRow(
      owner === 'other' ? t('Nothing is shared with this account here') : t('No shares here'),
    );
  }
  return snapshot.failure ? failureRow(snapshot, snapshot.failure) : loadingRow();
}

function loadingRow(): Row {
  const label = t('Loading…');
  return {
    ...plainRow(label),
    icon: { id: 'loading~spin' },
    context: tokens('notice', 'loading'),
  };
}

function failureRow(snapshot: Snapshot, { error }: NonNullable<Snapshot['failure']>): Row {
  const { kind, meaning, message, missingAction } = error.details;
  const label =
    kind === 'cancelled'
      ? t('Loading was cancelled')
      : kind === 'denied'
        ? t('Access denied')
        : (meaning ?? shown(message));
  const why =
    kind === 'denied'
      ? missingAction === undefined
        ? (meaning ?? shown(message))
        : t('{0} is missing', shown(missingAction))
      : '';
  const description = join([why, snapshot.loading ? t('trying again…') : heldText(snapshot)]);
  return {
    label,
    description,
    icon: snapshot.loading
      ? { id: 'loading~spin' }
      : kind === 'cancelled'
        ? { id: 'info' }
        : {
            id: kind === 'denied' ? 'lock' : 'warning',
            color: 'list.warningForeground',
          },
    context: tokens(
      'notice',
      snapshot.loading ? 'loading' : 'failed',
      kind === 'credentials' && 'refused',
    ),
    collapsible: 'none',
    spoken: join([label, description]),
  };
}

/** What the rows below a failure are worth. */
function heldText(snapshot: Snapshot): string {
  switch (holdingOf(snapshot)) {
    case 'nothing':
      return t('unknown, not empty');
    case 'part':
      return t('incomplete');
    case 'all':
      return t('not up to date');
  }
}

function unknownRow(snapshot: Snapshot, owner: 'self' | 'other'): Row {
  const [why] = partsFor(owner, 'share').flatMap((part) => reasonOf(snapshot, part) ?? []);
  const label = t('Unknown, not empty');
  return {
    ...plainRow(label),
    description: why ?? '',
    icon: { id: 'question', color: 'list.warningForeground' },
    context: tokens('notice', 'failed'),
    spoken: join([label, why ?? '']),
  };
}

function plainRow(label: string): Row {
  return {
    label,
    description: '',
    icon: { id: 'info' },
    context: tokens('notice'),
    collapsible: 'none',
    spoken: label,
  };
}
