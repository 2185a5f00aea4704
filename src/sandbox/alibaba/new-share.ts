import type { Share } from './share.ts';
import { defaultResourceGroup, type World } from './world.ts';

export interface NewShare {
  readonly region: string;
  readonly ownerId: string;
  readonly name: string;
  readonly allowExternal: boolean;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly resourceGroupId?: string | undefined;
  readonly tags: Iterable<readonly [string, string]>;
}

/** Adds a share with nothing in it. */
export function addShare(world: World, what: NewShare): Share {
  const share: Share = {
    seq: world.nextSeq(),
    id: world.newShareId(),
    region: what.region,
    ownerId: what.ownerId,
    createdAt: what.createdAt,
    name: what.name,
    allowExternal: what.allowExternal,
    updatedAt: what.updatedAt,
    resourceGroupId: what.resourceGroupId ?? defaultResourceGroup,
    state: 'live',
    shownStatus: undefined,
    tags: new Map(what.tags),
    permissions: new Map(),
    rows: new Set(),
    invitations: new Set(),
  };
  world.store(share.region).addShare(share);
  return share;
}
