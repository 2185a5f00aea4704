import { scopeKey, type Scope } from '../../model/account.ts';
import { systemClock, type Clock } from '../../model/clock.ts';
import type { Inventory } from '../inventory.ts';
import type { ShareEntry } from '../snapshot.ts';

export interface IndexOptions {
  readonly inventory: Pick<Inventory, 'snapshot' | 'onDidChange'>;
  /** What the inventory knows already; what comes later is told by its events. */
  readonly scopes: readonly Scope[];
  readonly clock?: Clock;
}

interface Waiting {
  readonly scope: Scope;
  readonly ids: Set<string>;
}

/** Shares and rows that are taken in at a stretch: some milliseconds. */
const atATime = 500;

/**
 * Brings what the inventory knows, and every share of it that changes, into an index. What is many is taken in over
 * time, so that nothing else has to wait.
 */
export class Intake {
  readonly #inventory: IndexOptions['inventory'];
  readonly #clock: Clock;
  readonly #update: (scope: Scope, id: string, entry: ShareEntry | undefined) => number;
  readonly #waiting = new Map<string, Waiting>();
  readonly #stopListening: () => void;
  readonly #onceSettled = new Set<() => void>();
  #stopWork: (() => void) | undefined;

  /**
   * @param update takes one share in, as it is now or absent where it is gone, and gives how much work that was, counted
   * in shares and rows
   */
  constructor(
    { inventory, scopes, clock = systemClock }: IndexOptions,
    update: (scope: Scope, id: string, entry: ShareEntry | undefined) => number,
  ) {
    this.#inventory = inventory;
    this.#clock = clock;
    this.#update = update;
    this.#stopListening = inventory.onDidChange(({ scope, added, removed, changed }) => {
      this.#note(scope, [...added, ...removed, ...changed]);
    });
    for (const scope of scopes) this.#note(scope, inventory.snapshot(scope).entries.keys());
  }

  /** False while something that the inventory knows has to be taken in before it can be found. */
  get isSettled(): boolean {
    return this.#waiting.size === 0;
  }

  /** Resolves when everything that the inventory knows can be found without first being taken in. */
  settled(): Promise<void> {
    if (this.isSettled) return Promise.resolve();
    return new Promise((resolve) => this.#onceSettled.add(resolve));
  }

  /** Takes in what waits: all of it unless told up to how many shares and rows. */
  takeIn(most = Number.POSITIVE_INFINITY): void {
    let left = most;
    for (const [key, { scope, ids }] of this.#waiting) {
      const { entries } = this.#inventory.snapshot(scope);
      for (const id of ids) {
        if (left <= 0) return;
        ids.delete(id);
        left -= this.#update(scope, id, entries.get(id));
      }
      this.#waiting.delete(key);
    }
    this.#settle();
  }

  dispose(): void {
    this.#stopListening();
    this.#stopWork?.();
    this.#waiting.clear();
    this.#settle();
  }

  #note({ accountId, region }: Scope, ids: Iterable<string>): void {
    const scope = { accountId, region };
    const waiting = this.#waiting.get(scopeKey(scope)) ?? { scope, ids: new Set() };
    for (const id of ids) waiting.ids.add(id);
    if (waiting.ids.size === 0) return;
    this.#waiting.set(scopeKey(scope), waiting);
    this.#work();
  }

  /** Lets what runs come to its end first, then takes in one stretch after the other. */
  #work(): void {
    this.#stopWork ??= this.#clock.schedule(0, () => {
      this.#stopWork = undefined;
      this.takeIn(atATime);
      if (this.#waiting.size > 0) this.#work();
    });
  }

  #settle(): void {
    for (const resolve of this.#onceSettled) resolve();
    this.#onceSettled.clear();
  }
}
