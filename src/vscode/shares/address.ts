import type { Account, Scope } from '../../model/account.ts';
import type { AssociationKind, ShareOwner } from '../../model/share.ts';

/**
 * Where a row of the tree stands. The row's id is the address written out, so that an id says everything about its row,
 * never depends on a label, and survives a reload of the window.
 */
export type Address =
  | { readonly kind: 'account'; readonly accountId: string }
  | ({ readonly kind: 'region' } & Scope)
  | ({ readonly kind: 'group'; readonly owner: ShareOwner } & Scope)
  | ({ readonly kind: 'share' } & ShareAddress)
  | ({ readonly kind: 'side'; readonly side: AssociationKind } & ShareAddress)
  | ({ readonly kind: 'association' } & AssociationAddress)
  /** One reason why an association failed; `index` counts from 0, the row's own message first. */
  | ({ readonly kind: 'failure'; readonly index: number } & AssociationAddress)
  /** What may be done with the resources of a share, and one of these permissions. */
  | ({ readonly kind: 'permissions' } & ShareAddress)
  | ({ readonly kind: 'permission'; readonly permissionId: string } & ShareAddress)
  /** Says in words that something is loading, empty, unknown or stale. */
  | ({ readonly kind: 'notice'; readonly owner?: ShareOwner } & Scope);

interface ShareAddress extends Scope {
  readonly owner: ShareOwner;
  readonly shareId: string;
}

interface AssociationAddress extends ShareAddress {
  readonly side: AssociationKind;
  /** As `associationKey` makes it. */
  readonly key: string;
}

/** The id of a row: unique in the tree, built from context alone. */
export function rowId(address: Address): string {
  // A cloud's text may hold half a character, which can't be encoded.
  return segments(address)
    .map((segment) => encodeURIComponent(segment.toWellFormed()))
    .join('/');
}

function segments(address: Address): readonly string[] {
  switch (address.kind) {
    case 'account':
      return ['account', address.accountId];
    case 'region':
      return ['region', address.accountId, address.region];
    case 'group':
      return ['group', address.accountId, address.region, address.owner];
    case 'share':
      return ['share', ...shareSegments(address)];
    case 'side':
      return ['side', ...shareSegments(address), address.side];
    case 'permissions':
      return ['permissions', ...shareSegments(address)];
    case 'permission':
      return ['permission', ...shareSegments(address), address.permissionId];
    case 'association':
      return ['association', ...shareSegments(address), address.side, address.key];
    case 'failure':
      return [
        'failure',
        ...shareSegments(address),
        address.side,
        address.key,
        String(address.index),
      ];
    case 'notice':
      return [
        'notice',
        address.accountId,
        address.region,
        ...(address.owner === undefined ? [] : [address.owner]),
      ];
  }
}

function shareSegments(address: ShareAddress): readonly string[] {
  return [address.accountId, address.region, address.owner, address.shareId];
}

/** Reads an id back; undefined for a text that is no id of ours. */
export function parseRowId(id: string): Address | undefined {
  const [kind, accountId, region, third, shareId, side, key, index] = id.split('/').map(decode);
  if (accountId === undefined) return undefined;
  if (kind === 'account') return { kind, accountId };
  if (region === undefined) return undefined;
  const scope = { accountId, region };
  if (kind === 'region') return { kind, ...scope };
  if (kind === 'notice') {
    return isOwner(third) ? { kind, ...scope, owner: third } : { kind, ...scope };
  }
  if (!isOwner(third)) return undefined;
  if (kind === 'group') return { kind, ...scope, owner: third };
  if (shareId === undefined) return undefined;
  const share = { ...scope, owner: third, shareId };
  if (kind === 'share') return { kind, ...share };
  if (kind === 'permissions') return { kind, ...share };
  if (kind === 'permission' && side !== undefined) return { kind, ...share, permissionId: side };
  if (!isSide(side)) return undefined;
  if (kind === 'side') return { kind, ...share, side };
  if (key === undefined) return undefined;
  if (kind === 'association') return { kind, ...share, side, key };
  const number = Number(index);
  if (kind === 'failure' && Number.isInteger(number)) {
    return { kind, ...share, side, key, index: number };
  }
  return undefined;
}

/** The address of the row a command was started on; undefined from the palette. */
export function addressOf(row: unknown): Address | undefined {
  return typeof row === 'string' ? parseRowId(row) : undefined;
}

/**
 * The row above; undefined for accounts. The region row is left out where an account has one region.
 * @param account the account the address belongs to
 */
export function parentOf(address: Address, account: Account): Address | undefined {
  switch (address.kind) {
    case 'account':
      return undefined;
    case 'region':
      return { kind: 'account', accountId: address.accountId };
    case 'group':
      return scopeRow(address, account);
    case 'notice':
      return address.owner === undefined
        ? scopeRow(address, account)
        : { ...address, kind: 'group', owner: address.owner };
    case 'share':
      return { ...scopeOf(address), kind: 'group', owner: address.owner };
    case 'side':
    case 'permissions':
      return { ...shareOf(address), kind: 'share' };
    case 'permission':
      return { ...shareOf(address), kind: 'permissions' };
    case 'association':
      return { ...shareOf(address), kind: 'side', side: address.side };
    case 'failure':
      return { ...shareOf(address), kind: 'association', side: address.side, key: address.key };
  }
}

/** The row that stands for a scope: its region, or the account itself where it has only one. */
export function scopeRow(scope: Scope, account: Account): Address {
  return account.regions.length === 1
    ? { kind: 'account', accountId: scope.accountId }
    : { kind: 'region', accountId: scope.accountId, region: scope.region };
}

function scopeOf({ accountId, region }: Scope): Scope {
  return { accountId, region };
}

function shareOf({ accountId, region, owner, shareId }: ShareAddress): ShareAddress {
  return { accountId, region, owner, shareId };
}

function isOwner(text: string | undefined): text is ShareOwner {
  return text === 'self' || text === 'other';
}

function isSide(text: string | undefined): text is AssociationKind {
  return text === 'resource' || text === 'principal';
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
