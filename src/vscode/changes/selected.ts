import { type Change, removalOf } from '../../changes/change.ts';
import { scopeKey } from '../../model/account.ts';
import { groupBy } from '../../model/group-by.ts';
import type { Address } from '../shares/address.ts';
import { associationAt, entryAt } from '../shares/rows/lookup.ts';
import { isRemovable } from '../shares/rows/removable.ts';
import type { TreeState } from '../shares/rows/tree-state.ts';

/** What of a selection a change is about, as changes; `asked` counts everything that was selected. */
export interface Selected {
  readonly changes: readonly Change[];
  readonly asked: number;
}

/** Takes the rows of a selection out of their shares; whatever else is selected is only counted. */
export function removalsIn(rows: readonly Address[], state: TreeState): Selected {
  const removable = rows.flatMap((address) => {
    if (!isOwnRow(address)) return [];
    const row = associationAt(address, state);
    return row && isRemovable(row) ? [{ scope: scopeOf(address), row }] : [];
  });
  const byScope = groupBy(removable, ({ scope }) => scopeKey(scope));
  const changes = [...byScope.values()].flatMap((group) => {
    const [first] = group;
    return first
      ? removalOf(
          first.scope,
          group.map(({ row }) => row),
        )
      : [];
  });
  return { changes, asked: rows.length };
}

/** Ends the shares of a selection, or the account's part in them. */
export function endingsIn(
  rows: readonly Address[],
  kind: 'delete' | 'leave',
  state: TreeState,
): Selected {
  const owner = kind === 'delete' ? 'self' : 'other';
  const changes = rows.flatMap((address): readonly Change[] => {
    if (address.kind !== 'share') return [];
    const share = entryAt(address, state)?.share;
    if (share?.owner !== owner) return [];
    return [{ kind, scope: scopeOf(address), shareId: share.id }];
  });
  return { changes, asked: rows.length };
}

function isOwnRow(address: Address): address is Extract<Address, { kind: 'association' }> {
  return address.kind === 'association' && address.owner === 'self';
}

function scopeOf({ accountId, region }: { readonly accountId: string; readonly region: string }) {
  return { accountId, region };
}
