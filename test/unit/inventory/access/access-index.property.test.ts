import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { grantState, type Grant } from '../../../../src/inventory/access/access.ts';
import { AccessIndex } from '../../../../src/inventory/access/access-index.ts';
import type { Standing } from '../../../../src/inventory/access/standing.ts';
import {
  membershipOf,
  nobodyKnows,
  type CloudOrganization,
  type Membership,
} from '../../../../src/inventory/access/membership.ts';
import { scopesOf } from '../../../../src/inventory/index/inventory-index.ts';
import { Inventory } from '../../../../src/inventory/inventory.ts';
import type { ShareEntry } from '../../../../src/inventory/snapshot.ts';
import type { Account, Scope } from '../../../../src/model/account.ts';
import { isDead, parseStatus, shareStates } from '../../../../src/model/status.ts';
import { itHolds } from '../../property.ts';
import { ManualClock } from '../manual-clock.ts';
import { aRow, aShare } from '../samples.ts';
import { ScriptedCloud } from '../scripted-cloud.ts';

const owner = '1512666876910123';
const receiver = '1720505253000001';
const folder = 'fd-bqp1yt0001';
const accounts: readonly Account[] = [
  { id: 'owner', cloud: 'alibaba', label: 'Owner', ownerId: owner, regions: ['north', 'south'] },
  { id: 'receiver', cloud: 'alibaba', label: 'Receiver', ownerId: receiver, regions: ['north'] },
  // Other keys of the same account.
  { id: 'again', cloud: 'alibaba', label: 'Again', ownerId: receiver, regions: ['north'] },
];
const scopes = scopesOf(accounts);
const outer = 'fd-bqp1yt0002';
const organization = 'rd-bqp1yt';
const unnamed = '1720505253000003';
const stranger = '1990000000000001';

/** Where an account is: from near to far, without the organisation. */
type Places = ReadonlyMap<string, readonly string[]>;

/** What a membership is made of, for a test to move accounts. */
class Directory implements Membership {
  places: Places = new Map();
  isKnown = false;
  #membership = nobodyKnows;

  get version(): number {
    return this.#membership.version;
  }

  move(accountId: string, place: string | undefined): void {
    const places = new Map(this.places);
    if (place === undefined) places.delete(accountId);
    else places.set(accountId, place === folder ? [folder, outer] : [outer].slice(place.length));
    this.places = places;
    this.tell(true);
  }

  tell(isKnown: boolean): void {
    this.isKnown = isKnown;
    const told: CloudOrganization = {
      ...{ cloud: 'alibaba', id: organization, managementId: owner, known: 'all', readAt: 0 },
      members: new Set([owner, ...this.places.keys()]),
      containers: new Map([[folder, [outer]], ...this.places]),
      asked: new Set(),
    };
    const isAccount = (_cloud: string, id: string): boolean => /^\d+$/u.test(id);
    this.#membership = membershipOf(isKnown ? [told] : [], this.version + 1, isAccount);
  }

  containersOf: Membership['containersOf'] = (...asked) => this.#membership.containersOf(...asked);
  isInside: Membership['isInside'] = (...asked) => this.#membership.isInside(...asked);
  contains: Membership['contains'] = (...asked) => this.#membership.contains(...asked);

  /** The same, told by the places alone. */
  brute(id: string): readonly string[] {
    if (!this.isKnown) return [];
    if (id === folder) return [outer, organization];
    if (id === owner) return [organization];
    const places = this.places.get(id);
    return places ? [...places, organization] : [];
  }
}

type Step =
  | {
      readonly what: 'share';
      readonly scope: Scope;
      readonly share: string;
      readonly mine: boolean;
      readonly ownerId: string;
      readonly status: string;
    }
  | {
      readonly what: 'row';
      readonly scope: Scope;
      readonly share: string;
      readonly entity: string;
      readonly status: string;
      readonly failed: readonly string[];
      readonly second: number;
    }
  | { readonly what: 'remove'; readonly accountId: string }
  | { readonly what: 'move'; readonly accountId: string; readonly place: string | undefined }
  | { readonly what: 'tell'; readonly isKnown: boolean }
  | { readonly what: 'look' };

describe('AccessIndex, for any sequence of changes', () => {
  itHolds('answers as a reading of every share would', 300, histories(), async (steps) => {
    const inventory = new Inventory({ connect: () => Promise.resolve(new ScriptedCloud()) });
    const clock = new ManualClock();
    const membership = new Directory();
    const options = { inventory, scopes, clock, accounts: () => accounts, membership };
    const early = new AccessIndex(options);
    for (const step of steps) {
      const { version } = early;
      if (step.what === 'move') membership.move(step.accountId, step.place);
      else if (step.what === 'tell') membership.tell(step.isKnown);
      else take(step, inventory);
      if (step.what === 'move' || step.what === 'tell') assert.notEqual(early.version, version);
      if (step.what === 'look') compare(early, inventory, membership);
      await clock.advance(1);
    }
    compare(early, inventory, membership);
    compare(new AccessIndex(options), inventory, membership);
  });
});

