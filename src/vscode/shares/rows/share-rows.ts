import { t } from '@vscode/l10n';
import { rowsPart } from '../../../inventory/completeness.ts';
import type { ShareEntry } from '../../../inventory/snapshot.ts';
import type { Account } from '../../../model/account.ts';
import { shown } from '../../../model/untrusted-text.ts';
import { numberText, type Count } from './counts.ts';
import { failedCount } from './lookup.ts';
import { join, tokens, type Row, type RowOf } from './row.ts';
import { isFilling, reasonOf } from './scope-words.ts';
import { countRows, principalsText, resourcesText } from './share-counts.ts';
import { standingOfShare, stuckCount } from './stuck.ts';
import type { TreeState } from './tree-state.ts';

export function shareRow(
  address: RowOf<'share'>,
  entry: ShareEntry,
  account: Account,
  state: TreeState,
): Row {
  const { share } = entry;
  const name = shown(share.name);
  const failed = failedCount(entry);
  const stuck = stuckCount(entry, address, state);
  const { text: status, icon } = standingOfShare(share, address, state);
  const snapshot = state.snapshot(address);
  const resources = countRows(entry, 'resource', snapshot, state);
  const principals = countRows(entry, 'principal', snapshot, state);
  // Rows come after their shares: a number that grows would only be read wrongly.
  const isSaid = ({ sure }: Count): boolean => sure === 'exact' || !isFilling(snapshot);
  const description = join([
    status,
    isSaid(resources) ? resourcesText(resources) : '',
    share.owner === 'self' && isSaid(principals) ? principalsText(principals) : '',
    failed > 0 ? t('{0} failed', failed) : '',
    stuck > 0 ? t('{0} pending for over 30 min', stuck) : '',
  ]);
  return {
    label: name.trim() || shown(share.id),
    description,
    icon:
      failed > 0 && share.status.state === 'active'
        ? { id: 'warning', color: 'list.warningForeground' }
        : icon,
    context: tokens(
      'share',
      share.owner,
      state.hasConsole(account.cloud) && 'console',
      share.arn !== undefined && 'arn',
      state.abilities(account.cloud)?.resourceGroups === true && 'grouped',
      (share.status.state === 'active' || share.status.state === 'pending') && 'open',
    ),
    collapsible: 'collapsed',
    spoken: join([t('Resource share {0}', name), description]),
  };
}

export function sideRow(address: RowOf<'side'>, entry: ShareEntry, state: TreeState): Row {
  const snapshot = state.snapshot(address);
  const counted = countRows(entry, address.side, snapshot, state);
  const label = address.side === 'resource' ? t('Resources') : t('Principals');
  const why = reasonOf(snapshot, rowsPart(address.owner, address.side));
  const description =
    counted.sure !== 'unknown'
      ? numberText(counted)
      : isFilling(snapshot)
        ? t('loading…')
        : (why ?? t('unknown'));
  return {
    label,
    description,
    icon: { id: address.side === 'resource' ? 'package' : 'organization' },
    context: tokens(
      'side',
      address.side,
      address.owner,
      (entry.share.status.state === 'active' || entry.share.status.state === 'pending') && 'open',
    ),
    collapsible: counted.count === 0 ? 'none' : 'collapsed',
    spoken: `${label}, ${description}`,
  };
}
