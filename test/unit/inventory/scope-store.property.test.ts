import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { ScopeStore } from '../../../src/inventory/scope-store.ts';
import type { Association, ResourceShare } from '../../../src/model/share.ts';
import { itHolds } from '../property.ts';
import { aRow, aShare } from './samples.ts';

/** What one list call answers. */
type Page =
  { readonly shares: readonly ResourceShare[] } | { readonly rows: readonly Association[] };

const everything = { shares: true, kinds: ['resource', 'principal'] } as const;

describe('ScopeStore, for any pages', () => {
  itHolds(
    'shows the same in whatever order they come, and a second reading of them changes nothing',
    300,
    orders(),
    ([inOrder, reordered]) => {
      const one = new ScopeStore();
      const other = new ScopeStore();
      read(one, inOrder);
      read(other, reordered);
      assert.deepEqual(listed(other), listed(one));

      const before = one.entries;
      assert.equal(read(one, reordered), undefined);
      assert.equal(one.entries, before);
    },
  );
});

function read(store: ScopeStore, pages: readonly Page[]) {
  const reading = store.startReading();
  for (const page of pages) {
    if ('shares' in page) store.putShares(page.shares, reading);
    else store.putRows(page.rows, reading);
  }
  store.endReading(reading, everything);
  store.closeReading(reading);
  return store.flush();
}

function listed(store: ScopeStore): readonly unknown[] {
  const byText = (rows: readonly Association[]) =>
    rows.map((row) => JSON.stringify(row)).toSorted();
  return [...store.entries.values()]
    .map(({ share, resources, principals }) => [
      JSON.stringify(share),
      byText(resources),
      byText(principals),
    ])
    .toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1));
}

/** The same pages twice, in two orders. */
function orders(): fc.Arbitrary<readonly [readonly Page[], readonly Page[]]> {
  return worlds().chain((pages) =>
    fc.tuple(
      fc.constant(pages),
      fc.shuffledSubarray([...pages], { minLength: pages.length, maxLength: pages.length }),
    ),
  );
}

/** Lists cut into pages: a few shares, and rows of them and of shares that are long gone, some of them twice. */
function worlds(): fc.Arbitrary<readonly Page[]> {
  const shares = fc.uniqueArray(fc.integer({ min: 0, max: 5 }), { maxLength: 6 });
  const row = fc.tuple(
    fc.integer({ min: 0, max: 7 }),
    fc.constantFrom('vsw-1', 'vsw-2', '1720505253000001'),
    fc.constantFrom('Associated', 'Associating', 'Disassociated', 'Failed'),
    fc.integer({ min: 0, max: 59 }),
  );
  // No two records of an entity end in the same second: nothing would tell which of them is the newer one.
  const rows = fc.uniqueArray(row, {
    maxLength: 20,
    selector: ([share, entity, , second]) => `${share} ${entity} ${second}`,
  });
  return fc.tuple(shares, rows, fc.integer({ min: 1, max: 4 })).map(([shares, rows, size]) => [
    ...pagesOf(
      shares.map((index) => aShare(`rs-${index}`)),
      size,
    ).map((shares) => ({ shares })),
    ...pagesOf(
      rows.map(([share, entity, status, second]) =>
        aRow(`rs-${share}`, entity, status, {
          updatedAt: `2026-03-01T07:10:${String(second).padStart(2, '0')}Z`,
        }),
      ),
      size,
    ).map((rows) => ({ rows })),
  ]);
}

function pagesOf<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
