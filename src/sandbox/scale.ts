import type { Random } from './random.ts';

/** What becomes of a made-up row: `ended` ones lie beside the living, as the clouds keep them for days. */
export type MadeUpFate = 'associated' | 'failed' | 'ended';

export interface MadeUpShare {
  readonly resources: readonly MadeUpFate[];
  readonly principals: readonly MadeUpFate[];
}

/** A resource or a principal for each place, most of them in order, and the rows of earlier ones. */
const usual = { resources: 4, principals: 3 };
const heavy = { resources: 200, principals: 50 };
const heavyEvery = 100;
const failedPart = 0.02;
const endedPart = 0.1;

/** The most rows of each kind that so many shares come to, with some to spare. */
export const rowsOfMadeUp = (shares: number): number => shares * 8 + 400;

/**
 * What the share of that number holds: 4 resources and 3 principals, one in a hundred 200 and 50. Of the rows 2 in 100
 * have failed, and for 10 in 100 there is a row that has ended.
 */
export function madeUpShare(random: Random, number: number): MadeUpShare {
  const { resources, principals } = number % heavyEvery === heavyEvery / 2 ? heavy : usual;
  const rows = (count: number): readonly MadeUpFate[] =>
    Array.from({ length: count }, (): readonly MadeUpFate[] => [
      ...(random.next() < endedPart ? (['ended'] as const) : []),
      random.next() < failedPart ? 'failed' : 'associated',
    ]).flat();
  return { resources: rows(resources), principals: rows(principals) };
}

/** Account ids to be principals of a share; each but once. */
export function pickDistinct(
  random: Random,
  items: readonly [string, ...string[]],
  count: number,
): readonly string[] {
  const start = random.between(0, items.length - 1);
  const step = random.between(1, Math.max(1, Math.floor(items.length / (count + 1))));
  const picked = Array.from(
    { length: count },
    (_, index) => items[(start + index * step) % items.length] ?? items[0],
  );
  return [...new Set(picked)];
}
