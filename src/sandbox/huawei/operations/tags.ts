import * as z from 'zod/mini';
import { tagsAnswer } from '../answers.ts';
import { queryNumber, someTagKeys, someTags, tagFilters } from '../fields.ts';
import { read, readBody, readQuery, type Call, type Operation } from '../operation.ts';
import { liveShare } from '../own-share.ts';
import { cutTextPage } from '../paging.ts';
import type { Share } from '../share.ts';
import { checkPerShare } from '../sharing-rules.ts';
import { hasTags } from './tag-filters.ts';

const keysSchema = z.object({
  limit: queryNumber(1, 2000),
  marker: z.exactOptional(z.string().check(z.minLength(1), z.maxLength(128))),
});

/** The tags of all shares of the caller; here a marker is a key. */
export const listResourceShareTags: Operation = {
  name: 'ListResourceShareTags',
  method: 'GET',
  path: '/v1/resource-shares/tags',
  status: 200,
  action: 'ram:resourceShares:listTags',
  run: (call) => {
    const input = readQuery(call, keysSchema);
    const values = new Map<string, Set<string>>();
    for (const share of activeShares(call)) {
      for (const [key, value] of share.tags) {
        values.set(key, (values.get(key) ?? new Set<string>()).add(value));
      }
    }
    const rows = [...values]
      .map(([key, of]) => [key, { key, values: [...of].sort() }] as const)
      .sort(([key], [other]) => (key < other ? -1 : 1));
    const page = cutTextPage(call.world, input, rows);
    return { tags: page.items, page_info: page.page_info };
  },
};

const match = z.object({
  key: z.literal('resource_name'),
  value: z.string().check(z.maxLength(255)),
});
const filterSchema = z.object({
  without_any_tag: z._default(z.boolean(), false),
  tags: tagFilters,
  matches: z._default(z.array(match).check(z.maxLength(1)), []),
});
const offsetSchema = z.object({
  limit: queryNumber(1, 1000),
  offset: queryNumber(0, 1_000_000),
});

export const listResourceSharesByTags: Operation = {
  name: 'ListResourceSharesByTags',
  method: 'POST',
  path: '/v1/resource-shares/resource-instances/filter',
  status: 200,
  action: 'ram:resourceShares:listByTags',
  run: (call) => {
    const found = filtered(call);
    const { limit = 1000, offset = 0 } = read(offsetSchema, Object.fromEntries(call.query));
    return {
      resources: found.slice(offset, offset + limit).map((share) => ({
        resource_id: share.id,
        resource_name: share.name,
        tags: tagsAnswer(share),
        resource_detail: {},
      })),
      total_count: found.length,
    };
  },
};

export const searchResourceShareCountByTags: Operation = {
  name: 'SearchResourceShareCountByTags',
  method: 'POST',
  path: '/v1/resource-shares/resource-instances/count',
  status: 200,
  action: 'ram:resourceShares:countByTags',
  run: (call) => ({ total_count: filtered(call).length }),
};

/** A key that is there already gets the new value. */
export const batchCreateResourceShareTags: Operation = {
  name: 'BatchCreateResourceShareTags',
  method: 'POST',
  path: '/v1/resource-shares/{resource_share_id}/tags/create',
  status: 200,
  action: 'ram:resourceShares:tag',
  run: (call) => {
    const { tags } = readBody(call, z.object({ tags: someTags }));
    const share = liveShare(call);
    const added = tags.filter(({ key }) => !share.tags.has(key)).length;
    checkPerShare('tag', share.tags.size, added, call.world.quotas.tagsPerShare);
    for (const { key, value } of tags) share.tags.set(key, value);
    share.updatedAt = call.now;
    return undefined;
  },
};

/** Keys that are not there are passed over. */
export const batchDeleteResourceShareTags: Operation = {
  name: 'BatchDeleteResourceShareTags',
  method: 'POST',
  path: '/v1/resource-shares/{resource_share_id}/tags/delete',
  status: 200,
  action: 'ram:resourceShares:untag',
  run: (call) => {
    const { tags } = readBody(call, z.object({ tags: someTagKeys }));
    const share = liveShare(call);
    for (const { key } of tags) share.tags.delete(key);
    share.updatedAt = call.now;
    return undefined;
  },
};

/** The start of a name matches; an empty text only an empty name. */
function filtered(call: Call): readonly Share[] {
  const input = readBody(call, filterSchema);
  const [name] = input.matches;
  return activeShares(call).filter(
    (share) =>
      (!input.without_any_tag || share.tags.size === 0) &&
      hasTags(share, input.tags) &&
      (name === undefined || (name.value !== '' && share.name.startsWith(name.value))),
  );
}

function activeShares(call: Call): readonly Share[] {
  const own = [...call.world.store.sharesOf(call.accountId)];
  return own.filter(({ status }) => status === 'active');
}
