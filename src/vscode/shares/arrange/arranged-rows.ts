import { t } from '@vscode/l10n';
import { shown } from '../../../model/untrusted-text.ts';
import type { Address } from '../address.ts';
import { countRows } from '../rows/share-counts.ts';
import { join, type Row, type RowOf } from '../rows/row.ts';
import type { TreeState } from '../rows/tree-state.ts';
import type { Choice } from './choice.ts';

/**
 * A row of the plain tree as it reads among those that were looked for.
 * @param open whether they are so few that they show themselves
 */
export function searchedRow(
  address: Address,
  row: Row,
  choice: Choice,
  open: boolean,
  state: TreeState,
): Row {
  switch (address.kind) {
    case 'account':
    case 'region':
      return opened(row, true);
    case 'group':
      return opened(withPart(row, choice.countOf(address, address.owner)), true);
    case 'share':
      // One that was found by its own name has nothing more to show.
      return opened(row, open && (choice.find(address, address.shareId)?.missing.length ?? 0) > 0);
    case 'side': {
      const chosen = choice.find(address, address.shareId);
      if (!chosen) return row;
      const { length } = choice.rowsOf(chosen, address.side);
      const { count } = countRows(chosen.entry, address.side, state.snapshot(address), state);
      const isFound = length < count || chosen.missing.length > 0;
      return opened(length === count ? row : withPart(row, length), open && isFound);
    }
    case 'association':
    case 'failure':
    case 'permissions':
    case 'permission':
    case 'notice':
      return row;
  }
}

/** A share's row where its account and region do not stand above it. */
export function withAccount(row: Row, address: RowOf<'share'>, state: TreeState): Row {
  const account = state.accounts.find(({ id }) => id === address.accountId);
  const regional = account !== undefined && state.abilities(account.cloud)?.regional !== false;
  const where = [
    address.owner === 'other' ? t('Shared with me') : '',
    shown(account?.label ?? ''),
    regional ? address.region : '',
  ];
  return {
    ...row,
    description: join([...where, row.description]),
    spoken: join([row.spoken, ...where]),
  };
}

function withPart(row: Row, count: number): Row {
  return {
    ...row,
    description: t('{0} of {1}', count, row.description),
    spoken: t('{0}, {1} shown', row.spoken, count),
  };
}

function opened(row: Row, open: boolean): Row {
  return open && row.collapsible !== 'none' ? { ...row, collapsible: 'expanded' } : row;
}
