import type { ListPart, Snapshot } from '../inventory/snapshot.ts';
import type { Account, Scope } from '../model/account.ts';
import type { ChangeContext } from './change-context.ts';
import type { Plan } from './plan.ts';

/** A scope of which an impact may have overlooked something. */
export interface IncompleteScope {
  readonly scope: Scope;
  /**
   * How old what is known of it is at most, milliseconds since the epoch. Absent: it was never read to the end, so that
   * shares may be missing altogether.
   */
  readonly readAt?: number;
}

interface Basis {
  readonly accounts: readonly Account[];
  readonly snapshot: (scope: Scope) => Snapshot;
  readonly context: Pick<ChangeContext, 'account'>;
}

const own: readonly ListPart[] = ['ownShares', 'ownResources', 'ownPrincipals'];
const received: readonly ListPart[] = ['receivedShares', 'receivedResources'];

/** The scopes that an impact rests on and that are not held whole, or not held anew. */
export function incompleteScopes(plan: Plan, basis: Basis): readonly IncompleteScope[] {
  const found = new Map<string, IncompleteScope>();
  for (const { scope, steps } of plan.parts) {
    if (steps.length === 0) continue;
    const asReceiver = steps.some(({ kind }) => kind === 'leave' || kind === 'accept');
    for (const other of scopesOfOwner(scope, basis)) {
      const { incomplete } = basis.snapshot(other);
      const lacking = incomplete.filter(({ part }) =>
        (asReceiver ? received : own).some((one) => one === part),
      );
      if (lacking.length === 0) continue;
      const ages = lacking.map(({ readAt }) => readAt);
      const known = ages.filter((age) => age !== undefined);
      const whole = known.length === ages.length;
      found.set(`${other.accountId}/${other.region}`, {
        scope: other,
        ...(whole && { readAt: Math.min(...known) }),
      });
    }
  }
  return [...found.values()];
}

/** Every scope in which the owner of a scope is seen, by whichever of the user's accounts; a share has one region. */
export function scopesOfOwner(scope: Scope, { accounts, context }: Basis): readonly Scope[] {
  const near = accounts.find(({ id }) => id === scope.accountId);
  const ownerId = context.account(scope.accountId)?.ownerId;
  const regional = context.account(scope.accountId)?.abilities.regional !== false;
  if (!near) return [scope];
  return accounts
    .filter((account) => account.cloud === near.cloud && account.ownerId === ownerId)
    .flatMap(({ id, regions }) => regions.map((region) => ({ accountId: id, region })))
    .filter(({ region }) => !regional || region === scope.region);
}
