import assert from 'node:assert/strict';
import type { Change } from '../../../src/changes/change.ts';
import { nothingKnown } from '../../../src/changes/change-context.ts';
import { impactOf } from '../../../src/changes/impact.ts';
import { shareState } from '../../../src/changes/inventory-state.ts';
import { planChanges } from '../../../src/changes/plan-changes.ts';
import { abilities } from '../../../src/clouds/alibaba/abilities.ts';
import type { ShareEntry } from '../../../src/inventory/snapshot.ts';
import type { Association } from '../../../src/model/share.ts';
import { associationStates, parseStatus, shareStates } from '../../../src/model/status.ts';

const scope = { accountId: 'a', region: 'cn-hangzhou' };

function row(
  shareId: string,
  kind: Association['kind'],
  entityId: string,
  change: Partial<Association> = {},
): Association {
  return {
    shareId,
    kind,
    entityId,
    entityType: kind === 'resource' ? 'VSwitch' : 'Account',
    status: parseStatus(associationStates, 'Associated'),
    failures: [],
    createdAt: '',
    updatedAt: '',
    ...change,
  };
}

function entry(id: string, resources: string[], principals: (string | Association)[]): ShareEntry {
  return {
    share: {
      id,
      name: id,
      owner: 'self',
      ownerId: '1',
      status: parseStatus(shareStates, 'Active'),
      tags: [],
      createdAt: '',
      updatedAt: '',
    },
    resources: resources.map((one) => row(id, 'resource', one)),
    principals: principals.map((one) =>
      typeof one === 'string' ? row(id, 'principal', one) : one,
    ),
  };
}

function impact(entries: readonly ShareEntry[], ...changes: readonly Change[]) {
  const plan = planChanges(changes, {
    ...nothingKnown,
    account: () => ({ ownerId: '1', label: 'a', readOnly: false, abilities }),
    share: (_, id) => {
      const found = entries.find(({ share }) => share.id === id);
      return found && shareState(found, undefined);
    },
  });
  return impactOf(plan, { shares: () => entries, ownerId: () => '1' }).map((change) => ({
    principal: change.principal,
    gained: change.gained.map(({ id }) => id),
    lost: change.lost.map(({ id }) => id),
    kept: change.kept.map(({ resource, through }) => [resource.id, ...through]),
    withdrawn: change.withdrawn,
  }));
}

const nothing = { gained: [], lost: [], kept: [], withdrawn: false };

describe('impactOf', () => {
  it('tells who loses what with a share, and who keeps it through which other one', () => {
    const entries = [
      entry('one', ['vsw-1', 'vsw-2'], ['10', '20']),
      entry('two', ['vsw-2'], ['20', '30']),
    ];
    assert.deepEqual(impact(entries, { kind: 'delete', scope, shareId: 'one' }), [
      { ...nothing, principal: '10', lost: ['vsw-1', 'vsw-2'] },
      { ...nothing, principal: '20', lost: ['vsw-1'], kept: [['vsw-2', 'two']] },
    ]);
  });

  it('counts no share as a way to keep something that goes with the same plan', () => {
    const entries = [entry('one', ['vsw-1'], ['10']), entry('two', ['vsw-1'], ['10'])];
    const found = impact(
      entries,
      { kind: 'delete', scope, shareId: 'one' },
      { kind: 'delete', scope, shareId: 'two' },
    );
    assert.deepEqual(found, [{ ...nothing, principal: '10', lost: ['vsw-1'] }]);
  });

  it('takes from everybody what is taken out, and from who is taken out everything', () => {
    const entries = [entry('one', ['vsw-1', 'vsw-2'], ['10', '20'])];
    const found = impact(entries, {
      kind: 'disassociate',
      scope,
      shareId: 'one',
      resources: [{ type: 'VSwitch', id: 'vsw-1' }],
      principals: ['20'],
    });
    assert.deepEqual(found, [
      { ...nothing, principal: '10', lost: ['vsw-1'] },
      { ...nothing, principal: '20', lost: ['vsw-1', 'vsw-2'] },
    ]);
  });

  it('withdraws an invitation that nobody has answered, which gave no access yet', () => {
    const asked = row('one', 'principal', '40', {
      status: parseStatus(associationStates, 'Associating'),
      external: true,
    });
    const entries = [entry('one', ['vsw-1'], [asked])];
    assert.deepEqual(impact(entries, { kind: 'delete', scope, shareId: 'one' }), [
      { ...nothing, principal: '40', withdrawn: true },
    ]);
  });

  it('gives nothing anew that somebody has through another share', () => {
    const entries = [entry('one', ['vsw-1'], ['10']), entry('two', ['vsw-2'], ['10'])];
    const found = impact(entries, {
      kind: 'associate',
      scope,
      shareId: 'one',
      resources: [
        { type: 'VSwitch', id: 'vsw-2' },
        { type: 'VSwitch', id: 'vsw-3' },
      ],
      principals: [],
      permissions: {},
    });
    assert.deepEqual(found, [{ ...nothing, principal: '10', gained: ['vsw-3'] }]);
  });
});
