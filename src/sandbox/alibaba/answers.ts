import type { LibraryPermission, LibraryVersion } from './permission-library.ts';
import { resourceRule } from './failure-rules.ts';
import {
  failureDescriptions,
  shareStatus,
  type Association,
  type Failure,
  type Invitation,
  type Share,
} from './share.ts';

type Answer = Readonly<Record<string, unknown>>;

/** A time as the vendor writes it: ISO 8601, UTC, with milliseconds. */
export function wireTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

/** A share as Create and Update answer it. */
export function shareAnswer(share: Share): Answer {
  return {
    ResourceShareId: share.id,
    ResourceShareName: share.name,
    ResourceShareOwner: share.ownerId,
    ResourceShareStatus: share.shownStatus ?? shareStatus(share),
    AllowExternalTargets: share.allowExternal,
    CreateTime: wireTime(share.createdAt),
    UpdateTime: wireTime(share.updatedAt),
  };
}

/** A share in its owner's list; who receives it sees neither group nor tags. */
export function ownShareAnswer(share: Share): Answer {
  return {
    ...shareAnswer(share),
    ResourceGroupId: share.resourceGroupId,
    Tags: [...share.tags].map(([Key, Value]) => ({ Key, Value })),
  };
}

/** A row as Associate and Disassociate answer it. */
export function associationAnswer(row: Association): Answer {
  return {
    ResourceShareId: row.share.id,
    ResourceShareName: row.share.name,
    AssociationType: row.kind,
    AssociationStatus: row.status,
    ...(row.statusMessage === undefined ? {} : { AssociationStatusMessage: row.statusMessage }),
    EntityId: row.entityId,
    EntityType: row.entityType,
    ...arnAnswer(row),
    ...propertyAnswer(row),
    CreateTime: wireTime(row.createdAt),
    UpdateTime: wireTime(row.updatedAt),
  };
}

/** A row as the list of associations has it. */
export function listedAssociationAnswer(row: Association): Answer {
  return {
    ...associationAnswer(row),
    External: row.external,
    AssociationFailedDetails: row.failures.map((failure) => ({
      EntityId: failure.entityId,
      EntityType: failure.entityType,
      ...arnAnswer(failure),
      ...reasonAnswer(failure),
    })),
  };
}

export function sharedResourceAnswer(row: Association, received: boolean): Answer {
  return {
    ResourceShareId: row.share.id,
    ResourceId: row.entityId,
    ResourceType: row.entityType,
    ...arnAnswer(row),
    ...(received ? resourceStatusAnswer(row) : {}),
    CreateTime: wireTime(row.createdAt),
    UpdateTime: wireTime(row.updatedAt),
  };
}

export function invitationAnswer(
  invitation: Invitation,
  details?: 'InvitationFailedDetails' | 'AcceptInvitationFailedDetails',
): Answer {
  return {
    ResourceShareInvitationId: invitation.id,
    ResourceShareId: invitation.share.id,
    ResourceShareName: invitation.share.name,
    SenderAccountId: invitation.share.ownerId,
    ReceiverAccountId: invitation.receiverId,
    CreateTime: wireTime(invitation.createdAt),
    Status: invitation.status,
    ...(details === undefined
      ? {}
      : {
          [details]: invitation.failures.map((failure) => ({
            ResourceId: failure.entityId,
            ResourceType: failure.entityType,
            ...arnAnswer(failure),
            ...reasonAnswer(failure),
          })),
        }),
  };
}

export function permissionAnswer(
  permission: LibraryPermission,
  version: LibraryVersion,
  withContent = false,
): Answer {
  return {
    PermissionName: permission.name,
    PermissionVersion: version.version,
    ...(withContent ? { Permission: version.content } : {}),
    DefaultVersion: version.isDefault,
    DefaultPermission: permission.isDefault,
    ResourceType: permission.resourceType,
    CreateTime: version.createdAt,
    UpdateTime: version.createdAt,
  };
}

function arnAnswer(of: { readonly arn: string | undefined }): Answer {
  return of.arn === undefined ? {} : { ResourceArn: of.arn };
}

function propertyAnswer(row: Association): Answer {
  if (row.property === undefined) return {};
  return row.kind === 'Target'
    ? { TargetProperty: row.property }
    : { ResourceProperty: row.property };
}

/** The last three are the deprecated names; the vendor sends `None` in them. */
function reasonAnswer(failure: Failure): Answer {
  return {
    FailureReason: failure.reason,
    FailureDescription: failureDescriptions[failure.reason],
    OperationType: failure.operation,
    Status: 'None',
    StatusMessage: 'None',
    AssociateType: 'None',
  };
}

/** A resource that is shared and yet can't be used says so to those who receive it. */
function resourceStatusAnswer(row: Association): Answer {
  const rule = resourceRule(row.entityId);
  if (rule?.effect !== 'associate') return { ResourceStatus: 'Available' };
  switch (rule.reason) {
    case 'Unavailable':
    case 'LimitExceeded':
    case 'ZonalResourceInaccessible':
      return {
        ResourceStatus: rule.reason,
        ResourceStatusMessage: failureDescriptions[rule.reason],
      };
    case 'InternalError':
    case 'UnsupportedOperation':
      return { ResourceStatus: 'Available' };
  }
}
