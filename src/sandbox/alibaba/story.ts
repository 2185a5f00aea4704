import type { SandboxContext } from '../cloud-part.ts';
import { alphabets, Random } from '../random.ts';
import { Directory } from './directory.ts';
import { principalRule } from './failure-rules.ts';
import {
  changeStatus,
  endInvitation,
  failureOn,
  hour,
  placeAssociation,
  placeInvitation,
  scheduleDeletion,
  scheduleSettling,
  scheduleShareRemoval,
  purgeAfter,
  type NewAssociation,
} from './lifecycle.ts';
import { addShare } from './new-share.ts';
import { defaultPermission } from './permission-library.ts';
import { findResourceType, makeArn } from './resource-types.ts';
import { addScaledShares } from './scaled-shares.ts';
import { failureDescriptions, type Association, type Share } from './share.ts';
import { demoAccounts, storyAccounts, storyFolders } from './story-accounts.ts';
import { storyShares, type StoryRow, type StoryShare } from './story-shares.ts';
import { World } from './world.ts';

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
  const random = new Random(`${context.seed}/accounts`);
  const accountIds = new Map<string, string>(
    storyAccounts.map((account) => [
      account.key,
      'ending' in account
        ? makeAccountId(random).slice(0, 11) + account.ending
        : makeAccountId(random),
    ]),
  );
  const ids = makeDirectoryIds(random, accountIds);
  const idOf = (key: string): string => ids.get(key) ?? key;
  const directory = new Directory(
    { id: idOf('organisation'), rootId: idOf('root'), managementId: idOf('hub') },
    storyAccounts[0].name,
  );
  for (const { key, name, parent } of storyFolders) {
    directory.addFolder({ id: idOf(key), name, parentId: idOf(parent ?? 'root') });
  }
  for (const { key, name, folder } of storyAccounts) {
    if (folder !== undefined) directory.addMember(idOf(key), name, idOf(folder));
  }
  const world = new World(context, directory);
  const accounts = demoAccounts.map((account) =>
    makeKeys(world, random, account, idOf(account.key)),
  );
  addShares(world, idOf);
  return { world, accounts };
}

/** The first account owns as many shares as were asked for: the story's first, then made-up ones. */
function addShares(world: World, idOf: (key: string) => string): void {
  const wanted = world.context.shares;
  const ownedByHub = storyShares.filter(({ owner }) => owner === 'hub').slice(0, wanted);
  for (const story of storyShares) {
    if (story.owner !== 'hub' || ownedByHub.includes(story)) addStoryShare(world, story, idOf);
  }
  if (wanted === undefined || wanted <= ownedByHub.length) return;
  addScaledShares(world, {
    count: wanted - ownedByHub.length,
    ownerId: idOf('hub'),
    demoIds: [idOf('retail'), idOf('audit')],
    folderIds: storyFolders.map(({ key }) => idOf(key)),
  });
}

function addStoryShare(world: World, story: StoryShare, idOf: (key: string) => string): void {
  const now = world.now();
  const createdAt = now - story.days * 24 * hour - (story.name.length % 7) * hour;
  const share = addShare(world, {
    region: story.region,
    ownerId: idOf(story.owner),
    name: story.name,
    allowExternal: story.external ?? false,
    createdAt,
    updatedAt: now - (story.days * 24 * hour) / 3,
    tags: Object.entries(story.tags ?? {}),
  });
  const named = new Map<string, Association>();
  for (const row of [...story.resources, ...story.principals]) {
    const what = typeof row === 'string' ? row : row.what;
    const property = typeof row === 'string' ? undefined : row.property;
    const entity = makeEntity(world, share, what, idOf);
    const placed = placeAssociation(
      world,
      share,
      { ...entity, property },
      beganAt(world, share, row),
    );
    if (placed.kind === 'Resource') {
      share.permissions.set(placed.entityType, defaultPermission(placed.entityType));
    }
    named.set(what, placed);
  }
  for (const row of [...story.resources, ...story.principals]) {
    const what = typeof row === 'string' ? row : row.what;
    const placed = named.get(what);
    if (placed !== undefined)
      bringTo(world, placed, typeof row === 'string' ? { what } : row, named);
  }
  if (story.ends !== undefined) end(world, share, story.ends);
}

/** When an entity was added: with the share, or lately where the story tells how long ago it came to its state. */
function beganAt(world: World, share: Share, row: StoryRow): number {
  if (typeof row === 'string' || row.hours === undefined) return share.createdAt + 40_000;
  const at = world.now() - row.hours * hour;
  switch (row.invitation) {
    case 'Expired':
      return at - 7 * 24 * hour;
    case 'Rejected':
    case 'AcceptFailed':
    case 'Cancelled':
      return at - hour;
    case 'Pending':
    case 'Accepted':
      return at;
    case undefined:
      break;
  }
  const leaving = row.status === 'Disassociating' || row.status === 'Disassociated';
  if (leaving) return share.createdAt + 40_000;
  return row.status === 'Failed' ? at - 1102 : at;
}

