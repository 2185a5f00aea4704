import * as z from 'zod/mini';

/**
 * Wire shapes of ResourceSharing 2020-01-10 and STS 2015-04-01, tolerant: the vendor declares every field
 * optional, so only the request id and the identity of each object are demanded, unknown fields pass, and an
 * optional field of an unexpected type counts as absent (reference section 6).
 */
const text = z.catch(z.optional(z.string()), undefined);
const flag = z.catch(z.optional(z.boolean()), undefined);
const identity = z.string().check(z.minLength(1));

const answer = { RequestId: z.string() };
const page = { ...answer, NextToken: z.nullish(z.string()) };

function list<Item extends z.ZodMiniType>(item: Item) {
  return z.pipe(
    z.nullish(z.array(item)),
    z.transform((rows) => rows ?? []),
  );
}

const shareSchema = z.object({
  ResourceShareId: identity,
  ResourceShareName: text,
  ResourceShareOwner: text,
  ResourceShareStatus: text,
  AllowExternalTargets: flag,
  ResourceGroupId: text,
  Tags: z.catch(z.nullish(z.array(z.object({ Key: z.string(), Value: text }))), undefined),
  CreateTime: text,
  UpdateTime: text,
});

const failureSchema = z.object({
  EntityId: text,
  EntityType: text,
  ResourceArn: text,
  FailureReason: text,
  FailureDescription: text,
  OperationType: text,
});

const associationSchema = z.object({
  ResourceShareId: identity,
  AssociationType: identity,
  EntityId: identity,
  EntityType: text,
  ResourceArn: text,
  AssociationStatus: text,
  AssociationStatusMessage: text,
  External: flag,
  AssociationFailedDetails: z.catch(z.nullish(z.array(failureSchema)), undefined),
  TargetProperty: text,
  ResourceProperty: text,
  CreateTime: text,
  UpdateTime: text,
});

const sharedResourceSchema = z.object({
  ResourceShareId: identity,
  ResourceId: identity,
  ResourceType: text,
  ResourceArn: text,
  ResourceStatus: text,
  ResourceStatusMessage: text,
  CreateTime: text,
  UpdateTime: text,
});

const sharedTargetSchema = z.object({
  ResourceShareId: identity,
  TargetId: identity,
  External: flag,
  TargetProperty: text,
  CreateTime: text,
  UpdateTime: text,
});

const invitationFailureSchema = z.object({
  ResourceId: text,
  ResourceType: text,
  ResourceArn: text,
  FailureReason: text,
  FailureDescription: text,
  OperationType: text,
});
const invitationFailures = z.catch(z.nullish(z.array(invitationFailureSchema)), undefined);

const invitationSchema = z.object({
  ResourceShareInvitationId: identity,
  ResourceShareId: text,
  ResourceShareName: text,
  SenderAccountId: text,
  ReceiverAccountId: text,
  CreateTime: text,
  Status: text,
  InvitationFailedDetails: invitationFailures,
  /** The name of the same in the answer to an acceptance. */
  AcceptInvitationFailedDetails: invitationFailures,
});

const permissionSchema = z.object({
  PermissionName: identity,
  PermissionVersion: text,
  DefaultVersion: flag,
  DefaultPermission: flag,
  ResourceType: text,
  Permission: text,
  CreateTime: text,
  UpdateTime: text,
});

export const doneAnswerSchema = z.object(answer);
export const invitationAnswerSchema = z.object({
  ...answer,
  ResourceShareInvitation: invitationSchema,
});
export const shareAnswerSchema = z.object({ ...answer, ResourceShare: shareSchema });
export const sharesAnswerSchema = z.object({ ...page, ResourceShares: list(shareSchema) });
export const associationsAnswerSchema = z.object({
  ...page,
  ResourceShareAssociations: list(associationSchema),
});
export const sharedResourcesAnswerSchema = z.object({
  ...page,
  SharedResources: list(sharedResourceSchema),
});
export const sharedTargetsAnswerSchema = z.object({
  ...page,
  SharedTargets: list(sharedTargetSchema),
});
export const invitationsAnswerSchema = z.object({
  ...page,
  ResourceShareInvitations: list(invitationSchema),
});
export const permissionsAnswerSchema = z.object({ ...page, Permissions: list(permissionSchema) });
export const permissionAnswerSchema = z.object({ ...answer, Permission: permissionSchema });
export const organizationAnswerSchema = z.object({
  ...answer,
  EnableSharingWithRd: z.boolean(),
});
export const regionsAnswerSchema = z.object({
  ...answer,
  Regions: list(z.object({ RegionId: identity, LocalName: text })),
});
export const identityAnswerSchema = z.object({ ...answer, AccountId: identity });

/** An error; some gateways write the names with a small letter. */
export const errorAnswerSchema = z.object({
  RequestId: text,
  requestId: text,
  Code: text,
  code: text,
  Message: text,
  message: text,
  AccessDeniedDetail: z.catch(z.optional(z.object({ AuthAction: text })), undefined),
});

export type WireShare = z.infer<typeof shareSchema>;
export type WireAssociation = z.infer<typeof associationSchema>;
export type WireSharedResource = z.infer<typeof sharedResourceSchema>;
export type WireSharedTarget = z.infer<typeof sharedTargetSchema>;
export type WireInvitation = z.infer<typeof invitationSchema>;
export type WirePermission = z.infer<typeof permissionSchema>;
