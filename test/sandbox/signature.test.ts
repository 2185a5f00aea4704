import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import {
  sha256,
  signV2,
  signV3,
  stringToSignV2,
  stringToSignV3,
  type SignedRequest,
} from '../../src/sandbox/alibaba/signature.ts';
import { Bench, request, type Input, type Keys, type Signing } from './caller.ts';

const createQuery =
  'AllowExternalTargets=false&ResourceShareName=demo.share_1&Resources.1.ResourceId=vsw-bp183p93qs667muqlabcd&Resources.1.ResourceType=VSwitch&Tag.1.Key=env&Tag.1.Value=&TargetProperties.1.Property=%7B%22timeRange%22%3A%7B%22timeRangeType%22%3A%22day%22%7D%7D&TargetProperties.1.TargetId=1720505253001234&Targets.1=1720505253001234';

const emptyBody = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

const createHeaders = {
  host: 'resourcesharing.cn-hangzhou.aliyuncs.com',
  'x-acs-action': 'CreateResourceShare',
  'x-acs-version': '2020-01-10',
  'x-acs-date': '2026-03-01T08:00:00Z',
  'x-acs-signature-nonce': '0123456789abcdef0123456789abcdef',
  'x-acs-content-sha256': emptyBody,
};

const vectors: readonly {
  name: string;
  query: string;
  body: string;
  headers: Record<string, string>;
  hash: string;
  signature: string;
}[] = [
  {
    name: 'the published one',
    query: 'ImageId=win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd&RegionId=cn-shanghai',
    body: '',
    headers: {
      host: 'ecs.cn-shanghai.aliyuncs.com',
      'x-acs-action': 'RunInstances',
      'x-acs-version': '2014-05-26',
      'x-acs-date': '2023-10-26T10:22:32Z',
      'x-acs-signature-nonce': '3156853299f313e23d1673dc12e1703d',
      'x-acs-content-sha256': emptyBody,
    },
    hash: '7ea06492da5221eba5297e897ce16e55f964061054b7695beedaac1145b1e259',
    signature: '06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0',
  },
  {
    name: 'parameters in the query',
    query: createQuery,
    body: '',
    headers: createHeaders,
    hash: 'f49a7947d444bfe0533ed9b26467c0c169e16e0b3d0f7dc58f0635a87645861d',
    signature: '5e4445f8178deb789dadbbb7673b72d69d0761b0bb4f0c8c07fb259b2262c545',
  },
  {
    name: 'parameters in a form, with a token',
    query: '',
    body: createQuery,
    headers: {
      ...createHeaders,
      'content-type': 'application/x-www-form-urlencoded',
      'x-acs-security-token': 'TESTTOKEN',
      'x-acs-content-sha256': '0b733306777fea0e96cf228de0398adc8ef754416bbbada7f0c4f4e3129b0e16',
    },
    hash: '19b42715aac00e86dff1e37f168a12eac2f09d7c6fb4d115d173c4f16d623dbe',
    signature: 'b1d96e2fc07cb1c51219e633ddd8b64f3aa9b3a6eada2082123f69014e74e7f6',
  },
];

describe('signature of the sandbox', () => {
  for (const vector of vectors) {
    it(`reproduces the vector: ${vector.name}`, () => {
      const signed: SignedRequest = {
        method: 'POST',
        query: [...new URLSearchParams(vector.query)].reverse(),
        form: [],
        headers: vector.headers,
        body: Buffer.from(vector.body),
      };
      const { canonicalRequest, stringToSign } = stringToSignV3(
        signed,
        Object.keys(vector.headers).sort(),
      );
      assert.equal(sha256(canonicalRequest), vector.hash);
      assert.equal(signV3('YourAccessKeySecret', stringToSign), vector.signature);
    });
  }

  it('reproduces the vector of the older signature', () => {
    const query = {
      Action: 'DescribeDedicatedHosts',
      Format: 'JSON',
      RegionId: 'cn-beijing',
      SignatureNonce: 'edb2b34af0af9a6d14deaf7c1a5315eb',
      Timestamp: '2023-03-13T08:34:30Z',
      Version: '2014-05-26',
      AccessKeyId: 'testid',
      SignatureMethod: 'HMAC-SHA1',
      SignatureVersion: '1.0',
    };
    const signed: SignedRequest = {
      method: 'GET',
      query: Object.entries(query),
      form: [],
      headers: {},
      body: Buffer.alloc(0),
    };
    assert.equal(signV2('testsecret', stringToSignV2(signed)), '9NaGiOspFP5UPcwX8Iwt2YJXXuk=');
  });
});

