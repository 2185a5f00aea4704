import { alphabets, Random } from '../random.ts';
import { changeStatus, failureOn, hour, placeAssociation } from './lifecycle.ts';
import { addShare } from './new-share.ts';
import { defaultPermission } from './permission-library.ts';
import { makeArn, resourceTypes, type ResourceType } from './resource-types.ts';
import { failureDescriptions } from './share.ts';
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
const placement = [
  'cn-hangzhou',
  'cn-hangzhou',
  'cn-hangzhou',
  'cn-hangzhou',
  'cn-hangzhou',
  'cn-hangzhou',
  'cn-hangzhou',
  'cn-shanghai',
  'cn-shanghai',
  'ap-southeast-1',
] as const;
const spread = ['VSwitch', 'Image', 'Snapshot', 'PrefixList', 'PublicIpAddressPool'];
const [firstType, ...otherTypes] = resourceTypes.filter(({ name }) => spread.includes(name));
const types: readonly [ResourceType, ...ResourceType[]] = [
  firstType ?? { name: 'VSwitch', prefix: 'vsw-bp1' },
  ...otherTypes,
];

/** Adds settled shares in number: nothing in them is in flight, one row in a hundred has failed. */
export function addScaledShares(world: World, options: ScaleOptions): void {
  const random = new Random(`${world.context.seed}/scale`);
  world.quotas.sharesPerAccount += options.count;
  world.quotas.resourcesPerAccount += options.count * 4;
  const members = makeMembers(world, random, options);
  for (let number = 1; number <= options.count; number += 1) {
    addOne(world, random, options, members, number);
  }
}

/** One account for ten shares, as otherwise the vSwitches of one principal would pass the limit. */
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
  const rest = Array.from({ length: Math.ceil(options.count / 10) }, (_, index) => make(index + 1));
  return [make(0), ...rest];
}

function addOne(
  world: World,
  random: Random,
  options: ScaleOptions,
  members: readonly [string, ...string[]],
  number: number,
): void {
  const createdAt = world.now() - random.between(10, 900) * 24 * hour;
  const team = random.pick(teams);
  const stage = random.pick(stages);
  const share = addShare(world, {
    region: random.pick(placement),
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
  const principals = new Set(
    Array.from({ length: random.between(1, 3) }, () => random.pick(members)),
  );
  if (demo !== undefined) principals.add(demo);
  const settledAt = createdAt + 1500;
  const targets = [...principals].map((entityId) => {
    const row = placeAssociation(
      world,
      share,
      { kind: 'Target', entityId, entityType: 'Account' },
      createdAt + 20,
    );
    changeStatus(world, row, 'Associated', settledAt);
    return row;
  });
  for (let index = random.between(1, 3); index > 0; index -= 1) {
    const picked = random.pick(types);
    const type = demo !== undefined && picked.name === 'VSwitch' ? types[types.length - 1] : picked;
    if (type === undefined) continue;
    const entityId = type.prefix + random.text(18, alphabets.lower);
    const arn = makeArn(type, share.region, share.ownerId, entityId);
    const what = { kind: 'Resource', entityId, entityType: type.name, arn } as const;
    const row = placeAssociation(world, share, what, createdAt + 30);
    share.permissions.set(type.name, defaultPermission(type.name));
    const failed = random.next() < 0.01;
    if (!failed) changeStatus(world, row, 'Associated', settledAt);
    else {
      const failures = targets.map((target) => failureOn(target, 'Unavailable', 'Associate'));
      const at = world.now() - random.between(1, 40) * hour;
      changeStatus(world, row, 'Failed', at, failures, failureDescriptions.Unavailable);
    }
  }
}
