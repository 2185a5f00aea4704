import { isTag } from '../common-fields.ts';
import { operation, pageOf, type Call, type Operation } from '../operation.ts';
import { pageFields } from '../paging.ts';
import { fields, flag, list, pairs, requiredText, text, type Field } from '../parameters.ts';
import type { Share } from '../share.ts';
import { WireError } from '../wire-error.ts';

const pageSize = 50;
const tagsPerShare = 20;

const common = {
  RegionId: requiredText({ missing: 'MissingRegionId', invalid: 'InvalidParameter.RegionId' }),
  ResourceType: requiredText({
    missing: 'MissingParameter.ResourceType',
    invalid: 'InvalidParameter.ResourceType#tags',
    pattern: /^ResourceShare$/,
  }),
  ResourceId: list({
    invalid: 'InvalidParameter.ResourceId#tags',
    tooMany: 'NumberExceed.ResourceIds',
    max: 20,
    pattern: /^rs-[A-Za-z0-9]{4,32}$/,
  }),
} as const;

const tagRules = {
  invalid: 'InvalidParameter.TagKey',
  duplicate: 'Duplicate.TagKey',
  tooMany: 'NumberExceed.Tags',
  max: 20,
  rightOptional: true,
} as const;

const tags = pairs('Key', 'Value', { ...tagRules, check: isTag });

/** A tag that a list is asked for: without a key there is nothing to look for. */
const tagFilter: Field<readonly { readonly Key: string; readonly Value: string }[]> = (
  params,
  name,
) => {
  const indexes = new Set(
    [...params.keys()].flatMap((key) => /^Tag\.(\d+)\./.exec(key)?.[1] ?? []),
  );
  for (const index of indexes) {
    if ((params.get(`Tag.${index}.Key`) ?? '') === '') {
      throw new WireError('MissingParameter.TagKey');
    }
  }
  return tags(params, name);
};

export const tagResources: Operation = operation(
  'TagResources',
  10,
  fields({ ...common, Tag: tags }),
  (call, input) => {
    if (input.ResourceId.length === 0) throw new WireError('MissingParameter.ResourceIds');
    if (input.Tag.length === 0) throw new WireError('MissingParameter.Tags');
    const shares = taggedShares(call, input.RegionId, input.ResourceId);
    for (const share of shares) {
      const keys = new Set([...share.tags.keys(), ...input.Tag.map(({ Key }) => Key)]);
      if (keys.size > tagsPerShare) throw new WireError('NumberExceed.Tags');
    }
    for (const share of shares) {
      for (const { Key, Value } of input.Tag) share.tags.set(Key, Value);
    }
    return {};
  },
);

export const untagResources: Operation = operation(
  'UntagResources',
  10,
  fields({
    ...common,
    TagKey: list({
      invalid: 'InvalidParameter.TagKey',
      duplicate: 'Duplicate.TagKey',
      tooMany: 'NumberExceed.TagKeys',
      max: 20,
    }),
    All: flag,
  }),
  (call, input) => {
    if (input.ResourceId.length === 0) throw new WireError('MissingParameter.ResourceIds');
    if (input.TagKey.length === 0 && input.All !== true) {
      throw new WireError('MissingParameter.TagKeysOrDeleteAll');
    }
    for (const share of taggedShares(call, input.RegionId, input.ResourceId)) {
      const keys = input.TagKey.length > 0 ? input.TagKey : [...share.tags.keys()];
      for (const key of keys) share.tags.delete(key);
    }
    return {};
  },
);

/** The only list whose answer is nested. It takes no page size; the one here is ours. */
export const listTagResources: Operation = operation(
  'ListTagResources',
  20,
  fields({ ...common, Tag: tagFilter, NextToken: pageFields.NextToken }),
  (call, input) => {
    if (input.ResourceId.length === 0 && input.Tag.length === 0) {
      throw new WireError('MissingParameter.ResourceIdOrTag');
    }
    const shares =
      input.ResourceId.length > 0
        ? taggedShares(call, input.RegionId, input.ResourceId)
        : [...call.store.sharesOf(call.accountId)];
    const rows = shares
      .filter((share) => input.Tag.every((tag) => matches(share, tag.Key, tag.Value)))
      .flatMap((share) =>
        [...share.tags].map(([TagKey, TagValue]) => ({
          ResourceId: share.id,
          ResourceType: 'ResourceShare',
          TagKey,
          TagValue,
        })),
      )
      .map((row, index) => ({ seq: index + 1, row }));
    const page = pageOf(call, { MaxResults: pageSize, NextToken: input.NextToken }, rows);
    return { ...page.token, TagResources: { TagResource: page.items.map(({ row }) => row) } };
  },
);

const readGroupChange = fields({
  ResourceId: requiredText({
    missing: 'MissingParameter.ResourceId',
    invalid: 'ResourceNotFound',
  }),
  ResourceRegionId: requiredText({
    missing: 'MissingParameter.ResourceRegionId',
    invalid: 'ResourceNotFound',
  }),
  ResourceGroupId: requiredText({
    missing: 'MissingParameter.ResourceGroupId',
    invalid: 'InvalidResourceGroup',
    pattern: /^rg-[a-z0-9]+$/,
  }),
  RegionId: text({ invalid: 'InvalidParameter' }),
});

/** Every refusal of this operation has status 400, also where the share is unknown. */
export const changeResourceGroup: Operation = operation(
  'ChangeResourceGroup',
  10,
  readGroupChange,
  (call, input) => {
    const share = call.store.shares.get(input.ResourceId);
    if (share?.ownerId !== call.accountId || input.ResourceRegionId !== call.region) {
      throw new WireError('ResourceNotFound');
    }
    share.resourceGroupId = input.ResourceGroupId;
    share.updatedAt = call.now;
    return {};
  },
);

function taggedShares(call: Call, region: string, ids: readonly string[]): readonly Share[] {
  if (region !== call.region) throw new WireError('InvalidParameter.RegionId');
  return ids.map((id) => {
    const share = call.store.shares.get(id);
    if (share?.ownerId !== call.accountId) throw new WireError('InvalidResourceId.NotFound');
    return share;
  });
}

function matches(share: Share, key: string, value: string): boolean {
  return value === '' ? share.tags.has(key) : share.tags.get(key) === value;
}
