import { setTimeout as delay } from 'node:timers/promises';
import type { CallOptions, Priority, ShareCloud } from '../src/clouds/cloud.ts';
import { milliseconds } from './figures.ts';
import type { PartOptions } from './part.ts';
import { openWorld, type World } from './sandbox-world.ts';
import { printTable, type Cell } from './table.ts';

const kinds = ['resource', 'principal'] as const;
const operation = 'ListResourceShareAssociations';

interface Case {
  readonly latencyMs: number;
  /** By what part of it the round trip differs from call to call. */
  readonly jitter: number;
  readonly scopes: number;
}

const cases: readonly Case[] = [
  { latencyMs: 0, jitter: 0, scopes: 20 },
  { latencyMs: 150, jitter: 0, scopes: 3 },
  { latencyMs: 150, jitter: 0.3, scopes: 20 },
  { latencyMs: 300, jitter: 0.3, scopes: 20 },
];

/** How much of the documented rate a load gets, what the sandbox refuses of it, and when a click gets its turn. */
export async function benchThrottle({ quick }: PartOptions): Promise<void> {
  const rows: (readonly Cell[])[] = [];
  for (const one of quick ? cases.slice(2, 3) : cases) {
    const world = await openWorld({ ...one, shares: quick ? 500 : 3_000, rates: 'documented' });
    try {
      rows.push(await measureLoad(world, one));
    } finally {
      await world.stop();
    }
  }
  printTable(
    'The throttle under a load of all scopes of one account, 20 calls a second documented (bar: none throttled)',
    [
      [
        ...['round trip', 'jitter', 'scopes', 'calls', 'calls a second', 'throttled', 'clicks'],
        ...['waited at most', 'behind calls', 'answered after', 'another account'],
      ],
      ...rows,
    ],
    [
      'calls a second: from the 21st on, as the first 20 go at once',
      'behind calls: calls of the load that went out between a click and its own call',
      'another account: its own call while the first one was told to wait for 2 s',
    ],
  );
}

async function measureLoad(world: World, { latencyMs, jitter, scopes }: Case): Promise<Cell[]> {
  const sent: Sent[] = [];
  const cloud = world.connectAs('owner', ({ operation: name, durationMs, requestId }) => {
    if (name === operation) sent.push({ at: performance.now() - durationMs, requestId });
  });
  const [first] = await world.truth();
  const shareId = first?.shareIds[0] ?? '';
  await world.resetCalls();
  const load = { runs: true };
  const loading = readAll(world, cloud).finally(() => {
    load.runs = false;
  });
  const clicks: Click[] = [];
  await delay(1_500);
  while (clicks.length < 10 && load.runs) {
    clicks.push(await click(cloud, first?.region ?? '', shareId));
    await delay(130);
  }
  await loading;
  const { throttled, byOperation } = await world.calls();
  const starts = sent.map(({ at }) => at).toSorted((a, b) => a - b);
  const seconds = ((starts.at(-1) ?? 0) - (starts[20] ?? 0)) / 1000;
  const turns = clicks.map((one) => {
    const went = sent.find(({ requestId }) => requestId === one.requestId)?.at ?? one.end;
    const ahead = starts.filter((at) => at > one.from && at < went).length;
    return { waited: went - one.from, ahead, took: one.end - one.from };
  });
  return [
    ...[`${latencyMs} ms`, `${jitter * 100} %`, scopes, byOperation.get(operation) ?? 0],
    ...[((starts.length - 20) / seconds).toFixed(1), throttled, clicks.length],
    milliseconds(Math.max(...turns.map(({ waited }) => waited))),
    Math.max(...turns.map(({ ahead }) => ahead)),
    milliseconds(Math.max(...turns.map(({ took }) => took))),
    milliseconds(await otherAccount(world, cloud)),
  ];
}

interface Sent {
  readonly at: number;
  readonly requestId: string | undefined;
}

interface Click {
  readonly from: number;
  readonly end: number;
  readonly requestId: string | undefined;
}

async function readAll(world: World, cloud: ShareCloud): Promise<void> {
  const lists = world.regions.flatMap((region) =>
    kinds.map((kind) => toItsEnd(cloud.listAssociations(region, { kind }, options('view')))),
  );
  await Promise.all(lists);
}

/** Asks for the rows of one share, as expanding it does. */
async function click(cloud: ShareCloud, region: string, shareId: string): Promise<Click> {
  const from = performance.now();
  let requestId: string | undefined;
  const query = { kind: 'resource', shareIds: [shareId] } as const;
  await toItsEnd(
    cloud.listAssociations(region, query, {
      ...options('action'),
      onRequestId: (id) => (requestId = id),
    }),
  );
  return { from, end: performance.now(), requestId };
}

/** How long another account waits for an answer while the first one was told to wait for two seconds. */
async function otherAccount(world: World, cloud: ShareCloud): Promise<number> {
  const region = world.regions[0] ?? '';
  const headers = { 'x-acs-retry-after': '2000' };
  await world.control('/faults', {
    operation: 'ListResourceShares',
    fault: { kind: 'error', code: 'Throttling.User', headers },
  });
  const own = { owner: 'self' } as const;
  const held = toItsEnd(cloud.listShares(region, own, options('view')));
  while (cloud.queueState().slowedUntil === undefined) await delay(1);
  const other = world.connectAs('member', () => undefined);
  const start = performance.now();
  await toItsEnd(other.listShares(region, own, options('view')));
  const took = performance.now() - start;
  if (cloud.queueState().slowedUntil === undefined) throw new Error('It took too long to tell.');
  await held;
  return took;
}

async function toItsEnd(pages: AsyncIterable<readonly unknown[]>): Promise<number> {
  let rows = 0;
  for await (const page of pages) rows += page.length;
  return rows;
}

function options(priority: Priority): CallOptions {
  return { signal: new AbortController().signal, priority };
}
