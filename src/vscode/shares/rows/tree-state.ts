import type { Abilities } from '../../../clouds/cloud.ts';
import type { PendingItem } from '../../../inventory/pending.ts';
import type { Snapshot } from '../../../inventory/snapshot.ts';
import type { Account, CloudId, Scope } from '../../../model/account.ts';
import type { Address, TreeAddress } from '../address.ts';
import type { Row } from './row.ts';

/** All that the tree is made from. Read at the moment a row is drawn, so that rows hold no data of their own. */
export interface TreeState {
  readonly accounts: readonly Account[];
  snapshot(scope: Scope): Snapshot;
  /** Show rows that have ended (`Deleted`, `Disassociated`) for as long as the cloud keeps them. */
  readonly showEnded: boolean;
  /** Undefined until the code for that cloud is loaded. */
  abilities(cloud: CloudId): Abilities | undefined;
  explainFailure(cloud: CloudId, reason: string): string | undefined;
  /** Whether what failed for that reason may succeed as it is; undefined where nothing is published about that. */
  retryHelps?(cloud: CloudId, reason: string): boolean | undefined;
  /** Whether the cloud should have ended this half an hour ago, and it is no longer followed. */
  isStuck(
    item: Pick<PendingItem, 'scope' | 'shareId' | 'kind' | 'entityId' | 'entityType'>,
  ): boolean;
  /** When the keys of an account end, in milliseconds since the epoch; undefined where nobody knows. */
  expiresAt?(accountId: string): number | undefined;
  /** Whether a page of the vendor's console is known that a row can lead to. */
  hasConsole(cloud: CloudId): boolean;
  regionName(cloud: CloudId, region: string): string | undefined;
  /** How the tree is arranged, where it is not the plain one. */
  readonly arrangement?: Arrangement | undefined;
  /** Date and time in the user's language. */
  formatTime(time: string | number): string;
}

/** The rows in another order than the plain one: grouped, filtered, searched, in buckets. Loads when it is needed. */
export interface Arrangement {
  /** Undefined when the rows can be given at once; else they can be when it resolves. */
  ready(): Promise<void> | undefined;
  childrenOf(address: TreeAddress | undefined): readonly TreeAddress[];
  parentOf(address: TreeAddress): TreeAddress | undefined;
  rowAt(address: TreeAddress): Row | undefined;
  /** Where a row of the plain tree stands in this one; undefined where it is not shown. */
  locate(address: Address): Address | undefined;
  /** Ends what was looked for and all filters. */
  showAll(): void;
}
