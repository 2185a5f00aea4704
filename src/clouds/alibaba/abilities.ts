import type { Abilities, ResourceTypeRule } from '../cloud.ts';
import { preconditions } from './preconditions.ts';

/** Services that work with Resource Sharing (reference section 9.1). Other types are accepted: the list grows. */
const resourceTypes: readonly ResourceTypeRule[] = [
  vpc('VSwitch', 'vswitch'),
  vpc('PrefixList', 'prefixlist'),
  vpc('PublicIpAddressPool', 'publicipaddresspool'),
  { ...vpc('IpamPool', 'ipampool'), leave: false },
  vpc('IpamResourceDiscovery', 'ipamresourcediscovery'),
  {
    type: 'ROSTemplate',
    forms: 'id',
    external: true,
    service: false,
    leave: true,
    properties: false,
    // Templates are global: one endpoint shares them.
    regions: ['cn-shanghai'],
  },
  {
    type: 'ServiceCatalogPortfolio',
    arn: 'acs:servicecatalog:{region}:{account}:portfolio/{id}',
    forms: 'both',
    external: true,
    service: false,
    leave: true,
    properties: true,
  },
  ecs('Image', 'image', false),
  ecs('Snapshot', 'snapshot', false),
  ecs('CapacityReservation', 'capacityreservation', true),
  ecs('ElasticityAssurance', 'elasticityassurance', false),
  ecs('DeploymentSet', 'deploymentset', true),
  {
    type: 'KMSInstance',
    arn: 'acs:kms:{region}:{account}:instance/{id}',
    forms: 'both',
    external: false,
    service: false,
    leave: false,
    properties: false,
  },
  // Nothing is published on its ARN layout, nor on whom it may be shared with.
  { type: 'PolarDBBackupSet', forms: 'arn', properties: false },
];

function vpc(type: string, kind: string): ResourceTypeRule {
  return {
    type,
    arn: `acs:vpc:{region}:{account}:${kind}/{id}`,
    forms: 'both',
    external: true,
    service: false,
    leave: true,
    properties: false,
  };
}

function ecs(type: string, kind: string, service: boolean): ResourceTypeRule {
  return {
    type,
    arn: `acs:ecs:{region}:{account}:${kind}/{id}`,
    forms: 'both',
    external: true,
    service,
    leave: true,
    properties: false,
  };
}

/** Limits of ResourceSharing 2020-01-10 (reference sections 3.3, 6, 7.3, 7.23, 9, 10, 11). */
export const abilities: Abilities = {
  cloud: 'alibaba',
  regional: true,
  itemsPerCall: { resources: 5, principals: 5, permissions: 5, shareIds: 5 },
  pageSize: 100,
  // The pages of 2026 on creating a share admit Chinese characters beside letters, digits, '.', '_' and '-'.
  name: { max: 50, pattern: String.raw`^[A-Za-z0-9._\-\u4e00-\u9fff]{1,50}$` },
  tags: {
    max: 20,
    keyMax: 128,
    keyReserved: ['acs:', 'aliyun'],
    keyPattern: String.raw`^(?!acs:|aliyun)(?!.*https?:\/\/).{1,128}$`,
    valueMax: 128,
    valuePattern: String.raw`^(?!acs:)(?!.*https?:\/\/).{0,128}$`,
  },
  receivedPermissions: true,
  permissionVersions: true,
  resourceGroups: true,
  // No operation switches it off (reference section 1.1).
  organizationSharing: { enable: true, disable: false },
  quotas: false,
  preconditions,
  allowExternalDefault: false,
  resourceForm: 'idOrArn',
  resourceTypes,
  arnPattern: String.raw`^acs:[a-z0-9\-]+:[a-z0-9\-]*:\d*:.+$`,
  principals: [
    { kind: 'account', pattern: String.raw`^\d{16}$`, example: '1720505253001234' },
    { kind: 'organization', pattern: '^rd-[A-Za-z0-9]+$', example: 'rd-3Gabcd' },
    { kind: 'folder', pattern: '^(fd|r)-[A-Za-z0-9]+$', example: 'fd-4PvlVLabcd' },
    // The names of services are not published; all that are known look like this.
    {
      kind: 'service',
      pattern: String.raw`^[a-z0-9][a-z0-9.\-]*\.aliyuncs\.com$`,
      example: 'example.aliyuncs.com',
    },
  ],
  serviceTimeWindow: true,
};
