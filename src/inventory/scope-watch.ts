import type { CloudError } from '../clouds/cloud-error.ts';
import type { ShareCloud } from '../clouds/cloud.ts';
import type { Scope } from '../model/account.ts';
import type { Clock } from '../model/clock.ts';
import type { AssociationKind } from '../model/share.ts';
import type { AssociationState } from '../model/status.ts';
import { asCloudError, cancelled } from './failure.ts';
import type { Inventory } from './inventory.ts';
import type { PendingItem, PendingMemory } from './pending.ts';
import { pendingKey } from './pending.ts';
import { StateSweep } from './state-sweep.ts';
import { jittered, leastJitter, pace, slower, slowerAfterFailure } from './watch-pace.ts';
import { WatchedItems } from './watched-items.ts';

export interface WatchSurroundings {
  readonly inventory: Inventory;
  readonly connect: (accountId: string) => Promise<ShareCloud>;
  readonly clock: Clock;
  readonly random: () => number;
  /** The list of pending items changed. */
  readonly onChange: () => void;
  readonly onGiveUp: (items: readonly PendingItem[], error: CloudError | undefined) => void;
}

/** Reading the rows of these shares, of one kind, and how many calls that takes. */
interface CallByIds {
  readonly kind: AssociationKind;
  readonly shareIds: readonly string[];
  readonly cost: number;
}

/** Calls a look may make, whatever is pending. Confirming what has left its state comes on top, once an item. */
const callsPerTick = 2;

/**
 * Looks after what is pending in one scope.
 *
 * A look makes at most {@link callsPerTick} calls. While the shares concerned fit into as many calls by ids, it reads
 * their rows: the answer holds the final state with its reason and nothing needs to be confirmed. Otherwise it walks
 * through the lists filtered by kind and state, only those in which something is known to be, the least recently
 * walked first, one page a call; what has left such a list is read by ids, or, when that takes more calls than the
 * whole list has pages, with the whole list. Every second look is then for the shares that changed last, by ids.
 */
export class ScopeWatch {
  readonly #scope: Scope;
  readonly #with: WatchSurroundings;
  readonly #life = new AbortController();
  readonly #watched: WatchedItems;
  readonly #sweeps = new Map<string, { sweep: StateSweep; usedAt: number }>();
  #running: boolean;
  #looking = false;
  #timer: { readonly due: number; readonly stop: () => void } | undefined;
  #pausedAt: number;
  /** The cloud asked not to call before. */
  #notBefore = -Infinity;
  #lastLookAt = -Infinity;
  #lastAnswerLookAt: number;
  #lastShareId = '';
  #delay: number = pace.first;
  #turn = 0;
  #newestTurn = false;

  constructor(scope: Scope, surroundings: WatchSurroundings, running: boolean) {
    this.#scope = scope;
    this.#watched = new WatchedItems(scope);
    this.#with = surroundings;
    this.#running = running;
    this.#pausedAt = surroundings.clock.now();
    this.#lastAnswerLookAt = surroundings.clock.now();
  }

  /** What is looked at. */
  get items(): readonly PendingItem[] {
    return this.#watched.items;
  }

  /** True when there is nothing to look at and nothing to remember. */
  get idle(): boolean {
    return this.#watched.isEmpty;
  }

  /** For how long everything here has been pending, and is still to be followed. */
  get memories(): readonly PendingMemory[] {
    return this.#watched.memories(this.#running ? this.#with.clock.now() : this.#pausedAt);
  }

  /** Whether this item, which the cloud should have ended, was given up; `key` as `pendingKey` makes it. */
  isStuck(shareId: string, key: string): boolean {
    return this.#watched.isStuck(shareId, key);
  }

  /**
   * Takes what the inventory knows about these shares now.
   * @param memories what an earlier session knew of items that are new to this one, by their keys
   */
  update(shareIds: readonly string[], memories?: ReadonlyMap<string, PendingMemory>): void {
    const { entries } = this.#with.inventory.snapshot(this.#scope);
    const now = this.#with.clock.now();
    let changed = false;
    let isNew = false;
    for (const id of shareIds) {
      const outcome = this.#watched.update(id, entries.get(id), memories, now);
      changed ||= outcome.changed;
      isNew ||= outcome.isNew;
    }
    if (isNew) this.#hurry();
    this.#schedule();
    if (changed) this.#with.onChange();
  }

