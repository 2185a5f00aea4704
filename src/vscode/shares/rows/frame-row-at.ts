import { isRow, type TreeAddress } from '../address.ts';
import { accountRow, regionRow } from './account-rows.ts';
import { groupRow } from './group-row.ts';
import { noticeRow } from './notice-row.ts';
import type { Row } from './row.ts';
import type { TreeState } from './tree-state.ts';

/**
 * The row at an address above the shares; undefined for all others, and when what it stood for is gone.
 * These are what the first look at the tree shows: `row-at.ts` has them all, and loads with the first that is opened.
 */
export function frameRowAt(address: TreeAddress, state: TreeState): Row | undefined {
  if (!isRow(address)) return undefined;
  const account = state.accounts.find(({ id }) => id === address.accountId);
  if (!account) return undefined;
  switch (address.kind) {
    case 'account':
      return accountRow(account, state);
    case 'region':
      return regionRow(address, account, state);
    case 'group':
      return groupRow(address, account, state);
    case 'notice':
      return noticeRow(address, state);
    default:
      return undefined;
  }
}
