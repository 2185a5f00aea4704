import assert from 'node:assert/strict';
import {
  associatedRows,
  createdCandidates,
  disassociatedRows,
  isAmbiguous,
  readBack,
} from '../../../src/clouds/read-back.ts';
import { CloudError, type ErrorKind } from '../../../src/clouds/cloud-error.ts';
import type { AssociateRequest, CreateRequest } from '../../../src/clouds/cloud.ts';
import type { Clock } from '../../../src/model/clock.ts';
import type { Association, ResourceShare } from '../../../src/model/share.ts';

const sent = Date.UTC(2026, 2, 1, 8, 0, 0);

function at(offsetMs: number): string {
  return new Date(sent + offsetMs).toISOString();
}

function share(fields: Partial<ResourceShare>): ResourceShare {
  return {
    id: 'rs-new',
    name: 'network',
    owner: 'self',
    ownerId: '1512666876910123',
    status: { state: 'active', text: 'Active' },
    allowExternal: false,
    tags: [],
    createdAt: at(400),
    updatedAt: at(400),
    ...fields,
  };
}

function row(fields: Partial<Association>): Association {
  return {
    shareId: 'rs-1',
    kind: 'resource',
    entityId: 'vsw-1',
    entityType: 'VSwitch',
    arn: 'acs:vpc:cn-hangzhou:1:vswitch/vsw-1',
    status: { state: 'associating', text: 'Associating' },
    failures: [],
    createdAt: at(300),
    updatedAt: at(300),
    ...fields,
  };
}

const create: CreateRequest = {
  name: 'network',
  allowExternal: false,
  resources: [],
  principals: [],
  permissions: [],
  knownIds: ['rs-known'],
};

const associate: AssociateRequest = {
  resources: [{ type: 'VSwitch', id: 'vsw-1' }],
  principals: [{ id: '1720505253001234' }],
  permissions: [],
};

const principal = row({ kind: 'principal', entityId: '1720505253001234', entityType: 'Account' });

function lost(kind: ErrorKind, notSent = false): CloudError {
  const details = { kind, code: 'Timeout', message: 'lost', operation: 'CreateResourceShare' };
  return new CloudError(notSent ? { ...details, notSent } : details);
}

describe('a lost answer', () => {
  it('is one after which nobody knows', () => {
    const ambiguous = (['timeout', 'network', 'server', 'unreadable'] as const).map((kind) =>
      isAmbiguous(lost(kind)),
    );
    assert.deepEqual(ambiguous, [true, true, true, true]);
    const plain = (['throttled', 'invalid', 'denied', 'conflict', 'cancelled'] as const).map(
      (kind) => isAmbiguous(lost(kind)),
    );
    assert.deepEqual(plain, [false, false, false, false, false]);
    assert.equal(isAmbiguous(lost('network', true)), false);
    assert.equal(isAmbiguous(new Error('bug')), false);
  });
});

describe('looking for a share that may have been created', () => {
  const sentAt = { localTime: sent, skewMs: 0 };
  const found = (shares: ResourceShare[], when = sentAt): readonly string[] =>
    createdCandidates(shares, create, when).map(({ id }) => id);

  it('finds the new one', () => {
    assert.deepEqual(found([share({}), share({ id: 'rs-old', createdAt: at(-60_000) })]), [
      'rs-new',
    ]);
  });

  it('takes none that was known, has another name or flag, is older, or has no time', () => {
    assert.deepEqual(
      found([
        share({ id: 'rs-known' }),
        share({ name: 'network-2' }),
        share({ allowExternal: true }),
        share({ createdAt: at(-4_000) }),
        share({ createdAt: '' }),
      ]),
      [],
    );
  });

  it("reads times by the cloud's clock", () => {
    const behind = { localTime: sent, skewMs: 600_000 };
    assert.deepEqual(found([share({ createdAt: at(400) })], behind), []);
    assert.deepEqual(found([share({ createdAt: at(600_400) })], behind), ['rs-new']);
    const ahead = { localTime: sent, skewMs: -600_000 };
    assert.deepEqual(found([share({ createdAt: at(-599_600) })], ahead), ['rs-new']);
  });

  it('allows for the widest difference where the clock of the cloud was never seen', () => {
    const unknown = { localTime: sent, skewMs: undefined };
    const shares = [share({ createdAt: at(-14 * 60_000) })];
    assert.equal(createdCandidates(shares, create, unknown).length, 1);
    const older = [share({ createdAt: at(-16 * 60_000) })];
    assert.equal(createdCandidates(older, create, unknown).length, 0);
  });

  it('shows several, so that nobody guesses', () => {
    assert.equal(found([share({}), share({ id: 'rs-twin' })]).length, 2);
  });
});

