import type { Priority, ShareCloud } from '../clouds/cloud.ts';
import type { Scope } from '../model/account.ts';
import { scopeKey } from '../model/account.ts';
import type { Clock } from '../model/clock.ts';
import { systemClock } from '../model/clock.ts';
import { Emitter } from '../model/emitter.ts';
import type { Association, ResourceShare } from '../model/share.ts';
import type { EmptyScopes } from './empty-scopes.ts';
import { emptyScopesIn } from './empty-scopes.ts';
import { cancelled } from './failure.ts';
import type { ReadLimits } from './read-shares.ts';
import { smallestLimits } from './read-shares.ts';
import type { LoadReason, Refresh } from './scope-inventory.ts';
import { ScopeInventory } from './scope-inventory.ts';
import { unread } from './scope-state.ts';
import type { InventoryChange, SavedScope, Snapshot } from './snapshot.ts';

export type { Refresh } from './scope-inventory.ts';

export interface InventoryOptions {
  /** Gives the client of an account; may reject, which is then the failure of the load. */
  readonly connect: (accountId: string) => Promise<ShareCloud>;
  readonly clock?: Clock;
  /** What one call takes and gives at the account's cloud; the smallest of all clouds when left out. */
  readonly limits?: (accountId: string) => ReadLimits;
  /** Which scopes hold nothing; remembered for this session only when left out. */
  readonly emptyScopes?: EmptyScopes;
}

/**
 * What is known about every scope, the one place that holds it, and the events of what changed.
 * A failure never takes data away; an unchanged reading fires nothing. The same request asked for again while it runs
 * is that one, and goes on with the higher priority; answers that come too late are thrown away.
 */
export class Inventory {
  readonly #connect: (accountId: string) => Promise<ShareCloud>;
  readonly #clock: Clock;
  readonly #limits: (accountId: string) => ReadLimits;
  readonly #emptyScopes: EmptyScopes;
  readonly #scopes = new Map<string, ScopeInventory>();
  readonly #removedAccounts = new Set<string>();
  readonly #changes = new Emitter<InventoryChange>();
  readonly #loading = new Emitter<Scope>();

  constructor(options: InventoryOptions) {
    this.#connect = options.connect;
    this.#clock = options.clock ?? systemClock;
    this.#limits = options.limits ?? (() => smallestLimits);
    this.#emptyScopes = options.emptyScopes ?? emptyScopesIn();
  }

  /** Exactly what changed; the returned function takes the listener off. */
  readonly onDidChange = this.#changes.listen;

  /** A load of the scope began or ended. Apart from {@link onDidChange}, as no row depends on it. */
  readonly onDidChangeLoading = this.#loading.listen;

  /** The last known state; the same object until something in it changes. */
  snapshot(scope: Scope): Snapshot {
    return this.#scopes.get(scopeKey(scope))?.snapshot ?? unread(scope);
  }

  limits(accountId: string): ReadLimits {
    return this.#limits(accountId);
  }

  /**
   * Shows what an earlier session has left, until this one has read the scope to its end. Asks the cloud for nothing.
   * Very many entries may come in portions, `more` with all but the last; a reading that begins meanwhile ends that.
   * @returns false, and changes nothing, where this session knows something of its own or reads already
   */
  restore(scope: Scope, saved: SavedScope, more?: 'more'): boolean {
    return this.#wanted(scope)?.restore(saved, more) ?? false;
  }

  /**
   * Reads everything in the scope, shown as it arrives. Never rejects: a failure stands in the snapshot.
   * @param asked `along` with a refresh of everything: what is known to be empty is then probed once an hour at most,
   * and shown as empty as of then meanwhile. An empty scope takes two calls, its shares of both sides.
   */
  load(scope: Scope, priority: Priority, asked: LoadReason = 'itself'): Promise<void> {
    this.#removedAccounts.delete(scope.accountId);
    return this.#scope(scope).load(priority, asked);
  }

