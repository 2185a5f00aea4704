import assert from 'node:assert/strict';
import { abilities } from '../../../../src/clouds/alibaba/abilities.ts';
import type { ShareEntry, Snapshot } from '../../../../src/inventory/snapshot.ts';
import { associationKey, type Association } from '../../../../src/model/share.ts';
import { associationStates, parseStatus, shareStates } from '../../../../src/model/status.ts';
import type { Address } from '../../../../src/vscode/shares/address.ts';
import { endingsIn, removalsIn, retriesIn } from '../../../../src/vscode/changes/selected.ts';
import type { TreeState } from '../../../../src/vscode/shares/rows/tree-state.ts';
import { plainTreeState } from '../plain-tree-state.ts';

const scope = { accountId: 'a', region: 'r' };

function row(
  shareId: string,
  kind: Association['kind'],
  entityId: string,
  status: string,
): Association {
  return {
    ...{ shareId, kind, entityId, entityType: kind === 'resource' ? 'VSwitch' : 'Account' },
    ...{ status: parseStatus(associationStates, status), failures: [] },
    ...{ createdAt: '', updatedAt: '' },
  };
}

function entry(id: string, owner: 'self' | 'other', rows: readonly Association[] = []): ShareEntry {
  return {
    share: {
      ...{ id, name: id, owner, ownerId: '1', tags: [], createdAt: '', updatedAt: '' },
      status: parseStatus(shareStates, 'Active'),
    },
    resources: rows.filter(({ kind }) => kind === 'resource'),
    principals: rows.filter(({ kind }) => kind === 'principal'),
  };
}

function stateOf(...entries: readonly ShareEntry[]): TreeState {
  const known = new Map(entries.map((one) => [one.share.id, one]));
  return plainTreeState({
    accounts: [],
    snapshot: (at): Snapshot => ({ scope: at, entries: known, loading: false, incomplete: [] }),
  });
}

const shareAt = (shareId: string, owner: 'self' | 'other'): Address => ({
  kind: 'share',
  ...scope,
  owner,
  shareId,
});

const rowAt = (one: Association, owner: 'self' | 'other' = 'self'): Address => ({
  ...{ kind: 'association', ...scope, owner, shareId: one.shareId },
  ...{ side: one.kind, key: associationKey(one) },
});

describe('what of a selection is changed', () => {
  it('takes out what is in shares of one’s own, one change a share, and counts the rest', () => {
    const one = row('s1', 'resource', 'vsw-1', 'Associated');
    const two = row('s1', 'principal', '10', 'Associating');
    const three = row('s2', 'resource', 'vsw-2', 'Failed');
    const going = row('s2', 'resource', 'vsw-3', 'Disassociating');
    const foreign = row('s3', 'resource', 'vsw-4', 'Associated');
    const state = stateOf(
      entry('s1', 'self', [one, two]),
      entry('s2', 'self', [three, going]),
      entry('s3', 'other', [foreign]),
    );
    const rows = [one, two, three, going].map((each) => rowAt(each));
    const { changes, asked } = removalsIn([...rows, rowAt(foreign, 'other')], state);
    assert.equal(asked, 5);
    assert.deepEqual(changes, [
      {
        ...{ kind: 'disassociate', scope, shareId: 's1' },
        ...{ resources: [{ type: 'VSwitch', id: 'vsw-1' }], principals: ['10'] },
      },
      {
        ...{ kind: 'disassociate', scope, shareId: 's2' },
        ...{ resources: [{ type: 'VSwitch', id: 'vsw-2' }], principals: [] },
      },
    ]);
  });

  it('tries again what has failed in shares of one’s own, in the direction it failed in, and counts the rest', () => {
    const inward = row('s1', 'resource', 'vsw-1', 'Failed');
    const outward: Association = {
      ...row('s1', 'principal', '10', 'Failed'),
      failures: [
        {
          ...{ entityId: 'vsw-1', entityType: 'VSwitch', reason: 'InternalError' },
          ...{ description: '', operation: 'DisassociateResourceShare' },
        },
      ],
    };
    const fine = row('s1', 'resource', 'vsw-2', 'Associated');
    const foreign = row('s2', 'resource', 'vsw-3', 'Failed');
    const state: TreeState = {
      ...stateOf(entry('s1', 'self', [inward, outward, fine]), entry('s2', 'other', [foreign])),
      accounts: [{ id: 'a', cloud: 'alibaba', label: 'A', ownerId: '1', regions: ['r'] }],
      abilities: () => abilities,
    };
    const rows = [inward, outward, fine].map((each) => rowAt(each));
    const { changes, asked } = retriesIn([...rows, rowAt(foreign, 'other')], state);
    assert.equal(asked, 4);
    assert.deepEqual(changes, [
      {
        ...{ kind: 'associate', scope, shareId: 's1', permissions: {} },
        ...{ resources: [{ type: 'VSwitch', id: 'vsw-1' }], principals: [] },
      },
      {
        ...{ kind: 'disassociate', scope, shareId: 's1' },
        ...{ resources: [], principals: ['10'] },
      },
    ]);
  });

  it('deletes what is one’s own, and leaves what was received', () => {
    const state = stateOf(entry('s1', 'self'), entry('s2', 'other'));
    const rows = [shareAt('s1', 'self'), shareAt('s2', 'other'), shareAt('gone', 'self')];
    assert.deepEqual(endingsIn(rows, 'delete', state), {
      changes: [{ kind: 'delete', scope, shareId: 's1' }],
      asked: 3,
    });
    assert.deepEqual(endingsIn(rows, 'leave', state), {
      changes: [{ kind: 'leave', scope, shareId: 's2' }],
      asked: 3,
    });
  });
});
