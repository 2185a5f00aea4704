import assert from 'node:assert/strict';
import { anyRegion, baseUrl, regionalHost } from '../../../../src/clouds/alibaba/endpoints.ts';
import { knownRegions } from '../../../../src/clouds/alibaba/regions.ts';
import { CloudError } from '../../../../src/clouds/cloud-error.ts';

const host = 'resourcesharing.cn-hangzhou.aliyuncs.com';

describe('endpoints', () => {
  it("are the vendor's, over https, unless something else is set", () => {
    assert.equal(regionalHost('cn-hangzhou', 'List'), host);
    assert.equal(baseUrl(host, undefined, 'List').href, `https://${host}/`);
    const elsewhere = { 'sts.aliyuncs.com': 'http://127.0.0.1:1' };
    assert.equal(baseUrl(host, elsewhere, 'List').href, `https://${host}/`);
  });

  it('take https anywhere and plain http on this machine', () => {
    for (const address of [
      'https://private.example.com',
      'https://private.example.com:8443/',
      'http://127.0.0.1:4010',
      'http://127.3.2.1:4010',
      'http://localhost:4010',
      'http://[::1]:4010',
    ]) {
      const url = baseUrl(host, { [host]: address }, 'List');
      assert.equal(url.origin, new URL(address).origin);
    }
  });

  it('refuse everything else', () => {
    for (const address of [
      '',
      'nonsense',
      'http://example.com',
      'http://127.0.0.1.example.com',
      'http://localhost.example.com',
      'http://10.0.0.1',
      'ftp://127.0.0.1',
      'file:///etc/passwd',
      'https://user:word@example.com',
      'https://example.com/path',
      'https://example.com/?query',
      'https://example.com/#part',
    ]) {
      assert.throws(
        () => baseUrl(host, { [host]: address }, 'List'),
        (error) =>
          error instanceof CloudError && error.kind === 'invalid' && error.details.notSent === true,
        address,
      );
    }
  });

  it('cannot be led elsewhere by a region', () => {
    for (const region of ['', 'evil.com/', 'evil.com#', 'a b', 'CN-HANGZHOU', '../x', '-x']) {
      assert.throws(() => regionalHost(region, 'List'), { name: 'CloudError' }, region);
    }
  });

  it('can be named for every known region', () => {
    const regions = knownRegions();
    assert.equal(regions.length, 26);
    assert.equal(new Set(regions.map(({ id }) => id)).size, 26);
    assert.equal(new Set(regions.map(({ name }) => name)).size, 26);
    for (const { id } of regions) assert.ok(regionalHost(id, 'List').includes(`.${id}.`));
  });

  it('ask a region that the overrides name where any will do', () => {
    assert.equal(anyRegion(undefined), 'cn-hangzhou');
    assert.equal(anyRegion({ 'sts.aliyuncs.com': 'http://127.0.0.1:1' }), 'cn-hangzhou');
    const overrides = { 'resourcesharing.eu-central-1.aliyuncs.com': 'http://127.0.0.1:1' };
    assert.equal(anyRegion(overrides), 'eu-central-1');
  });
});
