import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { gramsOf, GramTable, hasBit } from '../../../../src/inventory/index/grams.ts';
import { itHolds } from '../../property.ts';

describe('GramTable', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '-', '1', '数'), maxLength: 12 });
  const changes = fc.array(fc.tuple(fc.nat(40), text), { maxLength: 30 });

  itHolds(
    'never misses a text, whatever was there before under its number',
    200,
    fc.tuple(changes, text),
    ([steps, wanted]) => {
      const table = new GramTable();
      const texts = new Map<number, string>();
      for (const [step, next] of steps) {
        // Far apart, so that the table has to grow in between.
        const number = step * 97;
        const before = texts.get(number);
        table.set(number, [next], before === undefined ? [] : [before]);
        texts.set(number, next);
      }
      const found = table.withAll(gramsOf(wanted));
      for (const [number, held] of texts) {
        if (held.includes(wanted)) assert.ok(!found || hasBit(found, number), held);
      }
    },
  );

  it('tells most texts that do not hold a word from those that do', () => {
    const table = new GramTable();
    for (let number = 0; number < 3_000; number += 1) {
      table.set(number, [`share-${number} of team ${number % 7}`], []);
    }
    const found = table.withAll(gramsOf('share-1234'));
    const count = Array.from({ length: 3_000 }, (_, number) => number).filter(
      (number) => found && hasBit(found, number),
    );
    assert.ok(count.includes(1234) && count.length < 30, `${count.length} candidates`);
    assert.equal(table.withAll(gramsOf('sh')), undefined, 'too short to tell');
  });
});
