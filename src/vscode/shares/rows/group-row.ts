import { t } from '@vscode/l10n';
import type { Account } from '../../../model/account.ts';
import { visible } from './lookup.ts';
import { tokens, type Row, type RowOf } from './row.ts';
import type { TreeState } from './tree-state.ts';

export function groupRow(address: RowOf<'group'>, account: Account, state: TreeState): Row {
  const snapshot = state.snapshot(address);
  const shares = [...snapshot.entries.values()].map(({ share }) => share);
  const count = visible(
    shares.filter(({ owner }) => owner === address.owner),
    state,
  ).length;
  const known = snapshot.loadedAt !== undefined || count > 0;
  const mine = address.owner === 'self';
  const label = mine ? t('Shared by me') : t('Shared with me');
  const description = known ? String(count) : '';
  return {
    label,
    description,
    icon: { id: mine ? 'export' : 'inbox' },
    tooltip: () => [
      mine
        ? t('Resource shares that this account owns')
        : t('Resource shares that others opened to this account'),
    ],
    context: tokens('group', address.owner, state.hasConsole(account.cloud) && 'console'),
    collapsible: mine ? 'expanded' : 'collapsed',
    spoken: known ? t('{0}, {1} shares', label, count) : label,
  };
}
