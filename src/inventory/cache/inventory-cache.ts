import { isDeepStrictEqual } from 'node:util';
import type { Account, Scope } from '../../model/account.ts';
import { turnOfOthers } from '../../model/pieces.ts';
import { scopeKey } from '../../model/account.ts';
import type { Clock } from '../../model/clock.ts';
import { systemClock } from '../../model/clock.ts';
import type { Inventory } from '../inventory.ts';
import type { SavedScope, ListPart, Snapshot } from '../snapshot.ts';
import { scopeParts } from '../snapshot.ts';
import type { Watcher } from '../watcher.ts';
import type { CacheLimits } from './cache-folder.ts';
import { CacheFolder } from './cache-folder.ts';
import { formatScopeFile, ownerOf, parseScopeFile, UnusableFile } from './scope-file.ts';

/** The watcher, whose code may come only once something is pending. */
export interface WatcherWhenNeeded {
  readonly begun: Promise<Watcher> | undefined;
  get(): Promise<Watcher>;
}

export interface CacheOptions {
  readonly inventory: Inventory;
  readonly watcher: WatcherWhenNeeded;
  /** Where the files lie; made when the first is written. */
  readonly folder: string;
  readonly accounts: () => readonly Account[];
  /** Gets a line when something is dropped or can't be written. The user is told nothing. */
  readonly log: (line: string) => void;
  readonly clock?: Clock;
  readonly limits?: CacheLimits;
}

/** How many shares with their rows are put into the inventory at a stretch. */
const portion = 500;

/**
 * How long changes are gathered before they are written, in milliseconds: after the last one, and at most in all. After a
 * write at least `rest` times as long as it took: what is large is written more rarely.
 */
export const gather = { quiet: 400, longest: 10_000, rest: 10 } as const;

/**
 * Keeps what the inventory knows in files, for the next session. Nothing in the files is secret: they hold the model,
 * which knows no keys. A file that can't be used is dropped, with a line in the log.
 */
export class InventoryCache {
  readonly #options: CacheOptions;
  readonly #clock: Clock;
  readonly #folder: CacheFolder;
  readonly #restored = new Map<string, Promise<void>>();
  readonly #changed = new Map<string, Scope>();
  readonly #stops: (() => void)[];
  #firstChangeAt = 0;
  #quiet: number = gather.quiet;
  #listensTo: Watcher | undefined;
  #stopTimer: (() => void) | undefined;
  /** File operations, one after the other. */
  #tail: Promise<void> = Promise.resolve();
  #writable = true;
  #ended = false;

  constructor(options: CacheOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#folder = new CacheFolder(options.folder, options.limits);
    const { inventory } = options;
    this.#stops = [
      inventory.onDidChange(({ scope }) => {
        this.#note(scope);
      }),
      // A reading that finds nothing new still makes the data younger.
      inventory.onDidChangeLoading((scope) => {
        this.#note(scope);
      }),
    ];
    for (const scope of this.#scopes()) this.#note(scope);
    void this.#queue(() => this.#folder.sweep(this.#scopes(), this.#clock.now()));
  }

  /**
   * Shows what the last session has left of a scope; at once the second time. Never rejects, asks the cloud for nothing.
   * @returns when it is in the inventory, if there was anything
   */
  restore(scope: Scope): Promise<void> {
    const key = scopeKey(scope);
    const known = this.#restored.get(key);
    if (known) return known;
    const restoring = this.#restore(scope);
    this.#restored.set(key, restoring);
    return restoring;
  }

