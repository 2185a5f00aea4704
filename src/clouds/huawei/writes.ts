import { t } from '@vscode/l10n';
import type { Association, ResourceShare } from '../../model/share.ts';
import { isBound } from '../careful-settings.ts';
import type { PlainWrites } from '../careful-writes.ts';
import type { AssociateRequest, CallOptions, CreateRequest, UpdateRequest } from '../cloud.ts';
import { collect } from '../http/pages.ts';
import { sendOnce } from '../send-once.ts';
import type { Caller } from './caller.ts';
import { associateResourceShare } from './calls/associations.ts';
import { associateResourceSharePermission } from './calls/permissions.ts';
import { createResourceShare, updateResourceShare } from './calls/shares.ts';
import { toShare } from './mapping.ts';
import type { Reads } from './reads.ts';
import { entities } from './requests.ts';

/** The changing operations that the contract needs. None has a token against doing it twice. */
export function plainWrites(caller: Caller, reads: Reads): PlainWrites {
  return {
    create: (_region, request, options) => create(caller, request, options),
    update: (_region, shareId, request, options) => update(caller, shareId, request, options),
    beforeAssociate: (shareId, request, options) =>
      addPermissions(caller, reads, shareId, request, options),
    associate: (_region, shareId, request, options) =>
      associate(caller, reads, shareId, request, options),
    listShares: (_region, query, options) => reads.listShares(query, options),
    listAssociations: (_region, query, options) => reads.listAssociations(query, options),
  };
}

async function create(
  caller: Caller,
  request: CreateRequest,
  options: CallOptions,
): Promise<ResourceShare> {
  const call = createResourceShare({
    name: request.name,
    description: request.description,
    allow_external_principals: request.allowExternal,
    permission_ids: request.permissions,
    tags: request.tags,
    ...entities(request, 'CreateResourceShare'),
  });
  return toShare((await caller.call(call, options)).resource_share, 'self');
}

async function update(
  caller: Caller,
  shareId: string,
  request: UpdateRequest,
  options: CallOptions,
): Promise<ResourceShare> {
  const call = updateResourceShare(shareId, {
    name: request.name,
    description: request.description,
    allow_external_principals: request.allowExternal,
  });
  return toShare((await caller.call(call, options)).resource_share, 'self');
}

async function associate(
  caller: Caller,
  reads: Reads,
  shareId: string,
  request: AssociateRequest,
  options: CallOptions,
): Promise<readonly Association[]> {
  const body = entities(request, 'AssociateResourceShare');
  if (body.principals.length + body.resource_urns.length === 0) return [];
  const answer = await caller.call(associateResourceShare(shareId, body), options);
  return await reads.associations(answer.resource_share_associations, options);
}

/**
 * An association takes no permissions on this wire: they go ahead one by one, as each must be there before the first
 * resource of its type (reference section 5.8). Those that the share has are left out: adding one again would fail.
 */
async function addPermissions(
  caller: Caller,
  reads: Reads,
  shareId: string,
  request: AssociateRequest,
  options: CallOptions,
): Promise<void> {
  const { permissions } = request;
  if (permissions.length === 0) return;
  // What cannot be sent must be found out before anything is.
  entities(request, 'AssociateResourceShare');
  const present = await presentPermissions(reads, shareId, options);
  for (const id of new Set(permissions)) {
    if (!present.has(id)) await addPermission(caller, reads, shareId, id, options);
  }
}

async function addPermission(
  caller: Caller,
  reads: Reads,
  shareId: string,
  id: string,
  options: CallOptions,
): Promise<void> {
  const call = associateResourceSharePermission(shareId, { permission_id: id, replace: false });
  await sendOnce<unknown>(
    () => caller.call(call, options),
    {
      look: async () =>
        (await presentPermissions(reads, shareId, options)).has(id) ? true : undefined,
      advice: () => t('Refresh, and see what the share holds before you add the rest.'),
      repeatable: true,
    },
    caller.http,
    options,
  );
}

async function presentPermissions(
  reads: Reads,
  shareId: string,
  options: CallOptions,
): Promise<ReadonlySet<string>> {
  const share = { id: shareId, owner: 'self' } as const;
  const bound = await collect(reads.listSharePermissions(share, options));
  return new Set(bound.filter(({ status }) => isBound(status.state)).map(({ id }) => id));
}
