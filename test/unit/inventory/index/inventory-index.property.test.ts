import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { InventoryIndex } from '../../../../src/inventory/index/inventory-index.ts';
import { wordsOf } from '../../../../src/inventory/index/text-search.ts';
import { Inventory } from '../../../../src/inventory/inventory.ts';
import { compareNames } from '../../../../src/model/name-order.ts';
import type { Account, Scope } from '../../../../src/model/account.ts';
import { statusValue } from '../../../../src/inventory/index/facets.ts';
import { isDead, parseStatus, shareStates } from '../../../../src/model/status.ts';
import { itHolds } from '../../property.ts';
import { ManualClock, settle } from '../manual-clock.ts';
import { aRow, aShare } from '../samples.ts';
import { ScriptedCloud } from '../scripted-cloud.ts';
import { everyShare, isFound, namesOf, rowsOf } from './brute-force.ts';

const accounts: readonly Account[] = ['account-1', 'account-2'].map((id, index) => ({
  id,
  cloud: 'alibaba',
  label: index === 0 ? 'Network Team' : 'Retail',
  ownerId: index === 0 ? '1512666876910123' : '1720505253000001',
  regions: ['cn-hangzhou', 'cn-beijing'],
}));
const scopes: readonly Scope[] = accounts.flatMap(({ id, regions }) =>
  regions.map((region) => ({ accountId: id, region })),
);
const shareIds = ['rs-0', 'rs-1', 'rs-2', 'rs-3'];
const entityIds = ['vsw-1', 'vsw-2', 'VSW-12', '1720505253000001', '1720505253000002'];
const queries = ['', 'rs-1', 'VSW-1', 'retail', 'team vsw', 'hub 172050', 'share vsw-2', 'nothing'];

/** One thing that happens to the inventory, or to nobody's surprise to the index. */
type Step =
  | {
      readonly what: 'write';
      readonly scope: Scope;
      readonly share: number;
      readonly name: string;
      readonly status: string;
    }
  | {
      readonly what: 'row';
      readonly scope: Scope;
      readonly share: number;
      readonly entity: string;
      readonly status: string;
      readonly second: number;
    }
  | {
      readonly what: 'load';
      readonly scope: Scope;
      readonly shares: readonly number[];
      readonly rows: readonly (readonly [number, string, string])[];
    }
  | { readonly what: 'remove'; readonly accountId: string }
  | { readonly what: 'look' }
  | { readonly what: 'time' };

describe('InventoryIndex, for any sequence of changes', () => {
  itHolds('finds exactly what the snapshots hold', 200, histories(), async (steps) => {
    const clouds = new Map(accounts.map(({ id }) => [id, new ScriptedCloud()]));
    const inventory = new Inventory({
      connect: (id) => Promise.resolve(clouds.get(id) ?? new ScriptedCloud()),
    });
    const clock = new ManualClock();
    const early = new InventoryIndex({ inventory, scopes, clock });
    for (const step of steps) {
      await take(step, inventory, clouds, clock);
      if (step.what === 'look') compare(early, inventory);
    }
    compare(early, inventory);
    compare(new InventoryIndex({ inventory, scopes, clock }), inventory);
  });
});

async function take(
  step: Step,
  inventory: Inventory,
  clouds: ReadonlyMap<string, ScriptedCloud>,
  clock: ManualClock,
): Promise<void> {
  switch (step.what) {
    case 'write': {
      const status = parseStatus(shareStates, step.status);
      const share = aShare(`rs-${step.share}`, { name: step.name, status });
      inventory.merge(step.scope, { shares: [share] });
      return;
    }
    case 'row': {
      const updatedAt = `2026-03-01T07:11:${String(step.second).padStart(2, '0')}Z`;
      const row = aRow(`rs-${step.share}`, step.entity, step.status, { updatedAt });
      inventory.merge(step.scope, { associations: [row] });
      return;
    }
    case 'load': {
      const cloud = clouds.get(step.scope.accountId);
      if (!cloud) return;
      cloud.shares = step.shares.map((index) => aShare(`rs-${index}`));
      cloud.rows = step.rows.map(([share, entity, status]) => aRow(`rs-${share}`, entity, status));
      cloud.pageSize = 2;
      await inventory.load(step.scope, 'view');
      return;
    }
    case 'remove':
      inventory.removeAccount(step.accountId);
      return;
    case 'time':
      await clock.advance(5);
      return;
    case 'look':
      await settle();
  }
}

function compare(index: InventoryIndex, inventory: Inventory): void {
  const all = everyShare(inventory, scopes);
  for (const ended of [false, true]) {
    const shown = all.filter(({ entry }) => ended || !isDead(entry.share.status));
    assert.equal(index.count({ ended }), shown.length);
    const names = [...index.search([], { ended })].map(({ entry }) => entry.share.name);
    assert.deepEqual(names, names.toSorted(compareNames));
    for (const id of shareIds) {
      const expected = shown.filter(({ entry }) => entry.share.id === id);
      assert.deepEqual(namesOf(index.byShare(id, { ended })), namesOf(expected), id);
    }
    for (const id of entityIds) {
      const expected = shown.filter(({ entry }) =>
        rowsOf(entry, ended).some(({ entityId }) => entityId === id),
      );
      const found = [...index.byResource(id, { ended }), ...index.byPrincipal(id, { ended })];
      assert.deepEqual(namesOf(found), namesOf(expected), id);
    }
    for (const state of ['active', 'Frozen', 'failed', 'associating', 'disassociated', 'deleted']) {
      const expected = shown.filter(({ entry }) =>
        [entry.share, ...rowsOf(entry, ended)].some(({ status }) => statusValue(status) === state),
      );
      assert.deepEqual(namesOf(index.by('status', state, { ended })), namesOf(expected), state);
    }
    for (const query of queries) {
      const expected = shown.filter((share) => isFound(share, query, accounts, ended));
      const found = index.search(wordsOf(query, accounts), { ended });
      assert.deepEqual(namesOf(found), namesOf(expected), query);
    }
  }
}

function histories(): fc.Arbitrary<readonly Step[]> {
  const scope = fc.constantFrom(...scopes);
  const share = fc.nat(shareIds.length - 1);
  const entity = fc.constantFrom(...entityIds);
  const rowStatus = fc.constantFrom('Associated', 'Associating', 'Failed', 'Disassociated', 'Odd');
  const step = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        what: fc.constant('write' as const),
        scope,
        share,
        name: fc.constantFrom('Hub-a', 'hub-b', 'spoke'),
        status: fc.constantFrom('Active', 'Frozen', 'Deleted'),
      }),
    },
    {
      weight: 6,
      arbitrary: fc.record({
        what: fc.constant('row' as const),
        scope,
        share,
        entity,
        status: rowStatus,
        second: fc.nat(59),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        what: fc.constant('load' as const),
        scope,
        shares: fc.uniqueArray(share),
        rows: fc.array(fc.tuple(share, entity, rowStatus), { maxLength: 8 }),
      }),
    },
    fc.record({
      what: fc.constant('remove' as const),
      accountId: fc.constantFrom(...accounts.map(({ id }) => id)),
    }),
    fc.record({ what: fc.constant('look' as const) }),
    fc.record({ what: fc.constant('time' as const) }),
  );
  return fc.array(step, { maxLength: 14 });
}
