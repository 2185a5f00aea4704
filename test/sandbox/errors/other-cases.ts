import type { Input } from '../caller.ts';
import { invited, own, six, tag, twice, unknownShare, type Case, type Stage } from './stage.ts';
import { pageCases, shareIdCases, shareIdsCases } from './shared-cases.ts';

const tagBase = { RegionId: 'cn-hangzhou', ResourceType: 'ResourceShare' };

const tagCases = (action: string, more: Input): Case[] => [
  { code: 'MissingRegionId', action, input: { ...more, ResourceType: 'ResourceShare' } },
  { code: 'MissingParameter.ResourceType', action, input: { ...more, RegionId: 'cn-hangzhou' } },
  {
    code: 'InvalidParameter.ResourceType',
    action,
    input: { ...tagBase, ...more, ResourceType: 'Disk' },
  },
  {
    code: 'NumberExceed.ResourceIds',
    action,
    input: { ...tagBase, ...more, ResourceId: Array.from({ length: 21 }, (_, i) => `rs-abcd${i}`) },
  },
  {
    code: 'InvalidResourceId.NotFound',
    action,
    input: { ...tagBase, ...more, ResourceId: ['rs-000000000000'] },
  },
];

/** Permissions, invitations, the directory, tags and groups. */
export const otherCases: readonly Case[] = [
  ...pageCases('ListPermissions', {}),
  {
    code: 'InvalidParameter.ResourceType',
    action: 'ListPermissions',
    input: { ResourceType: 'Cat' },
  },
  { code: 'MissingParameter.PermissionName', action: 'GetPermission', input: {} },
  {
    code: 'InvalidParameter.PermissionVersion',
    action: 'GetPermission',
    input: { PermissionName: 'AliyunRSDefaultPermissionVSwitch', PermissionVersion: 'v9' },
  },
  {
    code: 'EntityNotExists.Permission',
    action: 'GetPermission',
    input: { PermissionName: 'Nothing' },
  },
  { code: 'MissingParameter.PermissionName', action: 'ListPermissionVersions', input: {} },
  {
    code: 'InvalidParameter.ResourceType',
    action: 'ListPermissionVersions',
    input: { PermissionName: 'AliyunRSDefaultPermissionVSwitch', ResourceType: 'Cat' },
  },
  {
    code: 'EntityNotExists.Permission',
    action: 'ListPermissionVersions',
    input: { PermissionName: 'Nothing' },
  },
  ...pageCases('ListPermissionVersions', { PermissionName: 'AliyunRSDefaultPermissionVSwitch' }),
  ...shareIdCases('ListResourceSharePermissions', own),
  ...pageCases('ListResourceSharePermissions', own).map((item) => ({
    ...item,
    input: ({ share }: Stage) => ({ ...(item.input as Input), ResourceShareId: share }),
  })),
  {
    code: 'MissingParameter.ResourceOwner',
    action: 'ListResourceSharePermissions',
    input: unknownShare,
  },
  ...shareIdCases('AssociateResourceSharePermission', {
    PermissionName: 'AliyunRSDefaultPermissionVSwitch',
  }),
  {
    code: 'MissingParameter.PermissionName',
    action: 'AssociateResourceSharePermission',
    input: unknownShare,
  },
  {
    code: 'EntityNotExists.Permission',
    action: 'AssociateResourceSharePermission',
    input: { ...unknownShare, PermissionName: 'Nothing' },
  },
  {
    code: 'InvalidParameter',
    action: 'AssociateResourceSharePermission',
    input: async ({ bench }) => ({
      ResourceShareId: await bench.create('owner', {
        PermissionNames: ['AliyunRSDefaultPermissionKMSInstance'],
      }),
      PermissionName: 'AliyunRSPermissionKMSInstanceReadWrite',
    }),
  },
  ...shareIdCases('DisassociateResourceSharePermission', {
    PermissionName: 'AliyunRSDefaultPermissionVSwitch',
  }),
  {
    code: 'EntityNotExists.Permission',
    action: 'DisassociateResourceSharePermission',
    input: ({ share }) => ({
      ResourceShareId: share,
      PermissionName: 'AliyunRSDefaultPermissionImage',
    }),
  },
  {
    code: 'DisassociateConflict.Permission',
    action: 'DisassociateResourceSharePermission',
    input: ({ share }) => ({
      ResourceShareId: share,
      PermissionName: 'AliyunRSDefaultPermissionVSwitch',
    }),
  },

  ...pageCases('ListResourceShareInvitations', {}),
  ...shareIdsCases('ListResourceShareInvitations', {}),
  {
    code: 'InvalidParameter.ResourceShareInvitationIds',
    action: 'ListResourceShareInvitations',
    input: { ResourceShareInvitationIds: ['x'] },
  },
  {
    code: 'InvalidParameter.ResourceShareInvitationIds.Duplicate',
    action: 'ListResourceShareInvitations',
    input: { ResourceShareInvitationIds: twice('i-abcdef') },
  },
  {
    code: 'InvalidParameter.ResourceShareInvitationIds.Length',
    action: 'ListResourceShareInvitations',
    input: { ResourceShareInvitationIds: six((i) => `i-abcde${i}`) },
  },
  ...['AcceptResourceShareInvitation', 'RejectResourceShareInvitation'].flatMap(
    (action): Case[] => [
      { code: 'MissingParameter.ResourceShareInvitationId', action, input: {} },
      {
        code: 'InvalidParameter.ResourceShareInvitationId',
        action,
        input: { ResourceShareInvitationId: 'x' },
      },
      { code: 'EntityNotExists.ResourceShareInvitation', action, who: 'member', input: invited },
      {
        code: 'InvitationStatus.AlreadyRejected',
        action,
        who: 'outsider',
        input: async (stage) => {
          const input = await invited(stage);
          await stage.bench.ok('outsider', 'RejectResourceShareInvitation', input);
          return input;
        },
      },
      {
        code: 'InvitationStatus.AlreadyAccepted',
        action,
        who: 'outsider',
        input: async (stage) => {
          const input = await invited(stage);
          await stage.bench.ok('outsider', 'AcceptResourceShareInvitation', input);
          return input;
        },
      },
    ],
  ),

  {
    code: 'ActionNotPermitted',
    action: 'EnableSharingWithResourceDirectory',
    who: 'member',
    input: {},
  },
  { code: 'AlreadyEnabled', action: 'EnableSharingWithResourceDirectory', input: {} },

  ...tagCases('TagResources', { Tag: [tag] }),
  {
    code: 'MissingParameter.ResourceIds',
    action: 'TagResources',
    input: { ...tagBase, Tag: [tag] },
  },
  {
    code: 'MissingParameter.Tags',
    action: 'TagResources',
    input: { ...tagBase, ResourceId: ['rs-abcdef'] },
  },
  {
    code: 'NumberExceed.Tags',
    action: 'TagResources',
    input: {
      ...tagBase,
      ResourceId: ['rs-abcdef'],
      Tag: Array.from({ length: 21 }, (_, i) => ({ Key: `k${i}`, Value: '' })),
    },
  },
  {
    code: 'InvalidParameter.ResourceId',
    action: 'TagResources',
    input: { ...tagBase, Tag: [tag], ResourceId: ['x'] },
  },
  {
    code: 'InvalidParameter.RegionId',
    action: 'TagResources',
    input: { ...tagBase, Tag: [tag], ResourceId: ['rs-abcdef'], RegionId: 'mars' },
  },
  ...tagCases('UntagResources', { TagKey: ['k'] }),
  {
    code: 'MissingParameter.ResourceIds',
    action: 'UntagResources',
    input: { ...tagBase, TagKey: ['k'] },
  },
  {
    code: 'MissingParameter.TagKeysOrDeleteAll',
    action: 'UntagResources',
    input: { ...tagBase, ResourceId: ['rs-abcdef'] },
  },
  {
    code: 'Duplicate.TagKey',
    action: 'UntagResources',
    input: { ...tagBase, ResourceId: ['rs-abcdef'], TagKey: twice('k') },
  },
  {
    code: 'NumberExceed.TagKeys',
    action: 'UntagResources',
    input: {
      ...tagBase,
      ResourceId: ['rs-abcdef'],
      TagKey: Array.from({ length: 21 }, (_, i) => `k${i}`),
    },
  },
  {
    code: 'InvalidParameter.TagKey',
    action: 'UntagResources',
    input: { ...tagBase, ResourceId: ['rs-abcdef'], TagKey: [''] },
  },
  ...tagCases('ListTagResources', { Tag: [tag] }),
  { code: 'MissingParameter.ResourceIdOrTag', action: 'ListTagResources', input: tagBase },
  {
    code: 'MissingParameter.TagKey',
    action: 'ListTagResources',
    input: { ...tagBase, Tag: [{ Value: 'v' }] },
  },
  { code: 'Duplicate.TagKey', action: 'ListTagResources', input: { ...tagBase, Tag: twice(tag) } },
  {
    code: 'NumberExceed.Tags',
    action: 'ListTagResources',
    input: { ...tagBase, Tag: Array.from({ length: 21 }, (_, i) => ({ Key: `k${i}`, Value: '' })) },
  },
  {
    code: 'InvalidParameter.NextToken',
    action: 'ListTagResources',
    input: { ...tagBase, Tag: [tag], NextToken: 'x' },
  },

  { code: 'MissingParameter.ResourceId', action: 'ChangeResourceGroup', input: {} },
  {
    code: 'MissingParameter.ResourceRegionId',
    action: 'ChangeResourceGroup',
    input: { ResourceId: 'rs-abcdef' },
  },
  {
    code: 'MissingParameter.ResourceGroupId',
    action: 'ChangeResourceGroup',
    input: { ResourceId: 'rs-abcdef', ResourceRegionId: 'cn-hangzhou' },
  },
  {
    code: 'InvalidResourceGroup',
    action: 'ChangeResourceGroup',
    input: { ResourceId: 'rs-abcdef', ResourceRegionId: 'cn-hangzhou', ResourceGroupId: 'x' },
  },
  {
    code: 'ResourceNotFound',
    action: 'ChangeResourceGroup',
    input: { ResourceId: 'rs-abcdef', ResourceRegionId: 'cn-hangzhou', ResourceGroupId: 'rg-abc' },
  },
];
