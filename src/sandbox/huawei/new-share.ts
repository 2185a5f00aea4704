import type { Share } from './share.ts';
import type { World } from './world.ts';

export interface NewShare {
  readonly ownerId: string;
  readonly name: string;
  readonly description: string;
  readonly allowExternal: boolean;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly tags: Iterable<readonly [string, string]>;
}

/** Adds a share with nothing in it. */
export function addShare(world: World, what: NewShare): Share {
  const share: Share = {
    seq: world.nextSeq(),
    id: world.newId(),
    ownerId: what.ownerId,
    createdAt: what.createdAt,
    name: what.name,
    description: what.description,
    allowExternal: what.allowExternal,
    updatedAt: what.updatedAt,
    status: 'active',
    shownStatus: undefined,
    tags: new Map(what.tags),
    permissions: new Map(),
    rows: new Set(),
    invitations: new Set(),
  };
  world.store.addShare(share);
  return share;
}
