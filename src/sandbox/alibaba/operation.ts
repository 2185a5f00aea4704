import { cutPage, type PageRequest } from './paging.ts';
import type { Params } from './parameters.ts';
import type { RegionStore } from './region-store.ts';
import type { AccessKey, World } from './world.ts';

/** One call, after the gateway let it in. */
export interface Call {
  readonly world: World;
  readonly operation: string;
  readonly accountId: string;
  readonly key: AccessKey;
  readonly region: string;
  readonly store: RegionStore;
  readonly params: Params;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

export interface Operation {
  readonly name: string;
  /** Calls a second that one account may make. */
  readonly rate: number;
  /** Reads, checks and does it; gives the answer without the request id. */
  readonly run: (call: Call) => Readonly<Record<string, unknown>>;
}

/** An operation from its reader of parameters and what it does with them. */
export function operation<Input>(
  name: string,
  rate: number,
  read: (params: Params) => Input,
  run: (call: Call, input: Input) => Readonly<Record<string, unknown>>,
): Operation {
  return { name, rate, run: (call) => run(call, read(call.params)) };
}

/** One page of a list, and the token of the next one where there is one. */
export function pageOf<T extends { readonly seq: number }>(
  call: Call,
  request: PageRequest,
  items: Iterable<T>,
): { readonly items: readonly T[]; readonly token: { NextToken?: string } } {
  return cutPage(items, request, {
    operation: call.operation,
    accountId: call.accountId,
    region: call.region,
    params: call.params,
    secret: `page/${call.world.context.seed}`,
    emptyPages: call.world.context.tuning.emptyPages,
  });
}
