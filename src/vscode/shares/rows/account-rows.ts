import { t } from '@vscode/l10n';
import type { Account } from '../../../model/account.ts';
import { shown } from '../../../model/untrusted-text.ts';
import { cloudName } from './names.ts';
import { join, tokens, type Row, type RowOf } from './row.ts';
import { ageText } from './scope-words.ts';
import type { TreeState } from './tree-state.ts';

export function accountRow(account: Account, state: TreeState): Row {
  const [only, ...more] = account.regions;
  const single = only !== undefined && more.length === 0;
  const scopeText = single
    ? ageText(state.snapshot({ accountId: account.id, region: only }), state)
    : '';
  const description = join([
    cloudName(account.cloud),
    account.sandbox === true ? t('sandbox') : '',
    single && state.abilities(account.cloud)?.regional === true ? only : '',
    scopeText,
  ]);
  return {
    label: shown(account.label),
    description,
    icon: { id: account.sandbox === true ? 'beaker' : 'account' },
    tooltip: () => [
      t('{0} account {1}', cloudName(account.cloud), account.ownerId),
      ...(state.abilities(account.cloud)?.regional === true
        ? [t('Regions: {0}', account.regions.join(', '))]
        : []),
      ...(account.sandbox === true ? [t('Demo account of the local sandbox')] : []),
    ],
    context: tokens('account', account.sandbox === true && 'sandbox'),
    collapsible: state.accounts[0]?.id === account.id ? 'expanded' : 'collapsed',
    spoken: join([t('Account {0}', shown(account.label)), description]),
  };
}

export function regionRow(address: RowOf<'region'>, account: Account, state: TreeState): Row {
  const snapshot = state.snapshot(address);
  const description = join([
    state.regionName(account.cloud, address.region) ?? '',
    ageText(snapshot, state),
  ]);
  return {
    label: address.region,
    description,
    icon: { id: 'globe' },
    tooltip: () => [
      address.region,
      ...(snapshot.loadedAt === undefined
        ? []
        : [t('Read at {0}', state.formatTime(snapshot.loadedAt))]),
    ],
    context: tokens('region'),
    collapsible: account.regions[0] === address.region ? 'expanded' : 'collapsed',
    spoken: join([t('Region {0}', address.region), description]),
  };
}
