import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { CloudError } from '../../../../src/clouds/cloud-error.ts';
import type { Priority } from '../../../../src/clouds/cloud.ts';
import { Throttle } from '../../../../src/clouds/http/throttle.ts';
import { systemClock } from '../../../../src/model/clock.ts';

const rate = 10;
/** Between two full loads of the rate; a little over a second. */
const interval = 1_050;

function throttledError(retryAfterMs?: number): CloudError {
  return new CloudError({
    kind: 'throttled',
    code: 'Throttling.User',
    message: 'test',
    operation: 'List',
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

/** Lets all that is ready run; timers stand still. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 200; turn += 1) await Promise.resolve();
}

async function pass(ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 10) {
    mock.timers.tick(Math.min(10, left));
    await settle();
  }
}

describe('the throttle', () => {
  let throttle: Throttle;
  let started: { readonly name: string; readonly at: number }[];

  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout', 'setInterval', 'Date'], now: 1_000_000 });
    throttle = new Throttle({ rate: () => rate, clock: systemClock, random: () => 1 });
    started = [];
  });
  afterEach(() => {
    throttle.dispose();
    mock.timers.reset();
  });

  function add(
    name: string,
    options: {
      group?: string;
      priority?: Priority;
      signal?: AbortSignal;
      work?: () => Promise<unknown>;
    } = {},
  ): Promise<unknown> {
    const { group = 'List', priority = 'view', signal = new AbortController().signal } = options;
    return throttle.run(group, { priority, signal }, () => {
      started.push({ name, at: Date.now() - 1_000_000 });
      return options.work?.() ?? Promise.resolve(name);
    });
  }

  function addMany(count: number): Promise<unknown>[] {
    return Array.from({ length: count }, (_, index) => add(String(index)));
  }

  function startedIn(from: number, to: number): number {
    return started.filter(({ at }) => at >= from && at < to).length;
  }

  it('starts no more than the rate in any second', async () => {
    const calls = addMany(35);
    await pass(5_000);
    await Promise.all(calls);
    assert.equal(started.length, 35);
    for (const { at } of started) assert.ok(startedIn(at, at + 1_000) <= rate);
    // Nor is it slower than it need be.
    assert.ok(Math.max(...started.map(({ at }) => at)) <= 3 * interval + 10);
  });

  it('has a rate for each group', async () => {
    const calls = [...addMany(rate), add('other', { group: 'Create' })];
    await settle();
    await Promise.all(calls);
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
    await pass(interval + 10);
    await Promise.all(calls);
    assert.deepEqual(
      started.slice(rate).map(({ name }) => name),
      ['action', 'view', 'watch'],
    );
  });

  it('holds the whole group for as long as the cloud asks, and says until when', async () => {
    const refused = add('refused', { work: () => Promise.reject(throttledError(5_000)) });
    await assert.rejects(refused);
    const next = add('next');
    const other = add('other', { group: 'Create' });
    await settle();
    await other;
    assert.deepEqual(throttle.state(), { waiting: 1, running: 0, slowedUntil: 1_005_000 });
    await pass(4_990);
    assert.deepEqual(
      started.map(({ name }) => name),
      ['refused', 'other'],
    );
    await pass(10 + interval);
    await next;
    assert.deepEqual(throttle.state(), { waiting: 0, running: 0 });
  });

  it('runs at half the rate afterwards, and recovers', async () => {
    await assert.rejects(add('refused', { work: () => Promise.reject(throttledError(2_000)) }));
    const calls = addMany(60);
    await pass(2_000 + 8 * interval);
    await Promise.all(calls);
    const first = started[1]?.at ?? Number.NaN;
    assert.equal(first, 2_000);
    assert.equal(startedIn(first, first + interval), rate / 2);
    const last = started.at(-1)?.at ?? Number.NaN;
    assert.ok(startedIn(last - 2 * interval, last - interval) > rate / 2);
  });

  it('counts a refusal of many calls at once as one, and backs off further when it goes on', async () => {
    const pauses: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      const calls = [1, 2, 3].map((index) =>
        add(`${round}.${index}`, { work: () => Promise.reject(throttledError()) }),
      );
      const ended = Promise.allSettled(calls);
      await settle();
      while (started.length < (round + 1) * 3) await pass(10);
      await ended;
      const { slowedUntil } = throttle.state();
      pauses.push((slowedUntil ?? Number.NaN) - Date.now());
      await pass(40_000);
    }
    // Where a slowed group starts the three one after the other, the later ones do not count again.
    assert.equal(pauses[0], 1_000);
    assert.ok((pauses[1] ?? 0) > 1_000 && (pauses[1] ?? 0) <= 2_000, String(pauses[1]));
    assert.ok((pauses[2] ?? 0) > (pauses[1] ?? 0) && (pauses[2] ?? 0) <= 4_000, String(pauses[2]));
  });

  it('never waits longer than half a minute, whatever the cloud asks', async () => {
    const refused = add('refused', { work: () => Promise.reject(throttledError(86_400_000)) });
    await assert.rejects(refused);
    assert.equal(throttle.state().slowedUntil, 1_030_000);
  });

  it('is not slowed down by other failures', async () => {
    await assert.rejects(add('broken', { work: () => Promise.reject(new Error('broken')) }));
    assert.deepEqual(throttle.state(), { waiting: 0, running: 0 });
  });

  it('forgets a waiting call that is aborted, and none else', async () => {
    const controller = new AbortController();
    const calls = addMany(rate);
    const aborted = add('aborted', { signal: controller.signal });
    const kept = add('kept');
    await settle();
    assert.equal(throttle.state().waiting, 2);
    controller.abort(new Error('enough'));
    await assert.rejects(aborted, { message: 'enough' });
    assert.equal(throttle.state().waiting, 1);
    await pass(interval + 10);
    await Promise.all([...calls, kept]);
    assert.ok(!started.some(({ name }) => name === 'aborted'));
  });

  it('tells listeners until they leave', async () => {
    let changes = 0;
    const leave = throttle.onDidChange(() => {
      changes += 1;
    });
    await add('one');
    assert.ok(changes >= 3);
    leave();
    const before = changes;
    await add('two');
    assert.equal(changes, before);
  });
});
