import type { Place } from '../address.ts';

/** What the shares can be grouped by; by account is how the plain tree does it. */
export const groupings = [
  'account',
  'region',
  'resourceType',
  'principal',
  'status',
  'tag',
] as const;

export type Grouping = (typeof groupings)[number];

/** What the shares can be filtered by. */
export const filters = ['failed', 'pending', 'outside'] as const;

export type Filter = (typeof filters)[number];

/** How the tree is arranged. */
export interface Order {
  readonly grouping: Grouping;
  /** Failed and pending ones add to each other; the others take away. */
  readonly filters: readonly Filter[];
  /** What the user looks for; empty for nothing. */
  readonly query: string;
  /** Another number for each query and filter. */
  readonly turn: number;
}

export const plainOrder: Order = { grouping: 'account', filters: [], query: '', turn: 0 };

/** True while not all shares are shown. */
export function isChoosing({ query, filters }: Order): boolean {
  return query.trim() !== '' || filters.length > 0;
}

/** What the rows of this order have in their addresses. */
export function placeIn(order: Order): Place | undefined {
  return isChoosing(order) ? { turn: order.turn } : undefined;
}

export function isGrouping(value: unknown): value is Grouping {
  return groupings.some((grouping) => grouping === value);
}
