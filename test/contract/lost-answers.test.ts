import assert from 'node:assert/strict';
import type { AssociateRequest, CreateRequest, ShareCloud } from '../../src/clouds/cloud.ts';
import { type Clock, systemClock } from '../../src/model/clock.ts';
import { asUser, failureOf, openSession, type Session } from './session.ts';

const region = 'cn-hangzhou';

/** The machine's time, but waiting is over twenty times sooner. */
const hastyClock: Clock = {
  now: () => systemClock.now(),
  schedule: (delayMs, run) => systemClock.schedule(delayMs / 20, run),
};

/** Ways to lose the answer of a write that took effect; the operation was executed before. */
const lostAfter = {
  'a timeout': { kind: 'hang', ms: 600_000, executed: true },
  'a broken connection': { kind: 'drop', executed: true },
  'an answer that breaks off': { kind: 'cut', executed: true },
  'a 502 of something between': { kind: 'body', status: 502, text: 'Bad gateway', executed: true },
  'a page that is not JSON': { kind: 'body', text: '<html></html>', executed: true },
};

describe('an answer that is lost', () => {
  let session: Session;
  let client: ShareCloud;
  let names = 0;
  before(async () => {
    session = await openSession();
  });
  after(() => session.stop());
  beforeEach(async () => {
    // Long enough for calls that are answered, on a busy machine too.
    client = session.connect('owner', { clock: hastyClock, timeoutMs: 40_000 });
    await session.control('/calls/reset', {});
  });
  afterEach(async () => {
    client.dispose();
    await session.control('/faults/clear', {});
  });

  function createRequest(changes: Partial<CreateRequest> = {}): CreateRequest {
    names += 1;
    return {
      name: `lost-${names}`,
      allowExternal: false,
      resources: [{ type: 'VSwitch', id: `vsw-lost${names}` }],
      principals: [],
      permissions: [],
      knownIds: [],
      ...changes,
    };
  }

  async function inject(operation: string, fault: object, count = 1): Promise<void> {
    await session.control('/faults', { operation, fault, count });
  }

  for (const [how, fault] of Object.entries(lostAfter)) {
    it(`creates nothing twice, and finds what it created: ${how}`, async () => {
      const request = createRequest();
      await inject('CreateResourceShare', fault);
      const share = await client.createShare(region, request, asUser());
      const made = await session.sharesNamed(request.name);
      assert.deepEqual(
        made.map(({ ResourceShareId }) => ResourceShareId),
        [share.id],
      );
      assert.equal((await session.calls('CreateResourceShare')).calls, 1);
    });
  }

  it('of a create that did not take effect ends in doubt, not in a second try', async () => {
    const request = createRequest();
    await inject('CreateResourceShare', { kind: 'drop', executed: false });
    const failure = await failureOf(client.createShare(region, request, asUser()));
    assert.equal(failure.kind, 'ambiguous');
    assert.ok(failure.details.meaning);
    assert.match(failure.details.advice ?? '', new RegExp(request.name));
    assert.deepEqual(await session.sharesNamed(request.name), []);
    assert.equal((await session.calls('CreateResourceShare')).calls, 1);
  });

  it('of a create does not take an older share of the name for the new one', async () => {
    const request = createRequest();
    const old = await client.createShare(region, request, asUser());
    // Older than the tolerance of the comparison.
    await session.control('/clock', { advanceMs: 60_000 });
    await inject('CreateResourceShare', { kind: 'drop', executed: false });
    const again = { ...request, knownIds: [old.id] };
    const failure = await failureOf(client.createShare(region, again, asUser()));
    assert.equal(failure.kind, 'ambiguous');
    await inject('CreateResourceShare', { kind: 'drop', executed: true });
    const share = await client.createShare(region, again, asUser());
    assert.notEqual(share.id, old.id);
    assert.equal((await session.sharesNamed(request.name)).length, 2);
  });

  it('of a create does not take a share that the same client has just made for the new one', async () => {
    const request = createRequest();
    const first = await client.createShare(region, request, asUser());
    await inject('CreateResourceShare', { kind: 'drop', executed: true });
    const second = await client.createShare(region, request, asUser());
    assert.notEqual(second.id, first.id);
    assert.equal((await session.sharesNamed(request.name)).length, 2);
  });

  it('of a create that two shares could be ends in doubt', async () => {
    const request = createRequest();
    await inject('CreateResourceShare', { kind: 'drop', executed: true });
    const other = session.connect('owner');
    await other.createShare(region, request, asUser()).catch(() => assert.fail('not the first'));
    await inject('CreateResourceShare', { kind: 'drop', executed: true });
    const failure = await failureOf(client.createShare(region, request, asUser()));
    assert.equal(failure.kind, 'ambiguous');
    assert.equal((await session.sharesNamed(request.name)).length, 2);
  });

  it('of a create whose list cannot be read ends in doubt', async () => {
    const request = createRequest();
    await inject('CreateResourceShare', { kind: 'drop', executed: true });
    await inject('ListResourceShares', { kind: 'error', code: 'InternalError' }, 100);
    const failure = await failureOf(client.createShare(region, request, asUser()));
    assert.deepEqual(
      [failure.kind, failure.details.operation],
      ['ambiguous', 'CreateResourceShare'],
    );
    assert.equal((await session.sharesNamed(request.name)).length, 1);
  });

  it('of a create that is aborted while looking ends as cancelled', async () => {
    const controller = new AbortController();
    await inject('CreateResourceShare', { kind: 'drop', executed: false });
    const stop = client.onDidChangeQueue(() => {
      // The first look after the lost answer.
      if (session.requests.at(-1)?.operation === 'ListResourceShares') controller.abort();
    });
    const options = { signal: controller.signal, priority: 'action' } as const;
    const failure = await failureOf(client.createShare(region, createRequest(), options));
    stop();
    assert.equal(failure.kind, 'cancelled');
  });

  async function freshShare(): Promise<{
    readonly id: string;
    readonly request: AssociateRequest;
  }> {
    const share = await client.createShare(region, createRequest({ resources: [] }), asUser());
    await session.control('/calls/reset', {});
    return {
      id: share.id,
      request: {
        resources: [
          { type: 'VSwitch', id: `vsw-added${names}` },
          { type: 'Image', id: `m-added${names}` },
        ],
        principals: [{ id: session.account('member').accountId }],
        permissions: [],
      },
    };
  }

  for (const [how, fault] of Object.entries(lostAfter)) {
    it(`associates once, and gives the rows as they stand: ${how}`, async () => {
      const { id, request } = await freshShare();
      await inject('AssociateResourceShare', fault);
      const rows = await client.associate(region, id, request, asUser());
      assert.deepEqual(
        rows.map(({ entityId }) => entityId),
        [...request.resources.map((one) => ('id' in one ? one.id : '')), request.principals[0]?.id],
      );
      assert.ok(rows.every((row) => row.shareId === id && row.status.state !== 'unknown'));
      assert.equal((await session.calls('AssociateResourceShare')).calls, 1);
    });
  }

  it('of an association that did not take effect is told as not done, not sent again', async () => {
    const { id, request } = await freshShare();
    await inject('AssociateResourceShare', { kind: 'drop', executed: false });
    const { details } = await failureOf(client.associate(region, id, request, asUser()));
    assert.deepEqual([details.kind, details.notDone], ['network', true]);
    assert.equal((await session.calls('AssociateResourceShare')).calls, 1);
  });

  it('of an update is found done where it is', async () => {
    const { id } = await freshShare();
    const wanted = { name: `renamed-${names}`, allowExternal: true };
    await inject('UpdateResourceShare', { kind: 'drop', executed: true });
    const share = await client.updateShare(region, id, wanted, asUser());
    assert.deepEqual([share.id, share.name, share.allowExternal], [id, wanted.name, true]);
    assert.equal((await session.calls('UpdateResourceShare')).calls, 1);
  });

  for (const fault of [
    { kind: 'drop', executed: false },
    { kind: 'error', code: 'ServiceUnavailable' },
  ]) {
    it(`of an update that did not take effect is told as not done: ${fault.kind}`, async () => {
      const { id } = await freshShare();
      const wanted = { name: `renamed-${names}`, allowExternal: true };
      await inject('UpdateResourceShare', fault);
      const { details } = await failureOf(client.updateShare(region, id, wanted, asUser()));
      assert.deepEqual([details.operation, details.notDone], ['UpdateResourceShare', true]);
      assert.equal((await session.calls('UpdateResourceShare')).calls, 1);
      await client.updateShare(region, id, wanted, asUser());
    });
  }
});
