import type { Abilities } from '../../../clouds/cloud.ts';
import type { Snapshot } from '../../../inventory/snapshot.ts';
import type { Account, CloudId, Scope } from '../../../model/account.ts';

/** All that the tree is made from. Read at the moment a row is drawn, so that rows hold no data of their own. */
export interface TreeState {
  readonly accounts: readonly Account[];
  snapshot(scope: Scope): Snapshot;
  /** Show rows that have ended (`Deleted`, `Disassociated`) for as long as the cloud keeps them. */
  readonly showEnded: boolean;
  /** Undefined until the code for that cloud is loaded. */
  abilities(cloud: CloudId): Abilities | undefined;
  explainFailure(cloud: CloudId, reason: string): string | undefined;
  /** Whether a page of the vendor's console is known that a row can lead to. */
  hasConsole(cloud: CloudId): boolean;
  regionName(cloud: CloudId, region: string): string | undefined;
  /** Date and time in the user's language. */
  formatTime(time: string | number): string;
}
