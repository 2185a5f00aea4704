import { t } from '@vscode/l10n';
import type { CatalogueEntry } from '../http/catalogue-entry.ts';

const otherOrganization: CatalogueEntry = {
  kind: 'denied',
  meaning: () => t('The principal belongs to another organisation.'),
  advice: () => t('Share with single accounts of the other organisation instead.'),
};

const support: Omit<CatalogueEntry, 'meaning'> = {
  // The cloud said no, so that nothing has happened: not `server`, after which nobody would know.
  kind: 'conflict',
  advice: () => t('Try again later. If it stays so, ask the support of the cloud.'),
};

/** Codes of Resource Access Manager, in capitals (reference section 6). All that were seen come with status 400. */
export const sharingCodes: ReadonlyMap<string, CatalogueEntry> = new Map<string, CatalogueEntry>([
  [
    'RAM.1001',
    {
      kind: 'credentials',
      meaning: () => t('The account id or the security token is not valid.'),
      advice: () => t('Check the account id and the credentials of the account.'),
    },
  ],
  [
    'RAM.1002',
    {
      kind: 'invalid',
      meaning: () => t('The account id is not that of the access key.'),
      advice: () => t('Correct the account id, or use an access key of that account.'),
    },
  ],
  [
    'RAM.1003',
    {
      kind: 'credentials',
      field: 'securityToken',
      meaning: () => t('The security token is damaged, or has expired.'),
      advice: () =>
        t('Get new temporary credentials and enter the key id, the secret and the token together.'),
    },
  ],
  [
    'RAM.1004',
    {
      kind: 'invalid',
      meaning: () => t('A principal is not the id of an account.'),
      advice: () => t('Check the ids of the principals.'),
    },
  ],
  [
    'RAM.1005',
    {
      kind: 'invalid',
      meaning: () => t('The principal is the account that owns the resources.'),
      advice: () => t('Remove your own account from the principals.'),
    },
  ],
  [
    'RAM.1006',
    {
      kind: 'invalid',
      meaning: () => t('A principal was given twice, or is in the share already.'),
      advice: () => t('Refresh, and leave out what is there.'),
    },
  ],
  [
    'RAM.1007',
    {
      kind: 'invalid',
      meaning: () => t('A resource was given twice, or is in the share already.'),
      advice: () => t('Refresh, and leave out what is there.'),
    },
  ],
  [
    'RAM.1008',
    {
      kind: 'denied',
      byPolicy: true,
      meaning: () => t('The cloud could not confirm that these credentials may do this.'),
      advice: () =>
        t('Ask whoever manages the identities of this account for the missing permission.'),
    },
  ],
  [
    'RAM.1009',
    {
      kind: 'invalid',
      meaning: () => t('There is no permission for resources of this type.'),
      advice: () => t('Check the type in the URN, and choose a permission of that type.'),
    },
  ],
  [
    'RAM.1010',
    {
      kind: 'invalid',
      meaning: () => t('A resource belongs to another account.'),
      advice: () => t('Check the account in the URN: only your own resources can be shared.'),
    },
  ],
  [
    'RAM.1011',
    {
      kind: 'conflict',
      meaning: () => t('The share would hold more than a share may hold.'),
      advice: () => t('Put the rest into another share, or ask for a higher quota.'),
    },
  ],
  [
    'RAM.1012',
    {
      kind: 'conflict',
      meaning: () => t('A limit of the account is reached.'),
      advice: () => t('Remove what is no longer needed, or ask the cloud for a higher limit.'),
    },
  ],
  [
    'RAM.1013',
    {
      kind: 'conflict',
      meaning: () => t('Sharing inside your organisation is switched off.'),
      advice: () => t('Let the management account of the organisation switch it on.'),
    },
  ],
  ['RAM.1014', otherOrganization],
  ['RAM.1015', otherOrganization],
  [
    'RAM.1026',
    { ...support, meaning: () => t('The cloud could not look up whom it restricts from sharing.') },
  ],
  [
    'RAM.1027',
    { ...support, meaning: () => t('The cloud could not look up which accounts are frozen.') },
  ],
  [
    'RAM.1028',
    {
      kind: 'invalid',
      meaning: () => t('The cloud does not accept one of the values, and does not say which.'),
      advice: () => t('Check the ids, the types and the name.'),
    },
  ],
  [
    'RAM.1102',
    {
      kind: 'conflict',
      meaning: () => t('Resources of the share are in use.'),
      advice: () => t('Remove all principals and resources from the share first.'),
    },
  ],
  [
    'RAM.1801',
    {
      kind: 'denied',
      meaning: () => t('Only the management account of the organisation may do this.'),
      advice: () => t('Use the management account.'),
    },
  ],
  [
    'RAM.1802',
    {
      ...support,
      meaning: () => t('The cloud could not read the organisation of this account.'),
    },
  ],
]);
