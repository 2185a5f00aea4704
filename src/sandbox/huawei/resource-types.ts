import type { World } from './world.ts';

/** Regions of the sandbox: where resources may be. The service itself has none. */
export const resourceRegions = ['cn-north-4', 'cn-east-3', 'ap-southeast-3'] as const;

export interface ResourceType {
  /** `service:type`, as the first and fourth parts of a URN say it. */
  readonly name: string;
  /** Whether a principal may leave a share with such resources in it. */
  readonly canLeave: boolean;
  /** Only there; absent for all regions. */
  readonly regions?: readonly string[];
}

/** Source: the vendor's list of shareable types, as far as public texts name them. Whether er:instances can be left is not said. */
export const resourceTypes: readonly ResourceType[] = [
  { name: 'vpc:subnet', canLeave: true },
  { name: 'dns:zone', canLeave: true },
  { name: 'dns:resolverRule', canLeave: true },
  { name: 'er:instances', canLeave: false },
  { name: 'functiongraph:function', canLeave: true },
  { name: 'scm:cert', canLeave: true },
  { name: 'pca:ca', canLeave: true, regions: ['cn-north-4', 'ap-southeast-3'] },
];

/** A type by its name; the vendor's pages write that of subnets in two ways. */
export function findResourceType(name: string): ResourceType | undefined {
  const known = name === 'vpc:subnets' ? 'vpc:subnet' : name;
  return resourceTypes.find((type) => type.name === known);
}

/** The type as the wire has it. */
export function typeOnWire(world: World, name: string): string {
  return name === 'vpc:subnet' ? world.switches.subnetType : name;
}

/** `service:region:account:type:id`; the id may hold more colons. */
export interface ResourceName {
  readonly region: string;
  readonly accountId: string;
  readonly type: string;
  readonly id: string;
}

const urnPattern =
  /^([A-Za-z0-9+/=\-_]+):([A-Za-z0-9+/=\-_*]{0,255}):([A-Za-z0-9+/=\-_]{1,64}):([A-Za-z0-9+/=\-_]{1,64}):(.+)$/;

/** Reads a URN; undefined when it is not well formed. */
export function readUrn(urn: string): ResourceName | undefined {
  const match = urn.length <= 1500 ? urnPattern.exec(urn) : null;
  if (match === null) return undefined;
  const [, service = '', region = '', accountId = '', type = '', id = ''] = match;
  return { region, accountId, type: `${service}:${type}`, id };
}
