import { t } from '@vscode/l10n';
import type { Account } from '../../../model/account.ts';
import { principalKindText } from '../../../model/principal-kind.ts';
import type { Association } from '../../../model/share.ts';
import { shown } from '../../../model/untrusted-text.ts';
import type { TreeState } from './tree-state.ts';

/** An account id, with the user's own name for it where it is configured here. */
export function nameOfAccount(ownerId: string, near: Account, state: TreeState): string {
  const known = state.accounts.find(
    (account) => account.ownerId === ownerId && account.cloud === near.cloud,
  );
  return known ? t('{0} ({1})', shown(known.label), shown(ownerId)) : shown(ownerId);
}

/** The name that is unique in the whole cloud, as that cloud calls it. */
export function globalName(name: string, { cloud }: Account, state: TreeState): string {
  return state.abilities(cloud)?.resourceForm === 'urn'
    ? t('URN: {0}', shown(name))
    : t('ARN: {0}', shown(name));
}

export function principalKind(row: Association, account: Account, state: TreeState): string {
  const kind = kindOf(row, account, state);
  return kind ? principalKindText(kind) : shown(row.entityType);
}

/** Said of who is outside the organisation; a service of the cloud is nobody's account, whatever the row says. */
export function outsideText(row: Association, account: Account, state: TreeState): string {
  return row.external === true && kindOf(row, account, state) !== 'service'
    ? t('outside the organisation')
    : '';
}

function kindOf({ entityId }: Association, { cloud }: Account, state: TreeState) {
  return state
    .abilities(cloud)
    ?.principals.find(({ pattern }) => new RegExp(pattern, 'u').test(entityId))?.kind;
}
