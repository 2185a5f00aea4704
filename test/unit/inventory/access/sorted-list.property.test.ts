import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { SortedList } from '../../../../src/inventory/access/sorted-list.ts';
import { itHolds } from '../../property.ts';

const steps = fc.array(fc.record({ number: fc.nat(40), adds: fc.boolean() }), { maxLength: 200 });

describe('a sorted list', () => {
  itHolds(
    'holds what came and did not go, in order, in blocks of any length',
    300,
    fc.record({ steps, longest: fc.integer({ min: 1, max: 8 }) }),
    ({ steps: all, longest }) => {
      const list = new SortedList<number>((one, other) => one - other, longest);
      const held = new Set<number>();
      for (const { number, adds } of all) {
        // What is there already is not put in again; what is not there may be taken out.
        if (!adds) list.remove(number);
        else if (!held.has(number)) list.add(number);
        if (adds) held.add(number);
        else held.delete(number);
        const wanted = [...held].sort((one, other) => one - other);
        assert.deepEqual(list.items, wanted);
        assert.deepEqual([list.length, list.first], [wanted.length, wanted[0]]);
      }
    },
  );
});
