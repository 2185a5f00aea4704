import { scopeKey, type Account, type Scope } from '../../model/account.ts';
import { systemClock, type Clock } from '../../model/clock.ts';
import { isDead } from '../../model/status.ts';
import type { Inventory } from '../inventory.ts';
import type { ShareEntry } from '../snapshot.ts';
import { eachTerm, facets, type Facet } from './facets.ts';
import { Postings } from './postings.ts';
import { missingWords, searchTextOf, type SearchText, type Word } from './text-search.ts';

/** A share as one account sees it. */
export interface IndexedShare {
  readonly scope: Scope;
  readonly entry: ShareEntry;
}

/** A share that was searched for and found. */
export interface FoundShare extends IndexedShare {
  /** The words that only its rows have; none when the share is found by its own name, id, ARN or owner. */
  readonly missing: readonly Word[];
}

interface Slot {
  readonly scope: Scope;
  entry: ShareEntry;
  text: SearchText;
}

interface Waiting {
  readonly scope: Scope;
  readonly ids: Set<string>;
}

export interface IndexOptions {
  readonly inventory: Pick<Inventory, 'snapshot' | 'onDidChange'>;
  /** What the inventory knows already; what comes later is told by its events. */
  readonly scopes: readonly Scope[];
  readonly clock?: Clock;
}

export interface LookUp {
  /** Also shares and rows that have ended. */
  readonly ended?: boolean;
}

/** Shares and rows that are taken in at a stretch: some milliseconds. */
const atATime = 1_000;

/**
 * Finds shares of all scopes by what is in them. Follows the inventory share by share: one that changed is taken out
 * and put in again, and nothing else is touched. What is many is taken in over time, so that nothing else has to wait.
 */
export class InventoryIndex {
  readonly #inventory: IndexOptions['inventory'];
  readonly #clock: Clock;
  readonly #slots = new Map<string, Map<string, Slot>>();
  readonly #living = emptyPostings();
  readonly #ended = emptyPostings();
  readonly #waiting = new Map<string, Waiting>();
  readonly #stopListening: () => void;
  #stopWork: (() => void) | undefined;
  readonly #onceSettled = new Set<() => void>();
  #version = 0;

  constructor({ inventory, scopes, clock = systemClock }: IndexOptions) {
    this.#inventory = inventory;
    this.#clock = clock;
    this.#stopListening = inventory.onDidChange(({ scope, added, removed, changed }) => {
      this.#note(scope, [...added, ...removed, ...changed]);
    });
    for (const scope of scopes) this.#note(scope, inventory.snapshot(scope).entries.keys());
  }

  /** Another number whenever what can be found has changed. */
  get version(): number {
    this.#takeIn();
    return this.#version;
  }

  /** Resolves when everything that the inventory knows can be found without first being taken in. */
  settled(): Promise<void> {
    if (this.#waiting.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#onceSettled.add(resolve));
  }

  /** Shares with that id or ARN, as each account sees them. */
  byShare(id: string, options?: LookUp): readonly IndexedShare[] {
    return this.by('share', id, options);
  }

  /** Shares that hold the resource with that id, ARN or URN. */
  byResource(id: string, options?: LookUp): readonly IndexedShare[] {
    return this.by('resource', id, options);
  }

  /** Shares that name the principal with that id. */
  byPrincipal(id: string, options?: LookUp): readonly IndexedShare[] {
    return this.by('principal', id, options);
  }

  /** Shares with exactly that value. */
  by(facet: Facet, value: string, { ended = false }: LookUp = {}): readonly IndexedShare[] {
    this.#takeIn();
    const living = [...this.#living[facet].get(value)];
    if (!ended) return living.map(published);
    return [...new Set([...living, ...this.#ended[facet].get(value)])].map(published);
  }

  /** Every share of every scope. */
  *all({ ended = false }: LookUp = {}): Generator<IndexedShare, void, undefined> {
    this.#takeIn();
    for (const slots of this.#slots.values()) {
      for (const slot of slots.values()) {
        if (ended || !isDead(slot.entry.share.status)) yield published(slot);
      }
    }
  }

  /**
   * Shares in which every word stands: in their names, ids, ARNs and owners, or in the ids and ARNs of their rows.
   * @param words as `wordsOf` gives them; every share is found by none
   */
  *search(
    words: readonly Word[],
    { ended = false }: LookUp = {},
  ): Generator<FoundShare, void, undefined> {
    this.#takeIn();
    // The longest word is the rarest one as a rule.
    const length = ({ texts: [word] }: Word): number => word?.text.length ?? 0;
    const byLength = words.toSorted((a, b) => length(b) - length(a));
    for (const slots of this.#slots.values()) {
      for (const { scope, entry, text } of slots.values()) {
        if (!ended && isDead(entry.share.status)) continue;
        const missing = missingWords(scope.accountId, text, byLength, ended);
        if (missing) yield { scope, entry, missing };
      }
    }
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
      this.#takeIn(atATime);
      if (this.#waiting.size > 0) this.#work();
    });
  }

  /** Takes in what waits, up to so many shares and rows. */
  #takeIn(most = Number.POSITIVE_INFINITY): void {
    let left = most;
    for (const [key, { scope, ids }] of this.#waiting) {
      const { entries } = this.#inventory.snapshot(scope);
      for (const id of ids) {
        if (left <= 0) return;
        ids.delete(id);
        left -= this.#update(key, scope, id, entries.get(id));
      }
      this.#waiting.delete(key);
    }
    this.#settle();
  }

  /** @returns how much work it was, counted in shares and rows */
  #update(key: string, scope: Scope, id: string, entry: ShareEntry | undefined): number {
    const slots = this.#slots.get(key);
    const known = slots?.get(id);
    if (known?.entry === entry) return 1;
    this.#version += 1;
    if (known) this.#post('remove', known);
    if (!entry) {
      slots?.delete(id);
      if (slots?.size === 0) this.#slots.delete(key);
      return 1;
    }
    const slot = known ?? { scope, entry, text: searchTextOf(entry) };
    if (known) Object.assign(known, { entry, text: searchTextOf(entry) });
    else if (slots) slots.set(id, slot);
    else this.#slots.set(key, new Map([[id, slot]]));
    this.#post('add', slot);
    return 1 + entry.resources.length + entry.principals.length;
  }

  #post(how: 'add' | 'remove', slot: Slot): void {
    eachTerm(slot.entry, (facet, value, ended) => {
      (ended ? this.#ended : this.#living)[facet][how](value, slot);
    });
  }

  #settle(): void {
    for (const resolve of this.#onceSettled) resolve();
    this.#onceSettled.clear();
  }
}

function published({ scope, entry }: Slot): IndexedShare {
  return { scope, entry };
}

function emptyPostings(): Readonly<Record<Facet, Postings<Slot>>> {
  const empty = facets.map((facet) => [facet, new Postings<Slot>()] as const);
  return Object.fromEntries(empty) as Record<Facet, Postings<Slot>>;
}

/** The scopes of accounts, in the user's order. */
export function scopesOf(accounts: readonly Account[]): readonly Scope[] {
  return accounts.flatMap(({ id, regions }) =>
    regions.map((region) => ({ accountId: id, region })),
  );
}
