import type { CloudError } from '../clouds/cloud-error.ts';
import type { Priority, ShareCloud } from '../clouds/cloud.ts';
import type { Scope } from '../model/account.ts';
import { scopeKey } from '../model/account.ts';
import type { Clock } from '../model/clock.ts';
import { systemClock } from '../model/clock.ts';
import { Emitter } from '../model/emitter.ts';
import type { Association, AssociationKind, ResourceShare } from '../model/share.ts';
import { rowsPart } from './completeness.ts';
import { asCloudError, cancelled } from './failure.ts';
import { newRequest, untilAborted } from './in-flight.ts';
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
   * Very many entries may come in portions, `more` with all but the last; a reading that begins meanwhile ends that.
   * @returns false, and changes nothing, where this session knows something of its own or reads already
   */
  restore(scope: Scope, { loadedAt, missing, entries }: SavedScope, more?: 'more'): boolean {
    if (this.#removedAccounts.has(scope.accountId)) return false;
    const state = this.#state(scope);
    const isFirst = !state.restoring;
    const isKnown = state.loadedAt !== undefined || state.asOf !== undefined;
    if (isFirst && (isKnown || state.load || state.store.entries.size > 0)) return false;
    const { store, completeness } = state;
    const reading = (state.restoring ??= store.startReading());
    state.asOf = loadedAt;
    store.putShares(
      entries.map(({ share }) => share),
      reading,
    );
    store.putRows(
      entries.flatMap(({ resources, principals }) => [...resources, ...principals]),
      reading,
    );
    if (!more) {
      endRestoring(state);
      const whole = scopeParts.filter((part) => !missing.includes(part));
      for (const part of whole) completeness.ended(part, loadedAt);
    }
    this.#flush(state, isFirst);
    return true;
  }

  /**
   * Reads everything in the scope, shown as it arrives. Never rejects: a failure stands in the snapshot.
   * A load that is asked for while one runs is that one.
   */
  load(scope: Scope, priority: Priority): Promise<void> {
    this.#removedAccounts.delete(scope.accountId);
    const state = this.#state(scope);
    if (state.load) {
      state.load.request.raise(priority);
      return state.load.done;
    }
    endRestoring(state);
    const load: Load = {
      request: newRequest(priority),
      reading: state.store.startReading(),
      ended: new Set(),
      done: Promise.resolve(),
    };
    state.load = load;
    load.done = this.#load(state, load);
    this.#loading.fire(state.scope);
    return load.done;
  }

  /** Reads one share and its rows again, as after an action. Never rejects: a failure stands in the snapshot. */
  async loadShare(scope: Scope, shareId: string, priority: Priority): Promise<void> {
    if (this.#removedAccounts.has(scope.accountId)) return;
    const state = this.#state(scope);
    const parts = { shareIds: [shareId], shares: true, kinds: ['resource', 'principal'] } as const;
    try {
      await this.#refresh(state, parts, { priority, cancellable: true });
    } catch (error) {
      this.#fail(state, asCloudError(error, 'ListResourceShareAssociations'));
    }
  }

  /**
   * Reads the given parts again, by ids in batches, and shows them once all of them are there. The same parts asked
   * for again meanwhile are read once, unless something was merged in between.
   * @throws CloudError, and leaves everything as it was
   */
  async refresh(scope: Scope, parts: Refresh, priority: Priority): Promise<void> {
    if (this.#removedAccounts.has(scope.accountId)) throw cancelled();
    await this.#refresh(this.#state(scope), parts, { priority, cancellable: false });
  }

  /**
   * Stops what the user waits for in the scope, at once: the load, and the reading of single shares. What has arrived
   * stays, and the snapshot says what is missing.
   */
  cancel(scope: Scope): void {
    const state = this.#states.get(scopeKey(scope));
    if (!state) return;
    state.requests.cancel();
    if (!state.load) return;
    const { ended } = state.load;
    this.#stopLoad(state);
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
    state.merges += 1;
    state.store.merge(rows.shares ?? [], rows.associations ?? []);
    this.#flush(state);
  }

  /**
   * The account has new keys: what is held stays, as of when it was read, and is to be read again. What runs is ended;
   * answers that still arrive are thrown away.
   */
  resetAccount(accountId: string): void {
    for (const state of this.#statesOf(accountId)) {
      const loaded = this.#stopAll(state);
      state.asOf = state.loadedAt ?? state.asOf;
      state.loadedAt = undefined;
      state.failure = undefined;
      for (const part of scopeParts) state.completeness.broken(part);
      this.#flush(state, true);
      if (loaded) this.#loading.fire(state.scope);
    }
  }

  /** Forgets the account and ends what runs for it; answers that still arrive are thrown away. */
  removeAccount(accountId: string): void {
    this.#removedAccounts.add(accountId);
    for (const state of this.#statesOf(accountId)) {
      const { scope } = state;
      this.#states.delete(scopeKey(scope));
      if (this.#stopAll(state)) this.#loading.fire(scope);
      const removed = [...state.store.entries.keys()];
      this.#changes.fire({ scope, scopeChanged: true, added: [], removed, changed: [] });
    }
  }

  dispose(): void {
    this.#changes.dispose();
    this.#loading.dispose();
    for (const state of this.#states.values()) this.#stopAll(state);
    this.#states.clear();
  }

  #statesOf(accountId: string): readonly ScopeState[] {
    return [...this.#states.values()].filter(({ scope }) => scope.accountId === accountId);
  }

  #state(scope: Scope): ScopeState {
    const key = scopeKey(scope);
    const known = this.#states.get(key);
    if (known) return known;
    const state = new ScopeState(scope);
    this.#states.set(key, state);
    return state;
  }

  async #load(state: ScopeState, load: Load): Promise<void> {
    // The caller has to see the load as running before anything of it happens.
    await Promise.resolve();
    let failure: ReadFailure | undefined;
    try {
      failure = await untilAborted(this.#readScope(state, load), load.request.options.signal);
    } catch (thrown) {
      const error = asCloudError(thrown, 'ListResourceShares');
      const told = error.kind === 'cancelled' ? [] : scopeParts;
      failure = { error, byPart: new Map(told.map((part) => [part, error])) };
    }
    if (state.load !== load) return;
    this.#stopLoad(state);
    this.#finish(state, load.ended, failure);
    this.#loading.fire(state.scope);
  }

  async #readScope(state: ScopeState, load: Load): Promise<ReadFailure | undefined> {
    const { request, reading, ended } = load;
    const { accountId, region } = state.scope;
    // At first an account is taken to own something and to receive nothing, then by what was seen.
    const owners = new Set([...state.store.entries.values()].map(({ share }) => share.owner));
    const expects = {
      self: (state.loadedAt ?? state.asOf) === undefined || owners.has('self'),
      other: owners.has('other'),
    };
    /** What comes when the load is no longer the scope's one is thrown away. */
    const checkLive = (): void => {
      if (state.load !== load) throw cancelled();
    };
    const cloud = await this.#connect(accountId);
    return readScope(
      cloud,
      region,
      { ...request, expects },
      {
        shares: (page) => {
          checkLive();
          state.store.putShares(page, reading);
          this.#flush(state);
        },
        rows: (page) => {
          checkLive();
          state.store.putRows(page, reading);
          this.#flush(state);
        },
        ended: (part) => {
          checkLive();
          ended.add(part);
          state.store.endReading(reading, coverageOf(part));
          state.completeness.ended(part, this.#clock.now());
          // With the last list the reading ends, which is told at once then.
          if (ended.size < scopeParts.length) this.#flush(state);
        },
      },
    );
  }

  #refresh(
    state: ScopeState,
    parts: Refresh,
    by: { readonly priority: Priority; readonly cancellable: boolean },
  ): Promise<void> {
    const key = `${state.merges} ${JSON.stringify(parts)}`;
    return state.requests.run(key, by, async (options) => {
      const { store } = state;
      const { accountId, region } = state.scope;
      const reading = store.startReading();
      try {
        const owner = (id: string) => store.entries.get(id)?.share.owner ?? 'self';
        const own = () => [...store.entries.keys()].filter((id) => owner(id) === 'self');
        const query = { ...parts, owner };
        const cloud = await this.#connect(accountId);
        const found = await readShares(cloud, region, query, this.#limits(accountId), options);
        if (options.signal.aborted) throw cancelled();
        store.putShares(found.shares, reading);
        store.putRows(found.rows, reading);
        store.endReading(reading, { ...parts, shareIds: parts.shareIds ?? own() });
        if (!parts.shareIds) this.#endLists(state, parts.kinds);
      } finally {
        store.closeReading(reading);
      }
      this.#flush(state);
    });
  }

  /** Whole lists of own rows were read to their ends. */
  #endLists({ completeness }: ScopeState, kinds: readonly AssociationKind[]): void {
    for (const kind of kinds) completeness.ended(rowsPart('self', kind), this.#clock.now());
  }

  /** Ends the load without a word. */
  #stopLoad(state: ScopeState): void {
    const { load } = state;
    state.load = undefined;
    if (!load) return;
    load.request.controller.abort(cancelled());
    state.store.closeReading(load.reading);
  }

  /** Ends everything that runs for the scope. @returns whether that was a load, too */
  #stopAll(state: ScopeState): boolean {
    const loads = state.load !== undefined;
    endRestoring(state);
    state.requests.abortAll();
    this.#stopLoad(state);
    return loads;
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
    const shown = error.kind !== 'cancelled' && state.failure?.error !== error;
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
}

function endRestoring(state: ScopeState): void {
  if (state.restoring) state.store.closeReading(state.restoring);
  state.restoring = undefined;
}
