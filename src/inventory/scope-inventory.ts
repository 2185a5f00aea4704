import type { CloudError } from '../clouds/cloud-error.ts';
import type { Priority, ShareCloud } from '../clouds/cloud.ts';
import type { Scope } from '../model/account.ts';
import type { Clock } from '../model/clock.ts';
import type { Association, AssociationKind, ResourceShare } from '../model/share.ts';
import { rowsPart } from './completeness.ts';
import type { EmptyScopes } from './empty-scopes.ts';
import { probeEveryMs } from './empty-scopes.ts';
import { asCloudError, cancelled } from './failure.ts';
import { newRequest, untilAborted } from './in-flight.ts';
import type { ReadFailure } from './read-scope.ts';
import { endsAll, readScope } from './read-scope.ts';
import type { ReadLimits } from './read-shares.ts';
import { readShares } from './read-shares.ts';
import type { Load } from './scope-state.ts';
import { coverageOf, ScopeState } from './scope-state.ts';
import type { InventoryChange, SavedScope, Snapshot } from './snapshot.ts';
import { scopeParts } from './snapshot.ts';

/** Who asks for a load: somebody for the scope or its account, or somebody for everything, and so for this, too. */
export type LoadReason = 'itself' | 'along';

/** Which parts of which shares to read again. */
export interface Refresh {
  /** Absent: the rows of all own shares, from unfiltered lists. */
  readonly shareIds?: readonly string[];
  /** Whether the shares themselves are read, too. */
  readonly shares: boolean;
  readonly kinds: readonly AssociationKind[];
}

export interface ScopeSurroundings {
  /** Gives the client of the scope's account. */
  readonly connect: () => Promise<ShareCloud>;
  readonly clock: Clock;
  readonly limits: () => ReadLimits;
  readonly emptyScopes: EmptyScopes;
  readonly onChange: (change: InventoryChange) => void;
  readonly onLoading: (scope: Scope) => void;
}

/** The inventory of one scope: what is held of it, and everything that reads it. `Inventory` describes the methods. */
export class ScopeInventory {
  readonly #state: ScopeState;
  readonly #with: ScopeSurroundings;
  #closed = false;

  constructor(scope: Scope, surroundings: ScopeSurroundings) {
    this.#state = new ScopeState(scope);
    this.#with = surroundings;
  }

  get snapshot(): Snapshot {
    return this.#state.snapshot;
  }

  restore({ loadedAt, missing, entries }: SavedScope, more?: 'more'): boolean {
    const state = this.#state;
    const { store, completeness } = state;
    const isFirst = !state.restoring;
    const isKnown = state.loadedAt !== undefined || state.asOf !== undefined;
    if (isFirst && (isKnown || state.load || store.entries.size > 0)) return false;
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
    for (const { share, permissions } of entries) {
      if (permissions) store.putPermissions(share.id, permissions, reading);
    }
    if (!more) {
      this.#endRestoring();
      const whole = scopeParts.filter((part) => !missing.includes(part));
      for (const part of whole) completeness.ended(part, loadedAt);
    }
    this.#flush(isFirst);
    return true;
  }