function take(step: Exclude<Step, { what: 'move' | 'tell' }>, inventory: Inventory): void {
  switch (step.what) {
    case 'share': {
      const updatedAt = new Date(Date.UTC(2026, 2, 1)).toISOString();
      const share = aShare(step.share, {
        owner: step.mine ? 'self' : 'other',
        ownerId: step.ownerId,
        status: parseStatus(shareStates, step.status),
        updatedAt,
      });
      inventory.merge(step.scope, { shares: [share] });
      return;
    }
    case 'row': {
      const failures = step.failed.map((entityId) => ({
        ...{ entityId, entityType: 'Account', reason: 'LimitExceeded', description: '' },
        operation: entityId === folder ? 'Disassociate' : 'Associate',
      }));
      const updatedAt = `2026-03-01T07:11:${String(step.second).padStart(2, '0')}Z`;
      const kind = step.entity.startsWith('vsw') ? ('resource' as const) : ('principal' as const);
      const row = aRow(step.share, step.entity, step.status, { kind, failures, updatedAt });
      const arn = `acs:vpc:*:${owner}:vswitch/${step.entity}`;
      inventory.merge(step.scope, {
        associations: [
          kind === 'resource'
            ? { ...row, arn }
            : { ...row, entityType: 'Account', ...external(step.second) },
        ],
      });
      return;
    }
    case 'remove':
      inventory.removeAccount(step.accountId);
      return;
    case 'look':
  }
}

/** What the cloud says, where it says something. */
function external(second: number): { readonly external?: boolean } {
  return second % 3 === 0 ? {} : { external: second % 3 === 1 };
}

function compare(index: AccessIndex, inventory: Inventory, directory: Directory): void {
  const expected = everyGrant(inventory);
  const resources = index.resourceTypes().flatMap((type) => {
    const list = index.resourcesOf(type);
    assert.equal(list.length, type.count);
    assert.deepEqual(
      list.map(({ id }) => id),
      list.map(({ id }) => id).toSorted(),
    );
    return list;
  });
  const byResource = resources.flatMap(({ key, id }) => {
    const grants = index.whoCanUse(key);
    assert.ok(index.named(id).some((one) => one.key === key));
    assert.equal(index.resource(key)?.arn, `acs:vpc:*:${owner}:vswitch/${id}`);
    assert.equal(index.principalCount(key), new Set(grants.map((one) => one.principal.id)).size);
    return grants.map(textOf);
  });
  assert.deepEqual(byResource.toSorted(), expected);
  const listed = resources.map(({ region, id }) => `${region} ${id}`);
  assert.deepEqual(listed.toSorted(), everyResource(inventory));

  const principals = index.principals();
  const direct = principals.flatMap((principal) => {
    const itself = index.givenTo(principal).filter(({ within }) => within === undefined);
    assert.equal(
      index.resourceCount(principal.key),
      new Set(itself.map((one) => one.resource)).size,
    );
    assert.equal(index.standing(principal.key), standingBy(inventory, directory, principal.id));
    return itself.map(textOf);
  });
  assert.deepEqual(direct.toSorted(), expected);
  const named = new Set(principals.map(({ id }) => id));
  const reached = [...new Set([owner, receiver])].filter(
    (id) => !named.has(id) && directory.brute(id).some((container) => named.has(container)),
  );
  assert.deepEqual(
    index.reachedAccounts().map(({ id }) => id),
    reached.toSorted(),
  );
  for (const one of index.reachedAccounts()) assert.equal(index.principal(one.key), one);
  for (const id of [...named, owner, unnamed]) {
    const inner = index.givenTo({ cloud: 'alibaba', id }).flatMap((grant) => {
      if (!grant.within) return [];
      assert.equal(grant.within.id, grant.principal.id);
      return [`${grant.within.id}: ${textOf(grant)}`];
    });
    // Near before far, each as it is given to what holds the account.
    const wanted = directory.brute(id).flatMap((container) =>
      principals
        .filter((one) => one.id === container)
        .flatMap((one) => index.givenTo(one))
        .filter(({ within }) => within === undefined)
        .map((grant) => `${container}: ${textOf(grant)}`),
    );
    assert.deepEqual(inner, wanted);
    assert.deepEqual(
      index.withinCounts({ cloud: 'alibaba', id }).map(({ within, count }) => [within.id, count]),
      directory
        .brute(id)
        .filter((container) => named.has(container))
        .map((container) => [container, index.resourceCount(`principal/alibaba/${container}`)]),
    );
  }
}

