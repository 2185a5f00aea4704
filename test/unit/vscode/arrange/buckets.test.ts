import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { bucketsOf, rangeOf, type Named } from '../../../../src/vscode/shares/arrange/buckets.ts';
import { itHolds } from '../../property.ts';

const byName = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

function named(names: readonly string[]): readonly Named[] {
  return names
    .toSorted((a, b) => byName.compare(a, b))
    .map((name) => ({ name, key: `key of ${name}` }));
}

function numbered(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `app-${String(index + 1).padStart(4, '0')}`);
}

function ranges(items: readonly Named[]): readonly string[] {
  return bucketsOf(items).map((bucket) => rangeOf(items, bucket).join(' … '));
}

describe('buckets', () => {
  itHolds('hold every row once, in its order, and never too many', 100, names(), (list) => {
    const items = named(list);
    const buckets = bucketsOf(items, 20);
    assert.deepEqual(
      buckets.flatMap(({ start, end }) => items.slice(start, end)),
      items,
    );
    const sizes = buckets.map(({ start, end }) => end - start);
    assert.ok(
      sizes.every((size) => size <= 20),
      sizes.join(' '),
    );
    assert.ok(items.length <= 20 || sizes.every((size) => size >= 5), sizes.join(' '));
    assert.equal(new Set(buckets.map(({ from }) => from)).size, buckets.length);
  });

  it('nearly all stay what they are when one row comes or goes', () => {
    const edits = fc.tuple(names(), fc.nat(9_999), fc.nat());
    const shares = fc.sample(edits, { numRuns: 200, seed: 7 }).flatMap(([list, added, removed]) => {
      const before = keysOf(list);
      const without = list.filter((_, index) => index !== removed % list.length);
      return [[...list, `app-${added}`], without].map((after) => {
        const kept = keysOf(after);
        return [...before].filter((key) => kept.has(key)).length / before.size;
      });
    });
    const kept = shares.reduce((sum, one) => sum + one, 0) / shares.length;
    assert.ok(kept > 0.97, `on average ${kept.toFixed(3)} of the buckets stayed`);
  });

  it('are cut where names differ early, and named by where they begin and end', () => {
    assert.deepEqual(ranges(named(numbered(1_200))), [
      'app-0001 … app-0399',
      'app-0400 … app-0799',
      'app-0800 … app-0999',
      'app-1000 … app-1200',
    ]);
    const teams = ['data', 'network', 'payments'].flatMap((team) =>
      Array.from({ length: 300 }, (_, index) => `${team}-images-prod-${index}`),
    );
    assert.deepEqual(ranges(named(teams)), [
      'data-images-prod-0 … data-images-prod-299',
      'network-images-prod-0 … network-images-prod-299',
      'payments-images-prod-0 … payments-images-prod-299',
    ]);
  });
});

function keysOf(list: readonly string[]): ReadonlySet<string> {
  return new Set(bucketsOf(named(list), 20).map(({ from }) => from));
}

function names(): fc.Arbitrary<readonly string[]> {
  const name = fc.oneof(
    fc.integer({ min: 0, max: 9_999 }).map((number) => `app-${number}`),
    fc
      .tuple(fc.constantFrom('net', 'Net', 'data', '数据'), fc.nat(99))
      .map(([team, n]) => `${team}.${n}`),
    fc.string({ maxLength: 6 }),
  );
  return fc.uniqueArray(name, { minLength: 10, maxLength: 400 });
}
