import * as z from 'zod/mini';
import type { Call } from '../caller.ts';
import { identity, list, paged, text, times, type WireOwner } from './wire.ts';

const sharedResource = z.object({
  resource_urn: identity,
  resource_type: text,
  resource_share_id: identity,
  status: text,
  ...times,
});
const sharedResourcesAnswer = z.object({ shared_resources: list(sharedResource), ...paged });

const distinctResource = z.object({
  resource_urn: identity,
  resource_type: text,
  updated_at: text,
});
const distinctResourcesAnswer = z.object({
  distinct_shared_resources: list(distinctResource),
  ...paged,
});

const sharedPrincipal = z.object({ id: identity, resource_share_id: identity, ...times });
const sharedPrincipalsAnswer = z.object({ shared_principals: list(sharedPrincipal), ...paged });

const distinctPrincipal = z.object({ id: identity, updated_at: text });
const distinctPrincipalsAnswer = z.object({
  distinct_shared_principals: list(distinctPrincipal),
  ...paged,
});

export type WireSharedResource = z.infer<typeof sharedResource>;
export type WireSharedPrincipal = z.infer<typeof sharedPrincipal>;

interface ResourceQuery {
  readonly resource_owner: WireOwner;
  readonly principal?: string;
  readonly resource_urns?: readonly string[];
  readonly resource_region?: string;
}

interface PrincipalQuery {
  readonly resource_owner: WireOwner;
  readonly principals?: readonly string[];
  readonly resource_urn?: string;
}

/** Reference section 5.17. */
export function searchSharedResources(
  query: ResourceQuery & {
    readonly resource_share_ids?: readonly string[];
    readonly resource_type?: string;
  },
): Call<typeof sharedResourcesAnswer> {
  return {
    operation: 'SearchSharedResources',
    body: { ...query },
    answer: sharedResourcesAnswer,
  };
}

/** Reference section 5.18. */
export function searchDistinctSharedResources(
  query: ResourceQuery,
): Call<typeof distinctResourcesAnswer> {
  return {
    operation: 'SearchDistinctSharedResources',
    body: { ...query },
    answer: distinctResourcesAnswer,
  };
}

/** Reference section 5.19: with `other-accounts` the ids are those of the owners. */
export function searchSharedPrincipals(
  query: PrincipalQuery & { readonly resource_share_ids?: readonly string[] },
): Call<typeof sharedPrincipalsAnswer> {
  return {
    operation: 'SearchSharedPrincipals',
    body: { ...query },
    answer: sharedPrincipalsAnswer,
  };
}

/** Reference section 5.20. */
export function searchDistinctPrincipals(
  query: PrincipalQuery,
): Call<typeof distinctPrincipalsAnswer> {
  return {
    operation: 'SearchDistinctPrincipals',
    body: { ...query },
    answer: distinctPrincipalsAnswer,
  };
}
