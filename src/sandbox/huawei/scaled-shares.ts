import { Random } from '../random.ts';
import { failureMessages } from './failure-rules.ts';
import { changeStatus, hour, placeAssociation } from './lifecycle.ts';
import { addShare } from './new-share.ts';
import { resourceRegions } from './resource-types.ts';
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

/** Adds settled shares in number: nothing in them is in flight, one row in a hundred has failed. */
export function addScaledShares(world: World, options: ScaleOptions): void {
  const random = new Random(`${world.context.seed}/huawei/scale`);
  world.quotas.sharesPerAccount += options.count;
  world.quotas.resourcesPerAccount += options.count * 3;
  world.quotas.principalsPerAccount += options.count * 4;
  const members = makeMembers(world, random, options);
  for (let number = 1; number <= options.count; number += 1) {
    addOne(world, random, options, members, number);
  }
}

/** One account for ten shares, as otherwise the subnets of one principal would pass the limit. */
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
  const rest = Array.from({ length: Math.ceil(count / 10) }, (_, index) => make(index + 1));
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
  const principals = new Set(
    Array.from({ length: random.between(1, 3) }, () => random.pick(members)),
  );
  if (demo !== undefined) principals.add(demo);
  for (let index = random.between(1, 3); index > 0; index -= 1) {
    const [service, type] = random.pick(types).split(':');
    const id = uuidFrom(random);
    const urn = `${service ?? ''}:${random.pick(resourceRegions)}:${options.ownerId}:${type ?? ''}:${id}`;
    const row = placeAssociation(world, share, 'resource', urn, createdAt + 20);
    bindDefaults(share, [urn], createdAt);
    if (random.next() >= 0.01) changeStatus(world, row, 'associated', createdAt + 1500);
    else {
      const at = world.now() - random.between(1, 40) * hour;
      changeStatus(world, row, 'failed', at, failureMessages.gone);
    }
  }
  for (const principal of principals) {
    const row = placeAssociation(world, share, 'principal', principal, createdAt + 30);
    changeStatus(world, row, 'associated', createdAt + 1500);
  }
}
