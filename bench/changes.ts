import { removeTemporaryFolder, temporaryFolder } from '../scripts/temporary.ts';
import { Activity } from '../src/changes/activity.ts';
import type { ChangeAccount } from '../src/changes/change-context.ts';
import type { Change } from '../src/changes/change.ts';
import { Journal } from '../src/changes/journal.ts';
import { know } from '../src/changes/knowledge.ts';
import { planChanges } from '../src/changes/plan-changes.ts';
import { CloudError } from '../src/clouds/cloud-error.ts';
import type { AssociateRequest, CallOptions } from '../src/clouds/cloud.ts';
import { times } from './figures.ts';
import { accountId, emptyInventory } from './load.ts';
import { liftQuotas, outsider, resource } from './made-up.ts';
import { openWorld, type Calls, type World } from './sandbox-world.ts';
import { printTable, type Cell } from './table.ts';

const { signal } = new AbortController();
const options: CallOptions = { signal, priority: 'action' };
/** It is about calls and not about time: the rate of writes need not be waited for. */
const hurry = 50;

interface Size {
  readonly resources: number;
  readonly principals: number;
}

const sizes: readonly Size[] = [
  { resources: 5, principals: 5 },
  { resources: 20, principals: 10 },
  { resources: 50, principals: 50 },
  { resources: 200, principals: 20 },
];

/** Calls that write, for a share that gets resources and principals: ours, the floor, and how others do it. */
export async function benchChanges(): Promise<void> {
  const rows: (readonly Cell[])[] = [];
  for (const cloud of ['alibaba', 'huawei'] as const) {
    const world = await openWorld({
      ...{ cloud, shares: 10, scopes: 1 },
      ...{ latencyMs: 0, rates: 'off', hurry },
    });
    try {
      await liftQuotas(world);
      for (const size of sizes) rows.push(await measure(world, size));
    } finally {
      await world.stop();
    }
  }
  printTable(
    'Calls that write, counted at the sandbox (bar: 1.05 ×)',
    [
      [
        ...['cloud', 'resources', 'principals', 'a call takes', 'floor', 'associate', 'of floor'],
        ...['create', 'of floor', 'reads', 'refused', 'terraform', 'of floor'],
        'all in one call',
      ],
      ...rows,
    ],
    [
      'calls ≥ max(⌈resources ÷ resources a call takes⌉, ⌈principals ÷ principals a call takes⌉); to create a share is one of them',
      'associate: into a share that is there. create: a new share with the same in it. Both by plan, check, journal and calls',
      'reads: what it is planned and checked again with, and what shows the outcome; for associate',
      'terraform: an association resource a call, as alicloud_resource_manager_shared_resource and _shared_target; its calls ' +
        'are replayed, it is not run itself, and what it reads after each of them is not counted',
      'all in one call: as huaweicloud_ram_resource_share sends them, however many they are; the code is what the cloud answers',
    ],
  );
}

async function measure(world: World, size: Size): Promise<readonly Cell[]> {
  const { itemsPerCall } = world.abilities;
  const floor = Math.max(
    Math.ceil(size.resources / itemsPerCall.resources),
    Math.ceil(size.principals / itemsPerCall.principals),
  );
  const associated = await change(world, size, {
    kind: 'associate',
    shareId: await newShare(world),
  });
  const created = await change(world, size, {
    kind: 'create',
    name: newName(),
    allowExternal: true,
  });
  const single = await oneByOne(world, size);
  return [
    ...[world.cloudId, size.resources, size.principals],
    `${itemsPerCall.resources} + ${itemsPerCall.principals}`,
    ...[floor, associated.writes, times(associated.writes, floor)],
    ...[created.writes, times(created.writes, floor), associated.reads],
    ...[associated.failed + created.failed, single, times(single, floor)],
    await allInOne(world, size),
  ];
}

interface Counted {
  readonly writes: number;
  readonly reads: number;
  /** Answered with an error. */
  readonly failed: number;
}

/** Everything that is sent here to change something associates, at once or with a new share. */
function countedIn({ byOperation, total, failed }: Calls): Counted {
  const writing = [...byOperation].filter(([operation]) => /^(Associate|Create)/u.test(operation));
  const writes = writing.reduce((sum, [, calls]) => sum + calls, 0);
  return { writes, reads: total - writes, failed };
}