function standingBy(inventory: Inventory, directory: Directory, id: string): Standing {
  // One answer, whichever share is looked at: a member of what was listed is inside, whoever gives it something.
  if (directory.brute(id).length > 0) return 'inside';
  const shares = everySight(inventory).filter(({ entry, receiver }) =>
    receiver === undefined
      ? entry.principals.some((row) => row.entityId === id && !isDead(row.status))
      : receiver === id,
  );
  const isListed = shares.some(
    ({ entry: { share } }) => share.ownerId === owner || directory.places.has(share.ownerId),
  );
  if (directory.isKnown && isListed && /^\d+$/u.test(id)) return 'outside';
  const all = shares.map(({ entry, receiver }) =>
    receiver === undefined
      ? entry.principals.find((row) => row.entityId === id)?.external
      : undefined,
  );
  if (all.includes(true)) return all.includes(false) ? 'unknown' : 'outside';
  return all.every((external) => external === false) ? 'inside' : 'unknown';
}

interface Sight {
  readonly region: string;
  readonly entry: ShareEntry;
  /** Who is given it, where only receivers see it. */
  readonly receiver?: string;
}

/** Every living share as its owner sees it, or else each receiver; read as a person would. */
function everySight(inventory: Inventory): readonly Sight[] {
  return ['north', 'south'].flatMap((region) =>
    ['rs-1', 'rs-2'].flatMap((shareId) => {
      const sights = accounts
        .toSorted((one, other) => (one.id < other.id ? -1 : 1))
        .flatMap(({ id, ownerId }) => {
          const entry = inventory.snapshot({ accountId: id, region }).entries.get(shareId);
          return entry ? [{ region, entry, receiver: ownerId }] : [];
        });
      const own = sights.find(({ entry }) => entry.share.owner === 'self');
      const seen: readonly Sight[] = own ? [{ region, entry: own.entry }] : sights;
      const living = seen.filter(({ entry }) => !isDead(entry.share.status));
      return living.filter(
        ({ receiver }, place) => living.findIndex((sight) => sight.receiver === receiver) === place,
      );
    }),
  );
}

function everyResource(inventory: Inventory): readonly string[] {
  const all = everySight(inventory).flatMap(({ region, entry }) =>
    entry.resources
      .filter(({ status }) => !isDead(status))
      .map(({ entityId }) => `${region} ${entityId}`),
  );
  return [...new Set(all)].toSorted();
}

function everyGrant(inventory: Inventory): readonly string[] {
  return everySight(inventory)
    .flatMap(({ region, entry, receiver }) => pairsOf(entry, region, receiver))
    .toSorted();
}

function pairsOf({ share, resources, principals }: ShareEntry, region: string, given?: string) {
  return resources.flatMap((resource) => {
    if (given !== undefined) {
      const state = grantState(share, resource, undefined);
      return state ? [`${share.id} ${region} ${resource.entityId} ${given} ${state}`] : [];
    }
    return principals.flatMap((principal) => {
      const state = grantState(share, resource, principal);
      const text = `${share.id} ${region} ${resource.entityId} ${principal.entityId} ${state ?? ''}`;
      return state ? [text] : [];
    });
  });
}

function textOf({ share, resource, principal, state }: Grant): string {
  return `${share.entry.share.id} ${resource.region} ${resource.id} ${principal.id} ${state}`;
}

function histories(): fc.Arbitrary<readonly Step[]> {
  const scope = fc.constantFrom(...scopes);
  const share = fc.constantFrom('rs-1', 'rs-2');
  const entities = [
    ...['vsw-1', 'vsw-2', receiver, '1720505253000002', folder, outer, organization],
  ] as const;
  const alive = ['Associated', 'Associated'] as const;
  const aboutShare = fc.record({
    what: fc.constant('share' as const),
    ...{ scope, share, mine: fc.constantFrom(true, true, false) },
    // Another one may be in no organisation, or in one that nobody has listed.
    ownerId: fc.constantFrom(owner, owner, stranger),
    status: fc.constantFrom('Active', 'Active', 'Active', 'Pending', 'Frozen', 'Deleted'),
  });
  const aboutRow = fc.record({
    what: fc.constant('row' as const),
    ...{ scope, share, entity: fc.constantFrom(...entities) },
    status: fc.constantFrom(...alive, ...alive, 'Associating', 'Failed', 'Disassociated', 'Odd'),
    failed: fc.uniqueArray(fc.constantFrom(...entities), { maxLength: 2 }),
    second: fc.nat(59),
  });
  const removal = fc.record({
    what: fc.constant('remove' as const),
    accountId: fc.constantFrom(...accounts.map(({ id }) => id)),
  });
  const move = fc.record({
    what: fc.constant('move' as const),
    accountId: fc.constantFrom(receiver, '1720505253000002', unnamed),
    place: fc.constantFrom(folder, '', '-', undefined),
  });
  const tell = fc.record({ what: fc.constant('tell' as const), isKnown: fc.boolean() });
  const step = fc.oneof(
    { weight: 5, arbitrary: aboutShare },
    { weight: 9, arbitrary: aboutRow },
    { weight: 1, arbitrary: removal },
    { weight: 2, arbitrary: move },
    { weight: 1, arbitrary: tell },
    { weight: 4, arbitrary: fc.record({ what: fc.constant('look' as const) }) },
  );
  return fc.array(step, { minLength: 10, maxLength: 40 });
}
