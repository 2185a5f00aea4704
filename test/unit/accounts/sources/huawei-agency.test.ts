import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { agencyText, parseAgency } from '../../../../src/accounts/sources/huawei-agency.ts';
import { KeySource } from '../../../../src/accounts/sources/key-source.ts';
import { CloudError } from '../../../../src/clouds/cloud-error.ts';
import type { Account } from '../../../../src/model/account.ts';
import { FakeClock } from '../../clouds/fake-clock.ts';
import { kooFile, surroundingsOf } from './surroundings.ts';

const canary = 'CanarySecretOfTheDelegatedAccount';
const stored = {
  accessKeyId: 'ABCDEFGH12',
  accessKeySecret: canary,
  securityToken: `${canary}Token`,
};
const delegating = '0123456789abcdef0123456789abcdef';
const hour = 3_600_000;

interface Asked {
  readonly line: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

describe('keys of an agency', () => {
  let server: Server;
  let address: string;
  let asked: Asked[];
  let answer: (asked: Asked) => { status?: number; text: string };
  let clock: FakeClock;
  let given = 0;

  before(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        const one = {
          line: `${request.method ?? ''} ${request.url ?? ''}`,
          headers: request.headers,
          body: JSON.parse(body) as unknown,
        };
        asked.push(one);
        const { status = 201, text } = answer(one);
        response.writeHead(status, { date: new Date(clock.now()).toUTCString() });
        response.end(text);
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  beforeEach(() => {
    asked = [];
    given = 0;
    clock = new FakeClock(Date.UTC(2026, 0, 1));
    answer = () => good();
  });
  after(() => {
    server.close();
    server.closeAllConnections();
  });

  const good = (lifeMs = hour): { text: string } => {
    given += 1;
    const end = new Date(clock.now() + lifeMs).toISOString().replace('Z', '000Z');
    return {
      text: JSON.stringify({
        credential: {
          access: `HSTGIVEN${given}`,
          secret: 'given-secret',
          securitytoken: 'given-token',
          expires_at: end,
        },
      }),
    };
  };

  const source = (
    account: Partial<Pick<Account, 'role' | 'site' | 'source'>> = {},
    more: Parameters<typeof surroundingsOf>[0] = {},
  ): KeySource =>
    new KeySource(
      { cloud: 'huawei', ...account },
      () => Promise.resolve(stored),
      surroundingsOf({ endpoints: { 'iam.myhuaweicloud.com': address }, clock, ...more }),
    );

  /** The code of the failure; no secret may be anywhere in it. */
  async function codeOf(keys: Promise<unknown>): Promise<CloudError['details']> {
    const error = await keys.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof CloudError, String(error));
    const all = JSON.stringify({
      ...error.details,
      stack: error.stack,
      cause: String(error.cause),
    });
    assert.ok(!all.includes(canary), all);
    return error.details;
  }

  it('are asked for as the vendor’s page says, signed with the keys below', async () => {
    for (const [account, named] of [
      ['delegating-name', { domain_name: 'delegating-name' }],
      [delegating, { domain_id: delegating }],
    ] as const) {
      asked = [];
      const keys = await source({ role: `${account}/share-admin` }).keys();
      assert.deepEqual(keys.credentials.securityToken, 'given-token');
      assert.equal(keys.expiresAt, clock.now() + hour);
      const [one] = asked;
      assert.equal(one?.line, 'POST /v3.0/OS-CREDENTIAL/securitytokens');
      assert.deepEqual(one.body, {
        auth: {
          identity: {
            methods: ['assume_role'],
            assume_role: { agency_name: 'share-admin', ...named, duration_seconds: 3_600 },
          },
        },
      });
      assert.match(
        one.headers.authorization ?? '',
        /^SDK-HMAC-SHA256 Access=ABCDEFGH12, ?SignedHeaders=.*x-security-token.*Signature=[0-9a-f]{64}$/u,
      );
      assert.equal(one.headers['x-security-token'], stored.securityToken);
    }
  });

  it('come from the identity service of the site', async () => {
    const endpoints = {
      'iam.myhuaweicloud.eu': address,
      'iam.myhuaweicloud.com': 'http://[::1]:1',
    };
    await source({ role: 'a/b', site: 'europe' }, { endpoints }).keys();
    assert.equal(asked.length, 1);
  });

  it('serve until some minutes before their end, and are had once for all who ask', async () => {
    const keys = source({ role: 'a/b' });
    await Promise.all([keys.keys(), keys.keys(), keys.keys()]);
    await clock.pass(54 * 60_000);
    assert.equal((await keys.keys()).credentials.accessKeyId, 'HSTGIVEN1');
    assert.equal(asked.length, 1);
    await clock.pass(2 * 60_000);
    const all = await Promise.all([keys.keys(), keys.keys()]);
    assert.deepEqual(
      all.map(({ credentials }) => credentials.accessKeyId),
      ['HSTGIVEN2', 'HSTGIVEN2'],
    );
    assert.equal(asked.length, 2);
  });

  it('serve to their end where the next ones can’t be asked for, and not where they are refused', async () => {
    const keys = source({ role: 'a/b' });
    await keys.keys();
    await clock.pass(57 * 60_000);
    answer = () => ({ status: 503, text: canary });
    assert.equal((await keys.keys()).credentials.accessKeyId, 'HSTGIVEN1');
    await clock.pass(10_000);
    answer = () => ({ status: 403, text: canary });
    assert.equal((await codeOf(keys.keys())).code, 'AgencyRefused');
    await clock.pass(4 * 60_000);
    answer = () => ({ status: 503, text: canary });
    const failed = await codeOf(keys.keys());
    assert.deepEqual([failed.code, failed.notSent], ['HTTP503', true]);
  });

  it('end by our clock, also where that of the cloud goes otherwise', async () => {
    const ahead = 10 * 60_000;
    const ours = new FakeClock(clock.now());
    clock = new FakeClock(clock.now() + ahead);
    const keys = await source({ role: 'a/b' }, { clock: ours }).keys();
    assert.equal(keys.expiresAt, ours.now() + hour);
  });

  it('are not had where the cloud says no; it is said why, with nothing of what was sent', async () => {
    const keystone = (status: number): string =>
      JSON.stringify({ error: { code: status, message: canary, title: canary } });
    for (const [status, text, code, field, missing] of [
      [400, keystone(400), 'HTTP400', undefined, undefined],
      [403, keystone(403), 'AgencyRefused', undefined, 'iam:agencies:assume'],
      [404, keystone(404), 'AgencyNotFound', undefined, undefined],
      [
        403,
        `{"error_code":"IAM.0001","error_msg":"${canary}"}`,
        'IAM.0001',
        undefined,
        'iam:agencies:assume',
      ],
      [
        401,
        '{"error_code":"APIGW.0301","error_msg":"Incorrect IAM authentication information: verify aksk signature fail"}',
        'APIGW.0301',
        'accessKeySecret',
        undefined,
      ],
    ] as const) {
      answer = () => ({ status, text });
      const details = await codeOf(source({ role: `${delegating}/share-admin` }).keys());
      assert.deepEqual(
        [details.kind, details.code, details.field, details.missingAction, details.notSent],
        ['credentials', code, field, missing, true],
      );
      if (status === 404) assert.match(details.meaning ?? '', /share-admin.*0123456789abcdef/u);
      if (status === 403) assert.match(details.advice ?? '', /iam:agencies:assume/u);
    }
  });

  it('are not had from an answer of another form, nor from where it leads', async () => {
    for (const [text, status = 201] of [
      [canary],
      ['{}'],
      [`{"credential":{"access":"x","secret":"${canary}"}}`],
      [`{"credential":{"access":"x","secret":"y","securitytoken":"z","expires_at":"${canary}"}}`],
    ] as const satisfies readonly (readonly [string, number?])[]) {
      answer = () => ({ status, text });
      assert.equal((await codeOf(source({ role: 'a/b' }).keys())).code, 'NoTemporaryKeys');
    }
    answer = () => ({ status: 307, text: canary });
    assert.equal((await codeOf(source({ role: 'a/b' }).keys())).code, 'Redirected');
    assert.equal((await codeOf(source({ role: 'no agency' }).keys())).code, 'UnknownSource');
  });

  it('come for a profile of KooCLI that names one, and anew where it names another', async () => {
    const profile = (change: object): string =>
      JSON.stringify({
        profiles: [
          {
            name: 'p',
            mode: 'AKSK',
            accessKeyId: stored.accessKeyId,
            secretAccessKey: canary,
            domainId: 'f'.repeat(32),
            ...change,
          },
        ],
      });
    const files = { [kooFile]: profile({ agencyName: 'one', agencyDomainName: 'them' }) };
    const keys = source({ source: 'hcloud:p' }, { files });
    const first = await keys.keys();
    assert.equal(first.credentials.accessKeyId, 'HSTGIVEN1');
    // The account is the one that delegates, not the one in the profile.
    assert.equal(first.ownerId, undefined);
    await clock.pass(10_000);
    await keys.keys();
    assert.equal(asked.length, 1);
    files[kooFile] = profile({ agencyName: 'two', agencyDomainId: delegating });
    await clock.pass(10_000);
    await keys.keys();
    assert.match(JSON.stringify(asked[1]?.body), /"agency_name":"two","domain_id":"0123456789ab/u);
    files[kooFile] = profile({ agencyName: 'one' });
    await clock.pass(10_000);
    const failed = await codeOf(keys.keys());
    assert.match(failed.meaning ?? '', /p\.agencyDomainId/u);
  });

  it('are of an agency that an account remembers as one text', () => {
    const agency = { account: 'them', name: 'a name/with all' };
    assert.deepEqual(parseAgency(agencyText(agency)), agency);
    for (const text of ['', 'a', '/a', 'a/']) assert.equal(parseAgency(text), undefined, text);
  });
});
