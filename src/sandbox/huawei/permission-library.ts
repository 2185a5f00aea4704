import { Random } from '../random.ts';
import { findResourceType, resourceTypes } from './resource-types.ts';
import { uuidFrom } from './world.ts';

/** What a principal may do with a type of resource. Its id is that of the permission, over all versions. */
export interface Permission {
  readonly id: string;
  readonly name: string;
  readonly resourceType: string;
  readonly isTypeDefault: boolean;
  /** The number of the newest one, which is the default version. */
  readonly versions: number;
  readonly actions: readonly string[];
}

const actions: Readonly<Record<string, readonly string[]>> = {
  'vpc:subnet': ['vpc:subnets:get', 'vpc:subnets:list', 'vpc:ports:create', 'vpc:ports:delete'],
  'dns:zone': ['dns:zone:get', 'dns:zone:list', 'dns:zone:associateRouter'],
  'dns:resolverRule': ['dns:resolverRule:get', 'dns:resolverRule:associateRouter'],
  'er:instances': ['er:instances:get', 'er:instances:list', 'er:attachments:create'],
  'functiongraph:function': ['functiongraph:function:get', 'functiongraph:function:invoke'],
  'scm:cert': ['scm:cert:get', 'scm:cert:list'],
  'pca:ca': ['pca:ca:get', 'pca:ca:list', 'pca:ca:issueCert'],
};

/** Types with a second permission beside the default one, which lets read only. */
const withReadOnly = ['vpc:subnet', 'dns:zone', 'er:instances', 'pca:ca'];
/** Types whose default permission was revised. */
const revised = ['vpc:subnet', 'dns:zone'];
/** The two ids that the documentation shows. */
const publishedIds: Readonly<Record<string, string>> = {
  'dns:zone': '7d04b6d4-00d5-41bd-b13c-22abd1ea249b',
  'dns:resolverRule': '8c378992-2450-4b2e-9c94-58fe01c74397',
};

/** The vendor's real names are not published: these are made up. */
export const permissions: readonly Permission[] = resourceTypes.flatMap(({ name }) => {
  const words = name.replace(':', '-').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const all = actions[name] ?? [];
  const standard: Permission = {
    id: publishedIds[name] ?? uuidFrom(new Random(`permission/${name}`)),
    name: `default-${words}`,
    resourceType: name,
    isTypeDefault: true,
    versions: revised.includes(name) ? 2 : 1,
    actions: all,
  };
  if (!withReadOnly.includes(name)) return [standard];
  const readOnly: Permission = {
    id: uuidFrom(new Random(`permission/${name}/read`)),
    name: `readonly-${words}`,
    resourceType: name,
    isTypeDefault: false,
    versions: 1,
    actions: all.filter((action) => /:(get|list)$/.test(action)),
  };
  return [standard, readOnly];
});

const byId = new Map(permissions.map((permission) => [permission.id, permission]));

export function findPermission(id: string): Permission | undefined {
  return byId.get(id);
}

/** The one that a share gets for a type when none is named. */
export function defaultPermission(resourceType: string): Permission | undefined {
  const name = findResourceType(resourceType)?.name;
  return permissions.find(
    (permission) => permission.resourceType === name && permission.isTypeDefault,
  );
}

/** The first version of a revised permission allowed less. */
export function actionsOf(permission: Permission, version: number): readonly string[] {
  const isOld = version < permission.versions;
  return isOld ? permission.actions.slice(0, -1) : permission.actions;
}
