import type { Account, Scope } from '../../model/account.ts';
import type { AssociationKind, ShareOwner } from '../../model/share.ts';

/**
 * Where a row of the tree stands. The row's id is the address written out, so that an id says everything about its row,
 * never depends on a label, and survives a reload of the window.
 */
export type TreeAddress = Address | GatheringAddress;

/** Where a row stands that is about something of an account. */
export type Address = { readonly place?: Place } & (
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
  | ({ readonly kind: 'notice'; readonly owner?: ShareOwner } & Scope)
);

/** Where a row stands that only gathers others, in a tree that is not the plain one. */
export type GatheringAddress =
  /** What shares are grouped by, in its place. */
  | { readonly kind: 'heading'; readonly place: Place }
  /** Some of many rows: `of` is the id of the row above them, empty for the outermost; `from` names the bucket there. */
  | { readonly kind: 'bucket'; readonly of: string; readonly from: string }
  /** Says that some scopes are not read yet. */
  | { readonly kind: 'unread'; readonly place: Place };

/** What tells a row from the one that is about the same in the plain tree. */
export interface Place {
  /** What the shares are grouped by, and the value that the row is below. */
  readonly by?: string;
  readonly value?: string;
  /** Counts what was looked for: each time has rows of its own, so that none opens or closes the rows of another. */
  readonly turn?: number;
}

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
export function rowId(address: TreeAddress): string {
  const id = written(segments(address));
  const place = 'place' in address ? address.place : undefined;
  if (place === undefined) return id;
  const { by = '', value = '', turn = '' } = place;
  return `${id}?${written([by, value, String(turn)])}`;
}

function written(segments: readonly string[]): string {
  // A cloud's text may hold half a character, which can't be encoded.
  return segments.map((segment) => encodeURIComponent(segment.toWellFormed())).join('/');
}

function segments(address: TreeAddress): readonly string[] {
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
    case 'bucket':
      return ['bucket', address.of, address.from];
    case 'heading':
    case 'unread':
      return [address.kind];
  }
}

function shareSegments(address: ShareAddress): readonly string[] {
  return [address.accountId, address.region, address.owner, address.shareId];
}

/** Reads an id back; undefined for a text that is no id of ours. */
export function parseRowId(id: string): TreeAddress | undefined {
  const [row = '', placeText] = id.split('?');
  const parts = row.split('/').map(decode);
  const place = placeText === undefined ? undefined : parsePlace(placeText);
  const [kind, of, from] = parts;
  if (kind === 'bucket' && of !== undefined && from !== undefined) return { kind, of, from };
  if (place && (kind === 'heading' || kind === 'unread')) return { kind, place };
  const address = parseRow(parts);
  return address && place ? { ...address, place } : address;
}

function parsePlace(text: string): Place {
  const [by = '', value = '', turn = ''] = text.split('/').map(decode);
  return { ...(by && { by, value }), ...(turn && { turn: Number(turn) }) };
}

function parseRow(parts: readonly string[]): Address | undefined {
  const [kind, accountId, region, third, shareId, side, key, index] = parts;
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

/**
 * What the row stands for that a command was started on, wherever in the tree it stands; undefined from the palette
 * and for rows that only gather others.
 */
export function addressOf(row: unknown): Address | undefined {
  const address = typeof row === 'string' ? parseRowId(row) : undefined;
  return address && isRow(address) ? plainAddress(address) : undefined;
}

export function isRow(address: TreeAddress): address is Address {
  return address.kind !== 'heading' && address.kind !== 'bucket' && address.kind !== 'unread';
}

/** Whether the row is one of those that were looked for: it goes with the search. */
export function isPassing(address: TreeAddress): boolean {
  if (address.kind !== 'bucket') return address.place?.turn !== undefined;
  const above = parseRowId(address.of);
  return above !== undefined && isPassing(above);
}

/** The same in the plain tree. */
export function plainAddress(address: Address): Address {
  const { place, ...plain } = address;
  return place ? plain : address;
}

/** The row above in the plain tree; undefined for accounts, and for what belongs to none of them. */
export function plainParentOf(address: Address, accounts: readonly Account[]): Address | undefined {
  const account = accounts.find(({ id }) => id === address.accountId);
  if (!account) return undefined;
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
