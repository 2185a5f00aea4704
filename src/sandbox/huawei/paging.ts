import type { World } from './world.ts';

export interface PageRequest {
  readonly limit?: number | undefined;
  readonly marker?: string | undefined;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly page_info: Readonly<Record<string, unknown>>;
}

/**
 * Cuts one page out of a list that is ordered by growing `seq`. A marker is the `seq` of the last row that was sent,
 * so rows that come and go in between shift nothing; it holds digits only, and their meaning is ours.
 * A marker with a leading zero comes from an empty page, so that the next one is not empty too.
 */
export function cutPage<T extends { readonly seq: number }>(
  world: World,
  request: PageRequest,
  items: Iterable<T>,
  mostByDefault = 2000,
): Page<T> {
  const { switches } = world;
  const limit = request.limit ?? Math.min(switches.defaultLimit, mostByDefault);
  const after = Number(request.marker ?? 0);
  if (switches.emptyPages && request.marker !== undefined && !request.marker.startsWith('0')) {
    return { items: [], page_info: pageInfo(world, 0, request.marker, `0${request.marker}`) };
  }
  const page: T[] = [];
  let isLast = true;
  for (const item of items) {
    if (item.seq <= after) continue;
    if (page.length === limit) {
      isLast = false;
      break;
    }
    page.push(item);
  }
  const last = String(page.at(-1)?.seq ?? after);
  const repeated = switches.repeatMarker ? (request.marker ?? last) : last;
  const next = isLast ? undefined : repeated;
  return { items: page, page_info: pageInfo(world, page.length, request.marker, next) };
}

/** The same for a list of texts, whose markers are the texts themselves. */
export function cutTextPage<T>(
  world: World,
  request: PageRequest,
  items: readonly (readonly [text: string, item: T])[],
): Page<T> {
  const limit = request.limit ?? world.switches.defaultLimit;
  const rest = items.filter(([text]) => request.marker === undefined || text > request.marker);
  const page = rest.slice(0, limit);
  const next = rest.length > limit ? page.at(-1)?.[0] : undefined;
  return {
    items: page.map(([, item]) => item),
    page_info: pageInfo(world, page.length, request.marker, next),
  };
}

function pageInfo(
  world: World,
  count: number,
  marker: string | undefined,
  next: string | undefined,
): Readonly<Record<string, unknown>> {
  const { lastMarker, emptyCount } = world.switches;
  const end = { absent: {}, empty: { next_marker: '' }, null: { next_marker: null } }[lastMarker];
  return {
    ...(marker === undefined ? {} : { previous_marker: marker }),
    ...(next === undefined ? end : { next_marker: next }),
    ...(count === 0 && emptyCount === 'absent' ? {} : { current_count: count }),
  };
}
