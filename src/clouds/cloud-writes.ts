import type { Invitation } from '../model/invitation.ts';
import type { Association, Tag } from '../model/share.ts';
import type { CallOptions } from './call-options.ts';
import type { ResourceRef } from './entity-refs.ts';

/** At most the items of one call: the plan chunks before it comes here. Properties are left aside. */
export interface DisassociateRequest {
  readonly resources: readonly ResourceRef[];
  readonly principals: readonly { readonly id: string }[];
}

/**
 * The writes on what exists. None is ever sent twice. After a lost answer the state is read back: done is a
 * success; nothing done is the lost failure with `notDone`; the kind `ambiguous` where the state does not tell.
 * What the cloud is still at work on is a failure of the kind `conflict` with `busy`.
 */
export interface CloudWrites extends ContentWrites, SettingWrites {}

/** What is in a share, for the owner and for those who receive it. */
export interface ContentWrites {
  /** Takes something out. Gives the rows as they stand then; nothing is sent for nothing. */
  disassociate(
    region: string,
    shareId: string,
    request: DisassociateRequest,
    options: CallOptions,
  ): Promise<readonly Association[]>;
  /** Begins the end of a share and of everything in it. Fails as `notFound` where there is none. */
  deleteShare(region: string, shareId: string, options: CallOptions): Promise<void>;
  /**
   * Ends what another account shares with this one.
   * @param self the account's own id on the cloud's side, which the call names as the principal to take out
   */
  leaveShare(
    region: string,
    shareId: string,
    self: { readonly ownerId: string },
    options: CallOptions,
  ): Promise<void>;
  /**
   * Gives the invitation as it stands then. Accepted with `failures`, in the state `acceptFailed`, is no error: the
   * cloud could not hand over everything.
   */
  acceptInvitation(region: string, invitationId: string, options: CallOptions): Promise<Invitation>;
  rejectInvitation(region: string, invitationId: string, options: CallOptions): Promise<Invitation>;
}

/** How a share is described and what it permits, and sharing with the organisation. */
export interface SettingWrites {
  /**
   * Gives the share a permission for the type that the permission is for. Without `replace` the cloud refuses where
   * the share has another one for that type.
   */
  setPermission(
    region: string,
    shareId: string,
    permissionId: string,
    how: { readonly replace: boolean },
    options: CallOptions,
  ): Promise<void>;
  /** Refused while the share holds resources of the type. */
  removePermission(
    region: string,
    shareId: string,
    permissionId: string,
    options: CallOptions,
  ): Promise<void>;
  /** A key that is there gets the new value. At most `abilities.tags.max`; nothing is sent for none. */
  tagShare(
    region: string,
    shareId: string,
    tags: readonly Tag[],
    options: CallOptions,
  ): Promise<void>;
  /** Keys that are not there are passed over. */
  untagShare(
    region: string,
    shareId: string,
    keys: readonly string[],
    options: CallOptions,
  ): Promise<void>;
  /** Only where `abilities.resourceGroups`. */
  moveToResourceGroup(
    region: string,
    shareId: string,
    resourceGroupId: string,
    options: CallOptions,
  ): Promise<void>;
  /** Only where `abilities.organizationSharing.enable`. What is on already is a success. */
  enableOrganizationSharing(options: CallOptions): Promise<void>;
  /** Only where `abilities.organizationSharing.disable`. */
  disableOrganizationSharing(options: CallOptions): Promise<void>;
}