  load(priority: Priority, asked: LoadReason): Promise<void> {
    const running = this.#state.load;
    if (running) {
      running.request.raise(priority);
      return running.done;
    }
    if (asked === 'along' && this.#passesAsEmpty()) return Promise.resolve();
    this.#endRestoring();
    const load: Load = {
      request: newRequest(priority),
      reading: this.#state.store.startReading(),
      ended: new Set(),
      done: Promise.resolve(),
    };
    this.#state.load = load;
    load.done = this.#load(load);
    this.#with.onLoading(this.#state.scope);
    return load.done;
  }

  async loadShare(shareId: string, priority: Priority): Promise<void> {
    const parts = { shareIds: [shareId], shares: true, kinds: ['resource', 'principal'] } as const;
    try {
      await this.refresh(parts, { priority, cancellable: true });
    } catch (error) {
      this.#fail(asCloudError(error, 'ListResourceShareAssociations'));
    }
  }

  async loadSharePermissions(shareId: string, priority: Priority): Promise<void> {
    await this.#readPermissions(priority, shareId);
  }

  async loadPermissions(priority: Priority): Promise<void> {
    this.#state.wantsPermissions = true;
    const { incomplete } = this.#state.completeness;
    const isUnread = incomplete.some(
      ({ part, readAt }) => part === 'ownShares' && readAt === undefined,
    );
    if (this.#state.load || isUnread) await this.load(priority, 'itself');
    else await this.#readPermissions(priority);
  }

  refresh(
    parts: Refresh,
    by: { readonly priority: Priority; readonly cancellable: boolean },
  ): Promise<void> {
    const { store, scope, completeness, merges, requests } = this.#state;
    const key = `${merges} ${JSON.stringify(parts)}`;
    return requests.run(key, by, async (options) => {
      const reading = store.startReading();
      try {
        const owner = (id: string) => store.entries.get(id)?.share.owner ?? 'self';
        const own = () => [...store.entries.keys()].filter((id) => owner(id) === 'self');
        const query = { ...parts, owner };
        const cloud = await this.#with.connect();
        const limits = this.#with.limits();
        const found = await readShares(cloud, scope.region, query, limits, options);
        if (options.signal.aborted) throw cancelled();
        store.putShares(found.shares, reading);
        store.putRows(found.rows, reading);
        store.endReading(reading, { ...parts, shareIds: parts.shareIds ?? own() });
        for (const kind of parts.shareIds ? [] : parts.kinds) {
          completeness.ended(rowsPart('self', kind), this.#with.clock.now());
        }
      } finally {
        store.closeReading(reading);
      }
      this.#flush();
    });
  }

  cancel(): void {
    const { load, requests, completeness, scope } = this.#state;
    requests.cancel();
    if (!load) return;
    this.#stopLoad();
    for (const part of scopeParts) if (!load.ended.has(part)) completeness.broken(part);
    this.#state.failure = { at: this.#with.clock.now(), error: cancelled() };
    this.#flush(true);
    this.#with.onLoading(scope);
  }

  merge(rows: {
    readonly shares?: readonly ResourceShare[];
    readonly associations?: readonly Association[];
  }): void {
    this.#state.merges += 1;
    this.#state.store.merge(rows.shares ?? [], rows.associations ?? []);
    this.#flush();
  }

  /** Ends what runs, and takes what is held as of when it was read. */
  reset(): void {
    const state = this.#state;
    const loaded = this.#stopAll();
    state.asOf = state.loadedAt ?? state.asOf;
    state.loadedAt = undefined;
    state.failure = undefined;
    for (const part of scopeParts) state.completeness.broken(part);
    this.#flush(true);
    if (loaded) this.#with.onLoading(state.scope);
  }

  /** Ends what runs; nothing is told any more, except that a load has ended. */
  close(): void {
    this.#closed = true;
    if (this.#stopAll()) this.#with.onLoading(this.#state.scope);
  }

  /** Shows the scope as empty where it was found so not long ago and nothing has come up since. */
  #passesAsEmpty(): boolean {
    const { store, completeness, scope, loadedAt, asOf } = this.#state;
    const { emptyScopes, clock } = this.#with;
    const at = emptyScopes.foundAt(scope);
    const age = at === undefined ? undefined : clock.now() - at;
    const isYoung = age !== undefined && age >= 0 && age < probeEveryMs;
    if (at === undefined || !isYoung || store.entries.size > 0) return false;
    if ((loadedAt ?? asOf) === undefined) {
      this.#state.asOf = at;
      for (const part of scopeParts) completeness.ended(part, at);
      this.#flush(true);
    }
    return completeness.incomplete.length === 0 && this.#state.failure === undefined;
  }

  async #load(load: Load): Promise<void> {
    const state = this.#state;
    // The caller has to see the load as running before anything of it happens.
    await Promise.resolve();
    let failure: ReadFailure | undefined;
    try {
      failure = await untilAborted(this.#readScope(load), load.request.options.signal);
    } catch (thrown) {
      const error = asCloudError(thrown, 'ListResourceShares');
      const told = error.kind === 'cancelled' ? [] : scopeParts;
      failure = { error, byPart: new Map(told.map((part) => [part, error])) };
    }
    if (state.load !== load) return;
    this.#stopLoad();
    if (failure) this.#endWith(failure, load);
    else this.#end();
    this.#with.onLoading(state.scope);
    if (failure && endsAll(failure.error)) return;
    const knowsPermissions = [...state.store.entries.values()].some((one) => one.permissions);
    if (state.wantsPermissions || knowsPermissions) {
      await this.#readPermissions(load.request.options.priority);
    }
  }

  async #readScope(load: Load): Promise<ReadFailure | undefined> {
    const state = this.#state;
    const { store, completeness, scope } = state;
    const { request, reading, ended } = load;
    const owners = new Set([...store.entries.values()].map(({ share }) => share.owner));
    const expects = { self: owners.has('self'), other: owners.has('other') };
    /** What comes when the load is no longer the scope's one is thrown away. */
    const checkLive = (): void => {
      if (state.load !== load) throw cancelled();
    };
    const cloud = await this.#with.connect();
    return readScope(
      cloud,
      scope.region,
      { ...request, expects },
      {
        shares: (page) => {
          checkLive();
          store.putShares(page, reading);
          this.#flush();
        },
        rows: (page) => {
          checkLive();
          store.putRows(page, reading);
          this.#flush();
        },
        ended: (part) => {
          checkLive();
          ended.add(part);
          store.endReading(reading, coverageOf(part));
          completeness.ended(part, this.#with.clock.now());
          // With the last list the reading ends, which is told at once then.
          if (ended.size < scopeParts.length) this.#flush();
        },
      },
    );
  }

  async #readPermissions(priority: Priority, shareId?: string): Promise<void> {
    const state = this.#state;
    const { completeness, merges, requests } = state;
    const key = `permissions ${merges} ${shareId ?? ''}`;
    try {
      await requests.run(key, { priority, cancellable: true }, async (options) => {
        const loads = await import('./load-permissions.ts');
        const onChange = (): void => {
          this.#flush();
        };
        const cloud = await this.#with.connect();
        const surroundings = { cloud, limits: this.#with.limits(), options, onChange };
        await (shareId === undefined
          ? loads.loadPermissions(state, surroundings)
          : loads.loadSharePermissions(state, shareId, surroundings));
      });
      if (shareId === undefined) completeness.ended('permissions', this.#with.clock.now());
      else if (state.unreadPermissions === shareId) completeness.mended('permissions');
      else return;
      state.unreadPermissions = undefined;
    } catch (thrown) {
      const error = asCloudError(thrown, 'ListResourceSharePermissions');
      const isCancelled = error.kind === 'cancelled';
      if (isCancelled && shareId !== undefined) return;
      completeness.broken('permissions', isCancelled ? undefined : error);
      state.unreadPermissions = shareId;
    }
    this.#flush();
  }

  /** Every list was read to its end. */
  #end(): void {
    const state = this.#state;
    const wasUnknownOrStale = state.loadedAt === undefined || state.failure !== undefined;
    state.loadedAt = this.#with.clock.now();
    state.asOf = undefined;
    state.failure = undefined;
    const { emptyScopes } = this.#with;
    if (state.store.isEmpty) emptyScopes.remember(state.scope, state.loadedAt);
    else emptyScopes.forget(state.scope);
    this.#flush(wasUnknownOrStale);
  }

  #endWith({ error, byPart }: ReadFailure, { ended }: Load): void {
    const { completeness } = this.#state;
    for (const part of scopeParts) {
      if (!ended.has(part)) completeness.broken(part, byPart.get(part));
    }
    this.#fail(error);
  }

  #fail(error: CloudError): void {
    const shown = error.kind !== 'cancelled' && this.#state.failure?.error !== error;
    if (shown) this.#state.failure = { at: this.#with.clock.now(), error };
    this.#flush(shown);
  }

  /** @param failureChanged the scope itself has changed in what only the caller knows */
  #flush(failureChanged = false): void {
    if (this.#closed) return;
    const { store, scope } = this.#state;
    const change = store.flush();
    const scopeChanged = this.#state.tellCompleteness() || failureChanged;
    if (!change && !scopeChanged) return;
    const { added, removed, changed } = change ?? { added: [], removed: [], changed: [] };
    this.#with.onChange({ scope, scopeChanged, added, removed, changed });
  }

  #endRestoring(): void {
    const { restoring, store } = this.#state;
    if (restoring) store.closeReading(restoring);
    this.#state.restoring = undefined;
  }

  /** Ends the load without a word. */
  #stopLoad(): void {
    const { load, store } = this.#state;
    this.#state.load = undefined;
    if (!load) return;
    load.request.controller.abort(cancelled());
    store.closeReading(load.reading);
  }

  /** Ends everything that runs. @returns whether that was a load, too */
  #stopAll(): boolean {
    const loads = this.#state.load !== undefined;
    this.#endRestoring();
    this.#state.requests.abortAll();
    this.#stopLoad();
    return loads;
  }
}
