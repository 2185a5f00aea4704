import { isDeepStrictEqual } from 'node:util';
import { join } from 'node:path';
import type { ActionState } from '../../src/changes/action.ts';
import { Activity } from '../../src/changes/activity.ts';
import type { Change, ResourceItem } from '../../src/changes/change.ts';
import { followChange } from '../../src/changes/follow.ts';
import { Journal } from '../../src/changes/journal.ts';
import { know, type KnowledgeOptions } from '../../src/changes/knowledge.ts';
import { planChanges } from '../../src/changes/plan-changes.ts';
import type { RunResult } from '../../src/changes/run-result.ts';
import { CloudError } from '../../src/clouds/cloud-error.ts';
import type { ShareCloud } from '../../src/clouds/cloud.ts';
import { InventoryCache } from '../../src/inventory/cache/inventory-cache.ts';
import { Inventory } from '../../src/inventory/inventory.ts';
import type { ShareEntry } from '../../src/inventory/snapshot.ts';
import { Watcher } from '../../src/inventory/watcher.ts';
import type { Account } from '../../src/model/account.ts';
import type { Association } from '../../src/model/share.ts';
import { Random } from '../../src/sandbox/random.ts';
import type { Role } from '../contract/session.ts';
import { Canary } from './canary.ts';
import { type FaultWorld, withFolder } from './fault-world.ts';
import { Figures, type Harm } from './figures.ts';
import { faultKinds, JumpingClock, type Places, Storm } from './storm.ts';
import { heldShares, Wish } from './wishes.ts';

/** So much sooner is all waiting over. */
const speed = 400;
/** What one request may take while things go wrong: a third of a second. */
const stormTimeoutMs = 330 * speed;
/** And afterwards, when nothing may fail because this machine is busy. */
const calmTimeoutMs = 30_000 * speed;
/** After this long an operation hangs, by the clock on the wall: everything in it has limits far below that. */
const hangsAfterMs = 150_000;

class Hung extends Error {}

/** One session of a user in bad weather: mixed reads and changes, then calm, and a look at what is left. */
export async function faultRun(
  seed: string,
  number: number,
  { world, places }: { readonly world: FaultWorld; readonly places: Places },
): Promise<Figures> {
  return await withFolder(async (folder) => {
    await world.reset();
    const run = new FaultRun({ seed, number, world, places, folder });
    try {
      await run.storm();
      await run.calm();
    } catch (error) {
      if (!(error instanceof Hung)) throw error;
    } finally {
      await run.close();
    }
    return run.figures;
  });
}

interface RunOptions {
  readonly seed: string;
  readonly number: number;
  readonly world: FaultWorld;
  readonly places: Places;
  readonly folder: string;
}

class FaultRun {
  readonly figures = new Figures();
  readonly #seed: string;
  readonly #world: FaultWorld;
  readonly #folder: string;
  readonly #random: Random;
  readonly #clock = new JumpingClock(speed);
  readonly #storm: Storm;
  readonly #role: Role;
  readonly #account: Account;
  readonly #canary: Canary;
  readonly #client: ShareCloud;
  readonly #inventory: Inventory;
  readonly #watcher: Watcher;
  readonly #cache: InventoryCache;
  readonly #knowledge: KnowledgeOptions;
  readonly #activity: Activity;
  readonly #following = new AbortController();
  readonly #settled: Promise<unknown>[] = [];
  readonly #wishes: Wish[] = [];
  readonly #scope;
  #timeoutMs = stormTimeoutMs;
  #names = 0;

