import assert from 'node:assert/strict';
import {
  median,
  megabytes,
  milliseconds,
  percentile,
  seconds,
  times,
} from '../../../bench/figures.ts';

describe('the figures of the benchmark', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => ((index * 37) % 100) + 1);

  for (const [part, wanted] of [
    [0, 1],
    [0.5, 50],
    [0.95, 95],
    [0.951, 96],
    [1, 100],
  ] as const) {
    it(`has ${wanted} as the value that ${part * 100} % of 1 to 100 do not exceed`, () => {
      assert.equal(percentile(hundred, part), wanted);
    });
  }

  it('takes the lower middle of an even number of values, and the only one of one', () => {
    assert.equal(median([4, 1, 3, 2]), 2);
    assert.equal(median([3, 1, 2]), 2);
    assert.equal(percentile([7], 0.95), 7);
  });

  it('sorts numbers as numbers and leaves the list as it was', () => {
    const values = [10, 9, 100];
    assert.equal(percentile(values, 1), 100);
    assert.deepEqual(values, [10, 9, 100]);
  });

  it('has nothing to say about nothing', () => {
    assert.ok(Number.isNaN(percentile([], 0.5)));
  });

  it('writes ratios, times and sizes with the digits that count', () => {
    assert.deepEqual([times(103, 100), times(1_234, 100)], ['1.03 ×', '12 ×']);
    assert.deepEqual(
      [seconds(1_234), milliseconds(9.87), milliseconds(123.4)],
      ['1.23 s', '9.9 ms', '123 ms'],
    );
    assert.deepEqual([megabytes(1_250_000), megabytes(12_500_000)], ['1.3 MB', '13 MB']);
  });
});
