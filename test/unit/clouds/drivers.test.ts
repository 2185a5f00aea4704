import assert from 'node:assert/strict';
import { loadDriver } from '../../../src/clouds/drivers.ts';

describe('drivers', () => {
  it('load by the name of the cloud', async () => {
    const driver = await loadDriver('alibaba');
    assert.equal(driver.abilities.cloud, 'alibaba');
    assert.ok(driver.regions.some(({ id }) => id === 'cn-hangzhou'));
  });

  it('are global with one scope for Huawei Cloud', async () => {
    const driver = await loadDriver('huawei');
    assert.equal(driver.abilities.cloud, 'huawei');
    assert.equal(driver.abilities.regional, false);
    assert.deepEqual(
      driver.regions.map(({ id }) => id),
      ['global'],
    );
  });
});

describe('what Alibaba Cloud can do', () => {
  it('crosses into a webview as JSON', async () => {
    const { abilities } = await loadDriver('alibaba');
    assert.deepEqual(JSON.parse(JSON.stringify(abilities)), abilities);
  });

  it('has patterns that work with every flag a form may set', async () => {
    const { abilities } = await loadDriver('alibaba');
    const patterns = [
      abilities.name.pattern,
      abilities.arnPattern,
      ...abilities.principals.map(({ pattern }) => pattern),
    ];
    for (const pattern of patterns) {
      assert.match(pattern, /^\^.*\$$/);
      for (const flags of ['', 'u', 'v']) assert.ok(new RegExp(pattern, flags));
    }
  });

  it('takes names of 1 to 50 letters, digits, Chinese characters, periods, underscores and hyphens', async () => {
    const { abilities } = await loadDriver('alibaba');
    const name = new RegExp(abilities.name.pattern, 'u');
    for (const good of ['a', 'demo.share_1-X', '网络共享', 'x'.repeat(50)])
      assert.match(good, name);
    for (const bad of ['', 'x'.repeat(51), 'a b', '<b>', 'a/b', '[x](command:y)', 'é', '🙂']) {
      assert.doesNotMatch(bad, name);
    }
  });

  it('tells the forms of principals apart by example', async () => {
    const { abilities } = await loadDriver('alibaba');
    for (const { kind, example } of abilities.principals) {
      const kinds = abilities.principals
        .filter(({ pattern }) => new RegExp(pattern).test(example))
        .map((form) => form.kind);
      assert.deepEqual(kinds, [kind]);
    }
  });

  it('has an ARN form exactly for the types that may be given by ARN and have a published one', async () => {
    const { abilities } = await loadDriver('alibaba');
    const arn = new RegExp(abilities.arnPattern);
    for (const rule of abilities.resourceTypes) {
      if (rule.forms === 'both') {
        const filled = (rule.arn ?? '')
          .replace('{region}', 'cn-hangzhou')
          .replace('{account}', '1512666876910123')
          .replace('{id}', 'x-1');
        assert.match(filled, arn, rule.type);
        assert.doesNotMatch(filled, /[{}]/);
      }
      if (rule.forms === 'id') assert.equal(rule.arn, undefined, rule.type);
    }
    assert.equal(new Set(abilities.resourceTypes.map(({ type }) => type)).size, 14);
  });

  it('links to the page of a region for either side', async () => {
    const driver = await loadDriver('alibaba');
    assert.equal(
      driver.consoleUrl({ region: 'cn-beijing', owner: 'other' }),
      'https://resourcemanager.console.aliyun.com/resource-shares/cn-beijing/shared',
    );
  });
});
