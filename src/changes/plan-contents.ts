import type { Abilities, AssociateRequest, CreateRequest } from '../clouds/cloud.ts';
import type { Change, ChangeOf } from './change.ts';
import {
  addedRef,
  addedResourceBatches,
  batches,
  removedRef,
  removedResourceBatches,
} from './chunks.ts';
import { type Doing, planFields } from './plan-fields.ts';
import type { PlanItem, PlanPart } from './plan.ts';
import type { ShareState } from './share-state.ts';
import { type Wish, wishedEntities } from './wished-entities.ts';

/**
 * Everything that changes what a share holds or what is said of it, in an order in which one call does not stand in
 * the way of the next: outside principals are let in before they are added and kept out after they are removed, a
 * permission is there before the first resource of its type and goes after the last.
 */
export function planContents(
  changes: readonly Change[],
  before: ShareState | undefined,
  abilities: Abilities,
): Pick<PlanPart, 'items' | 'steps'> {
  const wishes = wishedEntities(changes, before, abilities);
  const fields = planFields(changes, before, abilities);
  const doings = [
    ...fields.first,
    ...additions(changes, wishes, abilities),
    ...removals(wishes, abilities),
    ...fields.last,
  ];
  const unchanged = wishes.flatMap(({ item }) => (item.effect === 'unchanged' ? [item] : []));
  return {
    items: [
      ...doings.flatMap(({ items }, step) => items.map((item) => ({ ...item, step }))),
      ...unchanged,
      ...fields.unchanged,
    ],
    steps: doings.map(({ step }) => step),
  };
}

/**
 * Max(⌈resources by id ÷ c⌉ + ⌈resources by ARN ÷ c⌉, ⌈principals ÷ c⌉) calls: both lists as full as they can be, as
 * one call takes either form of resource but not both (AssociateResourceShare). The first of a new share creates it.
 */
function additions(
  changes: readonly Change[],
  wishes: readonly Wish[],
  abilities: Abilities,
): readonly Doing[] {
  const { itemsPerCall } = abilities;
  const create = changes.find((change) => change.kind === 'create');
  const chosen = chosenPermissions(changes);
  const added = wishes.filter(({ item: { effect } }) => effect === 'new' || effect === 'changed');
  const resources = addedResourceBatches(
    added.flatMap((wish) =>
      wish.kind === 'resource' ? [{ ...wish, permission: chosen[wish.named.type] ?? '' }] : [],
    ),
    itemsPerCall,
  );
  const principals = batches(
    added.flatMap((wish) => (wish.kind === 'principal' ? [wish] : [])),
    itemsPerCall.principals,
  );
  const calls = Math.max(resources.length, principals.length, create ? 1 : 0);
  const said = new Set<string>();
  return Array.from({ length: calls }, (_, index): Doing => {
    const chunk = resources[index] ?? [];
    const targets = principals[index] ?? [];
    const request: AssociateRequest = {
      resources: chunk.map(({ named }) => addedRef(named)),
      principals: targets.map(({ named }) => named),
      permissions: [...new Set(chunk.map(({ permission }) => permission))].filter(
        (id) => id !== '',
      ),
    };
    const permissions = chunk.flatMap(({ named: { type }, permission }): readonly PlanItem[] => {
      if (permission === '' || said.has(type)) return [];
      said.add(type);
      return [{ kind: 'permission', effect: 'new', type, id: permission, to: permission }];
    });
    const items = [...[...chunk, ...targets].map(({ item }) => item), ...permissions];
    return create && index === 0
      ? {
          step: { kind: 'create', request: { ...request, ...shareFields(create, abilities) } },
          items: [{ kind: 'share', effect: 'new', type: '', id: create.name }, ...items],
        }
      : { step: { kind: 'associate', request }, items };
  });
}

function removals(wishes: readonly Wish[], abilities: Abilities): readonly Doing[] {
  const removed = wishes.filter(({ item: { effect } }) => effect === 'gone');
  const resources = removedResourceBatches(
    removed.flatMap((wish) => (wish.kind === 'resource' ? [wish] : [])),
    abilities,
  );
  const principals = batches(
    removed.flatMap((wish) => (wish.kind === 'principal' ? [wish] : [])),
    abilities.itemsPerCall.principals,
  );
  const calls = Math.max(resources.length, principals.length);
  return Array.from({ length: calls }, (_, index): Doing => {
    const { form, batch } = resources[index] ?? { form: 'id', batch: [] };
    const targets = principals[index] ?? [];
    return {
      step: {
        kind: 'disassociate',
        request: {
          resources: batch.map(({ named }) => removedRef(named, form)),
          principals: targets.map(({ named: { id } }) => ({ id })),
        },
      },
      items: [...batch, ...targets].map(({ item }) => item),
    };
  });
}

/** What only the call that creates a share carries. */
function shareFields(
  { name, allowExternal, description = '', tags = [] }: ChangeOf<'create'>,
  abilities: Abilities,
): Pick<CreateRequest, 'name' | 'allowExternal' | 'description' | 'tags'> {
  return {
    name,
    allowExternal,
    ...(abilities.description && description.trim() !== '' && { description }),
    ...(abilities.tags && tags.length > 0 && { tags }),
  };
}

function chosenPermissions(changes: readonly Change[]): Readonly<Record<string, string>> {
  const chosen: Record<string, string> = {};
  for (const change of changes) {
    if (change.kind === 'create' || change.kind === 'associate') {
      Object.assign(chosen, change.permissions);
    }
  }
  return chosen;
}
