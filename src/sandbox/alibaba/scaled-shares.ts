import { alphabets, Random } from '../random.ts';
import { madeUpShare, pickDistinct, rowsOfMadeUp, type MadeUpFate } from '../scale.ts';
import { changeStatus, failureOn, hour, placeAssociation } from './lifecycle.ts';
import { addShare } from './new-share.ts';
import { defaultPermission } from './permission-library.ts';
import { placement } from './regions.ts';
import { makeArn, resourceTypes, type ResourceType } from './resource-types.ts';
import { failureDescriptions, type Association } from './share.ts';
import type { World } from './world.ts';

export interface ScaleOptions {
  readonly count: number;
  readonly ownerId: string;
  /** Members with keys: each gets a part of the shares, so that their received side grows too. */
  readonly demoIds: readonly string[];
  readonly folderIds: readonly string[];
}

const teams = ['network', 'retail', 'payments', 'data', 'ml', 'platform', 'security'] as const;
const purposes = ['images', 'backups', 'subnets', 'pools', 'peers', 'reserves'] as const;
const stages = ['prod', 'staging', 'test'] as const;
const spread = ['VSwitch', 'Image', 'Snapshot', 'PrefixList', 'PublicIpAddressPool'];
const [firstType, ...otherTypes] = resourceTypes.filter(({ name }) => spread.includes(name));
const types: readonly [ResourceType, ...ResourceType[]] = [
  firstType ?? { name: 'VSwitch', prefix: 'vsw-bp1' },
  ...otherTypes,
];

const lastType = types[types.length - 1] ?? types[0];

/** Adds settled shares in number: nothing in them is in flight. */
export function addScaledShares(world: World, options: ScaleOptions): void {
  const random = new Random(`${world.context.seed}/scale`);
  world.quotas.sharesPerAccount += options.count;
  world.quotas.resourcesPerAccount += rowsOfMadeUp(options.count);
  const members = makeMembers(world, random, options);
  const regions = placement(world.context.regions);
  for (let number = 1; number <= options.count; number += 1) {
    addOne(world, random, { ...options, members, regions, number });
  }
}

/** One account for five shares, as otherwise the vSwitches of one principal would pass the limit. */
function makeMembers(
  world: World,
  random: Random,
  options: ScaleOptions,
): readonly [string, ...string[]] {
  const make = (index: number): string => {
    const id = `16${random.text(12, alphabets.digits)}00`;
    const folder = options.folderIds[index % options.folderIds.length] ?? world.directory.rootId;
    world.directory.addMember(id, `Team account ${index + 1}`, folder);
    return id;
  };
  const count = Math.max(60, Math.ceil(options.count / 5));
  return [make(0), ...Array.from({ length: count }, (_, index) => make(index + 1))];
}

interface OneShare extends ScaleOptions {
  readonly members: readonly [string, ...string[]];
  readonly regions: readonly [string, ...string[]];
  readonly number: number;
}

function addOne(world: World, random: Random, options: OneShare): void {
  const { number, members } = options;
  const createdAt = world.now() - random.between(10, 900) * 24 * hour;
  const team = random.pick(teams);
  const stage = random.pick(stages);
  const share = addShare(world, {
    region: random.pick(options.regions),
    ownerId: options.ownerId,
    name: `${team}-${random.pick(purposes)}-${stage}-${String(number).padStart(5, '0')}`,
    allowExternal: false,
    createdAt,
    updatedAt: createdAt + hour,
    tags: [
      ['team', team],
      ['env', stage],
    ],
  });
  const demo = random.next() < 0.03 ? options.demoIds[number % options.demoIds.length] : undefined;
  const made = madeUpShare(random, number);
  const isHeavy = made.resources.length > 20;
  const settle = (row: Association, fate: MadeUpFate, others: readonly Association[]): void => {
    const lately = world.now() - random.between(1, 40) * hour;
    if (fate === 'associated') changeStatus(world, row, 'Associated', createdAt + 1500);
    else if (fate === 'ended') changeStatus(world, row, 'Disassociated', lately);
    else {
      const failures = others.map((other) => failureOn(other, 'Unavailable', 'Associate'));
      changeStatus(world, row, 'Failed', lately, failures, failureDescriptions.Unavailable);
    }
  };
  const entityIds = pickDistinct(random, members, made.principals.length);
  const targets = entityIds.map((entityId, index) => {
    const what = { kind: 'Target', entityId, entityType: 'Account' } as const;
    const row = placeAssociation(world, share, what, createdAt + 20);
    settle(row, made.principals[index] ?? 'associated', []);
    return row;
  });
  if (demo !== undefined) {
    const what = { kind: 'Target', entityId: demo, entityType: 'Account' } as const;
    settle(placeAssociation(world, share, what, createdAt + 20), 'associated', []);
  }
  for (const fate of made.resources) {
    const picked = random.pick(types);
    // Some vSwitches too many for one principal would let the next change fail.
    const crowded = picked.name === 'VSwitch' && (isHeavy || demo !== undefined);
    const type = crowded ? lastType : picked;
    const entityId = type.prefix + random.text(18, alphabets.lower);
    const arn = makeArn(type, share.region, share.ownerId, entityId);
    const what = { kind: 'Resource', entityId, entityType: type.name, arn } as const;
    share.permissions.set(type.name, defaultPermission(type.name));
    const failedWith = targets.slice(0, 3);
    settle(placeAssociation(world, share, what, createdAt + 30), fate, failedWith);
  }
}
