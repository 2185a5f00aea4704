import assert from 'node:assert/strict';
import { diagnose } from '../../src/accounts/diagnose.ts';
import { KeySource } from '../../src/accounts/sources/key-source.ts';
import { machineSurroundings, type Surroundings } from '../../src/accounts/sources/surroundings.ts';
import { testConnection } from '../../src/accounts/test-connection.ts';
import { CloudError } from '../../src/clouds/cloud-error.ts';
import type { ShareCloud } from '../../src/clouds/cloud.ts';
import type { Account } from '../../src/model/account.ts';
import { type Clock, sleep, systemClock } from '../../src/model/clock.ts';
import { connectionText } from '../../src/vscode/accounts/connection-text.ts';
import { openSession, type Role, type Session } from './session.ts';

const { signal } = new AbortController();
const call = { priority: 'action', signal } as const;
const operation = 'CreateTemporaryAccessKeyByAgency';

describe('an agency of Huawei Cloud, against the sandbox', () => {
  let session: Session;
  let surroundings: Surroundings;
  let aheadMs = 0;
  /** The machine's time, which a test moves together with that of the sandbox. */
  const clock: Clock = {
    ...systemClock,
    now: () => Date.now() + aheadMs,
  };
  const pass = async (ms: number): Promise<void> => {
    aheadMs += ms;
    await session.control('/clock', { advanceMs: ms, gatewaySkewMs: aheadMs });
  };

  before(async () => {
    // More than two pages of shares.
    session = await openSession({ cloud: 'huawei', shares: 4_100 });
    surroundings = {
      ...machineSurroundings({ hosts: [], endpoints: session.endpoints, timeoutMs: 10_000 }),
      env: {},
      clock,
    };
  });
  after(() => session.stop());

  const keysOf = (who: Role): { accessKeyId: string; accessKeySecret: string } => {
    const { accessKeyId, accessKeySecret } = session.account(who);
    return { accessKeyId, accessKeySecret };
  };
  const source = (who: Role, role: string, change: object = {}): KeySource =>
    new KeySource(
      { cloud: 'huawei', role },
      () => Promise.resolve({ ...keysOf(who), ...change }),
      surroundings,
    );
  const connect = (keys: KeySource): ShareCloud =>
    session.connect('owner', {
      clock,
      credentials: async () => (await keys.keys()).credentials,
    });

  it('gives the account that delegates, by its name and by its id, on top of any keys', async () => {
    const { accountId } = session.account('member');
    const { accessKeyId, accessKeySecret } = keysOf('owner');
    const file = JSON.stringify({
      profiles: [
        {
          name: 'koo',
          mode: 'AKSK',
          accessKeyId,
          secretAccessKey: accessKeySecret,
          agencyName: 'share-admin',
          agencyDomainName: 'aurora-stations',
        },
      ],
    });
    const elsewhere: Surroundings = {
      ...surroundings,
      env: { HUAWEICLOUD_SDK_AK: accessKeyId, HUAWEICLOUD_SDK_SK: accessKeySecret },
      readText: () => Promise.resolve(file),
    };
    const none = (): Promise<never> => Promise.reject(new Error('not these'));
    const role = `${accountId}/share-admin`;
    for (const keys of [
      source('owner', 'aurora-stations/share-admin'),
      source('owner', role),
      new KeySource({ cloud: 'huawei', source: 'environment', role }, none, elsewhere),
      new KeySource({ cloud: 'huawei', source: 'hcloud:koo' }, none, elsewhere),
      new KeySource({ cloud: 'huawei', source: 'hcloud:koo', site: 'europe' }, none, elsewhere),
    ]) {
      const cloud = connect(keys);
      assert.equal((await cloud.identify(call)).ownerId, accountId);
      assert.equal((await keys.keys()).ownerId, undefined);
      for await (const shares of cloud.listShares('global', { owner: 'self' }, call)) {
        assert.ok(shares.every(({ ownerId }) => ownerId === accountId));
      }
    }
  });

  it('asks once for many calls, and again where the keys end in the middle of a list', async () => {
    const asked = async (): Promise<number> => (await session.calls(operation)).calls;
    const pages = async (): Promise<number> => (await session.calls('SearchResourceShares')).calls;
    const [askedBefore, pagesBefore] = [await asked(), await pages()];
    const cloud = connect(source('member', 'aurora-rail/share-auditor'));
    const ids = new Set<string>();
    let seen = 0;
    for await (const shares of cloud.listShares('global', { owner: 'self' }, call)) {
      for (const { id } of shares) ids.add(id);
      seen += 1;
      if (seen > 1) continue;
      // The second page is asked for while the first is looked at: it is let in before the keys end.
      while ((await pages()) - pagesBefore < 2) await sleep(clock, 5, signal);
      await pass(61 * 60_000);
    }
    assert.equal(seen, 3);
    assert.equal(ids.size, 4_100);
    assert.equal((await asked()) - askedBefore, 2);
  });

  it('says why there are no keys, and quotes none', async () => {
    for (const [who, role, change, code, missing] of [
      ['outsider', 'aurora-stations/share-admin', {}, 'AgencyRefused', 'iam:agencies:assume'],
      ['owner', 'aurora-stations/nobody', {}, 'AgencyNotFound', undefined],
      ['owner', 'nobody/share-admin', {}, 'AgencyNotFound', undefined],
      [
        'owner',
        'aurora-stations/share-admin',
        { accessKeySecret: 'FakeSecretWrong' },
        'APIGW.0301',
        undefined,
      ],
    ] as const) {
      await assert.rejects(source(who, role, change).keys(), (error) => {
        assert.ok(error instanceof CloudError);
        assert.deepEqual(
          [error.kind, error.details.code, error.details.missingAction],
          ['credentials', code, missing],
        );
        const all = JSON.stringify({
          ...error.details,
          stack: error.stack,
          cause: String(error.cause),
        });
        for (const secret of [session.account(who).accessKeySecret, 'FakeSecretWrong']) {
          assert.ok(!all.includes(secret), all);
        }
        return true;
      });
    }
  });

  it('names the permission that is missing in a test of the connection, and in its diagnosis', async () => {
    const { accountId } = session.account('owner');
    await session.control('/huawei/deny', { accountId, operations: [operation] });
    const account: Account = {
      id: 'a1',
      cloud: 'huawei',
      label: 'Stations',
      ownerId: session.account('member').accountId,
      regions: ['global'],
      role: 'aurora-stations/share-admin',
    };
    const keys = source('owner', 'aurora-stations/share-admin');
    const test = () => testConnection(connect(keys), account, signal);
    const found = await test();
    const { works, detail } = connectionText(account, found);
    assert.equal(works, false);
    assert.match(detail.join('\n'), /Missing permissions: iam:agencies:assume\./u);
    const checks = await diagnose({
      account,
      endpoints: session.endpoints,
      proxy: undefined,
      timeoutMs: 5_000,
      clock,
      signal,
      lookup: () => Promise.resolve(['127.0.0.1']),
      test,
    });
    await session.control('/huawei/deny', { accountId, operations: [] });
    const bad = checks.filter(({ state }) => state === 'bad');
    assert.deepEqual(
      bad.map(({ name }) => name),
      ['Keys'],
    );
    assert.match(bad[0]?.advice ?? '', /iam:agencies:assume/u);
    assert.deepEqual(connectionText(account, await test()).works, true);
  });

  it('leaves no key in what is logged', async () => {
    const keys = source('owner', 'aurora-stations/share-admin');
    const { credentials } = await keys.keys();
    await connect(keys).identify(call);
    const logged = JSON.stringify(session.requests);
    for (const secret of [credentials.accessKeySecret, credentials.securityToken ?? '?']) {
      assert.ok(!logged.includes(secret));
    }
  });
});
