import { t } from '@vscode/l10n';
import type { Account } from '../../../model/account.ts';
import type { Association, ShareOwner } from '../../../model/share.ts';
import { shown } from '../../../model/untrusted-text.ts';
import { reasonsOf } from './lookup.ts';
import { nameOfAccount, outsideText, principalKind } from './names.ts';
import { isRemovable } from './removable.ts';
import { join, tokens, type Row, type RowOf } from './row.ts';
import { standingOfRow } from './stuck.ts';
import type { TreeState } from './tree-state.ts';

export function associationRow(
  row: Association,
  address: RowOf<'association'>,
  account: Account,
  state: TreeState,
): Row {
  const { owner } = address;
  const { text: status, icon } = standingOfRow(row, address, state);
  const urn = urnParts(row);
  const label =
    row.kind === 'principal'
      ? nameOfAccount(row.entityId, account, state)
      : shown(urn?.id ?? row.entityId);
  const reasons = reasonsOf(row);
  const reason = reasons.find((one) => one.reason !== '')?.reason ?? reasons[0]?.description;
  const description = join([
    row.kind === 'principal' ? principalKind(row, account, state) : shown(row.entityType),
    shown(urn?.region ?? ''),
    reason === undefined ? status : t('{0}: {1}', status, shown(reason)),
    outsideText(row, account, state),
  ]);
  const isFailed = owner === 'self' && row.status.state === 'failed';
  return {
    label,
    description,
    icon,
    context: tokens(
      'association',
      row.kind,
      row.arn !== undefined && 'arn',
      owner === 'self' && isRemovable(row) && 'removable',
      canBeAccepted(row, owner, account, state) && 'acceptable',
      isFailed && 'failed',
      isFailed && retryHelps(row, account, state) && 'helps',
    ),
    collapsible: reasons.length > 0 ? 'expanded' : 'none',
    spoken: join([label, description]),
  };
}

/** False where nothing but a correction can help, as far as the cloud has published why. */
function retryHelps({ failures }: Association, { cloud }: Account, state: TreeState): boolean {
  const answers = failures.map(({ reason }) => state.retryHelps?.(cloud, reason));
  return answers.length === 0 || answers.some((helps) => helps !== false);
}

/** Somebody who is invited, and whose account is configured here. */
function canBeAccepted(
  row: Association,
  owner: ShareOwner,
  { cloud }: Account,
  { accounts }: TreeState,
): boolean {
  return (
    owner === 'self' &&
    row.kind === 'principal' &&
    row.status.state === 'associating' &&
    accounts.some((one) => one.cloud === cloud && one.ownerId === row.entityId)
  );
}

export function failureRow(
  index: number,
  association: Association,
  account: Account,
  state: TreeState,
): Row | undefined {
  const failure = reasonsOf(association)[index];
  if (!failure) return undefined;
  const meaning = state.explainFailure(account.cloud, failure.reason);
  const label = meaning ?? shown(failure.description === '' ? failure.reason : failure.description);
  const other = failure.entityId;
  const description = join([
    shown(failure.reason),
    other === undefined
      ? ''
      : t(
          'with {0}',
          association.kind === 'resource' ? nameOfAccount(other, account, state) : shown(other),
        ),
  ]);
  return {
    label,
    description,
    icon: { id: 'info', color: 'list.errorForeground' },
    context: tokens('failure'),
    collapsible: 'none',
    spoken: join([t('Reason: {0}', label), description]),
  };
}

/**
 * Region and own id of a resource that is named by its URN alone: `service:region:account:type:id`, where the id may
 * hold more colons (reference of Huawei Cloud, section 3).
 */
function urnParts({
  kind,
  entityId,
  arn,
}: Association): { region: string; id: string } | undefined {
  if (kind !== 'resource' || arn !== entityId) return undefined;
  const [, region, , , ...id] = entityId.split(':');
  return region === undefined || id.length === 0 ? undefined : { region, id: id.join(':') };
}
