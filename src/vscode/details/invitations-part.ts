import { t } from '@vscode/l10n';
import type { Invitation, InvitationStatus } from '../../model/invitation.ts';
import { associationKey } from '../../model/share.ts';
import { shown } from '../../model/untrusted-text.ts';
import type { Invitations, PageAction, Sign } from '../../webview/details-protocol.ts';
import { isOpen } from '../invitations/invitation-row.ts';
import { nameOfAccount } from '../shares/rows/names.ts';
import { plainRow } from '../shares/rows/row-at.ts';
import { join } from '../shares/rows/row.ts';
import { below, type Subject } from './subject.ts';

/** What the cloud has answered about the invitations to a share. */
export type InvitationsRead =
  | { readonly kind: 'reading' }
  | { readonly kind: 'read'; readonly invitations: readonly Invitation[] }
  /** With what is to be said about it. */
  | { readonly kind: 'failed'; readonly why: string };

/** Who was asked, and what came of it. */
export function invitationsPart(subject: Subject, read: InvitationsRead): Invitations {
  const { address, isGone } = subject;
  const invitations = read.kind === 'read' ? read.invitations : [];
  const asked = address.owner === 'self' ? invitedRows(subject, invitations) : [];
  const items = [...invitations.map((one) => itemOf(one, subject)), ...asked];
  return { items, notes: isGone ? [] : notesOf(read, items.length) };
}

function notesOf(read: InvitationsRead, count: number): string[] {
  switch (read.kind) {
    case 'reading':
      return count === 0 ? [t('loading…')] : [];
    case 'failed':
      return [read.why];
    case 'read':
      return count === 0 ? [t('The cloud lists no invitations to this share.')] : [];
  }
}

function itemOf(invitation: Invitation, subject: Subject): Invitations['items'][number] {
  const { account, address, isGone, state } = subject;
  const { id, receiverId, senderId, status, createdAt, expiresAt } = invitation;
  const isSent = address.owner === 'self';
  const canAnswer = isOpen(invitation) && !isGone;
  const row = isSent
    ? subject.entry.principals.find(({ entityId }) => entityId === receiverId)
    : undefined;
  const accept = row && canAnswer ? acceptAs(associationKey(row), subject) : [];
  return {
    id,
    label: isSent
      ? nameOfAccount(receiverId, account, state)
      : t('from {0}', nameOfAccount(senderId, account, state)),
    about: join([
      t('Sent: {0}', state.formatTime(createdAt)),
      expiresAt === undefined || !canAnswer
        ? ''
        : t('Can be answered until {0}', state.formatTime(expiresAt)),
    ]),
    status: invitationSign(status),
    target:
      row && accept.length > 0
        ? { kind: 'row', side: 'principal', key: associationKey(row) }
        : { kind: 'invitation', id },
    actions: isSent ? accept : canAnswer ? ['acceptInvitation', 'rejectInvitation'] : [],
  };
}

/** Principals that have to accept, and of whom no list of invitations tells. */
function invitedRows(subject: Subject, listed: readonly Invitation[]): Invitations['items'] {
  const { account, entry, state } = subject;
  return entry.principals
    .filter(
      ({ entityId, invited, status }) =>
        invited === true &&
        status.state === 'associating' &&
        !listed.some(({ receiverId }) => receiverId === entityId),
    )
    .map((row) => {
      const key = associationKey(row);
      return {
        id: key,
        label: nameOfAccount(row.entityId, account, state),
        about: t('Sent: {0}', state.formatTime(row.createdAt)),
        status: { icon: 'mail', tone: 'plain', text: t('Pending') },
        target: { kind: 'row', side: 'principal', key },
        actions: acceptAs(key, subject),
      };
    });
}

/** Where the receiver's account is configured here, too. */
function acceptAs(key: string, subject: Subject): PageAction[] {
  if (subject.isGone) return [];
  const address = below(subject, { kind: 'association', side: 'principal', key } as const);
  const row = plainRow(address, subject.state);
  return row?.context.includes('acceptable') === true ? ['acceptAs'] : [];
}

function invitationSign({ state, text }: InvitationStatus): Sign {
  switch (state) {
    case 'pending':
      return { icon: 'mail', tone: 'plain', text: t('Pending') };
    case 'accepted':
      return { icon: 'pass', tone: 'good', text: t('Accepted') };
    case 'rejected':
      return { icon: 'error', tone: 'bad', text: t('Rejected') };
    case 'expired':
      return { icon: 'warning', tone: 'warning', text: t('Expired') };
    case 'cancelled':
      return { icon: 'circle-slash', tone: 'over', text: t('Cancelled') };
    case 'acceptFailed':
      return { icon: 'error', tone: 'bad', text: t('Accepting failed') };
    case 'unknown':
      return { icon: 'question', tone: 'warning', text: shown(text) };
  }
}
