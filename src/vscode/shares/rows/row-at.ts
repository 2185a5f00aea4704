import type { Address } from '../address.ts';
import { accountRow, regionRow } from './account-rows.ts';
import { associationRow, failureRow } from './association-rows.ts';
import { groupRow } from './group-row.ts';
import { associationAt, entryAt, permissionAt } from './lookup.ts';
import { noticeRow } from './notice-row.ts';
import { permissionRow, permissionsRow } from './permission-rows.ts';
import type { Row } from './row.ts';
import { shareRow, sideRow } from './share-rows.ts';
import type { TreeState } from './tree-state.ts';

/** The row at an address, or undefined when what it stood for is gone. */
export function rowAt(address: Address, state: TreeState): Row | undefined {
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
    case 'share': {
      const entry = entryAt(address, state);
      return entry && shareRow(address, entry, account, state);
    }
    case 'side': {
      const entry = entryAt(address, state);
      return entry && sideRow(address, entry, state);
    }
    case 'permissions': {
      const entry = entryAt(address, state);
      return entry && permissionsRow(address, entry, state);
    }
    case 'permission': {
      const permission = permissionAt(address, state);
      return permission && permissionRow(permission);
    }
    case 'association': {
      const association = associationAt(address, state);
      return association && associationRow(association, address.owner, account, state);
    }
    case 'failure': {
      const association = associationAt(address, state);
      return association && failureRow(address.index, association, account, state);
    }
  }
}
