import type { ChangeContext } from '../../changes/change-context.ts';
import { impactOf, needsMembership, type Impact } from '../../changes/impact.ts';
import type { Plan } from '../../changes/plan.ts';
import type { Scope } from '../../model/account.ts';
import { sleep, systemClock } from '../../model/clock.ts';
import type { Lazy } from '../lazy.ts';
import type { OpenOrganizations } from '../organizations.ts';
import type { ChangeParts } from './change-parts.ts';

interface Parts extends Pick<ChangeParts, 'store' | 'inventory'> {
  readonly organizations: Lazy<OpenOrganizations>;
}

/** How long a plan waits to be told who is in the organisation, in milliseconds: then it says that it does not know. */
const patienceMs = 3_000;

/** Who gains and who loses by a plan. Asks who is in the organisation only where more would be known by that. */
export async function planImpact(
  plan: Plan,
  context: ChangeContext,
  { store, inventory, organizations }: Parts,
): Promise<Impact> {
  const base = {
    accounts: store.list(),
    snapshot: (scope: Scope) => inventory.snapshot(scope),
    context,
  };
  const first = impactOf(plan, base);
  if (!needsMembership(first)) return first;
  const { organizations: membership } = await organizations.get();
  const waiting = new AbortController();
  const enough = sleep(systemClock, patienceMs, waiting.signal).catch(() => undefined);
  await Promise.race([membership.ask(), enough]);
  waiting.abort();
  return impactOf(plan, { ...base, membership });
}
