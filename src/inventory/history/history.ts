import { isDeepStrictEqual } from 'node:util';
import { scopeKey, type Account, type Scope } from '../../model/account.ts';
import { systemClock, type Clock } from '../../model/clock.ts';
import { turnOfOthers } from '../../model/pieces.ts';
import { ownerOf, UnusableFile, type FileOwner } from '../cache/scope-file.ts';
import type { Inventory } from '../inventory.ts';
import type { ShareEntry, Snapshot } from '../snapshot.ts';
import type { HistoryFolder } from './history-folder.ts';
import {
  historyText,
  momentText,
  parseHistory,
  seenText,
  type ParsedHistory,
} from './history-text.ts';
import {
  pastOf,
  stepBetween,
  type PastPermission,
  type PastShare,
  type ShareStep,
} from './past-share.ts';
import { startingAt, stateNow, type Moment, type ScopeHistory } from './scope-history.ts';

export interface HistoryOptions {
  readonly inventory: Pick<Inventory, 'snapshot' | 'onDidChange' | 'onDidChangeLoading'>;
  readonly accounts: () => readonly Account[];
  readonly folder: HistoryFolder;
  /** How long changes are kept. */
  readonly days: () => number;
  /** Gets a line when something is dropped or can't be written. The user is told nothing. */
  readonly log: (line: string) => void;
  readonly clock?: Clock;
}

/** How long changes are gathered before they are written down, in milliseconds. */
export const historyQuietMs = 500;

const dayMs = 24 * 60 * 60_000;
/** How much later a look that found nothing new must be to be worth a line at the end, in milliseconds. */
const seenStepMs = 60 * 60_000;
/** Shares that are compared at a stretch. */
const atATime = 200;

/** A share as it stands at the end of the file: by what the inventory holds, or as it was read back. */
type Known =
  | { readonly entry: ShareEntry; readonly permissions: readonly PastPermission[] | undefined }
  | { readonly past: PastShare };

/** What is known to stand in a scope's file. */
interface Written {
  readonly owner: FileOwner;
  readonly shares: Map<string, Known>;
  /** Another window has written to it where this is not its size. */
  size: number;
  /** When everything in the scope was last seen to be like that. */
  seenAt: number;
  /** The last time of that which stands in the file. */
  writtenSeenAt: number;
  oldestAt: number | undefined;
}

/**
 * Keeps what has become of the shares: whenever a scope was read to its end, or is followed after that, what is
 * otherwise than before is written down. A scope that was read in part only adds nothing until it is read whole.
 * Nothing in the files is secret: they hold the model, which knows no keys.
 */
export class History {
  readonly #options: HistoryOptions;
  readonly #clock: Clock;
  readonly #written = new Map<string, Written>();
  readonly #waiting = new Map<string, Scope>();
  /** Scopes of which no history is kept in this session. */
  readonly #tooLarge = new Set<string>();
  readonly #stops: readonly (() => void)[];
  #stopTimer: (() => void) | undefined;
  /** File operations, one after the other. */
  #tail: Promise<void> = Promise.resolve();
  #ended = false;

  constructor(options: HistoryOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    const { inventory } = options;
    this.#stops = [
      inventory.onDidChange(({ scope }) => {
        this.#note(scope);
      }),
      inventory.onDidChangeLoading((scope) => {
        this.#note(scope);
      }),
    ];
    for (const scope of this.#scopes()) this.#note(scope);
    void this.#queue(() => options.folder.sweep(this.#scopes(), this.#clock.now()));
  }

  /** What is known of a scope; nothing where it was never seen whole. What waits to be written is in it. */
  async read(scope: Scope): Promise<ScopeHistory | undefined> {
    this.#flushWaiting();
    return this.#queue(async () => (await this.#parse(scope))?.history);
  }

  /** The histories of all configured scopes that have one. */
  async readAll(): Promise<readonly ScopeHistory[]> {
    const all: ScopeHistory[] = [];
    for (const scope of this.#scopes()) {
      const history = await this.read(scope);
      if (history) all.push(history);
    }
    return all;
  }

