import type { CloudError } from '../clouds/cloud-error.ts';
import type { Priority, ShareCloud } from '../clouds/cloud.ts';
import type { Scope } from '../model/account.ts';
import { scopeKey } from '../model/account.ts';
import type { Clock } from '../model/clock.ts';
import { systemClock } from '../model/clock.ts';
import { Emitter } from '../model/emitter.ts';
import type { Association, AssociationKind, ResourceShare } from '../model/share.ts';
import { asCloudError, cancelled } from './failure.ts';
import type { ReadFailure } from './read-scope.ts';
import { readScope } from './read-scope.ts';
import type { ReadLimits } from './read-shares.ts';
import { readShares, smallestLimits } from './read-shares.ts';
import type { Load } from './scope-state.ts';
import { coverageOf, ScopeState, unread } from './scope-state.ts';
import type { InventoryChange, SavedScope, ScopePart, Snapshot } from './snapshot.ts';
import { scopeParts } from './snapshot.ts';

export interface InventoryOptions {
  /** Gives the client of an account; may reject, which is then the failure of the load. */
  readonly connect: (accountId: string) => Promise<ShareCloud>;
  readonly clock?: Clock;
  /** What one call takes and gives at the account's cloud; the smallest of all clouds when left out. */
  readonly limits?: (accountId: string) => ReadLimits;
}

/** Which parts of which shares to read again. */
export interface Refresh {
  /** Absent: the rows of all own shares, from unfiltered lists. */
  readonly shareIds?: readonly string[];
  /** Whether the shares themselves are read, too. */
  readonly shares: boolean;
  readonly kinds: readonly AssociationKind[];
}

/**
 * What is known about every scope, the one place that holds it, and the events of what changed.
 * A failure never takes data away; an unchanged reading fires nothing.
 */
export class Inventory {
  readonly #connect: (accountId: string) => Promise<ShareCloud>;
  readonly #clock: Clock;
  readonly #limits: (accountId: string) => ReadLimits;
  readonly #states = new Map<string, ScopeState>();
  readonly #removedAccounts = new Set<string>();
  readonly #changes = new Emitter<InventoryChange>();
  readonly #loading = new Emitter<Scope>();

  constructor(options: InventoryOptions) {
    this.#connect = options.connect;
    this.#clock = options.clock ?? systemClock;
    this.#limits = options.limits ?? (() => smallestLimits);
  }

  /** Exactly what changed; the returned function takes the listener off. */
  readonly onDidChange = this.#changes.listen;

  /** A load of the scope began or ended. Apart from {@link onDidChange}, as no row depends on it. */
  readonly onDidChangeLoading = this.#loading.listen;

  /** The last known state; the same object until something in it changes. */
  snapshot(scope: Scope): Snapshot {
    return this.#states.get(scopeKey(scope))?.snapshot ?? unread(scope);
  }

  limits(accountId: string): ReadLimits {
    return this.#limits(accountId);
  }

