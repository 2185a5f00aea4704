/** What a test may turn while the sandbox runs. */
export interface Tuning {
  /** Added to every answer. */
  latencyMs: number;
  /** From 0 to 1: by what part of it the latency differs from one call to the next, up and down. */
  latencyJitter: number;
  /** From 0 to 1: the part of all calls that ends with a 502 and without having happened. */
  failedPart: number;
  /** How long an association takes; absent for one to four seconds. */
  settleMs: number | undefined;
  /** Whether a listing holds an empty page with a token now and then. */
  emptyPages: boolean;
  /** Whether a share refuses every other change of what is in it while something in it is in flight. */
  busyShares: boolean;
}
