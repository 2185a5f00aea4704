import { type Invitation, invitationStates } from '../../model/invitation.ts';
import type {
  Permission,
  PermissionSummary,
  PermissionVersion,
  SharePermission,
} from '../../model/permission.ts';
import type {
  Association,
  AssociationFailure,
  ResourceShare,
  ShareOwner,
} from '../../model/share.ts';
import {
  type AssociationStatus,
  associationStates,
  parseStatus,
  shareStates,
} from '../../model/status.ts';
import { explainFailure } from './failure-reasons.ts';
import type {
  WireAssociation,
  WireInvitation,
  WirePermission,
  WireShare,
  WireSharedResource,
  WireSharedTarget,
} from './schemas.ts';

/** A share as the inventory knows it; `owner` comes from the question that was asked. */
export function toShare(wire: WireShare, owner: ShareOwner): ResourceShare {
  return {
    id: wire.ResourceShareId,
    name: wire.ResourceShareName ?? '',
    owner,
    ownerId: wire.ResourceShareOwner ?? '',
    status: parseStatus(shareStates, wire.ResourceShareStatus ?? ''),
    ...given('allowExternal', wire.AllowExternalTargets),
    tags: (wire.Tags ?? []).map((tag) => ({ key: tag.Key, value: tag.Value ?? '' })),
    ...given('resourceGroupId', wire.ResourceGroupId),
    ...times(wire),
  };
}

/** A row of `ListResourceShareAssociations` or of the answer to an association. */
export function toAssociation(wire: WireAssociation): Association {
  const isPrincipal = wire.AssociationType.toLowerCase() === 'target';
  return {
    shareId: wire.ResourceShareId,
    kind: isPrincipal ? 'principal' : 'resource',
    entityId: wire.EntityId,
    entityType: wire.EntityType ?? (isPrincipal ? 'Account' : ''),
    ...given('arn', wire.ResourceArn),
    status: parseStatus(associationStates, wire.AssociationStatus ?? ''),
    ...given('statusMessage', wire.AssociationStatusMessage),
    ...given('external', wire.External),
    failures: (wire.AssociationFailedDetails ?? []).map(toFailure),
    ...given('principalProperty', wire.TargetProperty),
    ...given('resourceProperty', wire.ResourceProperty),
    ...times(wire),
  };
}

type WireFailure = NonNullable<WireAssociation['AssociationFailedDetails']>[number];

/** The three deprecated fields of the wire are left aside: they hold `None` or `无`. */
function toFailure(wire: WireFailure): AssociationFailure {
  return {
    entityId: wire.EntityId ?? '',
    entityType: wire.EntityType ?? '',
    ...given('arn', wire.ResourceArn),
    reason: wire.FailureReason ?? '',
    description: wire.FailureDescription ?? '',
    operation: wire.OperationType ?? '',
  };
}

/** A resource that another account shares with this one. */
export function toReceivedResource(wire: WireSharedResource): Association {
  const status = receivedStatus(wire.ResourceStatus);
  const meaning = status.state === 'failed' ? explainFailure(status.text) : undefined;
  const message =
    wire.ResourceStatusMessage === '' ? meaning : (wire.ResourceStatusMessage ?? meaning);
  return {
    shareId: wire.ResourceShareId,
    kind: 'resource',
    entityId: wire.ResourceId,
    entityType: wire.ResourceType ?? '',
    ...given('arn', wire.ResourceArn),
    status,
    ...given('statusMessage', message),
    failures: [],
    ...times(wire),
  };
}

/** The account that shares with this one: the cloud names owners here, not principals (reference section 7.11). */
export function toReceivedTarget(wire: WireSharedTarget): Association {
  return {
    shareId: wire.ResourceShareId,
    kind: 'principal',
    entityId: wire.TargetId,
    entityType: 'Account',
    status: associated,
    ...given('external', wire.External),
    failures: [],
    ...given('principalProperty', wire.TargetProperty),
    ...times(wire),
  };
}

const associated: AssociationStatus = { state: 'associated', text: 'Associated' };
const unusableResourceStates = new Set([
  'zonalresourceinaccessible',
  'limitexceeded',
  'unavailable',
]);

/**
 * The receiving side has no association status but says whether a resource can be used (`ResourceStatus`,
 * reference section 6). What is listed is shared, so `Available` and no word at all count as associated, the three
 * documented obstacles as failed, and another word as unknown. The word itself stays, to be shown as it came.
 */
function receivedStatus(resourceStatus: string | undefined): AssociationStatus {
  if (!resourceStatus) return associated;
  const word = resourceStatus.toLowerCase();
  if (word === 'available') return { state: 'associated', text: resourceStatus };
  return {
    state: unusableResourceStates.has(word) ? 'failed' : 'unknown',
    text: resourceStatus,
  };
}

/** Unanswered it ends after 7 days (reference section 8.3). */
const invitationLifeMs = 7 * 24 * 60 * 60_000;

export function toInvitation(wire: WireInvitation): Invitation {
  const created = Date.parse(wire.CreateTime ?? '');
  const details = wire.AcceptInvitationFailedDetails ?? wire.InvitationFailedDetails ?? [];
  return {
    id: wire.ResourceShareInvitationId,
    shareId: wire.ResourceShareId ?? '',
    shareName: wire.ResourceShareName ?? '',
    senderId: wire.SenderAccountId ?? '',
    receiverId: wire.ReceiverAccountId ?? '',
    status: parseStatus(invitationStates, wire.Status ?? ''),
    createdAt: wire.CreateTime ?? '',
    ...(Number.isNaN(created)
      ? {}
      : { expiresAt: new Date(created + invitationLifeMs).toISOString() }),
    failures: details.map(({ ResourceId, ResourceType, ...rest }) =>
      toFailure({ EntityId: ResourceId, EntityType: ResourceType, ...rest }),
    ),
  };
}

/** A permission is named by its name in all calls. */
export function toPermissionSummary(wire: WirePermission): PermissionSummary {
  return {
    name: wire.PermissionName,
    id: wire.PermissionName,
    version: wire.PermissionVersion ?? '',
    resourceType: wire.ResourceType ?? '',
    isDefault: wire.DefaultPermission ?? false,
  };
}

export function toPermissionVersion(wire: WirePermission): PermissionVersion {
  return {
    ...toPermissionSummary(wire),
    isDefaultVersion: wire.DefaultVersion ?? false,
    createdAt: wire.CreateTime ?? '',
  };
}

export function toPermission(wire: WirePermission): Permission {
  return { ...toPermissionSummary(wire), content: wire.Permission ?? '' };
}

/** The cloud lists the permissions of a share like those of its library: what is listed is in use. */
export function toSharePermission(wire: WirePermission, shareId: string): SharePermission {
  return {
    shareId,
    id: wire.PermissionName,
    name: wire.PermissionName,
    resourceType: wire.ResourceType ?? '',
    ...given('version', wire.PermissionVersion),
    ...given('isDefault', wire.DefaultPermission),
    status: associated,
    ...times(wire),
  };
}

function times(wire: { CreateTime?: string | undefined; UpdateTime?: string | undefined }): {
  createdAt: string;
  updatedAt: string;
} {
  return { createdAt: wire.CreateTime ?? '', updatedAt: wire.UpdateTime ?? '' };
}

/** A field of that name, or none at all: optional fields of the model are absent, not undefined. */
function given<Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): Partial<Record<Name, Value>> {
  const field: Partial<Record<Name, Value>> = {};
  if (value !== undefined && value !== '') field[name] = value;
  return field;
}
