import { arn, own, six, tag, twice, type Case } from './stage.ts';
import { ownerCases, pageCases, shareIdsCases } from './shared-cases.ts';

/** The lists of shares and of what is in them. */
export const listCases: readonly Case[] = [
  ...ownerCases('ListResourceShares'),
  ...pageCases('ListResourceShares', own),
  ...shareIdsCases('ListResourceShares', own),
  {
    code: 'InvalidParameter.ResourceShareName',
    action: 'ListResourceShares',
    input: { ...own, ResourceShareName: '<b>' },
  },
  {
    code: 'InvalidParameter.ResourceShareName.Length',
    action: 'ListResourceShares',
    input: { ...own, ResourceShareName: 'x'.repeat(51) },
  },
  {
    code: 'InvalidParameter.ResourceShareStatus',
    action: 'ListResourceShares',
    input: { ...own, ResourceShareStatus: 'Gone' },
  },
  {
    code: 'InvalidParameter.ResourceOwnerAndTag',
    action: 'ListResourceShares',
    input: { ResourceOwner: 'OtherAccounts', Tag: [tag] },
  },
  { code: 'InvalidParameter', action: 'ListResourceShares', input: { ...own, Tag: twice(tag) } },

  ...pageCases('ListResourceShareAssociations', { AssociationType: 'Resource' }),
  ...shareIdsCases('ListResourceShareAssociations', { AssociationType: 'Resource' }),
  { code: 'MissingParameter.AssociationType', action: 'ListResourceShareAssociations', input: {} },
  {
    code: 'InvalidParameter.AssociationType',
    action: 'ListResourceShareAssociations',
    input: { AssociationType: 'resource' },
  },
  {
    code: 'InvalidParameter.AssociationStatus',
    action: 'ListResourceShareAssociations',
    input: { AssociationType: 'Resource', AssociationStatus: 'Lost' },
  },
  {
    code: 'InvalidParameter.Target',
    action: 'ListResourceShareAssociations',
    input: { AssociationType: 'Target', Target: '?' },
  },
  {
    code: 'InvalidParameter.ResourceId',
    action: 'ListResourceShareAssociations',
    input: { AssociationType: 'Resource', ResourceId: '?' },
  },
  {
    code: 'InvalidParameter.ResourceArn',
    action: 'ListResourceShareAssociations',
    input: { AssociationType: 'Resource', ResourceArn: '?' },
  },
  {
    code: 'ConflictedAssociationType',
    action: 'ListResourceShareAssociations',
    input: { AssociationType: 'Target', ResourceId: 'vsw-1' },
  },
  {
    code: 'ConflictedAssociationType',
    action: 'ListResourceShareAssociations',
    input: { AssociationType: 'Resource', Target: '1234567890123456' },
  },
  {
    code: 'InvalidParameter.ResourceConflict',
    action: 'ListResourceShareAssociations',
    input: (stage) => ({
      AssociationType: 'Resource',
      ResourceId: 'vsw-1',
      ResourceArn: arn(stage),
    }),
  },

  ...ownerCases('ListSharedResources'),
  ...pageCases('ListSharedResources', own),
  ...shareIdsCases('ListSharedResources', own),
  {
    code: 'InvalidParameter.ResourceType',
    action: 'ListSharedResources',
    input: { ...own, ResourceType: 'Cat' },
  },
  {
    code: 'InvalidParameter.ResourceIds',
    action: 'ListSharedResources',
    input: { ...own, ResourceIds: ['?'] },
  },
  {
    code: 'InvalidParameter.ResourceIds.Duplicate',
    action: 'ListSharedResources',
    input: { ...own, ResourceIds: twice('vsw-1') },
  },
  {
    code: 'InvalidParameter.ResourceIds.Length',
    action: 'ListSharedResources',
    input: { ...own, ResourceIds: six((i) => `vsw-${i}`) },
  },
  {
    code: 'InvalidParameter.Target',
    action: 'ListSharedResources',
    input: { ...own, Target: '?' },
  },
  {
    code: 'InvalidParameter.ResourceArns',
    action: 'ListSharedResources',
    input: { ...own, ResourceArns: ['?'] },
  },
  {
    code: 'InvalidParameter.ResourceArns.Duplicate',
    action: 'ListSharedResources',
    input: (stage) => ({ ...own, ResourceArns: twice(arn(stage)) }),
  },
  {
    code: 'InvalidParameter.ResourceArns.Length',
    action: 'ListSharedResources',
    input: (stage) => ({ ...own, ResourceArns: six((i) => arn(stage) + String(i)) }),
  },
  {
    code: 'InvalidParameter.ResourceConflict',
    action: 'ListSharedResources',
    input: (stage) => ({ ...own, ResourceIds: ['vsw-1'], ResourceArns: [arn(stage)] }),
  },
  {
    code: 'NotSupport.ResourceType.ResourcesParameter',
    action: 'ListSharedResources',
    input: { ...own, ResourceType: 'PolarDBBackupSet', ResourceIds: ['pcb-1'] },
  },

  ...ownerCases('ListSharedTargets'),
  ...pageCases('ListSharedTargets', own),
  ...shareIdsCases('ListSharedTargets', own),
  {
    code: 'InvalidParameter.ResourceType',
    action: 'ListSharedTargets',
    input: { ...own, ResourceType: 'Cat' },
  },
  {
    code: 'InvalidParameter.ResourceId',
    action: 'ListSharedTargets',
    input: { ...own, ResourceId: '?' },
  },
  {
    code: 'InvalidParameter.ResourceArn',
    action: 'ListSharedTargets',
    input: { ...own, ResourceArn: '?' },
  },
  {
    code: 'InvalidParameter.ResourceConflict',
    action: 'ListSharedTargets',
    input: (stage) => ({ ...own, ResourceId: 'vsw-1', ResourceArn: arn(stage) }),
  },
  {
    code: 'InvalidParameter.Targets',
    action: 'ListSharedTargets',
    input: { ...own, Targets: ['?'] },
  },
  {
    code: 'InvalidParameter.Targets.Duplicate',
    action: 'ListSharedTargets',
    input: { ...own, Targets: twice('1234567890123456') },
  },
  {
    code: 'InvalidParameter.Targets.Length',
    action: 'ListSharedTargets',
    input: { ...own, Targets: six((i) => `123456789012345${i}`) },
  },
];
