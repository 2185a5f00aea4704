import type { Inventory } from '../inventory/inventory.ts';
import type { Scope } from '../model/account.ts';
import { type Clock, sleep } from '../model/clock.ts';
import type { Association } from '../model/share.ts';

/** Between two looks, in milliseconds: associations take seconds as a rule. */
const firstPause = 2_000;
const growth = 1.5;
const longestPause = 15_000;

/** Where a wait is at: how long it has lasted, and how long the next pause is. */
export interface ShareWait {
  readonly scope: Scope;
  readonly shareId: string;
  readonly inventory: Pick<Inventory, 'snapshot' | 'refresh'>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Until when, milliseconds since the epoch. */
  readonly until: number;
}

/**
 * Waits until nothing in a share is being added or removed any more, as far as that ends by itself, looking ever more
 * seldom. At least one pause long, as not everything that a cloud is at work on can be seen.
 * @returns false when the time is up first
 * @throws the signal's reason when it aborts
 */
export async function waitForShare(wait: ShareWait, round: number): Promise<boolean> {
  const { clock, signal, until } = wait;
  for (let look = round; ; look += 1) {
    const pause = Math.min(firstPause * growth ** look, longestPause);
    if (clock.now() + pause > until) return false;
    await sleep(clock, pause, signal);
    if (await isAtRest(wait)) return true;
  }
}

async function isAtRest({ inventory, scope, shareId }: ShareWait): Promise<boolean> {
  try {
    const parts = { shareIds: [shareId], shares: true, kinds: ['resource', 'principal'] } as const;
    await inventory.refresh(scope, parts, 'action');
  } catch {
    // What can't be seen is not at rest as far as we know; the next look may tell.
    return false;
  }
  const entry = inventory.snapshot(scope).entries.get(shareId);
  if (!entry) return true;
  return ![...entry.resources, ...entry.principals].some(isAtWork);
}

/** A principal that has to accept an invitation may take days: the cloud is not at work on that. */
function isAtWork({ kind, status, external, invited }: Association): boolean {
  if (status.state === 'disassociating') return true;
  if (status.state !== 'associating') return false;
  return kind === 'resource' || !(invited ?? external !== false);
}
