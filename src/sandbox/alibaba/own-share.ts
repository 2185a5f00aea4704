import { isLive } from './lifecycle.ts';
import type { Call } from './operation.ts';
import type { Share } from './share.ts';
import { WireError } from './wire-error.ts';

/**
 * A share that the caller owns.
 * @throws WireError EntityNotExists.ResourceShare for any other
 */
export function ownShare(call: Call, id: string): Share {
  const share = call.store.shares.get(id);
  if (share?.ownerId !== call.accountId) throw new WireError('EntityNotExists.ResourceShare');
  return share;
}

/**
 * A share that the caller owns and that is not deleted or being deleted.
 * @throws WireError also ResourceShareStatusMismatchAction
 */
export function liveShare(call: Call, id: string): Share {
  const share = ownShare(call, id);
  if (!isLive(share)) throw new WireError('ResourceShareStatusMismatchAction');
  return share;
}
