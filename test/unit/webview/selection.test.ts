import assert from 'node:assert/strict';
import type { Matrix, PairState, SideItem } from '../../../src/webview/details-protocol.ts';
import { select, type Wanted } from '../../../src/webview/page/details/selection.ts';

const item = (label: string, status?: string): SideItem => ({
  ...{ key: `key/${label}`, label, about: 'VSwitch', lines: [], actions: [] },
  ...(status !== undefined && { status: { icon: 'error', tone: 'bad', text: status } }),
});

function matrix(
  resources: readonly SideItem[],
  principals: readonly SideItem[],
  pairs: readonly (readonly PairState[])[],
): Matrix {
  return {
    ...{ resources: [...resources], principals: [...principals], reasons: [], notes: [] },
    pairs: pairs.map((row) => [...row]),
    summary: '',
  };
}

const mixed = matrix(
  [item('app-a'), item('app-b', 'Failed'), item('db-a')],
  [item('shop'), item('data')],
  [
    ['usable', 'usable'],
    ['usable', 'failed'],
    ['usable', 'usable'],
  ],
);

const selected = (change: Partial<Wanted>, of: Matrix = mixed) => {
  const wanted = { words: '', onlyOpen: false, mostResources: 10, mostPrincipals: 10, ...change };
  const { resources, principals, resourcesPassing, principalsPassing } = select(of, wanted);
  return [resources, principals, resourcesPassing, principalsPassing];
};

describe('what of a table of resources by principals is shown', () => {
  it('is all of it, or the first of it', () => {
    assert.deepEqual(selected({}), [[0, 1, 2], [0, 1], 3, 2]);
    assert.deepEqual(selected({ mostResources: 2, mostPrincipals: 1 }), [[0, 1], [0], 3, 2]);
  });

  it('is narrowed by words on the side that they are found on', () => {
    assert.deepEqual(selected({ words: 'APP' }), [[0, 1], [0, 1], 2, 2]);
    assert.deepEqual(selected({ words: 'data' }), [[0, 1, 2], [1], 3, 1]);
    assert.deepEqual(selected({ words: 'app b' }), [[1], [0, 1], 1, 2]);
    assert.deepEqual(selected({ words: 'nowhere' }), [[], [], 0, 0]);
  });

  it('is narrowed to what is not usable, whole rows and columns', () => {
    assert.deepEqual(selected({ onlyOpen: true }), [[1], [1], 1, 1]);
    assert.deepEqual(selected({ onlyOpen: true, words: 'app-a' }), [[], [], 0, 0]);
    // A resource of which no pair tells what is wrong stands beside everybody.
    const alone = matrix(
      [item('app-a', 'Failed'), item('db-a')],
      [item('shop'), item('data')],
      [
        ['usable', 'usable'],
        ['usable', 'usable'],
      ],
    );
    assert.deepEqual(selected({ onlyOpen: true }, alone), [[0], [0, 1], 1, 2]);
  });
});
