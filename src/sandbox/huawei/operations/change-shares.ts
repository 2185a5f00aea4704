import * as z from 'zod/mini';
import { shareAnswer } from '../answers.ts';
import { resourceRule } from '../failure-rules.ts';
import {
  description,
  permissionIds,
  principals,
  resourceUrns,
  shareName,
  tags,
} from '../fields.ts';
import { beginAssociation, beginDeletion } from '../lifecycle.ts';
import { addShare } from '../new-share.ts';
import { readBody, type Call, type Operation } from '../operation.ts';
import { idleShare, liveShare } from '../own-share.ts';
import { findPermission, type Permission } from '../permission-library.ts';
import { findResourceType, readUrn } from '../resource-types.ts';
import { isGranted, isLiveRow, rowsOf, type Share } from '../share.ts';
import { bindDefaults, checkAddition, checkPerShare, checkTotal } from '../sharing-rules.ts';
import { WireError } from '../wire-error.ts';

const newShareSchema = z.object({
  name: shareName,
  description: z._default(description, ''),
  allow_external_principals: z._default(z.boolean(), true),
  permission_ids: permissionIds,
  principals,
  resource_urns: resourceUrns,
  tags,
});

/** Not idempotent: there is no token against doing it twice. */
export const createResourceShare: Operation = {
  name: 'CreateResourceShare',
  method: 'POST',
  path: '/v1/resource-shares',
  status: 201,
  action: 'ram:resourceShares:create',
  run: (call) => {
    const input = readBody(call, newShareSchema);
    const { quotas } = call.world;
    checkName(call, input.name, undefined);
    checkAddition(
      call,
      { share: undefined, allowExternal: input.allow_external_principals },
      input,
    );
    const named = namedPermissions(call, input);
    checkTotal('resource share', activeShares(call).length, 1, quotas.sharesPerAccount);
    checkPerShare('tag', 0, input.tags.length, quotas.tagsPerShare);
    checkPerShare('permission', 0, named.length, quotas.permissionsPerShare);
    const share = addShare(call.world, {
      ownerId: call.accountId,
      name: input.name,
      description: input.description,
      allowExternal: input.allow_external_principals,
      createdAt: call.now,
      updatedAt: call.now,
      tags: input.tags.map(({ key, value }) => [key, value]),
    });
    for (const { resourceType, id } of named) {
      share.permissions.set(resourceType, { permissionId: id, createdAt: call.now });
    }
    bindDefaults(share, input.resource_urns, call.now);
    for (const urn of input.resource_urns) {
      beginAssociation(call.world, share, 'resource', urn, call.now);
    }
    for (const principal of input.principals) {
      beginAssociation(call.world, share, 'principal', principal, call.now);
    }
    return { resource_share: shareAnswer(call.world, share, call.accountId) };
  },
};

const changeSchema = z.object({
  name: shareName,
  description: z.exactOptional(description),
  allow_external_principals: z.exactOptional(z.boolean()),
});

/** The name is always needed, even where something else changes. */
export const updateResourceShare: Operation = {
  name: 'UpdateResourceShare',
  method: 'PUT',
  path: '/v1/resource-shares/{resource_share_id}',
  status: 200,
  action: 'ram:resourceShares:update',
  run: (call) => {
    const input = readBody(call, changeSchema);
    const share = liveShare(call);
    checkName(call, input.name, share);
    const closes = share.allowExternal && input.allow_external_principals === false;
    if (closes && [...share.rows].some((row) => row.outside && isLiveRow(row))) {
      throw new WireError('RAM.EMU.0008');
    }
    share.name = input.name;
    share.description = input.description ?? share.description;
    share.allowExternal = input.allow_external_principals ?? share.allowExternal;
    share.updatedAt = call.now;
    return { resource_share: shareAnswer(call.world, share, call.accountId) };
  },
};

export const deleteResourceShare: Operation = {
  name: 'DeleteResourceShare',
  method: 'DELETE',
  path: '/v1/resource-shares/{resource_share_id}',
  status: 204,
  action: 'ram:resourceShares:delete',
  run: (call) => {
    const share = idleShare(call);
    if (isInUse(call, share)) throw new WireError('ram.1102', [share.id]);
    beginDeletion(call.world, share, call.now);
    return undefined;
  },
};

/** @throws WireError where names must be unique and another live share has it */
function checkName(call: Call, name: string, except: Share | undefined): void {
  if (!call.world.switches.uniqueNames) return;
  const taken = activeShares(call).some((share) => share !== except && share.name === name);
  if (taken) throw new WireError('RAM.EMU.0012', [name]);
}

function activeShares(call: Call): readonly Share[] {
  const own = [...call.world.store.sharesOf(call.accountId)];
  return own.filter(({ status }) => status === 'active');
}

function namedPermissions(
  call: Call,
  input: { readonly permission_ids: readonly string[]; readonly resource_urns: readonly string[] },
): readonly Permission[] {
  const { switches } = call.world;
  const shared = new Set(
    input.resource_urns.map((urn) => findResourceType(readUrn(urn)?.type ?? '')?.name),
  );
  const named = new Map<string, Permission>();
  for (const id of input.permission_ids) {
    const permission = findPermission(id);
    if (permission === undefined) {
      throw new WireError('RAM.EMU.0003', [id], { status: switches.unknownEntity });
    }
    const type = permission.resourceType;
    if (named.has(type)) throw new WireError('RAM.EMU.0006', [type]);
    if (switches.strayPermission === 'refused' && !shared.has(type)) {
      throw new WireError('RAM.EMU.0013', [id, type]);
    }
    named.set(type, permission);
  }
  return [...named.values()];
}

/** In use: a principal has it, and works with it. */
function isInUse(call: Call, share: Share): boolean {
  if (!rowsOf(share, 'principal').some(isGranted)) return false;
  return rowsOf(share, 'resource').some(
    (row) =>
      isGranted(row) &&
      (call.world.inUse.has(row.entity) || resourceRule(row.entity)?.effect === 'in-use'),
  );
}
