import assert from 'node:assert/strict';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { inspect } from 'node:util';
import type { CloudError } from '../../src/clouds/cloud-error.ts';
import type { QueueState } from '../../src/clouds/cloud.ts';
import { type Clock, systemClock } from '../../src/model/clock.ts';
import { asUser, collect, credentialsOf, failureOf, openSession, type Session } from './session.ts';

const region = 'cn-hangzhou';
const wrongSecret = 'FakeSecretThatIsWrong000000000';

/** The clock of a machine that is wrong by so many minutes. */
function wrongClock(minutes: number): Clock {
  return {
    now: () => systemClock.now() + minutes * 60_000,
    schedule: (delayMs, run) => systemClock.schedule(delayMs, run),
  };
}

describe('bad keys', () => {
  let session: Session;
  before(async () => {
    session = await openSession();
  });
  after(() => session.stop());

  async function identifyWith(changes: {
    accessKeyId?: string;
    accessKeySecret?: string;
    securityToken?: string;
  }): Promise<CloudError> {
    const role = changes.securityToken === undefined ? 'owner' : 'temporary';
    const credentials = { ...credentialsOf(session.account(role)), ...changes };
    const client = session.connect(role, { credentials: () => Promise.resolve(credentials) });
    return await failureOf(client.identify(asUser()));
  }

  it('say that the secret is wrong, without quoting what was signed or the secret', async () => {
    const error = await identifyWith({ accessKeySecret: wrongSecret });
    assert.deepEqual(
      [error.kind, error.details.code, error.details.field],
      ['credentials', 'SignatureDoesNotMatch', 'accessKeySecret'],
    );
    assert.ok(error.details.requestId && error.details.advice);
    const shown = inspect(error, { depth: 8 });
    assert.doesNotMatch(shown, /ACS3-HMAC-SHA256|string to sign/i);
    for (const secret of [wrongSecret, session.account('owner').accessKeySecret]) {
      assert.ok(!shown.includes(secret));
    }
  });

  it('say that the key id is wrong', async () => {
    const error = await identifyWith({ accessKeyId: 'LTAI5tFakeFakeFakeFakeFa' });
    assert.deepEqual(
      [error.kind, error.details.httpStatus, error.details.field],
      ['credentials', 404, 'accessKeyId'],
    );
  });

  it('say that the key is switched off', async () => {
    const { accessKeyId } = session.account('outsider');
    await session.control('/alibaba/keys', { accessKeyId, active: false });
    const error = await failureOf(session.connect('outsider').identify(asUser()));
    assert.deepEqual(
      [error.details.code, error.details.field],
      ['InvalidAccessKeyId.Inactive', 'accessKeyId'],
    );
  });

  it('say that the token is wrong, or missing', async () => {
    const wrong = await identifyWith({ securityToken: 'FakeTokenFakeToken' });
    assert.deepEqual([wrong.kind, wrong.details.field], ['credentials', 'securityToken']);
    const { accessKeyId, accessKeySecret } = session.account('temporary');
    const missing = await identifyWith({ accessKeyId, accessKeySecret });
    assert.deepEqual([missing.kind, missing.details.field], ['credentials', 'securityToken']);
  });

  it('say by how much the clock is wrong', async () => {
    for (const [minutes, words] of [
      [61, /61 minutes ahead/],
      [-61, /61 minutes behind/],
    ] as const) {
      const client = session.connect('owner', { clock: wrongClock(minutes) });
      const error = await failureOf(client.identify(asUser()));
      assert.deepEqual(
        [error.kind, error.details.code, error.details.field],
        ['clock', 'InvalidTimeStamp.Expired', 'clock'],
      );
      assert.match(error.details.meaning ?? '', words);
    }
  });

  it('are not tried again', async () => {
    const before = session.requests.length;
    await identifyWith({ accessKeySecret: wrongSecret });
    assert.equal(session.requests.length, before + 1);
  });

  it('name the action that the identity may not use', async () => {
    const { accountId } = session.account('member');
    await session.control('/alibaba/deny', { accountId, operations: ['ListSharedResources'] });
    const client = session.connect('member');
    const error = await failureOf(
      collect(client.listReceived(region, { kind: 'resource' }, asUser())),
    );
    assert.equal(error.kind, 'denied');
    assert.match(error.details.advice ?? '', /resourcesharing:ListSharedResources/);
  });
});

