import type { CloudError } from '../clouds/cloud-error.ts';
import type { ShareCloud } from '../clouds/cloud.ts';
import type { Scope } from '../model/account.ts';
import { scopeKey } from '../model/account.ts';
import type { Clock } from '../model/clock.ts';
import { systemClock } from '../model/clock.ts';
import { Emitter } from '../model/emitter.ts';
import type { Inventory } from './inventory.ts';
import type { PendingItem, PendingMemory } from './pending.ts';
import { pendingKey } from './pending.ts';
import { ScopeWatch } from './scope-watch.ts';
import type { InventoryChange } from './snapshot.ts';

export type { PendingItem } from './pending.ts';

export interface WatcherOptions {
  readonly inventory: Inventory;
  readonly connect: (accountId: string) => Promise<ShareCloud>;
  readonly clock?: Clock;
  /** From 0 to 1, for the jitter. */
  readonly random?: () => number;
  /** Scopes that may have been read already: what is pending there is followed from the start. */
  readonly scopes?: readonly Scope[];
}

/** What is no longer looked at, as it has been pending for too long. */
export interface GaveUp {
  readonly scope: Scope;
  readonly items: readonly PendingItem[];
  /** Why the last look failed, when it did. */
  readonly error?: CloudError;
}

/**
 * Follows everything that is pending, in every scope, and nothing else: no timer while nothing is.
 * It looks while it is active (somebody can see it) and polling is on; what it sees goes to the inventory.
 */
export class Watcher {
  readonly #options: Required<WatcherOptions>;
  readonly #scopes = new Map<string, ScopeWatch>();
  /** What an earlier session knew, until this one has read the scope. */
  readonly #memories = new Map<string, ReadonlyMap<string, PendingMemory>>();
  readonly #changes = new Emitter<void>();
  readonly #gaveUp = new Emitter<GaveUp>();
  readonly #pollings = new Emitter<boolean>();
  readonly #stopListening: () => void;
  #active = true;
  #polling = true;

  constructor(options: WatcherOptions) {
    this.#options = { clock: systemClock, random: Math.random, scopes: [], ...options };
    this.#stopListening = options.inventory.onDidChange((change) => {
      this.#update(change);
    });
    for (const scope of this.#options.scopes) {
      const { entries } = options.inventory.snapshot(scope);
      this.#update({
        scope,
        scopeChanged: false,
        added: [...entries.keys()],
        changed: [],
        removed: [],
      });
    }
  }

  /** The list of what is in flight changed. */
  readonly onDidChange = this.#changes.listen;

  /**
   * Items that the cloud should have ended were given up after half an hour. They stand in the tree as they were last
   * seen. What waits for people is left alone in silence then, until the next refresh finds it moved.
   */
  readonly onDidGiveUp = this.#gaveUp.listen;

  readonly onDidChangePolling = this.#pollings.listen;

  /** Everything that the cloud still works on, as far as it is still followed. */
  get inFlight(): readonly PendingItem[] {
    return this.#items('cloud');
  }

  /** Everything that waits for an invitation to be answered, as far as it is still followed. */
  get awaitingAnswer(): readonly PendingItem[] {
    return this.#items('people');
  }

  /** Whether the user wants it to look at all. */
  get polling(): boolean {
    return this.#polling;
  }

  /** Whether the cloud should have ended this, has not in half an hour, and it is left alone since. */
  isStuck(
    item: Pick<PendingItem, 'scope' | 'shareId' | 'kind' | 'entityId' | 'entityType'>,
  ): boolean {
    return this.#scopes.get(scopeKey(item.scope))?.isStuck(item.shareId, pendingKey(item)) === true;
  }

  /** What is to be remembered of a scope beyond this session. */
  remembered(scope: Scope): readonly PendingMemory[] {
    return this.#scopes.get(scopeKey(scope))?.memories ?? [];
  }

  /**
   * Takes what an earlier session has left of a scope, for when the inventory tells of it: what is still as it was then
   * goes on from there, so that half an hour does not begin again with every window.
   */
  remember(scope: Scope, memories: readonly PendingMemory[]): void {
    const byKey = new Map(memories.map((memory) => [memory.key, memory]));
    this.#memories.set(scopeKey(scope), byKey);
  }

  /** Whether anybody can see what is found. Coming back looks at once. */
  setActive(active: boolean): void {
    this.#active = active;
    this.#run();
  }

  setPolling(enabled: boolean): void {
    if (this.#polling === enabled) return;
    this.#polling = enabled;
    this.#run();
    this.#pollings.fire(enabled);
  }

  dispose(): void {
    this.#stopListening();
    for (const watch of this.#scopes.values()) watch.dispose();
    this.#scopes.clear();
    this.#changes.dispose();
    this.#gaveUp.dispose();
    this.#pollings.dispose();
  }

  #items(whom: PendingItem['waitsFor']): readonly PendingItem[] {
    return [...this.#scopes.values()]
      .flatMap(({ items }) => items)
      .filter(({ waitsFor }) => waitsFor === whom);
  }

  #run(): void {
    for (const watch of this.#scopes.values()) watch.run(this.#active && this.#polling);
  }

  #update({ scope, added, changed, removed }: InventoryChange): void {
    const key = scopeKey(scope);
    const watch = this.#scopes.get(key) ?? this.#watch(scope);
    this.#scopes.set(key, watch);
    watch.update([...added, ...changed, ...removed], this.#memories.get(key));
    if (this.#options.inventory.snapshot(scope).loadedAt !== undefined) this.#memories.delete(key);
    if (!watch.idle) return;
    watch.dispose();
    this.#scopes.delete(key);
  }

  #watch(scope: Scope): ScopeWatch {
    const surroundings = {
      ...this.#options,
      onChange: () => {
        this.#changes.fire();
      },
      onGiveUp: (items: readonly PendingItem[], error: CloudError | undefined) => {
        this.#gaveUp.fire({ scope, items, ...(error && { error }) });
      },
    };
    return new ScopeWatch(scope, surroundings, this.#active && this.#polling);
  }
}
