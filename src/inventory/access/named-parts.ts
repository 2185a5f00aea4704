import type { Account, Scope } from '../../model/account.ts';
import type { PrincipalKind } from '../../model/principal-kind.ts';
import { isDead } from '../../model/status.ts';
import type { Snapshot } from '../snapshot.ts';

/**
 * The folders, units and organisations that shares of some accounts name.
 * @returns nothing where they name none of these and no account either, so that no organisation matters
 */
export function namedParts(
  accounts: readonly Account[],
  snapshot: (scope: Scope) => Snapshot,
  kindOf: (principalId: string) => PrincipalKind | undefined,
): readonly string[] | undefined {
  const kinds = new Map<string, PrincipalKind | undefined>();
  for (const { id, regions } of accounts) {
    for (const region of regions) {
      for (const { share, principals } of snapshot({ accountId: id, region }).entries.values()) {
        if (share.owner !== 'self' || isDead(share.status)) continue;
        for (const { entityId, status } of principals) {
          if (!kinds.has(entityId) && !isDead(status)) kinds.set(entityId, kindOf(entityId));
        }
      }
    }
  }
  const matters = [...kinds].filter(([, kind]) => kind !== 'service');
  if (matters.length === 0) return undefined;
  return matters.filter(([, kind]) => kind !== undefined && kind !== 'account').map(([id]) => id);
}
