import type { CallOptions, ShareCloud } from '../clouds/cloud.ts';
import type { ShareOwner } from '../model/share.ts';
import { isDead } from '../model/status.ts';
import { readPermissions, readSharePermissions } from './read-permissions.ts';
import type { ReadLimits } from './read-shares.ts';
import type { ScopeState } from './scope-state.ts';
import type { ShareEntry } from './snapshot.ts';

interface Surroundings {
  readonly cloud: ShareCloud;
  readonly limits: ReadLimits;
  readonly options: CallOptions;
  /** Something was put into the store. */
  readonly onChange: () => void;
}

/**
 * Reads the permissions of the scope's shares into its store: of all that live, or of those of which they are known. A
 * side that fails leaves the other.
 * @throws CloudError of the first call that failed
 */
export async function loadPermissions(
  { store, scope, completeness }: ScopeState,
  ofAll: boolean,
  { cloud, limits, options, onChange }: Surroundings,
): Promise<void> {
  const entries = [...store.entries.values()].filter(
    ({ share, permissions }) => !isDead(share.status) && (ofAll || permissions !== undefined),
  );
  const reading = store.startReading();
  const side = async (
    owner: ShareOwner,
    ofSide: readonly ShareEntry[],
    resourcesKnown: boolean,
  ) => {
    const { pageSize } = limits;
    const query = { region: scope.region, owner, entries: ofSide, resourcesKnown, pageSize };
    await readPermissions(cloud, query, options, (found) => {
      options.signal.throwIfAborted();
      for (const [id, permissions] of found) store.putPermissions(id, permissions, reading);
      onChange();
    });
  };
  const own = entries.filter(({ share }) => share.owner === 'self');
  const received =
    limits.receivedPermissions === true
      ? entries.filter(({ share }) => share.owner === 'other')
      : [];
  try {
    const sides = [
      side('self', own, completeness.isWhole('ownResources')),
      side('other', received, completeness.isWhole('receivedResources')),
    ];
    await Promise.allSettled(sides);
    await Promise.all(sides);
  } finally {
    store.closeReading(reading);
  }
}

/**
 * Reads the permissions of one share into the store: one call.
 * @throws CloudError
 */
export async function loadSharePermissions(
  { store, scope }: ScopeState,
  shareId: string,
  { cloud, options, onChange }: Surroundings,
): Promise<void> {
  const share = store.entries.get(shareId)?.share;
  if (!share) return;
  const reading = store.startReading();
  try {
    const permissions = await readSharePermissions(cloud, scope.region, share, options);
    options.signal.throwIfAborted();
    if (permissions) store.putPermissions(shareId, permissions, reading);
    onChange();
  } finally {
    store.closeReading(reading);
  }
}
