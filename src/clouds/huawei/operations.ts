import type { CallKind } from '../http/retry.ts';
import type { SignInput } from './sign.ts';

export type Service = 'sharing' | 'iam' | 'sts' | 'organizations';

export interface Operation {
  readonly method: SignInput['method'];
  /** `{id}` stands for the share, the permission or the invitation. */
  readonly path: string;
  readonly service: Service;
  /** Decides after which failures it may be sent again. */
  readonly kind: CallKind;
  /** What an identity policy must allow (reference section 9). */
  readonly action?: string;
  /** Where a page is asked for, and how many rows it may have at most (reference section 3.1). */
  readonly paging?: { readonly by: 'body' | 'query' | 'offset'; readonly limit: number };
  /** No body is documented for its success. */
  readonly silent?: true;
}

const shares = '/v1/resource-shares';
const share = `${shares}/{id}`;

const byBody = { by: 'body', limit: 2_000 } as const;
const byQuery = { by: 'query', limit: 2_000 } as const;
/** Some pages give 1000 as the most of these two. */
const invitationPages = { by: 'body', limit: 1_000 } as const;
const instancePages = { by: 'offset', limit: 1_000 } as const;

/** The 30 operations of Resource Access Manager v1 (reference section 5), two that tell whose keys they are (2.5), and two that tell who is in the organisation. */
export const operations = {
  CreateResourceShare: write('POST', shares, 'resourceShares:create'),
  SearchResourceShares: read('POST', `${shares}/search`, 'resourceShares:search', byBody),
  UpdateResourceShare: write('PUT', share, 'resourceShares:update'),
  DeleteResourceShare: silent('DELETE', share, 'resourceShares:delete'),
  AssociateResourceShare: write('POST', `${share}/associate`, 'resourceShares:associate'),
  DisassociateResourceShare: write('POST', `${share}/disassociate`, 'resourceShares:disassociate'),
  SearchResourceShareAssociations: read(
    'POST',
    '/v1/resource-share-associations/search',
    'resourceShares:searchResourceShareAssociations',
    byBody,
  ),
  AssociateResourceSharePermission: silent(
    'POST',
    `${share}/associate-permission`,
    'resourceShares:associatePermission',
  ),
  DisassociateResourceSharePermission: silent(
    'POST',
    `${share}/disassociate-permission`,
    'resourceShares:disassociatePermission',
  ),
  ListResourceSharePermissions: read(
    'GET',
    `${share}/associated-permissions`,
    'resourceShares:listAssociatedPermissions',
    byQuery,
  ),
  ListPermissions: read('GET', '/v1/permissions', 'permissions:list', byQuery),
  ShowPermission: read('GET', '/v1/permissions/{id}', 'permissions:get'),
  ListPermissionVersions: read(
    'GET',
    '/v1/permissions/{id}/versions',
    'permissions:listVersions',
    byQuery,
  ),
  SearchResourceShareInvitation: read(
    'POST',
    '/v1/resource-share-invitations/search',
    'resourceShareInvitations:search',
    invitationPages,
  ),
  AcceptResourceShareInvitation: write(
    'POST',
    '/v1/resource-share-invitations/{id}/accept',
    'resourceShareInvitations:accept',
  ),
  RejectResourceShareInvitation: write(
    'POST',
    '/v1/resource-share-invitations/{id}/reject',
    'resourceShareInvitations:reject',
  ),
  SearchSharedResources: read(
    'POST',
    '/v1/shared-resources/search',
    'sharedResources:search',
    byBody,
  ),
  SearchDistinctSharedResources: read(
    'POST',
    '/v1/shared-resources/search-distinct-resource',
    undefined,
    byBody,
  ),
  SearchSharedPrincipals: read('POST', '/v1/shared-principals/search', undefined, byBody),
  SearchDistinctPrincipals: read(
    'POST',
    '/v1/shared-principals/search-distinct-principal',
    undefined,
    byBody,
  ),
  ShowOrganizationShare: read(
    'GET',
    '/v1/organization-share',
    'resourceShares:searchEnableSharingWithOrganization',
  ),
  EnableOrganizationShare: silent(
    'POST',
    '/v1/organization-share/enable',
    'resourceShares:enableSharingWithOrganization',
  ),
  DisableOrganizationShare: silent(
    'POST',
    '/v1/organization-share/disable',
    'resourceShares:disableSharingWithOrganization',
  ),
  ListQuota: read('GET', `${shares}/quotas`, 'resourceShares:listQuota'),
  ListResourceTypes: read('GET', '/v1/resource-types', undefined, byQuery),
  ListResourceShareTags: read('GET', `${shares}/tags`, 'resourceShares:listTags', byQuery),
  ListResourceSharesByTags: read(
    'POST',
    `${shares}/resource-instances/filter`,
    undefined,
    instancePages,
  ),
  SearchResourceShareCountByTags: read('POST', `${shares}/resource-instances/count`, undefined),
  BatchCreateResourceShareTags: silent('POST', `${share}/tags/create`, 'resourceShares:tag'),
  BatchDeleteResourceShareTags: silent('POST', `${share}/tags/delete`, 'resourceShares:untag'),
  KeystoneListAuthDomains: {
    method: 'GET',
    path: '/v3/auth/domains',
    service: 'iam',
    kind: 'read',
    action: 'iam:users:getUser',
  },
  ListAccounts: {
    method: 'GET',
    path: '/v1/organizations/accounts',
    service: 'organizations',
    kind: 'read',
    action: 'organizations:accounts:list',
    // The vendor's pages differ on the most: this many they all allow.
    paging: { by: 'query', limit: 200 },
  },
  ListEntities: {
    method: 'GET',
    path: '/v1/organizations/entities',
    service: 'organizations',
    kind: 'read',
    action: 'organizations:entities:list',
    paging: { by: 'query', limit: 1_000 },
  },
  GetCallerIdentity: { method: 'GET', path: '/v5/caller-identity', service: 'sts', kind: 'read' },
} as const satisfies Readonly<Record<string, Operation>>;

export type OperationName = keyof typeof operations;

/**
 * Calls a second. The vendor publishes none for this service; a throttling answer slows the queue down.
 */
export function rateOf(operation: string): number {
  return describe(operation)?.kind === 'write' ? 10 : 20;
}

export function describe(operation: string): Operation | undefined {
  return Object.entries(operations).find(([name]) => name === operation)?.[1];
}

function read(
  method: 'GET' | 'POST',
  path: string,
  action: string | undefined,
  paging?: Operation['paging'],
): Operation {
  return {
    method,
    path,
    service: 'sharing',
    kind: 'read',
    ...(action === undefined ? {} : { action: `ram:${action}` }),
    ...(paging === undefined ? {} : { paging }),
  };
}

function write(method: Operation['method'], path: string, action: string): Operation {
  return { method, path, service: 'sharing', kind: 'write', action: `ram:${action}` };
}

function silent(method: Operation['method'], path: string, action: string): Operation {
  return { ...write(method, path, action), silent: true };
}
