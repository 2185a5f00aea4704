import { t } from '@vscode/l10n';
import type { Snapshot } from '../../../inventory/snapshot.ts';
import type { Account } from '../../../model/account.ts';
import { shown } from '../../../model/untrusted-text.ts';
import { countShares, sharesText, sum } from './counts.ts';
import { cloudName } from './names.ts';
import { join, tokens, type Row, type RowOf } from './row.ts';
import { holdingOf, isFilling, stateText } from './scope-words.ts';
import type { TreeState } from './tree-state.ts';

export function accountRow(account: Account, state: TreeState): Row {
  const { regions } = account;
  const snapshots = regions.map((region) => state.snapshot({ accountId: account.id, region }));
  const [only, ...more] = snapshots;
  const single = more.length === 0 ? only : undefined;
  const regional = state.abilities(account.cloud)?.regional === true;
  const description = join([
    cloudName(account.cloud),
    account.sandbox === true ? t('sandbox') : '',
    single && regional ? single.scope.region : '',
    ...(single ? scopeTexts(single, state) : regionsTexts(snapshots, state)),
  ]);
  return {
    label: shown(account.label),
    description,
    icon: { id: account.sandbox === true ? 'beaker' : 'account' },
    context: tokens(
      'account',
      account.sandbox === true && 'sandbox',
      snapshots.some(isFilling) && 'loading',
    ),
    collapsible: state.accounts[0]?.id === account.id ? 'expanded' : 'collapsed',
    spoken: join([t('Account {0}', shown(account.label)), description]),
  };
}

export function regionRow(address: RowOf<'region'>, account: Account, state: TreeState): Row {
  const snapshot = state.snapshot(address);
  const description = join([
    state.regionName(account.cloud, address.region) ?? '',
    ...scopeTexts(snapshot, state),
  ]);
  return {
    label: address.region,
    description,
    icon:
      snapshot.failure && !snapshot.loading
        ? { id: 'warning', color: 'list.warningForeground' }
        : { id: 'globe' },
    context: tokens('region', isFilling(snapshot) && 'loading'),
    collapsible: account.regions[0] === address.region ? 'expanded' : 'collapsed',
    spoken: join([t('Region {0}', address.region), description]),
  };
}

/** How many shares there are, as far as they are known, and how the scope stands. While it fills its lists count. */
function scopeTexts(snapshot: Snapshot, state: TreeState): readonly string[] {
  const count =
    holdingOf(snapshot) === 'nothing' || isFilling(snapshot)
      ? ''
      : sharesText(countShares(snapshot, undefined, state));
  return [count, stateText(snapshot, state)];
}

/** The same for several regions together. */
function regionsTexts(snapshots: readonly Snapshot[], state: TreeState): readonly string[] {
  if (snapshots.some(isFilling)) return [t('loading…')];
  const broken = snapshots.filter(({ failure }) => failure);
  const [first, ...more] = broken;
  const [text] = first
    ? more.length === 0
      ? [t('{0}: {1}', first.scope.region, stateText(first, state))]
      : [t('{0} regions not up to date', broken.length)]
    : snapshots
        .flatMap(({ asOf }) => (asOf === undefined ? [] : [asOf]))
        .toSorted(ascending)
        .map((asOf) => t('as of {0}', state.formatTime(asOf)));
  if (snapshots.every((snapshot) => holdingOf(snapshot) === 'nothing')) {
    return [text ?? t('unknown')];
  }
  const count = sum(snapshots.map((snapshot) => countShares(snapshot, undefined, state)));
  return [sharesText(count), text ?? ''];
}

function ascending(some: number, other: number): number {
  return some - other;
}