describe('gateway of the sandbox', () => {
  let bench: Bench;
  before(async () => {
    bench = await Bench.start();
  });
  after(() => bench.stop());

  async function refusal(
    signing: Signing,
    keys: Partial<Keys> = {},
    action = 'DescribeRegions',
    parameters: Input = {},
    who = 'owner',
  ): Promise<[number, unknown]> {
    const { accessKeyId, accessKeySecret, securityToken } = bench.account(who);
    const answer = await request(
      bench.endpoint(),
      {
        accessKeyId,
        accessKeySecret,
        ...(securityToken === undefined ? {} : { securityToken }),
        ...keys,
      },
      action,
      parameters,
      signing,
    );
    return [answer.status, answer.content.Code];
  }

  it('takes parameters in the query, in a form, and by GET', async () => {
    const parameters = {
      ResourceOwner: 'Self',
      ResourceShareName: '"quo\'te" (a*b)~',
      MaxResults: 1,
    };
    for (const signing of [{}, { placement: 'form' }, { method: 'GET' }] as const) {
      assert.deepEqual(await refusal(signing, {}, 'ListResourceShares', parameters), [
        400,
        'InvalidParameter.ResourceShareName',
      ]);
    }
  });

  it('answers an error with everything the vendor sends', async () => {
    const answer = await bench.call('owner', 'ListResourceShares');
    const id = String(answer.content.RequestId);
    assert.match(id, /^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/);
    assert.equal(answer.headers.get('x-acs-request-id'), id);
    assert.equal(answer.headers.get('content-type'), 'application/json;charset=utf-8');
    assert.deepEqual(answer.content, {
      RequestId: id,
      HostId: new URL(bench.endpoint()).host,
      Code: 'MissingParameter.ResourceOwner',
      Message: 'You must specify ResourceOwner.',
      Recommend: `https://api.aliyun.com/troubleshoot?q=MissingParameter.ResourceOwner&product=ResourceSharing&requestId=${id}`,
    });
  });

  it('tells an unknown key id, a disabled one and a wrong secret apart', async () => {
    assert.deepEqual(await refusal({}, { accessKeyId: 'LTAI5tUnknown' }), [
      404,
      'InvalidAccessKeyId.NotFound',
    ]);
    const { accessKeyId } = bench.account('member');
    await bench.control('/alibaba/keys', { accessKeyId, active: false });
    assert.equal(await bench.code('member', 'DescribeRegions'), 'InvalidAccessKeyId.Inactive');
    await bench.control('/alibaba/keys', { accessKeyId, active: true });
    assert.deepEqual(await refusal({}, { accessKeySecret: 'wrong' }), [
      400,
      'SignatureDoesNotMatch',
    ]);
  });

  it('shows its string to sign when the signature is wrong', async () => {
    const account = { ...bench.account('owner'), accessKeySecret: 'wrong' };
    const answer = await request(bench.endpoint(), account, 'DescribeRegions');
    assert.match(
      String(answer.content.Message),
      /^Specified signature is not matched with our calculation\. server string to sign is:ACS3-HMAC-SHA256\n[0-9a-f]{64}$/,
    );
  });

  it('refuses a body other than the signed one, and headers that are not signed', async () => {
    const forgedHash = { 'x-acs-content-sha256': '0'.repeat(64) };
    assert.deepEqual(await refusal({ headers: forgedHash }), [400, 'SignatureDoesNotMatch']);
    assert.deepEqual(await refusal({ forged: { 'x-acs-extra': '1' } }), [
      400,
      'IncompleteSignature',
    ]);
  });

  it('refuses dates that are badly written or more than 15 minutes off', async () => {
    const written = { 'x-acs-date': '2026-03-01 08:00:00' };
    assert.deepEqual(await refusal({ headers: written }), [400, 'InvalidTimeStamp.Format']);
    assert.deepEqual(await refusal({ skewMs: 16 * 60_000 }), [400, 'InvalidTimeStamp.Expired']);
    assert.deepEqual(await refusal({ skewMs: -16 * 60_000 }), [400, 'InvalidTimeStamp.Expired']);
    assert.deepEqual(await refusal({ skewMs: -14 * 60_000 }), [200, undefined]);
    await bench.control('/clock', { gatewaySkewMs: 3_600_000 });
    assert.deepEqual(await refusal({}), [400, 'InvalidTimeStamp.Expired']);
    await bench.control('/clock', { gatewaySkewMs: 0 });
  });

  it('takes a nonce once', async () => {
    const headers = { 'x-acs-signature-nonce': randomUUID() };
    assert.deepEqual(await refusal({ headers }), [200, undefined]);
    assert.deepEqual(await refusal({ headers }), [400, 'SignatureNonceUsed']);
  });

  it('checks the token of temporary credentials', async () => {
    const token = bench.account('temporary').securityToken ?? '';
    const asked = (signing: Signing, keys: Partial<Keys> = {}): Promise<[number, unknown]> =>
      refusal(signing, keys, 'DescribeRegions', {}, 'temporary');
    assert.deepEqual(await asked({}), [200, undefined]);
    assert.deepEqual(await asked({ headers: { 'x-acs-security-token': undefined } }), [
      400,
      'MissingSecurityToken',
    ]);
    assert.deepEqual(await asked({}, { securityToken: 'nonsense' }), [
      400,
      'InvalidSecurityToken.Malformed',
    ]);
    assert.deepEqual(await asked({}, { securityToken: `CAIS${'x'.repeat(40)}` }), [
      400,
      'InvalidSecurityToken.MismatchWithAccessKey',
    ]);
    assert.deepEqual(await refusal({}, { securityToken: token }), [
      400,
      'InvalidSecurityToken.MismatchWithAccessKey',
    ]);
    await bench.advance(12 * 3_600_000);
    assert.deepEqual(await asked({}), [400, 'InvalidSecurityToken.Expired']);
  });

  it('refuses what is missing or unknown around the call', async () => {
    assert.deepEqual(await refusal({ forged: { authorization: undefined } }), [
      400,
      'MissingAccessKeyId',
    ]);
    assert.deepEqual(await refusal({ forged: { authorization: 'Basic abc' } }), [
      400,
      'IncompleteSignature',
    ]);
    const otherMethod = 'ACS3-HMAC-SM3 Credential=a,SignedHeaders=host,Signature=00';
    assert.deepEqual(await refusal({ forged: { authorization: otherMethod } }), [
      400,
      'InvalidSignatureMethod',
    ]);
    const without = (name: string): Signing => ({ headers: { [name]: undefined } });
    assert.deepEqual(await refusal(without('x-acs-date')), [400, 'MissingTimestamp']);
    assert.deepEqual(await refusal(without('x-acs-signature-nonce')), [
      400,
      'MissingSignatureNonce',
    ]);
    assert.deepEqual(await refusal(without('x-acs-action')), [400, 'MissingAction']);
    assert.deepEqual(await refusal(without('x-acs-version')), [400, 'MissingVersion']);
    assert.deepEqual(await refusal({ version: '2019-01-01' }), [400, 'InvalidVersion']);
    assert.deepEqual(await refusal({}, {}, 'MakeCoffee'), [404, 'InvalidAction.NotFound']);
    assert.deepEqual(await refusal({ method: 'PUT' }), [403, 'UnsupportedHTTPMethod']);
    assert.deepEqual(await refusal({ path: '/other' }), [404, 'InvalidProduct.NotFound']);
  });

  it('says who calls', async () => {
    const { sts } = bench.sandbox.description.clouds.alibaba;
    const asked = { version: '2015-04-01' };
    const account = bench.account('owner');
    for (const endpoint of [sts, bench.endpoint()]) {
      const answer = await request(endpoint, account, 'GetCallerIdentity', {}, asked);
      assert.equal(answer.content.AccountId, account.accountId);
      assert.equal(answer.content.IdentityType, 'Account');
    }
    const wrong = { ...account, accessKeySecret: 'wrong' };
    const refused = await request(sts, wrong, 'GetCallerIdentity', {}, asked);
    assert.equal(refused.content.Code, 'SignatureDoesNotMatch');
    assert.match(String(refused.content.Recommend), /product=Sts&/);
  });

  it('speaks the older signature too', async () => {
    const { accessKeyId, accessKeySecret, accountId } = bench.account('owner');
    const params: Record<string, string> = {
      Action: 'GetCallerIdentity',
      Version: '2015-04-01',
      Format: 'JSON',
      AccessKeyId: accessKeyId,
      SignatureMethod: 'HMAC-SHA1',
      SignatureVersion: '1.0',
      SignatureNonce: randomUUID(),
      Timestamp: new Date().toISOString().replace(/\.\d+/, ''),
    };
    const toSign = stringToSignV2({
      method: 'POST',
      query: Object.entries(params),
      form: [],
      headers: {},
      body: Buffer.alloc(0),
    });
    const send = async (signature: string): Promise<unknown> => {
      const response = await fetch(bench.endpoint(), {
        method: 'POST',
        body: new URLSearchParams({ ...params, Signature: signature }),
      });
      return response.json();
    };
    assert.equal(
      ((await send(signV2('wrong', toSign))) as { Code: string }).Code,
      'SignatureDoesNotMatch',
    );
    assert.equal(
      ((await send(signV2(accessKeySecret, toSign))) as { AccountId: string }).AccountId,
      accountId,
    );
  });
});
