import { cloudIds, type CloudId, type Scope } from '../../model/account.ts';

/** What the access view begins with. */
export type AccessMode = 'resource' | 'principal';

/** What principals are gathered under. */
export const principalGroups = [
  'outside',
  'organization',
  'folder',
  'unit',
  'account',
  'service',
  'other',
] as const;

export type PrincipalGroup = (typeof principalGroups)[number];

/** What a row of the access view stands for. */
export type AccessAddress =
  | { readonly kind: 'type'; readonly cloud: CloudId; readonly type: string }
  | { readonly kind: 'resource'; readonly key: string }
  | { readonly kind: 'principals'; readonly group: PrincipalGroup }
  | { readonly kind: 'principal'; readonly key: string }
  | GrantAddress
  /** Some of many rows: `of` is the id of the row above, `from` names the bucket there. */
  | { readonly kind: 'bucket'; readonly of: string; readonly from: string };

/** A resource given to a principal by a share, below one of the two. */
export interface GrantAddress extends Scope {
  readonly kind: 'grant';
  readonly below: AccessMode;
  readonly resource: string;
  /** As the share names it. */
  readonly principal: string;
  readonly shareId: string;
  /** The principal whose row it is below, where the share names something that it is in. */
  readonly for?: string;
}

/** The id of a row, built from context alone. */
export function accessId(address: AccessAddress): string {
  return segments(address).map(encode).join('/');
}

function segments(address: AccessAddress): readonly string[] {
  switch (address.kind) {
    case 'type':
      return ['type', address.cloud, address.type];
    case 'resource':
    case 'principal':
      return [address.kind, address.key];
    case 'principals':
      return ['principals', address.group];
    case 'bucket':
      return ['bucket', address.of, address.from];
    case 'grant': {
      const { below, resource, principal, accountId, region, shareId, for: receiver } = address;
      const all = [below, resource, principal, accountId, region, shareId];
      return ['grant', ...all, ...(receiver === undefined ? [] : [receiver])];
    }
  }
}

/** Reads an id back; undefined for a text that is no id of ours. */
export function parseAccessId(id: unknown): AccessAddress | undefined {
  if (typeof id !== 'string') return undefined;
  const [kind, one, two, principal, accountId, region, shareId, receiver] = id
    .split('/')
    .map(decode);
  if (one === undefined) return undefined;
  switch (kind) {
    case 'resource':
    case 'principal':
      return { kind, key: one };
    case 'principals': {
      const group = principalGroups.find((known) => known === one);
      return group && { kind, group };
    }
    case 'type': {
      const cloud = cloudIds.find((known) => known === one);
      return cloud && two !== undefined ? { kind, cloud, type: two } : undefined;
    }
    case 'bucket':
      return two === undefined ? undefined : { kind, of: one, from: two };
    case 'grant': {
      const below = one === 'resource' || one === 'principal' ? one : undefined;
      if (!below || two === undefined || principal === undefined) return undefined;
      if (accountId === undefined || region === undefined || shareId === undefined)
        return undefined;
      const all = { kind, below, resource: two, principal, accountId, region, shareId } as const;
      return receiver === undefined ? all : { ...all, for: receiver };
    }
    default:
      return undefined;
  }
}

function encode(segment: string): string {
  if (segment.isWellFormed()) return encodeURIComponent(segment);
  // A cloud's text may hold half a character, which can't be encoded; JSON writes it out. No other segment begins so.
  return `"${encodeURIComponent(JSON.stringify(segment))}`;
}

function decode(segment: string): string {
  try {
    if (!segment.startsWith('"')) return decodeURIComponent(segment);
    const text: unknown = JSON.parse(decodeURIComponent(segment.slice(1)));
    return typeof text === 'string' ? text : segment;
  } catch {
    return segment;
  }
}
