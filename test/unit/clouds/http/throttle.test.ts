import assert from 'node:assert/strict';
import { CloudError } from '../../../../src/clouds/cloud-error.ts';
import type { Priority } from '../../../../src/clouds/cloud.ts';
import { Throttle } from '../../../../src/clouds/http/throttle.ts';
import { FakeClock, settle } from '../fake-clock.ts';

const rate = 10;
/** How long a call keeps its place after its answer. */
const hold = 1_010;
const start = 1_000_000;

function throttledError(retryAfterMs?: number): CloudError {
  return new CloudError({
    kind: 'throttled',
    code: 'Throttling.User',
    message: 'test',
    operation: 'List',
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

interface AddOptions {
  readonly group?: string;
  readonly priority?: Priority;
  readonly signal?: AbortSignal;
  readonly route?: string;
  readonly page?: number;
  readonly work?: () => Promise<unknown>;
}

describe('the throttle', () => {
  let clock: FakeClock;
  let throttle: Throttle;
  let started: { readonly name: string; readonly at: number }[];

  beforeEach(() => {
    clock = new FakeClock(start);
    throttle = new Throttle({ rate: () => rate, clock, random: () => 1 });
    started = [];
  });

  function add(name: string, options: AddOptions = {}): Promise<unknown> {
    const { group = 'List', priority = 'view', route = 'cn-hangzhou', page } = options;
    const signal = options.signal ?? new AbortController().signal;
    return throttle.run(group, { priority, signal, route, page }, () => {
      started.push({ name, at: clock.now() - start });
      return options.work?.() ?? Promise.resolve(name);
    });
  }

  function addMany(count: number, work?: () => Promise<unknown>): Promise<unknown>[] {
    return Array.from({ length: count }, (_, index) => add(String(index), work ? { work } : {}));
  }

  function refuse(retryAfterMs?: number): AddOptions {
    return { work: () => Promise.reject(throttledError(retryAfterMs)) };
  }

  function names(): readonly string[] {
    return started.map(({ name }) => name);
  }

  it('lets as many calls start at once as the rate has, and the next ones a second after the answers', async () => {
    const calls = addMany(25);
    await clock.pass(3 * hold);
    await Promise.all(calls);
    const times = started.map(({ at }) => at);
    assert.deepEqual(times, [
      ...Array<number>(10).fill(0),
      ...Array<number>(10).fill(hold),
      ...Array<number>(5).fill(2 * hold),
    ]);
  });

  describe('at the other end', () => {
    type Way = (next: () => number) => number;

    /** Milliseconds there and back; `next` gives numbers from 0 to 1. */
    const networks: readonly (readonly [name: string, there: Way, back: Way])[] = [
      ['an even network', () => 75, () => 75],
      ['a third more or less', (next) => 50 + 50 * next(), (next) => 50 + 50 * next()],
      ['uneven ways there', (next) => 100 + 100 * next(), () => 0],
      ['uneven ways back', () => 0, (next) => 100 + 100 * next()],
      ['now and then a long wait', (next) => (next() < 0.1 ? 700 : 50), (next) => 40 + 20 * next()],
      ['anything at all', (next) => 400 * next(), (next) => 400 * next()],
    ];

    /** Chains of calls over three routes, as of three regions. A call opens a connection where none is free. */
    async function arrivals(chains: number, there: Way, back: Way): Promise<readonly number[]> {
      const seen: number[] = [];
      const free = new Map<string, number>();
      let seed = 7;
      const next = (): number => {
        seed = (seed * 48_271) % 2_147_483_647;
        return seed / 2_147_483_647;
      };
      const wait = (ms: number): Promise<void> =>
        new Promise((resolve) => {
          clock.schedule(ms, resolve);
        });
      const chain = async (index: number): Promise<void> => {
        const route = `region-${index % 3}`;
        const work = async (): Promise<void> => {
          const open = free.get(route) ?? 0;
          free.set(route, Math.max(0, open - 1));
          if (open === 0) await wait(2 * (there(next) + back(next)));
          await wait(there(next));
          seen.push(clock.now());
          await wait(back(next));
          free.set(route, (free.get(route) ?? 0) + 1);
        };
        for (let page = 1; page <= 120 / chains; page += 1)
          await add('page', { route, work, page });
      };
      const done = Promise.all(Array.from({ length: chains }, (_, index) => chain(index)));
      await clock.pass(60_000);
      await done;
      return seen;
    }

    for (const [name, there, back] of networks) {
      for (const chains of [6, 40]) {
        it(`keeps the rate: ${name}, ${chains} chains of pages`, async () => {
          const seen = await arrivals(chains, there, back);
          assert.equal(seen.length, 120);
          for (const opened of seen) {
            const inWindow = seen.filter((at) => at >= opened && at < opened + 1_000);
            assert.ok(inWindow.length <= rate, `${inWindow.length} calls in a second`);
          }
        });
      }
    }

    it('makes use of the rate, however far away the cloud is', async () => {
      for (const way of [0, 75, 150]) {
        clock = new FakeClock(start);
        throttle = new Throttle({ rate: () => rate, clock, random: () => 1 });
        const seen = await arrivals(
          20,
          () => way,
          () => way,
        );
        // By then calls that went out together are spread over the second, and lists still wait for their turn.
        const load = seen.slice(3 * rate, -rate);
        const seconds = ((load.at(-1) ?? 0) - (load[0] ?? 0)) / 1_000;
        const perSecond = (load.length - 1) / seconds;
        assert.ok(perSecond > rate * 0.92, `${perSecond} calls a second at ${2 * way} ms`);
      }
    });

    it('goes without what it knows of the network once the cloud has complained', async () => {
      const answer = (): Promise<unknown> =>
        new Promise((resolve) => {
          clock.schedule(150, () => resolve(undefined));
        });
      const first = addMany(3 * rate, answer);
      await clock.pass(5_000);
      await Promise.all(first);
      const startsOfTwoLoads = async (): Promise<readonly number[]> => {
        started = [];
        const from = clock.now() - start;
        const calls = addMany(2 * rate, answer);
        await clock.pass(5_000);
        await Promise.all(calls);
        return [...new Set(started.map(({ at }) => at - from))];
      };
      assert.deepEqual(await startsOfTwoLoads(), [0, 150 + hold - 0.75 * 150]);
      await assert.rejects(add('refused', refuse(1_000)));
      await clock.pass(10_000);
      // Long enough to come back to full speed.
      await startsOfTwoLoads();
      assert.deepEqual(await startsOfTwoLoads(), [0, 150 + hold]);
    });
  });

  it('lets all regions of an account share its rate', async () => {
    const routes = ['cn-hangzhou', 'cn-shanghai', 'ap-southeast-1'];
    const calls = routes.flatMap((route) =>
      Array.from({ length: rate }, () => add(route, { route })),
    );
    await settle();
    assert.equal(started.length, rate);
    await clock.pass(3 * hold);
    await Promise.all(calls);
  });

  it('lets an action overtake a running load within one call', async () => {
    const answer = (): Promise<unknown> =>
      new Promise((resolve) => {
        clock.schedule(100, () => resolve(undefined));
      });
    const calls = addMany(5 * rate, answer);
    await clock.pass(hold + 350);
    const before = started.length;
    calls.push(add('action', { priority: 'action' }));
    await clock.pass(10 * hold);
    await Promise.all(calls);
    assert.ok(names().indexOf('action') <= before, `${names().indexOf('action')} after ${before}`);
  });

  describe('with lists of many pages', () => {
    const roundTripMs = 150;

    /** Reads lists side by side, as loading many scopes does: when each of them came to its end. */
    async function readLists(
      lengths: readonly number[],
      told: 'pages' | 'nothing' = 'pages',
    ): Promise<readonly number[]> {
      const work = (): Promise<void> =>
        new Promise((resolve) => {
          clock.schedule(roundTripMs, resolve);
        });
      const ends = Promise.all(
        lengths.map(async (pages, index) => {
          for (let page = 1; page <= pages; page += 1) {
            const how = told === 'pages' ? { page, work } : { work };
            await add(`list ${index}, page ${page}`, how);
          }
          return clock.now() - start;
        }),
      );
      await clock.pass(60_000);
      return ends;
    }

    it('serves those that begin first, then the one that has come furthest, within what matters as much', async () => {
      const calls = addMany(rate);
      await settle();
      for (const page of [3, 9, 2, 12, 1]) calls.push(add(`page ${page}`, { page }));
      calls.push(
        add('watch', { priority: 'watch', page: 1 }),
        add('action', { priority: 'action', page: 40 }),
      );
      await clock.pass(3 * hold);
      await Promise.all(calls);
      assert.deepEqual(names().slice(rate), [
        ...['action', 'page 2', 'page 1', 'page 12', 'page 9', 'page 3', 'watch'],
      ]);
    });

    it('is done with all of them hardly later than the rate allows, and with the short ones early', async () => {
      const lengths = [30, 3, 2, ...Array<number>(12).fill(5), 2];
      const calls = lengths.reduce((sum, pages) => sum + pages, 0);
      const ends = await readLists(lengths);
      assert.equal(started.length, calls);
      const last = Math.max(...ends);
      const atRate = (calls / rate) * hold;
      const from = clock.now() - start;
      const inTurn = Math.max(...(await readLists(lengths, 'nothing'))) - from;
      assert.ok(last < 1.1 * atRate, `${last} ms where the rate allows ${atRate}`);
      assert.ok(inTurn > 1.1 * atRate, `these lists are no test: ${inTurn} ms one after the other`);
      for (const index of [1, 2, 15]) {
        const end = ends[index] ?? Infinity;
        assert.ok(end < last / 2, `a short one after ${end} of ${last} ms`);
      }
    });

    it('gives out places one by one only while a long list waits', async () => {
      await readLists(Array<number>(2 * rate).fill(1));
      assert.equal(new Set(started.map(({ at }) => at)).size, 2);
      started = [];
      const from = clock.now() - start;
      await readLists([8, ...Array<number>(4 * rate).fill(1)]);
      const seconds = started.map(({ at }) => Math.floor((at - from) / 1_000));
      for (const second of new Set(seconds)) {
        assert.ok(seconds.filter((one) => one === second).length <= rate, `second ${second}`);
      }
    });

    it('keeps no count of a long list that was aborted while it waited', async () => {
      const controller = new AbortController();
      const calls = addMany(rate);
      const aborted = add('long', { page: 9, signal: controller.signal });
      const next = Array.from({ length: rate }, (_, index) => add(`next ${index}`));
      await settle();
      controller.abort(new Error('enough'));
      await assert.rejects(aborted, { message: 'enough' });
      await clock.pass(hold);
      await Promise.all([...calls, ...next]);
      assert.deepEqual(new Set(started.slice(rate).map(({ at }) => at)), new Set([hold]));
    });
  });

  it('has a rate for each group', async () => {
    await Promise.all([...addMany(rate), add('other', { group: 'Create' })]);
    assert.equal(started.length, rate + 1);
  });

  it('serves actions before views and views before watching', async () => {
    const calls = addMany(rate);
    await settle();
    calls.push(
      add('watch', { priority: 'watch' }),
      add('view', { priority: 'view' }),
      add('action', { priority: 'action' }),
    );
    await clock.pass(hold);
    await Promise.all(calls);
    assert.deepEqual(names().slice(rate), ['action', 'view', 'watch']);
  });

  it('holds the whole group for as long as the cloud asks, says until when, and no other group', async () => {
    await assert.rejects(add('refused', refuse(5_000)));
    const next = add('next');
    await add('other', { group: 'Create' });
    assert.deepEqual(throttle.state(), { waiting: 1, running: 0, slowedUntil: start + 5_000 });
    await clock.pass(4_999);
    assert.deepEqual(names(), ['refused', 'other']);
    await clock.pass(1);
    await next;
    assert.deepEqual(throttle.state(), { waiting: 0, running: 0 });
  });

  it('runs at half the rate afterwards, and recovers after a second of full rate without complaint', async () => {
    await assert.rejects(add('refused', refuse(3_000)));
    let count = 0;
    // Answers come one after the other, so that the recovery has a moment.
    const calls = addMany(40, () => {
      count += 1;
      return new Promise((resolve) => {
        clock.schedule((count % rate) * 10, () => resolve(undefined));
      });
    });
    await clock.pass(3_000 + 6 * hold);
    await Promise.all(calls);
    const second = (index: number): number =>
      started.filter(({ at }) => Math.floor((at - 3_000) / hold) === index).length;
    // Of the first load nine keep their places for two seconds; the tenth brings the full rate back.
    assert.deepEqual([second(0), second(1), second(2), second(3)], [rate, 1, rate, rate]);
  });

  it('counts a refusal of many calls at once as one, and backs off further while it goes on', async () => {
    const pauses: number[] = [];
    for (let round = 0; round < 4; round += 1) {
      const calls = [1, 2, 3].map((index) => add(`${round}.${index}`, refuse()));
      await Promise.allSettled(calls);
      pauses.push((throttle.state().slowedUntil ?? Number.NaN) - clock.now());
      await clock.pass(60_000);
    }
    assert.deepEqual(pauses, [1_000, 2_000, 4_000, 8_000]);
    await add('fine');
    await Promise.allSettled([add('refused', refuse())]);
    assert.equal(throttle.state().slowedUntil, clock.now() + 1_000);
  });

  it('never waits longer than half a minute, whatever the cloud asks', async () => {
    await assert.rejects(add('refused', refuse(86_400_000)));
    assert.equal(throttle.state().slowedUntil, start + 30_000);
  });

  it('is not slowed down by other failures', async () => {
    await assert.rejects(add('broken', { work: () => Promise.reject(new Error('broken')) }));
    assert.deepEqual(throttle.state(), { waiting: 0, running: 0 });
  });

  it('forgets a waiting call that is aborted, and no other', async () => {
    const controller = new AbortController();
    const calls = addMany(rate);
    const aborted = add('aborted', { signal: controller.signal });
    const kept = add('kept');
    await settle();
    assert.equal(throttle.state().waiting, 2);
    controller.abort(new Error('enough'));
    await assert.rejects(aborted, { message: 'enough' });
    assert.equal(throttle.state().waiting, 1);
    await clock.pass(hold);
    await Promise.all([...calls, kept]);
    assert.ok(!names().includes('aborted'));
    const late = add('late', { signal: controller.signal });
    await assert.rejects(late, { message: 'enough' });
    assert.deepEqual(throttle.state(), { waiting: 0, running: 0 });
  });

  it('keeps the place of a call that is aborted on its way: it may have arrived', async () => {
    const controller = new AbortController();
    const work = (): Promise<unknown> =>
      new Promise((_resolve, reject) => {
        controller.signal.addEventListener('abort', () => reject(new Error('stopped')));
      });
    const calls = Array.from({ length: rate }, (_, index) =>
      add(String(index), { signal: controller.signal, work }),
    );
    const next = add('next');
    await settle();
    controller.abort();
    const ends = await Promise.allSettled(calls);
    assert.ok(ends.every(({ status }) => status === 'rejected'));
    await clock.pass(hold - 1);
    assert.ok(!names().includes('next'));
    await clock.pass(1);
    await next;
  });

  it('tells listeners until they leave', async () => {
    const states: string[] = [];
    const leave = throttle.onDidChange(() => {
      const { waiting, running } = throttle.state();
      states.push(`${waiting} ${running}`);
    });
    await add('one');
    assert.deepEqual(states, ['1 0', '0 1', '0 0']);
    leave();
    await add('two');
    assert.equal(states.length, 3);
  });

  it('leaves no timer behind when it is disposed', async () => {
    await assert.rejects(add('refused', refuse(5_000)));
    await add('other', { group: 'Create' });
    assert.ok(clock.pending > 0);
    throttle.dispose();
    assert.equal(clock.pending, 0);
  });
});
