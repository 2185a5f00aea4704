import assert from 'node:assert/strict';
import {
  signatureDate,
  signedHeaders,
  type SignInput,
} from '../../../../src/clouds/huawei/sign.ts';

const published = {
  accessKeyId: 'QTWAOYTTINDUT2QVKYUC',
  accessKeySecret: 'MFyfvK41ba2giqM7Uio6PznpdUKGpownRZlmVmHc',
};
const example = {
  accessKeyId: 'EXAMPLEAK0000000001',
  accessKeySecret: 'ExampleSecretKey0000000000000000000000001',
};

const list: SignInput = {
  method: 'GET',
  url: new URL('https://ram.myhuaweicloud.com/v1/permissions'),
  query: { resource_type: 'dns:zone', limit: '50' },
  date: signatureDate(Date.UTC(2024, 2, 15, 2, 3, 4, 999)),
  credentials: example,
};

for (const zone of ['Asia/Shanghai', 'America/St_Johns']) {
  describe(`signature of Huawei Cloud, in ${zone}`, () => {
    const before = process.env.TZ;
    beforeEach(() => {
      process.env.TZ = zone;
    });
    afterEach(() => {
      if (before === undefined) delete process.env.TZ;
      else process.env.TZ = before;
    });

    it("gives the vendor's own example", () => {
      const { Authorization } = signedHeaders({
        method: 'GET',
        url: new URL('https://service.region.example.com/v1/77b6a44cba5143ab91d13ab9a8ff44fd/vpcs'),
        query: { limit: '2', marker: '13551d6b-755d-4757-b956-536f674975c0' },
        date: signatureDate(Date.UTC(2019, 10, 15, 3, 36, 55)),
        credentials: published,
      });
      assert.equal(
        Authorization,
        'SDK-HMAC-SHA256 Access=QTWAOYTTINDUT2QVKYUC, SignedHeaders=content-type;host;x-sdk-date, ' +
          'Signature=7be6668032f70418fcc22abc52071e57aff61b84a1d2381bb430d6870f4f6ebe',
      );
    });

    it('signs a query', () => {
      const headers = signedHeaders(list);
      assert.equal(headers['X-Sdk-Date'], '20240315T020304Z');
      assert.equal(
        headers.Authorization,
        'SDK-HMAC-SHA256 Access=EXAMPLEAK0000000001, SignedHeaders=content-type;host;x-sdk-date, ' +
          'Signature=abbd28381e1f709ad97cba314226f8a6e3e70ed00f57195cc3c2a37fb79fa46c',
      );
    });

    it('signs a body and the account', () => {
      const headers = signedHeaders({
        ...list,
        method: 'POST',
        url: new URL('https://ram.myhuaweicloud.com/v1/resource-shares/search'),
        query: {},
        domainId: '05c734152f00d4200f2bc0179ac6c5e0',
        body: { resource_owner: 'self', limit: 50 },
      });
      assert.equal(
        headers.Authorization,
        'SDK-HMAC-SHA256 Access=EXAMPLEAK0000000001, SignedHeaders=content-type;host;x-domain-id;x-sdk-date, ' +
          'Signature=e0a7e366afad2a6b055a8db1a5f2b7095a1ff30d7fd2a7869a915abe819530ca',
      );
    });
  });
}

describe('signed headers of Huawei Cloud', () => {
  it('carry the token of temporary credentials, signed', () => {
    const headers = signedHeaders({
      ...list,
      credentials: { ...example, securityToken: 'FakeToken' },
    });
    assert.equal(headers['X-Security-Token'], 'FakeToken');
    assert.match(headers.Authorization ?? '', /SignedHeaders=[^,]*;x-security-token,/);
  });

  it('leave the host to fetch, and name no account that is not known', () => {
    assert.deepEqual(Object.keys(signedHeaders(list)).sort(), [
      'Authorization',
      'X-Sdk-Date',
      'content-type',
    ]);
  });
});
