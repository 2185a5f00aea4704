import type { RegionTruth } from './sandbox-world.ts';

/** What one region's lists hold on the receiving side, as the inventory has found it. */
export interface Received {
  readonly shares: number;
  readonly rows: number;
}

export interface Minimum {
  /** Calls by list: no reader that reads every row can do with fewer. */
  readonly calls: number;
  /** Milliseconds that these calls take at least. */
  readonly timeMs: number;
}

const pageSize = 100;
/** Calls a second for each of the list operations and an account (reference section 11). */
const rate = 20;

/**
 * Calls: one for each page of each list, an empty list counting as a page; what others share is asked for only where
 * they do. Time: the longest chain of pages, which come one after the other, or the busiest operation at its rate.
 */
export function minimum(
  truth: readonly RegionTruth[],
  received: ReadonlyMap<string, Received>,
  latencyMs: number,
): Minimum {
  let shares = 0;
  let rows = 0;
  let receivedRows = 0;
  let longestChain = 0;
  for (const region of truth) {
    const other = received.get(region.region) ?? { shares: 0, rows: 0 };
    const own = pages(region.shareIds.length);
    const resources = pages(region.resourceRows);
    const principals = pages(region.principalRows);
    const otherRows = other.shares === 0 ? 0 : pages(other.rows);
    shares += own + pages(other.shares);
    rows += resources + principals;
    receivedRows += otherRows;
    // Whether others share anything is known with the first page of their shares.
    const received1 =
      otherRows === 0 ? pages(other.shares) : Math.max(pages(other.shares), 1 + otherRows);
    longestChain = Math.max(longestChain, own, resources, principals, received1);
  }
  const busiest = Math.max(shares, rows, receivedRows);
  return {
    calls: shares + rows + receivedRows,
    timeMs: Math.max(longestChain * latencyMs, (Math.ceil(busiest / rate) - 1) * 1000 + latencyMs),
  };
}

function pages(items: number): number {
  return Math.max(1, Math.ceil(items / pageSize));
}
