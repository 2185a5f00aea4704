import { type Invitation, invitationStates } from '../../model/invitation.ts';
import type { Permission, PermissionSummary, SharePermission } from '../../model/permission.ts';
import type { Association, ResourceShare, ShareOwner } from '../../model/share.ts';
import { associationStates, parseStatus, shareStates } from '../../model/status.ts';
import type { WireAssociation } from './calls/associations.ts';
import type { WireInvitation } from './calls/invitations.ts';
import type { WireAssociatedPermission, WirePermission } from './calls/permissions.ts';
import type { WireSharedPrincipal, WireSharedResource } from './calls/shared.ts';
import type { WireShare } from './calls/shares.ts';
import { principalType, resourceType, usualType } from './urn.ts';

/** A share as the inventory knows it; `owner` comes from the question that was asked. */
export function toShare(wire: WireShare, owner: ShareOwner): ResourceShare {
  return {
    id: wire.id,
    name: wire.name ?? '',
    owner,
    ownerId: wire.owning_account_id ?? '',
    status: parseStatus(shareStates, wire.status ?? ''),
    ...(wire.allow_external_principals === undefined
      ? {}
      : { allowExternal: wire.allow_external_principals }),
    ...(wire.description ? { description: wire.description } : {}),
    tags: (wire.tags ?? []).map(({ key, value }) => ({ key, value: value ?? '' })),
    ...times(wire),
  };
}

/**
 * A row of `SearchResourceShareAssociations` or of the answer to an association. Whether a principal is outside
 * the organisation stays open: the vendor's name and description of that flag contradict each other.
 */
export function toAssociation(wire: WireAssociation): Association {
  const entity = wire.associated_entity;
  const isPrincipal = wire.association_type.toLowerCase() === 'principal';
  return {
    shareId: wire.resource_share_id,
    kind: isPrincipal ? 'principal' : 'resource',
    entityId: entity,
    entityType: isPrincipal ? principalType(entity) : resourceType(entity),
    ...(isPrincipal ? {} : { arn: entity }),
    status: parseStatus(associationStates, wire.status ?? ''),
    ...(wire.status_message ? { statusMessage: wire.status_message } : {}),
    failures: [],
    ...times(wire),
  };
}

/** A resource that another account shares with this one; without a word on its status it counts as shared. */
export function toReceivedResource(wire: WireSharedResource): Association {
  return {
    shareId: wire.resource_share_id,
    kind: 'resource',
    entityId: wire.resource_urn,
    entityType: usualType(wire.resource_type ?? resourceType(wire.resource_urn)),
    arn: wire.resource_urn,
    status: parseStatus(associationStates, wire.status ?? 'associated'),
    failures: [],
    ...times(wire),
  };
}

/** The account that shares with this one: on this side the cloud names owners (reference section 5.19). */
export function toReceivedPrincipal(wire: WireSharedPrincipal): Association {
  return {
    shareId: wire.resource_share_id,
    kind: 'principal',
    entityId: wire.id,
    entityType: principalType(wire.id),
    status: parseStatus(associationStates, 'associated'),
    failures: [],
    ...times(wire),
  };
}

/** How long one stays open is not published. */
export function toInvitation(wire: WireInvitation): Invitation {
  return {
    id: wire.resource_share_invitation_id,
    shareId: wire.resource_share_id ?? '',
    shareName: wire.resource_share_name ?? '',
    senderId: wire.sender_account_id ?? '',
    receiverId: wire.receiver_account_id ?? '',
    status: parseStatus(invitationStates, wire.status ?? ''),
    ...times(wire),
    failures: [],
  };
}

/** A permission is named by its id in all calls. */
export function toPermissionSummary(wire: WirePermission): PermissionSummary {
  return {
    name: wire.name ?? wire.id,
    id: wire.id,
    version: wire.version ?? '',
    resourceType: usualType(wire.resource_type ?? ''),
    isDefault: wire.is_resource_type_default ?? false,
  };
}

export function toPermission(wire: WirePermission): Permission {
  return { ...toPermissionSummary(wire), content: wire.content ?? '' };
}

/** The wire names neither the version that a share has nor the type's default here (reference section 4). */
export function toSharePermission(
  wire: WireAssociatedPermission,
  shareId: string,
): SharePermission {
  return {
    shareId,
    id: wire.permission_id,
    name: wire.permission_name ?? wire.permission_id,
    resourceType: usualType(wire.resource_type ?? ''),
    status: parseStatus(associationStates, wire.status ?? 'associated'),
    ...times(wire),
  };
}

function times(wire: { created_at?: string | undefined; updated_at?: string | undefined }): {
  createdAt: string;
  updatedAt: string;
} {
  return { createdAt: wire.created_at ?? '', updatedAt: wire.updated_at ?? '' };
}
