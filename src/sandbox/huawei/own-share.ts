import { pathId, type Call } from './operation.ts';
import type { Share } from './share.ts';
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

export function unknownShare(call: Call, id: string): WireError {
  return new WireError('RAM.EMU.0002', [id], { status: call.world.switches.unknownEntity });
}
