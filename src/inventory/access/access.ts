import type { CloudId } from '../../model/account.ts';
import { isUnanswered, wasRemoval } from '../../model/failed-row.ts';
import type { Association, AssociationFailure, ResourceShare } from '../../model/share.ts';
import { isDead } from '../../model/status.ts';
import type { IndexedShare } from '../index/inventory-index.ts';

/** A resource that some share gives to somebody; one, however many shares and accounts it is seen from. */
export interface AccessResource {
  readonly kind: 'resource';
  /** A text that no other resource or principal has. */
  readonly key: string;
  readonly cloud: CloudId;
  /** The region of the scope it was seen in; ids are unique within one. */
  readonly region: string;
  readonly type: string;
  readonly id: string;
  readonly arn?: string;
}

/** A type of which there are resources. */
export interface ResourceType {
  readonly cloud: CloudId;
  readonly type: string;
  /** How many resources of it somebody is given. */
  readonly count: number;
}

/** Whoever is given something by some share: an account, something that accounts are in, or a service. */
export interface AccessPrincipal {
  readonly kind: 'principal';
  readonly key: string;
  readonly cloud: CloudId;
  readonly id: string;
}

/**
 * What a share means for one resource and one principal: `invited` has to be accepted first, `ending` is on its way
 * out, `unknown` is a status that we do not know, or a failure of which the cloud does not say whether it is about the pair.
 */
export type GrantState = 'usable' | 'pending' | 'invited' | 'failed' | 'ending' | 'unknown';

/** One resource that one share gives, or is to give, to one principal. */
export interface Grant {
  readonly share: IndexedShare;
  readonly resource: AccessResource;
  readonly resourceRow: Association;
  /** As the share names it: for an account it may be something that the account is in. */
  readonly principal: AccessPrincipal;
  /** Absent where only the receiver sees the share: the clouds name nobody else to it. */
  readonly principalRow?: Association;
  readonly state: GrantState;
}

/** What a share gives and to whom, as its owner sees it or, where none of the user's accounts is that, one receiver. */
export interface Giving {
  readonly share: IndexedShare;
  readonly cloud: CloudId;
  readonly resources: readonly (readonly [AccessResource, Association])[];
  /** Without a row where only the receiver sees the share. */
  readonly principals: readonly (readonly [AccessPrincipal, Association | undefined])[];
}

/** A share, whoever sees it. */
export interface ShareName {
  readonly cloud: CloudId;
  readonly region: string;
  readonly id: string;
}

/** The key of a resource: by type and id within a region; a URN holds all that itself. */
export function resourceKey(
  cloud: CloudId,
  region: string,
  row: Pick<Association, 'entityType' | 'entityId'>,
): string {
  return `resource/${cloud}/${region}/${row.entityType}/${row.entityId}`;
}

/** The same for the same type of the same cloud, and for no other. */
export function typeKey({ cloud, type }: Pick<ResourceType, 'cloud' | 'type'>): string {
  return `${cloud}/${type}`;
}

export function principalKey(cloud: CloudId, id: string): string {
  return `principal/${cloud}/${id}`;
}

/** By id, as lists of them are sorted; never 0 for two different ones. */
export function compareEntities(
  one: AccessResource | AccessPrincipal,
  other: AccessResource | AccessPrincipal,
): number {
  return compare(one.id, other.id) || compare(one.key, other.key);
}

export function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

const fromWorst: readonly GrantState[] = ['failed', 'ending', 'invited', 'pending', 'unknown'];

/**
 * How it stands with one pair. A row that has failed says of the pairs in its details whether they could not be given
 * access or could not lose it; of any other pair nobody knows which it was, nor whether it came about.
 * @param principal absent where only the receiver sees the share
 * @returns nothing where the pair is over
 */
export function grantState(
  share: Pick<ResourceShare, 'status'>,
  resource: Association,
  principal: Association | undefined,
): GrantState | undefined {
  if (isDead(share.status) || isDead(resource.status)) return undefined;
  if (principal && isDead(principal.status)) return undefined;
  const states = [
    shareStanding(share),
    rowSide(resource, principal),
    ...(principal ? [rowSide(principal, resource)] : []),
  ];
  return fromWorst.find((state) => states.includes(state)) ?? 'usable';
}

/** How it stands with everything that a share gives. */
export function shareStanding({
  status,
}: Pick<ResourceShare, 'status'>): 'usable' | 'pending' | 'ending' | 'unknown' {
  switch (status.state) {
    case 'active':
      return 'usable';
    case 'pending':
      return 'pending';
    case 'deleting':
    case 'deleted':
      return 'ending';
    case 'unknown':
      return 'unknown';
  }
}

function rowSide(row: Association, other: Association | undefined): GrantState {
  const failure = other && row.failures.find((one) => isAbout(one, other));
  switch (row.status.state) {
    case 'associated':
      return failure && !wasRemoval(failure) ? 'failed' : 'usable';
    case 'failed':
      if (failure) return wasRemoval(failure) ? 'usable' : 'failed';
      // A receiver's list says itself that it can't be used; of a pair nobody is told what it did not come to.
      return other && !isUnanswered(row) ? 'unknown' : 'failed';
    case 'associating':
      return row.invited === true ? 'invited' : 'pending';
    case 'disassociating':
    case 'disassociated':
      return 'ending';
    case 'unknown':
      return 'unknown';
  }
}

function isAbout({ entityId, arn }: AssociationFailure, row: Association): boolean {
  return entityId === row.entityId || (arn !== undefined && arn === row.arn);
}
