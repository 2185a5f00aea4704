import type { ShareEntry } from '../inventory/snapshot.ts';
import { type Scope, scopeKey } from '../model/account.ts';
import { groupBy } from '../model/group-by.ts';
import type { Association } from '../model/share.ts';
import { isDead } from '../model/status.ts';
import type { Plan, PlanPart } from './plan.ts';
import { mayBeInvited, type ShareState, type StateRow } from './share-state.ts';
import { stateAfter } from './state-after.ts';

/** A resource that is taken from a principal which other shares still give it to. */
export interface KeptResource {
  readonly resource: StateRow;
  /** Names of those shares. */
  readonly through: readonly string[];
}

/** What a plan means for one principal; it stands here only where something changes for it. */
export interface AccessChange {
  readonly scope: Scope;
  /** As the cloud names it. */
  readonly principal: string;
  readonly gained: readonly StateRow[];
  readonly lost: readonly StateRow[];
  readonly kept: readonly KeptResource[];
  /** An invitation that it has not answered yet is withdrawn: it had no access that it could lose. */
  readonly withdrawn: boolean;
}

export interface ImpactSurroundings {
  /** All shares that are known of a scope. */
  readonly shares: (scope: Scope) => Iterable<ShareEntry>;
  /** Account id on the cloud's side: who leaves a share is its only principal. */
  readonly ownerId: (accountId: string) => string | undefined;
}

/** Something that gives resources to principals. */
interface Holder {
  readonly name: string;
  readonly resources: ReadonlyMap<string, StateRow>;
  readonly principals: ReadonlySet<string>;
}

type Access = Map<string, Map<string, StateRow>>;

/**
 * Who gains and who loses access to what, and who keeps it through which other share. Principals are compared as they
 * are named: that an account is part of a folder is known to the cloud alone. Pure.
 */
export function impactOf(plan: Plan, surroundings: ImpactSurroundings): readonly AccessChange[] {
  const scopes = groupBy(plan.parts, ({ scope }) => scopeKey(scope));
  return [...scopes.values()].flatMap((parts) => impactInScope(parts, surroundings));
}

function impactInScope(
  parts: readonly PlanPart[],
  { shares, ownerId }: ImpactSurroundings,
): readonly AccessChange[] {
  const [first] = parts;
  if (!first) return [];
  const { scope } = first;
  const self = ownerId(scope.accountId) ?? '';
  const sides = parts.map((part) => {
    const { before, after } = stateAfter(part);
    return {
      before: before && holderOf(before, self),
      after: after && holderOf(after, self),
      invited: new Set(before?.principals.filter(mayBeInvited).map(({ id }) => id)),
    };
  });
  const removed: Access = new Map();
  const added: Access = new Map();
  const withdrawn = new Set<string>();
  for (const { before, after, invited } of sides) {
    for (const principal of invited)
      if (!after?.principals.has(principal)) withdrawn.add(principal);
    if (before) takeDifference(before, after, removed, invited);
    if (after) takeDifference(after, before, added, new Set());
  }
  const planned = new Set(parts.map(({ share }) => share.id));
  const touched = new Set(
    [...removed.values(), ...added.values()].flatMap((rows) => [...rows.keys()]),
  );
  const others = [...shares(scope)]
    .filter(({ share }) => !planned.has(share.id) && !isDead(share.status))
    .flatMap((entry) => entryHolder(entry, touched, self));
  const stays = holdersByResource([...others, ...sides.flatMap(({ after }) => after ?? [])]);
  const had = holdersByResource([...others, ...sides.flatMap(({ before }) => before ?? [])]);
  const principals = new Set([...removed.keys(), ...added.keys(), ...withdrawn]);
  return [...principals].flatMap((principal) => {
    const through = (holders: typeof stays, key: string) =>
      (holders.get(key) ?? [])
        .filter((holder) => holder.principals.has(principal))
        .map(({ name }) => name);
    const gone = [...(removed.get(principal) ?? [])].map(([key, resource]) => ({
      resource,
      through: through(stays, key),
    }));
    const change: AccessChange = {
      scope,
      principal,
      gained: [...(added.get(principal) ?? [])]
        .filter(([key]) => through(had, key).length === 0)
        .map(([, resource]) => resource),
      lost: gone.filter((one) => one.through.length === 0).map(({ resource }) => resource),
      kept: gone.filter((one) => one.through.length > 0),
      withdrawn: withdrawn.has(principal),
    };
    const isSomething =
      change.gained.length + change.lost.length + change.kept.length > 0 || change.withdrawn;
    return isSomething ? [change] : [];
  });
}

/** What one side gives that the other does not. */
function takeDifference(
  one: Holder,
  other: Holder | undefined,
  into: Access,
  except: ReadonlySet<string>,
): void {
  for (const principal of one.principals) {
    if (except.has(principal)) continue;
    const stays = other?.principals.has(principal) === true ? other.resources : undefined;
    for (const [key, row] of one.resources) {
      if (stays?.has(key) === true) continue;
      const rows = into.get(principal) ?? new Map<string, StateRow>();
      into.set(principal, rows.set(key, row));
    }
  }
}

function holderOf({ name, owner, resources, principals }: ShareState, self: string): Holder {
  return {
    name,
    resources: new Map(resources.map((row) => [keyOf(row), row])),
    // Of what others share only one principal is known for sure.
    principals: new Set(owner === 'other' ? [self] : principals.map(({ id }) => id)),
  };
}

/** A share that the plan does not touch, as far as the resources matter. */
function entryHolder(
  { share, resources, principals }: ShareEntry,
  touched: ReadonlySet<string>,
  self: string,
): readonly Holder[] {
  const held = resources
    .filter(isIn)
    .map(rowOf)
    .filter((row) => touched.has(keyOf(row)));
  if (held.length === 0) return [];
  return [
    {
      name: share.name,
      resources: new Map(held.map((row) => [keyOf(row), row])),
      principals: new Set(
        share.owner === 'other' ? [self] : principals.filter(isIn).map(({ entityId }) => entityId),
      ),
    },
  ];
}

function holdersByResource(holders: readonly Holder[]): ReadonlyMap<string, readonly Holder[]> {
  const found = new Map<string, Holder[]>();
  for (const holder of holders) {
    for (const key of holder.resources.keys()) found.set(key, [...(found.get(key) ?? []), holder]);
  }
  return found;
}

function isIn({ status }: Association): boolean {
  return status.state === 'associated';
}

function rowOf({ entityId, entityType, arn }: Association): StateRow {
  return {
    id: entityId,
    type: entityType,
    ...(arn !== undefined && { arn }),
    state: 'associated',
  };
}

function keyOf({ type, id, arn }: StateRow): string {
  return arn ?? `${type}/${id}`;
}
