import assert from 'node:assert/strict';
import { request as httpRequest } from 'node:http';
import { Bench, list, request } from './caller.ts';

const own = { ResourceOwner: 'Self' };

describe('control endpoint of the sandbox', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await Bench.start();
  });
  afterEach(() => bench.stop());

  async function fault(operation: string, wrong: object, more: object = {}): Promise<void> {
    await bench.control('/faults', { operation, fault: wrong, ...more });
  }

  async function names(): Promise<unknown[]> {
    const shares = await bench.all('owner', 'ListResourceShares', 'ResourceShares', own);
    return shares.map((share) => share.ResourceShareName);
  }

  it('describes the sandbox', async () => {
    assert.deepEqual(
      await bench.control('/'),
      JSON.parse(JSON.stringify(bench.sandbox.description)),
    );
  });

  it('says what is wrong with its input', async () => {
    for (const [route, body] of [
      ['/clock', { advanceMs: -1 }],
      ['/clock', { advance: 1 }],
      ['/faults', { operation: 'X', fault: { kind: 'flood' } }],
      ['/tuning', { rates: 'sometimes' }],
      ['/alibaba/quotas', { sharesPerAccount: 'many' }],
    ] as const) {
      const answer = await bench.controlAnswer(route, body);
      assert.equal(answer.status, 400, route);
      assert.ok(list(answer.content, 'issues').length > 0);
    }
    const notJson = await fetch(`${bench.sandbox.description.control}/clock`, {
      method: 'POST',
      body: '{',
    });
    assert.equal(notJson.status, 400);
    assert.equal((await bench.controlAnswer('/nothing')).status, 404);
  });

  it('refuses web pages and foreign host names', async () => {
    const { control } = bench.sandbox.description;
    const page = await fetch(control, { headers: { origin: 'https://example.com' } });
    assert.equal(page.status, 403);
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const { port } = new URL(control);
      httpRequest(
        { host: '127.0.0.1', port, headers: { host: 'evil.example.com' } },
        (response) => {
          response.resume();
          resolve(response.statusCode);
        },
      )
        .on('error', reject)
        .end();
    });
    assert.equal(status, 403);
  });

  it('injects an error by operation and count, after some calls', async () => {
    await fault(
      'ListResourceShares',
      { kind: 'error', code: 'ServiceUnavailable', headers: { 'x-test': '1' } },
      { count: 2, after: 1 },
    );
    const codes: string[] = [];
    for (let index = 0; index < 4; index += 1) {
      codes.push(await bench.code('owner', 'ListResourceShares', own));
    }
    assert.deepEqual(codes, ['no error', 'ServiceUnavailable', 'ServiceUnavailable', 'no error']);
    await fault('*', { kind: 'error', code: 'Odd.Code', status: 418, message: 'Odd.' });
    const odd = await bench.call('owner', 'DescribeRegions');
    assert.deepEqual(
      [odd.status, odd.content.Code, odd.content.Message],
      [418, 'Odd.Code', 'Odd.'],
    );
  });

  it('hits only the account and region that the fault names', async () => {
    const { accountId } = bench.account('member');
    await fault(
      '*',
      { kind: 'error', code: 'InternalError' },
      { accountId, region: 'cn-shanghai' },
    );
    await bench.ok('owner', 'DescribeRegions', {}, 'cn-shanghai');
    await bench.ok('member', 'DescribeRegions');
    assert.equal(await bench.code('member', 'DescribeRegions', {}, 'cn-shanghai'), 'InternalError');
  });

  it('drops the connection, before or after the operation took place', async () => {
    for (const [executed, name] of [
      [false, 'lost'],
      [true, 'made'],
    ] as const) {
      await fault('CreateResourceShare', { kind: 'drop', executed });
      await assert.rejects(
        bench.call('owner', 'CreateResourceShare', { ResourceShareName: name }),
        TypeError,
      );
    }
    const present = await names();
    assert.deepEqual([present.includes('lost'), present.includes('made')], [false, true]);
  });

  it('cuts an answer in the middle', async () => {
    await fault('ListResourceShares', { kind: 'cut', executed: true });
    await assert.rejects(bench.call('owner', 'ListResourceShares', own));
  });

  it('hangs, and then answers or drops', async () => {
    await fault('CreateResourceShare', { kind: 'hang', ms: 5, executed: true });
    await bench.create('owner', { ResourceShareName: 'late' });
    await fault('CreateResourceShare', { kind: 'hang', ms: 5 });
    await assert.rejects(bench.create('owner', { ResourceShareName: 'never' }), TypeError);
    const present = await names();
    assert.deepEqual([present.includes('late'), present.includes('never')], [true, false]);
  });

  it('answers with anything at all', async () => {
    await fault('DescribeRegions', {
      kind: 'body',
      status: 502,
      contentType: 'text/html',
      text: '<h1>Bad gateway</h1>',
    });
    const { account, endpoint } = {
      account: bench.account('owner'),
      endpoint: bench.endpoint(),
    };
    await assert.rejects(request(endpoint, account, 'DescribeRegions'), SyntaxError);
    await bench.ok('owner', 'DescribeRegions');
  });

  it('gives a share names and statuses that the cloud would refuse', async () => {
    const id = await bench.create('owner');
    const name = '<img src=x> [run](command:workbench.action.quit)';
    const read = async (): Promise<unknown[]> => {
      const input = { ...own, ResourceShareIds: [id] };
      const [share] = await bench.all('owner', 'ListResourceShares', 'ResourceShares', input);
      return [share?.ResourceShareName, share?.ResourceShareStatus];
    };
    await bench.control('/alibaba/share', { id, name, status: 'Hibernating' });
    assert.deepEqual(await read(), [name, 'Hibernating']);
    await bench.control('/alibaba/share', { id, status: null });
    assert.deepEqual(await read(), [name, 'Active']);
  });

  it('forgets faults', async () => {
    await fault('*', { kind: 'error', code: 'InternalError' }, { count: 9 });
    assert.equal(list(await bench.control('/faults'), 'faults').length, 1);
    await bench.control('/faults/clear', {});
    await bench.ok('owner', 'DescribeRegions');
  });

  it('resets the data to the start, with the same ids', async () => {
    const before = await names();
    await bench.create('owner', { ResourceShareName: 'extra' });
    assert.ok((await names()).includes('extra'));
    await bench.control('/reset', {});
    assert.deepEqual(await names(), before);
  });

  it('moves, freezes and releases the clock', async () => {
    await bench.control('/clock', { frozen: true });
    const at = async (): Promise<number> => Date.parse(String((await bench.control('/clock')).now));
    const start = await at();
    await bench.advance(5000);
    assert.equal((await at()) - start, 5000);
    await bench.control('/clock', { frozen: false });
    assert.ok((await at()) >= start + 5000);
  });

  it('lets calls fail on the way', async () => {
    await bench.control('/tuning', { failedPart: 1, latencyMs: 1, latencyJitter: 1 });
    // What comes is no JSON.
    await assert.rejects(bench.call('owner', 'ListPermissions'), SyntaxError);
    const [counted] = list(await bench.control('/calls'), 'calls');
    assert.deepEqual([counted?.calls, counted?.failed], [1, 1]);
    const { failedPart, latencyMs, latencyJitter } = await bench.control('/tuning', {
      failedPart: 0,
    });
    assert.deepEqual([failedPart, latencyMs, latencyJitter], [0, 1, 1]);
    await bench.ok('owner', 'ListPermissions');
  });

  it('tells the writes that took effect, and no others', async () => {
    await bench.all('owner', 'ListResourceShares', 'ResourceShares', own);
    await fault('CreateResourceShare', { kind: 'drop', executed: false });
    await fault('CreateResourceShare', { kind: 'drop', executed: true });
    for (const name of ['lost', 'made']) {
      const parameters = { ResourceShareName: name };
      await assert.rejects(bench.call('owner', 'CreateResourceShare', parameters));
    }
    await bench.call('owner', 'CreateResourceShare', { ResourceShareName: 'not allowed!' });
    const writes = list(await bench.control('/writes'), 'writes');
    assert.deepEqual(
      writes.map(({ cloud, operation }) => `${String(cloud)} ${String(operation)}`),
      ['alibaba CreateResourceShare'],
    );
    assert.match(JSON.stringify(writes), /"made"/);
    await bench.control('/calls/reset', {});
    assert.deepEqual(await bench.control('/writes'), { writes: [] });
  });

  it('counts pages that hold nothing but a token', async () => {
    await bench.all('owner', 'ListResourceShares', 'ResourceShares', { ...own, MaxResults: 5 });
    const [counted] = list(await bench.control('/calls'), 'calls');
    assert.equal(counted?.empty, 1);
  });

  it('adds latency, and stops with calls still on their way', async () => {
    await bench.control('/tuning', { latencyMs: 60_000 });
    const pending = assert.rejects(bench.call('owner', 'DescribeRegions'));
    await bench.control('/tuning', {});
    while ((await bench.control('/calls')).total === 0) await new Promise(setImmediate);
    await bench.stop();
    await pending;
  });
});
