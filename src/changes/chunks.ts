import type { Abilities, ResourceRef } from '../clouds/cloud.ts';
import type { ResourceItem } from './change.ts';

/** Of what a call takes at most so many. */
export type CallLimits = Abilities['itemsPerCall'];

/** A resource to be added, with the permission that goes with it; empty for the cloud's default. */
export interface AddedResource {
  readonly named: ResourceItem;
  readonly permission: string;
}

/** Items in their order, in as few batches as there can be. */
export function batches<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

/**
 * Resources to add, in batches that one call takes: by id or by ARN but not both (AssociateResourceShare), with no
 * more permissions than fit. A resource is named as it was given, as only that is sure to be what was meant.
 */
export function addedResourceBatches<Added extends AddedResource>(
  resources: readonly Added[],
  limits: CallLimits,
): readonly (readonly Added[])[] {
  const byId = resources.filter(({ named }) => named.arn === undefined);
  const byArn = resources.filter(({ named }) => named.arn !== undefined);
  return [byId, byArn].flatMap((form) => permittedBatches(form, limits));
}

/**
 * Resources of a share to remove, in batches that one call takes, each with the form in which it names them. A row of
 * a share has its ARN beside its id, so that most may be named either way and fill up the calls that some must go by.
 */
export function removedResourceBatches<Removed extends { readonly named: ResourceItem }>(
  resources: readonly Removed[],
  abilities: Abilities,
): readonly { readonly form: 'id' | 'arn'; readonly batch: readonly Removed[] }[] {
  const size = abilities.itemsPerCall.resources;
  const only = (form: 'id' | 'arn' | 'both') =>
    resources.filter(({ named }) => removalForm(named, abilities) === form);
  const byArn = only('arn');
  const either = only('both');
  const free = byArn.length % size === 0 ? 0 : size - (byArn.length % size);
  return [
    ...batches([...only('id'), ...either.slice(free)], size).map((batch) => ({
      form: 'id' as const,
      batch,
    })),
    ...batches([...byArn, ...either.slice(0, free)], size).map((batch) => ({
      form: 'arn' as const,
      batch,
    })),
  ];
}

/** How a request names a resource that is added: as it was given. */
export function addedRef({ type, id, arn, property }: ResourceItem): ResourceRef {
  const extra = property === undefined || property === '' ? {} : { property };
  return arn === undefined ? { type, id: id ?? '', ...extra } : { arn, ...extra };
}

/** How a request names a resource that is removed. */
export function removedRef({ type, id = '', arn }: ResourceItem, form: 'id' | 'arn'): ResourceRef {
  return form === 'arn' && arn !== undefined ? { arn } : { type, id };
}

/** Of a type that is not known here, the ARN is the form that the cloud itself has given. */
function removalForm({ type, id, arn }: ResourceItem, abilities: Abilities): 'id' | 'arn' | 'both' {
  if (arn === undefined) return 'id';
  if (id === undefined || abilities.resourceForm === 'urn') return 'arn';
  return abilities.resourceTypes.find((rule) => rule.type === type)?.forms ?? 'arn';
}

/** In their order, a new batch when the next would not fit: by items, or by the permissions that a call takes. */
function permittedBatches<Added extends AddedResource>(
  resources: readonly Added[],
  limits: CallLimits,
): readonly (readonly Added[])[] {
  const chunks: Added[][] = [];
  let permissions = new Set<string>();
  for (const resource of resources) {
    const { permission } = resource;
    const chunk = chunks.at(-1);
    const permissionFits =
      permission === '' || permissions.has(permission) || permissions.size < limits.permissions;
    if (chunk && chunk.length < limits.resources && permissionFits) {
      chunk.push(resource);
    } else {
      chunks.push([resource]);
      permissions = new Set();
    }
    if (permission !== '') permissions.add(permission);
  }
  return chunks;
}
