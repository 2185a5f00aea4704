import * as z from 'zod/mini';
import { associationAnswer } from '../answers.ts';
import { principals, resourceUrns } from '../fields.ts';
import { beginAssociation, beginDisassociation } from '../lifecycle.ts';
import { pathId, readBody, type Call, type Operation } from '../operation.ts';
import { idleShare, unknownShare } from '../own-share.ts';
import { receivedShares } from '../received.ts';
import { findResourceType } from '../resource-types.ts';
import { isLiveRow, type Association, type Share } from '../share.ts';
import { bindDefaults, checkAddition, type Addition } from '../sharing-rules.ts';
import { WireError } from '../wire-error.ts';

const entitiesSchema = z.object({ principals, resource_urns: resourceUrns });

export const associateResourceShare: Operation = {
  name: 'AssociateResourceShare',
  method: 'POST',
  path: '/v1/resource-shares/{resource_share_id}/associate',
  status: 200,
  action: 'ram:resourceShares:associate',
  run: (call) => {
    const input = readEntities(call);
    const share = idleShare(call);
    checkAddition(call, { share, allowExternal: share.allowExternal }, input);
    bindDefaults(share, input.resource_urns, call.now);
    share.updatedAt = call.now;
    const { world, now } = call;
    return answer(call, [
      ...input.resource_urns.map((urn) => beginAssociation(world, share, 'resource', urn, now)),
      ...input.principals.map((principal) =>
        beginAssociation(world, share, 'principal', principal, now),
      ),
    ]);
  },
};

/** The owner takes something out, or a principal leaves: it names itself in a share that it received. */
export const disassociateResourceShare: Operation = {
  name: 'DisassociateResourceShare',
  method: 'POST',
  path: '/v1/resource-shares/{resource_share_id}/disassociate',
  status: 200,
  action: 'ram:resourceShares:disassociate',
  run: (call) => {
    const input = readEntities(call);
    const left = leftShare(call, input);
    const share = left ?? idleShare(call);
    const rows = [...input.resource_urns, ...input.principals].map((entity) => {
      const row = [...share.rows].find(
        (candidate) =>
          candidate.entity === entity && (isLiveRow(candidate) || candidate.status === 'failed'),
      );
      if (row === undefined) throw new WireError('RAM.EMU.0010', [entity]);
      return row;
    });
    for (const row of new Set(rows)) beginDisassociation(call.world, row, call.now);
    if (left === undefined) share.updatedAt = call.now;
    return answer(call, rows);
  },
};

function readEntities(call: Call): Addition {
  const input = readBody(call, entitiesSchema);
  if (input.principals.length + input.resource_urns.length === 0) {
    throw new WireError('RAM.EMU.0001', ['body', 'neither principals nor resource_urns']);
  }
  return input;
}

/** The share that the caller leaves; undefined when it owns the share. */
function leftShare(call: Call, input: Addition): Share | undefined {
  const id = pathId(call, 'resource_share_id');
  const share = receivedShares(call.world, call.accountId).find((received) => received.id === id);
  if (share === undefined) return undefined;
  const onlyItself = input.resource_urns.length === 0 && input.principals.length === 1;
  if (!onlyItself || input.principals[0] !== call.accountId) throw unknownShare(call, id);
  const stuck = [...share.rows].find(
    (row) => isLiveRow(row) && findResourceType(row.resourceType)?.canLeave === false,
  );
  if (stuck !== undefined) throw new WireError('RAM.EMU.0011', [stuck.resourceType]);
  return share;
}

function answer(call: Call, rows: readonly Association[]): Readonly<Record<string, unknown>> {
  return { resource_share_associations: rows.map((row) => associationAnswer(call.world, row)) };
}
