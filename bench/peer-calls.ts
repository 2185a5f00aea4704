import { pages, type CloudLimits, type ScopeRows } from './floor.ts';

/** Calls of how others read the same, for sizes where running it takes too long; see readers.ts. */
export interface PeerCalls {
  readonly perShare: number;
  readonly byIds: number;
  readonly terraform: number;
}

export const peersFormula =
  'per share: pages(own shares) + 2 for each of them; by ids: pages(own shares) + 2 for each ' +
  'batch of ids; both + pages of the received side; terraform refresh: 1 for each share and 1 for each of its rows ' +
  '(Huawei Cloud: 4 for each share); further pages of a share with many rows are left out';

export function peerCalls(
  cloud: 'alibaba' | 'huawei',
  scopes: readonly ScopeRows[],
  limits: CloudLimits,
): PeerCalls {
  const sum = (count: (scope: ScopeRows) => number) =>
    scopes.reduce((total, scope) => total + count(scope), 0);
  const lists = sum(
    ({ shares, receivedShares, receivedResources }) =>
      pages(shares, limits) +
      pages(receivedShares, limits) +
      (receivedShares > 0 ? pages(receivedResources, limits) : 0),
  );
  return {
    perShare: lists + sum(({ shares }) => 2 * shares),
    byIds: lists + sum(({ shares }) => 2 * Math.ceil(shares / limits.shareIds)),
    terraform: sum(({ shares, resources, principals }) =>
      cloud === 'huawei' ? 4 * shares : shares + resources + principals,
    ),
  };
}
