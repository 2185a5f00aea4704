import { t } from '@vscode/l10n';
import type { Abilities } from '../../clouds/cloud.ts';
import type { ShareEntry, Snapshot } from '../../inventory/snapshot.ts';
import type { Account, CloudId, Scope } from '../../model/account.ts';
import { associationKey, type Association, type ResourceShare } from '../../model/share.ts';
import { isDead } from '../../model/status.ts';
import { shown } from '../../model/untrusted-text.ts';
import type { Address } from './address.ts';
import { statusIcon, statusWord, type RowIcon } from './status-words.ts';

/** All that the tree is made from. Read at the moment a row is drawn, so that rows hold no data of their own. */
export interface TreeState {
  readonly accounts: readonly Account[];
  snapshot(scope: Scope): Snapshot;
  /** Show rows that have ended (`Deleted`, `Disassociated`) for as long as the cloud keeps them. */
  readonly showEnded: boolean;
  /** Undefined until the code for that cloud is loaded. */
  abilities(cloud: CloudId): Abilities | undefined;
  explainFailure(cloud: CloudId, reason: string): string | undefined;
  /** Whether a page of the vendor's console is known that a row can lead to. */
  hasConsole(cloud: CloudId): boolean;
  regionName(cloud: CloudId, region: string): string | undefined;
  /** Date and time in the user's language. */
  formatTime(time: string | number): string;
}

/** A row as plain data; all of its text is safe to show. */
export interface Row {
  readonly label: string;
  readonly description: string;
  readonly icon: RowIcon;
  /** Lines of plain text, made when they are asked for. */
  readonly tooltip: () => readonly string[];
  /** Tokens for the `when` clauses of menus, sorted. */
  readonly context: readonly string[];
  readonly collapsible: 'none' | 'collapsed' | 'expanded';
  /** What a screen reader says. */
  readonly spoken: string;
}

type RowOf<Kind extends Address['kind']> = Extract<Address, { kind: Kind }>;

/** The row at an address, or undefined when what it stood for is gone. */
export function rowAt(address: Address, state: TreeState): Row | undefined {
  const account = state.accounts.find(({ id }) => id === address.accountId);
  if (!account) return undefined;
  switch (address.kind) {
    case 'account':
      return accountRow(account, state);
    case 'region':
      return regionRow(address, account, state);
    case 'group':
      return groupRow(address, account, state);
    case 'notice':
      return noticeRow(address, state);
    case 'share': {
      const entry = entryAt(address, state);
      return entry && shareRow(entry, account, state);
    }
    case 'side': {
      const entry = entryAt(address, state);
      return entry && sideRow(address, entry, state);
    }
    case 'association': {
      const association = associationAt(address, state);
      return association && associationRow(association, account, state);
    }
    case 'failure': {
      const association = associationAt(address, state);
      return association && failureRow(address.index, association, account, state);
    }
  }
}

/** The share at or above an address. */
export function entryAt(address: Address, state: TreeState): ShareEntry | undefined {
  return 'shareId' in address ? state.snapshot(address).entries.get(address.shareId) : undefined;
}

/** The association at or above an address. */
export function associationAt(address: Address, state: TreeState): Association | undefined {
  if (!('key' in address)) return undefined;
  const entry = entryAt(address, state);
  const rows = address.side === 'resource' ? entry?.resources : entry?.principals;
  return rows?.find((row) => associationKey(row) === address.key);
}

/** The reasons of a failed association, as rows count them. */
export function reasonsOf(
  association: Association,
): readonly { reason: string; description: string; entityId?: string }[] {
  const own = association.statusMessage
    ? [{ reason: '', description: association.statusMessage }]
    : [];
  return association.status.state === 'failed' ? [...own, ...association.failures] : [];
}

/** Rows that are shown: ended ones only on request. */
export function visible<T extends ResourceShare | Association>(
  rows: readonly T[],
  state: TreeState,
): readonly T[] {
  return state.showEnded ? rows : rows.filter((row) => !isDead(row.status));
}

