import type { Precondition } from '../preconditions.ts';

const ended = ['deleting', 'deleted'] as const;
const pending = ['associating', 'disassociating'] as const;

/** When ResourceSharing 2020-01-10 refuses; the sections are those of the reference, which quotes the vendor's pages. */
export const preconditions: readonly Precondition[] = [
  // 7.5 to 7.8: their error tables; 8.1 has the states.
  {
    rule: 'shareState',
    operations: ['update', 'delete', 'associate', 'disassociate'],
    states: ended,
    code: 'ResourceShareStatusMismatchAction',
    basis: 'published',
  },
  // 7.20 to 7.24: no code for it in their error tables.
  {
    rule: 'shareState',
    operations: ['setPermission', 'removePermission', 'tag', 'untag', 'moveToResourceGroup'],
    states: ended,
    basis: 'inferred',
  },
  // 7.6: a share need not be empty, but nothing in it may be under way. Unanswered invitations: 8.3 says nothing.
  {
    rule: 'pendingInShare',
    operations: ['delete'],
    states: pending,
    code: 'DeleteResourceShareConflict',
    basis: 'published',
    passes: true,
  },
  // 7.7, 8.2
  {
    rule: 'pendingEntity',
    operations: ['associate'],
    states: ['disassociating'],
    code: 'AssociateConflict',
    basis: 'published',
    passes: true,
  },
  // 7.8, 8.2
  {
    rule: 'pendingEntity',
    operations: ['disassociate'],
    states: ['associating'],
    code: 'DisassociateConflict',
    basis: 'published',
    passes: true,
  },
  // 7.8
  {
    rule: 'notInShare',
    operations: ['disassociate'],
    code: 'DisassociateInvalid',
    basis: 'published',
  },
  // 7.21
  {
    rule: 'resourcesOfType',
    operations: ['removePermission'],
    code: 'DisassociateConflict.Permission',
    basis: 'published',
  },
  // 7.20: the rule is published, its code is not.
  { rule: 'permissionOfType', operations: ['setPermission'], basis: 'published' },
  // 7.5
  {
    rule: 'insideOnlyTypes',
    operations: ['update'],
    code: 'NotSupport.AllowExternalTargets',
    basis: 'published',
  },
  // 7.8, 8.4
  {
    rule: 'reachedByOrganization',
    operations: ['leave'],
    code: 'LeavingFailed.Account',
    basis: 'published',
  },
  // 7.8, 9.1
  {
    rule: 'typeStays',
    operations: ['leave'],
    code: 'LeavingFailed.ResourceType',
    basis: 'published',
  },
  // 7.8
  {
    rule: 'pendingInShare',
    operations: ['leave'],
    states: pending,
    code: 'ExternalTargetWithdrawConflict',
    basis: 'published',
    passes: true,
  },
  // 7.14
  invitation('expired', 'InvitationStatus.Expired', 'published'),
  invitation('rejected', 'InvitationStatus.AlreadyRejected', 'published'),
  invitation('accepted', 'InvitationStatus.AlreadyAccepted', 'published'),
  invitation('cancelled', 'EntityNotExists.ResourceShareInvitation', 'inferred'),
  // 5.4, G-sharing
  {
    rule: 'organizationSharingOff',
    operations: ['create', 'associate'],
    code: 'NotEnableSharingWithResourceDirectory',
    basis: 'published',
  },
  // 7.1
  {
    rule: 'notManagement',
    operations: ['enableOrganizationSharing'],
    code: 'ActionNotPermitted',
    basis: 'published',
  },
  // 7.3, 5.4; the numbers of section 11 can be raised, and no operation tells them.
  {
    rule: 'quota',
    operations: ['create'],
    quota: 'shares',
    code: 'QuotaExceeded.ResourceShare.Count',
    basis: 'published',
  },
  {
    rule: 'quota',
    operations: ['create', 'associate'],
    quota: 'resources',
    code: 'QuotaExceeded.SharedResource.Count',
    basis: 'published',
  },
  {
    rule: 'quota',
    operations: ['create', 'associate'],
    quota: 'invitations',
    code: 'QuotaExceeded.PendingInvitations',
    basis: 'published',
  },
];

function invitation(
  state: 'expired' | 'rejected' | 'accepted' | 'cancelled',
  code: string,
  basis: Precondition['basis'],
): Precondition {
  const operations = ['acceptInvitation', 'rejectInvitation'] as const;
  return { rule: 'invitationState', operations, states: [state], code, basis };
}
