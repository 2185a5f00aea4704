import type { Membership } from '../inventory/access/membership.ts';
import type { Snapshot } from '../inventory/snapshot.ts';
import { type Account, type Scope, scopeKey } from '../model/account.ts';
import { groupBy } from '../model/group-by.ts';
import { AccessBook, type Holder } from './access-book.ts';
import type { ChangeContext } from './change-context.ts';
import { type IncompleteScope, incompleteScopes } from './impact-basis.ts';
import type { Plan, PlanItem, PlanPart } from './plan.ts';
import { principalKind } from './rules/principals.ts';
import { mayBeInvited, type ShareState, type StateRow } from './share-state.ts';
import { stateAfter } from './state-after.ts';

/** A resource that is taken from a principal which other shares still give it to. */
export interface KeptResource {
  readonly resource: StateRow;
  /** Names of those shares. */
  readonly through: readonly string[];
}

/** Whether something happens; `maybe` where the cloud does not tell what it depends on. */
export type Likely = 'sure' | 'maybe' | 'no';

/** What a plan means for one principal; it stands here only where something changes for it. */
export interface AccessChange {
  readonly scope: Scope;
  /** As the cloud names it. */
  readonly principal: string;
  /** Of it what it has through no other share. */
  readonly gained: readonly StateRow[];
  readonly lost: readonly StateRow[];
  readonly kept: readonly KeptResource[];
  /** Lost here, and given by other shares to a folder, a unit or an organisation: nobody here knows who is in it. */
  readonly mayKeep: readonly KeptResource[];
  /** It is asked, and gains nothing before it accepts. */
  readonly invited: Likely;
  /** An invitation that it has not answered is withdrawn: it had no access that it could lose. */
  readonly withdrawn: Likely;
}

export interface Impact {
  readonly changes: readonly AccessChange[];
  /** What it rests on is not held whole or not held anew there: somebody may keep more than is said. */
  readonly incomplete: readonly IncompleteScope[];
  /** Keys of parts of which it is not known what their share holds. */
  readonly unknown: readonly string[];
}

export interface ImpactSurroundings {
  readonly accounts: readonly Account[];
  readonly snapshot: (scope: Scope) => Snapshot;
  readonly context: Pick<ChangeContext, 'account'>;
  /** Who is in which folder, unit or organisation; nobody knows unless given. */
  readonly membership?: Pick<Membership, 'contains' | 'isInside'>;
}

/**
 * Who gains and who loses access to what, who keeps it through which other share, and who is invited or no longer so.
 * Looks at every share that is known of the same owner in any scope. Pure.
 */
export function impactOf(plan: Plan, surroundings: ImpactSurroundings): Impact {
  const scopes = [...groupBy(plan.parts, ({ scope }) => scopeKey(scope)).values()];
  return {
    changes: scopes.flatMap((parts) => impactInScope(parts, surroundings)),
    incomplete: incompleteScopes(plan, surroundings),
    unknown: plan.parts.filter(isUnknown).map(({ key }) => key),
  };
}

/** A share that nothing is known of may hold anything; so may what somebody offers who is none of the user's accounts. */
function isUnknown({ before, share, steps }: PlanPart): boolean {
  return steps.length > 0 && before === undefined && share.id !== undefined;
}

interface Side {
  readonly before: Holder | undefined;
  readonly after: Holder | undefined;
}

