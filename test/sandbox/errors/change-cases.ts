import {
  accepted,
  deleted,
  inFlight,
  leaving,
  name,
  portfolioChange,
  unknownShare,
  vSwitch,
  type Case,
} from './stage.ts';
import { entityCases, nameCases, shareIdCases, sharingCases } from './shared-cases.ts';

/** What changes shares and what is in them. */
export const changeCases: readonly Case[] = [
  ...nameCases('CreateResourceShare', {}),
  ...entityCases('CreateResourceShare', name),
  ...sharingCases('CreateResourceShare', name),
  {
    code: 'InvalidParameter',
    action: 'CreateResourceShare',
    input: { ...name, AllowExternalTargets: 'maybe' },
  },
  {
    code: 'InvalidParameter',
    action: 'CreateResourceShare',
    input: { ...name, Tag: [{ Key: 'acs:k', Value: 'v' }] },
  },
  {
    code: 'QuotaExceeded.ResourceShare.Count',
    action: 'CreateResourceShare',
    input: async ({ bench }) => {
      await bench.control('/alibaba/quotas', { sharesPerAccount: 1 });
      return name;
    },
    finish: async ({ bench }) => {
      await bench.control('/alibaba/quotas', { sharesPerAccount: 1000 });
    },
  },

  ...shareIdCases('UpdateResourceShare', name),
  {
    code: 'MissingParameter.ResourceShareName',
    action: 'UpdateResourceShare',
    input: unknownShare,
  },
  ...nameCases('UpdateResourceShare', unknownShare),
  {
    code: 'InvalidParameter',
    action: 'UpdateResourceShare',
    input: { ...unknownShare, ...name, AllowExternalTargets: '1' },
  },
  {
    code: 'OperationNotPermitted',
    action: 'UpdateResourceShare',
    who: 'member',
    input: ({ share }) => ({ ResourceShareId: share, ...name }),
  },
  {
    code: 'ResourceShareStatusMismatchAction',
    action: 'UpdateResourceShare',
    input: async (stage) => ({ ...(await deleted(stage)), ...name }),
  },
  {
    code: 'NotSupport.AllowExternalTargets',
    action: 'UpdateResourceShare',
    input: async ({ bench }) => ({
      ...name,
      AllowExternalTargets: true,
      ResourceShareId: await bench.create('owner', {
        Resources: [{ ResourceId: 'kst-1', ResourceType: 'KMSInstance' }],
      }),
    }),
  },

  ...shareIdCases('DeleteResourceShare', {}),
  { code: 'ResourceShareStatusMismatchAction', action: 'DeleteResourceShare', input: deleted },
  { code: 'DeleteResourceShareConflict', action: 'DeleteResourceShare', input: inFlight },

  ...shareIdCases('AssociateResourceShare', { Targets: ['1234567890123456'] }),
  ...entityCases('AssociateResourceShare', {}),
  ...sharingCases('AssociateResourceShare', {}),
  {
    code: 'ResourceAndTargetBothEmpty',
    action: 'AssociateResourceShare',
    input: ({ share }) => ({ ResourceShareId: share }),
  },
  {
    code: 'ResourceShareStatusMismatchAction',
    action: 'AssociateResourceShare',
    input: async (stage) => ({ ...(await deleted(stage)), Targets: [stage.member] }),
  },
  { code: 'AssociateConflict', action: 'AssociateResourceShare', input: leaving },
  {
    code: 'NotSupport.ResourcePropertyConflict',
    action: 'AssociateResourceShare',
    input: portfolioChange,
  },

  ...shareIdCases('DisassociateResourceShare', { Targets: ['1234567890123456'] }),
  ...entityCases('DisassociateResourceShare', {}),
  {
    code: 'InvalidParameter',
    action: 'DisassociateResourceShare',
    input: ({ share }) => ({
      ResourceShareId: share,
      Targets: ['1234567890123456'],
      ResourceOwner: 'Me',
    }),
  },
  {
    code: 'ResourceAndTargetBothEmpty',
    action: 'DisassociateResourceShare',
    input: ({ share }) => ({ ResourceShareId: share }),
  },
  {
    code: 'DisassociateInvalid',
    action: 'DisassociateResourceShare',
    input: ({ share }) => ({ ResourceShareId: share, Targets: ['1234567890123456'] }),
  },
  { code: 'DisassociateConflict', action: 'DisassociateResourceShare', input: inFlight },
  {
    code: 'ResourceShareStatusMismatchAction',
    action: 'DisassociateResourceShare',
    input: async (stage) => ({ ...(await deleted(stage)), Targets: [stage.member] }),
  },
  {
    code: 'AccountNotInResourceDirectory',
    action: 'DisassociateResourceShare',
    who: 'outsider',
    input: async ({ bench, folder }) => ({
      ResourceShareId: await bench.create('outsider'),
      Targets: [folder],
    }),
  },
  {
    code: 'LeavingFailed.Account',
    action: 'DisassociateResourceShare',
    who: 'member',
    input: ({ share, member }) => ({
      ResourceShareId: share,
      Targets: [member],
      ResourceOwner: 'OtherAccounts',
    }),
  },
  {
    code: 'LeavingFailed.ResourceType',
    action: 'DisassociateResourceShare',
    who: 'outsider',
    input: async (stage) => ({
      ResourceShareId: await accepted(stage, [{ ResourceId: 'ipam-1', ResourceType: 'IpamPool' }]),
      Targets: [stage.outsider],
      ResourceOwner: 'OtherAccounts',
    }),
  },
  {
    code: 'ExternalTargetWithdrawConflict',
    action: 'DisassociateResourceShare',
    who: 'outsider',
    input: async (stage) => {
      const ResourceShareId = await accepted(stage, [vSwitch('vsw-1')]);
      await stage.bench.ok('owner', 'AssociateResourceShare', {
        ResourceShareId,
        Resources: [vSwitch('vsw-slow')],
      });
      return { ResourceShareId, Targets: [stage.outsider], ResourceOwner: 'OtherAccounts' };
    },
  },
];
