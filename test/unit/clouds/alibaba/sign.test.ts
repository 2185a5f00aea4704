import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { formBody } from '../../../../src/clouds/alibaba/flatten.ts';
import {
  type SignInput,
  signatureDate,
  signedHeaders,
} from '../../../../src/clouds/alibaba/sign.ts';

const credentials = { accessKeyId: 'YourAccessKeyId', accessKeySecret: 'YourAccessKeySecret' };

const create: SignInput = {
  host: 'resourcesharing.cn-hangzhou.aliyuncs.com',
  action: 'CreateResourceShare',
  version: '2020-01-10',
  date: '2026-03-01T08:00:00Z',
  nonce: '0123456789abcdef0123456789abcdef',
  credentials,
  body: '',
};

const createParameters = {
  ResourceShareName: 'demo.share_1',
  AllowExternalTargets: false,
  Resources: [{ ResourceId: 'vsw-bp183p93qs667muqlabcd', ResourceType: 'VSwitch' }],
  Targets: ['1720505253001234'],
  TargetProperties: [
    { TargetId: '1720505253001234', Property: '{"timeRange":{"timeRangeType":"day"}}' },
  ],
  Tag: [{ Key: 'env', Value: '' }],
};

for (const zone of ['Asia/Shanghai', 'America/St_Johns']) {
  describe(`signature, in ${zone}`, () => {
    const before = process.env.TZ;
    beforeEach(() => {
      process.env.TZ = zone;
    });
    afterEach(() => {
      if (before === undefined) delete process.env.TZ;
      else process.env.TZ = before;
    });

    it("gives the vendor's own example", () => {
      const headers = signedHeaders({
        host: 'ecs.cn-shanghai.aliyuncs.com',
        action: 'RunInstances',
        version: '2014-05-26',
        date: signatureDate(Date.UTC(2023, 9, 26, 10, 22, 32, 987)),
        nonce: '3156853299f313e23d1673dc12e1703d',
        credentials,
        query: {
          ImageId: 'win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd',
          RegionId: 'cn-shanghai',
        },
        body: '',
      });
      assert.equal(headers['x-acs-date'], '2023-10-26T10:22:32Z');
      assert.equal(headers['content-type'], undefined);
      assert.equal(
        headers.authorization,
        'ACS3-HMAC-SHA256 Credential=YourAccessKeyId,' +
          'SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,' +
          'Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0',
      );
    });

    it('signs lists and pairs in the query', () => {
      const query = Object.fromEntries(new URLSearchParams(formBody(createParameters)));
      assert.match(
        signedHeaders({ ...create, query }).authorization ?? '',
        /Signature=5e4445f8178deb789dadbbb7673b72d69d0761b0bb4f0c8c07fb259b2262c545$/,
      );
    });

    it('signs a form and a security token', () => {
      const body = formBody(createParameters);
      assert.equal(
        createHash('sha256').update(body).digest('hex'),
        '0b733306777fea0e96cf228de0398adc8ef754416bbbada7f0c4f4e3129b0e16',
      );
      const headers = signedHeaders({
        ...create,
        date: signatureDate(Date.UTC(2026, 2, 1, 8, 0, 0)),
        credentials: { ...credentials, securityToken: 'TESTTOKEN' },
        body,
      });
      assert.equal(headers['content-type'], 'application/x-www-form-urlencoded');
      assert.equal(
        headers.authorization,
        'ACS3-HMAC-SHA256 Credential=YourAccessKeyId,' +
          'SignedHeaders=content-type;host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-security-token;x-acs-signature-nonce;x-acs-version,' +
          'Signature=b1d96e2fc07cb1c51219e633ddd8b64f3aa9b3a6eada2082123f69014e74e7f6',
      );
    });
  });
}