describe('looking for rows that may have been associated', () => {
  const sentAt = { localTime: sent, skewMs: 0 };

  it('gives the rows in the order of the request when all are there', () => {
    const rows = associatedRows([principal, row({})], associate, sentAt);
    assert.deepEqual(
      rows?.map(({ entityId }) => entityId),
      ['vsw-1', '1720505253001234'],
    );
  });

  it('gives nothing while one is missing or dead', () => {
    assert.equal(associatedRows([row({})], associate, sentAt), undefined);
    const dead = row({ status: { state: 'disassociated', text: 'Disassociated' } });
    assert.equal(associatedRows([principal, dead], associate, sentAt), undefined);
    const otherType = row({ entityType: 'Image' });
    assert.equal(associatedRows([principal, otherType], associate, sentAt), undefined);
  });

  it('takes the newest of several records, and a failure only when it is of this request', () => {
    const failed = { state: 'failed', text: 'Failed' } as const;
    const old = row({ status: failed, updatedAt: at(-3_600_000) });
    assert.equal(associatedRows([principal, old], associate, sentAt), undefined);
    const fresh = row({ status: failed, updatedAt: at(900) });
    const rows = associatedRows([principal, old, fresh], associate, sentAt);
    assert.equal(rows?.[0], fresh);
  });

  it('matches by ARN, and by the id in it where the row has none', () => {
    const byArn = {
      ...associate,
      resources: [{ arn: 'acs:vpc:cn-hangzhou:1:vswitch/vsw-1' }],
      principals: [],
    };
    const { arn, ...bare } = row({});
    assert.equal(associatedRows([{ ...bare, arn: arn ?? '' }], byArn, sentAt)?.length, 1);
    assert.equal(associatedRows([bare], byArn, sentAt)?.length, 1);
    const other = row({ arn: 'acs:vpc:cn-beijing:1:vswitch/vsw-1' });
    assert.equal(associatedRows([other], byArn, sentAt), undefined);
  });

  it('compares properties as JSON, whatever their layout', () => {
    const withWindow = {
      resources: [],
      principals: [{ id: 'x.aliyuncs.com', property: '{"timeRange":{"a":1,"b":"2"}}' }],
      permissions: [],
    };
    const service = { ...principal, entityId: 'x.aliyuncs.com' };
    const laidOut = { ...service, principalProperty: '{\n "timeRange": { "b": "2", "a": 1 }\n}' };
    assert.equal(associatedRows([laidOut], withWindow, sentAt)?.length, 1);
    const other = { ...service, principalProperty: '{"timeRange":{"a":2,"b":"2"}}' };
    assert.equal(associatedRows([other], withWindow, sentAt), undefined);
    assert.equal(associatedRows([service], withWindow, sentAt), undefined);
  });
});

