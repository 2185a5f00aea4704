import { type Change, removalOf } from '../../changes/change.ts';
import { retryOfRows } from '../../changes/failed-changes.ts';
import { scopeKey, type Scope } from '../../model/account.ts';
import { groupBy } from '../../model/group-by.ts';
import type { Association } from '../../model/share.ts';
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
  const changes = ownRowsIn(rows, state).flatMap(({ scope, rows: own }) =>
    removalOf(scope, own.filter(isRemovable)),
  );
  return { changes, asked: rows.length };
}

/** Tries again what has failed of a selection, to get in or out; whatever else is selected is only counted. */
export function retriesIn(rows: readonly Address[], state: TreeState): Selected {
  const changes = ownRowsIn(rows, state).flatMap(({ scope, rows: failed }) => {
    const account = state.accounts.find(({ id }) => id === scope.accountId);
    const abilities = account && state.abilities(account.cloud);
    return abilities ? retryOfRows(scope, failed, abilities) : [];
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

/** The rows of own shares in a selection, by account and region. */
function ownRowsIn(
  rows: readonly Address[],
  state: TreeState,
): readonly { readonly scope: Scope; readonly rows: readonly Association[] }[] {
  const own = rows.flatMap((address) => {
    const row = isOwnRow(address) ? associationAt(address, state) : undefined;
    return row && isOwnRow(address) ? [{ scope: scopeOf(address), row }] : [];
  });
  return [...groupBy(own, ({ scope }) => scopeKey(scope)).values()].flatMap((group) =>
    group.slice(0, 1).map(({ scope }) => ({ scope, rows: group.map(({ row }) => row) })),
  );
}

function isOwnRow(address: Address): address is Extract<Address, { kind: 'association' }> {
  return address.kind === 'association' && address.owner === 'self';
}

function scopeOf({ accountId, region }: { readonly accountId: string; readonly region: string }) {
  return { accountId, region };
}
