import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { removeTemporaryFolder, temporaryFolder } from '../../../../scripts/temporary.ts';
import { aliyunProvider } from '../../../../src/accounts/sources/alibaba-chain.ts';
import { parseAliyunConfig } from '../../../../src/accounts/sources/aliyun-config.ts';
import { KeySource } from '../../../../src/accounts/sources/key-source.ts';
import { CloudError } from '../../../../src/clouds/cloud-error.ts';
import { systemClock } from '../../../../src/model/clock.ts';
import { aliyunFile, surroundingsOf } from './surroundings.ts';

const inAnHour = new Date(Date.now() + 3_600_000).toISOString().replace(/\.\d+Z$/u, 'Z');
const given = {
  AccessKeyId: 'STS.given',
  AccessKeySecret: 'given-secret',
  SecurityToken: 'given-token',
  Expiration: inAnHour,
};
const expected = {
  credentials: {
    accessKeyId: 'STS.given',
    accessKeySecret: 'given-secret',
    securityToken: 'given-token',
  },
  expiresAt: Date.parse(inAnHour),
};
const tokenText = 'CanaryTokenOfAnotherService';

describe('keys from services', () => {
  let server: Server;
  let address: string;
  let folder: string;
  let asked: string[];
  let answer: (request: IncomingMessage, body: string) => { status?: number; text: string };

  before(async () => {
    folder = temporaryFolder('token');
    await writeFile(join(folder, 'token'), tokenText);
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        asked.push(`${request.method ?? ''} ${request.url ?? ''} ${body}`);
        const { status = 200, text } = answer(request, body);
        response.statusCode = status;
        response.end(text);
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  beforeEach(() => {
    asked = [];
  });
  after(async () => {
    server.close();
    server.closeAllConnections();
    await removeTemporaryFolder(folder);
  });

  function source(profile: object): KeySource {
    return new KeySource(
      { cloud: 'alibaba', source: 'aliyun:p' },
      () => Promise.reject(new Error('not these')),
      surroundingsOf({
        files: { [aliyunFile]: JSON.stringify({ profiles: [{ name: 'p', ...profile }] }) },
        endpoints: { 'sts.aliyuncs.com': address, '100.100.100.200': address },
        clock: systemClock,
      }),
    );
  }

  it('come from an address on this machine', async () => {
    answer = () => ({ text: JSON.stringify({ Code: 'Success', ...given }) });
    const keys = source({ mode: 'CredentialsURI', credentials_uri: `${address}/keys` });
    assert.deepEqual(await keys.keys(), expected);
    assert.deepEqual(asked, ['GET /keys ']);
  });

  it('come for a token of another service, which goes to the vendor only', async () => {
    answer = () => ({ text: JSON.stringify({ Credentials: given }) });
    const keys = source({
      mode: 'OIDC',
      oidc_provider_arn: 'acs:ram::1:oidc-provider/x',
      oidc_token_file: join(folder, 'token'),
      ram_role_arn: 'acs:ram::1:role/x',
    });
    assert.deepEqual(await keys.keys(), expected);
    assert.equal(asked.length, 1);
    assert.match(asked[0] ?? '', /AssumeRoleWithOIDC.*OIDCToken=CanaryTokenOfAnotherService/u);
  });

  it('come from the machine that this runs on', async () => {
    answer = ({ url, method }) =>
      method === 'PUT'
        ? { text: 'metadata-token' }
        : url?.endsWith('/security-credentials/') === true
          ? { text: 'machine-role' }
          : { text: JSON.stringify({ Code: 'Success', ...given }) };
    const keys = source({ mode: 'EcsRamRole' });
    assert.deepEqual(await keys.keys(), expected);
    assert.ok(asked.some((line) => line.includes('/security-credentials/machine-role')));
  });

  it('are asked for once by all who ask at the same time, and not had for the same reason', async () => {
    answer = ({ method }) =>
      method === 'PUT' ? { status: 403, text: '{"Code":"NoPermission"}' } : { text: 'damaged' };
    const file = '/users/tester/config';
    const config = { profiles: [{ name: 'p', mode: 'EcsRamRole' }] };
    const surroundings = surroundingsOf({
      endpoints: { '100.100.100.200': address },
      clock: systemClock,
    });
    const keys = aliyunProvider('p', parseAliyunConfig(JSON.stringify(config), file), surroundings);
    const asks = (): number => asked.filter((line) => line.startsWith('PUT')).length;
    await assert.rejects(keys());
    const once = asks();
    assert.ok(once > 0);
    const all = await Promise.allSettled([keys(), keys(), keys()]);
    assert.deepEqual(
      all.map((one) => one.status === 'rejected' && (one.reason as CloudError).details.code),
      ['NoPermission', 'NoPermission', 'NoPermission'],
    );
    assert.equal(asks(), 2 * once);
  });

  it('are not had where the answer is no, is damaged, or leads elsewhere; what it says is not passed on', async () => {
    const uri = { mode: 'CredentialsURI', credentials_uri: `${address}/keys` };
    for (const [status, text, code] of [
      [403, `{"Code":"Refused.ByPolicy","Message":"${tokenText}"}`, 'Refused.ByPolicy'],
      [200, `{"AccessKeyId":"x","AccessKeySecret":"${tokenText}"`, 'NoTemporaryKeys'],
      [200, `{"AccessKeySecret":"${tokenText}"}`, 'NoTemporaryKeys'],
      [500, tokenText, 'HTTP500'],
      [302, tokenText, 'Redirected'],
    ] as const) {
      answer = () => ({ status, text });
      await assert.rejects(source(uri).keys(), (error) => {
        assert.ok(error instanceof CloudError, String(error));
        assert.equal(error.details.code, code);
        const all = JSON.stringify({
          ...error.details,
          stack: error.stack,
          cause: String(error.cause),
        });
        assert.ok(!all.includes(tokenText), all);
        return true;
      });
    }
  });
});