describe('bad answers in the middle of a listing', () => {
  let session: Session;
  before(async () => {
    session = await openSession({ shares: 900 });
  });
  after(() => session.stop());
  afterEach(async () => {
    await session.control('/faults/clear', {});
    await session.control('/calls/reset', {});
  });

  const operation = 'ListResourceShares';

  async function inject(fault: object, rule: object = {}): Promise<void> {
    await session.control('/faults', { operation, after: 1, fault, ...rule });
  }

  /** Reads until it fails; what came before stays. */
  async function readUntilFailure(): Promise<{ rows: number; error: CloudError }> {
    let rows = 0;
    const error = await failureOf(
      (async () => {
        const pages = session.connect('owner').listShares(region, { owner: 'self' }, asUser());
        for await (const page of pages) rows += page.length;
      })(),
    );
    return { rows, error };
  }

  async function readAll(): Promise<readonly string[]> {
    const client = session.connect('owner');
    const shares = await collect(client.listShares(region, { owner: 'self' }, asUser()));
    return shares.map(({ id }) => id).sort();
  }

  async function truth(): Promise<readonly string[]> {
    const { accountId } = session.account('owner');
    return (await session.state())
      .filter((share) => share.region === region && share.ResourceShareOwner === accountId)
      .map((share) => share.ResourceShareId)
      .sort();
  }

  it('a page that is not JSON is an error that says so, after the page before it', async () => {
    await inject({ kind: 'body', text: '<html>Sign in to the network</html>' });
    const { rows, error } = await readUntilFailure();
    assert.equal(rows, 100);
    assert.deepEqual([error.kind, error.details.code], ['unreadable', 'NotJson']);
    assert.ok(error.details.meaning && error.details.advice);
    assert.doesNotMatch(inspect(error), /Sign in/);
  });

  it('a page of another shape is an error that says where', async () => {
    const text = JSON.stringify({ RequestId: 'R-1', ResourceShares: [{ ResourceShareName: 'x' }] });
    await inject({ kind: 'body', contentType: 'application/json', text });
    const { error } = await readUntilFailure();
    assert.deepEqual(
      [error.kind, error.details.code, error.details.requestId],
      ['unreadable', 'UnexpectedShape', 'R-1'],
    );
    assert.match(error.details.message, /ResourceShares\.0\.ResourceShareId/);
  });

  it('a 502 is asked again, and nothing is missing', async () => {
    await inject({ kind: 'body', status: 502, text: '<html>Bad gateway</html>' }, { count: 2 });
    const before = session.requests.length;
    assert.deepEqual(await readAll(), await truth());
    const outcomes = session.requests
      .slice(before)
      .map(({ outcome, attempt }) => [outcome, attempt]);
    assert.deepEqual(outcomes.slice(0, 4), [
      ['200', 1],
      ['502', 1],
      ['502', 2],
      ['200', 3],
    ]);
  });

  it('a connection that breaks, before or in the middle of an answer, is asked again', async () => {
    await inject({ kind: 'drop' });
    await inject({ kind: 'cut' });
    assert.deepEqual(await readAll(), await truth());
  });

  it('an answer that never comes is asked again after the time limit', async () => {
    await inject({ kind: 'hang', ms: 600_000 });
    const client = session.connect('owner', { timeoutMs: 1_500 });
    const shares = await collect(client.listShares(region, { owner: 'self' }, asUser()));
    assert.equal(shares.length, (await truth()).length);
    assert.ok(session.requests.some(({ outcome }) => outcome === 'Timeout'));
  });

  it('a server that stays broken is given up, with its code', async () => {
    await inject({ kind: 'error', code: 'ServiceUnavailable' }, { count: 50, after: 0 });
    const { rows, error } = await readUntilFailure();
    assert.equal(rows, 0);
    assert.deepEqual([error.kind, error.details.code], ['server', 'ServiceUnavailable']);
    assert.equal((await session.calls(operation)).calls, 4);
  });

  it('a token that comes back is an error, not a loop', async () => {
    const text = JSON.stringify({ RequestId: 'R-1', NextToken: 'again', ResourceShares: [] });
    const fault = { kind: 'body', contentType: 'application/json', text };
    await inject(fault, { count: 5, after: 0 });
    const { error } = await readUntilFailure();
    assert.deepEqual([error.kind, error.details.code], ['unreadable', 'RepeatedToken']);
    assert.equal((await session.calls(operation)).calls, 2);
  });

  it('an unknown status passes, as it came', async () => {
    const text = JSON.stringify({
      RequestId: 'R-1',
      ResourceShares: [{ ResourceShareId: 'rs-odd', ResourceShareStatus: 'Hibernating', New: {} }],
    });
    await inject({ kind: 'body', contentType: 'application/json', text }, { after: 0 });
    const client = session.connect('owner');
    const [share] = await collect(client.listShares(region, { owner: 'self' }, asUser()));
    assert.deepEqual(share?.status, { state: 'unknown', text: 'Hibernating' });
  });

  it('a token that expires between two pages leaves the first page and names the token', async () => {
    const account = session.account('temporary');
    let reads = 0;
    const client = session.connect('temporary', {
      credentials: () => {
        reads += 1;
        return Promise.resolve(credentialsOf(account));
      },
    });
    const truthIds = await collect(client.listPermissions(region, {}, asUser()));
    assert.ok(truthIds.length > 0);
    const page = JSON.stringify({
      RequestId: 'R-1',
      NextToken: 'more',
      Permissions: [{ PermissionName: 'AliyunRSDefaultPermissionVSwitch' }],
    });
    await session.control('/faults', {
      operation: 'ListPermissions',
      fault: { kind: 'body', contentType: 'application/json', text: page },
    });
    const names: string[] = [];
    const error = await failureOf(
      (async () => {
        for await (const rows of client.listPermissions(region, {}, asUser())) {
          names.push(...rows.map(({ name }) => name));
          await session.control('/clock', { advanceMs: 13 * 3_600_000 });
        }
      })(),
    );
    assert.deepEqual(names, ['AliyunRSDefaultPermissionVSwitch']);
    assert.deepEqual(
      [error.kind, error.details.code, error.details.field],
      ['credentials', 'InvalidSecurityToken.Expired', 'securityToken'],
    );
    // Keys are read for every call, so that new ones help at once.
    assert.equal(reads, 3);
  });

  async function abortOnceThere(controller: AbortController): Promise<void> {
    while ((await session.calls(operation)).calls < 2) await nextTurn();
    controller.abort();
  }

  it('an abort ends the listing at once, in flight and between pages', async () => {
    for (const inFlight of [true, false]) {
      const controller = new AbortController();
      const options = { signal: controller.signal, priority: 'view' } as const;
      const client = session.connect('owner');
      if (inFlight) await inject({ kind: 'hang', ms: 600_000 });
      await session.control('/calls/reset', {});
      let rows = 0;
      const error = await failureOf(
        (async () => {
          for await (const page of client.listShares(region, { owner: 'self' }, options)) {
            rows += page.length;
            if (inFlight) void abortOnceThere(controller);
            else controller.abort();
          }
        })(),
      );
      assert.equal(error.kind, 'cancelled');
      assert.equal(rows, 100);
      assert.ok((await session.calls(operation)).calls <= (inFlight ? 2 : 1));
      assert.deepEqual(client.queueState(), { waiting: 0, running: 0 });
    }
  });

  it('a client that is disposed ends its calls, and takes no more', async () => {
    const client = session.connect('owner');
    await inject({ kind: 'hang', ms: 600_000 }, { after: 0 });
    const running = failureOf(collect(client.listShares(region, { owner: 'self' }, asUser())));
    while ((await session.calls(operation)).calls === 0) await nextTurn();
    client.dispose();
    assert.equal((await running).kind, 'cancelled');
    assert.equal((await failureOf(client.identify(asUser()))).kind, 'cancelled');
  });

  it('endpoints that are neither https nor on this machine are refused, and nothing is sent', async () => {
    const endpoints = { 'sts.aliyuncs.com': 'http://example.com' };
    const error = await failureOf(session.connect('owner', { endpoints }).identify(asUser()));
    assert.deepEqual([error.kind, error.details.notSent], ['invalid', true]);
  });

  it('a cloud that is not there is asked a few times, then said to be unreachable', async () => {
    const gone = await openSession();
    const client = session.connect('owner', {
      endpoints: gone.endpoints,
      random: () => 0,
    });
    await gone.stop();
    const before = session.requests.length;
    const error = await failureOf(client.identify(asUser()));
    assert.deepEqual(
      [error.kind, error.details.code, error.details.notSent],
      ['network', 'ECONNREFUSED', true],
    );
    assert.equal(session.requests.length, before + 4);
  });
});