  /** Brings everything back that is configured, one scope after the other. */
  async restoreAll(): Promise<void> {
    for (const scope of this.#scopes()) {
      if (this.#ended) return;
      await this.restore(scope);
    }
  }

  /** Writes now what waits to be written, and for how long what is pending has been followed. */
  async flush(): Promise<void> {
    const watcher = await this.#watcher();
    for (const scope of this.#scopes()) {
      if ((watcher?.remembered(scope).length ?? 0) > 0) this.#note(scope);
    }
    this.#write();
    await this.#tail;
  }

  /** When everything that was begun up to now has been read and written. */
  idle(): Promise<void> {
    return this.#tail;
  }

  /** Removes the files of an account that is gone. */
  forget(accountId: string): Promise<void> {
    for (const key of [...this.#restored.keys()]) {
      if (key.startsWith(`${accountId}/`)) this.#restored.delete(key);
    }
    return this.#queue(() => this.#folder.removeAccount(accountId));
  }

  /** Removes all files. What changes from now on is written again. */
  clear(): Promise<void> {
    this.#forgetChanges();
    return this.#queue(() => this.#folder.clear());
  }

  /** Writes nothing from now on. */
  dispose(): void {
    this.#ended = true;
    this.#forgetChanges();
    for (const stop of this.#stops) stop();
  }

  async #restore(scope: Scope): Promise<void> {
    const { inventory, watcher } = this.#options;
    const account = this.#account(scope);
    const { loadedAt, asOf } = inventory.snapshot(scope);
    if (!account || loadedAt !== undefined || asOf !== undefined) return;
    try {
      const text = await this.#folder.read(scope);
      if (text === undefined) return;
      const owner = ownerOf(account, scope.region);
      const saved = await parseScopeFile(text, owner, this.#clock.now());
      const watching = saved.pending.length > 0 ? await watcher.get() : undefined;
      const still = this.#account(scope);
      if (!still || !isDeepStrictEqual(ownerOf(still, scope.region), owner)) return;
      watching?.remember(scope, saved.pending);
      await restoreInPortions(inventory, scope, saved);
      // It lies there already, just as it is.
      this.#changed.delete(scopeKey(scope));
    } catch (error) {
      this.#options.log(`Cache of ${nameOf(account, scope)} dropped: ${reasonOf(error)}.`);
      await this.#queue(() => this.#folder.remove(scope));
    }
  }

  #note(scope: Scope): void {
    if (this.#changed.size === 0) this.#firstChangeAt = this.#clock.now();
    this.#changed.set(scopeKey(scope), scope);
    this.#stopTimer?.();
    const most = this.#firstChangeAt + gather.longest - this.#clock.now();
    const wait = Math.max(0, Math.min(this.#quiet, most));
    this.#stopTimer = this.#clock.schedule(wait, () => {
      this.#write();
    });
  }

  #forgetChanges(): void {
    this.#stopTimer?.();
    this.#stopTimer = undefined;
    this.#changed.clear();
  }

  #write(): void {
    const scopes = [...this.#changed.values()];
    this.#forgetChanges();
    for (const scope of scopes) void this.#queue(() => this.#save(scope));
  }

  async #save(scope: Scope): Promise<void> {
    const watcher = await this.#watcher();
    const account = this.#account(scope);
    const snapshot = this.#options.inventory.snapshot(scope);
    const readAt = snapshot.loadedAt ?? snapshot.asOf ?? snapshot.failure?.at;
    const missing = missingFrom(snapshot);
    // Half a reading is no state that was ever true; its end is told.
    if (!account || this.#ended || snapshot.loading || readAt === undefined) return;
    if (missing.length === scopeParts.length) return;
    const file = {
      owner: ownerOf(account, scope.region),
      loadedAt: readAt,
      missing,
      entries: [...snapshot.entries.values()],
      pending: watcher?.remembered(scope) ?? [],
    };
    const now = (): number => this.#clock.now();
    const start = now();
    const outcome = await this.#folder.write(scope, formatScopeFile(file), readAt, now);
    this.#quiet = Math.max(gather.quiet, gather.rest * (now() - start));
    this.#writable = true;
    if (outcome !== 'tooLarge') return;
    this.#options.log(`Cache of ${nameOf(account, scope)} dropped: it is too large.`);
  }

  /** The watcher if there is one; from then on it is taken down what it gives up. */
  async #watcher(): Promise<Watcher | undefined> {
    const watcher = await this.#options.watcher.begun;
    if (watcher && watcher !== this.#listensTo && !this.#ended) {
      this.#listensTo = watcher;
      this.#stops.push(
        watcher.onDidGiveUp(({ scope }) => {
          this.#note(scope);
        }),
      );
    }
    return watcher;
  }

  /** Runs a file operation after those before it. One that fails is logged; so is not each of a row of failures. */
  #queue(work: () => Promise<void>): Promise<void> {
    this.#tail = this.#tail.then(work).catch((error: unknown) => {
      if (this.#writable) this.#options.log(`The cache could not be written: ${reasonOf(error)}.`);
      this.#writable = false;
    });
    return this.#tail;
  }

  #scopes(): readonly Scope[] {
    return this.#options
      .accounts()
      .flatMap(({ id, regions }) => regions.map((region) => ({ accountId: id, region })));
  }

  #account({ accountId, region }: Scope): Account | undefined {
    const account = this.#options.accounts().find(({ id }) => id === accountId);
    return account?.regions.includes(region) === true ? account : undefined;
  }
}

/** Puts in at a stretch what takes some milliseconds, and lets others have their turn. */
async function restoreInPortions(
  inventory: Inventory,
  scope: Scope,
  { loadedAt, missing, entries }: SavedScope,
): Promise<void> {
  for (let start = 0; ; start += portion) {
    const saved = { loadedAt, missing, entries: entries.slice(start, start + portion) };
    const isLast = start + portion >= entries.length;
    if (!inventory.restore(scope, saved, isLast ? undefined : 'more') || isLast) return;
    await turnOfOthers();
  }
}

/** Lists of which we hold a part at most. */
function missingFrom({ incomplete }: Snapshot): readonly ListPart[] {
  const unread = incomplete.filter(({ readAt }) => readAt === undefined).map(({ part }) => part);
  return scopeParts.filter((part) => unread.includes(part));
}

function nameOf(account: Account, { region }: Scope): string {
  return `${account.label} ${region}`;
}

function reasonOf(error: unknown): string {
  if (error instanceof UnusableFile) return error.message;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  // The system's own text names the folder, which is nobody's business.
  return typeof code === 'string' ? code : 'it could not be read';
}