describe('looking for rows that may have been taken out', () => {
  const sentAt = { localTime: sent, skewMs: 0 };
  const request = {
    resources: [{ type: 'VSwitch', id: 'vsw-1', property: '{"a":1}' }],
    principals: [{ id: '1720505253001234' }],
  };
  const inState = (of: Association, state: Association['status']['state'], time = 300) => ({
    ...of,
    status: { state, text: state },
    updatedAt: at(time),
  });

  it('gives the rows in the order of the request when all are out or on the way', () => {
    const out = [inState(principal, 'disassociated'), inState(row({}), 'disassociating')];
    const rows = disassociatedRows(out, request, sentAt);
    assert.deepEqual(
      rows?.map(({ entityId }) => entityId),
      ['vsw-1', '1720505253001234'],
    );
  });

  it('gives nothing while one is in the share', () => {
    for (const state of ['associated', 'associating', 'unknown'] as const) {
      const rows = [inState(principal, state), inState(row({}), 'disassociating')];
      assert.equal(disassociatedRows(rows, request, sentAt), undefined, state);
    }
  });

  it('takes what has no row for out', () => {
    const rows = disassociatedRows([inState(row({}), 'disassociated')], request, sentAt);
    assert.equal(rows?.length, 1);
    assert.deepEqual(disassociatedRows([], request, sentAt), []);
  });

  it('takes the newest of several records, and a failure only when it is of this request', () => {
    const before = inState(row({}), 'disassociated', -60_000);
    const again = inState(row({}), 'associated', -30_000);
    assert.equal(disassociatedRows([before, again], request, sentAt), undefined);
    const old = inState(row({}), 'failed', -60_000);
    assert.equal(disassociatedRows([old], request, sentAt), undefined);
    const fresh = inState(row({}), 'failed', 900);
    assert.deepEqual(disassociatedRows([old, fresh], request, sentAt), [fresh]);
  });
});

describe('reading back', () => {
  const clock: Clock = {
    now: () => sent,
    schedule: (_delayMs, run) => {
      queueMicrotask(run);
      return () => undefined;
    },
  };
  const { signal } = new AbortController();
  const patience = { clock, signal, advice: () => 'Look.' };

  it('looks again until the outcome is there', async () => {
    let looks = 0;
    const outcome = await readBack(lost('timeout'), patience, () => {
      looks += 1;
      return Promise.resolve(looks === 3 ? 'there' : undefined);
    });
    assert.equal(outcome, 'there');
    assert.equal(looks, 3);
  });

  it('ends as ambiguous, with the code of the lost answer and what to do', async () => {
    await assert.rejects(
      readBack(lost('timeout'), patience, () => Promise.resolve(undefined)),
      (error) => {
        assert.ok(error instanceof CloudError);
        assert.deepEqual(
          [error.kind, error.details.code, error.details.advice],
          ['ambiguous', 'Timeout', 'Look.'],
        );
        assert.ok(error.cause instanceof CloudError && error.cause.kind === 'timeout');
        return true;
      },
    );
  });

  it('ends as not done where a second one would change nothing', async () => {
    const repeatable = { ...patience, repeatable: true };
    await assert.rejects(
      readBack(lost('timeout'), repeatable, () => Promise.resolve(undefined)),
      (error) => {
        assert.ok(error instanceof CloudError);
        assert.deepEqual([error.kind, error.details.notDone], ['timeout', true]);
        assert.equal(isAmbiguous(error), false);
        return true;
      },
    );
    for (const look of [
      () => Promise.resolve('undecidable' as const),
      () => Promise.reject(lost('network')),
    ]) {
      await assert.rejects(readBack(lost('timeout'), repeatable, look), { kind: 'ambiguous' });
    }
  });

  it('does not look again where that cannot decide it', async () => {
    let looks = 0;
    await assert.rejects(
      readBack(lost('server'), patience, () => {
        looks += 1;
        return Promise.resolve('undecidable');
      }),
      { name: 'CloudError', kind: 'ambiguous' },
    );
    assert.equal(looks, 1);
  });

  it('ends as ambiguous when the state cannot be read, and as cancelled when the caller gives up', async () => {
    await assert.rejects(
      readBack(lost('timeout'), patience, () => Promise.reject(lost('network'))),
      { name: 'CloudError', kind: 'ambiguous' },
    );
    const controller = new AbortController();
    await assert.rejects(
      readBack(lost('timeout'), { ...patience, signal: controller.signal }, () => {
        controller.abort();
        return Promise.resolve(undefined);
      }),
      { name: 'CloudError', kind: 'cancelled' },
    );
  });
});
