import type { Call } from './operation.ts';
import { isGranted, type Association, type Share } from './share.ts';

type Receiver = Pick<Call, 'world' | 'store' | 'accountId'>;

/**
 * The shares of others that reach an account: by its own id, by a folder above it or by the whole directory.
 * In the order in which they were made.
 */
export function receivedShares(receiver: Receiver): readonly Share[] {
  const shares = new Set<Share>();
  for (const principal of receiver.world.directory.principalsOf(receiver.accountId)) {
    for (const row of receiver.store.rowsToPrincipal(principal)) {
      if (isReceived(receiver, row)) shares.add(row.share);
    }
  }
  return [...shares].sort((left, right) => left.seq - right.seq);
}

/** The principal row by which a share reaches an account: the nearest, itself before its folders. */
export function receivingRow(receiver: Receiver, share: Share): Association | undefined {
  for (const principal of receiver.world.directory.principalsOf(receiver.accountId)) {
    for (const row of share.rows) {
      if (row.kind === 'Target' && row.entityId === principal && isReceived(receiver, row))
        return row;
    }
  }
  return undefined;
}

function isReceived(receiver: Receiver, row: Association): boolean {
  return row.share.ownerId !== receiver.accountId && isGranted(row);
}
