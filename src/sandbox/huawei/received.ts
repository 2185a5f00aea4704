import { isGranted, type Association, type Share } from './share.ts';
import type { World } from './world.ts';

/**
 * The shares of others that reach an account: by its own id, by a unit above it, by the root or the whole organisation.
 * In the order in which they were made.
 */
export function receivedShares(world: World, accountId: string): readonly Share[] {
  const shares = new Set<Share>();
  for (const principal of world.organisation.principalsOf(accountId)) {
    for (const row of world.store.rowsWith(principal)) {
      if (isReceived(accountId, row)) shares.add(row.share);
    }
  }
  return [...shares].sort((left, right) => left.seq - right.seq);
}

/** The shares that a search of one side speaks of. */
export function sharesOfSide(
  world: World,
  accountId: string,
  owner: 'self' | 'other-accounts',
): Iterable<Share> {
  return owner === 'self' ? world.store.sharesOf(accountId) : receivedShares(world, accountId);
}

function isReceived(accountId: string, row: Association): boolean {
  return row.kind === 'principal' && row.share.ownerId !== accountId && isGranted(row);
}