describe('throttling', () => {
  let session: Session;
  beforeEach(async () => {
    session = await openSession({ rates: 'documented' });
  });
  afterEach(() => session.stop());

  const query = { id: 'AliyunRSDefaultPermissionVSwitch' };

  it('never happens to one client, however much it has to do', async () => {
    const client = session.connect('owner');
    await Promise.all(
      Array.from({ length: 50 }, () => client.getPermission(region, query, asUser())),
    );
    assert.deepEqual(await session.calls('GetPermission'), { calls: 50, throttled: 0 });
  });

  it('slows the queue down for as long as the cloud says, and nothing is lost', async () => {
    const client = session.connect('owner');
    const states: QueueState[] = [];
    client.onDidChangeQueue(() => states.push(client.queueState()));
    await session.control('/faults', {
      operation: 'GetPermission',
      after: 2,
      fault: {
        kind: 'error',
        code: 'Throttling.User',
        status: 400,
        headers: { 'x-acs-retry-after': '300' },
      },
    });
    const results = await Promise.all(
      Array.from({ length: 10 }, () => client.getPermission(region, query, asUser())),
    );
    assert.equal(results.length, 10);
    assert.ok(states.some(({ slowedUntil }) => slowedUntil !== undefined));
    assert.deepEqual(client.queueState(), { waiting: 0, running: 0 });
  });

  it('makes two windows on one account share its rate', async () => {
    const windows = [session.connect('owner'), session.connect('owner')];
    const results = await Promise.all(
      windows.flatMap((client) =>
        Array.from({ length: 25 }, () => client.getPermission(region, query, asUser())),
      ),
    );
    assert.equal(results.length, 50);
    assert.ok((await session.calls('GetPermission')).throttled > 0);
  });

  it('also lets a write through in the end, once', async () => {
    const client = session.connect('owner');
    await session.control('/faults', {
      operation: 'CreateResourceShare',
      count: 2,
      fault: { kind: 'error', code: 'Throttling.User', headers: { 'x-acs-retry-after': '50' } },
    });
    const request = {
      name: 'throttled',
      allowExternal: false,
      resources: [],
      principals: [],
      permissions: [],
      knownIds: [],
    };
    await client.createShare(region, request, asUser());
    assert.equal((await session.sharesNamed('throttled')).length, 1);
    assert.equal((await session.calls('CreateResourceShare')).calls, 3);
  });
});
