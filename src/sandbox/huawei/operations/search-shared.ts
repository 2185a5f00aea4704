import * as z from 'zod/mini';
import { sharedResourceAnswer, wireTime } from '../answers.ts';
import {
  bodyPage,
  ids,
  optionalText,
  principalFilter,
  resourceOwner,
  shareIds,
} from '../fields.ts';
import { readBody, type Call, type Operation } from '../operation.ts';
import { cutPage } from '../paging.ts';
import { receivedShares, sharesOfSide } from '../received.ts';
import { findResourceType, readUrn, typeOnWire } from '../resource-types.ts';
import { isGranted, isLiveRow, rowsOf, type Association, type Share } from '../share.ts';

const distinctResourcesSchema = z.object({
  resource_owner: resourceOwner,
  principal: optionalText(1500),
  resource_ids: ids,
  resource_urns: ids,
  resource_region: optionalText(255),
  ...bodyPage,
});
const resourcesSchema = z.extend(distinctResourcesSchema, {
  resource_share_ids: shareIds,
  resource_type: optionalText(64),
});

/** What is shared at this moment: by the caller, or with it. One row for each share and resource. */
export const searchSharedResources: Operation = {
  name: 'SearchSharedResources',
  method: 'POST',
  path: '/v1/shared-resources/search',
  status: 200,
  action: 'ram:sharedResources:search',
  run: (call) => {
    const input = readBody(call, resourcesSchema);
    const page = cutPage(call.world, input, sharedResources(call, input));
    return {
      shared_resources: page.items.map((row) => sharedResourceAnswer(call.world, row)),
      page_info: page.page_info,
    };
  },
};

/** Each resource once, although several shares may hold it. */
export const searchDistinctSharedResources: Operation = {
  name: 'SearchDistinctSharedResources',
  method: 'POST',
  path: '/v1/shared-resources/search-distinct-resource',
  status: 200,
  action: 'ram:sharedResources:searchDistinctResource',
  run: (call) => {
    const input = readBody(call, distinctResourcesSchema);
    const page = cutPage(call.world, input, distinct(sharedResources(call, input)));
    return {
      distinct_shared_resources: page.items.map(({ entity, resourceType, updatedAt }) => ({
        resource_urn: entity,
        resource_type: typeOnWire(call.world, resourceType),
        updated_at: wireTime(call.world, updatedAt),
      })),
      page_info: page.page_info,
    };
  },
};

const distinctPrincipalsSchema = z.object({
  resource_owner: resourceOwner,
  principals: principalFilter,
  resource_urn: optionalText(1500),
  ...bodyPage,
});
const principalsSchema = z.extend(distinctPrincipalsSchema, { resource_share_ids: shareIds });

/** With whom the caller shares; or who shares with it: then the ids are those of the owners. */
export const searchSharedPrincipals: Operation = {
  name: 'SearchSharedPrincipals',
  method: 'POST',
  path: '/v1/shared-principals/search',
  status: 200,
  action: 'ram:sharedPrincipals:search',
  run: (call) => {
    const input = readBody(call, principalsSchema);
    const page = cutPage(call.world, input, sharedPrincipals(call, input));
    return {
      shared_principals: page.items.map(({ entity, shareId, createdAt, updatedAt }) => ({
        id: entity,
        resource_share_id: shareId,
        created_at: wireTime(call.world, createdAt),
        updated_at: wireTime(call.world, updatedAt),
      })),
      page_info: page.page_info,
    };
  },
};

/** Each of them once. */
export const searchDistinctPrincipals: Operation = {
  name: 'SearchDistinctPrincipals',
  method: 'POST',
  path: '/v1/shared-principals/search-distinct-principal',
  status: 200,
  action: 'ram:sharedPrincipals:searchDistinctPrincipal',
  run: (call) => {
    const input = readBody(call, distinctPrincipalsSchema);
    const page = cutPage(call.world, input, distinct(sharedPrincipals(call, input)));
    return {
      distinct_shared_principals: page.items.map(({ entity, updatedAt }) => ({
        id: entity,
        updated_at: wireTime(call.world, updatedAt),
      })),
      page_info: page.page_info,
    };
  },
};

