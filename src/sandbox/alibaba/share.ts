export type AssociationStatus =
  'Associating' | 'Associated' | 'Failed' | 'Disassociating' | 'Disassociated';
export const failureReasons = [
  'Unavailable',
  'LimitExceeded',
  'ZonalResourceInaccessible',
  'InternalError',
  'UnsupportedOperation',
] as const;
export type FailureReason = (typeof failureReasons)[number];
export type InvitationStatus =
  'Pending' | 'Accepted' | 'Cancelled' | 'Rejected' | 'Expired' | 'AcceptFailed';

/** Times are milliseconds since the epoch. */
export interface Share {
  readonly seq: number;
  readonly id: string;
  readonly region: string;
  readonly ownerId: string;
  readonly createdAt: number;
  name: string;
  allowExternal: boolean;
  updatedAt: number;
  resourceGroupId: string;
  /** `live` reads as Active, or as Pending while an invitation is unanswered. */
  state: 'live' | 'Deleting' | 'Deleted';
  /** What a test wants to be read instead of the status. */
  shownStatus: string | undefined;
  readonly tags: Map<string, string>;
  /** The permission's name by resource type: one each at most. */
  readonly permissions: Map<string, string>;
  /** Also those that are over and not yet purged, in the order in which they began. */
  readonly rows: Set<Association>;
  readonly invitations: Set<Invitation>;
}

/** One resource or one principal in a share, or the record that it was one. */
export interface Association {
  readonly seq: number;
  readonly share: Share;
  readonly kind: 'Resource' | 'Target';
  readonly entityId: string;
  /** The type of a resource; `Account` for every principal, as the vendor has it. */
  readonly entityType: string;
  readonly arn: string | undefined;
  readonly external: boolean;
  readonly createdAt: number;
  /** JSON text, as it was sent. */
  property: string | undefined;
  status: AssociationStatus;
  statusMessage: string | undefined;
  failures: readonly Failure[];
  updatedAt: number;
  /** Failed, but to be taken out: it is in the share still. */
  failedToLeave: boolean;
  /** Associating, but nothing happens until the principal answers. */
  awaitsAnswer: boolean;
  /** Grows with every change, so that what was planned for an earlier status falls away. */
  turn: number;
}

/** One pair that failed; the entity is the other side of the row it belongs to. */
export interface Failure {
  readonly entityId: string;
  readonly entityType: string;
  readonly arn: string | undefined;
  readonly reason: FailureReason;
  readonly operation: 'Associate' | 'Disassociate';
}

export interface Invitation {
  readonly seq: number;
  readonly id: string;
  readonly share: Share;
  readonly receiverId: string;
  readonly createdAt: number;
  /** The principal it is about. */
  readonly row: Association;
  status: InvitationStatus;
  failures: readonly Failure[];
}

/** In the vendor's words, where it publishes them. */
export const failureDescriptions: Readonly<Record<FailureReason, string>> = {
  Unavailable: 'You cannot access the specified resource at this time.',
  LimitExceeded:
    'The number of principals with which the resource can be shared exceeds the upper limit.',
  ZonalResourceInaccessible: 'The resource is unavailable in the region.',
  InternalError: 'An internal error occurred.',
  UnsupportedOperation: 'The operation is not supported.',
};

export function shareStatus(share: Share): 'Active' | 'Pending' | 'Deleting' | 'Deleted' {
  if (share.state !== 'live') return share.state;
  for (const invitation of share.invitations) {
    if (invitation.status === 'Pending') return 'Pending';
  }
  return 'Active';
}

/** Whether the row takes part in the sharing now; one that failed to leave still does. */
export function isGranted(row: Association): boolean {
  return row.status === 'Associated' || (row.status === 'Failed' && row.failedToLeave);
}

/** Whether the cloud works on the row; one that waits for an answer is not in flight. */
export function isInFlight(row: Association): boolean {
  return (row.status === 'Associating' && !row.awaitsAnswer) || row.status === 'Disassociating';
}
