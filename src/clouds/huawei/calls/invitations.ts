import * as z from 'zod/mini';
import type { Call } from '../caller.ts';
import { identity, list, paged, text, times } from './wire.ts';

const invitation = z.object({
  resource_share_invitation_id: identity,
  resource_share_id: text,
  resource_share_name: text,
  sender_account_id: text,
  receiver_account_id: text,
  status: text,
  ...times,
});
const invitationsAnswer = z.object({ resource_share_invitations: list(invitation), ...paged });
const invitationAnswer = z.object({ resource_share_invitation: invitation });

export type WireInvitation = z.infer<typeof invitation>;

/** Reference section 5.14: those that were received, and perhaps also those that were sent. */
export function searchResourceShareInvitation(body: {
  readonly resource_share_ids?: readonly string[] | undefined;
  readonly resource_share_invitation_ids?: readonly string[] | undefined;
  readonly status?: string;
}): Call<typeof invitationsAnswer> {
  return { operation: 'SearchResourceShareInvitation', body, answer: invitationsAnswer };
}

/** Reference section 5.15. */
export function acceptResourceShareInvitation(id: string): Call<typeof invitationAnswer> {
  return { operation: 'AcceptResourceShareInvitation', id, answer: invitationAnswer };
}

/** Reference section 5.16. */
export function rejectResourceShareInvitation(id: string): Call<typeof invitationAnswer> {
  return { operation: 'RejectResourceShareInvitation', id, answer: invitationAnswer };
}
