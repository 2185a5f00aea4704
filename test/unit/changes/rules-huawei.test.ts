import assert from 'node:assert/strict';
import type { ShareDraft } from '../../../src/changes/draft.ts';
import { canSend, checkDraft } from '../../../src/changes/rules.ts';
import { principalKind } from '../../../src/changes/rules/principals.ts';
import { readResources } from '../../../src/changes/rules/resource-row.ts';
import { abilities as alibaba } from '../../../src/clouds/alibaba/abilities.ts';
import { abilities } from '../../../src/clouds/huawei/abilities.ts';
import { aDraft, byArn, byId, to } from './drafts.ts';

const ownerId = '05c734152f00d4200f2bc0179ac6c5e0';
const other = '8f06724e5c6f41f59d3e2f3ad897bb4d';
const unit = `organizations::${ownerId}:ou:o-abcd1234efgh/ou-abcd1234`;
const subnet = (id: string, account = ownerId) => `vpc:cn-north-4:${account}:subnet:${id}`;

const problems = (change: Partial<ShareDraft>) =>
  checkDraft(aDraft({ allowExternal: true, ...change }), abilities, { ownerId });

/** Each problem in one line: where, how bad, which code. */
const found = (change: Partial<ShareDraft>) =>
  problems(change).map(
    ({ field, index, part, severity, code }) =>
      `${[field, index, part].filter((word) => word !== undefined).join('.')} ${severity} ${code}`,
  );
const messages = (change: Partial<ShareDraft>) => problems(change).map(({ message }) => message);
const tag = (key: string, value = '') => ({ key, value });

