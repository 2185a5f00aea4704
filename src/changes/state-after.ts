import type { PlanItem, PlanPart } from './plan.ts';
import { findStateRow, isIn, type ShareState, type StateRow } from './share-state.ts';

/** The share of a part before and after it, as it is known and as it will be; undefined where there is none. */
export interface BeforeAndAfter {
  readonly before: ShareState | undefined;
  readonly after: ShareState | undefined;
}

/** What a part makes of its share once everything has settled, rows that don't give access left out on both sides. */
export function stateAfter(part: PlanPart): BeforeAndAfter {
  const before = part.before && settled(part.before);
  const ends = part.items.some(({ kind, effect }) => kind === 'share' && effect === 'gone');
  if (ends) return { before, after: undefined };
  const base = before ?? startingState(part);
  return { before, after: base && part.items.reduce(withItem, base) };
}

function settled(state: ShareState): ShareState {
  return {
    ...state,
    resources: state.resources.filter(isIn),
    principals: state.principals.filter(isIn),
  };
}

/** A share that is made has what the call that makes it says; of one that is not known nothing can be said. */
function startingState({ steps, share }: PlanPart): ShareState | undefined {
  const [first] = steps;
  if (first?.kind !== 'create') return share.id === undefined ? undefined : emptyState(share.name);
  const { name, allowExternal, description, tags = [] } = first.request;
  return {
    ...emptyState(name),
    allowExternal,
    ...(description !== undefined && { description }),
    tags: [...tags],
  };
}

function emptyState(name: string): ShareState {
  return {
    name,
    owner: 'self',
    ownerId: '',
    status: 'active',
    tags: [],
    resources: [],
    principals: [],
  };
}

function withItem(state: ShareState, item: PlanItem): ShareState {
  const { kind, effect, id, type, to } = item;
  if (effect === 'unchanged') return state;
  switch (kind) {
    case 'resource':
      return { ...state, resources: withRow(state.resources, item) };
    case 'principal':
      return { ...state, principals: withRow(state.principals, item) };
    case 'name':
      return { ...state, name: to ?? state.name };
    case 'description':
      return { ...state, description: to ?? '' };
    case 'allowExternal':
      return { ...state, allowExternal: to === 'true' };
    case 'resourceGroup':
      return { ...state, resourceGroupId: to ?? '' };
    case 'tag': {
      const others = state.tags.filter(({ key }) => key !== id);
      return { ...state, tags: to === undefined ? others : [...others, { key: id, value: to }] };
    }
    case 'permission': {
      const others = (state.permissions ?? []).filter(({ resourceType }) => resourceType !== type);
      const named = { id, name: to ?? id, resourceType: type };
      return { ...state, permissions: effect === 'gone' ? others : [...others, named] };
    }
    case 'share':
    case 'invitation':
    case 'organizationSharing':
      return state;
  }
}

function withRow(rows: readonly StateRow[], item: PlanItem): StateRow[] {
  const { id, type, arn, property, effect, kind } = item;
  const known = kind === 'principal' ? rows.find((row) => row.id === id) : findStateRow(rows, item);
  const others = rows.filter((row) => row !== known);
  if (effect === 'gone') return others;
  const row: StateRow = {
    id,
    type: known?.type ?? type,
    ...(arn !== undefined && { arn }),
    ...(property !== undefined && { property }),
    state: 'associated',
    ...(known?.external !== undefined && { external: known.external }),
  };
  return [...others, row];
}
