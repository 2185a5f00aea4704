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
import { getResourceDirectory, listAccounts } from './resource-directory.ts';
import { assumeRole, getCallerIdentity } from './sts.ts';
import { changeResourceGroup, listTagResources, tagResources, untagResources } from './tags.ts';

export interface Product {
  readonly name: string;
  readonly version: string;
  /** How its actions are called in policies. */
  readonly policyName: string;
  readonly operations: ReadonlyMap<string, Operation>;
}

export const resourceSharing: Product = product(
  'ResourceSharing',
  '2020-01-10',
  'resourcesharing',
  [
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
  ],
);

export const sts: Product = product('Sts', '2015-04-01', 'sts', [getCallerIdentity, assumeRole]);

/** What tells who is in the organisation. */
export const resourceDirectory: Product = product(
  'ResourceDirectoryMaster',
  '2022-04-19',
  'resourcemanager',
  [listAccounts, getResourceDirectory],
);

function product(
  name: string,
  version: string,
  policyName: string,
  operations: readonly Operation[],
): Product {
  return {
    name,
    version,
    policyName,
    operations: new Map(operations.map((operation) => [operation.name, operation])),
  };
}
