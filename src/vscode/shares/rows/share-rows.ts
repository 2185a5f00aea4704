import { t } from '@vscode/l10n';
import type { ShareEntry } from '../../../inventory/snapshot.ts';
import type { Account } from '../../../model/account.ts';
import type { ResourceShare } from '../../../model/share.ts';
import { shown } from '../../../model/untrusted-text.ts';
import { statusIcon, statusWord } from '../status-words.ts';
import { visible } from './lookup.ts';
import { globalName, nameOfAccount } from './names.ts';
import { join, tokens, type Row, type RowOf } from './row.ts';
import type { TreeState } from './tree-state.ts';

export function shareRow(entry: ShareEntry, account: Account, state: TreeState): Row {
  const { share } = entry;
  const resources = visible(entry.resources, state);
  const principals = visible(entry.principals, state);
  const failed = [...resources, ...principals].filter(
    (row) => row.status.state === 'failed',
  ).length;
  const word = statusWord(share.status);
  const description = join([
    word,
    resources.length === 1 ? t('1 resource') : t('{0} resources', resources.length),
    share.owner === 'other'
      ? ''
      : principals.length === 1
        ? t('1 principal')
        : t('{0} principals', principals.length),
    failed > 0 ? t('{0} failed', failed) : '',
  ]);
  return {
    label: shown(share.name).trim() || shown(share.id),
    description,
    icon:
      failed > 0 && share.status.state === 'active'
        ? { id: 'warning', color: 'list.warningForeground' }
        : statusIcon(share.status),
    tooltip: () => shareTooltip(share, account, state),
    context: tokens(
      'share',
      share.owner,
      state.hasConsole(account.cloud) && 'console',
      share.arn !== undefined && 'arn',
      (share.status.state === 'active' || share.status.state === 'pending') && 'open',
    ),
    collapsible: 'collapsed',
    spoken: join([t('Resource share {0}', shown(share.name)), description]),
  };
}

function shareTooltip(share: ResourceShare, account: Account, state: TreeState): readonly string[] {
  return [
    shown(share.name),
    t('Id: {0}', share.id),
    ...(share.arn === undefined ? [] : [globalName(share.arn, account, state)]),
    t('Owner: {0}', nameOfAccount(share.ownerId, account, state)),
    t('Status: {0}', statusWord(share.status)),
    ...(share.allowExternal === undefined
      ? []
      : [
          share.allowExternal
            ? t('Allows principals outside the organisation')
            : t('Only principals of the organisation'),
        ]),
    ...(share.description ? [shown(share.description)] : []),
    ...share.tags.map(({ key, value }) => t('Tag {0}: {1}', shown(key), shown(value))),
    t('Created: {0}', state.formatTime(share.createdAt)),
    t('Updated: {0}', state.formatTime(share.updatedAt)),
  ];
}

export function sideRow(address: RowOf<'side'>, entry: ShareEntry, state: TreeState): Row {
  const rows = visible(address.side === 'resource' ? entry.resources : entry.principals, state);
  const label = address.side === 'resource' ? t('Resources') : t('Principals');
  return {
    label,
    description: String(rows.length),
    icon: { id: address.side === 'resource' ? 'package' : 'organization' },
    tooltip: () => [label],
    context: tokens(
      'side',
      address.side,
      address.owner,
      (entry.share.status.state === 'active' || entry.share.status.state === 'pending') && 'open',
    ),
    collapsible: rows.length === 0 ? 'none' : 'collapsed',
    spoken: `${label}, ${rows.length}`,
  };
}