  /** Removes what is kept of an account. */
  async forget(accountId: string): Promise<void> {
    await this.#queue(async () => {
      for (const [key, { owner }] of this.#written) {
        if (owner.accountId === accountId) this.#written.delete(key);
      }
      await this.#options.folder.removeAccount(accountId);
    });
  }

  /** Removes everything. From the next look on it begins anew. */
  async clear(): Promise<void> {
    await this.#queue(async () => {
      this.#written.clear();
      await this.#options.folder.clear();
    });
  }

  /** Writes now what waits, and when everything was last seen. */
  async flush(): Promise<void> {
    this.#flushWaiting();
    await this.#queue(() => this.#writeSeen());
  }

  /** Takes nothing in any more; what is under way is finished. */
  dispose(): void {
    this.#ended = true;
    this.#stopTimer?.();
    for (const stop of this.#stops) stop();
  }

  #scopes(): readonly Scope[] {
    return this.#options
      .accounts()
      .flatMap(({ id, regions }) => regions.map((region) => ({ accountId: id, region })));
  }

  #note(scope: Scope): void {
    if (this.#ended || !this.#isWhole(this.#options.inventory.snapshot(scope))) return;
    this.#waiting.set(scopeKey(scope), scope);
    this.#stopTimer ??= this.#clock.schedule(historyQuietMs, () => {
      this.#flushWaiting();
    });
  }

  /** Read to its end, by this session, and not being read again. */
  #isWhole({ loading, loadedAt, failure }: Snapshot): boolean {
    return !loading && loadedAt !== undefined && failure === undefined;
  }

  #flushWaiting(): void {
    this.#stopTimer?.();
    this.#stopTimer = undefined;
    for (const [key, scope] of this.#waiting) {
      this.#waiting.delete(key);
      void this.#queue(() => this.#record(scope));
    }
  }

  /** Failures stand in the log, and the next look tries again. */
  #queue<T>(work: () => Promise<T>): Promise<T | undefined> {
    const result = this.#tail.then(work).catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error);
      this.#options.log(`History: ${why}`);
      return undefined;
    });
    this.#tail = result.then(() => undefined);
    return result;
  }

  async #record(scope: Scope): Promise<void> {
    const account = this.#options.accounts().find(({ id }) => id === scope.accountId);
    const snapshot = this.#options.inventory.snapshot(scope);
    if (!account || !this.#isWhole(snapshot) || this.#tooLarge.has(scopeKey(scope))) return;
    const owner = ownerOf(account, scope.region);
    const { loadedAt = 0, entries } = snapshot;
    const key = scopeKey(scope);
    try {
      const written = await this.#open(scope, owner);
      if (!written) {
        this.#written.set(key, await this.#begin(scope, owner, snapshot));
        return;
      }
      // What another window has read later is not undone by what this one has read before.
      if (loadedAt < written.seenAt && !this.#written.has(key)) return;
      const steps = await stepsTo(entries, written.shares);
      if (steps.length > 0) {
        const at = Math.max(this.#clock.now(), written.seenAt);
        await this.#append(scope, written, { at, since: written.seenAt, steps }, loadedAt);
      }
      written.seenAt = Math.max(written.seenAt, loadedAt);
      this.#written.set(key, written);
      await this.#compact(scope, written);
    } catch (error) {
      // Nobody knows what stands in the file now: it is looked at again.
      this.#written.delete(key);
      throw error;
    }
  }

  /** What stands in the file: known from having written it, else read. Nothing where there is none that can be used. */
  async #open(scope: Scope, owner: FileOwner): Promise<Written | undefined> {
    const known = this.#written.get(scopeKey(scope));
    const size = await this.#options.folder.size(scope);
    if (known && known.size === size && isDeepStrictEqual(known.owner, owner)) return known;
    this.#written.delete(scopeKey(scope));
    const parsed = await this.#parse(scope);
    if (!parsed || size === undefined) return undefined;
    const { history, isWhole } = parsed;
    const past = await stateNow(history);
    const written: Written = {
      ...{ owner, size, seenAt: history.seenAt, writtenSeenAt: history.seenAt },
      shares: new Map(Array.from(past, ([id, share]) => [id, { past: share }])),
      oldestAt: history.moments[0]?.at,
    };
    // What is cut off must not become the beginning of the next line.
    if (!isWhole) await this.#replace(scope, written, history);
    return written;
  }

  async #parse(scope: Scope): Promise<ParsedHistory | undefined> {
    const account = this.#options.accounts().find(({ id }) => id === scope.accountId);
    const { folder, log } = this.#options;
    if (!account) return undefined;
    try {
      const text = await folder.read(scope);
      if (text === undefined) return undefined;
      const parsed = await parseHistory(text, ownerOf(account, scope.region));
      if (parsed.history.seenAt <= this.#clock.now() + dayMs) return parsed;
      throw new UnusableFile('its time lies ahead');
    } catch (error) {
      if (!(error instanceof UnusableFile)) throw error;
      log(`History: a file is dropped: ${error.message}`);
      await folder.remove(scope);
      return undefined;
    }
  }

  async #begin(scope: Scope, owner: FileOwner, snapshot: Snapshot): Promise<Written> {
    const { loadedAt = 0, entries } = snapshot;
    const shares = new Map<string, PastShare>();
    for (const [id, entry] of entries) {
      shares.set(id, pastOf(entry));
      if (shares.size % atATime === 0) await turnOfOthers();
    }
    const written: Written = {
      ...{ owner, size: 0, seenAt: loadedAt, writtenSeenAt: loadedAt, oldestAt: undefined },
      shares: new Map(
        Array.from(entries, ([id, entry]) => [id, { entry, permissions: undefined }]),
      ),
    };
    const base = { owner, from: loadedAt, seenAt: loadedAt };
    await this.#replace(scope, written, { ...base, shares, moments: [] });
    return written;
  }

  async #append(scope: Scope, written: Written, moment: Moment, seenAt: number): Promise<void> {
    const line = await momentText(moment, seenAt);
    await this.#options.folder.append(scope, line);
    written.size += Buffer.byteLength(line);
    written.writtenSeenAt = seenAt;
    written.oldestAt ??= moment.at;
  }

  async #replace(scope: Scope, written: Written, history: ScopeHistory): Promise<void> {
    const { folder, log } = this.#options;
    if ((await folder.replace(scope, historyText(history))) === 'tooLarge') {
      log('History: a region has too many shares for one');
      this.#tooLarge.add(scopeKey(scope));
      await folder.remove(scope);
    }
    written.size = (await folder.size(scope)) ?? 0;
    written.writtenSeenAt = history.seenAt;
    written.oldestAt = history.moments[0]?.at;
  }

  /** Takes the oldest changes away once a day, and half of them where they are too many. */
  async #compact(scope: Scope, written: Written): Promise<void> {
    const { folder, days } = this.#options;
    const eldest = this.#clock.now() - days() * dayMs;
    const isOld = written.oldestAt !== undefined && written.oldestAt < eldest - dayMs;
    const isLarge = written.size > folder.limits.file;
    if (!isOld && !isLarge) return;
    const parsed = await this.#parse(scope);
    if (!parsed) return;
    const { moments } = parsed.history;
    const middle = moments[Math.floor(moments.length / 2)]?.at ?? this.#clock.now();
    const start = isLarge ? Math.max(eldest, middle) : eldest;
    const history = await startingAt({ ...parsed.history, seenAt: written.seenAt }, start);
    await this.#replace(scope, written, history);
  }

  async #writeSeen(): Promise<void> {
    for (const written of this.#written.values()) {
      const { owner, size, seenAt, writtenSeenAt } = written;
      if (seenAt < writtenSeenAt + seenStepMs) continue;
      if ((await this.#options.folder.size(owner)) !== size) continue;
      const line = seenText(seenAt);
      await this.#options.folder.append(owner, line);
      written.size += Buffer.byteLength(line);
      written.writtenSeenAt = seenAt;
    }
  }
}

/** What has become of the shares since they were last known; afterwards they are known as they are now. */
async function stepsTo(
  entries: ReadonlyMap<string, ShareEntry>,
  known: Map<string, Known>,
): Promise<readonly ShareStep[]> {
  const steps: ShareStep[] = [];
  let compared = 0;
  for (const [id, entry] of entries) {
    const before = known.get(id);
    if (before && 'entry' in before && before.entry === entry) continue;
    if ((compared += 1) % atATime === 0) await turnOfOthers();
    const past = before && pastIn(before);
    const after = pastOf(entry, past?.permissions);
    const step = stepBetween(past, after);
    if (step) steps.push(step);
    known.set(id, { entry, permissions: after.permissions });
  }
  for (const id of known.keys()) {
    if (entries.has(id)) continue;
    steps.push({ id, gone: true });
    known.delete(id);
  }
  return steps;
}

function pastIn(known: Known): PastShare {
  return 'past' in known ? known.past : pastOf(known.entry, known.permissions);
}
