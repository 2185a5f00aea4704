import assert from 'node:assert/strict';
import { type CloudLimits, floor, type ScopeRows } from '../../../bench/floor.ts';
import { timeInTurn } from '../../../bench/in-turn.ts';

const limits: CloudLimits = { pageSize: 100, rate: 20, shareIds: 5, emptyPages: false };
const none: ScopeRows = {
  shares: 0,
  resources: 0,
  principals: 0,
  receivedShares: 0,
  receivedResources: 0,
};
const latencyMs = 150;
const inTurn = (scopes: readonly ScopeRows[]): number => timeInTurn(scopes, limits, latencyMs);

describe('lists in turn', () => {
  it('take what the floor takes where the rate leaves room', () => {
    const one = { ...none, shares: 100, resources: 700, principals: 300 };
    assert.equal(inTurn([one]), 8 * latencyMs);
    assert.equal(inTurn([one]), floor([one], limits, latencyMs).timeMs);
    assert.equal(inTurn([none]), latencyMs);
    const received = { ...none, receivedShares: 1, receivedResources: 150 };
    assert.equal(inTurn([received]), 3 * latencyMs);
  });

  it('wait for the rate', () => {
    assert.equal(inTurn(Array<ScopeRows>(11).fill(none)), 1_000 + latencyMs);
  });

  it('keep a long list waiting for short ones, which the floor does not', () => {
    const short = { ...none, shares: 10, resources: 100, principals: 100 };
    const long = { ...none, shares: 10, resources: 2_000, principals: 100 };
    const scopes = [...Array<ScopeRows>(19).fill(short), long];
    const { timeMs } = floor(scopes, limits, latencyMs);
    assert.equal(timeMs, 21 * latencyMs);
    // 38 calls stand before its first one, which takes a second; the others use up the next one, then it is alone.
    assert.equal(inTurn(scopes), latencyMs + 2_000 + 19 * latencyMs);
  });

  it('are never faster than the floor', () => {
    for (let seed = 1; seed <= 50; seed += 1) {
      const scopes = Array.from({ length: (seed % 20) + 1 }, (_, index) => {
        const shares = (seed * 7919 * (index + 1)) % 400;
        return { ...none, shares, resources: shares * 11, principals: shares * 5 };
      });
      assert.ok(inTurn(scopes) >= floor(scopes, limits, latencyMs).timeMs, `seed ${seed}`);
    }
  });
});
