import assert from 'node:assert/strict';
import { LinesInOrder } from '../../../src/vscode/lines-in-order.ts';

/** What each line waits for before it can be written, in the order of the lines. */
function slowly() {
  const loads: ((how: 'loaded' | 'failed') => void)[] = [];
  const lines = new LinesInOrder(
    () =>
      new Promise((resolve, reject) => {
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
    await lines.written;
    assert.deepEqual(written, ['first …', 'second', 'third']);
  });

  it('are all there before the log ends, also those that came last', async () => {
    const { lines, written, add, answer } = slowly();
    add('first');
    const ended = lines.written.then(() => [...written]);
    await answer('loaded');
    assert.deepEqual(await ended, ['first']);
  });

  it('go on after one that could not be cleaned, which is not written', async () => {
    const { lines, written, add, answer } = slowly();
    add('secret');
    add('second');
    await answer('failed', 'loaded');
    await lines.written;
    assert.deepEqual(written, ['second']);
  });
});
