import { resourceTypes } from './resource-types.ts';

export interface LibraryPermission {
  readonly name: string;
  readonly resourceType: string;
  /** True for the one a share gets when none is named. */
  readonly isDefault: boolean;
  /** Oldest first. */
  readonly versions: readonly LibraryVersion[];
}

export interface LibraryVersion {
  readonly version: string;
  readonly isDefault: boolean;
  readonly content: string;
  readonly createdAt: string;
}

/**
 * What may be done, by type. Only the text of VSwitch v1 is published; the others are ours, in its shape.
 * Names without a published form follow the pattern of the rest.
 */
const actions: Readonly<Record<string, readonly string[]>> = {
  VSwitch: ['vpc:DescribeVSwitches', 'vpc:DescribeVSwitchAttributes'],
  PrefixList: ['vpc:ListPrefixLists', 'vpc:GetVpcPrefixListEntries'],
  PublicIpAddressPool: ['vpc:ListPublicIpAddressPools', 'vpc:AllocateEipAddress'],
  IpamPool: ['vpcipam:ListIpamPools', 'vpcipam:GetIpamPoolAllocation'],
  IpamResourceDiscovery: ['vpcipam:ListIpamResourceDiscoveries'],
  ROSTemplate: ['ros:GetTemplate', 'ros:ListTemplates'],
  ServiceCatalogPortfolio: ['servicecatalog:GetPortfolio', 'servicecatalog:ListPortfolios'],
  Image: ['ecs:DescribeImages', 'ecs:RunInstances'],
  Snapshot: ['ecs:DescribeSnapshots', 'ecs:CreateDisk'],
  CapacityReservation: ['ecs:DescribeCapacityReservations', 'ecs:RunInstances'],
  ElasticityAssurance: ['ecs:DescribeElasticityAssurances', 'ecs:RunInstances'],
  DeploymentSet: ['ecs:DescribeDeploymentSets', 'ecs:RunInstances'],
  KMSInstance: ['kms:ListKmsInstances', 'kms:GetKmsInstance'],
  PolarDBBackupSet: ['polardb:DescribeBackups'],
};

const since = '2020-12-07T07:39:01.818Z';
const later = '2023-08-22T02:10:44.203Z';

export const permissionLibrary: readonly LibraryPermission[] = [
  ...resourceTypes.map((type) => ({
    name: `AliyunRSDefaultPermission${type.name}`,
    resourceType: type.name,
    isDefault: true,
    versions:
      type.name === 'KMSInstance'
        ? [
            version('v1', false, actions[type.name] ?? [], since),
            version('v2', true, [...(actions[type.name] ?? []), 'kms:CreateKey'], later),
          ]
        : [version('v1', true, actions[type.name] ?? [], since)],
  })),
  {
    name: 'AliyunRSPermissionKMSInstanceReadWrite',
    resourceType: 'KMSInstance',
    isDefault: false,
    versions: [
      version('v1', true, ['kms:ListKmsInstances', 'kms:CreateKey', 'kms:ListKeys'], since),
    ],
  },
];

const byName = new Map(permissionLibrary.map((permission) => [permission.name, permission]));

export function findPermission(name: string): LibraryPermission | undefined {
  return byName.get(name);
}

/** The permission of a type that a share gets when none is named. */
export function defaultPermission(resourceType: string): string {
  return `AliyunRSDefaultPermission${resourceType}`;
}

function version(
  name: string,
  isDefault: boolean,
  allowed: readonly string[],
  createdAt: string,
): LibraryVersion {
  return {
    version: name,
    isDefault,
    content: JSON.stringify({ Effect: 'Allow', Action: allowed }),
    createdAt,
  };
}