  /**
   * Shows what an earlier session has left, until this one has read the scope to its end. Asks the cloud for nothing.
   * @returns false, and changes nothing, where this session knows something of its own or reads already
   */
  restore(scope: Scope, { loadedAt, entries }: SavedScope): boolean {
    if (this.#removedAccounts.has(scope.accountId)) return false;
    const state = this.#state(scope);
    const isKnown = state.loadedAt !== undefined || state.asOf !== undefined;
    if (isKnown || state.load || state.store.entries.size > 0) return false;
    const reading = state.store.startReading();
    state.store.putShares(
      entries.map(({ share }) => share),
      reading,
    );
    state.store.putRows(
      entries.flatMap(({ resources, principals }) => [...resources, ...principals]),
      reading,
    );
    state.store.dropEarlyRows();
    state.asOf = loadedAt;
    for (const part of scopeParts) state.completeness.ended(part, loadedAt);
    this.#flush(state, true);
    return true;
  }

  /**
   * Reads everything in the scope, shown as it arrives. Never rejects: a failure stands in the snapshot.
   * A load that is asked for while one runs is that one.
   */
  load(scope: Scope, priority: Priority): Promise<void> {
    this.#removedAccounts.delete(scope.accountId);
    const state = this.#state(scope);
    if (state.load) return state.load.done;
    const controller = new AbortController();
    const ended = new Set<ScopePart>();
    const load = { controller, ended, done: this.#load(state, controller, priority) };
    state.load = load;
    this.#loading.fire(state.scope);
    return load.done;
  }

  /** Reads one share and its rows again, as after an action. Never rejects: a failure stands in the snapshot. */
  async loadShare(scope: Scope, shareId: string, priority: Priority): Promise<void> {
    if (this.#removedAccounts.has(scope.accountId)) return;
    const state = this.#state(scope);
    const parts = { shareIds: [shareId], shares: true, kinds: ['resource', 'principal'] } as const;
    try {
      await this.refresh(scope, parts, priority);
    } catch (error) {
      this.#fail(state, asCloudError(error, 'ListResourceShareAssociations'));
    }
  }

  /**
   * Reads the given parts again, by ids in batches, and shows them once all of them are there.
   * @throws CloudError, and leaves everything as it was
   */
  async refresh(scope: Scope, parts: Refresh, priority: Priority): Promise<void> {
    if (this.#removedAccounts.has(scope.accountId)) throw cancelled();
    const state = this.#state(scope);
    const { signal } = state.life;
    const reading = state.store.startReading();
    const { accountId, region } = state.scope;
    const owner = (id: string) => state.store.entries.get(id)?.share.owner ?? 'self';
    const own = () => [...state.store.entries.keys()].filter((id) => owner(id) === 'self');
    const cloud = await this.#connect(accountId);
    const options = { signal, priority };
    const found = await readShares(
      cloud,
      region,
      { ...parts, owner },
      this.#limits(accountId),
      options,
    );
    if (!this.#isCurrent(state)) throw cancelled();
    state.store.putShares(found.shares, reading);
    state.store.putRows(found.rows, reading);
    state.store.endReading(reading, { ...parts, shareIds: parts.shareIds ?? own() });
    this.#flush(state);
  }

  /** Stops the load that runs, if one does. What has arrived stays. */
  cancel(scope: Scope): void {
    const state = this.#states.get(scopeKey(scope));
    if (!state?.load) return;
    const { controller, ended } = state.load;
    controller.abort(cancelled());
    this.#endLoad(state);
    for (const part of scopeParts) if (!ended.has(part)) state.completeness.broken(part);
    this.#flush(state);
    this.#loading.fire(state.scope);
  }

  /** Shows at once what a write answered, or what a watch has seen. */
  merge(
    scope: Scope,
    rows: {
      readonly shares?: readonly ResourceShare[];
      readonly associations?: readonly Association[];
    },
  ): void {
    if (this.#removedAccounts.has(scope.accountId)) return;
    const state = this.#state(scope);
    state.store.merge(rows.shares ?? [], rows.associations ?? []);
    this.#flush(state);
  }

  /** Forgets the account and ends what runs for it; answers that still arrive are thrown away. */
  removeAccount(accountId: string): void {
    this.#removedAccounts.add(accountId);
    for (const [key, state] of [...this.#states]) {
      if (state.scope.accountId !== accountId) continue;
      this.#states.delete(key);
      state.life.abort(cancelled());
      if (state.load) {
        state.load.controller.abort(cancelled());
        this.#endLoad(state);
        this.#loading.fire(state.scope);
      }
      const removed = [...state.store.entries.keys()];
      this.#changes.fire({
        scope: state.scope,
        scopeChanged: true,
        added: [],
        removed,
        changed: [],
      });
    }
  }

  dispose(): void {
    this.#changes.dispose();
    this.#loading.dispose();
    for (const state of this.#states.values()) {
      state.load?.controller.abort(cancelled());
      state.life.abort(cancelled());
    }
    this.#states.clear();
  }

  #state(scope: Scope): ScopeState {
    const key = scopeKey(scope);
    const known = this.#states.get(key);
    if (known) return known;
    const state = new ScopeState(scope);
    this.#states.set(key, state);
    return state;
  }

  async #load(state: ScopeState, controller: AbortController, priority: Priority): Promise<void> {
    // The caller has to see the load as running before anything of it happens.
    await Promise.resolve();
    const reading = state.store.startReading();
    // At first an account is taken to own something and to receive nothing, then by what was seen.
    const owners = new Set([...state.store.entries.values()].map(({ share }) => share.owner));
    const expects = {
      self: state.loadedAt === undefined || owners.has('self'),
      other: owners.has('other'),
    };
    const live = (): Load => {
      const { load } = state;
      if (!this.#isCurrent(state) || load?.controller !== controller) throw cancelled();
      return load;
    };
    let failure: ReadFailure | undefined;
    try {
      const cloud = await this.#connect(state.scope.accountId);
      failure = await readScope(
        cloud,
        state.scope.region,
        { controller, priority, expects },
        {
          shares: (page) => {
            live();
            state.store.putShares(page, reading);
            this.#flush(state);
          },
          rows: (page) => {
            live();
            state.store.putRows(page, reading);
            this.#flush(state);
          },
          ended: (part) => {
            const { ended } = live();
            ended.add(part);
            state.store.endReading(reading, coverageOf(part));
            state.completeness.ended(part, this.#clock.now());
            // With the last list the reading ends, which is told at once then.
            if (ended.size < scopeParts.length) this.#flush(state);
          },
        },
      );
    } catch (thrown) {
      const error = asCloudError(thrown, 'ListResourceShares');
      const told = error.kind === 'cancelled' ? [] : scopeParts;
      failure = { error, byPart: new Map(told.map((part) => [part, error])) };
    }
    if (!this.#isCurrent(state) || state.load?.controller !== controller) return;
    const { ended } = state.load;
    this.#endLoad(state);
    this.#finish(state, ended, failure);
    this.#loading.fire(state.scope);
  }

  #endLoad(state: ScopeState): void {
    state.store.dropEarlyRows();
    state.load = undefined;
  }

  #finish(
    state: ScopeState,
    ended: ReadonlySet<ScopePart>,
    failure: ReadFailure | undefined,
  ): void {
    if (failure) {
      for (const part of scopeParts) {
        if (!ended.has(part)) state.completeness.broken(part, failure.byPart.get(part));
      }
      this.#fail(state, failure.error);
      return;
    }
    const wasUnknownOrStale = state.loadedAt === undefined || state.failure !== undefined;
    state.loadedAt = this.#clock.now();
    state.asOf = undefined;
    state.failure = undefined;
    this.#flush(state, wasUnknownOrStale);
  }

  #fail(state: ScopeState, error: CloudError): void {
    if (!this.#isCurrent(state)) return;
    const shown = error.kind !== 'cancelled';
    if (shown) state.failure = { at: this.#clock.now(), error };
    this.#flush(state, shown);
  }

  /** @param failureChanged the scope itself has changed in what only the caller knows */
  #flush(state: ScopeState, failureChanged = false): void {
    const change = state.store.flush();
    const scopeChanged = state.tellCompleteness() || failureChanged;
    if (!change && !scopeChanged) return;
    const { added, removed, changed } = change ?? { added: [], removed: [], changed: [] };
    this.#changes.fire({ scope: state.scope, scopeChanged, added, removed, changed });
  }

  #isCurrent(state: ScopeState): boolean {
    return this.#states.get(scopeKey(state.scope)) === state;
  }
}