type Wish =
  | { readonly kind: 'associate'; readonly shareId: string }
  | { readonly kind: 'create'; readonly name: string; readonly allowExternal: boolean };

/** Runs it as a form does: planned by what is known, checked again, journalled, sent. */
async function change(world: World, size: Size, wish: Wish): Promise<Counted> {
  const inventory = emptyInventory(world);
  const directory = temporaryFolder('changes');
  const account: ChangeAccount = {
    ...{ ownerId: world.ownerId, label: 'Bench' },
    ...{ readOnly: false, abilities: world.abilities },
  };
  const read = {
    inventory,
    connect: () => Promise.resolve(world.cloud),
    account: () => Promise.resolve(account),
  };
  const activity = new Activity({ ...read, journal: new Journal({ directory }) });
  try {
    const scope = { accountId, region: world.regions[0] ?? '' };
    await inventory.load(scope, 'view');
    const { resources, principals } = contents(world, size);
    const changes: readonly Change[] = [
      {
        ...wish,
        ...{ scope, principals: [...principals], permissions: {} },
        resources: resources.map((named) => ('arn' in named ? { type: '', ...named } : named)),
      },
    ];
    await world.resetCalls();
    const plan = planChanges(changes, await know(changes, read, { signal, shares: 'fresh' }));
    const result = await activity.run(plan, { signal });
    if (result.kind !== 'ran' || result.state.end !== 'done') {
      throw new Error(`It was not sent: ${JSON.stringify(result)}`);
    }
    const counted = countedIn(await world.calls());
    const shareId = result.state.parts[0]?.shareId ?? '';
    await checkRows(world, shareId, size);
    return counted;
  } finally {
    await activity.dispose();
    inventory.dispose();
    await removeTemporaryFolder(directory);
  }
}

async function oneByOne(world: World, size: Size): Promise<number> {
  const shareId = await newShare(world);
  const { resources, principals } = contents(world, size);
  await world.resetCalls();
  for (const one of resources) await associate(world, shareId, { resources: [one] });
  for (const one of principals) await associate(world, shareId, { principals: [one] });
  const { writes } = countedIn(await world.calls());
  await checkRows(world, shareId, size);
  return writes;
}

/** What becomes of it: `done`, or why not. */
async function allInOne(world: World, size: Size): Promise<string> {
  const shareId = await newShare(world);
  try {
    await associate(world, shareId, contents(world, size));
    await checkRows(world, shareId, size);
    return 'done';
  } catch (error) {
    if (error instanceof CloudError) return error.details.code;
    throw error;
  }
}

async function associate(
  { cloud, regions }: World,
  shareId: string,
  what: Partial<AssociateRequest>,
): Promise<void> {
  const request = { resources: [], principals: [], permissions: [], ...what };
  await cloud.associate(regions[0] ?? '', shareId, request, options);
}

function contents(world: World, { resources, principals }: Size) {
  return {
    resources: Array.from({ length: resources }, (_, index) => resource(world, index)),
    principals: Array.from({ length: principals }, (_, index) => ({ id: outsider(world, index) })),
  };
}

let names = 0;

function newName(): string {
  names += 1;
  return `bench-${names}`;
}

async function newShare(world: World): Promise<string> {
  const empty = { resources: [], principals: [], permissions: [] };
  const request = { ...empty, name: newName(), allowExternal: true, knownIds: [] };
  return (await world.cloud.createShare(world.regions[0] ?? '', request, options)).id;
}

/** @throws where the share does not hold what it was given */
async function checkRows(world: World, shareId: string, size: Size): Promise<void> {
  for (const [kind, wanted] of [
    ['resource', size.resources],
    ['principal', size.principals],
  ] as const) {
    let rows = 0;
    const query = { kind, shareIds: [shareId] };
    for await (const page of world.cloud.listAssociations(world.regions[0] ?? '', query, options)) {
      rows += page.length;
    }
    if (rows !== wanted) throw new Error(`${shareId}: ${rows} rows instead of ${wanted}`);
  }
}
