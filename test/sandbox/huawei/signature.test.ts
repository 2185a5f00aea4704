import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { canonicalRequest, sha256, sign } from '../../../src/sandbox/huawei/signature.ts';
import { Bench, type Sent } from './caller.ts';

const ramHeaders = {
  'content-type': 'application/json',
  host: 'ram.myhuaweicloud.com',
  'x-sdk-date': '20240315T020304Z',
};
const ramSecret = 'ExampleSecretKey0000000000000000000000001';

const vectors = [
  {
    name: 'the published one',
    method: 'GET',
    path: '/v1/77b6a44cba5143ab91d13ab9a8ff44fd/vpcs',
    query: 'limit=2&marker=13551d6b-755d-4757-b956-536f674975c0',
    body: '',
    headers: {
      'content-type': 'application/json',
      host: 'service.region.example.com',
      'x-sdk-date': '20191115T033655Z',
    },
    secret: 'MFyfvK41ba2giqM7Uio6PznpdUKGpownRZlmVmHc',
    hash: 'b25362e603ee30f4f25e7858e8a7160fd36e803bb2dfe206278659d71a9bcd7a',
    signature: '7be6668032f70418fcc22abc52071e57aff61b84a1d2381bb430d6870f4f6ebe',
  },
  {
    name: 'a query with a colon',
    method: 'GET',
    path: '/v1/permissions',
    query: 'limit=50&resource_type=dns:zone',
    body: '',
    headers: ramHeaders,
    secret: ramSecret,
    hash: 'bd5c550c474c5b87caf609a57d97a10ba50009ec51d099079d11cea61f4cd8b1',
    signature: 'abbd28381e1f709ad97cba314226f8a6e3e70ed00f57195cc3c2a37fb79fa46c',
  },
  {
    name: 'a body and a signed account id',
    method: 'POST',
    path: '/v1/resource-shares/search',
    query: '',
    body: '{"resource_owner":"self","limit":50}',
    headers: { ...ramHeaders, 'x-domain-id': '05c734152f00d4200f2bc0179ac6c5e0' },
    secret: ramSecret,
    hash: '039a361b613fc3f5692ce067d7e6514625922235d30624b8ea80be4c88c03703',
    signature: 'e0a7e366afad2a6b055a8db1a5f2b7095a1ff30d7fd2a7869a915abe819530ca',
  },
] as const;

describe('SDK-HMAC-SHA256', () => {
  for (const { name, hash, signature, secret, ...request } of vectors) {
    it(`gives what the vendor gives for ${name}`, () => {
      const canonical = canonicalRequest(
        { ...request, body: Buffer.from(request.body) },
        Object.keys(request.headers).sort(),
      );
      assert.equal(sha256(Buffer.from(canonical)), hash);
      assert.equal(sign(secret, request.headers['x-sdk-date'], canonical), signature);
    });
  }

  it('sorts repeated keys by their values and keeps a plus sign', () => {
    const request = { method: 'GET', path: '/a b/ü', query: 'b=2&a=%20x&b=1&c&d=1+1' };
    const canonical = canonicalRequest({ ...request, headers: {}, body: Buffer.alloc(0) }, []);
    const [, path, query] = canonical.split('\n');
    assert.deepEqual([path, query], ['/a%20b/%C3%BC/', 'a=%20x&b=1&b=2&c=&d=1%2B1']);
  });
});

