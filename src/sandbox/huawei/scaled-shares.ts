import { Random } from '../random.ts';
import { madeUpShare, pickDistinct, rowsOfMadeUp, type MadeUpFate } from '../scale.ts';
import { failureMessages } from './failure-rules.ts';
import { changeStatus, hour, placeAssociation } from './lifecycle.ts';
import { addShare } from './new-share.ts';
import { resourceRegions } from './resource-types.ts';
import type { Association } from './share.ts';
import { bindDefaults } from './sharing-rules.ts';
import { hexFrom, uuidFrom, type World } from './world.ts';

export interface ScaleOptions {
  readonly count: number;
  readonly ownerId: string;
  /** Members with keys: each gets a part of the shares, so that their received side grows too. */
  readonly demoIds: readonly string[];
  readonly unitIds: readonly string[];
}

const teams = ['network', 'timetable', 'ticketing', 'signalling', 'service', 'security'] as const;
const purposes = ['zones', 'subnets', 'functions', 'certs', 'rules'] as const;
const stages = ['prod', 'staging', 'test'] as const;
const types = ['vpc:subnet', 'dns:zone', 'scm:cert', 'functiongraph:function'] as const;

/** Adds settled shares in number: nothing in them is in flight. */
export function addScaledShares(world: World, options: ScaleOptions): void {
  const random = new Random(`${world.context.seed}/huawei/scale`);
  world.quotas.sharesPerAccount += options.count;
  world.quotas.resourcesPerAccount += rowsOfMadeUp(options.count);
  world.quotas.principalsPerAccount += rowsOfMadeUp(options.count);
  const members = makeMembers(world, random, options);
  for (let number = 1; number <= options.count; number += 1) {
    addOne(world, random, options, members, number);
  }
}

/** One account for five shares, as otherwise the subnets of one principal would pass the limit. */
function makeMembers(
  world: World,
  random: Random,
  { count, unitIds }: ScaleOptions,
): readonly [string, ...string[]] {
  const make = (index: number): string => {
    const id = `${hexFrom(random).slice(0, 30)}b2`;
    const unit = unitIds[index % unitIds.length] ?? world.organisation.rootId;
    world.organisation.addMember(id, `aurora-team-${index + 1}`, unit);
    return id;
  };
  const most = Math.max(60, Math.ceil(count / 5));
  return [make(0), ...Array.from({ length: most }, (_, index) => make(index + 1))];
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
    ownerId: options.ownerId,
    name: `${team}-${random.pick(purposes)}-${stage}-${String(number).padStart(5, '0')}`,
    description: '',
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
  const settle = (row: Association, fate: MadeUpFate): void => {
    const lately = world.now() - random.between(1, 40) * hour;
    if (fate === 'associated') changeStatus(world, row, 'associated', createdAt + 1500);
    else if (fate === 'ended') changeStatus(world, row, 'disassociated', lately);
    else changeStatus(world, row, 'failed', lately, failureMessages.gone);
  };
  for (const fate of made.resources) {
    const picked = random.pick(types);
    // Some subnets too many for one principal would let the next change fail.
    const crowded = picked === 'vpc:subnet' && (isHeavy || demo !== undefined);
    const [service, type] = (crowded ? 'dns:zone' : picked).split(':');
    const id = uuidFrom(random);
    const urn = `${service ?? ''}:${random.pick(resourceRegions)}:${options.ownerId}:${type ?? ''}:${id}`;
    const row = placeAssociation(world, share, 'resource', urn, createdAt + 20);
    bindDefaults(share, [urn], createdAt);
    settle(row, fate);
  }
  for (const [index, id] of pickDistinct(random, members, made.principals.length).entries()) {
    const row = placeAssociation(world, share, 'principal', id, createdAt + 30);
    settle(row, made.principals[index] ?? 'associated');
  }
  if (demo !== undefined) {
    settle(placeAssociation(world, share, 'principal', demo, createdAt + 30), 'associated');
  }
}
