export type AssociationStatus =
  'associating' | 'associated' | 'failed' | 'disassociating' | 'disassociated';
export type InvitationStatus = 'pending' | 'accepted' | 'rejected' | 'expired';

/** Times are milliseconds since the epoch. */
export interface Share {
  readonly seq: number;
  readonly id: string;
  readonly ownerId: string;
  readonly createdAt: number;
  name: string;
  description: string;
  allowExternal: boolean;
  updatedAt: number;
  status: 'active' | 'deleting' | 'deleted';
  /** What a test wants to be read instead of the status. */
  shownStatus: string | undefined;
  readonly tags: Map<string, string>;
  /** By resource type: one each at most. */
  readonly permissions: Map<string, BoundPermission>;
  /** Also those that are over and not yet purged, in the order in which they began. */
  readonly rows: Set<Association>;
  readonly invitations: Set<Invitation>;
}

export interface BoundPermission {
  readonly permissionId: string;
  readonly createdAt: number;
}

/** One resource or one principal in a share, or the record that it was one. */
export interface Association {
  readonly seq: number;
  readonly share: Share;
  readonly kind: 'resource' | 'principal';
  /** The URN of a resource; an account id or a URN of the organisation for a principal. */
  readonly entity: string;
  /** `service:type`; empty for principals. */
  readonly resourceType: string;
  readonly outside: boolean;
  readonly createdAt: number;
  status: AssociationStatus;
  statusMessage: string;
  updatedAt: number;
  /** Associating, but nothing happens until the principal answers. */
  awaitsAnswer: boolean;
  /** With the status `failed`: it was to be taken out, and is in the share still. */
  failedToLeave: boolean;
  /** Grows with every change, so that what was planned for an earlier status falls away. */
  turn: number;
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
  updatedAt: number;
}

/** Whether the row takes part in the sharing now; one that failed to leave still does. */
export function isGranted(row: Association): boolean {
  return row.status === 'associated' || (row.status === 'failed' && row.failedToLeave);
}

/** Whether the cloud works on the row; one that waits for an answer is not in flight. */
export function isInFlight(row: Association): boolean {
  return (row.status === 'associating' && !row.awaitsAnswer) || row.status === 'disassociating';
}

/** Whether the row is, becomes or was about to become part of the sharing. */
export function isLiveRow(row: Association): boolean {
  return row.status === 'associated' || row.status === 'associating';
}

/** The resources or principals of a share in the order in which they began. */
export function rowsOf(share: Share, kind: Association['kind']): readonly Association[] {
  return [...share.rows].filter((row) => row.kind === kind);
}
