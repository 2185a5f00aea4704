/** How a suite ended. */
export interface Outcome {
  readonly passed: number;
  readonly failures: readonly Failure[];
  readonly skipped: number;
  /** Parts of the suite that are counted by themselves. */
  readonly parts?: readonly Part[];
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
