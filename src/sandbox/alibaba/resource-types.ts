/** What the vendor's table says about one type of resource that can be shared. */
export interface ResourceType {
  readonly name: string;
  /** The service and the kind in an ARN; absent where the type has no ARN. */
  readonly arn?: { readonly service: string; readonly kind: string };
  /** Only ARNs are taken, ids are refused. */
  readonly arnOnly?: true;
  /** May be shared with a cloud service. */
  readonly service?: true;
  /** A principal outside the organisation can't leave a share that holds one. */
  readonly noExit?: true;
  /** Can't be shared outside the organisation. */
  readonly insideOnly?: true;
  /** Only the management account may share it. */
  readonly managementOnly?: true;
  /** Takes `ResourceProperties`. */
  readonly properties?: true;
  /** Global: shared from this region only. */
  readonly onlyIn?: string;
  /** How ids of the seeded data begin. */
  readonly prefix: string;
}

/**
 * The services that work with Resource Sharing, from the vendor's user guide.
 * The ARN of PolarDBBackupSet and the id prefixes are not published: they are ours.
 */
export const resourceTypes: readonly ResourceType[] = [
  { name: 'VSwitch', arn: { service: 'vpc', kind: 'vswitch' }, prefix: 'vsw-bp1' },
  { name: 'PrefixList', arn: { service: 'vpc', kind: 'prefixlist' }, prefix: 'pl-bp1' },
  {
    name: 'PublicIpAddressPool',
    arn: { service: 'vpc', kind: 'publicipaddresspool' },
    prefix: 'pippool-bp1',
  },
  {
    name: 'IpamPool',
    arn: { service: 'vpc', kind: 'ipampool' },
    noExit: true,
    prefix: 'ipam-pool-',
  },
  {
    name: 'IpamResourceDiscovery',
    arn: { service: 'vpc', kind: 'ipamresourcediscovery' },
    prefix: 'ipam-res-disco-',
  },
  { name: 'ROSTemplate', onlyIn: 'cn-shanghai', prefix: 'tpl-' },
  {
    name: 'ServiceCatalogPortfolio',
    arn: { service: 'servicecatalog', kind: 'portfolio' },
    managementOnly: true,
    properties: true,
    prefix: 'port-bp1',
  },
  { name: 'Image', arn: { service: 'ecs', kind: 'image' }, prefix: 'm-bp1' },
  { name: 'Snapshot', arn: { service: 'ecs', kind: 'snapshot' }, prefix: 's-bp1' },
  {
    name: 'CapacityReservation',
    arn: { service: 'ecs', kind: 'capacityreservation' },
    service: true,
    prefix: 'crp-bp1',
  },
  {
    name: 'ElasticityAssurance',
    arn: { service: 'ecs', kind: 'elasticityassurance' },
    prefix: 'eap-bp1',
  },
  {
    name: 'DeploymentSet',
    arn: { service: 'ecs', kind: 'deploymentset' },
    service: true,
    prefix: 'ds-bp1',
  },
  {
    name: 'KMSInstance',
    arn: { service: 'kms', kind: 'instance' },
    noExit: true,
    insideOnly: true,
    prefix: 'kst-hzz',
  },
  {
    name: 'PolarDBBackupSet',
    arn: { service: 'polardb', kind: 'backupset' },
    arnOnly: true,
    prefix: 'pcb-',
  },
];

const byName = new Map(resourceTypes.map((type) => [type.name, type]));
const byKind = new Map(
  resourceTypes.flatMap((type) =>
    type.arn === undefined ? [] : [[`${type.arn.service}/${type.arn.kind}`, type] as const],
  ),
);

export function findResourceType(name: string): ResourceType | undefined {
  return byName.get(name);
}

/** The ARN of a resource; undefined for types without one. */
export function makeArn(
  type: ResourceType | undefined,
  region: string,
  accountId: string,
  id: string,
): string | undefined {
  if (type?.arn === undefined) return undefined;
  return `acs:${type.arn.service}:${region}:${accountId}:${type.arn.kind}/${id}`;
}

export interface ParsedArn {
  readonly type: ResourceType;
  readonly region: string;
  readonly accountId: string;
  readonly id: string;
}

/** Reads an ARN of a type in the table; undefined for anything else. */
export function parseArn(arn: string): ParsedArn | undefined {
  const match = /^acs:([a-z0-9-]+):([a-z0-9-]+):(\d+):([a-z]+)\/([A-Za-z0-9._-]+)$/.exec(arn);
  if (match === null) return undefined;
  const [, service = '', region = '', accountId = '', kind = '', id = ''] = match;
  const type = byKind.get(`${service}/${kind}`);
  return type === undefined ? undefined : { type, region, accountId, id };
}
