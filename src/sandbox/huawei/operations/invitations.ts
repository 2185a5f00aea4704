import * as z from 'zod/mini';
import { invitationAnswer } from '../answers.ts';
import { bodyPage, invitationIds, optionalText } from '../fields.ts';
import { acceptInvitation, endInvitation } from '../lifecycle.ts';
import { pathId, readBody, type Call, type Operation } from '../operation.ts';
import { cutPage } from '../paging.ts';
import type { Invitation } from '../share.ts';
import { WireError } from '../wire-error.ts';

const searchSchema = z.object({
  resource_share_ids: invitationIds,
  resource_share_invitation_ids: invitationIds,
  status: optionalText(64),
  ...bodyPage,
});

/** What the caller received; whether it also finds what it sent is a switch. */
export const searchResourceShareInvitation: Operation = {
  name: 'SearchResourceShareInvitation',
  method: 'POST',
  path: '/v1/resource-share-invitations/search',
  status: 200,
  action: 'ram:resourceShareInvitations:search',
  run: (call) => {
    const input = readBody(call, searchSchema);
    const shares = input.resource_share_ids;
    const wanted = input.resource_share_invitation_ids;
    const found = visibleInvitations(call).filter(
      (invitation) =>
        (shares.length === 0 || shares.includes(invitation.share.id)) &&
        (wanted.length === 0 || wanted.includes(invitation.id)) &&
        (input.status === undefined || invitation.status === input.status.toLowerCase()),
    );
    const page = cutPage(call.world, input, found, 1000);
    return {
      resource_share_invitations: page.items.map((invitation) =>
        invitationAnswer(call.world, invitation),
      ),
      page_info: page.page_info,
    };
  },
};

export const acceptResourceShareInvitation: Operation = {
  name: 'AcceptResourceShareInvitation',
  method: 'POST',
  path: '/v1/resource-share-invitations/{resource_share_invitation_id}/accept',
  status: 200,
  action: 'ram:resourceShareInvitations:accept',
  run: (call) => {
    const invitation = pendingInvitation(call);
    acceptInvitation(call.world, invitation, call.now);
    return { resource_share_invitation: invitationAnswer(call.world, invitation) };
  },
};

export const rejectResourceShareInvitation: Operation = {
  name: 'RejectResourceShareInvitation',
  method: 'POST',
  path: '/v1/resource-share-invitations/{resource_share_invitation_id}/reject',
  status: 200,
  action: 'ram:resourceShareInvitations:reject',
  run: (call) => {
    const invitation = pendingInvitation(call);
    endInvitation(call.world, invitation, 'rejected', call.now);
    return { resource_share_invitation: invitationAnswer(call.world, invitation) };
  },
};

function visibleInvitations(call: Call): readonly Invitation[] {
  const { store, switches } = call.world;
  const received = [...store.invitationsTo(call.accountId)];
  if (!switches.senderSeesInvitations) return received;
  const sent = [...store.sharesOf(call.accountId)].flatMap((share) => [...share.invitations]);
  return [...received, ...sent].sort((left, right) => left.seq - right.seq);
}

function pendingInvitation(call: Call): Invitation {
  const id = pathId(call, 'resource_share_invitation_id');
  const invitation = call.world.store.invitations.get(id);
  if (invitation?.receiverId !== call.accountId) {
    throw new WireError('RAM.EMU.0004', [id], { status: call.world.switches.unknownEntity });
  }
  if (invitation.status !== 'pending') {
    throw new WireError('RAM.EMU.0005', [id, invitation.status]);
  }
  return invitation;
}
