import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { ErrorKind } from '../../../src/clouds/cloud-error.ts';
import type { Priority } from '../../../src/clouds/cloud.ts';
import type { Refresh } from '../../../src/inventory/inventory.ts';
import { Inventory } from '../../../src/inventory/inventory.ts';
import type { ScopePart } from '../../../src/inventory/snapshot.ts';
import type { ShareOwner } from '../../../src/model/share.ts';
import { scopeParts } from '../../../src/inventory/snapshot.ts';
import { itHolds } from '../property.ts';
import { ManualClock } from './manual-clock.ts';
import {
  livingTypes,
  MovingWorld,
  permissionName,
  rowName,
  rowValue,
  shareName,
  shareValue,
} from './moving-world.ts';
import { scope } from './samples.ts';
import { failure, type RecordedCall, ScriptedCloud } from './scripted-cloud.ts';
import { Told } from './told.ts';

/** One thing that happens; the numbers choose which share, row or call it happens to. */
interface Step {
  readonly what: (typeof happenings)[number];
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly silent: boolean;
}

const happenings = [
  // What a cloud does, most of the time: it answers a call that waits, or the answer arrives.
  ...Array.from({ length: 10 }, () => 'answer' as const),
  ...Array.from({ length: 6 }, () => 'answers' as const),
  // The list that was asked for first is slower than all others.
  ...Array.from({ length: 4 }, () => 'others' as const),
  'fail',
  // What changes there.
  ...(['share', 'share', 'rename', 'row', 'row', 'row', 'bind'] as const),
  // What is asked for here.
  ...(['load', 'load', 'along', 'loadShare', 'refreshIds', 'refreshRows'] as const),
  ...(['permissions', 'permissions', 'sharePermissions', 'writeShare', 'writeRow'] as const),
  ...(['cancel', 'reset', 'remove'] as const),
] as const;

const parts: readonly ScopePart[] = [...scopeParts, 'permissions'];
const failures: readonly ErrorKind[] = ['network', 'denied', 'server', 'credentials'];
const priorities: readonly Priority[] = ['action', 'view', 'watch'];

const samples = fc.record({
  pageSize: fc.integer({ min: 1, max: 3 }),
  before: fc.array(steps('share', 'row', 'row', 'row', 'bind', 'bind'), {
    maxLength: 50,
    size: 'max',
  }),
  isKnown: fc.boolean(),
  during: fc.array(steps(...happenings), { minLength: 5, maxLength: 60, size: 'max' }),
});

function steps(...what: readonly Step['what'][]): fc.Arbitrary<Step> {
  const number = fc.nat({ max: 11 });
  return fc.record({
    what: fc.constantFrom(...what),
    ...{ a: number, b: number, c: number },
    silent: fc.boolean(),
  });
}

describe('Inventory, whatever happens in whatever order', () => {
  // The code that reads permissions comes when it is first needed, which takes another time in each run.
  before(async () => {
    const run = new Run(1);
    await run.readPermissions();
    run.end();
  });

  itHolds(
    'holds what the cloud held, or says that it does not; its events tell exactly what changed',
    200,
    samples,
    async ({ pageSize, before, isKnown, during }) => {
      const run = new Run(pageSize);
      try {
        for (const step of before) run.change(step);
        if (isKnown) await run.readAll();
        run.hold();
        for (const step of during) await run.happen(step);
        await run.finish();
      } finally {
        run.end();
      }
    },
  );
});

/** An inventory over a cloud that answers only when it is told to, and everything that must hold all the time. */
class Run {
  readonly #cloud = new ScriptedCloud();
  readonly #world = new MovingWorld(this.#cloud);
  readonly #inventory: Inventory;
  /** Calls to be answered, and answers to be received. */
  readonly #waiting: { readonly list: string; readonly go: (error?: Error) => void }[] = [];
  readonly #asked: Promise<unknown>[] = [];
  readonly #told: Told;
  /** Of when everything is, at least, that has this name. */
  readonly #since = new Map<string, number>();
  readonly #refreshes = new Map<
    string,
    { readonly start: number; readonly names: readonly string[] }
  >();