  /** Reads one share and its rows again, as after an action. Never rejects: a failure stands in the snapshot. */
  async loadShare(scope: Scope, shareId: string, priority: Priority): Promise<void> {
    await this.#wanted(scope)?.loadShare(shareId, priority);
  }

  /**
   * Reads what may be done with the resources of one share: one call. Never rejects: a failure stands in
   * `Snapshot.incomplete`.
   */
  async loadSharePermissions(scope: Scope, shareId: string, priority: Priority): Promise<void> {
    await this.#wanted(scope)?.loadSharePermissions(shareId, priority);
  }

  /**
   * Reads the permissions of all shares in the scope, and from now on with every load, in the fewest calls; loads the
   * scope first where its shares are not known. Never rejects: a failure stands in `Snapshot.incomplete`, and takes
   * nothing else along.
   */
  async loadPermissions(scope: Scope, priority: Priority): Promise<void> {
    await this.#wanted(scope)?.loadPermissions(priority);
  }

  /**
   * Reads the given parts again, by ids in batches, and shows them once all of them are there. The same parts asked
   * for again meanwhile are read once, unless something was merged in between.
   * @throws CloudError, and leaves everything as it was
   */
  async refresh(scope: Scope, parts: Refresh, priority: Priority): Promise<void> {
    const wanted = this.#wanted(scope);
    if (!wanted) throw cancelled();
    await wanted.refresh(parts, { priority, cancellable: false });
  }

  /**
   * Stops what the user waits for in the scope, at once: the load, and the reading of single shares and of permissions.
   * What has arrived stays, and the snapshot says what is missing.
   */
  cancel(scope: Scope): void {
    this.#scopes.get(scopeKey(scope))?.cancel();
  }

  /** Shows at once what a write answered, or what a watch has seen. */
  merge(
    scope: Scope,
    rows: {
      readonly shares?: readonly ResourceShare[];
      readonly associations?: readonly Association[];
    },
  ): void {
    this.#wanted(scope)?.merge(rows);
  }

  /**
   * The account has new keys: what is held stays, as of when it was read, and is to be read again. What runs is ended;
   * answers that still arrive are thrown away.
   */
  resetAccount(accountId: string): void {
    this.#emptyScopes.forgetAccount(accountId);
    for (const [, scope] of this.#ofAccount(accountId)) scope.reset();
  }

  /** Forgets the account and ends what runs for it; answers that still arrive are thrown away. */
  removeAccount(accountId: string): void {
    this.#removedAccounts.add(accountId);
    this.#emptyScopes.forgetAccount(accountId);
    for (const [key, one] of this.#ofAccount(accountId)) {
      this.#scopes.delete(key);
      one.close();
      const { scope, entries } = one.snapshot;
      const removed = [...entries.keys()];
      this.#changes.fire({ scope, scopeChanged: true, added: [], removed, changed: [] });
    }
  }

  dispose(): void {
    this.#changes.dispose();
    this.#loading.dispose();
    for (const scope of this.#scopes.values()) scope.close();
    this.#scopes.clear();
  }

  #ofAccount(accountId: string): readonly (readonly [string, ScopeInventory])[] {
    return [...this.#scopes].filter(([, { snapshot }]) => snapshot.scope.accountId === accountId);
  }

  /** Nothing for a scope whose account was removed: only a load brings it back. */
  #wanted(scope: Scope): ScopeInventory | undefined {
    return this.#removedAccounts.has(scope.accountId) ? undefined : this.#scope(scope);
  }

  #scope(scope: Scope): ScopeInventory {
    const key = scopeKey(scope);
    const known = this.#scopes.get(key);
    if (known) return known;
    const { accountId } = scope;
    const made = new ScopeInventory(scope, {
      connect: () => this.#connect(accountId),
      clock: this.#clock,
      limits: () => this.#limits(accountId),
      emptyScopes: this.#emptyScopes,
      onChange: (change) => {
        this.#changes.fire(change);
      },
      onLoading: (loaded) => {
        this.#loading.fire(loaded);
      },
    });
    this.#scopes.set(key, made);
    return made;
  }
}
