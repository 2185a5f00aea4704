import * as z from 'zod/mini';
import { associationAnswer, shareAnswer } from '../answers.ts';
import {
  bodyPage,
  ids,
  optionalText,
  permissionId,
  resourceOwner,
  shareIds,
  tagFilters,
} from '../fields.ts';
import { readBody, type Call, type Operation } from '../operation.ts';
import { cutPage } from '../paging.ts';
import { sharesOfSide } from '../received.ts';
import { readUrn } from '../resource-types.ts';
import type { Association, Share } from '../share.ts';
import { hasTags } from './tag-filters.ts';

const sharesSchema = z.object({
  resource_owner: resourceOwner,
  resource_share_ids: shareIds,
  name: optionalText(64),
  permission_id: z.exactOptional(permissionId),
  resource_share_status: optionalText(36),
  tag_filters: tagFilters,
  ...bodyPage,
});

/** Also deleted ones, until they are purged. */
export const searchResourceShares: Operation = {
  name: 'SearchResourceShares',
  method: 'POST',
  path: '/v1/resource-shares/search',
  status: 200,
  action: 'ram:resourceShares:search',
  run: (call) => {
    const input = readBody(call, sharesSchema);
    const side = [...sharesOfSide(call.world, call.accountId, input.resource_owner)];
    const found = side.filter((share) => matches(call, input, share));
    const page = cutPage(call.world, input, found);
    return {
      resource_shares: page.items.map((share) => shareAnswer(call.world, share, call.accountId)),
      page_info: page.page_info,
    };
  },
};

function matches(call: Call, input: z.infer<typeof sharesSchema>, share: Share): boolean {
  const { switches } = call.world;
  const showsTags = share.ownerId === call.accountId || switches.receiverSeesTags;
  return (
    (input.resource_share_ids?.includes(share.id) ?? true) &&
    (input.name === undefined || hasName(share, input.name, switches.nameFilter)) &&
    (input.permission_id === undefined || hasPermission(share, input.permission_id)) &&
    isEqual(share.shownStatus ?? share.status, input.resource_share_status) &&
    (input.tag_filters.length === 0 || (showsTags && hasTags(share, input.tag_filters)))
  );
}

function hasName(share: Share, name: string, how: 'exact' | 'prefix'): boolean {
  return how === 'exact' ? share.name === name : share.name.startsWith(name);
}

function hasPermission(share: Share, id: string): boolean {
  return [...share.permissions.values()].some(({ permissionId: bound }) => bound === id);
}

/** A status is found in any letter case, as nobody says which one it has. */
function isEqual(status: string, wanted: string | undefined): boolean {
  return wanted === undefined || status.toLowerCase() === wanted.toLowerCase();
}

const associationsSchema = z.object({
  association_type: z.enum(['principal', 'resource']),
  association_status: optionalText(64),
  principal: optionalText(1500),
  resource_urn: optionalText(1500),
  resource_share_ids: shareIds,
  resource_ids: ids,
  ...bodyPage,
});

/** Of the caller's own shares only; also those that are over, until they are purged. */
export const searchResourceShareAssociations: Operation = {
  name: 'SearchResourceShareAssociations',
  method: 'POST',
  path: '/v1/resource-share-associations/search',
  status: 200,
  action: 'ram:resourceShares:searchResourceShareAssociations',
  run: (call) => {
    const input = readBody(call, associationsSchema);
    const own = [...call.world.store.rowsOf(call.accountId)];
    const found = own.filter((row) => matchesRow(input, row));
    const page = cutPage(call.world, input, found);
    return {
      resource_share_associations: page.items.map((row) => associationAnswer(call.world, row)),
      page_info: page.page_info,
    };
  },
};

function matchesRow(input: z.infer<typeof associationsSchema>, row: Association): boolean {
  return (
    row.kind === input.association_type &&
    isEqual(row.status, input.association_status) &&
    (input.principal === undefined || row.entity === input.principal) &&
    (input.resource_urn === undefined || row.entity === input.resource_urn) &&
    (input.resource_share_ids?.includes(row.share.id) ?? true) &&
    (input.resource_ids?.includes(readUrn(row.entity)?.id ?? '') ?? true)
  );
}
