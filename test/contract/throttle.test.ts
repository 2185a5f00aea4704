import assert from 'node:assert/strict';
import type { CallOptions, Priority, QueueState, ShareCloud } from '../../src/clouds/cloud.ts';
import { collect, openSession, type Session } from './session.ts';

const regions = ['cn-hangzhou', 'cn-shanghai', 'ap-southeast-1'];
const as = (priority: Priority): CallOptions => ({
  signal: new AbortController().signal,
  priority,
});

/** The throttle under a load, at the documented rates: 20 calls a second of a list operation and an account. */
describe('the throttle on the sandbox', () => {
  let session: Session;
  let cloud: ShareCloud;

  before(async () => {
    session = await openSession({ shares: 600, rates: 'documented' });
  });
  beforeEach(async () => {
    cloud = session.connect('owner');
    // What an earlier test has taken of the rates is forgotten.
    await session.control('/clock', { advanceMs: 1_000 });
    await session.control('/calls/reset', {});
  });
  afterEach(async () => {
    cloud.dispose();
    await session.control('/faults/clear', {});
    await session.control('/tuning', { latencyMs: 0, latencyJitter: 0 });
  });
  after(() => session.stop());

  /** All rows of all regions, as a load of three scopes reads them. */
  async function load(priority: Priority = 'view'): Promise<number> {
    const lists = regions.flatMap((region) =>
      (['resource', 'principal'] as const).map((kind) =>
        collect(cloud.listAssociations(region, { kind }, as(priority))),
      ),
    );
    return (await Promise.all(lists)).flat().length;
  }

  for (const latencyJitter of [0, 0.3]) {
    it(`is never refused where the latency differs by ${latencyJitter * 100} %`, async () => {
      await session.control('/tuning', { latencyMs: 40, latencyJitter });
      const rows = await load();
      const { calls, throttled } = await session.calls('ListResourceShareAssociations');
      assert.ok(rows > 4_000 && calls > 45, `${calls} calls for ${rows} rows`);
      assert.equal(throttled, 0);
    });
  }

  it('lets a click overtake a running load within one call', async () => {
    await session.control('/tuning', { latencyMs: 20 });
    const sent: { readonly at: number; readonly requestId: string | undefined }[] = [];
    cloud = session.connect('owner', {
      onRequest: ({ durationMs, requestId }) => {
        sent.push({ at: Date.now() - durationMs, requestId });
      },
    });
    const [share] = await session.state();
    assert.ok(share);
    const loading = load('view');
    // The load has used the rate up, and its calls wait.
    while (sent.length < 20) await new Promise((resolve) => setTimeout(resolve, 5));
    assert.ok(cloud.queueState().waiting > 3);
    const clickedAt = Date.now();
    let clickId: string | undefined;
    const options = { ...as('action'), onRequestId: (id: string) => (clickId = id) };
    const query = { kind: 'resource', shareIds: [share.ResourceShareId] } as const;
    await collect(cloud.listAssociations(share.region, query, options));
    const click = sent.find(({ requestId }) => requestId === clickId);
    assert.ok(click);
    const ahead = sent.filter(({ at }) => at > clickedAt && at < click.at).length;
    assert.ok(ahead <= 1, `${ahead} calls of the load went first`);
    await loading;
    assert.equal((await session.calls('ListResourceShareAssociations')).throttled, 0);
  });

  it('holds the one account that is refused for as long as the cloud says, and no other', async () => {
    const other = session.connect('member');
    const states: QueueState[] = [];
    cloud.onDidChangeQueue(() => states.push(cloud.queueState()));
    const headers = { 'retry-after': '1' };
    await session.control('/faults', {
      operation: 'ListResourceShares',
      accountId: session.account('owner').accountId,
      fault: { kind: 'error', code: 'Throttling.User', headers },
    });
    const order: string[] = [];
    const start = Date.now();
    const read = async (name: string, client: ShareCloud): Promise<void> => {
      await collect(client.listShares('cn-hangzhou', { owner: 'self' }, as('view')));
      order.push(name);
    };
    const held = read('owner', cloud);
    while (cloud.queueState().slowedUntil === undefined) {
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    const until = cloud.queueState().slowedUntil ?? 0;
    assert.ok(until >= start + 1_000, `${until - start} ms`);
    await read('member', other);
    await cloud.getPermission(
      'cn-hangzhou',
      { id: 'AliyunRSDefaultPermissionVSwitch' },
      as('view'),
    );
    order.push('another operation');
    assert.ok(states.some(({ slowedUntil, waiting }) => slowedUntil === until && waiting === 1));
    await held;
    assert.ok(Date.now() >= until - 5);
    assert.deepEqual(order, ['member', 'another operation', 'owner']);
    assert.deepEqual(cloud.queueState(), { waiting: 0, running: 0 });
  });
});
