import assert from 'node:assert/strict';
import { Bench, list, type Answer } from './caller.ts';

describe('rates of the sandbox', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await Bench.start({ rates: 'documented' });
    await bench.control('/clock', { frozen: true });
  });
  afterEach(() => bench.stop());

  async function burst(count: number, who: string, action: string): Promise<Answer[]> {
    const answers: Answer[] = [];
    for (let index = 0; index < count; index += 1) {
      answers.push(await bench.call(who, action, { ResourceOwner: 'Self' }));
    }
    return answers;
  }

  function throttled(answers: readonly Answer[]): number {
    return answers.filter(({ content }) => content.Code === 'Throttling.User').length;
  }

  it('lets 20 reads and 10 creations a second pass', async () => {
    assert.equal(throttled(await burst(25, 'owner', 'ListResourceShares')), 5);
    assert.equal(throttled(await burst(12, 'owner', 'CreateResourceShare')), 2);
    await bench.advance(1000);
    assert.equal(throttled(await burst(20, 'owner', 'ListResourceShares')), 0);
  });

  it('counts each account and operation for itself', async () => {
    await burst(20, 'owner', 'ListResourceShares');
    assert.equal(throttled(await burst(1, 'member', 'ListResourceShares')), 0);
    assert.equal(throttled(await burst(1, 'owner', 'ListSharedResources')), 0);
    assert.equal(throttled(await burst(1, 'owner', 'ListResourceShares')), 1);
  });

  it('answers with status 400 and says when to come back, if it is to', async () => {
    await burst(20, 'owner', 'ListResourceShares');
    await bench.advance(400);
    const refused = await bench.call('owner', 'ListResourceShares', { ResourceOwner: 'Self' });
    assert.equal(refused.status, 400);
    assert.equal(refused.content.Message, 'Request was denied due to user flow control.');
    assert.equal(refused.headers.get('x-acs-retry-after'), '600');
    await bench.control('/tuning', { retryAfter: false });
    const silent = await bench.call('owner', 'ListResourceShares', { ResourceOwner: 'Self' });
    assert.equal(silent.headers.get('x-acs-retry-after'), null);
  });

  it('counts what was called and what was throttled', async () => {
    await burst(22, 'owner', 'ListResourceShares');
    const counted = await bench.control('/calls');
    assert.deepEqual([counted.total, counted.throttled], [22, 2]);
    assert.deepEqual(list(counted, 'calls'), [
      {
        accountId: bench.account('owner').accountId,
        operation: 'ListResourceShares',
        region: 'cn-hangzhou',
        calls: 22,
        throttled: 2,
        failed: 0,
        empty: 0,
      },
    ]);
    await bench.control('/calls/reset', {});
    assert.equal((await bench.control('/calls')).total, 0);
  });

  it('is off when it is not asked for', async () => {
    await bench.control('/tuning', { rates: 'off' });
    assert.equal(throttled(await burst(40, 'owner', 'ListResourceShares')), 0);
  });
});