  /** Looks, or leaves it. Time in which nobody looked does not count against the deadline. */
  run(running: boolean): void {
    if (running === this.#running) return;
    const now = this.#with.clock.now();
    this.#running = running;
    if (!running) {
      this.#pausedAt = now;
      this.#clearTimer();
      return;
    }
    this.#watched.postpone(now - this.#pausedAt);
    this.#delay = pace.first;
    this.#schedule(Math.max(0, this.#lastLookAt + pace.leastGap - now));
  }

  dispose(): void {
    this.#running = false;
    this.#clearTimer();
    this.#life.abort(cancelled());
  }

  /** Something new to watch: the pace starts over, and a long wait is cut short. */
  #hurry(): void {
    this.#delay = pace.first;
    if (this.#timer && this.#timer.due > this.#with.clock.now() + pace.first) this.#clearTimer();
  }

  #schedule(delay?: number): void {
    if (this.items.length === 0) {
      this.#clearTimer();
      this.#delay = pace.first;
      return;
    }
    if (!this.#running || this.#looking || this.#timer) return;
    const { clock, random } = this.#with;
    const usual = delay ?? jittered(this.#urgent() ? this.#delay : this.#calmDelay(), random);
    const wait = Math.max(usual, this.#notBefore - clock.now());
    const stop = clock.schedule(wait, () => {
      this.#timer = undefined;
      void this.#look();
    });
    this.#timer = { due: clock.now() + wait, stop };
  }

  #clearTimer(): void {
    this.#timer?.stop();
    this.#timer = undefined;
  }

  /** Whether anything is pending that the cloud ends by itself. */
  #urgent(): boolean {
    return this.items.some(({ waitsFor }) => waitsFor === 'cloud');
  }

  #calmDelay(): number {
    return Math.max(this.#delay, pace.forAnswer);
  }

  async #look(): Promise<void> {
    const { clock, connect } = this.#with;
    this.#looking = true;
    this.#lastLookAt = clock.now();
    const before = this.items.length;
    let error: CloudError | undefined;
    try {
      const cloud = await connect(this.#scope.accountId);
      const due = this.#due();
      const newest = this.#newestCalls(due);
      if (newest) {
        await this.#readAll(newest);
      } else {
        const spent = await this.#lookAtShares(due);
        await this.#lookAtRows(cloud, due, callsPerTick - spent);
      }
    } catch (thrown) {
      error = asCloudError(thrown, 'ListResourceShareAssociations');
      this.#sweeps.clear();
    }
    this.#looking = false;
    if (this.#life.signal.aborted) return;
    this.#adapt(before, error);
    this.#giveUpLate(error);
    this.#schedule();
  }

  #adapt(before: number, error: CloudError | undefined): void {
    if (error) {
      const { retryAfterMs = 0 } = error.details;
      this.#notBefore = this.#with.clock.now() + Math.min(retryAfterMs, pace.giveUpAfter);
      this.#delay = slowerAfterFailure(this.#delay);
    } else if (this.items.length >= before) {
      const newest = Math.max(...this.items.map(({ since }) => since));
      this.#delay = slower(this.#delay, this.#with.clock.now() - newest);
    }
  }

  #giveUpLate(error: CloudError | undefined): void {
    const late = this.#watched.giveUpLate(this.#with.clock.now());
    if (late.length === 0) return;
    this.#with.onChange();
    // An invitation may stay open for days: there is nothing to be told when nobody has answered in half an hour.
    const stuck = late.filter(({ waitsFor }) => waitsFor === 'cloud');
    if (stuck.length > 0) this.#with.onGiveUp(stuck, error);
  }

