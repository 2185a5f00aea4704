import * as z from 'zod/mini';
import type { Call } from '../caller.ts';
import { count, identity, list, paged } from './wire.ts';

const quota = z.object({ type: identity, quota: count, min: count, max: count, used: count });
const quotasAnswer = z.object({ quotas: z.object({ resources: list(quota) }) });

export type WireQuota = z.infer<typeof quota>;

const resourceType = z.object({ region_id: identity, resource_type: identity });
const resourceTypesAnswer = z.object({ resource_types: list(resourceType), ...paged });

/** Reference section 5.24. */
export function listQuota(): Call<typeof quotasAnswer> {
  return { operation: 'ListQuota', answer: quotasAnswer };
}

/** Reference section 5.25: one row for each region and type. */
export function listResourceTypes(): Call<typeof resourceTypesAnswer> {
  return { operation: 'ListResourceTypes', answer: resourceTypesAnswer };
}
