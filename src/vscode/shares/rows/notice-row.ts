import { t } from '@vscode/l10n';
import { shown } from '../../../model/untrusted-text.ts';
import { join, tokens, type Row, type RowOf } from './row.ts';
import type { TreeState } from './tree-state.ts';

export function noticeRow(address: RowOf<'notice'>, state: TreeState): Row {
  const { failure, loading, loadedAt } = state.snapshot(address);
  const base = { context: tokens('notice'), collapsible: 'none' } as const;
  if (address.owner === undefined && loading && loadedAt === undefined) {
    const label = t('Loading…');
    return {
      ...base,
      label,
      description: '',
      icon: { id: 'loading~spin' },
      tooltip: () => [],
      spoken: label,
    };
  }
  if (address.owner === undefined && failure) {
    const { details } = failure.error;
    const label = details.meaning ?? shown(details.message);
    const description = loadedAt === undefined ? t('unknown, not empty') : t('not up to date');
    return {
      label,
      description,
      icon: { id: 'warning', color: 'list.warningForeground' },
      tooltip: () => [
        label,
        ...(details.advice === undefined ? [] : [details.advice]),
        t('Code: {0}', shown(details.code)),
        ...(details.requestId === undefined
          ? []
          : [t('Request id: {0}', shown(details.requestId))]),
      ],
      context: tokens('notice', 'failed'),
      collapsible: 'none',
      spoken: join([label, description]),
    };
  }
  const label =
    address.owner === 'other' ? t('Nothing is shared with this account here') : t('No shares here');
  return {
    ...base,
    label,
    description: '',
    icon: { id: 'info' },
    tooltip: () => [],
    spoken: label,
  };
}
