import assert from 'node:assert/strict';
import type { PermissionWork } from '../../../src/inventory/permission-way.ts';
import { cheapestWay, isListingWorthwhile } from '../../../src/inventory/permission-way.ts';

describe('the cheapest way to read permissions', () => {
  const work = (change: Partial<PermissionWork>): PermissionWork => ({
    shares: 1_000,
    idle: 0,
    unlisted: 0,
    types: 12,
    pairs: 1_000,
    pageSize: 100,
    ...change,
  });

  for (const [name, change, expected] of [
    ['many shares with a few types', {}, true],
    ['fewer shares than types', { shares: 13 }, false],
    ['one share more', { shares: 14 }, true],
    ['one type, two shares', { types: 1, shares: 2 }, false],
    ['one type, three shares', { types: 1, shares: 3 }, true],
    ['one type, three shares, one of which holds nothing', { types: 1, shares: 3, idle: 1 }, false],
    ['shares of which no resource is known', { idle: 1_000, types: 0 }, false],
  ] as const) {
    it(`is ${expected ? 'to list the permissions first' : 'share by share at once'}: ${name}`, () => {
      assert.equal(isListingWorthwhile(work(change)), expected);
    });
  }

  for (const [name, change, listed, expected] of [
    ['a dozen types', {}, { inUse: 12, all: 60 }, 'byPermissionInUse'],
    ['too many permissions', { shares: 20, pairs: 20 }, { inUse: 25, all: 60 }, 'byShare'],
    ['many shares that hold nothing', { idle: 100 }, { inUse: 12, all: 60 }, 'byPermission'],
    ['a few shares that hold nothing', { idle: 40 }, { inUse: 12, all: 60 }, 'byPermissionInUse'],
    [
      'types without any permission',
      { unlisted: 995, pairs: 5 },
      { inUse: 12, all: 60 },
      'byShare',
    ],
    ['so many pairs that their pages count', { shares: 30, pairs: 3_000 }, { inUse: 5 }, 'byShare'],
    ['only those of one type listed', { types: 1 }, { inUse: 2 }, 'byPermissionInUse'],
  ] as const) {
    it(`is ${expected}: ${name}`, () => {
      assert.equal(cheapestWay(work(change), listed), expected);
    });
  }
});
