import type { AssociationFailure } from './share.ts';
import type { Status } from './status.ts';

/** Pending is the only state in which it can be answered, and `acceptFailed` where the cloud lets it be tried again. */
export const invitationStates = [
  'pending',
  'accepted',
  'rejected',
  'expired',
  'cancelled',
  'acceptFailed',
] as const;

export type InvitationState = (typeof invitationStates)[number];
export type InvitationStatus = Status<InvitationState>;

/** What an account outside the organisation has to accept before it can use what a share holds. */
export interface Invitation {
  readonly id: string;
  /** Empty where the cloud does not say. */
  readonly shareId: string;
  readonly shareName: string;
  /** Account id of who owns the share. */
  readonly senderId: string;
  /** Account id of who is asked. */
  readonly receiverId: string;
  readonly status: InvitationStatus;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  /** ISO 8601, UTC; absent where the cloud does not say. */
  readonly updatedAt?: string;
  /** Until when it can be answered, ISO 8601, UTC; absent where that is not published. */
  readonly expiresAt?: string;
  /** The resources that could not be handed over, and why. */
  readonly failures: readonly AssociationFailure[];
}