  constructor(pageSize: number) {
    this.#cloud.pageSize = pageSize;
    const limits = { shareIds: 2, pageSize, receivedPermissions: true };
    this.#inventory = new Inventory({
      connect: () => Promise.resolve(this.#cloud),
      clock: new ManualClock(),
      limits: () => limits,
    });
    this.#told = new Told(this.#inventory, scope);
  }

  /** From now on the cloud answers only when it is told to. */
  hold(): void {
    const hold = ({ name, query: { owner = '', kind = '' } }: RecordedCall) =>
      new Promise<void>((resolve, reject) => {
        const go = (error?: Error): void => {
          if (error) reject(error);
          else resolve();
        };
        this.#waiting.push({ list: [name, owner, kind].join(' '), go });
      });
    Object.assign(this.#cloud, { before: hold, after: hold });
  }

  /** Reads everything while nothing moves. */
  async readAll(): Promise<void> {
    this.#load('view', 'itself');
    await Promise.all(this.#asked);
    this.#check();
  }

  async readPermissions(): Promise<void> {
    await this.#inventory.loadPermissions(scope, 'view');
    assert.ok(this.#isWhole('permissions'));
  }

  end(): void {
    this.#inventory.dispose();
  }

  async happen(step: Step): Promise<void> {
    await this.#do(step);
    await new Promise((resolve) => setImmediate(resolve));
    this.#check();
  }

  /** Something changes at the cloud, and nobody here knows. */
  change({ what, a, b, c, silent }: Step): void {
    if (what === 'share') this.#world.toggleShare(a);
    else if (what === 'rename') this.#world.rename(a, b, silent);
    else if (what === 'row') this.#world.changeRow(a, b, c, silent);
    else if (what === 'bind') this.#world.bind(a, b, c);
  }

  async #do(step: Step): Promise<void> {
    const { what, a, b, c, silent } = step;
    const priority = priorities[c % priorities.length] ?? 'view';
    const shareId = this.#someShare(a);
    switch (what) {
      case 'answer':
        this.#waiting.splice(a % Math.max(1, this.#waiting.length), 1)[0]?.go();
        return;
      case 'answers':
        for (let left = 2 * (b + 1); left > 0 && this.#waiting.length > 0; left -= 1) {
          this.#waiting.splice(a % this.#waiting.length, 1)[0]?.go();
        }
        return;
      case 'others':
        await this.#answerOthers(b + 1);
        return;
      case 'fail':
        this.#waiting
          .splice(a % Math.max(1, this.#waiting.length), 1)[0]
          ?.go(failure(failures[b % failures.length] ?? 'server'));
        return;
      case 'share':
      case 'rename':
      case 'row':
      case 'bind':
        this.change(step);
        return;
      case 'load':
      case 'along':
        this.#load(priority, what === 'along' ? 'along' : 'itself');
        return;
      case 'loadShare':
        this.#ask(this.#inventory.loadShare(scope, shareId, priority));
        return;
      case 'refreshIds': {
        const parts = { shareIds: [shareId], shares: silent, kinds: ['resource'] } as const;
        // Of a share that is not known the wrong side may be asked.
        const isKnown = this.snapshot.entries.has(shareId);
        const names = isKnown ? [`row ${shareId} resource`] : [];
        this.#refresh(parts, priority, names);
        return;
      }
      case 'refreshRows': {
        const parts = { shares: false, kinds: ['principal'] } as const;
        const names = this.#ownShares().map((id) => `row ${id} principal`);
        this.#refresh(parts, priority, names);
        return;
      }
      case 'permissions':
        if (this.#inventory.snapshot(scope).loading) this.#load(priority, 'itself');
        this.#ask(this.#inventory.loadPermissions(scope, priority));
        return;
      case 'sharePermissions':
        this.#ask(this.#inventory.loadSharePermissions(scope, shareId, priority));
        return;
      case 'writeShare': {
        const share = this.#world.toggleShare(a % 6);
        if (!share) return;
        this.#inventory.merge(scope, { shares: [share] });
        if (this.snapshot.entries.has(share.id)) this.#claim(shareName(share), this.#world.now);
        return;
      }
      case 'writeRow': {
        const row = this.#world.changeRow(a % 6, b, c, silent);
        if (!row) return;
        this.#inventory.merge(scope, { associations: [row] });
        if (this.snapshot.entries.has(row.shareId)) this.#claim(rowName(row), this.#world.now);
        return;
      }
      case 'cancel':
        this.#inventory.cancel(scope);
        return;
      case 'reset':
        this.#inventory.resetAccount(scope.accountId);
        return;
      case 'remove':
        this.#inventory.removeAccount(scope.accountId);
        this.#since.clear();
    }
  }

  /** Answers so many times whatever waits, except for the list that has waited longest. */
  async #answerOthers(times: number): Promise<void> {
    const { list } = this.#waiting[0] ?? {};
    for (let left = times; left > 0; left -= 1) {
      const others = this.#waiting.filter((one) => one.list !== list);
      for (const one of others) this.#waiting.splice(this.#waiting.indexOf(one), 1)[0]?.go();
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** Lets everything end, and reads once more while nothing moves. */
  async finish(): Promise<void> {
    const free = () => undefined;
    Object.assign(this.#cloud, { before: free, after: free });
    while (this.#waiting.length > 0) {
      for (const { go } of this.#waiting.splice(0)) go();
      await new Promise((resolve) => setImmediate(resolve));
    }
    await Promise.all(this.#asked);
    this.#check();

    await this.readAll();
    const { incomplete, failure: why, entries } = this.snapshot;
    assert.deepEqual(incomplete, []);
    assert.equal(why, undefined);
    for (const part of scopeParts) assert.equal(this.#since.get(part), this.#world.now, part);

    const { events } = this.#told;
    await this.readAll();
    assert.equal(this.#told.events, events, 'nothing has changed, so nothing is told');
    assert.equal(this.snapshot.entries, entries);
  }

  #check(): void {
    this.#told.check();
    this.#compareToTruth();
  }

  get snapshot() {
    return this.#inventory.snapshot(scope);
  }

  #someShare(place: number): string {
    const ids = [...new Set([...this.#cloud.shares.map(({ id }) => id), ...this.#told.shareIds])];
    return ids[place % Math.max(1, ids.length)] ?? 'rs-none';
  }

  #ask(asked: Promise<unknown>): void {
    this.#asked.push(asked.catch(() => undefined));
  }

  #load(priority: Priority, asked: 'itself' | 'along'): void {
    const wasLoading = this.#isLoading();
    const start = this.#world.now;
    const loading = this.#inventory.load(scope, priority, asked);
    // Who joins a load gets what it began with; what is known as empty is of an earlier time.
    const isMine = !wasLoading && this.#isLoading();
    const claim = (): void => {
      for (const part of parts) if (this.#isWhole(part)) this.#claim(part, start);
    };
    this.#ask(isMine ? loading.then(claim) : loading);
  }

  /** @param names beginnings of the names of all that it reads */
  #refresh(parts: Refresh, priority: Priority, names: readonly string[]): void {
    const key = JSON.stringify(parts);
    const running = this.#refreshes.get(key);
    const mine = { start: running?.start ?? this.#world.now, names: running?.names ?? names };
    this.#refreshes.set(key, mine);
    const end = (): void => {
      if (this.#refreshes.get(key) === mine) this.#refreshes.delete(key);
    };
    const refreshing = this.#inventory.refresh(scope, parts, priority).then(() => {
      for (const name of mine.names) this.#claim(name, mine.start);
    });
    this.#ask(refreshing.finally(end));
  }

  #isLoading(): boolean {
    return this.snapshot.loading;
  }

  #ownShares(): readonly string[] {
    const own = [...this.snapshot.entries.values()].filter(({ share }) => share.owner === 'self');
    return own.map(({ share }) => share.id);
  }

  #isWhole(part: ScopePart): boolean {
    return !this.snapshot.incomplete.some((one) => one.part === part);
  }

  /** From now on what has this name, or one that begins with it, is never again as it was before `start`. */
  #claim(name: string, start: number): void {
    this.#since.set(name, Math.max(start, this.#since.get(name) ?? 0));
  }

  /**
   * Everything in a list that is not said to be incomplete must have been so at some time since its newest reading
   * began, and so must what was written or read by itself.
   */
  #compareToTruth(): void {
    for (const part of parts) if (!this.#isWhole(part)) this.#since.delete(part);
    const held = new Map<string, string>();
    for (const {
      share,
      resources,
      principals,
      permissions = [],
    } of this.snapshot.entries.values()) {
      held.set(shareName(share), shareValue(share));
      for (const row of [...resources, ...principals]) held.set(rowName(row), rowValue(row));
      for (const one of permissions) held.set(permissionName(one), one.id);
    }
    for (const name of new Set([...held.keys(), ...this.#world.names])) {
      const part = this.#partOf(name);
      if (!part) continue;
      const beginnings = [part, name, name.split('/', 1)[0] ?? name];
      const starts = beginnings.flatMap((one) => this.#since.get(one) ?? []);
      if (starts.length === 0) continue;
      const value = held.get(name);
      assert.ok(
        this.#world.wasSo(name, value, Math.max(...starts)),
        `${name} is held as ${value}, and is ${this.#world.valueOf(name)}`,
      );
    }
  }

  /** Which list tells of a thing; none where nothing is claimed about it. */
  #partOf(name: string): ScopePart | undefined {
    const [first, second, third] = name.split(' ');
    if (second === 'share') return first === 'self' ? 'ownShares' : 'receivedShares';
    const entry = this.snapshot.entries.get(second ?? '');
    if (!entry) return undefined;
    const { owner } = entry.share;
    if (first === 'row') return partOfRow(owner, third ?? '');
    const { permissions, resources, share } = entry;
    const isAsked = permissions !== undefined && share.status.state !== 'deleted';
    return isAsked && livingTypes(resources).includes(third ?? '') ? 'permissions' : undefined;
  }
}

function partOfRow(owner: ShareOwner, key: string): ScopePart {
  if (owner === 'other') return 'receivedResources';
  return key.startsWith('principal') ? 'ownPrincipals' : 'ownResources';
}
