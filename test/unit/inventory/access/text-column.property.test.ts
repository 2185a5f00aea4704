import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { TextColumn } from '../../../../src/inventory/access/text-column.ts';
import { itHolds } from '../../property.ts';

const texts = fc.array(fc.string({ unit: fc.constantFrom('a', 'B', 'b', '-'), maxLength: 6 }), {
  maxLength: 12,
});
const words = fc.string({ unit: fc.constantFrom('A', 'b', '-'), maxLength: 3 });

describe('TextColumn', () => {
  itHolds(
    'finds the things in whose text a word stands, each once, and no others',
    500,
    fc.tuple(texts, words),
    ([items, word]) => {
      const column = new TextColumn(
        items.map((text, number) => ({ text, number })),
        ({ text }) => text,
      );
      const found = [...column.with(word)].map(({ number }) => number);
      const expected = items.flatMap((text, number) =>
        text.toLowerCase().includes(word.toLowerCase()) ? [number] : [],
      );
      assert.deepEqual(found, expected);
    },
  );
});