type ResourceFilter = z.infer<typeof distinctResourcesSchema> & {
  readonly resource_share_ids?: readonly string[];
  readonly resource_type?: string;
};

/** In the order of `seq`. */
function sharedResources(call: Call, input: ResourceFilter): readonly Association[] {
  const wantedType =
    input.resource_type === undefined
      ? undefined
      : (findResourceType(input.resource_type)?.name ?? input.resource_type);
  return rowsOfSide(call, input.resource_owner).filter((row) => {
    const name = readUrn(row.entity);
    return (
      (wantedType === undefined || row.resourceType === wantedType) &&
      (input.resource_share_ids?.includes(row.share.id) ?? true) &&
      (input.resource_urns?.includes(row.entity) ?? true) &&
      (input.resource_ids?.includes(name?.id ?? '') ?? true) &&
      (input.resource_region === undefined || name?.region === input.resource_region) &&
      (input.principal === undefined || hasOtherSide(input, row.share, input.principal))
    );
  });
}

function rowsOfSide(call: Call, owner: 'self' | 'other-accounts'): readonly Association[] {
  const { world, accountId } = call;
  if (owner === 'self') {
    const own = [...world.store.rowsOf(accountId)];
    return own.filter((row) => row.kind === 'resource' && isLiveRow(row));
  }
  return receivedShares(world, accountId)
    .flatMap((share) => rowsOf(share, 'resource').filter(isGranted))
    .sort((left, right) => left.seq - right.seq);
}

/** Whether the share goes to that principal, or comes from that owner. */
function hasOtherSide(
  input: Pick<ResourceFilter, 'resource_owner'>,
  share: Share,
  principal: string,
): boolean {
  if (input.resource_owner === 'other-accounts') return share.ownerId === principal;
  return rowsOf(share, 'principal').some((row) => row.entity === principal && isLiveRow(row));
}

interface SharedPrincipal {
  readonly seq: number;
  readonly entity: string;
  readonly shareId: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

function sharedPrincipals(
  call: Call,
  input: z.infer<typeof distinctPrincipalsSchema> & {
    readonly resource_share_ids?: readonly string[];
  },
): readonly SharedPrincipal[] {
  const isReceiver = input.resource_owner === 'other-accounts';
  const shares = [...sharesOfSide(call.world, call.accountId, input.resource_owner)].filter(
    (share) =>
      (input.resource_share_ids?.includes(share.id) ?? true) &&
      (input.resource_urn === undefined || holds(share, input.resource_urn)),
  );
  return shares
    .flatMap((share): readonly SharedPrincipal[] => {
      if (isReceiver) return [{ ...share, entity: share.ownerId, shareId: share.id }];
      const rows = rowsOf(share, 'principal').filter(isLiveRow);
      return rows.map((row) => ({ ...row, shareId: share.id }));
    })
    .filter(({ entity }) => input.principals.length === 0 || input.principals.includes(entity))
    .sort((left, right) => left.seq - right.seq);
}

function holds(share: Share, urn: string): boolean {
  return rowsOf(share, 'resource').some((row) => row.entity === urn && isLiveRow(row));
}

/** The first of each, with the time of the last change of any. */
function distinct<
  T extends { readonly seq: number; readonly entity: string; readonly updatedAt: number },
>(rows: readonly T[]): readonly T[] {
  const first = new Map<string, T>();
  for (const row of rows) {
    const known = first.get(row.entity);
    const updatedAt = Math.max(known?.updatedAt ?? 0, row.updatedAt);
    first.set(row.entity, { ...(known ?? row), updatedAt });
  }
  return [...first.values()];
}
