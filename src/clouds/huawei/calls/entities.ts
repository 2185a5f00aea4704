import * as z from 'zod/mini';
import type { Call } from '../caller.ts';
import { identity, paged, text } from './wire.ts';

/** Without the list nobody knows who is inside: it must be there. */
const entitiesAnswer = z.object({
  entities: z.array(z.object({ id: identity, type: text })),
  ...paged,
});

export type WireEntity = z.infer<typeof entitiesAnswer>['entities'][number];

/**
 * Organizations API v1, "Listing Entities in an Organization" (support.huaweicloud.com/intl/en-us/api-organizations/ListEntities.html):
 * the units and accounts right below a root or unit.
 */
export function listEntities(parentId: string): Call<typeof entitiesAnswer> {
  return {
    operation: 'ListEntities',
    query: { parent_id: parentId },
    answer: entitiesAnswer,
  };
}
