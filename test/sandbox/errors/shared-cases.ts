import type { Input } from '../caller.ts';
import { arn, shareOf, six, twice, unknownShare, vSwitch, type Case, type Stage } from './stage.ts';

export const pageCases = (action: string, base: Input): Case[] => [
  { code: 'InvalidParameter.MaxResults', action, input: { ...base, MaxResults: 101 } },
  { code: 'InvalidParameter.MaxResults', action, input: { ...base, MaxResults: 'x' } },
  { code: 'InvalidParameter.NextToken', action, input: { ...base, NextToken: 'bm9uc2Vuc2U=' } },
  {
    code: 'InvalidParameter.NextToken.Length',
    action,
    input: { ...base, NextToken: 'x'.repeat(257) },
  },
];

export const shareIdsCases = (action: string, base: Input): Case[] => [
  {
    code: 'InvalidParameter.ResourceShareIds',
    action,
    input: { ...base, ResourceShareIds: ['x'] },
  },
  {
    code: 'InvalidParameter.ResourceShareIds.Duplicate',
    action,
    input: { ...base, ResourceShareIds: twice('rs-abcdef') },
  },
  {
    code: 'InvalidParameter.ResourceShareIds.Length',
    action,
    input: { ...base, ResourceShareIds: six((i) => `rs-abcde${i}`) },
  },
];

export const ownerCases = (action: string): Case[] => [
  { code: 'MissingParameter.ResourceOwner', action, input: {} },
  { code: 'InvalidParameter.ResourceOwner', action, input: { ResourceOwner: 'self' } },
];

export const shareIdCases = (action: string, base: Input): Case[] => [
  { code: 'MissingParameter.ResourceShareId', action, input: base },
  { code: 'InvalidParameter.ResourceShareId', action, input: { ...base, ResourceShareId: 'x' } },
  { code: 'EntityNotExists.ResourceShare', action, input: { ...base, ...unknownShare } },
];

export const nameCases = (action: string, base: Input): Case[] => [
  { code: 'MissingParameter.ResourceShareName', action, input: base },
  {
    code: 'InvalidParameter.ResourceShareName',
    action,
    input: { ...base, ResourceShareName: 'a b' },
  },
  {
    code: 'InvalidParameter.ResourceShareName.Length',
    action,
    input: { ...base, ResourceShareName: 'x'.repeat(51) },
  },
];

/** The same checks of what goes into or out of a share, for each operation that makes them. */
export function entityCases(action: string, base: Input): Case[] {
  const put = (code: string, input: Input | ((stage: Stage) => Input)): Case => ({
    code,
    action,
    input: (stage) => ({
      ...base,
      ...shareOf(action, stage),
      ...(typeof input === 'function' ? input(stage) : input),
    }),
  });
  return [
    put('InvalidParameter.Resources', { 'Resources.1.ResourceId': 'vsw-1' }),
    put('InvalidParameter.Resources.Duplicate', { Resources: twice(vSwitch('vsw-1')) }),
    put('InvalidParameter.Resources.Length', { Resources: six((i) => `vsw-${i}`).map(vSwitch) }),
    put('InvalidParameter.Targets', { Targets: ['nobody'] }),
    put('InvalidParameter.Targets.Duplicate', { Targets: twice('1234567890123456') }),
    put('InvalidParameter.Targets.Length', { Targets: six((i) => `123456789012345${i}`) }),
    put('InvalidParameter.ResourceType', {
      Resources: [{ ResourceId: 'x-1', ResourceType: 'vswitch' }],
    }),
    put('InvalidParameter.ResourceArns', { ResourceArns: ['acs:vpc:nonsense'] }),
    put('InvalidParameter.ResourceArns', ({ outsider }) => ({
      ResourceArns: [`acs:vpc:cn-hangzhou:${outsider}:vswitch/vsw-1`],
    })),
    put('InvalidParameter.ResourceArns.Duplicate', (stage) => ({
      ResourceArns: twice(arn(stage)),
    })),
    put('InvalidParameter.ResourceArns.Length', (stage) => ({
      ResourceArns: six((i) => `${arn(stage)}${i}`),
    })),
    put('InvalidParameter.ResourceConflict', (stage) => ({
      Resources: [vSwitch('vsw-1')],
      ResourceArns: [arn(stage)],
    })),
    put('NotSupport.ResourceType.ResourcesParameter', {
      Resources: [{ ResourceId: 'pcb-1', ResourceType: 'PolarDBBackupSet' }],
    }),
  ];
}

