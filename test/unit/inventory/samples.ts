import type { PermissionSummary, SharePermission } from '../../../src/model/permission.ts';
import type { Association, AssociationKind, ResourceShare } from '../../../src/model/share.ts';
import { associationStates, parseStatus, shareStates } from '../../../src/model/status.ts';

export const scope = { accountId: 'account-1', region: 'cn-hangzhou' };

export function aShare(id: string, change: Partial<ResourceShare> = {}): ResourceShare {
  return {
    id,
    name: `share-${id}`,
    owner: 'self',
    ownerId: '1512666876910123',
    status: parseStatus(shareStates, 'Active'),
    allowExternal: false,
    tags: [],
    createdAt: '2026-03-01T07:00:00.000Z',
    updatedAt: '2026-03-01T07:00:00.000Z',
    ...change,
  };
}

export function aRow(
  shareId: string,
  entityId: string,
  status = 'Associated',
  change: Partial<Association> = {},
): Association {
  const kind: AssociationKind = /^\d/u.test(entityId) ? 'principal' : 'resource';
  return {
    shareId,
    kind,
    entityId,
    entityType: kind === 'principal' ? 'Account' : 'VSwitch',
    status: parseStatus(associationStates, status),
    failures: [],
    createdAt: '2026-03-01T07:10:00.000Z',
    updatedAt: '2026-03-01T07:10:00.000Z',
    ...change,
  };
}

/** So many shares with two resources and a principal each. */
export function manyShares(count: number): {
  readonly shares: readonly ResourceShare[];
  readonly rows: readonly Association[];
} {
  const ids = Array.from({ length: count }, (_, index) => `rs-${index}`);
  return {
    shares: ids.map((id) => aShare(id)),
    rows: ids.flatMap((id, index) => [
      aRow(id, `vsw-${index}-a`),
      aRow(id, `vsw-${index}-b`),
      aRow(id, String(1720505253000000 + index)),
    ]),
  };
}

/** A permission for a type, by its number. */
export function aPermission(resourceType: string, number = 1): PermissionSummary {
  const id = `${resourceType}-permission-${number}`;
  return { id, name: id, version: 'v1', resourceType, isDefault: number === 1 };
}

/** The permission as a share carries it. */
export function aBound(shareId: string, permission: PermissionSummary): SharePermission {
  const { id, name, version, resourceType, isDefault } = permission;
  const status = parseStatus(associationStates, 'Associated');
  const at = '2026-03-01T07:10:00.000Z';
  return {
    ...{ shareId, id, name, version, resourceType, isDefault, status },
    createdAt: at,
    updatedAt: at,
  };
}
