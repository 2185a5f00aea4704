import assert from 'node:assert/strict';
import { abilities as alibaba } from '../../../../src/clouds/alibaba/abilities.ts';
import { abilities as huawei } from '../../../../src/clouds/huawei/abilities.ts';
import type { ShareEntry, Snapshot } from '../../../../src/inventory/snapshot.ts';
import type { Account } from '../../../../src/model/account.ts';
import { associationKey, type Association } from '../../../../src/model/share.ts';
import { associationStates, parseStatus, shareStates } from '../../../../src/model/status.ts';
import { copyDraft } from '../../../../src/vscode/changes/copy-draft.ts';
import { droppedOn } from '../../../../src/vscode/changes/drop-rows.ts';
import { readPasted } from '../../../../src/vscode/changes/read-pasted.ts';
import { tagChanges, withTags } from '../../../../src/vscode/changes/tag-changes.ts';
import type { Address } from '../../../../src/vscode/shares/address.ts';
import { plainTreeState } from '../plain-tree-state.ts';

const hub: Account = {
  ...{ id: 'hub', cloud: 'alibaba', label: 'Hub', ownerId: '1512666876910123' },
  regions: ['cn-hangzhou', 'cn-shanghai'],
};
const retail: Account = { ...hub, id: 'retail', label: 'Retail', ownerId: '1720505253001234' };
const rail: Account = {
  ...{ id: 'rail', cloud: 'huawei', label: 'Rail', ownerId: '05c734152f00d4200f2bc0179ac6c5e0' },
  regions: ['global'],
};

const scope = { accountId: 'hub', region: 'cn-hangzhou' };

function row(kind: Association['kind'], entityId: string, more: Partial<Association> = {}) {
  return {
    ...{ shareId: 's1', kind, entityId, entityType: kind === 'resource' ? 'VSwitch' : 'Account' },
    ...{ status: parseStatus(associationStates, 'Associated'), failures: [] },
    ...{ createdAt: '', updatedAt: '', ...more },
  } satisfies Association;
}

const vSwitch = row('resource', 'vsw-1');
const windowed = row('principal', 'pai.aliyuncs.com', {
  principalProperty: JSON.stringify({
    timeRange: {
      ...{ timeRangeType: 'timeRange', beginAtTime: '00:00', endAtTime: '19:59' },
      timezone: 'UTC+8',
    },
  }),
});
const gone = row('resource', 'vsw-9', { status: parseStatus(associationStates, 'Disassociated') });

const entry: ShareEntry = {
  share: {
    ...{ id: 's1', name: 'network', owner: 'self', ownerId: hub.ownerId, allowExternal: true },
    ...{ tags: [{ key: 'env', value: 'prod' }], createdAt: '', updatedAt: '' },
    status: parseStatus(shareStates, 'Active'),
  },
  resources: [vSwitch, gone],
  principals: [row('principal', retail.ownerId), windowed],
  permissions: [
    {
      ...{ id: 'AliyunRSDefaultPermissionVSwitch', name: 'default', resourceType: 'VSwitch' },
      ...{ shareId: 's1', createdAt: '', updatedAt: '' },
      ...{ version: 'v1', status: parseStatus(associationStates, 'Associated') },
    },
  ],
};

const state = plainTreeState({
  accounts: [hub, retail, rail],
  snapshot: (at): Snapshot => ({
    ...{ scope: at, loading: false, incomplete: [] },
    entries: new Map([['s1', entry]]),
  }),
});

const at = (one: Association, where = scope): Address => ({
  ...{ kind: 'association', ...where, owner: 'self', shareId: 's1' },
  ...{ side: one.kind, key: associationKey(one) },
});
const side = (which: 'resource' | 'principal', where = scope): Address => ({
  ...{ kind: 'side', ...where, owner: 'self', shareId: 's1', side: which },
});
const target = {
  ...{ kind: 'share' as const, ...scope, owner: 'self' as const, shareId: 's2' },
};
const here = { account: hub, region: 'cn-hangzhou', abilities: alibaba };

describe('what is dropped onto a share', () => {
  it('becomes one change: rows, whole sides without what has ended, and accounts as principals', () => {
    const rows = [
      at(vSwitch),
      side('resource'),
      at(windowed),
      { kind: 'account', accountId: 'retail' } as const,
    ];
    const { changes, left } = droppedOn(target, here, rows, state);
    assert.deepEqual(left, []);
    assert.equal(changes.length, 1);
    const [change] = changes;
    assert.ok(change?.kind === 'associate');
    assert.equal(change.shareId, 's2');
    assert.deepEqual(change.resources, [
      { type: 'VSwitch', id: 'vsw-1' },
      { type: 'VSwitch', id: 'vsw-1' },
    ]);
    assert.deepEqual(change.principals, [
      { id: 'pai.aliyuncs.com', property: windowed.principalProperty },
      { id: retail.ownerId },
    ]);
  });

  it('leaves behind, with the reason, what the share can’t hold', () => {
    const shanghai = { ...scope, region: 'cn-shanghai' };
    const railScope = { accountId: 'rail', region: 'global' };
    const rows: readonly Address[] = [
      at(vSwitch, shanghai),
      at(vSwitch, { ...scope, accountId: 'retail' }),
      at(windowed, railScope),
      { kind: 'account', accountId: 'rail' },
      { kind: 'account', accountId: 'retail' },
      { kind: 'share', ...scope, owner: 'self', shareId: 's1' },
    ];
    const { changes, left } = droppedOn(target, here, rows, state);
    assert.deepEqual(
      changes.map((change) => change.kind === 'associate' && change.principals),
      [[{ id: retail.ownerId }]],
    );
    assert.deepEqual(left, [
      'vsw-1 stays behind: a share holds resources of its own region only.',
      'vsw-1 stays behind: another account owns it, and only that one can share it.',
      'pai.aliyuncs.com stays behind: it belongs to another cloud.',
      'Rail stays behind: it belongs to another cloud.',
      'Only resources, principals and accounts can be dropped onto a share.',
    ]);
  });

  it('is no change where nothing can go', () => {
    const { changes } = droppedOn(target, here, [{ kind: 'account', accountId: 'rail' }], state);
    assert.deepEqual(changes, []);
  });
});

