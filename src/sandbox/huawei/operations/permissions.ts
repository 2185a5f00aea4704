import * as z from 'zod/mini';
import { boundPermissionAnswer, permissionAnswer, permissionContent } from '../answers.ts';
import { optionalText, permissionId, queryNumber, queryPage } from '../fields.ts';
import { pathId, readBody, readQuery, type Call, type Operation } from '../operation.ts';
import { liveShare, ownShare } from '../own-share.ts';
import { cutPage } from '../paging.ts';
import { findPermission, permissions, type Permission } from '../permission-library.ts';
import { findResourceType } from '../resource-types.ts';
import { isLiveRow, type Share } from '../share.ts';
import { checkPerShare } from '../sharing-rules.ts';
import { WireError } from '../wire-error.ts';

const listSchema = z.object({
  resource_type: optionalText(64),
  permission_type: z.exactOptional(z.enum(['RAM_MANAGED', 'CUSTOMER_MANAGED', 'ALL'])),
  ...queryPage,
});

/** The vendor's own only: no operation makes others. */
export const listPermissions: Operation = {
  name: 'ListPermissions',
  method: 'GET',
  path: '/v1/permissions',
  status: 200,
  action: 'ram:permissions:list',
  run: (call) => {
    const input = readQuery(call, listSchema);
    const type = input.resource_type;
    const wanted = type === undefined ? undefined : (findResourceType(type)?.name ?? type);
    const found = permissions.filter(
      ({ resourceType }) =>
        input.permission_type !== 'CUSTOMER_MANAGED' &&
        (wanted === undefined || resourceType === wanted),
    );
    const rows = found.map((permission) => ({
      permission,
      seq: permissions.indexOf(permission) + 1,
    }));
    const page = cutPage(call.world, input, rows);
    return {
      permissions: page.items.map(({ permission }) =>
        permissionAnswer(call.world, permission, permission.versions),
      ),
      page_info: page.page_info,
    };
  },
};

const showSchema = z.object({ permission_version: queryNumber(0, 1_000_000) });

export const showPermission: Operation = {
  name: 'ShowPermission',
  method: 'GET',
  path: '/v1/permissions/{permission_id}',
  status: 200,
  action: 'ram:permissions:get',
  run: (call) => {
    const { permission_version: wanted } = readQuery(call, showSchema);
    const permission = permissionOf(call, pathId(call, 'permission_id'));
    const version = wanted ?? permission.versions;
    if (version < 1 || version > permission.versions) throw unknownPermission(call, permission.id);
    return {
      permission: {
        ...permissionAnswer(call.world, permission, version),
        content: permissionContent(permission, version),
      },
    };
  },
};

export const listPermissionVersions: Operation = {
  name: 'ListPermissionVersions',
  method: 'GET',
  path: '/v1/permissions/{permission_id}/versions',
  status: 200,
  action: 'ram:permissions:listVersions',
  run: (call) => {
    const input = readQuery(call, z.object(queryPage));
    const permission = permissionOf(call, pathId(call, 'permission_id'));
    const versions = Array.from({ length: permission.versions }, (_, index) => ({
      seq: index + 1,
    }));
    const page = cutPage(call.world, input, versions);
    return {
      permissions: page.items.map(({ seq }) => permissionAnswer(call.world, permission, seq)),
      page_info: page.page_info,
    };
  },
};

const boundSchema = z.object({ permission_name: optionalText(64), ...queryPage });

export const listResourceSharePermissions: Operation = {
  name: 'ListResourceSharePermissions',
  method: 'GET',
  path: '/v1/resource-shares/{resource_share_id}/associated-permissions',
  status: 200,
  action: 'ram:resourceShares:listAssociatedPermissions',
  run: (call) => {
    const input = readQuery(call, boundSchema);
    const bound = [...ownShare(call).permissions].map(([type, { ...permission }], index) => ({
      type,
      permission,
      seq: index + 1,
    }));
    const found = bound.filter(
      ({ permission }) =>
        input.permission_name === undefined ||
        findPermission(permission.permissionId)?.name === input.permission_name,
    );
    const page = cutPage(call.world, input, found);
    return {
      associated_permissions: page.items.map(({ type, permission }) =>
        boundPermissionAnswer(call.world, type, permission),
      ),
      page_info: page.page_info,
    };
  },
};

const bindSchema = z.object({
  permission_id: permissionId,
  replace: z._default(z.boolean(), false),
});

/** A share with resources of a type has a permission for it, so a new one comes before them, or in the place of another. */
export const associateResourceSharePermission: Operation = {
  name: 'AssociateResourceSharePermission',
  method: 'POST',
  path: '/v1/resource-shares/{resource_share_id}/associate-permission',
  status: 200,
  action: 'ram:resourceShares:associatePermission',
  run: (call) => {
    const input = readBody(call, bindSchema);
    const share = liveShare(call);
    const { id, resourceType } = permissionOf(call, input.permission_id);
    const known = share.permissions.get(resourceType);
    if (known !== undefined && known.permissionId !== id && !input.replace) {
      throw new WireError('RAM.EMU.0006', [resourceType]);
    }
    if (known === undefined) {
      const { permissionsPerShare } = call.world.quotas;
      checkPerShare('permission', share.permissions.size, 1, permissionsPerShare);
    }
    if (known?.permissionId === id) return undefined;
    share.permissions.set(resourceType, { permissionId: id, createdAt: call.now });
    share.updatedAt = call.now;
    return undefined;
  },
};

export const disassociateResourceSharePermission: Operation = {
  name: 'DisassociateResourceSharePermission',
  method: 'POST',
  path: '/v1/resource-shares/{resource_share_id}/disassociate-permission',
  status: 200,
  action: 'ram:resourceShares:disassociatePermission',
  run: (call) => {
    const input = readBody(call, z.object({ permission_id: permissionId }));
    const share = liveShare(call);
    const { id, resourceType } = permissionOf(call, input.permission_id);
    if (share.permissions.get(resourceType)?.permissionId !== id) {
      throw new WireError('RAM.EMU.0010', [id]);
    }
    if (holdsType(share, resourceType)) throw new WireError('RAM.EMU.0007', [resourceType]);
    share.permissions.delete(resourceType);
    share.updatedAt = call.now;
    return undefined;
  },
};

function permissionOf(call: Call, id: string): Permission {
  const permission = findPermission(id);
  if (permission === undefined) throw unknownPermission(call, id);
  return permission;
}

function unknownPermission(call: Call, id: string): WireError {
  return new WireError('RAM.EMU.0003', [id], { status: call.world.switches.unknownEntity });
}

function holdsType(share: Share, resourceType: string): boolean {
  return [...share.rows].some((row) => row.resourceType === resourceType && isLiveRow(row));
}
