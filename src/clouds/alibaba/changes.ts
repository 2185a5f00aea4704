import type { Invitation } from '../../model/invitation.ts';
import type { Association } from '../../model/share.ts';
import type { PlainChanges } from '../careful-changes.ts';
import type { DisassociateRequest } from '../cloud-writes.ts';
import type { CallOptions } from '../cloud.ts';
import type { Caller } from './caller.ts';
import { toAssociation, toInvitation } from './mapping.ts';
import type { Reads } from './reads.ts';
import { namedEntities } from './requests.ts';
import { associationsAnswerSchema, doneAnswerSchema, invitationAnswerSchema } from './schemas.ts';

/** The operations that change what exists (reference sections 7.6, 7.8, 7.14, 7.15). */
export function plainChanges(caller: Caller, reads: Reads): PlainChanges {
  return {
    disassociate: (region, shareId, request, options) =>
      disassociate(caller, region, shareId, request, options),
    deleteShare: async (region, shareId, options) => {
      const parameters = { ResourceShareId: shareId };
      const operation = 'DeleteResourceShare';
      await caller.call({ operation, region, parameters, answer: doneAnswerSchema }, options);
    },
    leaveShare: async (region, shareId, self, options) => {
      const parameters = {
        ResourceShareId: shareId,
        ResourceOwner: 'OtherAccounts',
        Targets: [self.ownerId],
      };
      const operation = 'DisassociateResourceShare';
      const answer = associationsAnswerSchema;
      await caller.call({ operation, region, parameters, answer }, options);
    },
    acceptInvitation: (region, id, options) =>
      answerInvitation(caller, 'AcceptResourceShareInvitation', region, id, options),
    rejectInvitation: (region, id, options) =>
      answerInvitation(caller, 'RejectResourceShareInvitation', region, id, options),
    listShares: (region, query, options) => reads.listShares(region, query, options),
    listAssociations: (region, query, options) => reads.listAssociations(region, query, options),
    listInvitations: (region, query, options) => reads.listInvitations(region, query, options),
  };
}

async function disassociate(
  caller: Caller,
  region: string,
  shareId: string,
  request: DisassociateRequest,
  options: CallOptions,
): Promise<readonly Association[]> {
  const operation = 'DisassociateResourceShare';
  const parameters = { ResourceShareId: shareId, ...namedEntities(request) };
  const call = { operation, region, parameters, answer: associationsAnswerSchema } as const;
  return (await caller.call(call, options)).ResourceShareAssociations.map(toAssociation);
}

async function answerInvitation(
  caller: Caller,
  operation: 'AcceptResourceShareInvitation' | 'RejectResourceShareInvitation',
  region: string,
  id: string,
  options: CallOptions,
): Promise<Invitation> {
  const parameters = { ResourceShareInvitationId: id };
  const call = { operation, region, parameters, answer: invitationAnswerSchema } as const;
  return toInvitation((await caller.call(call, options)).ResourceShareInvitation);
}
