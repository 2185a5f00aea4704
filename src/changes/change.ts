import * as z from 'zod/mini';
import type { PrincipalRef } from '../clouds/cloud.ts';
import { scopeKey } from '../model/account.ts';
import { groupBy } from '../model/group-by.ts';
import type { Association, Tag } from '../model/share.ts';

/**
 * What a user wants, as data: plain JSON that a form, a tree, a file or an agent makes, that is planned, shown, kept
 * and planned again. One change is about one share; a selection is a list of changes.
 */
export const scopeSchema = z.object({ accountId: z.string(), region: z.string() });

/** A resource as somebody named it, or as a row of a share has it: by type and id, by ARN or URN, or by both. */
export const resourceItemSchema = z.object({
  /** Empty when the ARN or URN does not tell. */
  type: z.string(),
  id: z.exactOptional(z.string()),
  arn: z.exactOptional(z.string()),
  /** JSON text. */
  property: z.exactOptional(z.string()),
});

export const principalItemSchema: z.ZodMiniType<PrincipalRef> = z.object({
  id: z.string(),
  property: z.exactOptional(z.string()),
});

export const tagSchema: z.ZodMiniType<Tag> = z.object({ key: z.string(), value: z.string() });

const permissionItemSchema = z.object({
  /** How the cloud's calls name it. */
  id: z.string(),
  name: z.string(),
  resourceType: z.string(),
  version: z.exactOptional(z.string()),
});

const contents = {
  resources: z.array(resourceItemSchema),
  principals: z.array(principalItemSchema),
  /** Resource type → permission id. Types without an entry take the cloud's default. */
  permissions: z.record(z.string(), z.string()),
};
const inScope = { scope: scopeSchema };
const ofShare = { ...inScope, shareId: z.string() };

/** An invitation as it was seen when it was chosen. */
const ofInvitation = {
  ...inScope,
  invitation: z.object({
    id: z.string(),
    shareId: z.string(),
    shareName: z.string(),
    /** Account id of the sender on the cloud's side. */
    senderId: z.string(),
  }),
};

export const changeSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('create'),
    ...inScope,
    name: z.string(),
    allowExternal: z.boolean(),
    description: z.exactOptional(z.string()),
    tags: z.exactOptional(z.array(tagSchema)),
    ...contents,
  }),
  z.object({ kind: z.literal('associate'), ...ofShare, ...contents }),
  z.object({
    kind: z.literal('disassociate'),
    ...ofShare,
    resources: z.array(resourceItemSchema),
    /** Ids. */
    principals: z.array(z.string()),
  }),
  /** What is left out stays as it is. */
  z.object({
    kind: z.literal('update'),
    ...ofShare,
    name: z.exactOptional(z.string()),
    description: z.exactOptional(z.string()),
    allowExternal: z.exactOptional(z.boolean()),
  }),
  z.object({ kind: z.literal('delete'), ...ofShare }),
  /** The account gives a share back that it received. */
  z.object({ kind: z.literal('leave'), ...ofShare }),
  z.object({ kind: z.literal('accept'), ...ofInvitation }),
  z.object({ kind: z.literal('reject'), ...ofInvitation }),
  /** Takes the place of the permission that the share has for the same type of resource. */
  z.object({ kind: z.literal('setPermission'), ...ofShare, permission: permissionItemSchema }),
  z.object({ kind: z.literal('removePermission'), ...ofShare, permission: permissionItemSchema }),
  z.object({ kind: z.literal('tag'), ...ofShare, tags: z.array(tagSchema) }),
  z.object({ kind: z.literal('untag'), ...ofShare, keys: z.array(z.string()) }),
  z.object({
    kind: z.literal('moveToResourceGroup'),
    ...ofShare,
    resourceGroupId: z.string(),
  }),
  /** For the whole organisation, by its management account. */
  z.object({ kind: z.literal('organizationSharing'), ...inScope, enabled: z.boolean() }),
]);

export type ResourceItem = z.infer<typeof resourceItemSchema>;
export type PermissionItem = z.infer<typeof permissionItemSchema>;
export type Change = z.infer<typeof changeSchema>;
export type ChangeKind = Change['kind'];
export type ChangeOf<Kind extends ChangeKind> = Extract<Change, { readonly kind: Kind }>;

/** Id of the share that a change is about; undefined for one that has yet to be created, and for no share at all. */
export function shareIdOf(change: Change): string | undefined {
  switch (change.kind) {
    case 'create':
    case 'organizationSharing':
      return undefined;
    case 'accept':
    case 'reject':
      return change.invitation.shareId;
    case 'associate':
    case 'disassociate':
    case 'update':
    case 'delete':
    case 'leave':
    case 'setPermission':
    case 'removePermission':
    case 'tag':
    case 'untag':
    case 'moveToResourceGroup':
      return change.shareId;
  }
}

/** A text that is equal for changes of the same existing share; undefined where there is none yet. */
export function shareKeyOf(change: Change): string | undefined {
  const shareId = shareIdOf(change);
  return shareId === undefined ? undefined : `${scopeKey(change.scope)}/${shareId}`;
}

/** Takes rows of one share out of it. */
export function removalOf(
  scope: ChangeOf<'disassociate'>['scope'],
  rows: readonly Association[],
): readonly ChangeOf<'disassociate'>[] {
  const byShare = groupBy(rows, ({ shareId }) => shareId);
  return [...byShare].map(([shareId, ofShare]) => ({
    kind: 'disassociate',
    scope,
    shareId,
    resources: ofShare
      .filter(({ kind }) => kind === 'resource')
      .map(({ entityType, entityId, arn }) => ({
        type: entityType,
        id: entityId,
        ...(arn !== undefined && { arn }),
      })),
    principals: ofShare.filter(({ kind }) => kind === 'principal').map(({ entityId }) => entityId),
  }));
}
