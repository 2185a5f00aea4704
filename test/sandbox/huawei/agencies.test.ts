import assert from 'node:assert/strict';
import { asContent, text, type Content } from '../caller.ts';
import { Bench, type Reply, type Sent } from './caller.ts';

describe('Agencies of the sandbox', () => {
  let bench: Bench;

  before(async () => {
    bench = await Bench.start();
  });
  after(() => bench.stop());

  const bodyOf = (assumed: object, methods: readonly string[] = ['assume_role']): object => ({
    auth: { identity: { methods, assume_role: assumed } },
  });
  const take = (who: string, body: object, sent: Sent = {}): Promise<Reply> =>
    bench.call(who, 'POST /v3.0/OS-CREDENTIAL/securitytokens', {
      endpoint: bench.sandbox.description.clouds.huawei.iam,
      body,
      ...sent,
    });
  const errorOf = ({ content }: Reply): Content => asContent(content.error);

  it('give keys of the account that delegates, by its name or its id, until they end', async () => {
    for (const account of [{ domain_name: 'aurora-stations' }, { domain_id: bench.id('member') }]) {
      const answer = await take('owner', bodyOf({ agency_name: 'share-admin', ...account }));
      assert.equal(answer.status, 201, answer.text);
      const given = asContent(answer.content.credential);
      const end = text(given, 'expires_at');
      assert.match(end, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/u);
      const call = (token = text(given, 'securitytoken')): Promise<Reply> =>
        bench.call('owner', 'GET /v3/auth/domains', {
          endpoint: bench.sandbox.description.clouds.huawei.iam,
          keyId: text(given, 'access'),
          secret: text(given, 'secret'),
          headers: { 'X-Security-Token': token },
        });
      const known = await call();
      assert.equal(known.status, 200, known.text);
      assert.match(known.text, new RegExp(bench.id('member'), 'u'));
      assert.equal((await call('another')).status, 401);
      await bench.control('/clock', { advanceMs: 899_000 });
      assert.equal((await call()).status, 200);
      await bench.control('/clock', { advanceMs: 2_000 });
      assert.equal(text((await call()).content, 'error_code'), 'APIGW.0307');
    }
  });

  for (const [status, who, why, assumed] of [
    [400, 'owner', 'no account', { agency_name: 'share-admin' }],
    [400, 'owner', 'no agency', { domain_name: 'aurora-stations' }],
    [400, 'owner', 'too short', { duration_seconds: 899 }],
    [400, 'owner', 'too long', { duration_seconds: 86_401 }],
    [403, 'outsider', 'not trusted', {}],
    [403, 'member', 'its own', {}],
    [404, 'owner', 'another agency', { agency_name: 'nobody' }],
    [404, 'owner', 'another account', { domain_name: 'nobody' }],
  ] as const) {
    it(`answers ${status} to the ${who}: ${why}`, async () => {
      const whole = { agency_name: 'share-admin', domain_name: 'aurora-stations', ...assumed };
      const isLess = why === 'no account' || why === 'no agency';
      const answer = await take(who, bodyOf(isLess ? assumed : whole));
      assert.equal(answer.status, status, answer.text);
      assert.equal(errorOf(answer).code, status);
      assert.notEqual(text(errorOf(answer), 'title'), '');
    });
  }

  it('answers 400 to another method, and 401 to a wrong signature', async () => {
    const assumed = { agency_name: 'share-admin', domain_name: 'aurora-stations' };
    assert.equal((await take('owner', bodyOf(assumed, ['token']))).status, 400);
    const forged = await take('owner', bodyOf(assumed), { secret: 'FakeSecretOther' });
    assert.equal(forged.status, 401);
    assert.equal(text(forged.content, 'error_code'), 'APIGW.0301');
  });

  it('answers 403 where the right to take one on is denied', async () => {
    await bench.control('/huawei/deny', {
      accountId: bench.id('owner'),
      operations: ['CreateTemporaryAccessKeyByAgency'],
    });
    const answer = await take(
      'owner',
      bodyOf({ agency_name: 'share-admin', domain_name: 'aurora-stations' }),
    );
    assert.equal(answer.status, 403);
    assert.match(text(errorOf(answer), 'message'), /iam:agencies:assume/u);
    await bench.control('/huawei/deny', { accountId: bench.id('owner'), operations: [] });
  });
});
