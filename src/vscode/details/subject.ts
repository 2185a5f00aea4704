import type { ShareEntry, Snapshot } from '../../inventory/snapshot.ts';
import type { Account, Scope } from '../../model/account.ts';
import type { Address } from '../shares/address.ts';
import type { RowOf } from '../shares/rows/row.ts';
import type { TreeState } from '../shares/rows/tree-state.ts';

/** Which share a page is about. */
export interface ShareName {
  readonly scope: Scope;
  readonly shareId: string;
}

/** The share of a page and what it is drawn from. */
export interface Subject {
  readonly account: Account;
  readonly snapshot: Snapshot;
  /** As it is, or as it was last seen where it has gone. */
  readonly entry: ShareEntry;
  readonly address: RowOf<'share'>;
  readonly isGone: boolean;
  /** The tree in its plain order: a page knows no filters of the tree. */
  readonly state: TreeState;
}

/** The address of something in the share. */
export function below<Below extends object>(
  { address: { accountId, region, owner, shareId } }: Subject,
  what: Below,
): Pick<Extract<Address, { kind: 'share' }>, 'accountId' | 'region' | 'owner' | 'shareId'> & Below {
  return { accountId, region, owner, shareId, ...what };
}
