import type { Precondition } from '../preconditions.ts';

/**
 * When Resource Access Manager v1 refuses; the sections are those of the reference, which names the vendor's pages.
 * Of its codes only a part is published.
 */
export const preconditions: readonly Precondition[] = [
  // 3.3, 5.2: a deleted share only stays listed for a while.
  {
    rule: 'shareState',
    operations: [
      'update',
      'delete',
      'associate',
      'disassociate',
      'setPermission',
      'removePermission',
      'tag',
      'untag',
    ],
    states: ['deleting', 'deleted'],
    basis: 'inferred',
  },
  // 5.4: the vendor's Terraform provider takes everything out of the share, and deletes it then.
  { rule: 'inUse', operations: ['delete'], code: 'RAM.1102', basis: 'published' },
  // 5.6
  { rule: 'notInShare', operations: ['disassociate'], basis: 'inferred' },
  // Nothing is published; services of the same kind at other clouds refuse it.
  {
    rule: 'pendingEntity',
    operations: ['associate'],
    states: ['disassociating'],
    basis: 'inferred',
    passes: true,
  },
  // 5.9
  { rule: 'resourcesOfType', operations: ['removePermission'], basis: 'published' },
  // 5.8
  { rule: 'permissionOfType', operations: ['setPermission'], basis: 'published' },
  // 3.3
  { rule: 'outsidersPresent', operations: ['update'], basis: 'inferred' },
  // 3.3: leaving names the account itself.
  { rule: 'reachedByOrganization', operations: ['leave'], basis: 'inferred' },
  // 3.3, 8
  { rule: 'typeStays', operations: ['leave'], basis: 'published' },
  // 5.15
  {
    rule: 'invitationState',
    operations: ['acceptInvitation', 'rejectInvitation'],
    states: ['accepted', 'rejected', 'expired'],
    basis: 'published',
  },
  // 6
  {
    rule: 'organizationSharingOff',
    operations: ['create', 'associate'],
    code: 'RAM.1013',
    basis: 'published',
  },
  // 5.21, 6
  {
    rule: 'notManagement',
    operations: ['enableOrganizationSharing', 'disableOrganizationSharing'],
    code: 'RAM.1801',
    basis: 'inferred',
  },
  // 6, 7: which of the two codes counts an account and which a share is as the texts have it.
  {
    rule: 'quota',
    operations: ['create'],
    quota: 'shares',
    code: 'RAM.1012',
    basis: 'published',
  },
  {
    rule: 'quota',
    operations: ['create', 'associate'],
    quota: 'resources',
    code: 'RAM.1012',
    basis: 'published',
  },
  {
    rule: 'quota',
    operations: ['create', 'associate'],
    quota: 'principals',
    code: 'RAM.1012',
    basis: 'published',
  },
  {
    rule: 'quota',
    operations: ['create', 'associate'],
    quota: 'invitations',
    code: 'RAM.1012',
    basis: 'inferred',
  },
  {
    rule: 'quota',
    operations: ['create', 'setPermission'],
    quota: 'permissions',
    code: 'RAM.1011',
    basis: 'published',
  },
  {
    rule: 'quota',
    operations: ['create', 'tag'],
    quota: 'tags',
    code: 'RAM.1011',
    basis: 'published',
  },
];
