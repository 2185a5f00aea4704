import type { SandboxContext } from '../cloud-part.ts';
import { alphabets, Random } from '../random.ts';
import {
  changeStatus,
  endInvitation,
  hour,
  placeAssociation,
  placeInvitation,
  purgeAfter,
  scheduleDeletion,
  scheduleSettling,
  scheduleShareRemoval,
} from './lifecycle.ts';
import { addShare } from './new-share.ts';
import { Organisation } from './organisation.ts';
import { permissions } from './permission-library.ts';
import { addScaledShares } from './scaled-shares.ts';
import type { Association, Share } from './share.ts';
import { bindDefaults } from './sharing-rules.ts';
import { demoAccounts, storyAccounts, storyAgencies, storyUnits } from './story-accounts.ts';
import { storyShares, type StoryRow, type StoryShare } from './story-shares.ts';
import { hexFrom, uuidFrom, World } from './world.ts';

/** An account with keys, as the sandbox hands it out. */
export interface StoryAccount {
  readonly label: string;
  readonly role: string;
  readonly accountId: string;
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken?: string;
}

const tokenLife = 12 * hour;

/** Makes the organisation, its accounts with keys, and its shares: the same for the same seed. */
export function buildStory(context: SandboxContext): { world: World; accounts: StoryAccount[] } {
  const random = new Random(`${context.seed}/huawei/accounts`);
  const ids = new Map<string, string>(
    storyAccounts.map((account) => {
      const ending = 'ending' in account ? account.ending : 'a1';
      return [account.key, hexFrom(random).slice(0, 32 - ending.length) + ending];
    }),
  );
  ids.set('root', `r-${random.text(6, alphabets.lower)}`);
  for (const { key } of storyUnits) ids.set(key, `ou-${random.text(10, alphabets.lower)}`);
  const idOf = (key: string): string => ids.get(key) ?? key;
  const organisation = new Organisation({
    id: `o-${random.text(12, alphabets.lower)}`,
    rootId: idOf('root'),
    managementId: idOf('rail'),
  });
  for (const { key, name, parent } of storyUnits) {
    organisation.addUnit({ id: idOf(key), name, parentId: idOf(parent) });
  }
  const world = new World(context, organisation);
  for (const { key, name, unit } of storyAccounts) {
    world.accountNames.set(idOf(key), name);
    if (unit !== undefined) organisation.addMember(idOf(key), name, idOf(unit));
  }
  for (const { name, owner, trusted } of storyAgencies) {
    world.agencies.push({ name, ownerId: idOf(owner), trustedId: idOf(trusted) });
  }
  const accounts = demoAccounts.map((account) =>
    makeKeys(world, random, account, idOf(account.key)),
  );
  addShares(world, idOf);
  return { world, accounts };
}

/** The first account owns as many shares as were asked for: the story's first, then made-up ones. */
function addShares(world: World, idOf: (key: string) => string): void {
  const wanted = world.context.shares;
  const ownedByFirst = storyShares.filter(({ owner }) => owner === 'rail').slice(0, wanted);
  for (const story of storyShares) {
    if (story.owner !== 'rail' || ownedByFirst.includes(story)) addStoryShare(world, story, idOf);
  }
  if (wanted === undefined || wanted <= ownedByFirst.length) return;
  addScaledShares(world, {
    count: wanted - ownedByFirst.length,
    ownerId: idOf('rail'),
    demoIds: [idOf('stations')],
    unitIds: storyUnits.map(({ key }) => idOf(key)),
  });
}

function addStoryShare(world: World, story: StoryShare, idOf: (key: string) => string): void {
  const now = world.now();
  const share = addShare(world, {
    ownerId: idOf(story.owner),
    name: story.name,
    description: story.description ?? '',
    allowExternal: story.insideOnly !== true,
    createdAt: now - story.days * 24 * hour - (story.name.length % 7) * hour,
    updatedAt: now - (story.days * 24 * hour) / 3,
    tags: Object.entries(story.tags ?? {}),
  });
  for (const type of story.readOnly ?? []) {
    const permission = permissions.find(
      ({ resourceType, isTypeDefault }) => resourceType === type && !isTypeDefault,
    );
    if (permission === undefined) continue;
    share.permissions.set(type, { permissionId: permission.id, createdAt: share.createdAt });
  }
  for (const row of story.resources) {
    const urn = resourceUrn(world, share, nameOf(row));
    bindDefaults(share, [urn], share.createdAt);
    bringTo(world, place(world, share, row, 'resource', urn), row);
  }
  for (const row of story.principals) {
    const principal = principalText(world, nameOf(row), idOf);
    bringTo(world, place(world, share, row, 'principal', principal), row);
  }
  if (story.ends !== undefined) end(world, share, story.ends);
}

