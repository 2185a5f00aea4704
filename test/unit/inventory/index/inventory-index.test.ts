import assert from 'node:assert/strict';
import { InventoryIndex } from '../../../../src/inventory/index/inventory-index.ts';
import { rowHolds, wordsOf } from '../../../../src/inventory/index/text-search.ts';
import { Inventory } from '../../../../src/inventory/inventory.ts';
import { settle } from '../manual-clock.ts';
import { aRow, aShare, manyShares, scope } from '../samples.ts';
import { ScriptedCloud } from '../scripted-cloud.ts';

const accounts = [
  { id: scope.accountId, ownerId: '1512666876910123', label: 'Network Team' },
  { id: 'account-2', ownerId: '1720505253000001', label: 'Retail' },
];

function anInventory(): Inventory {
  return new Inventory({ connect: () => Promise.resolve(new ScriptedCloud()) });
}

function found(index: InventoryIndex, query: string): readonly (readonly [string, number])[] {
  return [...index.search(wordsOf(query, accounts))].map(({ entry, missing }) => [
    entry.share.id,
    missing.length,
  ]);
}

describe('InventoryIndex', () => {
  it('tells a share that is found by itself from one that is found by its rows', () => {
    const inventory = anInventory();
    inventory.merge(scope, {
      shares: [aShare('rs-1', { name: 'hub' }), aShare('rs-2', { name: 'Hub of vsw-1' })],
      associations: [aRow('rs-1', 'vsw-1'), aRow('rs-1', 'vsw-2'), aRow('rs-2', 'vsw-9')],
    });
    const index = new InventoryIndex({ inventory, scopes: [scope] });
    assert.deepEqual(found(index, 'HUB VSW-1'), [
      ['rs-1', 1],
      ['rs-2', 0],
    ]);
    const [first] = index.search(wordsOf('hub vsw-1', accounts));
    const rows = first?.entry.resources.filter((row) => rowHolds(row, first.missing));
    assert.deepEqual(
      rows?.map(({ entityId }) => entityId),
      ['vsw-1'],
    );
  });

  it('finds what an account sees by its label, and principals that have a label', () => {
    const inventory = anInventory();
    const other = { accountId: 'account-2', region: scope.region };
    inventory.merge(scope, {
      shares: [aShare('rs-1'), aShare('rs-2')],
      associations: [aRow('rs-1', '1720505253000001')],
    });
    inventory.merge(other, { shares: [aShare('rs-3', { owner: 'other', ownerId: '16' })] });
    const index = new InventoryIndex({ inventory, scopes: [scope, other] });
    assert.deepEqual(found(index, 'retail'), [
      ['rs-1', 1],
      ['rs-3', 0],
    ]);
  });

  it('is asked by a tag, a type or a state, and forgets what has changed', () => {
    const inventory = anInventory();
    inventory.merge(scope, {
      shares: [aShare('rs-1', { tags: [{ key: 'env', value: 'prod' }] })],
      associations: [aRow('rs-1', 'vsw-1', 'Associating')],
    });
    const index = new InventoryIndex({ inventory, scopes: [scope] });
    assert.equal(index.by('tag', 'env\nprod').length, 1);
    assert.equal(index.by('resourceType', 'VSwitch').length, 1);
    assert.equal(index.by('status', 'associating').length, 1);
    const before = index.version;
    inventory.merge(scope, {
      associations: [aRow('rs-1', 'vsw-1', 'Failed', { updatedAt: '2026-03-02T07:10:00.000Z' })],
    });
    assert.notEqual(index.version, before);
    assert.equal(index.by('status', 'associating').length, 0);
    assert.equal(index.by('status', 'failed').length, 1);
  });

  it('takes in what is many in stretches, and answers rightly before it is done', async () => {
    const inventory = anInventory();
    const work: (() => void)[] = [];
    const clock = {
      now: () => 0,
      schedule: (_delay: number, run: () => void) => {
        work.push(run);
        return () => void work.splice(work.indexOf(run), 1);
      },
    };
    const { shares, rows } = manyShares(3_000);
    inventory.merge(scope, { shares, associations: rows });
    const index = new InventoryIndex({ inventory, scopes: [scope], clock });
    let settled = false;
    void index.settled().then(() => (settled = true));
    let stretches = 0;
    for (let next = work.shift(); next; next = work.shift(), stretches += 1) next();
    await settle();
    assert.ok(stretches >= 5, `12 000 shares and rows in ${stretches} stretches`);
    assert.ok(settled);

    inventory.merge(scope, { shares: [aShare('rs-new')] });
    assert.equal(index.byShare('rs-new').length, 1, 'at once');
    index.dispose();
    inventory.merge(scope, { shares: [aShare('rs-late')] });
    assert.equal(work.length, 0, 'nothing goes on after the end');
  });
});
