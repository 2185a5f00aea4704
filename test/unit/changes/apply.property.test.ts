import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { itemResults } from '../../../src/changes/action-items.ts';
import type { ActionState } from '../../../src/changes/action.ts';
import { Activity } from '../../../src/changes/activity.ts';
import type { RunResult } from '../../../src/changes/run-result.ts';
import type { Change } from '../../../src/changes/change.ts';
import { Journal } from '../../../src/changes/journal.ts';
import { know } from '../../../src/changes/knowledge.ts';
import { planChanges } from '../../../src/changes/plan-changes.ts';
import { type Plan, planItemKey } from '../../../src/changes/plan.ts';
import { Inventory } from '../../../src/inventory/inventory.ts';
import { scope } from '../inventory/samples.ts';
import { itHolds } from '../property.ts';
import { alibabaAccount } from './contexts.ts';
import { InstantClock } from './instant-clock.ts';
import { KillableJournal } from './killable-journal.ts';
import { type Mishap, never, SmallCloud } from './small-cloud.ts';
import { temporaryDirectory } from './temporary.ts';
import { outcomeOf, plainShares, type Truth } from './truth.ts';

const resourceIds = Array.from({ length: 14 }, (_, index) => `vsw-${index}`);
const principalIds = Array.from({ length: 8 }, (_, index) => String(1720505253000000 + index));
const tagKeys = ['a', 'b', 'c'];

interface Kill {
  /** Counted from the last one. */
  readonly write: number;
  readonly when: 'before' | 'after';
}

interface Sample {
  readonly shares: readonly Contents[];
  readonly wishes: readonly Wish[];
  readonly mishaps: readonly (Mishap | null)[];
  readonly kills: readonly Kill[];
}

interface Contents {
  readonly resources: readonly string[];
  readonly principals: readonly string[];
  readonly tags: readonly string[];
}

interface Wish extends Contents {
  readonly kind: 'associate' | 'disassociate' | 'update' | 'tag' | 'untag' | 'delete' | 'create';
  readonly share: number;
  readonly word: string;
}

const contents = {
  resources: fc.subarray(resourceIds),
  principals: fc.subarray(principalIds),
  tags: fc.subarray(tagKeys),
};
const samples: fc.Arbitrary<Sample> = fc.record({
  shares: fc.array(fc.record(contents), { minLength: 1, maxLength: 4 }),
  wishes: fc.array(
    fc.record({
      ...contents,
      kind: fc.constantFrom<Wish['kind'][]>(
        ...['associate' as const, 'associate' as const, 'disassociate' as const],
        ...[
          'update' as const,
          'tag' as const,
          'untag' as const,
          'delete' as const,
          'create' as const,
        ],
      ),
      share: fc.nat(3),
      word: fc.constantFrom('x', 'y', 'z'),
    }),
    { minLength: 1, maxLength: 8 },
  ),
  mishaps: fc.array(
    fc.constantFrom(null, null, 'busy', 'refused', 'lostDone', 'lostNotDone', 'notDone', 'gone'),
    { maxLength: 10 },
  ),
  kills: fc.array(
    fc.record({
      write: fc.integer({ min: 1, max: 6 }),
      when: fc.constantFrom('before', 'after'),
    }),
    { maxLength: 3 },
  ),
});

function changeOf(wish: Wish, count: number, index: number): Change {
  const ofShare = { scope, shareId: `rs-${wish.share % count}` };
  // Nothing at all is no wish.
  const named = wish.resources.length + wish.principals.length > 0 ? wish.resources : ['vsw-0'];
  const resources = named.map((id) => ({ type: 'VSwitch', id }));
  const principals = wish.principals.map((id) => ({ id }));
  switch (wish.kind) {
    case 'create':
      return {
        kind: 'create',
        scope,
        // Names are not unique, but after a kill only different ones can be told apart.
        name: `made-${index}`,
        allowExternal: true,
        tags: wish.tags.map((key) => ({ key, value: wish.word })),
        resources,
        principals,
        permissions: {},
      };
    case 'associate':
      return { kind: 'associate', ...ofShare, resources, principals, permissions: {} };
    case 'disassociate':
      return { kind: 'disassociate', ...ofShare, resources, principals: [...wish.principals] };
    case 'update':
      return { kind: 'update', ...ofShare, name: wish.word };
    case 'tag':
      return { kind: 'tag', ...ofShare, tags: wish.tags.map((key) => ({ key, value: wish.word })) };
    case 'untag':
      return { kind: 'untag', ...ofShare, keys: [...wish.tags] };
    case 'delete':
      return { kind: 'delete', ...ofShare };
  }
}

function plain(shares: Iterable<readonly [string, Truth]>): readonly string[] {
  return plainShares(shares, (id) => id.startsWith('made-') || id.startsWith('rs-made'));
}

