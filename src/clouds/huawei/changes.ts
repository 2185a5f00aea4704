import type { Invitation } from '../../model/invitation.ts';
import type { Association } from '../../model/share.ts';
import type { PlainChanges } from '../careful-changes.ts';
import type { DisassociateRequest } from '../cloud-writes.ts';
import type { CallOptions } from '../cloud.ts';
import type { Caller } from './caller.ts';
import { disassociateResourceShare } from './calls/associations.ts';
import {
  acceptResourceShareInvitation,
  rejectResourceShareInvitation,
} from './calls/invitations.ts';
import { deleteResourceShare } from './calls/shares.ts';
import { toInvitation } from './mapping.ts';
import type { Reads } from './reads.ts';
import { namedEntities } from './requests.ts';

/** The operations that change what exists (reference sections 5.4, 5.6, 5.15, 5.16). */
export function plainChanges(caller: Caller, reads: Reads): PlainChanges {
  return {
    disassociate: (_region, shareId, request, options) =>
      disassociate(caller, reads, shareId, request, options),
    deleteShare: async (_region, shareId, options) => {
      await caller.call(deleteResourceShare(shareId), options);
    },
    leaveShare: async (_region, shareId, { ownerId }, options) => {
      await caller.call(disassociateResourceShare(shareId, { principals: [ownerId] }), options);
    },
    acceptInvitation: (_region, id, options) =>
      answerInvitation(caller, acceptResourceShareInvitation(id), options),
    rejectInvitation: (_region, id, options) =>
      answerInvitation(caller, rejectResourceShareInvitation(id), options),
    listShares: (_region, query, options) => reads.listShares(query, options),
    listAssociations: (_region, query, options) => reads.listAssociations(query, options),
    listInvitations: (_region, query, options) => reads.listInvitations(query, options),
  };
}

async function disassociate(
  caller: Caller,
  reads: Reads,
  shareId: string,
  request: DisassociateRequest,
  options: CallOptions,
): Promise<readonly Association[]> {
  const body = namedEntities(request, 'DisassociateResourceShare');
  const answer = await caller.call(disassociateResourceShare(shareId, body), options);
  return await reads.associations(answer.resource_share_associations, options);
}

async function answerInvitation(
  caller: Caller,
  call: ReturnType<typeof acceptResourceShareInvitation>,
  options: CallOptions,
): Promise<Invitation> {
  return toInvitation((await caller.call(call, options)).resource_share_invitation);
}
