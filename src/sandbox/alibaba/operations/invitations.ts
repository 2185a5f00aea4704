import { invitationAnswer } from '../answers.ts';
import { shareIds } from '../common-fields.ts';
import { acceptInvitation, rejectInvitation } from '../lifecycle.ts';
import { operation, pageOf, type Call, type Operation } from '../operation.ts';
import { pageFields } from '../paging.ts';
import { fields, list, requiredText } from '../parameters.ts';
import type { Invitation } from '../share.ts';
import { WireError } from '../wire-error.ts';

const invitationIdPattern = /^i-[A-Za-z0-9]{4,40}$/;

const readInvitationId = fields({
  ResourceShareInvitationId: requiredText({
    missing: 'MissingParameter.ResourceShareInvitationId',
    invalid: 'InvalidParameter.ResourceShareInvitationId',
    pattern: invitationIdPattern,
  }),
});

/** The invitations that the caller received. The vendor does not say how many ids a call takes: five, as elsewhere. */
export const listResourceShareInvitations: Operation = operation(
  'ListResourceShareInvitations',
  20,
  fields({
    ResourceShareIds: shareIds,
    ResourceShareInvitationIds: list({
      invalid: 'InvalidParameter.ResourceShareInvitationIds',
      duplicate: 'InvalidParameter.ResourceShareInvitationIds.Duplicate',
      tooMany: 'InvalidParameter.ResourceShareInvitationIds.Length',
      max: 5,
      pattern: invitationIdPattern,
    }),
    ...pageFields,
  }),
  (call, input) => {
    const matching = [...call.store.invitationsTo(call.accountId)].filter(
      (invitation) =>
        (input.ResourceShareIds.length === 0 ||
          input.ResourceShareIds.includes(invitation.share.id)) &&
        (input.ResourceShareInvitationIds.length === 0 ||
          input.ResourceShareInvitationIds.includes(invitation.id)),
    );
    const page = pageOf(call, input, matching);
    return {
      ...page.token,
      ResourceShareInvitations: page.items.map((invitation) =>
        invitationAnswer(invitation, 'InvitationFailedDetails'),
      ),
    };
  },
);

/** One that could not be handed over may be accepted again. */
export const acceptResourceShareInvitation: Operation = operation(
  'AcceptResourceShareInvitation',
  10,
  readInvitationId,
  (call, input) => {
    const invitation = openInvitation(call, input.ResourceShareInvitationId);
    acceptInvitation(call.world, invitation, call.now);
    return {
      ResourceShareInvitation: invitationAnswer(invitation, 'AcceptInvitationFailedDetails'),
    };
  },
);

export const rejectResourceShareInvitation: Operation = operation(
  'RejectResourceShareInvitation',
  10,
  readInvitationId,
  (call, input) => {
    const invitation = openInvitation(call, input.ResourceShareInvitationId);
    rejectInvitation(call.world, invitation, call.now);
    return { ResourceShareInvitation: invitationAnswer(invitation) };
  },
);

/** The vendor documents no code for one that was withdrawn: to the receiver it is gone. */
function openInvitation(call: Call, id: string): Invitation {
  const invitation = call.store.invitations.get(id);
  if (invitation?.receiverId !== call.accountId) {
    throw new WireError('EntityNotExists.ResourceShareInvitation');
  }
  switch (invitation.status) {
    case 'Pending':
    case 'AcceptFailed':
      return invitation;
    case 'Accepted':
      throw new WireError('InvitationStatus.AlreadyAccepted');
    case 'Rejected':
      throw new WireError('InvitationStatus.AlreadyRejected');
    case 'Expired':
      throw new WireError('InvitationStatus.Expired');
    case 'Cancelled':
      throw new WireError('EntityNotExists.ResourceShareInvitation');
  }
}
