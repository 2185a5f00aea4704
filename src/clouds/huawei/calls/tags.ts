import * as z from 'zod/mini';
import type { Call } from '../caller.ts';
import { count, identity, list, nothing, paged, tag, text, type WireTag } from './wire.ts';

const tagValues = z.object({ key: identity, values: list(z.string()) });
const tagsAnswer = z.object({ tags: list(tagValues), ...paged });

const instance = z.object({ resource_id: identity, resource_name: text, tags: list(tag) });
const instancesAnswer = z.object({ resources: list(instance), total_count: count });
const countAnswer = z.object({ total_count: z.number() });

interface TagQuery {
  readonly without_any_tag?: boolean;
  readonly tags?: readonly { readonly key: string; readonly values: readonly string[] }[];
  /** `resource_name` is the only key. */
  readonly matches?: readonly { readonly key: 'resource_name'; readonly value: string }[];
}

/** Reference section 5.26: its markers are tag keys. */
export function listResourceShareTags(): Call<typeof tagsAnswer> {
  return { operation: 'ListResourceShareTags', answer: tagsAnswer };
}

/** Reference section 5.27. */
export function listResourceSharesByTags(query: TagQuery): Call<typeof instancesAnswer> {
  return { operation: 'ListResourceSharesByTags', ...tagBody(query), answer: instancesAnswer };
}

/** Reference section 5.28. */
export function searchResourceShareCountByTags(query: TagQuery): Call<typeof countAnswer> {
  return { operation: 'SearchResourceShareCountByTags', ...tagBody(query), answer: countAnswer };
}

function tagBody({ without_any_tag, tags, matches }: TagQuery): Pick<Call<never>, 'body'> {
  return {
    body: {
      without_any_tag,
      tags: tags?.map(({ key, values }) => ({ key, values })),
      matches: matches?.map(({ key, value }) => ({ key, value })),
    },
  };
}

/** Reference section 5.29. */
export function batchCreateResourceShareTags(
  shareId: string,
  tags: readonly WireTag[],
): Call<typeof nothing> {
  const body = { tags: tags.map(({ key, value }) => ({ key, value })) };
  return { operation: 'BatchCreateResourceShareTags', id: shareId, body, answer: nothing };
}

/** Reference section 5.30. */
export function batchDeleteResourceShareTags(
  shareId: string,
  keys: readonly string[],
): Call<typeof nothing> {
  const body = { tags: keys.map((key) => ({ key })) };
  return { operation: 'BatchDeleteResourceShareTags', id: shareId, body, answer: nothing };
}
