import assert from 'node:assert/strict';
import { anyRegion, regionalHost } from '../../../../src/clouds/alibaba/endpoints.ts';
import { knownRegions } from '../../../../src/clouds/alibaba/regions.ts';
import { baseUrl } from '../../../../src/clouds/http/base-url.ts';

const host = 'resourcesharing.cn-hangzhou.aliyuncs.com';

describe('endpoints', () => {
  it("are the vendor's, over https, unless something else is set", () => {
    assert.equal(regionalHost('cn-hangzhou', 'List'), host);
    assert.equal(baseUrl(host, undefined, 'List').href, `https://${host}/`);
    const elsewhere = { 'sts.aliyuncs.com': 'http://127.0.0.1:1' };
    assert.equal(baseUrl(host, elsewhere, 'List').href, `https://${host}/`);
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
