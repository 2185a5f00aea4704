/** A call that changed something, whatever became of its answer. */
export interface WriteRow {
  readonly cloud: string;
  readonly accountId: string;
  readonly operation: string;
  readonly region: string;
  /** What it asked for, in the cloud's own words. */
  readonly request: unknown;
}

/** Enough for any test, and no endless memory for a sandbox that somebody leaves open. */
const mostKept = 10_000;

/** The writes that took effect, in order: only here can be seen that nothing was done twice. */
export class Writes {
  readonly #rows: WriteRow[] = [];

  /** Takes a call that succeeded; one that only reads is left out. */
  take(row: WriteRow): void {
    if (/^(?:keystone)?(?:list|get|search|describe|show|check)/i.test(row.operation)) return;
    this.#rows.push(row);
    if (this.#rows.length > mostKept) this.#rows.shift();
  }

  describe(): { readonly writes: readonly WriteRow[] } {
    return { writes: this.#rows };
  }

  reset(): void {
    this.#rows.length = 0;
  }
}
