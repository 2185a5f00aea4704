import assert from 'node:assert/strict';
import { CloudError, type ErrorKind } from '../../../../src/clouds/cloud-error.ts';
import { allowedRetries, fullJitterMs, withRetry } from '../../../../src/clouds/http/retry.ts';
import type { Clock } from '../../../../src/model/clock.ts';

function failure(kind: ErrorKind, details: { notSent?: true } = {}): CloudError {
  return new CloudError({ kind, code: 'Test', message: 'test', operation: 'Test', ...details });
}

/** Time that passes at once, noting how long it would have taken. */
function instantClock(): Clock & { readonly delays: number[] } {
  const delays: number[] = [];
  return {
    delays,
    now: () => 0,
    schedule: (delayMs, run) => {
      delays.push(delayMs);
      queueMicrotask(run);
      return () => undefined;
    },
  };
}

describe('retrying', () => {
  const repeated: readonly [ErrorKind, read: boolean, write: boolean][] = [
    ['throttled', true, true],
    ['network', true, false],
    ['server', true, false],
    ['timeout', true, false],
    ['cancelled', false, false],
    ['credentials', false, false],
    ['clock', false, false],
    ['denied', false, false],
    ['notFound', false, false],
    ['conflict', false, false],
    ['invalid', false, false],
    ['unreadable', false, false],
    ['ambiguous', false, false],
  ];
  for (const [kind, read, write] of repeated) {
    it(`${read ? 'repeats' : 'never repeats'} a read and ${write ? 'repeats' : 'never repeats'} a write after: ${kind}`, () => {
      assert.equal(allowedRetries('read', failure(kind)) > 0, read);
      assert.equal(allowedRetries('write', failure(kind)) > 0, write);
    });
  }

  it('repeats a write that never left this machine', () => {
    assert.ok(allowedRetries('write', failure('network', { notSent: true })) > 0);
  });

  it('repeats nothing after an error that it does not know', () => {
    assert.equal(allowedRetries('read', new Error('bug')), 0);
  });

  it('waits anywhere below a bound that doubles up to a cap', () => {
    const bounds = [1, 2, 3, 4, 5, 6, 7, 8].map((attempt) => fullJitterMs(attempt, () => 0.999999));
    assert.deepEqual(bounds, [299, 599, 1199, 2399, 4799, 9599, 9999, 9999]);
    assert.equal(
      fullJitterMs(3, () => 0),
      0,
    );
  });

  it('gives up with the last error after as many tries as allowed', async () => {
    const clock = instantClock();
    const attempts: number[] = [];
    const { signal } = new AbortController();
    await assert.rejects(
      withRetry({ kind: 'read', clock, random: () => 0.5, signal }, (attempt) => {
        attempts.push(attempt);
        return Promise.reject(failure('server'));
      }),
      {
        name: 'CloudError',
        details: { kind: 'server', code: 'Test', message: 'test', operation: 'Test' },
      },
    );
    assert.deepEqual(attempts, [1, 2, 3, 4]);
    assert.deepEqual(clock.delays, [150, 300, 600]);
  });

  it('gives the first success, and leaves waiting after throttling to the queue', async () => {
    const clock = instantClock();
    const { signal } = new AbortController();
    const result = await withRetry(
      { kind: 'write', clock, random: () => 0.5, signal },
      (attempt) => (attempt < 4 ? Promise.reject(failure('throttled')) : Promise.resolve(attempt)),
    );
    assert.equal(result, 4);
    assert.deepEqual(clock.delays, []);
  });

  it('stops waiting when it is aborted', async () => {
    const controller = new AbortController();
    const clock: Clock = {
      now: () => 0,
      schedule: () => {
        queueMicrotask(() => controller.abort(new Error('enough')));
        return () => undefined;
      },
    };
    let attempts = 0;
    await assert.rejects(
      withRetry({ kind: 'read', clock, random: () => 0.5, signal: controller.signal }, () => {
        attempts += 1;
        return Promise.reject(failure('server'));
      }),
      { message: 'enough' },
    );
    assert.equal(attempts, 1);
  });
});
