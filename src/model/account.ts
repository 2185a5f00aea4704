/** The clouds this tool speaks to. Each has a folder of its own below `src/clouds`. */
export const cloudIds = ['alibaba', 'huawei'] as const;

export type CloudId = (typeof cloudIds)[number];

/** Which of a vendor's separate sites an account lives at; a vendor with one endpoint for all takes no notice. */
export type CloudSite = 'china' | 'europe';

/** Whether changes may be sent: until the user says otherwise, not at all, or for a while. */
export type Writing =
  | 'on'
  | 'off'
  /** Milliseconds since the epoch. Lists of accounts hold no time that is over. */
  | { readonly until: number };

/** A configured identity of a cloud. Holds nothing secret. */
export interface Account {
  /** Made by us, stable for the life of the account in this tool. */
  readonly id: string;
  readonly cloud: CloudId;
  /** What the user calls it. */
  readonly label: string;
  /** The account id on the cloud's side: who owns what this account shares. */
  readonly ownerId: string;
  /** Regions to read, in the user's order. One entry for a global cloud. */
  readonly regions: readonly string[];
  /** Which of a vendor's separate sites it lives at; the vendor's first unless given. */
  readonly site?: CloudSite;
  /** Set on the demo accounts of the local sandbox. */
  readonly sandbox?: boolean;
  /** Where its keys lie, as `accounts/sources` writes it; absent for keys of the secret storage. */
  readonly source?: string;
  /** The role that is taken on with these keys, or the agency, as `accounts/sources` writes it; absent for none. */
  readonly role?: string;
  /** Hosts that are not the vendor's, and that the user lets its calls go to. */
  readonly hosts?: readonly string[];
  /** Absent where the user has never said: see {@link isWritable}. */
  readonly writing?: Writing;
  /** What takes access away asks for the name of the share first. */
  readonly production?: boolean;
}

/** Whether changes may be sent for an account. Unless the user has turned it on, only for the demo accounts. */
export function isWritable({ writing, sandbox }: Account): boolean {
  return writing === undefined ? sandbox === true : writing !== 'off';
}

/** What one read covers: the shares of one account in one region. */
export interface Scope {
  readonly accountId: string;
  readonly region: string;
}

/** A text that is equal for equal scopes; usable as the key of a map and as the start of a tree id. */
export function scopeKey(scope: Scope): string {
  return `${scope.accountId}/${scope.region}`;
}