describe('the gateway of the Huawei sandbox', () => {
  let bench: Bench;
  before(async () => {
    bench = await Bench.start();
  });
  after(() => bench.stop());
  afterEach(() => bench.control('/reset', {}));

  const list = 'GET /v1/permissions';
  const badSignature = 'Incorrect IAM authentication information: verify aksk signature fail';
  const elsewhere = '05c734152f00d4200f2bc0179ac6c5e0';

  const cases: readonly {
    name: string;
    sent: Sent;
    code: string;
    message?: string;
    who?: string;
  }[] = [
    { name: 'a wrong secret', sent: { secret: 'x' }, code: 'APIGW.0301', message: badSignature },
    {
      name: 'an unknown key',
      sent: { keyId: 'NOSUCHKEY' },
      code: 'APIGW.0301',
      message: 'Incorrect IAM authentication information: Get secretKey failed',
    },
    { name: 'no signature', sent: { forged: { Authorization: undefined } }, code: 'APIGW.0301' },
    {
      name: 'another algorithm',
      sent: { forged: { Authorization: 'SDK-HMAC-SM3 Access=a, SignedHeaders=host, Signature=0' } },
      code: 'APIGW.0301',
    },
    {
      name: 'a signed header that was changed',
      sent: { forged: { 'content-type': 'text/plain' } },
      code: 'APIGW.0301',
      message: badSignature,
    },
    {
      name: 'a hash of another body',
      sent: { headers: { 'X-Sdk-Content-Sha256': createHash('sha256').update('x').digest('hex') } },
      code: 'APIGW.0301',
      message: badSignature,
    },
    { name: 'a date of long ago', sent: { skewMs: -16 * 60_000 }, code: 'APIGW.0301' },
    { name: 'a date to come', sent: { skewMs: 16 * 60_000 }, code: 'APIGW.0301' },
    {
      name: 'no token',
      sent: { headers: { 'X-Security-Token': undefined } },
      code: 'APIGW.0301',
      who: 'temporary',
    },
    {
      name: 'a token for lasting keys',
      sent: { headers: { 'X-Security-Token': 'abc' } },
      code: 'RAM.1003',
    },
    { name: 'no account id at all', sent: { headers: { 'X-Domain-Id': 'me' } }, code: 'RAM.1001' },
    {
      name: 'the account id of another, signed',
      sent: { headers: { 'X-Domain-Id': elsewhere } },
      code: 'RAM.1002',
      message: `The domain id ${elsewhere} in the header is invalid.`,
    },
    {
      name: 'the account id of another, not signed',
      sent: { forged: { 'X-Domain-Id': elsewhere } },
      code: 'RAM.1002',
    },
  ];
  for (const { name, sent, code, message, who = 'owner' } of cases) {
    it(`refuses ${name}`, async () => {
      const answer = await bench.call(who, list, sent);
      assert.equal(answer.content.error_code, code, answer.text);
      assert.equal(answer.status, code === 'APIGW.0301' ? 401 : 400);
      if (message !== undefined) assert.equal(answer.content.error_msg, message);
      const id = answer.headers.get('x-request-id');
      assert.match(id ?? '', /^[0-9a-f]{32}$/);
      assert.equal(answer.content.request_id, code === 'APIGW.0301' ? id : undefined);
    });
  }

  it('lets in good signatures: with and without the account id, unsigned hashes, temporary keys', async () => {
    const own = { 'X-Domain-Id': bench.id('owner') };
    const unsigned = { 'X-Sdk-Content-Sha256': 'UNSIGNED-PAYLOAD' };
    for (const sent of [{}, { headers: own }, { forged: own }, { headers: unsigned }]) {
      assert.equal((await bench.call('owner', list, sent)).status, 200);
    }
    assert.equal((await bench.call('temporary', list)).status, 200);
  });

  it('refuses a token that has ended', async () => {
    await bench.advance(13 * 3_600_000);
    assert.equal(await bench.code('temporary', list), 'APIGW.0307');
  });

  it('does not know other paths and methods', async () => {
    const cases = [
      ['GET /v1/nothing', 'The API does not exist or has not been published in the environment.'],
      ['PATCH /v1/resource-shares/x', 'The API does not exist.'],
      [
        'GET /v3/auth/domains',
        'The API does not exist or has not been published in the environment.',
      ],
    ] as const;
    for (const [route, message] of cases) {
      const answer = await bench.call('owner', route);
      assert.deepEqual(
        [answer.status, answer.content.error_code, answer.content.error_msg],
        [404, 'APIGW.0101', message],
      );
    }
  });

  it('locks a key for five minutes after five bad signatures in a row', async () => {
    const wrong = (): Promise<unknown> => bench.call('owner', list, { secret: 'x' });
    for (let time = 0; time < 4; time += 1) await wrong();
    assert.equal((await bench.call('owner', list)).status, 200);
    for (let time = 0; time < 5; time += 1) await wrong();
    const locked = await bench.call('owner', list);
    assert.match(locked.text, /AK access failed to reach the limit,forbidden/);
    assert.equal((await bench.call('member', list)).status, 200);
    await bench.advance(5 * 60_000);
    assert.equal((await bench.call('owner', list)).status, 200);
  });

  it('throttles above the rate, with or without Retry-After', async () => {
    await bench.control('/tuning', { rates: 'documented' });
    await bench.control('/clock', { frozen: true });
    for (const retryAfter of [false, true]) {
      await bench.control('/huawei/switches', { callsPerSecond: 2, retryAfter });
      await bench.advance(1000);
      for (let time = 0; time < 2; time += 1) await bench.ok('owner', list);
      const answer = await bench.call('owner', list);
      assert.deepEqual([answer.status, answer.content.error_code], [429, 'APIGW.0308']);
      assert.equal(answer.headers.get('retry-after'), retryAfter ? '1' : null);
    }
    await bench.control('/clock', { frozen: false });
    await bench.control('/tuning', { rates: 'off' });
  });
});
