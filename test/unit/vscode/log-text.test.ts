import assert from 'node:assert/strict';
import { CloudError } from '../../../src/clouds/cloud-error.ts';
import { InOrder } from '../../../src/vscode/in-order.ts';
import { errorText, messageLine, requestLine } from '../../../src/vscode/log-text.ts';
import { hostileText } from '../fuzz/hostile.ts';
import { itHolds } from '../property.ts';

/** What each line waits for before it can be written, in the order of the lines. */
function slowly() {
  const loads: ((how: 'loaded' | 'failed') => void)[] = [];
  const lines = new InOrder(
    () =>
      new Promise<(text: string) => string>((resolve, reject) => {
        loads.push((how) => {
          if (how === 'failed') reject(new Error('gone'));
          else resolve((text) => text.replace('secret', '…'));
        });
      }),
  );
  const written: string[] = [];
  return {
    lines,
    written,
    add: (text: string) => lines.add((clean) => written.push(clean(text))),
    /** Lets each line have what it waits for, as soon as it asks. */
    answer: async (...how: readonly ('loaded' | 'failed')[]) => {
      for (const [at, one] of how.entries()) {
        while (loads[at] === undefined) await Promise.resolve();
        loads[at](one);
      }
    },
  };
}

describe('lines of the log', () => {
  it('keep their order, whatever loads first, and lose no secret', async () => {
    const { lines, written, add, answer } = slowly();
    add('first secret');
    add('second');
    add('third');
    assert.deepEqual(written, []);
    await answer('loaded', 'loaded', 'loaded');
    await lines.done;
    assert.deepEqual(written, ['first …', 'second', 'third']);
  });

  it('are all there before the log ends, also those that came last', async () => {
    const { lines, written, add, answer } = slowly();
    add('first');
    const ended = lines.done.then(() => [...written]);
    await answer('loaded');
    assert.deepEqual(await ended, ['first']);
  });

  it('go on after one that could not be cleaned, which is not written', async () => {
    const { lines, written, add, answer } = slowly();
    add('secret');
    add('second');
    await answer('failed', 'loaded');
    await lines.done;
    assert.deepEqual(written, ['second']);
  });

  const secret = 'canary7SecretOfNoCloud';
  const details = { kind: 'server', operation: 'ListResourceShares' } as const;

  it('say what was asked for and how it ended', () => {
    const record = { operation: 'ListResourceShares', region: 'cn-hangzhou', outcome: '200' };
    assert.equal(
      requestLine('Network team', { ...record, durationMs: 12.4, attempt: 2, requestId: 'ABC-1' }),
      'ListResourceShares · Network team · cn-hangzhou · 200 · 12 ms · ABC-1 · try 2',
    );
    const error = new CloudError({ ...details, code: 'Busy', message: 'Later.', requestId: 'A-2' });
    assert.equal(errorText(error), 'ListResourceShares · Busy · Later. · A-2');
    assert.match(errorText(new Error('broken')), /^Error: broken\n +at /u);
  });

  it('have no secret, and no part of one where they are cut off', () => {
    for (let before = 270; before < 300; before += 1) {
      const text = `${'-'.repeat(before)} token STS.${secret}${secret}`;
      const error = new CloudError({ ...details, code: 'Busy', message: text });
      for (const line of [messageLine(text), errorText(error), errorText(new Error(text))]) {
        assert.doesNotMatch(line, /canary/u);
      }
    }
  });

  itHolds('are one line each, whatever stands in them', 150, hostileText, (text) => {
    const error = new CloudError({ ...details, code: text, message: text, requestId: text });
    const record = { operation: text, region: text, outcome: text, requestId: text };
    for (const line of [
      messageLine(text),
      errorText(error),
      requestLine(text, { ...record, durationMs: 1, attempt: 1 }),
    ]) {
      assert.ok(line.isWellFormed());
      assert.doesNotMatch(
        line,
        /[\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\u2028\u2029]/u,
      );
      assert.ok(!line.includes(']('), line);
    }
  });
});
