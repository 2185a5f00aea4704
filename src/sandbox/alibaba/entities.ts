import {
  permissionNames,
  resourceArns,
  resourceProperties,
  resources,
  targetProperties,
  targets,
} from './common-fields.ts';
import { principalKind } from './directory.ts';
import type { NewAssociation } from './lifecycle.ts';
import type { Call } from './operation.ts';
import type { FieldValues } from './parameters.ts';
import { defaultPermission, findPermission } from './permission-library.ts';
import { findResourceType, makeArn, parseArn } from './resource-types.ts';
import type { Share } from './share.ts';
import { WireError } from './wire-error.ts';

/** What a call names: the resources and principals that go into a share or out of it. */
export const entityFields = {
  Resources: resources,
  ResourceArns: resourceArns,
  Targets: targets,
} as const;

/** What a call that adds them may say beyond that. */
export const additionFields = {
  ...entityFields,
  PermissionNames: permissionNames,
  TargetProperties: targetProperties,
  ResourceProperties: resourceProperties,
} as const;

export type EntityInput = FieldValues<typeof entityFields>;
export type AdditionInput = FieldValues<typeof additionFields>;

/**
 * The resources of a call, whether named by id or by ARN.
 * @throws WireError for types and ARNs that this account can't share here
 */
export function resourcesOf(
  call: Call,
  ownerId: string,
  input: EntityInput,
): readonly NewAssociation[] {
  if (input.Resources.length > 0 && input.ResourceArns.length > 0) {
    throw new WireError('InvalidParameter.ResourceConflict');
  }
  const byId = input.Resources.map((resource): NewAssociation => {
    const type = findResourceType(resource.ResourceType);
    if (type === undefined) throw new WireError('InvalidParameter.ResourceType');
    if (type.arnOnly) throw new WireError('NotSupport.ResourceType.ResourcesParameter');
    return {
      kind: 'Resource',
      entityId: resource.ResourceId,
      entityType: type.name,
      arn: makeArn(type, call.region, ownerId, resource.ResourceId),
    };
  });
  const byArn = input.ResourceArns.map((arn): NewAssociation => {
    const parsed = parseArn(arn);
    if (parsed?.accountId !== ownerId || parsed.region !== call.region) {
      throw new WireError('InvalidParameter.ResourceArns');
    }
    return { kind: 'Resource', entityId: parsed.id, entityType: parsed.type.name, arn };
  });
  return [...byId, ...byArn];
}

export function targetsOf(input: EntityInput): readonly NewAssociation[] {
  return input.Targets.map((entityId) => ({ kind: 'Target', entityId, entityType: 'Account' }));
}

/**
 * What a call adds, with the properties in place.
 * @throws WireError for properties of things that the call does not name or that take none
 */
export function additionsOf(call: Call, input: AdditionInput): readonly NewAssociation[] {
  const added = resourcesOf(call, call.accountId, input);
  for (const { TargetId } of input.TargetProperties) {
    if (!input.Targets.includes(TargetId) || principalKind(TargetId) !== 'Service') {
      throw new WireError('InvalidParameter.TargetProperties');
    }
  }
  for (const { ResourceArn } of input.ResourceProperties) {
    const resource = added.find(({ arn }) => arn === ResourceArn);
    if (resource === undefined) throw new WireError('InvalidParameter.ResourceProperties');
    if (findResourceType(resource.entityType)?.properties !== true) {
      throw new WireError('NotSupport.ResourceProperty');
    }
  }
  const resourceProperty = new Map(
    input.ResourceProperties.map((item) => [item.ResourceArn, item.Property]),
  );
  const targetProperty = new Map(
    input.TargetProperties.map((item) => [item.TargetId, item.Property]),
  );
  return [
    ...added.map((item) => ({ ...item, property: resourceProperty.get(item.arn ?? '') })),
    ...targetsOf(input).map((item) => ({ ...item, property: targetProperty.get(item.entityId) })),
  ];
}

/**
 * The permissions by resource type that a call names.
 * @throws WireError for unknown names and for two of one type
 */
export function permissionsOf(input: AdditionInput): ReadonlyMap<string, string> {
  const named = new Map<string, string>();
  for (const name of input.PermissionNames) {
    const permission = findPermission(name);
    if (permission === undefined) throw new WireError('EntityNotExists.Permission');
    if (named.has(permission.resourceType)) {
      throw new WireError('InvalidParameter.PermissionNames.Duplicate');
    }
    named.set(permission.resourceType, name);
  }
  return named;
}

/** Gives a share the named permissions, and the default one for each type that has none. */
export function attachPermissions(
  share: Share,
  named: ReadonlyMap<string, string>,
  added: readonly NewAssociation[],
): void {
  for (const [type, name] of named) share.permissions.set(type, name);
  for (const { kind, entityType } of added) {
    if (kind === 'Resource' && !share.permissions.has(entityType)) {
      share.permissions.set(entityType, defaultPermission(entityType));
    }
  }
}
