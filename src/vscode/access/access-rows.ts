import { t } from '@vscode/l10n';
import type { AccessPrincipal, AccessResource } from '../../inventory/access/access.ts';
import type { AccessIndex, GrantTo } from '../../inventory/access/access-index.ts';
import type { Standing } from '../../inventory/access/standing.ts';
import type { CloudId } from '../../model/account.ts';
import { isDead } from '../../model/status.ts';
import { shown } from '../../model/untrusted-text.ts';
import { isPartlyKnown } from '../shares/arrange/unread.ts';
import { cloudName } from '../shares/rows/cloud-name.ts';
import { numberText } from '../shares/rows/counts.ts';
import { join, tokens, type Row } from '../shares/rows/row.ts';
import type { TreeState } from '../shares/rows/tree-state.ts';
import { statusWord } from '../shares/status-words.ts';
import type { AccessMode, PrincipalGroup } from './access-address.ts';
import {
  grantIcon,
  grantWord,
  groupIcon,
  groupWord,
  kindOf,
  kindWord,
  principalName,
  resourceName,
  standingIn,
} from './access-words.ts';

export function typeRow(
  { cloud, type }: { readonly cloud: CloudId; readonly type: string },
  count: number,
  state: TreeState,
): Row {
  const label = shown(type);
  const clouds = new Set(state.accounts.map((account) => account.cloud));
  const description = join([countText(count, state), clouds.size > 1 ? cloudName(cloud) : '']);
  return {
    ...{ label, description, icon: { id: 'package' }, collapsible: 'collapsed' },
    context: tokens('type'),
    spoken: join([t('Resource type {0}', label), description]),
  };
}

export function resourceRow(resource: AccessResource, index: AccessIndex, state: TreeState): Row {
  const label = resourceName(resource);
  const count = index.principalCount(resource.key);
  const description = join([principalsText(count, state), regionOf(resource)]);
  return {
    ...{ label, description, icon: { id: 'key' } },
    collapsible: count === 0 ? 'none' : 'collapsed',
    context: tokens('resource', resource.arn !== undefined && 'arn'),
    spoken: join([label, description]),
  };
}

export function groupRow(group: PrincipalGroup, count: number, state: TreeState): Row {
  const label = groupWord(group);
  const description = countText(count, state);
  return {
    ...{ label, description, icon: groupIcon(group), collapsible: 'collapsed' },
    context: tokens('principals'),
    spoken: join([label, description]),
  };
}

export function principalRow(
  principal: AccessPrincipal,
  index: AccessIndex,
  state: TreeState,
): Row {
  const label = principalName(principal, state);
  const itself = index.resourceCount(principal.key);
  const within = index.withinCounts(principal);
  const standing = standingIn(index, state)(principal);
  const description = join([
    kindWord(principal, state),
    itself === 0 && within.length > 0 ? '' : resourcesText(itself, state),
    ...within.map(({ within, count }) =>
      t('{0} as a part of {1}', countText(count, state), principalName(within, state)),
    ),
    standingText(standing),
  ]);
  return {
    ...{ label, description, icon: groupIcon(kindOf(principal, state) ?? 'other') },
    collapsible: 'collapsed',
    context: tokens('principal', isOther(standing) && standing),
    spoken: join([label, description]),
  };
}

/** Below a resource the principal, below a principal the resource; and how the one comes to the other. */
export function grantRow(
  grant: GrantTo,
  below: AccessMode,
  index: AccessIndex,
  state: TreeState,
): Row {
  const { principal, resource, share, state: grantState, within } = grant;
  const name = shareName(grant);
  const label = below === 'resource' ? principalName(principal, state) : resourceName(resource);
  const description = join([
    grantWord(grantState),
    t('through {0}', name),
    permissionName(grant),
    below === 'resource' ? kindWord(principal, state) : shown(resource.type),
    within ? t('as a part of {0}', principalName(within, state)) : '',
    below === 'resource' && standingIn(index, state)(principal) === 'outside'
      ? t('outside the organisation')
      : '',
    below === 'principal' ? regionOf(resource) : '',
  ]);
  return {
    ...{ label, description, icon: grantIcon(grantState), collapsible: 'none' },
    context: tokens(
      'grant',
      share.entry.share.owner,
      below === 'principal' && resource.arn !== undefined && 'arn',
    ),
    spoken: join([label, description]),
  };
}

/** What a grant says when it is pointed at: lines of plain text. */
export function grantLines(grant: GrantTo, state: TreeState): readonly string[] {
  const { share, resource, principal, resourceRow: row, principalRow: other, within } = grant;
  const account = state.accounts.find(({ id }) => id === share.scope.accountId);
  const failure = [...row.failures, ...(other?.failures ?? [])].find(
    ({ entityId }) => entityId === principal.id || entityId === resource.id,
  );
  return [
    t('{0} for {1}', resourceName(resource), principalName(principal, state)),
    t('Resource share: {0}', shareName(grant)),
    t('Seen by: {0}', join([shown(account?.label ?? ''), shown(share.scope.region)])),
    ...(within ? [t('Given to {0}, which it is a part of', principalName(within, state))] : []),
    t('Resource: {0}', statusWord(row.status)),
    other
      ? t('Principal: {0}', statusWord(other.status))
      : t('Only the receiver sees this share: the cloud does not tell who else receives it.'),
    ...(failure
      ? [
          state.explainFailure(resource.cloud, failure.reason) ?? '',
          shown(join([failure.reason, failure.description])),
        ].filter((line) => line !== '')
      : []),
  ];
}

export function shareName({ share }: Pick<GrantTo, 'share'>): string {
  const { name, id } = share.entry.share;
  return shown(name).trim() || shown(id);
}

function permissionName({ share, resource }: GrantTo): string {
  const permission = share.entry.permissions?.find(
    ({ resourceType, status }) => resourceType === resource.type && !isDead(status),
  );
  return permission ? shown(permission.name) : '';
}

/** A URN names the region of its resource; else it is that of the scope. */
function regionOf({ id, arn, region }: AccessResource): string {
  return shown(arn === id ? (id.split(':')[1] ?? region) : region);
}

/** Whether the list of allowed principals may have it. */
function isOther(standing: Standing): boolean {
  return standing === 'outside' || standing === 'service';
}

function standingText(standing: Standing): string {
  switch (standing) {
    case 'outside':
      return t('outside the organisation');
    case 'unknown':
      return t('not known whether outside');
    case 'inside':
    case 'service':
      return '';
  }
}

function countText(count: number, state: TreeState): string {
  return numberText({ count, sure: isPartlyKnown(state) ? 'atLeast' : 'exact' });
}

/** How many principals, as far as is known. */
export function principalsText(count: number, state: TreeState): string {
  if (isPartlyKnown(state)) {
    return count === 1 ? t('at least 1 principal') : t('at least {0} principals', count);
  }
  if (count === 0) return t('nobody');
  return count === 1 ? t('1 principal') : t('{0} principals', count);
}

/** How many resources, as far as is known. */
export function resourcesText(count: number, state: TreeState): string {
  if (isPartlyKnown(state)) {
    return count === 1 ? t('at least 1 resource') : t('at least {0} resources', count);
  }
  return count === 1 ? t('1 resource') : t('{0} resources', count);
}
