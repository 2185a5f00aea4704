import { type Invitation, invitationStates } from '../../model/invitation.ts';
import type {
  Permission,
  PermissionSummary,
  PermissionVersion,
  SharePermission,
} from '../../model/permission.ts';
import type { Quota, QuotaKind } from '../../model/quota.ts';
import type { Association, ResourceShare, ShareOwner } from '../../model/share.ts';
import {
  type AssociationStatus,
  associationStates,
  parseStatus,
  shareStates,
} from '../../model/status.ts';
import type { WireAssociation } from './calls/associations.ts';
import type { WireInvitation } from './calls/invitations.ts';
import type { WireQuota } from './calls/limits.ts';
import type { WireAssociatedPermission, WirePermission } from './calls/permissions.ts';
import type { WireSharedPrincipal, WireSharedResource } from './calls/shared.ts';
import type { WireShare } from './calls/shares.ts';
import { type Accounts, isOutside } from './organization.ts';
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

/** What a row is read in the light of. */
export interface Circumstances {
  /** Of the account; nothing where it is not known. */
  readonly organization: Accounts | undefined;
  /** The cloud's time, milliseconds since the epoch. */
  readonly now: number;
}

/** A row of `SearchResourceShareAssociations` or of the answer to an association. */
export function toAssociation(wire: WireAssociation, circumstances: Circumstances): Association {
  const entity = wire.associated_entity;
  const status = parseStatus(associationStates, wire.status ?? '');
  return {
    shareId: wire.resource_share_id,
    ...(isPrincipal(wire)
      ? toPrincipal(wire, status, circumstances)
      : {
          kind: 'resource',
          entityId: entity,
          entityType: resourceType(entity),
          arn: entity,
        }),
    status,
    ...(wire.status_message ? { statusMessage: wire.status_message } : {}),
    failures: [],
    ...times(wire),
  };
}

export function isPrincipal(wire: WireAssociation): boolean {
  return wire.association_type.toLowerCase() === 'principal';
}

/** Associating ends within seconds by itself; what takes longer waits for somebody. */
const settlingMs = 2 * 60_000;

/**
 * Whether somebody is outside is told by the members of the organisation alone: the vendor's name and description of
 * the row's own flag contradict each other. Nor does any row say that its principal was invited: it is so for an account
 * outside that is not associated yet, and for any other that has not been for longer than the cloud needs (reference section 3.3).
 */
function toPrincipal(
  { associated_entity: entity, updated_at, created_at }: WireAssociation,
  { state }: AssociationStatus,
  { organization, now }: Circumstances,
): Pick<Association, 'kind' | 'entityId' | 'entityType' | 'external' | 'invited'> {
  const external = isOutside(entity, organization);
  const entityType = principalType(entity);
  const age = now - Date.parse(updated_at ?? created_at ?? '');
  const waits = external === true || age >= settlingMs;
  return {
    kind: 'principal',
    entityId: entity,
    entityType,
    ...(external === undefined ? {} : { external }),
    ...(entityType === 'Account' && state === 'associating' && waits ? { invited: true } : {}),
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

export function toPermissionVersion(wire: WirePermission): PermissionVersion {
  return {
    ...toPermissionSummary(wire),
    isDefaultVersion: wire.default_version ?? false,
    createdAt: times(wire).createdAt,
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

/** What the words of the cloud count (reference section 3.2). */
const quotaKindOf: ReadonlyMap<string, QuotaKind> = new Map([
  ['resource_share', 'shares'],
  ['resource_association', 'resources'],
  ['principal_association', 'principals'],
  ['permission_association', 'permissions'],
  ['tag_association', 'tags'],
]);

/** None for a row without a number. */
export function toQuota(wire: WireQuota): readonly Quota[] {
  const { type: text, quota: limit, used } = wire;
  if (limit === undefined) return [];
  const kind = quotaKindOf.get(text) ?? 'unknown';
  return [{ kind, text, limit, ...(used === undefined ? {} : { used }) }];
}

function times(wire: { created_at?: string | undefined; updated_at?: string | undefined }): {
  createdAt: string;
  updatedAt: string;
} {
  return { createdAt: wire.created_at ?? '', updatedAt: wire.updated_at ?? '' };
}
