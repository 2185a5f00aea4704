import assert from 'node:assert/strict';
import type { Account } from '../../../src/model/account.ts';
import {
  addressOf,
  parseRowId,
  plainAddress,
  plainParentOf,
  rowId,
  type Address,
  type TreeAddress,
} from '../../../src/vscode/shares/address.ts';

const scope = { accountId: 'a/1', region: 'cn-hangzhou' };
const share = { ...scope, owner: 'self', shareId: 'rs-1' } as const;
const key = 'resource/VSwitch/vsw-1%2F/äöü';

const addresses: readonly Address[] = [
  { kind: 'account', accountId: 'a/1' },
  { kind: 'region', ...scope },
  { kind: 'group', ...scope, owner: 'other' },
  { kind: 'notice', ...scope },
  { kind: 'notice', ...scope, owner: 'self' },
  { kind: 'share', ...share },
  { kind: 'side', ...share, side: 'principal' },
  { kind: 'association', ...share, side: 'resource', key },
  { kind: 'failure', ...share, side: 'resource', key, index: 2 },
];

const places = [
  { turn: 3 },
  { by: 'tag', value: 'env\nprod?/ä' },
  { by: 'principal', value: '' },
  { by: 'region', value: 'cn-hangzhou', turn: 12 },
];
const arranged: readonly TreeAddress[] = [
  ...addresses.flatMap((address) => places.map((place) => ({ ...address, place }))),
  ...places.map((place) => ({ kind: 'heading' as const, place })),
  ...addresses.map((address) => ({ kind: 'bucket' as const, of: rowId(address), from: key })),
  { kind: 'bucket', of: rowId({ kind: 'heading', place: { by: 'tag', value: 'a' } }), from: '' },
  { kind: 'bucket', of: '', from: '' },
  { kind: 'unread', place: {} },
  { kind: 'unread', place: { turn: 2 } },
];

describe('row addresses', () => {
  it('come back from their ids unchanged, whatever characters are in them', () => {
    for (const address of [...addresses, ...arranged]) {
      assert.deepEqual(parseRowId(rowId(address)), address);
    }
  });

  it('give every row an id of its own', () => {
    const all = [...addresses, ...arranged];
    assert.equal(new Set(all.map(rowId)).size, all.length);
  });

  it('are the same for commands wherever the row stands', () => {
    for (const address of addresses) {
      for (const place of places) {
        assert.deepEqual(addressOf(rowId({ ...address, place })), address);
        assert.deepEqual(plainAddress({ ...address, place }), address);
      }
    }
    assert.equal(addressOf(rowId({ kind: 'bucket', of: '', from: '' })), undefined);
    assert.equal(addressOf(undefined), undefined);
  });

  it('are undefined for texts that are no ids', () => {
    for (const text of [
      '',
      'account',
      'region/a',
      'group/a/r/nobody',
      'share/a/r/self',
      'failure/a/r/self/s/resource/k/x',
      '%E0%A4%A',
    ]) {
      assert.equal(parseRowId(text), undefined, text);
    }
  });

  it('lead up to the account, past the region only where there are several', () => {
    const account: Account = {
      id: 'a/1',
      cloud: 'alibaba',
      label: 'A',
      ownerId: '1',
      regions: ['cn-hangzhou'],
    };
    const kinds = (regions: readonly string[]): string[] => {
      const path: string[] = [];
      let at: Address | undefined = addresses.at(-1);
      while (at) {
        path.push(at.kind);
        at = plainParentOf(at, [{ ...account, regions }]);
      }
      return path;
    };
    assert.deepEqual(kinds(['cn-hangzhou']), [
      'failure',
      'association',
      'side',
      'share',
      'group',
      'account',
    ]);
    assert.deepEqual(kinds(['cn-hangzhou', 'cn-beijing']), [
      'failure',
      'association',
      'side',
      'share',
      'group',
      'region',
      'account',
    ]);
  });

  it('are made of any text of a cloud, also of one that holds half a character', () => {
    const id = rowId({ kind: 'share', ...share, shareId: 'rs-\uD842' });
    assert.equal(parseRowId(id)?.kind, 'share');
  });
});
