import type * as z from 'zod/mini';
import type { CallOptions } from '../cloud.ts';
import { followPages } from '../http/pages.ts';
import type { Call, Caller } from './caller.ts';
import type { PageInfo } from './calls/wire.ts';
import { type Operation, operations } from './operations.ts';

/** What a list says about its rest: a marker, or how many rows there are in all. */
interface PagedAnswer {
  readonly page_info?: PageInfo;
  readonly total_count?: number | undefined;
}

/** Reads a list to its end in the largest pages that the operation takes, without passing on empty ones (reference section 3.1). */
export function readPages<Schema extends z.ZodMiniType<PagedAnswer>, Row>(
  caller: Caller,
  call: Call<Schema>,
  options: CallOptions,
  rowsOf: (answer: z.output<Schema>) => readonly Row[] | Promise<readonly Row[]>,
): AsyncIterable<readonly Row[]> {
  return followPages(call.operation, async (token, page) => {
    const answer = await caller.call({ ...pageOf(call, token), page }, options);
    const rows = rowsOf(answer);
    const marker = answer.page_info?.next_marker;
    // Only lists that count have to know their rows before they go on.
    if (answer.total_count === undefined) return { rows, nextToken: marker };
    return { rows, nextToken: marker ?? nextOffset(answer, await rows, token) };
  });
}

function pageOf<Schema extends z.ZodMiniType>(
  call: Call<Schema>,
  token: string | undefined,
): Call<Schema> {
  const { paging }: Operation = operations[call.operation];
  switch (paging?.by) {
    case 'body':
      return { ...call, body: { ...call.body, limit: paging.limit, marker: token } };
    case 'query':
      return { ...call, query: { ...call.query, limit: String(paging.limit), marker: token } };
    case 'offset':
      return { ...call, query: { ...call.query, limit: String(paging.limit), offset: token } };
    case undefined:
      return call;
  }
}

/** Lists that count are asked for what follows the rows received so far, until there is no more. */
function nextOffset(
  { total_count: total }: PagedAnswer,
  rows: readonly unknown[],
  token: string | undefined,
): string | undefined {
  const received = Number(token ?? 0) + rows.length;
  return total !== undefined && rows.length > 0 && received < total ? String(received) : undefined;
}
