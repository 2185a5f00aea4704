import { scopeKey, type Account, type Scope } from '../../model/account.ts';
import { compareNames } from '../../model/name-order.ts';
import { isDead } from '../../model/status.ts';
import type { ShareEntry } from '../snapshot.ts';
import { eachTerm, facets, type Facet } from './facets.ts';
import { GramTable, hasBit } from './grams.ts';
import { Intake, type IndexOptions } from './intake.ts';
import { Postings } from './postings.ts';
import {
  candidates,
  missingWords,
  searchTextOf,
  textsOf,
  type SearchText,
  type Word,
} from './text-search.ts';

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
  /** Its place in the bits of a search. */
  readonly number: number;
  /** As it is given out; replaced together with the entry. */
  found: FoundShare;
  text: SearchText;
}

export interface LookUp {
  /** Also shares and rows that have ended. */
  readonly ended?: boolean;
}

const none: readonly Word[] = [];

/**
 * Finds shares of all scopes by what is in them. Follows the inventory share by share: one that changed is taken out
 * and put in again, and nothing else is touched.
 */
export class InventoryIndex {
  readonly #intake: Intake;
  readonly #slots = new Map<string, Map<string, Slot>>();
  readonly #numbered: (Slot | undefined)[] = [];
  readonly #freeNumbers: number[] = [];
  /** The numbers of all of them, by name. */
  readonly #sorted: number[] = [];
  readonly #grams = new GramTable();
  #deadCount = 0;
  readonly #living = emptyPostings();
  readonly #ended = emptyPostings();
  #version = 0;

  constructor(options: IndexOptions) {
    this.#intake = new Intake(options, (scope, id, entry) => this.#update(scope, id, entry));
  }

  /** Another number whenever what can be found has changed. */
  get version(): number {
    this.#intake.takeIn();
    return this.#version;
  }

  /** False while something that the inventory knows has to be taken in before it can be found. */
  get isSettled(): boolean {
    return this.#intake.isSettled;
  }

  /** Resolves when everything that the inventory knows can be found without first being taken in. */
  settled(): Promise<void> {
    return this.#intake.settled();
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
    this.#intake.takeIn();
    const living = [...this.#living[facet].get(value)];
    const slots = ended ? new Set([...living, ...this.#ended[facet].get(value)]) : living;
    return Array.from(slots, ({ found }) => found);
  }

  /** How many shares there are in all scopes. */
  count({ ended = false }: LookUp = {}): number {
    this.#intake.takeIn();
    return this.#sorted.length - (ended ? 0 : this.#deadCount);
  }

  /**
   * Shares in which every word stands, by name: in their names, ids, ARNs and owners, or in the ids and ARNs of their rows.
   * @param words as `wordsOf` gives them; every share is found by none
   */
  *search(
    words: readonly Word[],
    { ended = false }: LookUp = {},
  ): Generator<FoundShare, void, undefined> {
    this.#intake.takeIn();
    const possible = words
      .map((word) => candidates(word, this.#grams))
      .filter((bits) => bits !== undefined);
    for (const number of this.#sorted) {
      if (!areIn(number, possible)) continue;
      const slot = this.#numbered[number];
      if (!slot || (!ended && isDead(slot.found.entry.share.status))) continue;
      const { found, text } = slot;
      const missing = missingWords(found.scope.accountId, text, words, ended);
      if (missing) yield missing.length === 0 ? found : { ...found, missing };
    }
  }

  dispose(): void {
    this.#intake.dispose();
  }

  /** @returns how much work it was, counted in shares and rows */
  #update(scope: Scope, id: string, entry: ShareEntry | undefined): number {
    const key = scopeKey(scope);
    const slots = this.#slots.get(key);
    const known = slots?.get(id);
    if (known?.found.entry === entry) return 1;
    this.#version += 1;
    const stays = known !== undefined && known.found.entry.share.name === entry?.share.name;
    if (known) {
      this.#post('remove', known);
      if (!stays) this.#sorted.splice(this.#placeOf(known), 1);
    }
    if (!entry) {
      if (known) this.#free(known);
      slots?.delete(id);
      if (slots?.size === 0) this.#slots.delete(key);
      return 1;
    }
    const text = searchTextOf(entry);
    const found = { scope, entry, missing: none };
    const slot = known ?? { number: this.#freeNumber(), found, text };
    this.#numbered[slot.number] = slot;
    this.#grams.set(slot.number, textsOf(text), known ? textsOf(known.text) : []);
    Object.assign(slot, { found, text });
    if (slots) slots.set(id, slot);
    else this.#slots.set(key, new Map([[id, slot]]));
    if (!stays) this.#sorted.splice(this.#placeOf(slot), 0, slot.number);
    this.#post('add', slot);
    return 1 + entry.resources.length + entry.principals.length;
  }

  #freeNumber(): number {
    return this.#freeNumbers.pop() ?? this.#numbered.length;
  }

  #free({ number, text }: Slot): void {
    this.#grams.set(number, [], textsOf(text));
    this.#numbered[number] = undefined;
    this.#freeNumbers.push(number);
  }

  /** Where a share stands among the others, or would stand. */
  #placeOf(slot: Slot): number {
    let from = 0;
    let to = this.#sorted.length;
    while (from < to) {
      const middle = (from + to) >> 1;
      const other = this.#numbered[this.#sorted[middle] ?? -1];
      if (other && compareShares(other.found, slot.found) < 0) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  #post(how: 'add' | 'remove', slot: Slot): void {
    const { entry } = slot.found;
    if (isDead(entry.share.status)) this.#deadCount += how === 'add' ? 1 : -1;
    eachTerm(entry, (facet, value, ended) => {
      (ended ? this.#ended : this.#living)[facet][how](value, slot);
    });
  }
}

function areIn(number: number, sets: readonly Uint32Array[]): boolean {
  for (const bits of sets) if (!hasBit(bits, number)) return false;
  return true;
}

/** No two shares are equal in this: a share that is seen from two accounts is two. */
function compareShares(some: IndexedShare, other: IndexedShare): number {
  return (
    compareNames(some.entry.share.name, other.entry.share.name) ||
    compareTexts(some.entry.share.id, other.entry.share.id) ||
    compareTexts(scopeKey(some.scope), scopeKey(other.scope))
  );
}

function compareTexts(some: string, other: string): number {
  if (some === other) return 0;
  return some < other ? -1 : 1;
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
