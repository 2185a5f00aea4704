import type { CloudError } from '../clouds/cloud-error.ts';
import type { Priority, ShareCloud } from '../clouds/cloud.ts';
import type { Scope } from '../model/account.ts';
import type { Clock } from '../model/clock.ts';
import type { Association, AssociationKind, ResourceShare } from '../model/share.ts';
import { listsOf, rowsPart } from './completeness.ts';
import type { EmptyScopes } from './empty-scopes.ts';
import { probeEveryMs } from './empty-scopes.ts';
import { asCloudError, cancelled, unlessCancelled } from './failure.ts';
import { newRequest, untilAborted } from './in-flight.ts';
import type { ReadFailure } from './read-scope.ts';
import { endsAll, readScope } from './read-scope.ts';
import type { ReadLimits } from './read-shares.ts';
import { readShares } from './read-shares.ts';
import { ScopePermissions } from './scope-permissions.ts';
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
  readonly #permissions: ScopePermissions;
  #closed = false;

  constructor(scope: Scope, surroundings: ScopeSurroundings) {
    this.#state = new ScopeState(scope);
    this.#with = surroundings;
    const onChange = (): void => {
      this.#flush();
    };
    this.#permissions = new ScopePermissions(this.#state, { ...surroundings, onChange });
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
    await this.#permissions.readOne(shareId, priority);
  }

  async loadPermissions(priority: Priority): Promise<void> {
    this.#permissions.wantAll();
    this.#flush();
    const { incomplete } = this.#state.completeness;
    const isUnread = incomplete.some(
      ({ part, readAt }) => part === 'ownShares' && readAt === undefined,
    );
    if (this.#state.load || isUnread) await this.load(priority, 'itself');
    else await this.#permissions.readAll(priority);
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
        const ids = parts.shareIds;
        // Only the side that was asked can tell that a share is gone from it.
        const sides = new Map(ids?.map((id) => [id, store.entries.get(id)?.share.owner ?? 'self']));
        const owner = (id: string) => sides.get(id) ?? 'self';
        const cloud = await this.#with.connect();
        const query = { ...parts, owner };
        const found = await readShares(cloud, scope.region, query, this.#with.limits(), options);
        if (options.signal.aborted) throw cancelled();
        store.putShares(found.shares, reading);
        store.putRows(found.rows, reading);
        if (!ids) store.endReading(reading, { ...parts, shares: false, owner: 'self' });
        for (const [id, side] of sides) {
          if (!store.entries.has(id)) this.#leaveUnread(found.shares, id, parts.kinds);
          store.endReading(reading, { ...parts, shareIds: [id], owner: side });
        }
        const isWhole = completeness.isWhole('ownShares');
        for (const kind of ids || !isWhole ? [] : parts.kinds) {
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
    this.#permissions.breakOff();
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
    this.#permissions.breakOff();
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
      const broken = unlessCancelled(error) ? scopeParts : [];
      failure = { error, byPart: new Map(broken.map((part) => [part, error])) };
    }
    if (state.load !== load) return;
    this.#stopLoad();
    const endedAll = failure && endsAll(failure.error) ? failure.error : undefined;
    const permissions = this.#permissions;
    const { areLoaded } = permissions;
    if (!areLoaded) permissions.leaveOut();
    else if (endedAll) permissions.breakOff(unlessCancelled(endedAll));
    if (failure) this.#endWith(failure, load);
    else this.#end();
    this.#with.onLoading(state.scope);
    if (areLoaded && !endedAll) await permissions.readWithLoad(load.request.options.priority);
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
          this.#flush();
        },
      },
    );
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
    const shown = unlessCancelled(error) !== undefined && this.#state.failure?.error !== error;
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

  /** A share has come up of which not all rows were asked for: the list of the others is no longer whole. */
  #leaveUnread(
    found: readonly ResourceShare[],
    id: string,
    kinds: readonly AssociationKind[],
  ): void {
    const share = found.find((one) => one.id === id);
    for (const kind of ['resource', 'principal'] as const) {
      if (!share || kinds.includes(kind)) continue;
      this.#state.completeness.broken(rowsPart(share.owner, kind));
    }
  }

  #endRestoring(): void {
    const { restoring, store } = this.#state;
    if (restoring) store.closeReading(restoring);
    this.#state.restoring = undefined;
  }

  /** Ends the load without a word. Rows whose share was not read after all are none of a list that is held whole. */
  #stopLoad(): void {
    const { load, store } = this.#state;
    this.#state.load = undefined;
    if (!load) return;
    load.request.controller.abort(cancelled());
    if (!store.closeReading(load.reading)) return;
    for (const owner of ['self', 'other'] as const) {
      const [shares, ...rows] = listsOf[owner];
      for (const part of load.ended.has(shares) ? [] : rows) load.ended.delete(part);
    }
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