/** One world with its cloud and its disk, and as many sessions of the program as it takes. */
class Trial {
  readonly cloud: SmallCloud;
  readonly #clock = new InstantClock();
  readonly #directory: string;
  readonly #kills: Kill[];
  readonly #open: {
    readonly activity: Activity;
    readonly inventory: Inventory;
    readonly journal: KillableJournal;
  }[] = [];
  #died: (() => void) | undefined;
  #lastKill = 0;

  constructor(directory: string, { shares, mishaps, kills }: Sample) {
    this.#directory = directory;
    this.#kills = [...kills];
    this.cloud = new SmallCloud(this.#clock);
    for (const [index, share] of shares.entries()) {
      this.cloud.add(`rs-${index}`, {
        resources: new Set(share.resources),
        principals: new Set(share.principals),
        tags: new Map(share.tags.map((key) => [key, 'old'])),
      });
    }
    this.cloud.mishaps = mishaps.map((mishap) => mishap ?? undefined);
    this.cloud.around = (execute) => {
      const [kill] = this.#kills;
      if (!kill || this.cloud.calls - this.#lastKill < kill.write) {
        execute();
        return;
      }
      this.#kills.shift();
      this.#lastKill = this.cloud.calls;
      if (kill.when === 'after') execute();
      this.cloud.kill();
      void this.#open
        .at(-1)
        ?.journal.kill()
        .then(() => this.#died?.());
      return never();
    };
  }

  /** Runs to the end whatever happens. @returns every action that it took */
  async run(
    changes: readonly Change[],
  ): Promise<{ readonly plan: Plan; readonly actions: readonly ActionState[] }> {
    const first = this.#session();
    const known = await know(changes, first.read, { signal: first.signal, shares: 'held' });
    const plan = planChanges(changes, known);
    let result = await this.#live(() => first.activity.run(plan, first));
    let session = first;
    for (let round = 0; ; round += 1) {
      assert.ok(round < 60, 'it comes to an end');
      if (result === 'died') {
        session = this.#session();
        await session.activity.load();
      }
      const next = nextToDo(session.activity, result);
      if (next === undefined) break;
      const current = session;
      result = await this.#live(async () => {
        const rest = await current.activity.findContinuation(next, current.signal);
        assert.ok(rest);
        assert.deepEqual(rest.undecided, []);
        return await current.activity.continue(rest, current);
      });
    }
    const kept = await new Journal({ directory: this.#directory, keep: 1_000 }).list();
    return { plan, actions: kept.map(({ state }) => state) };
  }

  async end(): Promise<void> {
    for (const { activity, inventory } of this.#open) {
      await activity.dispose();
      inventory.dispose();
    }
  }

  #session() {
    const client = this.cloud.connect();
    const connect = () => Promise.resolve(client);
    const clock = this.#clock;
    const inventory = new Inventory({ connect, clock });
    const read = { inventory, connect, account: () => Promise.resolve(alibabaAccount) };
    const journal = new KillableJournal({ directory: this.#directory });
    const activity = new Activity({ ...read, journal, clock });
    this.#open.push({ activity, inventory, journal });
    return { activity, read, signal: new AbortController().signal };
  }

  #live(run: () => Promise<RunResult>): Promise<RunResult | 'died'> {
    return new Promise((resolve, reject) => {
      this.#died = () => {
        resolve('died');
      };
      run().then(resolve, reject);
    });
  }
}

/** The action to go on with: one that was cut off, else the last one that has not done everything. */
function nextToDo(activity: Activity, last: RunResult | 'died'): string | undefined {
  const cutOff = activity.entries.filter(({ status }) => status === 'cutOff').at(-1);
  if (cutOff) return cutOff.state.id;
  if (last === 'died' || last.kind === 'nothing') return unfinished(activity);
  assert.ok(last.kind === 'ran', JSON.stringify(last));
  return last.state.end === 'done' ? unfinished(activity) : last.id;
}

/** An action that failed, and that no other one has continued. */
function unfinished(activity: Activity): string | undefined {
  const continued = new Set(activity.entries.map(({ state }) => state.continues));
  return activity.entries.find(
    ({ state, status }) =>
      status === 'ended' &&
      state.end === 'failed' &&
      !continued.has(state.id) &&
      itemResults(state).some(({ progress }) =>
        ['failed', 'notSent', 'unknown'].includes(progress),
      ),
  )?.state.id;
}

describe('changes under faults and kills, against a scripted cloud', () => {
  itHolds(
    'come to what was wanted, with nothing done twice and everything accounted for',
    200,
    samples,
    async (sample) => {
      const { path, remove } = await temporaryDirectory();
      const trial = new Trial(path, sample);
      try {
        const { cloud } = trial;
        const changes = sample.wishes.map((wish, index) =>
          changeOf(wish, sample.shares.length, index),
        );
        const wanted = outcomeOf(changes, cloud.shares);
        const { plan, actions } = await trial.run(changes);
        assert.deepEqual(plain(cloud.shares), plain(wanted));
        assert.deepEqual(cloud.duplicates, []);
        assert.equal(new Set(cloud.writes).size, cloud.writes.length, 'no write took effect twice');

        const results = actions.flatMap(itemResults);
        assert.ok(
          !results.some(({ progress }) => progress === 'sending' || progress === 'unknown'),
        );
        for (const part of plan.parts) {
          for (const item of part.items) {
            const told = results.filter(
              (result) =>
                planItemKey(result.item) === planItemKey(item) &&
                (result.part.key === part.key || result.part.share.name === part.share.name),
            );
            const ends = told.map(({ progress }) => progress);
            assert.ok(
              ends.length === 0
                ? plan.parts.every(({ steps }) => steps.length === 0)
                : ends.some((end) => ['done', 'accepted', 'unchanged'].includes(end)),
              `${planItemKey(item)}: ${ends.join(', ')}`,
            );
          }
        }
      } finally {
        await trial.end();
        await remove();
      }
    },
  );
});
