import type { Inventory } from '../../inventory/inventory.ts';
import { scopeKey, type Scope } from '../../model/account.ts';
import { systemClock, type Clock } from '../../model/clock.ts';

/**
 * How long nobody asks for more rows until what was restored is read again behind them, in milliseconds. Reading takes
 * the same thread: begun at once, it would hold up the rows further down. `longest` is for a tree that never rests.
 */
export const calm = { quiet: 250, longest: 2_000 } as const;

export interface ScopeReaderParts {
  readonly inventory: Inventory;
  /** Shows what the last session has left of a scope; resolves when it is there, never rejects. */
  readonly restore: (scope: Scope) => Promise<void>;
  readonly clock?: Clock;
}

/** Where the data come from that rows are asked for: the last session first, then the cloud. */
export class ScopeReader {
  readonly #inventory: Inventory;
  readonly #restore: (scope: Scope) => Promise<void>;
  readonly #clock: Clock;
  readonly #behind = new Map<string, Scope>();
  #askedFirst = 0;
  #stopTimer: (() => void) | undefined;

  constructor({ inventory, restore, clock = systemClock }: ScopeReaderParts) {
    this.#inventory = inventory;
    this.#restore = restore;
    this.#clock = clock;
  }

  /** Resolves when what the last session has left of the scope is there; undefined where nobody has to wait for it. */
  prepare(scope: Scope): Promise<void> | undefined {
    return isUnread(this.#inventory, scope) ? this.#restore(scope) : undefined;
  }

  /** Rows of the scope are asked for: it is read unless this session has done so, at once where there is nothing yet. */
  read({ accountId, region }: Scope): void {
    const scope = { accountId, region };
    const { loading, loadedAt, asOf, failure } = this.#inventory.snapshot(scope);
    if (loading || loadedAt !== undefined || failure) return;
    if (asOf === undefined) {
      void this.#inventory.load(scope, 'view');
      return;
    }
    if (this.#behind.size === 0) this.#askedFirst = this.#clock.now();
    this.#behind.set(scopeKey(scope), scope);
    this.asked();
  }

  /** Any rows are asked for: what is to be read behind them waits for that. */
  asked(): void {
    if (this.#behind.size === 0) return;
    this.#stopTimer?.();
    const most = this.#askedFirst + calm.longest - this.#clock.now();
    const wait = Math.max(0, Math.min(calm.quiet, most));
    this.#stopTimer = this.#clock.schedule(wait, () => {
      const scopes = [...this.#behind.values()];
      this.#behind.clear();
      for (const scope of scopes) {
        // Whoever was faster has read it.
        const { loadedAt, failure } = this.#inventory.snapshot(scope);
        if (loadedAt === undefined && !failure) void this.#inventory.load(scope, 'view');
      }
    });
  }

  dispose(): void {
    this.#stopTimer?.();
    this.#behind.clear();
  }
}

function isUnread(inventory: Inventory, scope: Scope): boolean {
  const { loading, loadedAt, asOf, failure } = inventory.snapshot(scope);
  return !loading && loadedAt === undefined && asOf === undefined && !failure;
}
