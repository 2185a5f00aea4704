/** How a suite ended. */
export interface Outcome {
  readonly passed: number;
  readonly failures: readonly Failure[];
  readonly skipped: number;
  /** Parts of the suite that are counted by themselves. */
  readonly parts?: readonly Part[];
  /** Of its tests that hold a property for many samples; absent where it has none. */
  readonly properties?: Properties;
}

/** Tests that hold something for many made-up samples, with the number of samples of all of them. */
export interface Properties {
  readonly suites: number;
  readonly runs: number;
  readonly failed: number;
}

/** The tests below one `describe`, by its title. */
export interface Part {
  readonly title: string;
  readonly passed: number;
  readonly failed: number;
}

/** A failed test; a suite that crashed or ran nothing counts as one as well. */
export interface Failure {
  readonly title: string;
  readonly error: string;
}

/** The property tests among others, which their titles tell, and how many samples they ran. */
export function propertiesIn(
  passed: readonly string[],
  failed: readonly string[],
): Properties | undefined {
  const runsOf = (title: string): number =>
    Number(/\((\d+) runs, seed \d+\)$/u.exec(title)?.[1] ?? 0);
  const broken = failed.filter((title) => runsOf(title) > 0);
  const all = [...passed.filter((title) => runsOf(title) > 0), ...broken];
  if (all.length === 0) return undefined;
  const runs = all.reduce((sum, title) => sum + runsOf(title), 0);
  return { suites: all.length, runs, failed: broken.length };
}

/** A suite that could not be run to its end. */
export function crashed(suite: string, error: string): Outcome {
  return { passed: 0, failures: [{ title: `${suite} did not run to its end`, error }], skipped: 0 };
}

/** A suite, or a part of one, without a test would else look like one without a failure. */
export function notEmpty(suite: string, outcome: Outcome): Outcome {
  const empty = (outcome.parts ?? []).filter(({ passed, failed }) => passed + failed === 0);
  const titles = [
    ...(outcome.passed + outcome.failures.length > 0 ? [] : [suite]),
    ...empty.map(({ title }) => title),
  ];
  const failures = titles.map((title) => ({ title, error: 'It ran no test.' }));
  return { ...outcome, failures: [...outcome.failures, ...failures] };
}
