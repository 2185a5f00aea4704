import assert from 'node:assert/strict';
import type { ShareCloud } from '../../src/clouds/cloud.ts';
import { Inventory } from '../../src/inventory/inventory.ts';
import { ManualClock, settle } from '../unit/inventory/manual-clock.ts';
import { openSession, type Session } from './session.ts';

const scope = { accountId: 'owner', region: 'cn-hangzhou' };

/** On a clock that nobody moves: what ends, ends without any waiting of ours. */
describe('cancelling a load on the sandbox', () => {
  let session: Session;
  let clock: ManualClock;
  let cloud: ShareCloud;
  let inventory: Inventory;

  async function open(options: Parameters<typeof openSession>[0]): Promise<void> {
    session = await openSession(options);
    clock = new ManualClock(Date.now());
    cloud = session.connect('owner', { clock, random: () => 0.99 });
    inventory = new Inventory({ connect: () => Promise.resolve(cloud), clock });
  }

  afterEach(async () => {
    inventory.dispose();
    await session.stop();
  });

  /** Waits for what only the network holds up. */
  async function until(isSo: () => Promise<boolean> | boolean): Promise<void> {
    for (let looks = 0; !(await isSo()); looks += 1) {
      assert.ok(looks < 2_000, 'it never came to be so');
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  /** Cancels, and proves that all ends and that nothing is sent any more, however long one waits. */
  async function cancelled(loading: Promise<void>): Promise<void> {
    const at = clock.now();
    inventory.cancel(scope);
    await loading;
    await settle();
    assert.equal(clock.now(), at, 'without a second passing');
    assert.equal(inventory.snapshot(scope).loading, false);
    assert.equal(inventory.snapshot(scope).failure?.error.kind, 'cancelled');
    assert.deepEqual(cloud.queueState().waiting, 0);
    assert.deepEqual(cloud.queueState().running, 0);
    const sent = session.requests.length;
    await clock.advance(10 * 60_000);
    assert.equal(session.requests.length, sent, 'nothing is sent any more');
  }

  it('ends calls that are on their way', async () => {
    await open({ shares: 300, latencyMs: 60_000 });
    const loading = inventory.load(scope, 'view');
    await until(() => cloud.queueState().running === 2);
    await cancelled(loading);
  });

  it('ends a load in its middle, and keeps what has come', async () => {
    await open({ shares: 300, latencyMs: 20 });
    const loading = inventory.load(scope, 'view');
    await until(() => inventory.snapshot(scope).entries.size >= 100);
    await cancelled(loading);
    const { entries, incomplete } = inventory.snapshot(scope);
    assert.ok(entries.size >= 100 && incomplete.length > 0);
  });

  it('ends the waiting between two tries', async () => {
    await open({ shares: 10 });
    const body = { kind: 'body', status: 503, text: 'Try later' };
    await session.control('/faults', { operation: '*', count: 1_000, fault: body });
    const loading = inventory.load(scope, 'view');
    await until(() => session.requests.length === 2 && cloud.queueState().running === 0);
    assert.equal(inventory.snapshot(scope).loading, true);
    await cancelled(loading);
  });

  it('takes calls out of a queue that the cloud has slowed down', async () => {
    await open({ shares: 300 });
    await session.control('/faults', {
      operation: '*',
      count: 1_000,
      fault: { kind: 'error', code: 'Throttling.User', headers: { 'Retry-After': '25' } },
    });
    const loading = inventory.load(scope, 'view');
    await until(
      () => cloud.queueState().slowedUntil !== undefined && cloud.queueState().waiting === 2,
    );
    await cancelled(loading);
  });
});