/** Lets a row have come to where the story has it. */
function bringTo(
  world: World,
  row: Association,
  story: Exclude<StoryRow, string>,
  named: ReadonlyMap<string, Association>,
): void {
  const now = world.now();
  const hours = story.hours;
  const at = hours === undefined ? row.createdAt + 1102 : now - hours * hour;
  const failures = (story.pairs ?? []).flatMap((what) => {
    const other = named.get(what);
    return other === undefined || story.reason === undefined
      ? []
      : [failureOn(other, story.reason, 'Associate')];
  });
  if (story.invitation !== undefined) {
    const invitation = placeInvitation(world, row, row.createdAt);
    invitation.status = story.invitation;
    invitation.failures = failures;
    if (story.invitation === 'Pending') {
      row.awaitsAnswer = true;
      row.updatedAt = at;
      return;
    }
    if (story.invitation === 'Rejected' || story.invitation === 'Expired') {
      endInvitation(world, invitation, story.invitation, at);
      return;
    }
  }
  const message = story.reason === undefined ? undefined : failureDescriptions[story.reason];
  const status = story.status ?? 'Associated';
  changeStatus(world, row, status, at, failures, message);
  if (status === 'Associating' || status === 'Disassociating') {
    scheduleSettling(world, row, now, 45_000 + (row.seq % 8) * 15_000);
  }
}

/** Lets a share be on its way out, or gone since yesterday. */
function end(world: World, share: Share, state: 'Deleting' | 'Deleted'): void {
  const now = world.now();
  const deleting = state === 'Deleting';
  const at = deleting ? now : now - 24 * hour;
  share.state = state;
  share.updatedAt = at;
  for (const row of share.rows) {
    changeStatus(world, row, deleting ? 'Disassociating' : 'Disassociated', at);
    if (deleting) scheduleSettling(world, row, now, 120_000);
  }
  if (deleting) scheduleDeletion(world, share, now + 180_000);
  else scheduleShareRemoval(world, share, at + purgeAfter);
}

function makeEntity(
  world: World,
  share: Share,
  what: string,
  idOf: (key: string) => string,
): NewAssociation {
  const [name = '', label] = what.split(' ');
  if (label === undefined) return { kind: 'Target', entityId: idOf(name), entityType: 'Account' };
  const type = findResourceType(name);
  const entityId = resourceId(world, type?.prefix ?? '', share, label);
  const arn = makeArn(type, share.region, share.ownerId, entityId);
  return { kind: 'Resource', entityId, entityType: name, arn };
}

/** A label of a failure word keeps the word in the id, so that the resource goes on behaving like it. */
function resourceId(world: World, prefix: string, share: Share, label: string): string {
  const random = new Random(
    `${world.context.seed}/${share.region}/${share.ownerId}/${prefix}${label}`,
  );
  const tail = random.text(18, alphabets.lower);
  return label.startsWith('zone') ? `${prefix.split('-')[0] ?? ''}-zone1-${tail}` : prefix + tail;
}

function makeKeys(
  world: World,
  random: Random,
  account: (typeof demoAccounts)[number],
  accountId: string,
): StoryAccount {
  const temporary = account.temporary === true;
  const accessKeyId = temporary
    ? `STS.NSandbox${random.text(18, alphabets.mixed)}`
    : `LTAI5tSandbox${random.text(11, alphabets.mixed)}`;
  const accessKeySecret = `FakeSecret${random.text(20, alphabets.mixed)}`;
  const token = temporary ? `CAIS${random.text(120, alphabets.mixed)}` : undefined;
  world.keys.set(accessKeyId, {
    id: accessKeyId,
    secret: accessKeySecret,
    accountId,
    active: true,
    ...(token === undefined
      ? {}
      : { temporary: { token, expiresAt: world.now() + tokenLife, role: 'AuditRole' } }),
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

/** Sixteen digits whose end means nothing to the failure rules. */
function makeAccountId(random: Random): string {
  const id = `1${random.text(15, alphabets.digits)}`;
  return principalRule(id) === undefined ? id : makeAccountId(random);
}

function makeDirectoryIds(
  random: Random,
  accountIds: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  return new Map([
    ...accountIds,
    ['organisation', `rd-${random.text(6, alphabets.mixed)}`],
    ['root', `r-${random.text(6, alphabets.mixed)}`],
    ...storyFolders.map(({ key }) => [key, `fd-${random.text(10, alphabets.mixed)}`] as const),
  ]);
}
