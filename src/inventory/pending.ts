import type { Scope } from '../model/account.ts';
import type { Association, AssociationKind, ResourceShare } from '../model/share.ts';
import { associationKey } from '../model/share.ts';
import type { AssociationState, ShareState } from '../model/status.ts';
import { isPending } from '../model/status.ts';
import type { ShareEntry } from './snapshot.ts';

/** Something that a cloud still works on, or that somebody still has to answer. */
export interface PendingItem {
  readonly scope: Scope;
  readonly shareId: string;
  /** The share itself, or one of its rows. */
  readonly kind: 'share' | AssociationKind;
  /** Absent for the share itself. */
  readonly entityId?: string;
  readonly entityType?: string;
  readonly state: ShareState | AssociationState | 'unknown';
  /**
   * `people`: an invitation has to be answered, which takes days rather than seconds. `cloud`: it ends by itself.
   * A share may be pending while an account outside the organisation has not answered, or only the row says so.
   */
  readonly waitsFor: 'cloud' | 'people';
  /** When this was first seen in that state, milliseconds since the epoch. */
  readonly since: number;
}

/** What is remembered of a pending item from one session to the next. */
export interface PendingMemory {
  /** As {@link pendingKey} makes it. */
  readonly key: string;
  /** It counts only while this and `waitsFor` are still so. */
  readonly state: string;
  readonly waitsFor: PendingItem['waitsFor'];
  /** Milliseconds since the epoch. */
  readonly since: number;
  /** For how long it is still to be followed, in milliseconds; time in which nobody looks does not count. */
  readonly leftMs: number;
  /** It was followed for long enough and is left alone since. */
  readonly givenUp: boolean;
}

/** A text that is equal for the same thing in the same share. */
export function pendingKey(
  item: Pick<PendingItem, 'shareId' | 'kind' | 'entityId' | 'entityType'>,
) {
  const { shareId, kind, entityId = '', entityType = '' } = item;
  return kind === 'share'
    ? shareId
    : `${shareId}/${associationKey({ kind, entityId, entityType })}`;
}

/**
 * What of a share is pending. Rows and invitations are the owner's to watch: on the receiving side no row moves, and
 * a share that is pending there waits for somebody else.
 */
export function pendingItems(
  scope: Scope,
  { share, resources, principals }: ShareEntry,
  since: number,
): readonly PendingItem[] {
  const own = share.owner === 'self';
  const rows = own ? [...resources, ...principals] : [];
  const watched = isPending(share.status) && (own || share.status.state !== 'pending');
  return [
    ...(watched ? [shareItem(scope, share, since)] : []),
    ...rows
      .filter(({ status }) => isPending(status))
      .map((row) => rowItem(scope, row, isInvited(row, share) ? 'people' : 'cloud', since)),
  ];
}

/**
 * True for a principal that has to accept: a single account that the cloud says was invited, or one outside the
 * organisation while the share is pending.
 */
export function isInvited(row: Association, share: ResourceShare): boolean {
  return (
    row.kind === 'principal' &&
    row.status.state === 'associating' &&
    row.entityType.toLowerCase() === 'account' &&
    (row.invited ?? (share.status.state === 'pending' && row.external === true))
  );
}

function shareItem(scope: Scope, { id, status }: ResourceShare, since: number): PendingItem {
  const waitsFor = status.state === 'pending' ? 'people' : 'cloud';
  return { scope, shareId: id, kind: 'share', state: status.state, waitsFor, since };
}

function rowItem(
  scope: Scope,
  row: Association,
  waitsFor: PendingItem['waitsFor'],
  since: number,
): PendingItem {
  const { shareId, kind, entityId, entityType, status } = row;
  return { scope, shareId, kind, entityId, entityType, state: status.state, waitsFor, since };
}
