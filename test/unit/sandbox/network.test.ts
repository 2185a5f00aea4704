import assert from 'node:assert/strict';
import type { Tuning } from '../../../src/sandbox/tuning.ts';
import { Network } from '../../../src/sandbox/network.ts';

const quiet: Tuning = {
  latencyMs: 0,
  latencyJitter: 0,
  failedPart: 0,
  settleMs: undefined,
  emptyPages: false,
  busyShares: false,
};

function ways(tuning: Partial<Tuning>, seed = 1) {
  const network = new Network(seed, { ...quiet, ...tuning });
  return Array.from({ length: 400 }, () => network.ways());
}

describe('the network of the sandbox', () => {
  it('takes no time unless it is told to, and then the time lies on the way back', () => {
    assert.deepEqual(ways({})[0], { thereMs: 0, backMs: 0 });
    assert.deepEqual(ways({ latencyMs: 150 })[399], { thereMs: 0, backMs: 150 });
  });

  it('spreads the time of both ways evenly around the latency', () => {
    const trips = ways({ latencyMs: 150, latencyJitter: 0.3 });
    const sums = trips.map(({ thereMs, backMs }) => thereMs + backMs);
    assert.ok(Math.min(...sums) >= 105 && Math.max(...sums) <= 195);
    assert.ok(Math.min(...sums) < 115 && Math.max(...sums) > 185);
    assert.ok(trips.every(({ thereMs }) => thereMs >= 0 && thereMs <= 45));
    const average = sums.reduce((total, sum) => total + sum, 0) / sums.length;
    assert.ok(Math.abs(average - 150) < 5, String(average));
  });

  it('is the same for the same seed', () => {
    const tuning = { latencyMs: 100, latencyJitter: 0.5 };
    assert.deepEqual(ways(tuning), ways(tuning));
    assert.notDeepEqual(ways(tuning), ways(tuning, 2));
  });

  it('loses the part that it is told to', () => {
    const network = new Network(1, { ...quiet, failedPart: 0.1 });
    const faults = Array.from({ length: 1_000 }, () => network.fault()).filter(Boolean);
    assert.ok(faults.length > 60 && faults.length < 140, String(faults.length));
    assert.equal(new Network(1, quiet).fault(), undefined);
  });
});
