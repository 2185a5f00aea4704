import type { CloudId } from '../../model/account.ts';

/** A principal that may be given shares though it is outside the organisation, as the user's list says. */
export interface AllowedPrincipal {
  readonly id: string;
  /** Any cloud unless given. */
  readonly cloud?: CloudId;
  readonly name?: string;
  /** The last day on which it is allowed, `YYYY-MM-DD` in UTC; for good unless given. */
  readonly until?: string;
}

export type Allowance = 'allowed' | 'notAllowed' | 'over';

/**
 * What the user's list says about a principal.
 * @param now milliseconds since the epoch
 */
export function allowanceOf(
  list: readonly AllowedPrincipal[],
  { cloud, id }: { readonly cloud: CloudId; readonly id: string },
  now: number,
): Allowance {
  const entries = list.filter(
    (entry) => entry.id === id && (entry.cloud === undefined || entry.cloud === cloud),
  );
  if (entries.length === 0) return 'notAllowed';
  const today = new Date(now).toISOString().slice(0, 10);
  return entries.some(({ until }) => until === undefined || until >= today) ? 'allowed' : 'over';
}
