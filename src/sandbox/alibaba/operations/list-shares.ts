import { ownShareAnswer, shareAnswer } from '../answers.ts';
import { owner, plainTags, resourceGroup, shareIds, shareNameFilter } from '../common-fields.ts';
import { operation, pageOf, type Call, type Operation } from '../operation.ts';
import { pageFields } from '../paging.ts';
import { choice, fields, text } from '../parameters.ts';
import { receivedShares } from '../received.ts';
import { shareStatus, type Share } from '../share.ts';
import { WireError } from '../wire-error.ts';

const read = fields({
  ResourceOwner: owner,
  ResourceShareName: shareNameFilter,
  ResourceShareStatus: choice(
    ['Active', 'Pending', 'Deleting', 'Deleted'],
    'InvalidParameter.ResourceShareStatus',
  ),
  ResourceShareIds: shareIds,
  PermissionName: text({ invalid: 'InvalidParameter', maxLength: 256 }),
  ResourceGroupId: resourceGroup,
  Tag: plainTags,
  ...pageFields,
});

/** An unknown id gives an empty list; names are compared as a whole (the vendor does not say). */
export const listResourceShares: Operation = operation(
  'ListResourceShares',
  20,
  read,
  (call, input) => {
    const own = input.ResourceOwner === 'Self';
    if (!own && input.Tag.length > 0) throw new WireError('InvalidParameter.ResourceOwnerAndTag');
    const page = pageOf(call, input, matching(call, input));
    return {
      ...page.token,
      ResourceShares: page.items.map(own ? ownShareAnswer : shareAnswer),
    };
  },
);

function* matching(call: Call, input: ReturnType<typeof read>): Iterable<Share> {
  const shares =
    input.ResourceOwner === 'Self' ? call.store.sharesOf(call.accountId) : receivedShares(call);
  const ids = new Set(input.ResourceShareIds);
  for (const share of shares) {
    if (ids.size > 0 && !ids.has(share.id)) continue;
    if (input.ResourceShareName !== undefined && share.name !== input.ResourceShareName) continue;
    if (
      input.ResourceShareStatus !== undefined &&
      shareStatus(share) !== input.ResourceShareStatus
    ) {
      continue;
    }
    if (input.PermissionName !== undefined && !hasPermission(share, input.PermissionName)) continue;
    if (input.ResourceGroupId !== undefined && share.resourceGroupId !== input.ResourceGroupId) {
      continue;
    }
    if (!input.Tag.every((tag) => hasTag(share, tag.Key, tag.Value))) continue;
    yield share;
  }
}

function hasPermission(share: Share, name: string): boolean {
  return [...share.permissions.values()].includes(name);
}

/** A filter without a value asks for the key alone. */
function hasTag(share: Share, key: string, value: string): boolean {
  return value === '' ? share.tags.has(key) : share.tags.get(key) === value;
}
