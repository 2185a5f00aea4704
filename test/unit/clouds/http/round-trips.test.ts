import assert from 'node:assert/strict';
import { mostCounted, RoundTrips } from '../../../../src/clouds/http/round-trips.ts';

describe('round trips', () => {
  let trips: RoundTrips;
  let now: number;

  beforeEach(() => {
    trips = new RoundTrips();
    now = 1_000_000;
  });

  /** One call after the other, each on the connection of the one before. */
  function take(...durations: readonly number[]): void {
    for (const duration of durations) {
      const answered = trips.begin('a', now);
      now += duration;
      answered(now);
    }
  }

  const counted = (): number => trips.counted;
  const times = (count: number, duration: number) => Array<number>(count).fill(duration);

  it('are not counted on before there were ten, not counting the one that opened the connection', () => {
    take(450, ...times(9, 100));
    assert.equal(counted(), 0);
    take(100);
    assert.equal(counted(), 75);
  });

  it('count with three quarters of the least', () => {
    take(450, ...times(30, 200));
    assert.equal(counted(), 150);
    take(196);
    assert.ok(counted() < 150 && counted() > 146, String(counted()));
  });

  it('count less the more they differ, and not at all where they differ by more than the least', () => {
    take(450, ...Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? 100 : 160)));
    assert.ok(counted() > 60 && counted() < 75, String(counted()));
    take(...Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? 100 : 900)));
    assert.equal(counted(), 0);
  });

  it('count for no more than half a second', () => {
    take(9_000, ...times(20, 1_900));
    assert.equal(counted(), mostCounted);
  });

  it('do not count where the connection may have been closed meanwhile', () => {
    for (let call = 0; call < 40; call += 1) {
      take(100);
      now += 2_001;
    }
    assert.equal(counted(), 0);
  });

  it('do not count where all open connections are in use, or lead elsewhere', () => {
    take(100);
    for (let round = 0; round < 20; round += 1) {
      const first = trips.begin('a', now);
      // Finds none that is free, and ends without an answer.
      trips.begin('a', now);
      const elsewhere = trips.begin(`b${round}`, now);
      now += 100;
      first(now);
      elsewhere(now);
    }
    // Twenty calls found a connection, the others did not, however often they were made.
    assert.equal(counted(), 75);
    const fresh = new RoundTrips();
    for (let round = 0; round < 40; round += 1) fresh.begin(`b${round}`, now)(now + 10);
    assert.equal(fresh.counted, 0);
  });

  it('never count for less than nothing when the clock is set back', () => {
    take(100, ...times(20, 100));
    const answered = trips.begin('a', now);
    answered(now - 60_000);
    assert.equal(counted(), 0);
  });
});
