import { t } from '@vscode/l10n';
import type { Snapshot } from '../../../inventory/snapshot.ts';
import { type Account, isWritable } from '../../../model/account.ts';
import { shown } from '../../../model/untrusted-text.ts';
import { countShares, sharesText, sum } from './counts.ts';
import { cloudName } from './cloud-name.ts';
import { join, tokens, type Row, type RowOf } from './row.ts';
import { holdingOf, isFilling, stateText } from './scope-words.ts';
import type { TreeState } from './tree-state.ts';

export function accountRow(account: Account, state: TreeState): Row {
  const { cloud, regions } = account;
  const snapshots = regions.map((region) => state.snapshot({ accountId: account.id, region }));
  const [only, ...more] = snapshots;
  const single = more.length === 0 ? only : undefined;
  const always = [
    cloudName(cloud),
    account.sandbox === true ? t('sandbox') : '',
    account.production === true ? t('production') : '',
    writingText(account, state),
    expiryText(account, state),
    single && state.abilities(cloud)?.regional === true ? single.scope.region : '',
  ];
  const says = (isOpen: boolean): Pick<Row, 'description' | 'context' | 'spoken'> => {
    const texts = single
      ? scopeTexts(single, isOpen, state)
      : isOpen
        ? []
        : regionsTexts(snapshots, state);
    const description = join([...always, ...texts]);
    return {
      description,
      context: tokens(
        'account',
        account.sandbox === true && 'sandbox',
        isWritable(account) ? 'writable' : 'readonly',
        !isOpen && snapshots.some(isFilling) && 'loading',
      ),
      spoken: join([t('Account {0}', shown(account.label)), description]),
    };
  };
  return {
    label: shown(account.label),
    icon: { id: account.sandbox === true ? 'beaker' : 'account' },
    collapsible: state.accounts[0]?.id === account.id ? 'expanded' : 'collapsed',
    ...says(false),
    open: says(true),
  };
}

/** Says nothing of an account that may write for good: that is what most people expect. */
function writingText(account: Account, state: TreeState): string {
  const { writing } = account;
  if (!isWritable(account)) return t('read-only');
  return typeof writing === 'object' ? t('writing until {0}', state.formatTime(writing.until)) : '';
}

function expiryText({ id }: Account, state: TreeState): string {
  const at = state.expiresAt?.(id);
  return at === undefined ? '' : t('keys until {0}', state.formatTime(at));
}

export function regionRow(address: RowOf<'region'>, account: Account, state: TreeState): Row {
  const snapshot = state.snapshot(address);
  const name = state.regionName(account.cloud, address.region) ?? '';
  const says = (isOpen: boolean): Pick<Row, 'description' | 'context' | 'spoken'> => {
    const description = join([name, ...scopeTexts(snapshot, isOpen, state)]);
    return {
      description,
      context: tokens('region', !isOpen && isFilling(snapshot) && 'loading'),
      spoken: join([t('Region {0}', address.region), description]),
    };
  };
  return {
    label: address.region,
    icon:
      snapshot.failure && !snapshot.loading
        ? { id: 'warning', color: 'list.warningForeground' }
        : { id: 'globe' },
    collapsible: account.regions[0] === address.region ? 'expanded' : 'collapsed',
    ...says(false),
    open: says(true),
  };
}

/** How many shares there are, as far as they are known, and how the scope stands. */
function scopeTexts(snapshot: Snapshot, isOpen: boolean, state: TreeState): readonly string[] {
  const { failure, asOf } = snapshot;
  if (isOpen) return failure || asOf !== undefined ? [stateText(snapshot, state)] : [];
  const isCounted = holdingOf(snapshot) !== 'nothing' && !isFilling(snapshot);
  return [
    isCounted ? sharesText(countShares(snapshot, undefined, state)) : '',
    stateText(snapshot, state),
  ];
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
