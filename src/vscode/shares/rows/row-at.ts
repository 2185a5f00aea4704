import { isRow, type Address, type TreeAddress } from '../address.ts';
import { associationRow, failureRow } from './association-rows.ts';
import { frameRowAt } from './frame-row-at.ts';
import { associationAt, entryAt, permissionAt } from './lookup.ts';
import { permissionRow, permissionsRow } from './permission-rows.ts';
import type { Row } from './row.ts';
import { shareRow, sideRow } from './share-rows.ts';
import type { TreeState } from './tree-state.ts';

/** The row at an address, or undefined when what it stood for is gone. */
export function rowAt(address: TreeAddress, state: TreeState): Row | undefined {
  if (state.arrangement) return state.arrangement.rowAt(address);
  return isRow(address) ? plainRow(address, state) : undefined;
}

/** The same in the plain tree. */
export function plainRow(address: Address, state: TreeState): Row | undefined {
  const account = state.accounts.find(({ id }) => id === address.accountId);
  if (!account) return undefined;
  switch (address.kind) {
    case 'account':
    case 'region':
    case 'group':
    case 'notice':
      return frameRowAt(address, state);
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
      return permission && permissionRow(permission, address.owner);
    }
    case 'association': {
      const association = associationAt(address, state);
      return association && associationRow(association, address, account, state);
    }
    case 'failure': {
      const association = associationAt(address, state);
      return association && failureRow(address.index, association, account, state);
    }
  }
}
