import { t } from '@vscode/l10n';
import { isDead } from '../../../model/status.ts';
import type { ShareEntry } from '../../../inventory/snapshot.ts';
import { shown } from '../../../model/untrusted-text.ts';
import type { Place, TreeAddress } from '../address.ts';
import { numberText, sharesText } from '../rows/counts.ts';
import { associationAt, entryAt, failedCount } from '../rows/lookup.ts';
import { join, tokens, type Row } from '../rows/row.ts';
import type { TreeState } from '../rows/tree-state.ts';
import { statusIcon, type RowIcon } from '../status-words.ts';
import type { FoundShare } from '../../../inventory/index/inventory-index.ts';
import { headingName, statusOf, type Groups } from './headings.ts';
import { isGrouping, type Grouping } from './order.ts';
import { isPartlyKnown } from './unread.ts';

/** The row above the shares that have something in common. */
export function headingRow(
  { by, value = '' }: Place,
  shares: readonly FoundShare[],
  open: boolean,
  state: TreeState,
): Row | undefined {
  if (!isGrouping(by)) return undefined;
  const partly = isPartlyKnown(state, by === 'region' ? value : undefined);
  const count = { count: shares.length, sure: partly ? 'atLeast' : 'exact' } as const;
  const [first] = shares;
  const cloud = state.accounts.find(({ id }) => id === first?.scope.accountId)?.cloud;
  const label = headingName(by, value, shares, state);
  const regionName = by === 'region' && cloud ? (state.regionName(cloud, value) ?? '') : '';
  return {
    label,
    description: join([regionName, numberText(count)]),
    icon: iconOf(by, value),
    context: tokens('heading'),
    collapsible: open ? 'expanded' : 'collapsed',
    spoken: join([label, regionName, sharesText(count)]),
  };
}

/** The row above some of very many rows. */
export function bucketRow(
  [from, to]: readonly [from: string, to: string],
  count: number,
  failed: number,
  open: boolean,
): Row {
  const label = t('{0} … {1}', shown(from), shown(to));
  const description = join([String(count), failed > 0 ? t('{0} failed', failed) : '']);
  return {
    label,
    description,
    icon: failed > 0 ? { id: 'warning', color: 'list.warningForeground' } : { id: 'list-flat' },
    context: tokens('bucket'),
    collapsible: open ? 'expanded' : 'collapsed',
    spoken: join([t('From {0} to {1}', shown(from), shown(to)), description]),
  };
}

/** The row that says that there is more to read. */
export function unreadRow(scopes: number): Row | undefined {
  const label = unreadText(scopes);
  if (label === undefined) return undefined;
  return {
    label,
    description: '',
    icon: { id: 'info' },
    context: tokens('unread'),
    collapsible: 'none',
    spoken: label,
  };
}

export function unreadText(scopes: number): string | undefined {
  if (scopes === 0) return undefined;
  return scopes === 1 ? t('1 region is not read yet') : t('{0} regions are not read yet', scopes);
}

/** Whether something below a row has failed. */
export function hasFailed(address: TreeAddress, groups: Groups, state: TreeState): boolean {
  switch (address.kind) {
    case 'heading':
      return (groups.get(address.place.value ?? '') ?? []).some(({ entry }) => hasFailedRow(entry));
    case 'share': {
      const entry = entryAt(address, state);
      return entry !== undefined && hasFailedRow(entry);
    }
    case 'association':
      return associationAt(address, state)?.status.state === 'failed';
    default:
      return false;
  }
}

function hasFailedRow(entry: ShareEntry): boolean {
  return !isDead(entry.share.status) && failedCount(entry) > 0;
}

function iconOf(by: Grouping, value: string): RowIcon {
  switch (by) {
    case 'account':
      return { id: 'account' };
    case 'region':
      return { id: 'globe' };
    case 'resourceType':
      return { id: 'package' };
    case 'principal':
      return { id: 'organization' };
    case 'status':
      return statusIcon(statusOf(value));
    case 'tag':
      return { id: 'tag' };
  }
}
