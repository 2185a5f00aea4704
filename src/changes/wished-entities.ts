import type { Abilities, PrincipalRef } from '../clouds/cloud.ts';
import { canonicalJson } from '../model/canonical-json.ts';
import type { Change, ResourceItem } from './change.ts';
import type { PlanItem } from './plan.ts';
import { arnReader } from './rules/arn.ts';
import { findStateRow, isIn, type ShareState, type StateRow } from './share-state.ts';

/** A resource or a principal that somebody wants in a share or out of it, and what that means by what is known. */
export type Wish =
  | { readonly kind: 'resource'; readonly named: ResourceItem; readonly item: PlanItem }
  | { readonly kind: 'principal'; readonly named: PrincipalRef; readonly item: PlanItem };

/** Everything that the changes of one share want in it or out of it, once each; the last word counts. */
export function wishedEntities(
  changes: readonly Change[],
  before: ShareState | undefined,
  abilities: Abilities,
): readonly Wish[] {
  const wishes = new Map<string, Wish>();
  const arns = arnReader(abilities);
  const wishResource = (named: ResourceItem, wanted: boolean): void => {
    const row = before && findStateRow(before.resources, named);
    const item = itemOf('resource', { named, wanted, row, known: before !== undefined });
    const id = row?.id ?? named.id ?? (named.arn === undefined ? '' : arns.read(named.arn)?.id);
    // Two regions may have the same id; a URN says which is meant.
    const whole = abilities.resourceForm === 'urn' || id === undefined;
    const key = whole ? (named.arn ?? named.id ?? '') : `${named.type}/${id}`;
    wishes.set(`resource/${key}`, { kind: 'resource', named, item });
  };
  const wishPrincipal = (named: PrincipalRef, wanted: boolean): void => {
    const row = before?.principals.find(({ id }) => id === named.id);
    const item = itemOf('principal', {
      named: { ...named, type: '' },
      wanted,
      row,
      known: before !== undefined,
    });
    wishes.set(`principal/${named.id}`, { kind: 'principal', named, item });
  };
  for (const change of changes) {
    if (change.kind === 'create' || change.kind === 'associate') {
      for (const resource of change.resources) wishResource(resource, true);
      for (const principal of change.principals) wishPrincipal(principal, true);
    } else if (change.kind === 'disassociate') {
      for (const resource of change.resources) wishResource(resource, false);
      for (const id of change.principals) wishPrincipal({ id }, false);
    }
  }
  return [...wishes.values()];
}

interface Wanted {
  readonly named: ResourceItem;
  readonly wanted: boolean;
  readonly row: StateRow | undefined;
  /** Whether the share was read: only then is what it lacks known to be absent. */
  readonly known: boolean;
}

function itemOf(kind: 'resource' | 'principal', wish: Wanted): PlanItem {
  const { named, row } = wish;
  const arn = named.arn ?? (kind === 'resource' ? row?.arn : undefined);
  return {
    kind,
    effect: effectOf(wish),
    type: kind === 'resource' ? named.type : '',
    id: row?.id ?? named.id ?? named.arn ?? '',
    ...(arn !== undefined && { arn }),
    ...(wish.wanted &&
      named.property !== undefined &&
      named.property !== '' && { property: named.property }),
  };
}

function effectOf({ named, wanted, row, known }: Wanted): PlanItem['effect'] {
  switch (row?.state) {
    case 'associated':
    case 'associating':
      if (!wanted) return 'gone';
      return changesProperty(named, row) ? 'changed' : 'unchanged';
    case 'disassociating':
      return wanted ? 'new' : 'unchanged';
    case 'failed':
      // What could not be taken out is there; what may not have got in is sent again.
      if (wanted && isIn(row)) return changesProperty(named, row) ? 'changed' : 'unchanged';
      return wanted ? 'new' : 'gone';
    case 'unknown':
      return wanted ? 'new' : 'gone';
    case 'disassociated':
    case undefined:
      if (wanted) return 'new';
      return known ? 'unchanged' : 'gone';
  }
}

/** Sending what is there again with other properties changes these (AssociateResourceShare). */
function changesProperty({ property = '' }: ResourceItem, row: StateRow): boolean {
  return property !== '' && canonicalJson(property) !== canonicalJson(row.property ?? '');
}
