/** The clouds this tool speaks to. Each has a folder of its own below `src/clouds`. */
export const cloudIds = ['alibaba', 'huawei'] as const;

export type CloudId = (typeof cloudIds)[number];

/** Which of a vendor's separate sites an account lives at; a vendor with one endpoint for all takes no notice. */
export type CloudSite = 'china' | 'europe';

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
