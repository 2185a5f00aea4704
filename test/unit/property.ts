import * as fc from 'fast-check';

/** Set `PROPERTY_SEED` to run other samples than every machine does, `PROPERTY_RUNS` to run so many times as many. */
const seed = Number(process.env.PROPERTY_SEED ?? 20_261_122);
const factor = Number(process.env.PROPERTY_RUNS ?? 1);

/**
 * A test that `check` holds for `runs` samples. The title tells how many were run and with which seed; a failure names
 * the smallest sample that breaks it.
 */
export function itHolds<Sample>(
  title: string,
  runs: number,
  samples: fc.Arbitrary<Sample>,
  check: (sample: Sample) => Promise<void> | void,
): void {
  const numRuns = Math.round(runs * factor);
  it(`${title} (${numRuns} runs, seed ${seed})`, async function () {
    // Shrinking a failure takes many more runs than finding it.
    this.timeout(300_000);
    const property = fc.asyncProperty(samples, async (sample) => {
      await check(sample);
    });
    await fc.assert(property, { seed, numRuns });
  });
}
