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
    const { group = 'List', priority = 'view' } = options;
    const signal = options.signal ?? new AbortController().signal;
    return throttle.run(group, { priority, signal }, () => {
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

  it('keeps the rate at the other end too, whenever between start and answer a call arrives there', async () => {
    // Some calls arrive late and are answered at once, others the other way round.
    const arrivals: number[] = [];
    let seed = 7;
    const next = (): number => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % 400;
    };
    const wait = (ms: number): Promise<void> =>
      new Promise((resolve) => {
        clock.schedule(ms, resolve);
      });
    const calls = addMany(120, async () => {
      await wait(next());
      arrivals.push(clock.now());
      await wait(next());
    });
    await clock.pass(60_000);
    await Promise.all(calls);
    assert.equal(arrivals.length, 120);
    for (const opened of arrivals) {
      const inWindow = arrivals.filter((at) => at >= opened && at < opened + 1_000);
      assert.ok(inWindow.length <= rate, `${inWindow.length} calls in a second`);
    }
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
