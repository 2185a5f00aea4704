import type { TreeAddress } from '../address.ts';
import { associationAt, entryAt } from '../rows/lookup.ts';
import type { TreeState } from '../rows/tree-state.ts';
import { headingName, type Groups } from './headings.ts';
import { isGrouping } from './order.ts';

/** What a row is sorted by. */
export function nameAt(address: TreeAddress, groups: Groups, state: TreeState): string {
  switch (address.kind) {
    case 'heading': {
      const { by, value = '' } = address.place;
      return isGrouping(by) ? headingName(by, value, groups.get(value) ?? [], state) : value;
    }
    case 'association':
      return associationAt(address, state)?.entityId ?? '';
    default:
      return entryAt(address, state)?.share.name ?? '';
  }
}
