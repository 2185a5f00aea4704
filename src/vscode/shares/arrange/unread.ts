import type { Scope } from '../../../model/account.ts';
import { scopesOf } from '../../../inventory/index/inventory-index.ts';
import type { TreeState } from '../rows/tree-state.ts';

/** The scopes that nobody has asked for yet: nothing is known of them, and nothing went wrong. */
export function unreadScopes(state: TreeState): readonly Scope[] {
  return scopesOf(state.accounts).filter((scope) => {
    const { loadedAt, asOf, entries, loading, failure } = state.snapshot(scope);
    return (loadedAt ?? asOf) === undefined && entries.size === 0 && !loading && !failure;
  });
}

/**
 * Whether some of the shares there are may not be known: a number of them is then the least there can be.
 * @param region the only one that matters, if it is one
 */
export function isPartlyKnown(state: TreeState, region?: string): boolean {
  return scopesOf(state.accounts).some(
    (scope) =>
      (region === undefined || scope.region === region) &&
      state
        .snapshot(scope)
        .incomplete.some(({ part, readAt }) => part !== 'permissions' && readAt === undefined),
  );
}
