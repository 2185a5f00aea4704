/** How many rows the lists of one scope have, ended ones included: a list names them too. */
export interface ScopeRows {
  readonly shares: number;
  readonly resources: number;
  readonly principals: number;
  readonly receivedShares: number;
  readonly receivedResources: number;
}

/** What a cloud allows. */
export interface CloudLimits {
  /** Rows in an answer. */
  readonly pageSize: number;
  /** Calls a second for each operation of an account. */
  readonly rate: number;
  /** Share ids in a call. */
  readonly shareIds: number;
  /** Whether one page in twenty, from the third on, is empty but for a token. */
  readonly emptyPages: boolean;
}

export interface Floor {
  /** Calls that no reader can do without that reads every row. */
  readonly calls: number;
  /** Milliseconds that they take at least. */
  readonly timeMs: number;
}

export const callsFormula =
  'calls ≥ for each scope: pages(own shares) + pages(received shares), + pages(own resources) + pages(own principals) ' +
  'where it owns any, + pages(received resources) where it has received any; pages(n) = max(1, ⌈n ÷ page size⌉) and ' +
  'the empty pages on the way; + 1 for each call that was answered with a 5xx; Huawei Cloud: + pages(accounts of the ' +
  'organisation) once a session, as only they tell who is outside';

export const timeFormula =
  'time ≥ max(longest chain of pages × round trip, for each operation (⌈its calls ÷ rate⌉ − 1) × 1 s + round trip, and ' +
  'for rows + round trip); all scopes of an account share its rate; rows are asked for when the first share of their side ' +
  'is known, as otherwise empty scopes cost calls; a 5xx costs nothing here';

export function floor(
  scopes: readonly ScopeRows[],
  limits: CloudLimits,
  latencyMs: number,
  further = 0,
): Floor {
  let shares = 0;
  let rows = 0;
  let received = 0;
  let longestChain = 0;
  for (const scope of scopes) {
    const own = pages(scope.shares, limits);
    const other = pages(scope.receivedShares, limits);
    const resources = scope.shares === 0 ? 0 : pages(scope.resources, limits);
    const principals = scope.shares === 0 ? 0 : pages(scope.principals, limits);
    const otherRows = scope.receivedShares === 0 ? 0 : pages(scope.receivedResources, limits);
    shares += own + other;
    rows += resources + principals;
    received += otherRows;
    const ownRows = Math.max(resources, principals);
    longestChain = Math.max(longestChain, own, other);
    if (ownRows > 0) longestChain = Math.max(longestChain, 1 + ownRows);
    if (otherRows > 0) longestChain = Math.max(longestChain, 1 + otherRows);
  }
  const mostRows = Math.max(rows, received);
  return {
    calls: shares + rows + received + further,
    timeMs: Math.max(
      longestChain * latencyMs,
      atRate(shares, limits.rate, latencyMs),
      mostRows === 0 ? 0 : latencyMs + atRate(mostRows, limits.rate, latencyMs),
    ),
  };
}

/** Milliseconds that so many calls of one operation take at its rate, answers included. */
export function atRate(calls: number, rate: number, latencyMs: number): number {
  return Math.max(0, Math.ceil(calls / rate) - 1) * 1000 + latencyMs;
}

/** Pages that a list comes in, with the empty ones among them; an empty list is one. */
export function pages(rows: number, { pageSize, emptyPages }: CloudLimits): number {
  const full = Math.max(1, Math.ceil(rows / pageSize));
  return full + (emptyPages ? Math.floor((full + 16) / 19) : 0);
}
