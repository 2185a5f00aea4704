import type { ShareEntry } from '../inventory/snapshot.ts';
import { failedAt } from '../model/failed-row.ts';
import type { SharePermission } from '../model/permission.ts';
import type { Association } from '../model/share.ts';
import { isDead } from '../model/status.ts';
import type { ShareState, StateRow } from './share-state.ts';

/**
 * A share of the inventory as plans see it.
 * @param permissions what may be done with its resources, where that was read
 */
export function shareState(
  { share, resources, principals }: ShareEntry,
  permissions?: readonly SharePermission[],
): ShareState {
  return {
    name: share.name,
    owner: share.owner,
    ownerId: share.ownerId,
    status: share.status.state,
    ...(share.allowExternal !== undefined && { allowExternal: share.allowExternal }),
    ...(share.description !== undefined && { description: share.description }),
    ...(share.resourceGroupId !== undefined && { resourceGroupId: share.resourceGroupId }),
    tags: share.tags.map(({ key, value }) => ({ key, value })),
    resources: resources.filter(({ status }) => !isDead(status)).map(stateRow),
    principals: principals.filter(({ status }) => !isDead(status)).map(stateRow),
    ...(permissions && {
      permissions: permissions
        .filter(({ status }) => !isDead(status) && status.state !== 'failed')
        .map(({ id, name, resourceType, version }) => ({
          id,
          name,
          resourceType,
          ...(version !== undefined && { version }),
        })),
    }),
  };
}

function stateRow(row: Association): StateRow {
  const failed = failedAt(row);
  const property = row.kind === 'resource' ? row.resourceProperty : row.principalProperty;
  return {
    id: row.entityId,
    type: row.entityType,
    ...(row.arn !== undefined && { arn: row.arn }),
    ...(property !== undefined && { property }),
    state: row.status.state,
    ...(failed && { failed }),
    ...(row.external !== undefined && { external: row.external }),
    ...(row.invited !== undefined && { invited: row.invited }),
  };
}