  constructor({ seed: base, number, world, places, folder }: RunOptions) {
    const seed = `${base}/${number}`;
    const { session, words, proxy, driver } = world;
    this.#seed = seed;
    this.#world = world;
    this.#folder = folder;
    this.#random = new Random(`${seed}/run`);
    this.#storm = new Storm(
      { seed, kind: faultKinds[number % faultKinds.length] },
      { places, clock: this.#clock, counts: this.figures.faults },
    );
    this.#role = this.#random.next() < 0.3 ? 'temporary' : 'owner';
    const { cloud, region, abilities } = words;
    const { accountId: ownerId } = session.account(this.#role);
    this.#account = { id: 'me', cloud, label: 'me', ownerId, regions: [region] };
    this.#scope = { accountId: 'me', region };
    this.#canary = new Canary(session.account(this.#role));
    proxy.random = new Random(`${seed}/proxy`);
    proxy.choose = (call) => {
      if (!call.isWrite) this.figures.reads += 1;
      return this.#storm.choose(call);
    };
    const clock = this.#clock;
    const spread = new Random(`${seed}/client`);
    const random = (): number => spread.next();
    const run = this as { readonly timeoutMs: number };
    this.#client = driver.connect(
      Object.defineProperties(
        {
          ...session.options(this.#role),
          endpoints: this.#endpoints(),
          clock,
          random,
          onRequest: (record) => this.#canary.look('log', record),
        },
        { timeoutMs: { enumerable: true, get: () => run.timeoutMs } },
      ),
    );
    const connect = (): Promise<ShareCloud> => Promise.resolve(this.#client);
    const { itemsPerCall, pageSize, receivedPermissions } = abilities;
    const limits = { shareIds: itemsPerCall.shareIds, pageSize, receivedPermissions };
    this.#inventory = new Inventory({ connect, clock, limits: () => limits });
    this.#watcher = new Watcher({ inventory: this.#inventory, connect, clock, random });
    const watcher = Promise.resolve(this.#watcher);
    this.#cache = new InventoryCache({
      inventory: this.#inventory,
      watcher: { begun: watcher, get: () => watcher },
      folder: join(folder, 'cache'),
      accounts: () => [this.#account],
      log: (line) => this.#canary.look('log', line),
      clock,
    });
    this.#knowledge = {
      inventory: this.#inventory,
      connect,
      account: () => Promise.resolve({ ownerId, label: 'me', readOnly: false, abilities }),
    };
    this.#activity = new Activity({
      ...this.#knowledge,
      inventory: this.#inventory,
      journal: new Journal({
        directory: join(folder, 'journal'),
        onDamaged: (name) => this.#harm({ kind: 'lost row', text: `journal ${name}` }),
      }),
      follow: (change) =>
        followChange(change, {
          inventory: this.#inventory,
          watcher: this.#watcher,
          clock,
          signal: this.#following.signal,
        }),
      clock,
    });
  }

  get timeoutMs(): number {
    return this.#timeoutMs;
  }

  async storm(): Promise<void> {
    const steps = this.#random.between(2, 5);
    for (let step = 0; step < steps; step += 1) {
      // Two at a time now and then: what one learns must not harm the other.
      const together = this.#random.next() < 0.3 ? 2 : 1;
      const begun = Array.from({ length: together }, () => this.#step());
      await this.#guard('a step', Promise.all(begun));
    }
  }

  /** Nothing goes wrong any more: what is left is gone on with, and everything is looked at. */
  async calm(): Promise<void> {
    const { proxy, session, words } = this.#world;
    this.#storm.end();
    this.#timeoutMs = calmTimeoutMs;
    await this.#guard('what was on its way', proxy.idle());
    await this.#guard('to go on', this.#finishAll());
    this.#following.abort();
    await this.#guard('to follow', Promise.all(this.#settled));
    await session.control('/settle', {});
    await this.#guard('the last load', this.#inventory.load(this.#scope, 'view'));
    await this.#guard('the cache', this.#cache.flush());
    const held = heldShares(words.cloud, await session.control('/state'));
    for (const wish of this.#wishes) {
      for (const harm of wish.check(held)) this.#harm(harm);
      this.figures.rowsCompared += 1 + wish.resources.size;
    }
    await this.#guard('to compare', this.#compare());
    await this.#compareJournal();
    for (const { state, error } of this.#activity.entries)
      this.#canary.look('activity', { state, error });
    this.#canary.look('snapshot', this.#inventory.snapshot(this.#scope));
    await this.#canary.lookInFolder(this.#folder);
    for (const where of this.#canary.found) this.#harm({ kind: 'secret', text: where });
    for (const key of proxy.writes.duplicates) this.#harm({ kind: 'duplicate write', text: key });
    if (proxy.followed > 0) this.#harm({ kind: 'redirect followed', text: String(proxy.followed) });
    this.figures.writes += proxy.writes.sent;
    this.figures.textsSearched += this.#canary.looked;
    this.figures.runs += 1;
  }

  async close(): Promise<void> {
    this.#storm.end();
    this.#following.abort();
    this.#cache.dispose();
    this.#watcher.dispose();
    this.#inventory.dispose();
    await this.#activity.dispose();
    this.#client.dispose();
    this.#world.proxy.choose = () => undefined;
  }

  /** The vendor's hosts with the proxy behind each, or, when the storm wants it, a place that leads nowhere. */
  #endpoints(): Readonly<Record<string, string>> {
    const { session, proxy } = this.#world;
    const endpoints: Record<string, string> = {};
    for (const [host, origin] of Object.entries(session.endpoints)) {
      const door = proxy.door(origin);
      if (door === origin) continue;
      const get = (): string => this.#storm.detour() ?? door;
      Object.defineProperty(endpoints, host, { enumerable: true, get });
    }
    return endpoints;
  }

  async #step(): Promise<void> {
    const open = this.#wishes.filter((one) => this.#isFree(one));
    const dice = this.#random.next();
    if (dice < 0.2) {
      await this.#inventory.load(this.#scope, 'view');
      return;
    }
    if (dice < 0.25) {
      const loading = this.#inventory.load(this.#scope, 'view');
      await new Promise((resolve) => setTimeout(resolve, this.#random.between(0, 8)));
      this.#inventory.cancel(this.#scope);
      await loading;
      return;
    }
    const wish = open[this.#random.between(0, open.length - 1)];
    if (dice < 0.55 || wish === undefined) {
      await this.#create();
      return;
    }
    if (dice < 0.6) {
      await this.#inventory.loadShare(this.#scope, wish.shareId ?? '', 'action');
      return;
    }
    this.#busy.add(wish);
    await this.#changeShare(wish).finally(() => this.#busy.delete(wish));
  }

  /** A share is left to whoever changes it, and with a change that has not come to its end there is no other. */
  #isFree(wish: Wish): boolean {
    if (wish.shareId === undefined || wish.gone !== 'no' || this.#busy.has(wish)) return false;
    return ![...this.#told.values()].some((open) => open.wish === wish);
  }

  readonly #busy = new Set<Wish>();

  async #create(): Promise<void> {
    const name = this.#name('share');
    const wish = new Wish(name);
    this.#wishes.push(wish);
    const resources = this.#resources(this.#random.between(0, 7));
    for (const [key] of resources) wish.resources.set(key, undefined);
    const principals = Array.from({ length: this.#random.between(0, 2) }, (_, index) => ({
      id: this.#world.words.accountId(10 * this.#wishes.length + index),
    }));
    const items = resources.map(([, item]) => item);
    await this.#change(
      {
        kind: 'create',
        scope: this.#scope,
        name,
        allowExternal: true,
        resources: items,
        principals,
        permissions: {},
      },
      wish,
      () => {
        wish.made = true;
        for (const [key] of resources) wish.resources.set(key, true);
      },
    );
  }

  async #changeShare(wish: Wish): Promise<void> {
    const { shareId = '' } = wish;
    const about = { scope: this.#scope, shareId };
    const dice = this.#random.next();
    const inside = [...wish.resources].filter(([, isIn]) => isIn === true).map(([key]) => key);
    if (dice < 0.4) {
      const resources = this.#resources(this.#random.between(1, 8));
      for (const [key] of resources) wish.resources.set(key, undefined);
      const items = resources.map(([, item]) => item);
      const wanted = { resources: items, principals: [], permissions: {} };
      await this.#change({ kind: 'associate', ...about, ...wanted }, wish, () => {
        for (const [key] of resources) wish.resources.set(key, true);
      });
    } else if (dice < 0.6 && inside.length > 0) {
      const out = inside.slice(0, this.#random.between(1, inside.length));
      for (const key of out) wish.resources.set(key, undefined);
      const resources = out.map((key) => this.#item(key));
      await this.#change(
        { kind: 'disassociate', ...about, resources, principals: [] },
        wish,
        () => {
          for (const key of out) wish.resources.set(key, false);
        },
      );
    } else if (dice < 0.85) {
      const name = this.#name('renamed');
      wish.names.add(name);
      wish.name = undefined;
      await this.#change({ kind: 'update', ...about, name }, wish, () => {
        wish.name = name;
      });
    } else {
      wish.gone = 'maybe';
      await this.#change({ kind: 'delete', ...about }, wish, () => {
        wish.gone = 'told';
      });
    }
  }

  /** Plans, runs, and now and then goes on in the middle of the storm. */
  async #change(change: Change, wish: Wish, told: () => void): Promise<void> {
    this.figures.changes += 1;
    const { signal } = new AbortController();
    let result: RunResult | undefined;
    try {
      let plan = planChanges(
        [change],
        await know([change], this.#knowledge, { signal, shares: 'held' }),
      );
      for (let round = 0; round < 3; round += 1) {
        result = await this.#activity.run(plan, { signal });
        if (result.kind !== 'changed') break;
        plan = result.plan;
      }
    } catch (error) {
      this.#caught(error);
    }
    this.#canary.look('result', result);
    if (result?.kind !== 'ran') return;
    this.#settled.push(result.settled);
    this.#told.set(result.id, { wish, told });
    this.#learn(result.id, result.state);
    if (result.state.end !== 'done' && this.#random.next() < 0.4) await this.#goOn(result.id);
  }

  /** What is to be believed once an action has ended as wanted, by its id. */
  readonly #told = new Map<string, { readonly wish: Wish; readonly told: () => void }>();

  #learn(id: string, { parts, end }: ActionState): void {
    const about = this.#told.get(id);
    if (!about) return;
    const shareId = parts.find((part) => part.shareId !== undefined)?.shareId;
    about.wish.shareId ??= shareId;
    if (end !== 'done') return;
    this.figures.changesDone += 1;
    about.told();
    this.#told.delete(id);
  }

  /** @returns the action that does the rest, if anything could be done about it */
  async #goOn(id: string): Promise<string | undefined> {
    const { signal } = new AbortController();
    try {
      const rest = await this.#activity.findContinuation(id, signal);
      if (!rest) return undefined;
      const result = await this.#activity.continue(rest, { signal });
      this.#canary.look('result', result);
      this.figures.continued += 1;
      const about = this.#told.get(id);
      if (result.kind === 'ran') {
        this.#settled.push(result.settled);
        this.#told.delete(id);
        if (about) this.#told.set(result.id, about);
        this.#learn(result.id, result.state);
        return result.id;
      }
      // Reading has shown that all of it is done.
      if (result.kind === 'nothing' && rest.undecided.length === 0) {
        const shareId = this.#activity.find(id)?.state.parts[0]?.shareId;
        if (about && about.wish.shareId === undefined && shareId !== undefined)
          about.wish.shareId = shareId;
        about?.told();
        this.#told.delete(id);
        if (about) this.figures.changesDone += 1;
      }
    } catch (error) {
      this.#caught(error);
    }
    return undefined;
  }

  async #finishAll(): Promise<void> {
    for (const id of [...this.#told.keys()]) {
      let open: string | undefined = id;
      for (let round = 0; round < 4 && open !== undefined && this.#told.has(open); round += 1) {
        open = await this.#goOn(open);
      }
    }
    this.figures.undecided += this.#told.size;
  }

  /** With what a new client reads that nothing stands in the way of. */
  async #compare(): Promise<void> {
    const { session } = this.#world;
    const client = session.connect(this.#role);
    const connect = (): Promise<ShareCloud> => Promise.resolve(client);
    const fresh = new Inventory({ connect });
    await fresh.load(this.#scope, 'view');
    const ours = this.#inventory.snapshot(this.#scope);
    const theirs = fresh.snapshot(this.#scope);
    if (ours.failure)
      this.#harm({ kind: 'lost row', text: `last load: ${ours.failure.error.message}` });
    if (theirs.failure)
      this.#harm({ kind: 'lost row', text: `new client: ${theirs.failure.error.message}` });
    this.#compareEntries('shown', ours.entries, theirs.entries);
    const restored = new Inventory({ connect });
    const begun = undefined;
    const cache = new InventoryCache({
      inventory: restored,
      watcher: { begun, get: () => Promise.resolve(this.#watcher) },
      folder: join(this.#folder, 'cache'),
      accounts: () => [this.#account],
      log: (line) => this.#harm({ kind: 'lost row', text: `cache: ${line}` }),
    });
    await cache.restore(this.#scope);
    this.#compareEntries('kept', restored.snapshot(this.#scope).entries, theirs.entries);
    cache.dispose();
    restored.dispose();
    fresh.dispose();
    client.dispose();
  }

  #compareEntries(
    which: string,
    ours: ReadonlyMap<string, ShareEntry>,
    theirs: ReadonlyMap<string, ShareEntry>,
  ): void {
    for (const [id, entry] of theirs) {
      const mine = ours.get(id);
      this.figures.rowsCompared += 1 + entry.resources.length + entry.principals.length;
      if (!mine) this.#harm({ kind: 'lost row', text: `${which}: ${entry.share.name}` });
      else if (!isSame(mine, entry)) {
        const text = difference(mine, entry);
        this.#harm({ kind: 'wrong row', text: `${which}: ${entry.share.name}: ${text}` });
      }
    }
    for (const [id, { share }] of ours) {
      if (!theirs.has(id))
        this.#harm({ kind: 'wrong row', text: `${which}: ${share.name} is not there` });
    }
  }

  /** What the next session would know of the changes. */
  async #compareJournal(): Promise<void> {
    const kept = await new Journal({ directory: join(this.#folder, 'journal') }).list();
    for (const { state, status } of this.#activity.entries) {
      this.figures.rowsCompared += 1;
      if (status !== 'ended') continue;
      const found = kept.find((one) => one.state.id === state.id);
      const [ours, theirs] = [digest(state), found && digest(found.state)];
      if (ours === theirs) continue;
      this.#harm({ kind: 'wrong row', text: `journal of ${state.id}: ${theirs} is ${ours}` });
    }
  }

  #resources(count: number): readonly (readonly [string, ResourceItem])[] {
    return Array.from({ length: count }, () => {
      const { words } = this.#world;
      const made = words.resource(this.#name('r'), this.#account.ownerId);
      const key = 'arn' in made ? made.arn : made.id;
      return [key, this.#item(key)] as const;
    });
  }

  #item(key: string): ResourceItem {
    const { words } = this.#world;
    const type = words.resourceType;
    return words.abilities.resourceForm === 'urn' ? { type, arn: key } : { type, id: key };
  }

  #name(what: string): string {
    this.#names += 1;
    return `${what}-${this.#names}`;
  }

  #caught(error: unknown): void {
    this.#canary.look('error', error);
    if (!(error instanceof CloudError)) this.#harm({ kind: 'foreign error', text: String(error) });
  }

  #harm(harm: Harm): void {
    this.figures.harms.push({ seed: this.#seed, harm });
  }

  /** Nothing may take for ever. */
  async #guard<T>(what: string, work: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Hung(what)), hangsAfterMs);
    });
    try {
      return await Promise.race([work, limit]);
    } catch (error) {
      if (error instanceof Hung) this.#harm({ kind: 'hung operation', text: what });
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }
}

/** What of an action a later session goes by. */
function digest({ end, parts }: ActionState): string {
  return JSON.stringify([
    end,
    parts.map(({ part, shareId, steps, settled }) => [
      part.key,
      shareId,
      steps.map(({ state }) => state),
      settled?.map(({ kind, id, result }) => [kind, id, result]),
    ]),
  ]);
}

/** Whether somebody is outside may have become unknown, as one answer for all of them was lost; nothing else may. */
function isSame(mine: ShareEntry, real: ShareEntry): boolean {
  const principals = sorted(mine.principals);
  const realOnes = sorted(real.principals);
  return (
    isDeepStrictEqual(mine.share, real.share) &&
    isDeepStrictEqual(sorted(mine.resources), sorted(real.resources)) &&
    principals.length === realOnes.length &&
    principals.every((row, index) => {
      const realOne = realOnes[index];
      if (realOne === undefined) return false;
      return row.external === undefined
        ? isDeepStrictEqual(withoutPlace(row), withoutPlace(realOne))
        : isDeepStrictEqual(row, realOne);
    })
  );
}

/** The first rows that differ, in a line. */
function difference(mine: ShareEntry, real: ShareEntry): string {
  const all = ({ share, resources, principals }: ShareEntry): readonly unknown[] => [
    share,
    ...sorted(resources),
    ...sorted(principals),
  ];
  const [ours, theirs] = [all(mine), all(real)];
  const at = ours.findIndex((row, index) => !isDeepStrictEqual(row, theirs[index]));
  return `${JSON.stringify(ours[at])} is ${JSON.stringify(theirs[at] ?? theirs.at(-1))}`;
}

function withoutPlace(row: Association): Partial<Association> {
  return Object.fromEntries(
    Object.entries(row).filter(([name]) => name !== 'external' && name !== 'invited'),
  );
}

function sorted(rows: readonly Association[]): readonly Association[] {
  return rows.toSorted((a, b) => (a.entityId < b.entityId ? -1 : 1));
}
