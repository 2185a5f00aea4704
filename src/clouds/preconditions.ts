import type { InvitationState } from '../model/invitation.ts';
import type { QuotaKind } from '../model/quota.ts';
import type { AssociationState, ShareState } from '../model/status.ts';

/** What can be done to shares, invitations and accounts, by our own names: those of the contract. */
export const shareOperations = [
  'create',
  'update',
  'delete',
  'associate',
  'disassociate',
  'leave',
  'acceptInvitation',
  'rejectInvitation',
  'setPermission',
  'removePermission',
  'tag',
  'untag',
  'moveToResourceGroup',
  'enableOrganizationSharing',
  'disableOrganizationSharing',
] as const;
export type ShareOperation = (typeof shareOperations)[number];

export const preconditionRules = [
  /** The share is in one of the states. */
  'shareState',
  /** An association of the share, whichever, is in one of the states. */
  'pendingInShare',
  /** The association that the operation is about is in one of the states. */
  'pendingEntity',
  /** What shall be taken out is not in the share. */
  'notInShare',
  /** The share holds a resource of the type that the permission is for. */
  'resourcesOfType',
  /** The share has another permission for the type, and it is not to be replaced. */
  'permissionOfType',
  /** The share holds a resource of a type that must stay inside the organisation. */
  'insideOnlyTypes',
  /** Principals outside the organisation are in the share, and it shall allow them no longer. */
  'outsidersPresent',
  /** The account has the share as a part of an organisation, not by its own id. */
  'reachedByOrganization',
  /** The share holds a resource of a type with `leave: false`. */
  'typeStays',
  /** A principal works with a resource of the share. Cannot be seen beforehand. */
  'inUse',
  /** The invitation is in one of the states. */
  'invitationState',
  /** A principal is a part of the organisation or all of it, while sharing with it is switched off. */
  'organizationSharingOff',
  /** The account is not the management account of its organisation. */
  'notManagement',
  /** There would be more than the quota named. */
  'quota',
] as const;
export type PreconditionRule = (typeof preconditionRules)[number];

/**
 * One case in which a cloud refuses. Several with the same rule are independent of each other. Plain data: it crosses
 * into webviews as JSON.
 */
export interface Precondition {
  readonly rule: PreconditionRule;
  /** What is refused then. */
  readonly operations: readonly ShareOperation[];
  /** With the rules that speak of states: those in which it is refused. */
  readonly states?: readonly (ShareState | AssociationState | InvitationState)[];
  /** With the rule `quota`. */
  readonly quota?: QuotaKind;
  /** With which the cloud refuses; absent where it publishes none. */
  readonly code?: string;
  /** `inferred` where the vendor's pages do not say so in plain words: good for a warning, not for a refusal. */
  readonly basis: 'published' | 'inferred';
  /** Ends by itself, when what the cloud is at work on has settled. */
  readonly passes?: true;
}
