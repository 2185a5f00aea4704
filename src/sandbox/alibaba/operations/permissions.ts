import { permissionAnswer } from '../answers.ts';
import { owner, permissionName, resourceType, shareId } from '../common-fields.ts';
import { operation, pageOf, type Operation } from '../operation.ts';
import { pageFields } from '../paging.ts';
import { fields, flag, text } from '../parameters.ts';
import {
  findPermission,
  permissionLibrary,
  type LibraryPermission,
  type LibraryVersion,
} from '../permission-library.ts';
import { ownShare, liveShare } from '../own-share.ts';
import { receivedShares } from '../received.ts';
import { WireError } from '../wire-error.ts';

/** The library: one row a permission, with its default version. */
export const listPermissions: Operation = operation(
  'ListPermissions',
  20,
  fields({ ResourceType: resourceType, ...pageFields }),
  (call, input) => {
    const matching = permissionLibrary.filter(
      (permission) =>
        input.ResourceType === undefined || permission.resourceType === input.ResourceType,
    );
    const page = pageOf(call, input, matching.map(inOrder));
    return {
      ...page.token,
      Permissions: page.items.map(({ item }) => permissionAnswer(item, defaultVersion(item))),
    };
  },
);

export const getPermission: Operation = operation(
  'GetPermission',
  20,
  fields({
    PermissionName: permissionName,
    PermissionVersion: text({
      invalid: 'InvalidParameter.PermissionVersion',
      pattern: /^v\d+$/,
    }),
  }),
  (_call, input) => {
    const permission = knownPermission(input.PermissionName);
    const version =
      input.PermissionVersion === undefined
        ? defaultVersion(permission)
        : permission.versions.find(({ version: name }) => name === input.PermissionVersion);
    if (version === undefined) throw new WireError('InvalidParameter.PermissionVersion');
    return { Permission: permissionAnswer(permission, version, true) };
  },
);

export const listPermissionVersions: Operation = operation(
  'ListPermissionVersions',
  20,
  fields({ PermissionName: permissionName, ResourceType: resourceType, ...pageFields }),
  (call, input) => {
    const permission = knownPermission(input.PermissionName);
    const page = pageOf(call, input, permission.versions.map(inOrder));
    return {
      ...page.token,
      Permissions: page.items.map(({ item }) => permissionAnswer(permission, item)),
    };
  },
);

export const listResourceSharePermissions: Operation = operation(
  'ListResourceSharePermissions',
  20,
  fields({ ResourceShareId: shareId, ResourceOwner: owner, ...pageFields }),
  (call, input) => {
    const share =
      input.ResourceOwner === 'Self'
        ? ownShare(call, input.ResourceShareId)
        : receivedShares(call).find(({ id }) => id === input.ResourceShareId);
    if (share === undefined) throw new WireError('EntityNotExists.ResourceShare');
    const attached = [...share.permissions.values()].map((name) => knownPermission(name));
    const page = pageOf(call, input, attached.map(inOrder));
    return {
      ...page.token,
      Permissions: page.items.map(({ item }) => permissionAnswer(item, defaultVersion(item))),
    };
  },
);

/** The vendor documents no code for a type that has a permission already: `InvalidParameter` is ours. */
export const associateResourceSharePermission: Operation = operation(
  'AssociateResourceSharePermission',
  20,
  fields({ ResourceShareId: shareId, PermissionName: permissionName, Replace: flag }),
  (call, input) => {
    const permission = knownPermission(input.PermissionName);
    const share = liveShare(call, input.ResourceShareId);
    const present = share.permissions.get(permission.resourceType);
    if (present !== undefined && present !== permission.name && input.Replace !== true) {
      throw new WireError('InvalidParameter');
    }
    share.permissions.set(permission.resourceType, permission.name);
    share.updatedAt = call.now;
    return {};
  },
);

export const disassociateResourceSharePermission: Operation = operation(
  'DisassociateResourceSharePermission',
  20,
  fields({ ResourceShareId: shareId, PermissionName: permissionName }),
  (call, input) => {
    const permission = knownPermission(input.PermissionName);
    const share = liveShare(call, input.ResourceShareId);
    if (share.permissions.get(permission.resourceType) !== permission.name) {
      throw new WireError('EntityNotExists.Permission');
    }
    const inUse = [...share.rows].some(
      (row) =>
        row.entityType === permission.resourceType &&
        (row.status === 'Associated' || row.status === 'Associating'),
    );
    if (inUse) throw new WireError('DisassociateConflict.Permission');
    share.permissions.delete(permission.resourceType);
    share.updatedAt = call.now;
    return {};
  },
);

function knownPermission(name: string): LibraryPermission {
  const permission = findPermission(name);
  if (permission === undefined) throw new WireError('EntityNotExists.Permission');
  return permission;
}

function defaultVersion(permission: LibraryPermission): LibraryVersion {
  const version = permission.versions.find(({ isDefault }) => isDefault);
  if (version === undefined) throw new RangeError(`${permission.name} has no default version.`);
  return version;
}

/** Gives the items of a fixed list the order that paging goes by. */
function inOrder<T>(item: T, index: number): { readonly seq: number; readonly item: T } {
  return { seq: index + 1, item };
}
