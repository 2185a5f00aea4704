import type { Operation } from '../operation.ts';
import { listAccounts } from './accounts.ts';
import { createTemporaryAccessKeyByAgency } from './agencies.ts';
import { associateResourceShare, disassociateResourceShare } from './change-associations.ts';
import { createResourceShare, deleteResourceShare, updateResourceShare } from './change-shares.ts';
import { listEntities } from './entities.ts';
import { getCallerIdentity, keystoneListAuthDomains } from './identity.ts';
import {
  acceptResourceShareInvitation,
  rejectResourceShareInvitation,
  searchResourceShareInvitation,
} from './invitations.ts';
import { listQuota, listResourceTypes } from './lookups.ts';
import {
  disableOrganizationShare,
  enableOrganizationShare,
  showOrganizationShare,
} from './organisation.ts';
import {
  associateResourceSharePermission,
  disassociateResourceSharePermission,
  listPermissions,
  listPermissionVersions,
  listResourceSharePermissions,
  showPermission,
} from './permissions.ts';
import {
  searchDistinctPrincipals,
  searchDistinctSharedResources,
  searchSharedPrincipals,
  searchSharedResources,
} from './search-shared.ts';
import { searchResourceShareAssociations, searchResourceShares } from './search-shares.ts';
import {
  batchCreateResourceShareTags,
  batchDeleteResourceShareTags,
  listResourceSharesByTags,
  listResourceShareTags,
  searchResourceShareCountByTags,
} from './tags.ts';

/** One endpoint of the cloud. */
export interface Product {
  readonly name: string;
  /** The response header that names the request. */
  readonly requestIdHeader: string;
  readonly operations: readonly Operation[];
}

/** Resource Access Manager, version 1: all 30 operations. */
export const resourceSharing: Product = {
  name: 'ram',
  requestIdHeader: 'x-request-id',
  operations: [
    createResourceShare,
    searchResourceShares,
    updateResourceShare,
    deleteResourceShare,
    associateResourceShare,
    disassociateResourceShare,
    searchResourceShareAssociations,
    associateResourceSharePermission,
    disassociateResourceSharePermission,
    listResourceSharePermissions,
    listPermissions,
    showPermission,
    listPermissionVersions,
    searchResourceShareInvitation,
    acceptResourceShareInvitation,
    rejectResourceShareInvitation,
    searchSharedResources,
    searchDistinctSharedResources,
    searchSharedPrincipals,
    searchDistinctPrincipals,
    showOrganizationShare,
    enableOrganizationShare,
    disableOrganizationShare,
    listQuota,
    listResourceTypes,
    listResourceShareTags,
    listResourceSharesByTags,
    searchResourceShareCountByTags,
    batchCreateResourceShareTags,
    batchDeleteResourceShareTags,
  ],
};

export const iam: Product = {
  name: 'iam',
  requestIdHeader: 'x-iam-trace-id',
  operations: [keystoneListAuthDomains, createTemporaryAccessKeyByAgency],
};

export const sts: Product = {
  name: 'sts',
  requestIdHeader: 'x-request-id',
  operations: [getCallerIdentity],
};

/** What tells who is in the organisation. */
export const organizations: Product = {
  name: 'organizations',
  requestIdHeader: 'x-request-id',
  operations: [listAccounts, listEntities],
};
