/** The units of the organisation; a parent stands before its children. */
export const storyUnits = [
  { key: 'operations', name: 'Operations', parent: 'root' },
  { key: 'signalling', name: 'Signalling', parent: 'operations' },
  { key: 'digital', name: 'Digital', parent: 'root' },
  { key: 'trials', name: 'Trials', parent: 'root' },
] as const;

/** The accounts of the story; without a unit an account is outside the organisation. */
export const storyAccounts = [
  { key: 'rail', name: 'aurora-rail', unit: 'root' },
  { key: 'stations', name: 'aurora-stations', unit: 'operations' },
  { key: 'caterer', name: 'fjord-catering', unit: undefined },
  { key: 'interlocking', name: 'aurora-interlocking', unit: 'signalling' },
  { key: 'ticketing', name: 'aurora-ticketing', unit: 'digital' },
  { key: 'timetable', name: 'aurora-timetable', unit: 'digital' },
  { key: 'frozen', name: 'aurora-trial-7', unit: 'trials', ending: 'fa11ed' },
  { key: 'surveyor', name: 'track-surveyors', unit: undefined },
] as const;

export type AccountKey = (typeof storyAccounts)[number]['key'];

/** What accounts let others do in them; the name is told in docs/sandbox.md. */
export const storyAgencies = [
  { name: 'share-admin', owner: 'stations', trusted: 'rail' },
  { name: 'share-auditor', owner: 'rail', trusted: 'stations' },
] as const satisfies readonly {
  readonly name: string;
  readonly owner: AccountKey;
  readonly trusted: AccountKey;
}[];

/** Those with keys, in the order in which they are shown. The last one has temporary credentials. */
export const demoAccounts: readonly {
  readonly key: AccountKey;
  readonly label: string;
  readonly role: string;
  readonly temporary?: true;
}[] = [
  {
    key: 'rail',
    label: 'Aurora Rail (owner)',
    role: 'Management account of the organisation: it owns most of the shares.',
  },
  {
    key: 'stations',
    label: 'Aurora Stations (member)',
    role: 'Member of the organisation: it receives shares by its own id, by its unit and by the whole organisation, and owns a few.',
  },
  {
    key: 'caterer',
    label: 'Fjord Catering (outsider)',
    role: 'Account outside the organisation: it is reached by invitation only.',
  },
  {
    key: 'stations',
    label: 'Aurora Stations auditor (temporary)',
    role: 'The same member by temporary credentials, which end 12 hours after the start.',
    temporary: true,
  },
];
