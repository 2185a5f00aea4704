export interface CallRow {
  readonly accountId: string;
  readonly operation: string;
  readonly region: string;
  /** Signed requests that arrived, whatever became of them. */
  calls: number;
  /** Of those: refused with a throttling code by the documented rates. */
  throttled: number;
  /** Of those: answered with another error. */
  failed: number;
  /** Answered with a page of a list that holds nothing but a token for the next one. */
  empty: number;
}

/** How often each operation was called, so that a test can tell what a client really sent. */
export class Calls {
  readonly #rows = new Map<string, CallRow>();

  /** The counter of one operation; the caller adds to it. */
  row(accountId: string, operation: string, region: string): CallRow {
    const key = `${accountId}/${operation}/${region}`;
    const known = this.#rows.get(key);
    if (known !== undefined) return known;
    const row: CallRow = {
      accountId,
      operation,
      region,
      calls: 0,
      throttled: 0,
      failed: 0,
      empty: 0,
    };
    this.#rows.set(key, row);
    return row;
  }

  describe(): { total: number; throttled: number; calls: readonly CallRow[] } {
    const calls = [...this.#rows.values()];
    return {
      total: calls.reduce((sum, row) => sum + row.calls, 0),
      throttled: calls.reduce((sum, row) => sum + row.throttled, 0),
      calls,
    };
  }

  reset(): void {
    this.#rows.clear();
  }
}