function accountRow(account: Account, state: TreeState): Row {
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

function regionRow(address: RowOf<'region'>, account: Account, state: TreeState): Row {
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

function groupRow(address: RowOf<'group'>, account: Account, state: TreeState): Row {
  const snapshot = state.snapshot(address);
  const shares = [...snapshot.entries.values()].map(({ share }) => share);
  const count = visible(
    shares.filter(({ owner }) => owner === address.owner),
    state,
  ).length;
  const known = snapshot.loadedAt !== undefined || count > 0;
  const mine = address.owner === 'self';
  const label = mine ? t('Shared by me') : t('Shared with me');
  const description = known ? String(count) : '';
  return {
    label,
    description,
    icon: { id: mine ? 'export' : 'inbox' },
    tooltip: () => [
      mine
        ? t('Resource shares that this account owns')
        : t('Resource shares that others opened to this account'),
    ],
    context: tokens('group', address.owner, state.hasConsole(account.cloud) && 'console'),
    collapsible: mine ? 'expanded' : 'collapsed',
    spoken: known ? t('{0}, {1} shares', label, count) : label,
  };
}

function shareRow(entry: ShareEntry, account: Account, state: TreeState): Row {
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

function sideRow(address: RowOf<'side'>, entry: ShareEntry, state: TreeState): Row {
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

function associationRow(row: Association, account: Account, state: TreeState): Row {
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
    reason === undefined
      ? statusWord(row.status)
      : t('{0}: {1}', statusWord(row.status), shown(reason)),
    row.external === true ? t('outside the organisation') : '',
  ]);
  return {
    label,
    description,
    icon: statusIcon(row.status),
    tooltip: () => [
      t('Id: {0}', shown(row.entityId)),
      ...(row.arn === undefined ? [] : [globalName(row.arn, account, state)]),
      t('Status: {0}', statusWord(row.status)),
      ...(row.kind === 'principal' && row.external === undefined
        ? [t('Whether it is outside the organisation is unknown')]
        : []),
      ...reasons.map((one) => shown(one.description)),
      ...(row.principalProperty ? [t('Time window: {0}', shown(row.principalProperty))] : []),
      ...(row.resourceProperty ? [t('Properties: {0}', shown(row.resourceProperty))] : []),
      t('Created: {0}', state.formatTime(row.createdAt)),
      t('Updated: {0}', state.formatTime(row.updatedAt)),
    ],
    context: tokens('association', row.kind, row.arn !== undefined && 'arn'),
    collapsible: reasons.length > 0 ? 'expanded' : 'none',
    spoken: join([label, description]),
  };
}

function failureRow(
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
    tooltip: () =>
      [label, ...(description ? [description] : []), shown(failure.description)].filter(
        (line, at, all) => line !== '' && all.indexOf(line) === at,
      ),
    context: tokens('failure'),
    collapsible: 'none',
    spoken: join([t('Reason: {0}', label), description]),
  };
}

function noticeRow(address: RowOf<'notice'>, state: TreeState): Row {
  const { failure, loading, loadedAt } = state.snapshot(address);
  const base = { context: tokens('notice'), collapsible: 'none' } as const;
  if (address.owner === undefined && loading && loadedAt === undefined) {
    const label = t('Loading…');
    return {
      ...base,
      label,
      description: '',
      icon: { id: 'loading~spin' },
      tooltip: () => [],
      spoken: label,
    };
  }
  if (address.owner === undefined && failure) {
    const { details } = failure.error;
    const label = details.meaning ?? shown(details.message);
    const description = loadedAt === undefined ? t('unknown, not empty') : t('not up to date');
    return {
      label,
      description,
      icon: { id: 'warning', color: 'list.warningForeground' },
      tooltip: () => [
        label,
        ...(details.advice === undefined ? [] : [details.advice]),
        t('Code: {0}', shown(details.code)),
        ...(details.requestId === undefined
          ? []
          : [t('Request id: {0}', shown(details.requestId))]),
      ],
      context: tokens('notice', 'failed'),
      collapsible: 'none',
      spoken: join([label, description]),
    };
  }
  const label =
    address.owner === 'other' ? t('Nothing is shared with this account here') : t('No shares here');
  return {
    ...base,
    label,
    description: '',
    icon: { id: 'info' },
    tooltip: () => [],
    spoken: label,
  };
}

function ageText(snapshot: Snapshot, state: TreeState): string {
  if (!snapshot.failure) return '';
  return snapshot.loadedAt === undefined
    ? t('could not be read')
    : t('stale since {0}', state.formatTime(snapshot.loadedAt));
}

/** An account id, with the user's own name for it where it is configured here. */
function nameOfAccount(ownerId: string, near: Account, state: TreeState): string {
  const known = state.accounts.find(
    (account) => account.ownerId === ownerId && account.cloud === near.cloud,
  );
  return known ? t('{0} ({1})', shown(known.label), shown(ownerId)) : shown(ownerId);
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

/** The name that is unique in the whole cloud, as that cloud calls it. */
function globalName(name: string, { cloud }: Account, state: TreeState): string {
  return state.abilities(cloud)?.resourceForm === 'urn'
    ? t('URN: {0}', shown(name))
    : t('ARN: {0}', shown(name));
}

function principalKind(row: Association, account: Account, state: TreeState): string {
  const form = state
    .abilities(account.cloud)
    ?.principals.find(({ pattern }) => new RegExp(pattern, 'u').test(row.entityId));
  switch (form?.kind) {
    case 'account':
      return t('Account');
    case 'folder':
      return t('Folder');
    case 'unit':
      return t('Organisational unit');
    case 'organization':
      return t('Organisation');
    case 'service':
      return t('Cloud service');
    case undefined:
      return shown(row.entityType);
  }
}

function cloudName(cloud: CloudId): string {
  switch (cloud) {
    case 'alibaba':
      return t('Alibaba Cloud');
    case 'huawei':
      return t('Huawei Cloud');
  }
}

function tokens(...parts: readonly (string | false)[]): readonly string[] {
  return parts.filter((part) => part !== false).sort();
}

function join(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' · ');
}
