import assert from 'node:assert/strict';
import { abilities } from '../../../../src/clouds/huawei/abilities.ts';
import { principalType, resourceType } from '../../../../src/clouds/huawei/urn.ts';

describe('what Huawei Cloud can do', () => {
  it('crosses into a webview as JSON', () => {
    assert.deepEqual(JSON.parse(JSON.stringify(abilities)), abilities);
  });

  it('has patterns that work with the flags a form may set', () => {
    for (const pattern of [
      abilities.name.pattern,
      abilities.arnPattern,
      abilities.description?.pattern ?? '',
      abilities.tags?.keyPattern ?? '',
      abilities.tags?.valuePattern ?? '',
      ...abilities.principals.map((form) => form.pattern),
    ]) {
      assert.match(pattern, /^\^.*\$$/);
      for (const flags of ['u', 'v']) assert.ok(new RegExp(pattern, flags));
    }
  });

  function accepts(pattern: string | undefined): (value: string) => boolean {
    assert.ok(pattern);
    const expression = new RegExp(pattern, 'u');
    return (value) => expression.test(value);
  }

  it('takes names of 1 to 64 letters, digits, Chinese characters, periods, underscores and hyphens', () => {
    const isName = accepts(abilities.name.pattern);
    for (const good of ['a', 'net-shared_1.X', '网络共享', 'x'.repeat(64)]) assert.ok(isName(good));
    for (const bad of ['', 'x'.repeat(65), 'a b', '<b>', 'a/b', 'é', '🙂']) assert.ok(!isName(bad));
  });

  it('takes descriptions without angle brackets', () => {
    const isDescription = accepts(abilities.description?.pattern);
    for (const good of ['', 'for team B, 团队', 'x'.repeat(256)]) assert.ok(isDescription(good));
    for (const bad of ['<', 'a > b', 'x'.repeat(257)]) assert.ok(!isDescription(bad));
  });

  it('takes the tags of the reference', () => {
    const isKey = accepts(abilities.tags?.keyPattern);
    for (const good of ['env', 'a b', '环境', 'a:b=c+d-e@f.g']) assert.ok(isKey(good), good);
    for (const bad of ['', ' a', 'a ', '_sys_x', 'a/b', 'x'.repeat(129)]) assert.ok(!isKey(bad));
    const isValue = accepts(abilities.tags?.valuePattern);
    for (const good of ['', 'a/b', 'x'.repeat(255)]) assert.ok(isValue(good));
    for (const bad of ['<', 'x'.repeat(256)]) assert.ok(!isValue(bad));
  });

  it('tells the forms of principals apart by example', () => {
    for (const { kind, example } of abilities.principals) {
      const kinds = abilities.principals
        .filter(({ pattern }) => new RegExp(pattern, 'u').test(example))
        .map((form) => form.kind);
      assert.deepEqual(kinds, [kind]);
    }
    const organization = abilities.principals.find(({ kind }) => kind === 'organization');
    const root = 'organizations::05c734152f00d4200f2bc0179ac6c5e0:root:o-abcd1234efgh/r-abcd';
    assert.match(root, new RegExp(organization?.pattern ?? '', 'u'));
  });

  it('has a URN form for every type, which names the type', () => {
    for (const { type, arn, forms } of abilities.resourceTypes) {
      const urn = (arn ?? '')
        .replace('{region}', 'cn-north-4')
        .replace('{account}', '05c734152f00d4200f2bc0179ac6c5e0')
        .replace('{id}', '5de72eeb-7977-4602-8186-8766982d9bcc');
      assert.match(urn, new RegExp(abilities.arnPattern, 'u'));
      assert.deepEqual([resourceType(urn), forms], [type, 'arn']);
    }
  });

  it('reads types from URNs, also global ones and those with colons in the id', () => {
    assert.equal(resourceType('scm::abc:cert:x'), 'scm:cert');
    assert.equal(resourceType('functiongraph:r:a:function:urn:x:y'), 'functiongraph:function');
    for (const text of ['', 'nonsense', 'a:b:c:d']) assert.equal(resourceType(text), '');
  });

  it('knows sorts of principals, and passes on new ones', () => {
    assert.equal(principalType('05c734152f00d4200f2bc0179ac6c5e0'), 'Account');
    assert.equal(principalType('organizations::a:ou:o-1/ou-1'), 'OrganizationalUnit');
    assert.equal(principalType('organizations::a:root:o-1/r-1'), 'Organization');
    assert.equal(principalType('organizations::a:organization:o-1'), 'Organization');
    assert.equal(principalType('organizations::a:tower:x'), 'tower');
  });
});