describe('the copy of a share', () => {
  const from = { account: hub, scope };

  it('has everything where the share is, under another name', () => {
    const { draft, left } = copyDraft(entry, from, here);
    assert.deepEqual(left, []);
    assert.equal(draft.name, 'network-copy');
    assert.equal(draft.allowExternal, true);
    assert.deepEqual(draft.resources, [{ type: 'VSwitch', value: 'vsw-1', property: '' }]);
    assert.deepEqual(draft.permissions, { VSwitch: 'AliyunRSDefaultPermissionVSwitch' });
    assert.deepEqual(draft.tags, [{ key: 'env', value: 'prod' }]);
    assert.deepEqual(
      draft.principals.map(({ id, timeWindow }) => `${id} ${timeWindow.kind}`),
      [`${retail.ownerId} always`, 'pai.aliyuncs.com timeRange'],
    );
  });

  it('keeps its name in another region, and says that its resources stay', () => {
    const { draft, left } = copyDraft(entry, from, { ...here, region: 'cn-shanghai' });
    assert.equal(draft.name, 'network');
    assert.deepEqual(draft.destination, { accountId: 'hub', region: 'cn-shanghai' });
    assert.deepEqual(draft.resources, []);
    assert.deepEqual(draft.permissions, {});
    assert.deepEqual(left, ['vsw-1 stays behind: a share holds resources of its own region only.']);
  });

  it('does not share with the account that it is made in', () => {
    const { draft, left } = copyDraft(entry, from, { ...here, account: retail });
    assert.deepEqual(
      draft.principals.map(({ id }) => id),
      ['pai.aliyuncs.com'],
    );
    assert.ok(left.includes(`${retail.ownerId} stays behind: it is the account that shares.`));
  });

  it('leaves a principal behind whose window no form can hold, rather than open it at all times', () => {
    const strange = { ...windowed, principalProperty: '{"timeRange":{"timeRangeType":"moon"}}' };
    const { draft, left } = copyDraft({ ...entry, principals: [strange] }, from, here);
    assert.deepEqual(draft.principals, []);
    assert.equal(left.length, 1);
  });

  it('stays within the longest name', () => {
    const long = { ...entry, share: { ...entry.share, name: 'n'.repeat(50) } };
    const { name } = copyDraft(long, from, here).draft;
    assert.equal(name.length, alibaba.name.max);
    assert.ok(name.endsWith('-copy'));
  });
});

describe('a pasted list of both kinds', () => {
  it('tells principals by their shape, resources by their type, and what nothing tells', () => {
    const pasted = readPasted(
      `VSwitch vsw-1, vsw-2\n1720505253001234 rd-3Gabcd 1720505253001234`,
      alibaba,
    );
    assert.deepEqual(
      pasted.resources.map(({ type, value }) => `${type} ${value}`),
      ['VSwitch vsw-1', 'VSwitch vsw-2'],
    );
    assert.deepEqual(
      pasted.principals.map(({ id }) => id),
      ['1720505253001234', 'rd-3Gabcd'],
    );
    assert.deepEqual(readPasted('vsw-7 vsw-8', alibaba).untyped, ['vsw-7', 'vsw-8']);
    assert.deepEqual(readPasted(' \n,; ', alibaba), {
      ...{ resources: [], principals: [], untyped: [] },
    });
  });

  it('takes the URN of an organisation for a principal, not for a resource', () => {
    const organisation =
      'organizations::05c734152f00d4200f2bc0179ac6c5e0:organization:o-abcd1234efgh';
    const subnet = 'vpc:cn-north-4:05c734152f00d4200f2bc0179ac6c5e0:subnet:abc';
    const pasted = readPasted(`${organisation} ${subnet} plain`, huawei);
    assert.deepEqual(
      pasted.principals.map(({ id }) => id),
      [organisation],
    );
    assert.deepEqual(
      pasted.resources.map(({ value }) => value),
      [subnet],
    );
    assert.deepEqual(pasted.untyped, ['plain']);
  });
});

describe('changes of tags', () => {
  const share = {
    id: 's1',
    tags: [
      { key: 'env', value: 'prod' },
      { key: 'team', value: 'net' },
    ],
  };

  it('are only what differs: gone ones out, new and changed ones set', () => {
    const wanted = [
      { key: 'env', value: 'test' },
      { key: 'cost', value: '' },
    ];
    assert.deepEqual(tagChanges(scope, share, wanted), [
      { kind: 'untag', scope, shareId: 's1', keys: ['team'] },
      { kind: 'tag', scope, shareId: 's1', tags: wanted },
    ]);
    assert.deepEqual(tagChanges(scope, share, share.tags), []);
  });

  it('keep the place of a key that is set again', () => {
    const tags = withTags(share.tags, [
      { key: 'env', value: 'test' },
      { key: 'new', value: '1' },
    ]);
    assert.deepEqual(
      tags.map(({ key, value }) => `${key}=${value}`),
      ['env=test', 'team=net', 'new=1'],
    );
  });
});
