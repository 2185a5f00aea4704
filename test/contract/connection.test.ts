import assert from 'node:assert/strict';
import { diagnose, type Check } from '../../src/accounts/diagnose.ts';
import { sourceError } from '../../src/accounts/sources/source-error.ts';
import { testConnection } from '../../src/accounts/test-connection.ts';
import type { Endpoints } from '../../src/clouds/cloud.ts';
import type { Account, CloudId } from '../../src/model/account.ts';
import { systemClock } from '../../src/model/clock.ts';
import { openSession, type Session } from './session.ts';

const signal = new AbortController().signal;

for (const cloud of ['alibaba', 'huawei'] as const) {
  describe(`the connection of an account (${cloud})`, () => {
    let session: Session;
    let account: Account;

    before(async () => {
      session = await openSession({ cloud });
      account = accountOf(session, cloud);
    });
    after(() => session.stop());

    const test = (keys?: { readonly accessKeySecret: string }) => {
      const { accessKeyId, accessKeySecret } = session.account('owner');
      const credentials = { accessKeyId, accessKeySecret, ...keys };
      const client = session.connect('owner', { credentials: () => Promise.resolve(credentials) });
      return testConnection(client, account, signal);
    };

    async function look(
      change: {
        readonly endpoints?: Endpoints;
        readonly keys?: { accessKeySecret: string };
        readonly test?: typeof test;
      } = {},
    ): Promise<readonly Check[]> {
      return await diagnose({
        account,
        endpoints: change.endpoints ?? session.endpoints,
        proxy: 'http://user:CanarySecret@proxy.example:3128',
        timeoutMs: 5_000,
        clock: systemClock,
        signal,
        lookup: () => Promise.resolve(['127.0.0.1']),
        test: () => (change.test ?? test)(change.keys),
      });
    }

    const bad = (checks: readonly Check[]): readonly string[] =>
      checks.filter(({ state }) => state === 'bad').map(({ name }) => name);

    it('is good where everything can be read', async () => {
      const { reads, missingActions } = await test();
      assert.deepEqual(
        reads.filter(({ error }) => error !== undefined),
        [],
      );
      assert.deepEqual(missingActions, []);
      const checks = await look();
      assert.deepEqual(bad(checks), []);
      assert.doesNotMatch(JSON.stringify(checks), /CanarySecret/u);
    });

    it('says so where the keys can’t even be had', async () => {
      for (const error of [
        sourceError('NoStoredKeys', 'No keys.', 'Replace them.'),
        new Error('password=CanarySecret'),
      ]) {
        const checks = await look({ test: () => Promise.reject(error) });
        assert.deepEqual(bad(checks), ['Keys']);
        assert.equal(checks.at(-1)?.state, 'skipped');
        assert.doesNotMatch(JSON.stringify(checks), /CanarySecret/u);
      }
    });

    it('names the permissions that are missing, as the cloud does', async () => {
      const operation = cloud === 'alibaba' ? 'ListResourceShares' : 'SearchResourceShares';
      const { accountId } = session.account('owner');
      await session.control(`/${cloud}/deny`, { accountId, operations: [operation] });
      const { missingActions } = await test();
      const checks = await look();
      await session.control(`/${cloud}/deny`, { accountId, operations: [] });
      assert.equal(missingActions.length, 1);
      assert.match(missingActions[0] ?? '', /^(?:resourcesharing:ListResourceShares|ram:)/u);
      assert.deepEqual(bad(checks), ['Permissions']);
    });

    it('tells refused keys from a clock that is wrong and from hosts that are not there', async () => {
      assert.deepEqual(bad(await look({ keys: { accessKeySecret: 'FakeSecretWrong' } })), ['Keys']);
      const nowhere = Object.fromEntries(
        Object.keys(session.endpoints).map((host) => [host, 'http://127.0.0.1:1']),
      );
      const checks = await look({ endpoints: nowhere });
      assert.ok(bad(checks).every((name) => name.startsWith('Connection to')));
      assert.deepEqual(
        checks.filter(({ state }) => state === 'skipped').map(({ name }) => name),
        ['Keys', 'Permissions'],
      );
    });
  });
}

function accountOf(session: Session, cloud: CloudId): Account {
  const { accountId, regions } = session.account('owner');
  return { id: 'a1', cloud, label: 'Owner', ownerId: accountId, regions };
}
