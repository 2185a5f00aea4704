/** The folders of the organisation; a parent stands before its children. */
export const storyFolders = [
  { key: 'production', name: 'Production', parent: undefined },
  { key: 'productionEmea', name: 'Production EMEA', parent: 'production' },
  { key: 'platform', name: 'Platform', parent: undefined },
  { key: 'sandboxes', name: 'Team sandboxes', parent: undefined },
] as const;

/** The accounts of the story; without a folder an account is outside the organisation. */
export const storyAccounts = [
  { key: 'hub', name: 'Harbour Group (management)', folder: 'root' },
  { key: 'retail', name: 'Retail production', folder: 'production' },
  { key: 'partner', name: 'Northwind Freight', folder: undefined },
  { key: 'audit', name: 'Security audit', folder: 'platform' },
  { key: 'payments', name: 'Payments production', folder: 'productionEmea' },
  { key: 'logistics', name: 'Logistics production', folder: 'productionEmea' },
  { key: 'data', name: 'Data platform', folder: 'platform' },
  { key: 'dev', name: 'Developer sandbox', folder: 'sandboxes' },
  { key: 'legacy', name: 'Legacy batch (being closed)', folder: 'sandboxes', ending: '90901' },
  { key: 'consultant', name: 'Consultant', folder: undefined },
] as const;

export type AccountKey = (typeof storyAccounts)[number]['key'];

/** Those with keys, in the order in which they are shown. The last one has temporary credentials. */
export const demoAccounts: readonly {
  readonly key: AccountKey;
  readonly label: string;
  readonly role: string;
  readonly temporary?: true;
}[] = [
  {
    key: 'hub',
    label: 'Harbour Group (owner)',
    role: 'Management account of the organisation: it owns most of the shares.',
  },
  {
    key: 'retail',
    label: 'Retail production (member)',
    role: 'Member of the organisation: it receives shares by its own id, by its folder and by the whole organisation, and owns a few.',
  },
  {
    key: 'partner',
    label: 'Northwind Freight (outsider)',
    role: 'Account outside the organisation: it is reached by invitation only.',
  },
  {
    key: 'audit',
    label: 'Security audit (temporary)',
    role: 'Member of the organisation with temporary credentials, which end 12 hours after the start.',
    temporary: true,
  },
];
