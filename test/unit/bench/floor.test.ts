import assert from 'node:assert/strict';
import { atRate, type CloudLimits, floor, pages, type ScopeRows } from '../../../bench/floor.ts';

const limits: CloudLimits = { pageSize: 100, rate: 20, shareIds: 5, emptyPages: false };
const none: ScopeRows = {
  shares: 0,
  resources: 0,
  principals: 0,
  receivedShares: 0,
  receivedResources: 0,
};
const latencyMs = 150;

describe('the floor of the benchmark', () => {
  it('counts the pages of a list, an empty list as one', () => {
    assert.deepEqual(
      [0, 1, 100, 101, 4_400].map((rows) => pages(rows, limits)),
      [1, 1, 1, 2, 44],
    );
  });

  it('counts every page that the sandbox leaves empty: one in twenty, from the third on', () => {
    /** Pages as the sandbox gives them, the empty ones included, until all rows are there. */
    const walked = (full: number): number => {
      let page = 0;
      for (let rest = full; rest > 0;) {
        page += 1;
        if (page % 20 !== 3) rest -= 1;
      }
      return page;
    };
    for (let full = 1; full <= 200; full += 1) {
      assert.equal(pages(full * 100, { ...limits, emptyPages: true }), walked(full), `${full}`);
    }
  });

  it('waits a second for each further load of calls that the rate lets through', () => {
    assert.deepEqual(
      [1, 20, 21, 40, 41].map((calls) => atRate(calls, 20, latencyMs)),
      [150, 150, 1_150, 1_150, 2_150],
    );
  });

  it('asks an empty scope for both lists of shares, side by side, and for nothing more', () => {
    assert.deepEqual(floor([none], limits, latencyMs), { calls: 2, timeMs: latencyMs });
  });

  it('asks for rows of a side once a share of it is known', () => {
    const own = { ...none, shares: 3, resources: 12, principals: 9 };
    assert.deepEqual(floor([own], limits, latencyMs), { calls: 4, timeMs: 2 * latencyMs });
    const both = { ...own, receivedShares: 1, receivedResources: 1 };
    assert.deepEqual(floor([both], limits, latencyMs), { calls: 5, timeMs: 2 * latencyMs });
  });

  it('is as long as the longest chain where the rate leaves room', () => {
    const long = { ...none, shares: 100, resources: 700, principals: 300 };
    assert.deepEqual(floor([long], limits, latencyMs), { calls: 12, timeMs: 8 * latencyMs });
  });

  it('lets all scopes share the rate, each operation with one of its own', () => {
    // 40 lists of shares in two loads; 80 lists of rows in four, the first of them after the first shares.
    const own = { ...none, shares: 1, resources: 100, principals: 100 };
    const twenty = Array.from({ length: 20 }, () => own);
    assert.deepEqual(floor(twenty, limits, latencyMs), {
      calls: 80,
      timeMs: latencyMs + 1_000 + latencyMs,
    });
    const larger = twenty.map((scope) => ({ ...scope, resources: 300 }));
    assert.deepEqual(floor(larger, limits, latencyMs), {
      calls: 120,
      timeMs: latencyMs + 3_000 + latencyMs,
    });
  });

  it('has empty scopes wait for their turn, too', () => {
    const empty = Array.from({ length: 30 }, () => none);
    assert.deepEqual(floor(empty, limits, latencyMs), { calls: 60, timeMs: 2_000 + latencyMs });
  });

  it('takes further calls as they are given', () => {
    assert.equal(floor([none], limits, latencyMs, 3).calls, 5);
  });
});