function impactInScope(
  parts: readonly PlanPart[],
  surroundings: ImpactSurroundings,
): readonly AccessChange[] {
  const [first] = parts;
  const account = first && surroundings.context.account(first.scope.accountId);
  if (!first || !account) return [];
  const { scope } = first;
  const book = new AccessBook(scope, account, surroundings);
  const invited = new Map<string, Likely>();
  const withdrawn = new Map<string, Likely>();
  const sides = parts.map((part): Side => {
    const { before, after } = sidesOf(part, book);
    for (const row of before?.principals.filter(mayBeInvited) ?? []) {
      const stays = after?.principals.some(({ id }) => id === row.id) === true;
      if (!stays) withdrawn.set(row.id, row.invited === true ? 'sure' : 'maybe');
    }
    for (const item of part.items.filter(isNewPrincipal)) {
      invited.set(item.id, invitationTo(item.id, after, account.abilities, book));
    }
    return {
      before: before && book.holder(before, part.share.id, { waiting: false }),
      after: after && book.holder(after, part.share.id, { waiting: true }),
    };
  });
  const removed = new Differences();
  const added = new Differences();
  for (const { before, after } of sides) {
    removed.take(before, after);
    added.take(after, before);
  }
  const planned = new Set(parts.flatMap(({ share }) => share.id ?? []));
  const keys = new Set([...removed.keys(), ...added.keys()]);
  const others = book.othersWith(keys, planned);
  const stays = [...others, ...sides.flatMap(({ after }) => after ?? [])];
  const had = [...others, ...sides.flatMap(({ before }) => before ?? [])];
  const principals = new Set([
    ...removed.principals(),
    ...added.principals(),
    ...[...invited].filter(([, likely]) => likely !== 'no').map(([id]) => id),
    ...withdrawn.keys(),
  ]);
  return [...principals].flatMap((principal) => {
    const gone = removed.of(principal).map((resource) => ({
      resource,
      ...book.through(principal, resource, stays),
    }));
    const kept = (one: (typeof gone)[number], through: readonly string[]): KeptResource => ({
      resource: one.resource,
      through,
    });
    const change: AccessChange = {
      scope,
      principal,
      gained: added
        .of(principal)
        .filter((resource) => book.through(principal, resource, had).sure.length === 0),
      lost: gone
        .filter(({ sure, maybe }) => sure.length + maybe.length === 0)
        .map(({ resource }) => resource),
      kept: gone.filter(({ sure }) => sure.length > 0).map((one) => kept(one, one.sure)),
      mayKeep: gone
        .filter(({ sure, maybe }) => sure.length === 0 && maybe.length > 0)
        .map((one) => kept(one, one.maybe)),
      invited: invited.get(principal) ?? 'no',
      withdrawn: withdrawn.get(principal) ?? 'no',
    };
    return isSomething(change) ? [change] : [];
  });
}

/** The share of a part before and after it. An accepted invitation gives what its sender's share holds, where that is known. */
function sidesOf(part: PlanPart, book: AccessBook): ReturnType<typeof stateAfter> {
  const accepted = part.changes.find(({ kind }) => kind === 'accept');
  if (accepted?.kind !== 'accept' || part.steps.length === 0) return stateAfter(part);
  return { before: undefined, after: book.offered(accepted.invitation) };
}

function isNewPrincipal({ kind, effect }: PlanItem): boolean {
  return kind === 'principal' && effect === 'new';
}

/** Only single accounts outside the organisation are asked, and only where the share takes them. */
function invitationTo(
  id: string,
  share: ShareState | undefined,
  abilities: Parameters<typeof principalKind>[1],
  book: AccessBook,
): Likely {
  if (principalKind(id, abilities) !== 'account' || share?.allowExternal === false) return 'no';
  switch (book.isOutside(id)) {
    case true:
      return 'sure';
    case false:
      return 'no';
    case undefined:
      return 'maybe';
  }
}

function isSomething({ gained, lost, kept, mayKeep, invited, withdrawn }: AccessChange): boolean {
  const rows = gained.length + lost.length + kept.length + mayKeep.length;
  return rows > 0 || invited !== 'no' || withdrawn !== 'no';
}

/** Whether more would be known by knowing who is in the organisation. */
export function needsMembership({ changes }: Impact): boolean {
  return changes.some(({ mayKeep, invited }) => mayKeep.length > 0 || invited === 'maybe');
}

/** Pairs of principal and resource, each once however many shares it comes from. */
class Differences {
  readonly #rows = new Map<string, Map<string, StateRow>>();

  /** Takes what one side gives that the other does not. */
  take(one: Holder | undefined, other: Holder | undefined): void {
    if (!one) return;
    for (const principal of one.principals) {
      const stays = other?.principals.has(principal) === true ? other.resources : undefined;
      for (const [key, row] of one.resources) {
        if (stays?.has(key) === true) continue;
        const rows = this.#rows.get(principal) ?? new Map<string, StateRow>();
        this.#rows.set(principal, rows.set(key, row));
      }
    }
  }

  of(principal: string): readonly StateRow[] {
    return [...(this.#rows.get(principal)?.values() ?? [])];
  }

  principals(): readonly string[] {
    return [...this.#rows.keys()];
  }

  keys(): readonly string[] {
    return [...this.#rows.values()].flatMap((rows) => [...rows.keys()]);
  }
}
