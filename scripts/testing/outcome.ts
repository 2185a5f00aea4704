/** How a suite ended. */
export interface Outcome {
  readonly passed: number;
  readonly failures: readonly Failure[];
  readonly skipped: number;
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

/** A suite without a test would else look like one without a failure. */
export function notEmpty(suite: string, outcome: Outcome): Outcome {
  if (outcome.passed + outcome.failures.length > 0) return outcome;
  return { ...outcome, failures: [{ title: suite, error: 'It ran no test.' }] };
}
