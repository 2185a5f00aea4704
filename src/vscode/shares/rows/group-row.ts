import { t } from '@vscode/l10n';
import { partsFor } from '../../../inventory/completeness.ts';
import type { Account } from '../../../model/account.ts';
import { countShares, numberText, sharesText } from './counts.ts';
import { tokens, type Row, type RowOf } from './row.ts';
import { isFilling, reasonOf } from './scope-words.ts';
import type { TreeState } from './tree-state.ts';

export function groupRow(address: RowOf<'group'>, account: Account, state: TreeState): Row {
  const snapshot = state.snapshot(address);
  const { owner } = address;
  const mine = owner === 'self';
  const label = mine ? t('Shared by me') : t('Shared with me');
  const counted = countShares(snapshot, owner, state);
  const unknown = counted.sure === 'unknown';
  const why = partsFor(owner, 'share').map((part) => reasonOf(snapshot, part));
  const without = isFilling(snapshot)
    ? ''
    : (why.find((text) => text !== undefined) ?? t('unknown'));
  return {
    label,
    description: unknown ? without : numberText(counted),
    icon: { id: mine ? 'export' : 'inbox' },
    context: tokens('group', owner, state.hasConsole(account.cloud) && 'console'),
    collapsible: mine ? 'expanded' : 'collapsed',
    spoken: [label, unknown ? without : sharesText(counted)].filter(Boolean).join(', '),
  };
}
