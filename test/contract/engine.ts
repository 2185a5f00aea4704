import { Activity, type ActivityOptions } from '../../src/changes/activity.ts';
import type { RunResult } from '../../src/changes/run-result.ts';
import type { ChangeAccount, ChangeContext } from '../../src/changes/change-context.ts';
import type { Change, ResourceItem } from '../../src/changes/change.ts';
import { followChange } from '../../src/changes/follow.ts';
import { Journal } from '../../src/changes/journal.ts';
import { know } from '../../src/changes/knowledge.ts';
import { planChanges } from '../../src/changes/plan-changes.ts';
import type { Plan } from '../../src/changes/plan.ts';
import type { ResourceRef, ShareCloud } from '../../src/clouds/cloud.ts';
import { Inventory } from '../../src/inventory/inventory.ts';
import { Watcher } from '../../src/inventory/watcher.ts';
import { type Clock, systemClock } from '../../src/model/clock.ts';
import type { CloudWords } from './both-clouds.ts';
import type { Role, Session } from './session.ts';

/** Everything behind a change but for its window, connected to the sandbox: scopes name roles as their accounts. */
export interface Engine {
  readonly activity: Activity;
  readonly inventory: Inventory;
  /** What is known for some changes, read anew or as it is held. */
  know(changes: readonly Change[], shares?: 'fresh' | 'held'): Promise<ChangeContext>;
  plan(...changes: readonly Change[]): Promise<Plan>;
  run(plan: Plan, signal?: AbortSignal): Promise<RunResult>;
  /** Runs what is left of an action. */
  goOn(id: string): Promise<RunResult>;
  dispose(): Promise<void>;
}

export interface EngineOptions {
  readonly words: CloudWords;
  readonly session: Session;
  /** Where the journal lies. */
  readonly directory: string;
  readonly clock?: Clock;
  readonly connect?: (role: Role) => ShareCloud;
  /** Undefined for an account that is not configured. */
  readonly account?: (role: Role) => Partial<ChangeAccount> | undefined;
  readonly journal?: Journal;
  readonly activity?: Partial<ActivityOptions>;
}

/** The machine's time, but waiting is over so many times sooner. */
export function fasterWaits(times: number): Clock {
  return {
    now: () => systemClock.now(),
    schedule: (delayMs, run) => systemClock.schedule(delayMs / times, run),
  };
}

const roles: readonly Role[] = ['owner', 'member', 'outsider', 'temporary'];

export function openEngine(options: EngineOptions): Engine {
  const { words, session, directory, clock = fasterWaits(200) } = options;
  const clients = new Map<Role, ShareCloud>();
  const clientOf = (role: Role): ShareCloud => {
    const known = clients.get(role);
    // Calls may take half a second on a busy machine, whatever the clock makes of it.
    const client =
      known ?? options.connect?.(role) ?? session.connect(role, { clock, timeoutMs: 600_000 });
    clients.set(role, client);
    return client;
  };
  const connect = (accountId: string): Promise<ShareCloud> =>
    Promise.resolve().then(() => clientOf(roleOf(accountId)));
  const account = (accountId: string): Promise<ChangeAccount | undefined> => {
    const role = roleOf(accountId);
    const change = options.account ? options.account(role) : {};
    const base = { label: role, readOnly: false, abilities: words.abilities };
    return Promise.resolve(
      change && { ...base, ownerId: session.account(role).accountId, ...change },
    );
  };
  const inventory = new Inventory({ connect, clock });
  const watcher = new Watcher({ inventory, connect, clock });
  const read = { inventory, connect, account };
  const activity = new Activity({
    ...read,
    journal: options.journal ?? new Journal({ directory }),
    clock,
    follow: (change) => followChange(change, { inventory, watcher, clock }),
    ...options.activity,
  });
  const { signal } = new AbortController();
  const knowOf: Engine['know'] = (changes, shares = 'held') =>
    know(changes, read, { signal, shares });
  return {
    activity,
    inventory,
    know: knowOf,
    plan: async (...changes) => planChanges(changes, await knowOf(changes)),
    run: (plan, stop = signal) => activity.run(plan, { signal: stop }),
    goOn: async (id) => {
      const rest = await activity.findContinuation(id, signal);
      if (!rest) throw new Error(`There is nothing to go on with in ${id}.`);
      const result = await activity.continue(rest, { signal });
      // What moved meanwhile is shown again, and it is the rest of the same action still.
      return result.kind === 'changed'
        ? await activity.continue({ ...rest, plan: result.plan }, { signal })
        : result;
    },
    dispose: async () => {
      await activity.dispose();
      watcher.dispose();
      inventory.dispose();
      for (const client of clients.values()) client.dispose();
    },
  };
}

function roleOf(accountId: string): Role {
  const role = roles.find((one) => one === accountId);
  if (!role) throw new Error(`No role is called ${accountId}.`);
  return role;
}

/** A resource as a change names it. */
export function itemOf(ref: ResourceRef, type: string): ResourceItem {
  return 'arn' in ref ? { type, arn: ref.arn } : { type, id: ref.id };
}
