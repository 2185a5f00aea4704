import type { CallOptions, ShareCloud } from '../src/clouds/cloud.ts';
import type { CloudId } from '../src/model/account.ts';
import type { Association, AssociationKind, ResourceShare } from '../src/model/share.ts';

/**
 * How others read the same shares, replayed with our client so that only the pattern of calls differs.
 * All of them get pages of 100, where most ask for the default of 20: the comparison is in their favour.
 * Each lane is a client of its own, as only calls are counted here: a single one would keep to the documented rates.
 */
export type Reader = (lanes: readonly ShareCloud[], region: string) => Promise<unknown>;

const kinds: readonly AssociationKind[] = ['resource', 'principal'];
const options: CallOptions = { signal: new AbortController().signal, priority: 'view' };

/** The shares, then two calls for each: what a script or a tree that loads on expanding does. */
export const perShare: Reader = (lanes, region) => inBatches(lanes, region, 1);

/** The shares, then two calls for as many of them as a call takes. */
export function byIdBatches(
  lanes: readonly ShareCloud[],
  region: string,
  shareIds: number,
): Promise<unknown> {
  return inBatches(lanes, region, shareIds);
}

/**
 * `terraform refresh` with `alicloud_resource_manager_resource_share`, `_shared_resource` and `_shared_target`: a
 * call for each share and for each of its rows; with `huaweicloud_ram_resource_share` four for each share. Terraform
 * itself is not run: its calls are replayed, on the rows that an earlier reading has found as its state would name them.
 */
export function terraformRefresh(
  cloudId: CloudId,
  state: { readonly shares: readonly ResourceShare[]; readonly rows: readonly Association[] },
): Reader {
  return async (lanes, region) => {
    await spread(lanes, state.shares, (cloud, { id }) =>
      all(cloud.listShares(region, { owner: 'self', ids: [id] }, options)),
    );
    const rows: readonly { readonly shareId: string; readonly kind: AssociationKind }[] =
      cloudId === 'alibaba'
        ? state.rows
        : state.shares.flatMap(({ id }) => kinds.map((kind) => ({ shareId: id, kind })));
    await spread(lanes, rows, (cloud, { kind, shareId }) =>
      all(cloud.listAssociations(region, { kind, shareIds: [shareId] }, options)),
    );
    if (cloudId === 'alibaba') return;
    await spread(lanes, state.shares, (cloud, { id }) =>
      all(cloud.listSharePermissions(region, { id, owner: 'self' }, options)),
    );
  };
}

/** Everything that an account owns in a region. */
export async function readOwn(
  cloud: ShareCloud,
  region: string,
): Promise<{ readonly shares: readonly ResourceShare[]; readonly rows: readonly Association[] }> {
  const shares = await all(cloud.listShares(region, { owner: 'self' }, options));
  const lists = kinds.map((kind) => all(cloud.listAssociations(region, { kind }, options)));
  return { shares, rows: (await Promise.all(lists)).flat() };
}

async function inBatches(
  lanes: readonly ShareCloud[],
  region: string,
  size: number,
): Promise<void> {
  const [cloud] = lanes;
  if (!cloud) return;
  const shares = await all(cloud.listShares(region, { owner: 'self' }, options));
  const queries = kinds.flatMap((kind) =>
    Array.from({ length: Math.ceil(shares.length / size) }, (_, index) => ({
      kind,
      shareIds: shares.slice(index * size, (index + 1) * size).map(({ id }) => id),
    })),
  );
  await spread(lanes, queries, (lane, query) => all(lane.listAssociations(region, query, options)));
  const received = await all(cloud.listShares(region, { owner: 'other' }, options));
  if (received.length > 0) await all(cloud.listReceived(region, { kind: 'resource' }, options));
}

async function spread<T>(
  lanes: readonly ShareCloud[],
  items: readonly T[],
  work: (cloud: ShareCloud, item: T) => Promise<unknown>,
): Promise<void> {
  const queue = items.values();
  const run = async (cloud: ShareCloud): Promise<void> => {
    for (const item of queue) await work(cloud, item);
  };
  await Promise.all(lanes.map(run));
}

async function all<T>(pages: AsyncIterable<readonly T[]>): Promise<readonly T[]> {
  const items: T[] = [];
  for await (const page of pages) items.push(...page);
  return items;
}
