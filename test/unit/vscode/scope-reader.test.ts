import assert from 'node:assert/strict';
import { Inventory } from '../../../src/inventory/inventory.ts';
import type { Scope } from '../../../src/model/account.ts';
import { ScopeReader } from '../../../src/vscode/shares/scope-reader.ts';
import { ManualClock } from '../inventory/manual-clock.ts';
import { aShare, scope } from '../inventory/samples.ts';
import { failure, ScriptedCloud } from '../inventory/scripted-cloud.ts';

describe('ScopeReader', () => {
  const elsewhere: Scope = { ...scope, region: 'cn-shanghai' };
  let cloud: ScriptedCloud;
  let clock: ManualClock;
  let inventory: Inventory;
  let reader: ScopeReader;
  let restored: Scope[];
  let saved: readonly Scope[];

  beforeEach(() => {
    cloud = new ScriptedCloud();
    clock = new ManualClock();
    inventory = new Inventory({ connect: () => Promise.resolve(cloud), clock });
    restored = [];
    saved = [scope];
    reader = new ScopeReader({
      inventory,
      clock,
      restore: (where) => {
        restored.push(where);
        if (saved.includes(where)) {
          inventory.restore(where, {
            loadedAt: 1,
            missing: [],
            entries: [{ share: aShare('rs-1'), resources: [], principals: [] }],
          });
        }
        return Promise.resolve();
      },
    });
  });

  afterEach(() => {
    reader.dispose();
    inventory.dispose();
    assert.equal(clock.waiting, 0);
  });

  it('has the last session come first, and the cloud once nobody asks for rows', async () => {
    await reader.prepare(scope);
    assert.deepEqual(restored, [scope]);
    assert.equal(inventory.snapshot(scope).asOf, 1);
    reader.read(scope);
    await clock.advance(200);
    reader.asked();
    await clock.advance(200);
    assert.deepEqual(cloud.calls, [], 'rows are still asked for');
    await clock.advance(50);
    assert.ok(cloud.calls.length > 0);
    assert.notEqual(inventory.snapshot(scope).loadedAt, undefined);
  });

  it('does not wait for ever for a tree that never rests', async () => {
    await reader.prepare(scope);
    reader.read(scope);
    for (let turn = 0; turn < 19; turn += 1) {
      await clock.advance(100);
      reader.asked();
    }
    const before = cloud.calls.length;
    await clock.advance(100);
    assert.equal(before, 0);
    assert.ok(cloud.calls.length > before);
  });

  it('reads at once what the last session has left nothing of', async () => {
    await reader.prepare(elsewhere);
    reader.read(elsewhere);
    assert.equal(inventory.snapshot(elsewhere).loading, true);
    await clock.advance(0);
    assert.notEqual(inventory.snapshot(elsewhere).loadedAt, undefined);
  });

  it('lets nobody wait for what is read, restored or known to have failed, and does not read it again', async () => {
    await reader.prepare(scope);
    assert.equal(reader.prepare(scope), undefined, 'restored');
    await inventory.load(scope, 'view');
    assert.equal(reader.prepare(scope), undefined, 'read');
    const calls = cloud.calls.length;
    reader.read(scope);
    cloud.before = () => {
      throw failure('denied');
    };
    reader.read(elsewhere);
    assert.equal(reader.prepare(elsewhere), undefined, 'being read');
    await clock.advance(0);
    assert.equal(reader.prepare(elsewhere), undefined, 'failed');
    const after = cloud.calls.length;
    reader.read(elsewhere);
    await clock.advance(5_000);
    assert.equal(cloud.calls.length, after);
    assert.ok(after > calls);
  });

  it('does not read what somebody else has read meanwhile', async () => {
    await reader.prepare(scope);
    reader.read(scope);
    await inventory.load(scope, 'action');
    const calls = cloud.calls.length;
    await clock.advance(5_000);
    assert.equal(cloud.calls.length, calls);
  });
});
