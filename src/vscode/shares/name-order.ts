import { compareNames } from '../../model/name-order.ts';
import type { ResourceShare } from '../../model/share.ts';

/** From how many shares on it pays to remember their order. */
const many = 200;

/** Where each share stood when it was last sorted. */
const ranks = new WeakMap<ResourceShare, number>();

/**
 * Sorts by name, then by id. Of many shares hardly any move from one time to the next, so that the order of the last
 * time spares nearly all comparisons of names, which cost the most.
 */
export function sortedByName<Item extends { readonly share: ResourceShare }>(
  items: Iterable<Item>,
): readonly Item[] {
  const list = [...items];
  const rank = ({ share }: Item): number => ranks.get(share) ?? Number.MAX_SAFE_INTEGER;
  if (list.length >= many) list.sort((a, b) => rank(a) - rank(b));
  list.sort(
    (a, b) => compareNames(a.share.name, b.share.name) || compareNames(a.share.id, b.share.id),
  );
  if (list.length >= many) list.forEach(({ share }, index) => ranks.set(share, index));
  return list;
}