/** The checks that Create and Associate have in common. */
export function sharingCases(action: string, base: Input): Case[] {
  const put = (
    code: string,
    input: Input | ((stage: Stage) => Input | Promise<Input>),
    more: Partial<Case> = {},
  ): Case => ({
    code,
    action,
    input: async (stage) => ({
      ...base,
      ...shareOf(action, stage),
      ...(typeof input === 'function' ? await input(stage) : input),
    }),
    ...more,
  });
  const quotas = async ({ bench }: Stage): Promise<void> => {
    await bench.control('/alibaba/quotas', { resourcesPerAccount: 1000, pendingInvitations: 20 });
  };
  const sharing = async ({ bench }: Stage, on: boolean): Promise<void> => {
    await bench.control('/alibaba/organisation', { sharing: on });
  };
  const external = async (stage: Stage): Promise<Input> =>
    action === 'CreateResourceShare'
      ? { AllowExternalTargets: true }
      : { ResourceShareId: await stage.bench.create('owner', { AllowExternalTargets: true }) };
  const property = '{"timeRange":{"timeRangeType":"day"}}';
  const portfolio = ({ owner }: Stage): string =>
    `acs:servicecatalog:cn-hangzhou:${owner}:portfolio/port-1`;
  const service = 'pai.aliyuncs.com';
  return [
    put('InvalidParameter.PermissionNames.Duplicate', {
      PermissionNames: twice('x'),
      Targets: ['1234567890123456'],
    }),
    put('InvalidParameter.PermissionNames.Length', {
      PermissionNames: six(String),
      Targets: ['1234567890123456'],
    }),
    put('EntityNotExists.Permission', ({ member }) => ({
      PermissionNames: ['x'],
      Targets: [member],
    })),
    put('InvalidParameter.TargetProperties', ({ member }) => ({
      Targets: [member],
      TargetProperties: [{ TargetId: member, Property: property }],
    })),
    put('InvalidParameter.TargetProperties', {
      Targets: [service],
      TargetProperties: [{ TargetId: service, Property: '{"timeRange":{"timeRangeType":"week"}}' }],
    }),
    put('InvalidParameter.TargetProperties.Duplicate', {
      TargetProperties: twice({ TargetId: service, Property: property }),
    }),
    put('InvalidParameter.TargetProperties.Length', {
      TargetProperties: six((i) => `s${i}.aliyuncs.com`).map((TargetId) => ({
        TargetId,
        Property: property,
      })),
    }),
    put('InvalidParameter.ResourceProperties', (stage) => ({
      ResourceArns: [arn(stage)],
      ResourceProperties: [{ ResourceArn: portfolio(stage), Property: '{}' }],
    })),
    put('InvalidParameter.ResourceProperties.Duplicate', (stage) => ({
      ResourceProperties: twice({ ResourceArn: portfolio(stage), Property: '{}' }),
    })),
    put('InvalidParameter.ResourceProperties.Length', (stage) => ({
      ResourceProperties: six((i) => portfolio(stage) + String(i)).map((ResourceArn) => ({
        ResourceArn,
        Property: '{}',
      })),
    })),
    put('NotSupport.ResourceProperty', (stage) => ({
      ResourceArns: [arn(stage)],
      ResourceProperties: [{ ResourceArn: arn(stage), Property: '{}' }],
    })),
    put('InvalidTarget', { Targets: ['1234567890123456'] }),
    put('InvalidTarget', { Targets: ['fd-unknown'] }),
    put('InvalidTarget', { Targets: [service] }),
    put('ShareWithYourself', ({ owner }) => ({ Targets: [owner] })),
    put(
      'NotEnableSharingWithResourceDirectory',
      async (stage) => {
        await sharing(stage, false);
        return { Targets: [stage.folder] };
      },
      { finish: (stage) => sharing(stage, true) },
    ),
    put(
      'AccountNotInResourceDirectory',
      async ({ bench, folder }) => ({
        Targets: [folder],
        ...(action === 'CreateResourceShare'
          ? {}
          : { ResourceShareId: await bench.create('outsider') }),
      }),
      { who: 'outsider' },
    ),
    put(
      'QuotaExceeded.SharedResource.Count',
      async ({ bench }) => {
        await bench.control('/alibaba/quotas', { resourcesPerAccount: 0 });
        return { Resources: [vSwitch('vsw-new')] };
      },
      { finish: quotas },
    ),
    put(
      'QuotaExceeded.PendingInvitations',
      async (stage) => {
        const input = { ...(await external(stage)), Targets: [stage.outsider] };
        await stage.bench.control('/alibaba/quotas', { pendingInvitations: 0 });
        return input;
      },
      { finish: quotas },
    ),
    put(
      'NotManagementAccount',
      async ({ bench }) => ({
        Resources: [{ ResourceId: 'port-1', ResourceType: 'ServiceCatalogPortfolio' }],
        ...(action === 'CreateResourceShare'
          ? {}
          : { ResourceShareId: await bench.create('member') }),
      }),
      { who: 'member' },
    ),
    put('InvalidTarget.SiteMismatch', async (stage) => ({
      ...(await external(stage)),
      Targets: ['1234567890190801'],
    })),
    put('InvalidTarget.LegalEntityMismatch', async (stage) => ({
      ...(await external(stage)),
      Targets: ['1234567890190802'],
    })),
    put('ExternalTargetsNotAllowed.ResourceType', async (stage) => ({
      ...(await external(stage)),
      Resources: [{ ResourceId: 'kst-1', ResourceType: 'KMSInstance' }],
      Targets: [stage.outsider],
    })),
    ...['NotSupport.Service.ExistInOtherResourceShare', 'NotSupport.Service.AssociateConflict'].map(
      (code) =>
        put(code, async (stage) => {
          const id = `ds-${code.slice(-8)}-${action}`;
          const deploymentSet = (ResourceId: string): object => ({
            Resources: [{ ResourceId, ResourceType: 'DeploymentSet' }],
            Targets: [`${action.toLowerCase()}.aliyuncs.com`],
          });
          if (code.endsWith('OtherResourceShare')) {
            await stage.bench.create('owner', {
              AllowExternalTargets: true,
              ...deploymentSet('ds-first'),
            });
            return { ...(await external(stage)), ...deploymentSet(id) };
          }
          return { ...(await external(stage)), ...deploymentSet('ds-first') };
        }),
    ),
  ];
}
