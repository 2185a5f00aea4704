import { t } from '@vscode/l10n';
import { shown } from '../../../model/untrusted-text.ts';
import { join } from '../rows/row.ts';
import type { TreeState } from '../rows/tree-state.ts';
import type { ArrangedTree } from './arranged-tree.ts';
import { unreadText } from './gathering-rows.ts';
import { isChoosing, type Filter, type Grouping, type Order } from './order.ts';
import { isPartlyKnown, unreadScopes } from './unread.ts';

/** What stands above the tree while not all of it is shown: how much is, and what that number rests on. */
export function lineFor(tree: ArrangedTree, state: TreeState): string | undefined {
  const { choice, order } = tree;
  if (!choice || !isChoosing(order)) return undefined;
  const found = choice.shares.length;
  const count = isPartlyKnown(state)
    ? t('{0} of at least {1} shares', found, choice.total)
    : t('{0} of {1} shares', found, choice.total);
  const query = shown(order.query).trim();
  const what = join([filtersText(order.filters), query && `“${query}”`]);
  const told = t('{0}: {1}', what, count);
  const unread = unreadText(unreadScopes(state).length);
  return unread === undefined ? told : t('{0}. {1}.', told, unread);
}

/** What stands beside the title: by what the shares are grouped and filtered. */
export function titleFor({ grouping, filters }: Order): string | undefined {
  const by = grouping === 'account' ? '' : groupingName(grouping);
  const text = join([by, filtersText(filters)]);
  return text === '' ? undefined : text;
}

function filtersText(filters: readonly Filter[]): string {
  const states = filters.filter((filter) => filter !== 'outside').map(filterName);
  const [one = '', other] = states;
  return join([
    other === undefined ? one : t('{0} or {1}', one, other),
    filters.includes('outside') ? filterName('outside') : '',
  ]);
}

export function groupingName(grouping: Grouping): string {
  switch (grouping) {
    case 'account':
      return t('By account');
    case 'region':
      return t('By region');
    case 'resourceType':
      return t('By resource type');
    case 'principal':
      return t('By principal');
    case 'status':
      return t('By status');
    case 'tag':
      return t('By tag');
  }
}

export function filterName(filter: Filter): string {
  switch (filter) {
    case 'failed':
      return t('Failed');
    case 'pending':
      return t('Pending');
    case 'outside':
      return t('Allows outside principals');
  }
}
