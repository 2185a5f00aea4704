import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { grantState, type Grant } from '../../../../src/inventory/access/access.ts';
import { AccessIndex } from '../../../../src/inventory/access/access-index.ts';
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
const membership = {
  containersOf: (_cloud: string, id: string) => (id === receiver ? [folder] : undefined),
};

type Step =
  | {
      readonly what: 'share';
      readonly scope: Scope;
      readonly share: string;
      readonly mine: boolean;
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
  | { readonly what: 'look' };

describe('AccessIndex, for any sequence of changes', () => {
  itHolds('answers as a reading of every share would', 300, histories(), async (steps) => {
    const inventory = new Inventory({ connect: () => Promise.resolve(new ScriptedCloud()) });
    const clock = new ManualClock();
    const options = { inventory, scopes, clock, accounts: () => accounts, membership };
    const early = new AccessIndex(options);
    for (const step of steps) {
      take(step, inventory);
      if (step.what === 'look') compare(early, inventory);
      await clock.advance(1);
    }
    compare(early, inventory);
    compare(new AccessIndex(options), inventory);
  });
});

function take(step: Step, inventory: Inventory): void {
  switch (step.what) {
    case 'share': {
      const updatedAt = new Date(Date.UTC(2026, 2, 1)).toISOString();
      const share = aShare(step.share, {
        owner: step.mine ? 'self' : 'other',
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
        associations: [kind === 'resource' ? { ...row, arn } : { ...row, entityType: 'Account' }],
      });
      return;
    }
    case 'remove':
      inventory.removeAccount(step.accountId);
      return;
    case 'look':
  }
}

function compare(index: AccessIndex, inventory: Inventory): void {
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

  const direct = index.principals().flatMap((principal) => {
    const grants = index.givenTo(principal);
    const inner = grants.filter(({ within }) => within !== undefined);
    const outer = index.principals().find(({ id }) => id === folder);
    const wanted = principal.id === receiver && outer ? index.givenTo(outer).map(textOf) : [];
    assert.deepEqual(inner.map(textOf), wanted);
    const itself = grants.filter(({ within }) => within === undefined);
    assert.equal(
      index.resourceCount(principal.key),
      new Set(itself.map((one) => one.resource)).size,
    );
    return itself.map(textOf);
  });
  assert.deepEqual(direct.toSorted(), expected);
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
  const entities = ['vsw-1', 'vsw-2', receiver, '1720505253000002', folder] as const;
  const alive = ['Associated', 'Associated'] as const;
  const aboutShare = fc.record({
    what: fc.constant('share' as const),
    ...{ scope, share, mine: fc.constantFrom(true, true, false) },
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
  const step = fc.oneof(
    { weight: 5, arbitrary: aboutShare },
    { weight: 9, arbitrary: aboutRow },
    { weight: 1, arbitrary: removal },
    { weight: 4, arbitrary: fc.record({ what: fc.constant('look' as const) }) },
  );
  return fc.array(step, { minLength: 10, maxLength: 40 });
}
