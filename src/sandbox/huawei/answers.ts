import { actionsOf, findPermission, type Permission } from './permission-library.ts';
import { typeOnWire } from './resource-types.ts';
import type { Association, BoundPermission, Invitation, Share } from './share.ts';
import type { World } from './world.ts';

type Fields = Readonly<Record<string, unknown>>;

export function wireTime(world: World, time: number): string {
  const text = new Date(time).toISOString();
  return world.switches.timestamps === 'seconds' ? text.replace(/\.\d+/, '') : text;
}

/** A status text in the letter case that is asked for. */
export function wireStatus(world: World, status: string): string {
  switch (world.switches.statusCase) {
    case 'lower':
      return status;
    case 'upper':
      return status.toUpperCase();
    case 'title':
      return status.charAt(0).toUpperCase() + status.slice(1);
  }
}

/** Tags are the owner's. */
export function shareAnswer(world: World, share: Share, viewerId: string): Fields {
  const showsTags = viewerId === share.ownerId || world.switches.receiverSeesTags;
  return {
    id: share.id,
    name: share.name,
    description: share.description,
    allow_external_principals: share.allowExternal,
    owning_account_id: share.ownerId,
    status: share.shownStatus ?? wireStatus(world, share.status),
    ...(showsTags ? { tags: tagsAnswer(share) } : {}),
    ...times(world, share),
  };
}

export function tagsAnswer(share: Share): readonly Fields[] {
  return [...share.tags].map(([key, value]) => ({ key, value }));
}

export function associationAnswer(world: World, row: Association): Fields {
  return {
    associated_entity: row.entity,
    association_type: row.kind,
    status: wireStatus(world, row.status),
    status_message: row.statusMessage,
    external:
      row.kind === 'principal' &&
      (world.switches.external === 'outside' ? row.outside : !row.outside),
    resource_share_id: row.share.id,
    resource_share_name: row.share.name,
    ...times(world, row),
  };
}

export function invitationAnswer(world: World, invitation: Invitation): Fields {
  return {
    resource_share_invitation_id: invitation.id,
    resource_share_id: invitation.share.id,
    resource_share_name: invitation.share.name,
    sender_account_id: invitation.share.ownerId,
    receiver_account_id: invitation.receiverId,
    status: wireStatus(world, invitation.status),
    ...times(world, invitation),
  };
}

export function sharedResourceAnswer(world: World, row: Association): Fields {
  return {
    resource_urn: row.entity,
    resource_type: typeOnWire(world, row.resourceType),
    resource_share_id: row.share.id,
    status: wireStatus(world, row.status),
    ...times(world, row),
  };
}

export function boundPermissionAnswer(
  world: World,
  resourceType: string,
  bound: BoundPermission,
): Fields {
  return {
    permission_id: bound.permissionId,
    permission_name: findPermission(bound.permissionId)?.name,
    resource_type: typeOnWire(world, resourceType),
    status: wireStatus(world, 'associated'),
    ...times(world, { createdAt: bound.createdAt, updatedAt: bound.createdAt }),
  };
}

const published = Date.parse('2023-12-12T08:00:00.000Z');
const revisionTime = Date.parse('2025-03-06T08:00:00.000Z');

/** One version of a permission, without what it allows. */
export function permissionAnswer(world: World, permission: Permission, version: number): Fields {
  const changedAt = version > 1 ? revisionTime : published;
  return {
    id: permission.id,
    name: permission.name,
    resource_type: typeOnWire(world, permission.resourceType),
    is_resource_type_default: permission.isTypeDefault,
    permission_urn: `ram::system:permission:${permission.name}`,
    permission_type: 'RAM_MANAGED',
    default_version: version === permission.versions,
    version,
    status: wireStatus(world, 'attachable'),
    ...times(world, { createdAt: published, updatedAt: changedAt }),
  };
}

/** The inner form is not published: a policy as text. */
export function permissionContent(permission: Permission, version: number): string {
  return JSON.stringify({ Effect: 'Allow', Action: actionsOf(permission, version) });
}

function times(
  world: World,
  { createdAt, updatedAt }: { readonly createdAt: number; readonly updatedAt: number },
): Fields {
  return { created_at: wireTime(world, createdAt), updated_at: wireTime(world, updatedAt) };
}
