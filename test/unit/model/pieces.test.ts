import assert from 'node:assert/strict';
import { inPieces, sortedInTurns, turnInLine } from '../../../src/model/pieces.ts';

describe('a list in pieces', () => {
  async function piecesOf(
    count: number,
  ): Promise<{ sizes: number[]; turns: number; whole: boolean }> {
    const rows = Array.from({ length: count }, (_, index) => index);
    const seen: number[] = [];
    const sizes: number[] = [];
    let turns = 0;
    let done = false;
    const others = (): void => {
      turns += 1;
      if (!done) setImmediate(others);
    };
    setImmediate(others);
    for await (const piece of inPieces(rows)) {
      sizes.push(piece.length);
      seen.push(...piece);
    }
    const during = turns;
    done = true;
    return { sizes, turns: during, whole: seen.every((row, index) => row === index) };
  }

  it('comes at once as long as it is short, also when there is nothing in it', async () => {
    assert.deepEqual(await piecesOf(0), { sizes: [0], turns: 0, whole: true });
    assert.deepEqual(await piecesOf(500), { sizes: [500], turns: 0, whole: true });
  });

  it('lets others have a turn before each piece of a long one', async () => {
    const { sizes, turns, whole } = await piecesOf(1_201);
    assert.deepEqual(sizes, [500, 500, 201]);
    assert.ok(whole);
    assert.ok(turns >= 3, String(turns));
  });
});

describe('a long list that is put in order', () => {
  for (const count of [0, 1, 500, 501, 1_700, 4_321]) {
    it(`has ${count} rows as they are put in order at once, equal ones as they came`, async () => {
      const rows = Array.from({ length: count }, (_, index) => ({
        index,
        key: (index * 7_919) % 97,
      }));
      const byKey = (one: { key: number }, other: { key: number }): number => one.key - other.key;
      assert.deepEqual(await sortedInTurns(rows, byKey), rows.toSorted(byKey));
    });
  }
});

describe('turns in line', () => {
  it('are one in each round of the event loop, in the order in which they were asked for', async () => {
    let round = 0;
    let done = false;
    const count = (): void => {
      round += 1;
      if (!done) setImmediate(count);
    };
    setImmediate(count);
    const turns = await Promise.all(
      [0, 1, 2, 3, 4].map(async (name) => {
        await turnInLine();
        return { name, round };
      }),
    );
    done = true;
    assert.deepEqual(
      turns.map(({ name }) => name),
      [0, 1, 2, 3, 4],
    );
    assert.equal(new Set(turns.map((turn) => turn.round)).size, 5);
  });
});