describe('checkDraft for Huawei Cloud', () => {
  it('has nothing to say about a good draft', () => {
    const draft = {
      description: 'subnets for team B, 团队',
      resources: [byArn(subnet('s-1')), byArn('scm::' + ownerId + ':cert:c-1'), byArn('')],
      principals: [to(other), to(unit)],
      tags: [tag('env', 'prod'), tag(' a b '), tag('', ' ')],
    };
    assert.deepEqual(found(draft), []);
    assert.equal(canSend(problems(draft)), true);
  });

  describe('description', () => {
    const description = (text: string) => messages({ description: text });

    it('has so many characters and none of a few', () => {
      assert.deepEqual(description('x'.repeat(256)), []);
      assert.deepEqual(description('团'.repeat(257)), [
        'The description has 257 characters; 256 are allowed.',
      ]);
      assert.deepEqual(description('a <b>\nc'), [
        'These characters are not allowed in a description: < > line break',
      ]);
      assert.deepEqual(found({ description: '<' }), [
        'description error InvalidParameter.Description',
      ]);
    });
  });

  describe('tags', () => {
    const tags = (...rows: ShareDraft['tags']) => found({ tags: rows });

    it('have each key once, whatever stands around it', () => {
      assert.deepEqual(tags(tag('env', 'a'), tag('Env'), tag(' env ', 'b')), [
        'tags.2.key error InvalidParameter.Tags.Duplicate',
      ]);
    });

    it('need a key where there is a value', () => {
      assert.deepEqual(tags(tag('', 'a'), tag(' ', 'b')), [
        'tags.0.key error InvalidParameter.Tags.Key',
        'tags.1.key error InvalidParameter.Tags.Key',
      ]);
    });

    it('are at most so many, told at the first that is too much', () => {
      const many = (count: number) => Array.from({ length: count }, (_, at) => tag(`k${at}`));
      assert.deepEqual(tags(...many(20)), []);
      assert.deepEqual(tags(tag(''), ...many(22)), [
        'tags.21.key error InvalidParameter.Tags.Number',
      ]);
      assert.deepEqual(messages({ tags: many(22) }), ['There are 22 tags; 20 are allowed.']);
    });

    it('have the characters and the length of the cloud', () => {
      assert.deepEqual(messages({ tags: [tag('a/b<', 'x,y')] }), [
        'These characters are not allowed in a key: / <',
        'These characters are not allowed in a value: ,',
      ]);
      assert.deepEqual(messages({ tags: [tag('k'.repeat(129), 'v'.repeat(256))] }), [
        'The key has 129 characters; 128 are allowed.',
        'The value has 256 characters; 255 are allowed.',
      ]);
      assert.deepEqual(messages({ tags: [tag('_sys_a')] }), [
        'Keys that begin with _sys_ are reserved for the cloud.',
      ]);
      assert.deepEqual(tags(tag('环境', 'a/b c')), []);
    });
  });

  it('asks for neither when rows are added to a share, nor for what the cloud does not have', () => {
    const bad = { description: '<', tags: [tag('', 'x')] };
    const share = { id: 'rs-1', name: 'x', allowExternal: true };
    assert.deepEqual(found({ ...bad, share, principals: [to(other)] }), []);
    assert.deepEqual(
      checkDraft(aDraft(bad), alibaba).map(({ field }) => field),
      ['tags'],
    );
  });

  describe('resources', () => {
    const resources = (...rows: ShareDraft['resources']) => found({ resources: rows });

    it('come as URNs, without a choice of type', () => {
      assert.deepEqual(resources(byArn('s-1'), byArn('vpc:s-2')), [
        'resources.0.value error InvalidParameter.ResourceArns',
        'resources.1.value error InvalidParameter.ResourceArns',
      ]);
      assert.deepEqual(messages({ resources: [byArn('vpc:s-2')] }), ['This URN is not complete.']);
      // Left over from an account of another cloud.
      assert.deepEqual(resources(byId(subnet('s-1')), byId('')), []);
      assert.deepEqual(resources(byArn(subnet('s-1'), '{}')), [
        'resources.0.property error NotSupport.ResourceProperty',
      ]);
    });

    it('of new types are read too, and let through with a warning', () => {
      const rows = [byArn(`obs::${ownerId}:bucket:a:b/c`)];
      const [read] = readResources({ resources: rows }, abilities);
      assert.deepEqual([read?.type, read?.arn?.id], ['obs:bucket', 'a:b/c']);
      assert.deepEqual(resources(...rows), ['resources.0.type warning RAM.1009']);
    });

    it('of any region are shared, each URN once, and those of others refused by the cloud', () => {
      const there = subnet('s-1').replace('cn-north-4', 'ap-southeast-1');
      assert.deepEqual(resources(byArn(subnet('s-1')), byArn(there), byArn(` ${there} `)), [
        'resources.2.value error RAM.1007',
      ]);
      assert.deepEqual(resources(byArn(subnet('s-1', other))), [
        'resources.0.value warning RAM.1010',
      ]);
    });
  });

  describe('principals', () => {
    it('are accounts by id, and organisations, roots and units by URN', () => {
      const kind = (id: string) => principalKind(id, abilities);
      const urn = (rest: string) => `organizations::${ownerId}:${rest}`;
      assert.equal(kind(other), 'account');
      assert.equal(kind(unit), 'unit');
      assert.equal(kind(urn('organization:o-abcd1234efgh')), 'organization');
      assert.equal(kind(urn('root:o-abcd1234efgh/r-abcd')), 'organization');
      for (const wrong of [
        other.toUpperCase(),
        '1720505253001234',
        'ecs.aliyuncs.com',
        urn('ou:x'),
      ]) {
        assert.deepEqual(found({ principals: [to(wrong)] }), ['principals.0.value error RAM.1004']);
      }
    });

    it('are named once and are never the owner', () => {
      assert.deepEqual(found({ principals: [to(other), to(` ${other}`), to(ownerId)] }), [
        'principals.1.value error RAM.1006',
        'principals.2.value error RAM.1005',
      ]);
    });

    it('that may be outside need the flag, which one row says for all', () => {
      const principals = [to(unit), to(other), to(other.replace('8', '9'))];
      const told = ['principals.1.value info RAM.1014'];
      assert.deepEqual(found({ allowExternal: false, principals }), told);
      const share = { id: 'rs-1', name: 'x', allowExternal: false };
      assert.deepEqual(found({ share, principals }), told);
      assert.deepEqual(found({ allowExternal: false, principals: [to(unit)] }), []);
    });

    it('take no time windows', () => {
      const window = { kind: 'day', beginAtTime: '', endAtTime: '', timezone: '' } as const;
      assert.deepEqual(found({ principals: [to(other, window)] }), [
        'principals.0.timeWindow error InvalidParameter.TargetProperties',
      ]);
    });
  });
});
