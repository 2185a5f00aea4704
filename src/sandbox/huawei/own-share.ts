import { pathId, type Call } from './operation.ts';
import { isInFlight, type Share } from './share.ts';
import { WireError } from './wire-error.ts';

/**
 * The share that the path names, when the caller owns it.
 * @throws WireError for any other
 */
export function ownShare(call: Call): Share {
  const id = pathId(call, 'resource_share_id');
  const share = call.world.store.shares.get(id);
  if (share?.ownerId !== call.accountId) throw unknownShare(call, id);
  return share;
}

/**
 * The share that the path names, when the caller owns it and may still change it.
 * @throws WireError for any other
 */
export function liveShare(call: Call): Share {
  const share = ownShare(call);
  if (share.status !== 'active') throw new WireError('RAM.EMU.0009', [share.id, share.status]);
  return share;
}

/**
 * The same where what is in the share shall change. Where a test wants shares to be busy, anything in flight in it stands
 * in the way: the vendor says nothing on it.
 * @throws WireError also while it is busy
 */
export function idleShare(call: Call): Share {
  const share = liveShare(call);
  const { busyShares } = call.world.context.tuning;
  if (busyShares && [...share.rows].some(isInFlight))
    throw new WireError('RAM.EMU.0014', [share.id]);
  return share;
}

export function unknownShare(call: Call, id: string): WireError {
  return new WireError('RAM.EMU.0002', [id], { status: call.world.switches.unknownEntity });
}