function place(
  world: World,
  share: Share,
  row: StoryRow,
  kind: Association['kind'],
  entity: string,
): Association {
  return placeAssociation(world, share, kind, entity, beganAt(world, share, row));
}

/** When an entity was added: with the share, or lately where the story tells how long ago it came to its state. */
function beganAt(world: World, share: Share, row: StoryRow): number {
  const withShare = share.createdAt + 40_000;
  if (typeof row === 'string' || row.hours === undefined) return withShare;
  const at = world.now() - row.hours * hour;
  if (row.invitation === 'expired') return at - 7 * 24 * hour;
  if (row.invitation === 'rejected') return at - hour;
  if (row.status === 'disassociating' || row.status === 'disassociated') return withShare;
  return row.status === 'failed' ? at - 1102 : at;
}

/** Lets a row have come to where the story has it. */
function bringTo(world: World, row: Association, told: StoryRow): void {
  const now = world.now();
  const { invitation: answer, status = 'associated', hours, message } = detailsOf(told);
  const at = hours === undefined ? row.createdAt + 1102 : now - hours * hour;
  if (answer !== undefined) {
    const invitation = placeInvitation(world, row, row.createdAt);
    if (answer === 'pending') {
      row.awaitsAnswer = true;
      return;
    }
    if (answer !== 'accepted') {
      endInvitation(world, invitation, answer, at);
      return;
    }
    invitation.status = answer;
    invitation.updatedAt = at;
  }
  changeStatus(world, row, status, at, message);
  if (status === 'associating' || status === 'disassociating') {
    scheduleSettling(world, row, now, 45_000 + (row.seq % 8) * 15_000);
  }
}

function detailsOf(row: StoryRow): Partial<Exclude<StoryRow, string>> {
  return typeof row === 'string' ? {} : row;
}

function nameOf(row: StoryRow): string {
  return typeof row === 'string' ? row : row.what;
}

/** Lets a share be on its way out, or gone since yesterday. */
function end(world: World, share: Share, status: 'deleting' | 'deleted'): void {
  const now = world.now();
  const deleting = status === 'deleting';
  const at = deleting ? now : now - 24 * hour;
  share.status = status;
  share.updatedAt = at;
  for (const row of share.rows) {
    changeStatus(world, row, deleting ? 'disassociating' : 'disassociated', at);
    if (deleting) scheduleSettling(world, row, now, 120_000);
  }
  if (deleting) scheduleDeletion(world, share, now + 180_000);
  else scheduleShareRemoval(world, share, at + purgeAfter);
}

function principalText(world: World, key: string, idOf: (key: string) => string): string {
  const { organisation } = world;
  if (key === 'organisation') return organisation.urn();
  if (key === 'root') return organisation.rootUrn();
  const isUnit = storyUnits.some((unit) => unit.key === key);
  return isUnit ? organisation.unitUrn(idOf(key)) : idOf(key);
}

/** The id ends in the label, so that people recognise it and rules about its words apply. */
function resourceUrn(world: World, share: Share, what: string): string {
  const [name = '', region = '', label = ''] = what.split(' ');
  const [service = '', type = ''] = name.split(':');
  const random = new Random(`${world.context.seed}/${share.ownerId}/${what}`);
  const head = uuidFrom(random).slice(0, 13);
  return `${service}:${region}:${share.ownerId}:${type}:${head}-${label}`;
}

function makeKeys(
  world: World,
  random: Random,
  account: (typeof demoAccounts)[number],
  accountId: string,
): StoryAccount {
  const upper = alphabets.lower.toUpperCase();
  const accessKeyId = `${account.temporary === true ? 'HST' : 'HPUA'}SANDBOX${random.text(9, upper)}`;
  const accessKeySecret = `FakeSecret${random.text(30, alphabets.mixed)}`;
  const token =
    account.temporary === true ? `ggpjbi1ub3J0${random.text(120, alphabets.mixed)}` : undefined;
  world.keys.set(accessKeyId, {
    id: accessKeyId,
    secret: accessKeySecret,
    accountId,
    active: true,
    ...(token === undefined ? {} : { temporary: { token, expiresAt: world.now() + tokenLife } }),
  });
  return {
    label: account.label,
    role: account.role,
    accountId,
    accessKeyId,
    accessKeySecret,
    ...(token === undefined ? {} : { securityToken: token }),
  };
}