  /** What to look at now: what the cloud ends each time, what people answer now and then. */
  #due(): readonly PendingItem[] {
    const now = this.#with.clock.now();
    const withPeople = now - this.#lastAnswerLookAt >= this.#calmDelay() * leastJitter;
    if (withPeople) this.#lastAnswerLookAt = now;
    return withPeople ? this.items : this.items.filter(({ waitsFor }) => waitsFor === 'cloud');
  }

  /**
   * Where one look can't take everything, every second look is for the shares that changed last: what somebody just
   * did must not wait behind what has been pending for long.
   */
  #newestCalls(items: readonly PendingItem[]): readonly CallByIds[] | undefined {
    const rows = items.filter(({ kind }) => kind !== 'share');
    const forShares = rows.length < items.length ? 1 : 0;
    if (costOf(this.#callsByIds(rows)) + forShares <= callsPerTick) return undefined;
    const oldest = rows.reduce((least, { since }) => Math.min(least, since), Infinity);
    const newer = rows.filter(({ since }) => since > oldest);
    this.#newestTurn = newer.length > 0 && !this.#newestTurn;
    if (!this.#newestTurn) return undefined;
    const byAge = newer.toSorted((a, b) => b.since - a.since).map(({ shareId }) => shareId);
    const { shareIds: most } = this.#with.inventory.limits(this.#scope.accountId);
    for (const ids = [...new Set(byAge)].slice(0, most); ids.length > 0; ids.pop()) {
      const calls = this.#callsByIds(rows.filter(({ shareId }) => ids.includes(shareId)));
      if (costOf(calls) <= callsPerTick) return calls;
    }
    return undefined;
  }

  /** Reads as many shares as one call takes, by their ids, in turn. */
  async #lookAtShares(items: readonly PendingItem[]): Promise<number> {
    const { inventory } = this.#with;
    const due = items
      .filter(({ kind }) => kind === 'share')
      .map(({ shareId }) => shareId)
      .sort();
    if (due.length === 0) return 0;
    const start = due.findIndex((id) => id > this.#lastShareId);
    const inTurn = start < 0 ? due : [...due.slice(start), ...due.slice(0, start)];
    const { entries } = inventory.snapshot(this.#scope);
    const ownerOf = (id: string | undefined) => entries.get(id ?? '')?.share.owner;
    // One call asks for shares of one side.
    const otherSide = inTurn.findIndex((id) => ownerOf(id) !== ownerOf(inTurn[0]));
    const { shareIds: most } = inventory.limits(this.#scope.accountId);
    const shareIds = inTurn.slice(0, otherSide < 0 ? most : Math.min(most, otherSide));
    this.#lastShareId = shareIds.at(-1) ?? '';
    await inventory.refresh(this.#scope, { shareIds, shares: true, kinds: [] }, 'watch');
    return 1;
  }

  async #lookAtRows(
    cloud: ShareCloud,
    items: readonly PendingItem[],
    budget: number,
  ): Promise<void> {
    const rows = items.filter(({ kind }) => kind !== 'share');
    const calls = this.#callsByIds(rows);
    if (costOf(calls) <= budget) {
      this.#sweeps.clear();
      await this.#readAll(calls);
      return;
    }
    const left: { kind: AssociationKind; missing: ReadonlySet<string> }[] = [];
    await Promise.all(
      this.#nextSweeps(cloud, rows, budget).map(async (sweep) => {
        const associations = await sweep.advance();
        if (this.#life.signal.aborted) return;
        this.#with.inventory.merge(this.#scope, { associations });
        if (sweep.ended) left.push(sweep);
      }),
    );
    await Promise.all(left.map(({ kind, missing }) => this.#confirm(kind, missing)));
  }

  /** The walks to go on with, begun where there is none; those that have ended make room for new ones. */
  #nextSweeps(cloud: ShareCloud, rows: readonly PendingItem[], budget: number): StateSweep[] {
    const groups = byList(rows);
    for (const [name, { sweep }] of this.#sweeps) {
      if (sweep.ended && !groups.has(name)) this.#sweeps.delete(name);
    }
    const usedAt = (name: string) => this.#sweeps.get(name)?.usedAt ?? -1;
    const inTurn = [...groups].sort(([a], [b]) => usedAt(a) - usedAt(b)).slice(0, budget);
    return inTurn.flatMap(([name, items]) => {
      const known = this.#sweeps.get(name);
      const sweep = known && !known.sweep.ended ? known.sweep : this.#newSweep(cloud, items);
      if (!sweep) return [];
      this.#turn += 1;
      this.#sweeps.set(name, { sweep, usedAt: this.#turn });
      return [sweep];
    });
  }

  #newSweep(cloud: ShareCloud, items: readonly PendingItem[]): StateSweep | undefined {
    const { accountId, region } = this.#scope;
    const [first] = items;
    if (!first || first.kind === 'share') return undefined;
    const state: AssociationState = first.state === 'disassociating' ? first.state : 'associating';
    const { pageSize } = this.#with.inventory.limits(accountId);
    const options = { signal: this.#life.signal, priority: 'watch' } as const;
    const query = { region, kind: first.kind, state };
    return new StateSweep(cloud, query, items.map(pendingKey), pageSize, options);
  }

  /** Reads what has left a list, unless something else has told meanwhile where it went. */
  async #confirm(kind: AssociationKind, missing: ReadonlySet<string>): Promise<void> {
    const gone = this.items.filter((item) => missing.has(pendingKey(item)));
    const { cost, shareIds } = this.#callByIds(gone, kind);
    if (cost === 0) return;
    const whole = this.#pagesOf(kind, undefined);
    await this.#readRows(kind, cost > whole ? undefined : shareIds);
  }

  async #readRows(kind: AssociationKind, shareIds: readonly string[] | undefined): Promise<void> {
    if (shareIds?.length === 0) return;
    const parts = { ...(shareIds && { shareIds }), shares: false, kinds: [kind] };
    await this.#with.inventory.refresh(this.#scope, parts, 'watch');
  }

  async #readAll(calls: readonly CallByIds[]): Promise<void> {
    await Promise.all(calls.map(({ kind, shareIds }) => this.#readRows(kind, shareIds)));
  }

  #callsByIds(rows: readonly PendingItem[]): readonly CallByIds[] {
    return kinds.map((kind) => this.#callByIds(rows, kind));
  }

  #callByIds(rows: readonly PendingItem[], kind: AssociationKind): CallByIds {
    const ofKind = rows.filter((row) => row.kind === kind);
    const shareIds = [...new Set(ofKind.map(({ shareId }) => shareId))];
    const { shareIds: most } = this.#with.inventory.limits(this.#scope.accountId);
    const batches = Math.ceil(shareIds.length / most);
    return { kind, shareIds, cost: Math.max(batches, this.#pagesOf(kind, shareIds)) };
  }

  /** In how many pages the rows of these own shares come, of all of them when left out. */
  #pagesOf(kind: AssociationKind, shareIds: readonly string[] | undefined): number {
    const { inventory } = this.#with;
    const { entries } = inventory.snapshot(this.#scope);
    const shares = shareIds
      ? shareIds.flatMap((id) => entries.get(id) ?? [])
      : [...entries.values()].filter(({ share }) => share.owner === 'self');
    const rows = shares.reduce(
      (sum, entry) => sum + (kind === 'resource' ? entry.resources : entry.principals).length,
      0,
    );
    return Math.ceil(rows / inventory.limits(this.#scope.accountId).pageSize);
  }
}

const kinds: readonly AssociationKind[] = ['resource', 'principal'];

function costOf(calls: readonly CallByIds[]): number {
  return calls.reduce((sum, { cost }) => sum + cost, 0);
}

/** By the list that would hold them: kind and state. */
function byList(rows: readonly PendingItem[]): ReadonlyMap<string, readonly PendingItem[]> {
  const lists = new Map<string, PendingItem[]>();
  for (const row of rows) {
    const name = `${row.kind}/${row.state}`;
    const list = lists.get(name);
    if (list) list.push(row);
    else lists.set(name, [row]);
  }
  return lists;
}
