import { t } from '@vscode/l10n';
import { scopeParts, type ScopePart, type Snapshot } from '../../../inventory/snapshot.ts';
import type { Account, Scope } from '../../../model/account.ts';
import type { SharePermission } from '../../../model/permission.ts';
import type { Association, ResourceShare } from '../../../model/share.ts';
import { shown } from '../../../model/untrusted-text.ts';
import type { Address } from '../address.ts';
import { statusWord } from '../status-words.ts';
import { cloudName } from './cloud-name.ts';
import { associationAt, entryAt, permissionAt, reasonsOf } from './lookup.ts';
import { globalName, nameOfAccount } from './names.ts';
import { rowAt } from './row-at.ts';
import { standingOfRow, standingOfShare, type Standing } from './stuck.ts';
import type { TreeState } from './tree-state.ts';

/** What a row says when it is pointed at: lines of plain text, safe to show. Loads when the first row is. */
export function tooltipAt(address: Address, state: TreeState): readonly string[] {
  const account = state.accounts.find(({ id }) => id === address.accountId);
  const row = rowAt(address, state);
  if (!account || !row) return [];
  switch (address.kind) {
    case 'account':
      return accountLines(account, state);
    case 'region':
      return [address.region, ...scopeLines(address, state)];
    case 'group':
      return [
        address.owner === 'self'
          ? t('Resource shares that this account owns')
          : t('Resource shares that others opened to this account'),
        ...brokenLines(state.snapshot(address)),
      ];
    case 'notice': {
      const { failure } = state.snapshot(address);
      return failure ? unique([row.label, ...failureLines(failure.error)]) : [];
    }
    case 'share': {
      const share = entryAt(address, state)?.share;
      return share ? shareLines(share, address, account, state) : [];
    }
    case 'side':
      return [row.label, ...brokenLines(state.snapshot(address))];
    case 'permissions':
      return [
        t('What principals may do with the resources, one permission for each type.'),
        ...brokenLines(state.snapshot(address)),
      ];
    case 'permission': {
      const permission = permissionAt(address, state);
      return permission ? permissionLines(permission, state) : [];
    }
    case 'association': {
      const association = associationAt(address, state);
      return association ? associationLines(association, address, account, state) : [];
    }
    case 'failure': {
      const association = associationAt(address, state);
      const failure = association && reasonsOf(association)[address.index];
      return unique([row.label, row.description, shown(failure?.description ?? '')]);
    }
  }
}

function accountLines(account: Account, state: TreeState): readonly string[] {
  const { cloud, ownerId, regions, sandbox } = account;
  const [only, ...more] = regions;
  return [
    t('{0} account {1}', cloudName(cloud), ownerId),
    ...(state.abilities(cloud)?.regional === true ? [t('Regions: {0}', regions.join(', '))] : []),
    ...(sandbox === true ? [t('Demo account of the local sandbox')] : []),
    ...(only !== undefined && more.length === 0
      ? scopeLines({ accountId: account.id, region: only }, state)
      : []),
  ];
}

/** How a scope stands, at full length. */
export function scopeLines({ accountId, region }: Scope, state: TreeState): readonly string[] {
  const snapshot = state.snapshot({ accountId, region });
  const { failure, loading, loadedAt, asOf } = snapshot;
  const at = loadedAt ?? asOf;
  return [
    ...(at === undefined ? [] : [t('Read at {0}', state.formatTime(at))]),
    ...(at === undefined && !failure && !loading
      ? [t('Not read yet. Expand the row to read it.')]
      : []),
    ...(loading ? [t('Loading…')] : []),
    ...(failure ? failureLines(failure.error) : []),
    ...brokenLines(snapshot),
  ];
}

type Failure = NonNullable<Snapshot['failure']>;

/** Why something could not be read, from the meaning to the request id. */
function failureLines({ details }: Failure['error']): readonly string[] {
  const { kind, meaning, message, advice, code, requestId } = details;
  if (kind === 'cancelled') return [t('Loading was cancelled')];
  return [
    meaning ?? shown(message),
    ...(advice === undefined ? [] : [advice]),
    t('Code: {0}', shown(code)),
    ...(requestId === undefined ? [] : [t('Request id: {0}', shown(requestId))]),
  ];
}

/** The lists of a scope that could not be read, unless it is none or all of them. */
function brokenLines({ incomplete }: Snapshot): readonly string[] {
  const broken = incomplete.flatMap(({ part, error }) =>
    error
      ? [t('{0}: {1}', partName(part), error.details.meaning ?? shown(error.details.code))]
      : [],
  );
  return broken.length < scopeParts.length ? broken : [];
}

function partName(part: ScopePart): string {
  switch (part) {
    case 'ownShares':
      return t('Shared by me');
    case 'ownResources':
      return t('Resources shared by me');
    case 'ownPrincipals':
      return t('Principals I share with');
    case 'receivedShares':
      return t('Shared with me');
    case 'receivedResources':
      return t('Resources shared with me');
    case 'permissions':
      return t('Permissions');
  }
}

function shareLines(
  share: ResourceShare,
  scope: Scope,
  account: Account,
  state: TreeState,
): readonly string[] {
  return [
    shown(share.name),
    t('Id: {0}', share.id),
    ...(share.arn === undefined ? [] : [globalName(share.arn, account, state)]),
    t('Owner: {0}', nameOfAccount(share.ownerId, account, state)),
    ...statusLines(standingOfShare(share, scope, state)),
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

function associationLines(
  row: Association,
  scope: Scope,
  account: Account,
  state: TreeState,
): readonly string[] {
  return [
    t('Id: {0}', shown(row.entityId)),
    ...(row.arn === undefined ? [] : [globalName(row.arn, account, state)]),
    ...statusLines(standingOfRow(row, scope, state)),
    ...(row.kind === 'principal' && row.external === undefined
      ? [t('Whether it is outside the organisation is unknown')]
      : []),
    ...reasonsOf(row).map((one) => shown(one.description)),
    ...(row.principalProperty ? [t('Time window: {0}', shown(row.principalProperty))] : []),
    ...(row.resourceProperty ? [t('Properties: {0}', shown(row.resourceProperty))] : []),
    t('Created: {0}', state.formatTime(row.createdAt)),
    t('Updated: {0}', state.formatTime(row.updatedAt)),
  ];
}

function statusLines({ text, advice }: Standing): readonly string[] {
  return [t('Status: {0}', text), ...(advice === undefined ? [] : [advice])];
}

function permissionLines(permission: SharePermission, state: TreeState): readonly string[] {
  const { name, id, resourceType, version, status, updatedAt } = permission;
  return [
    shown(name),
    ...(id === name ? [] : [t('Id: {0}', shown(id))]),
    t('Resource type: {0}', shown(resourceType)),
    ...(version === undefined ? [] : [t('Version: {0}', shown(version))]),
    t('Status: {0}', statusWord(status)),
    ...(updatedAt === '' ? [] : [t('Updated: {0}', state.formatTime(updatedAt))]),
  ];
}

function unique(lines: readonly string[]): readonly string[] {
  return lines.filter((line, at) => line !== '' && lines.indexOf(line) === at);
}
