import type { Operation } from '../operation.ts';
import { associateResourceShare, disassociateResourceShare } from './change-associations.ts';
import { createResourceShare, deleteResourceShare, updateResourceShare } from './change-shares.ts';
import {
  acceptResourceShareInvitation,
  listResourceShareInvitations,
  rejectResourceShareInvitation,
} from './invitations.ts';
import { listResourceShareAssociations } from './list-associations.ts';
import { listSharedResources, listSharedTargets } from './list-shared.ts';
import { listResourceShares } from './list-shares.ts';
import {
  checkSharingWithResourceDirectoryStatus,
  enableSharingWithResourceDirectory,
} from './organisation.ts';
import {
  associateResourceSharePermission,
  disassociateResourceSharePermission,
  getPermission,
  listPermissions,
  listPermissionVersions,
  listResourceSharePermissions,
} from './permissions.ts';
import { describeRegions } from './regions.ts';
import { assumeRole, getCallerIdentity } from './sts.ts';
import { changeResourceGroup, listTagResources, tagResources, untagResources } from './tags.ts';

export interface Product {
  readonly name: string;
  readonly version: string;
  readonly operations: ReadonlyMap<string, Operation>;
}

export const resourceSharing: Product = product('ResourceSharing', '2020-01-10', [
  enableSharingWithResourceDirectory,
  checkSharingWithResourceDirectoryStatus,
  createResourceShare,
  listResourceShares,
  updateResourceShare,
  deleteResourceShare,
  associateResourceShare,
  disassociateResourceShare,
  listResourceShareAssociations,
  listSharedResources,
  listSharedTargets,
  describeRegions,
  listResourceShareInvitations,
  acceptResourceShareInvitation,
  rejectResourceShareInvitation,
  listPermissions,
  getPermission,
  listPermissionVersions,
  listResourceSharePermissions,
  associateResourceSharePermission,
  disassociateResourceSharePermission,
  changeResourceGroup,
  tagResources,
  untagResources,
  listTagResources,
]);

export const sts: Product = product('Sts', '2015-04-01', [getCallerIdentity, assumeRole]);

function product(name: string, version: string, operations: readonly Operation[]): Product {
  return {
    name,
    version,
    operations: new Map(operations.map((operation) => [operation.name, operation])),
  };
}
