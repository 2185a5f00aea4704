import type { Association, ResourceShare } from '../model/share.ts';
import { isDead } from '../model/status.ts';

/**
 * Which of two records of the same thing is the newer one.
 * A cloud keeps ended associations for days beside the living one of the same entity, so a list may hold both;
 * the later update wins (Alibaba Cloud, ListResourceShareAssociations), then the later start, then what is alive.
 * @returns below 0 when `a` is the older one, 0 when nothing tells them apart
 */
export function compareAge<T extends Association | ResourceShare>(a: T, b: T): number {
  return compareUpdates(a, b) || Number(isDead(b.status)) - Number(isDead(a.status));
}

/** Which of two records of the same thing was updated, else started, later; 0 when their times don't tell. */
export function compareUpdates<T extends Association | ResourceShare>(a: T, b: T): number {
  return compareTimes(a.updatedAt, b.updatedAt) || compareTimes(a.createdAt, b.createdAt);
}

/** By value and not by text: the clouds write the same time with and without milliseconds. */
function compareTimes(a: string, b: string): number {
  if (a === b) return 0;
  const difference = Date.parse(a) - Date.parse(b);
  return Number.isNaN(difference) ? 0 : difference;
}
