import assert from 'node:assert/strict';
import { type ActionRecord, type ActionState, withRecord } from '../../../src/changes/action.ts';
import type { Change } from '../../../src/changes/change.ts';
import { failedChanges, retryOfRows } from '../../../src/changes/failed-changes.ts';
import { planChanges } from '../../../src/changes/plan-changes.ts';
import { abilities } from '../../../src/clouds/alibaba/abilities.ts';
import { abilities as huawei } from '../../../src/clouds/huawei/abilities.ts';
import { aRow, scope } from '../inventory/samples.ts';
import { aState, contextOf, inState } from './contexts.ts';
import { accounts } from './drafts.ts';
import { startOf } from './running.ts';

const [first = '', second = '', third = ''] = accounts(3);
const resources = ['vsw-1', 'vsw-2'].map((id) => ({ type: 'VSwitch', id }));
const share = { scope, shareId: 'rs-1' };
const add: Change = {
  kind: 'associate',
  ...share,
  resources,
  principals: [{ id: first }, { id: second }, { id: third }],
  permissions: { VSwitch: 'P1' },
};
const create: Change = {
  kind: 'create',
  scope,
  name: 'made',
  allowExternal: true,
  resources,
  principals: [{ id: first }],
  permissions: {},
};

function stateOf(change: Change, ...records: readonly ActionRecord[]): ActionState {
  const plan = planChanges([change], contextOf({ 'rs-1': aState() }));
  return records.reduce(withRecord, startOf(plan));
}

const answered = (
  plan: ActionState,
  outcome: 'done' | 'failed' | 'unknown',
  shareId?: string,
): ActionRecord => ({
  type: 'answered',
  at: 1,
  part: plan.parts[0]?.part.key ?? '',
  step: 0,
  outcome,
  ...(shareId !== undefined && { shareId }),
  requestIds: [],
});
const settled = (plan: ActionState, failed: readonly string[]): ActionRecord => ({
  type: 'settled',
  at: 2,
  part: plan.parts[0]?.part.key ?? '',
  items: (plan.parts[0]?.part.items ?? []).map(({ kind, type, id }) => ({
    kind,
    type,
    id,
    result: failed.includes(id) ? 'failed' : 'done',
  })),
});

describe('failedChanges', () => {
  it('tries just that again which the cloud took and could not do', () => {
    const begun = stateOf(add);
    const state = stateOf(add, answered(begun, 'done'), settled(begun, ['vsw-2', third]));
    assert.deepEqual(failedChanges(state), [
      { ...add, resources: [{ type: 'VSwitch', id: 'vsw-2' }], principals: [{ id: third }] },
    ]);
    assert.deepEqual(
      failedChanges(state, ({ item }) => item.kind === 'principal'),
      [{ ...add, resources: [], principals: [{ id: third }] }],
    );
    const [again] = planChanges(
      failedChanges(state),
      contextOf({
        'rs-1': aState({
          resources: [inState('vsw-1'), inState('vsw-2', { state: 'failed' })],
          principals: [inState(first), inState(second), inState(third, { state: 'failed' })],
        }),
      }),
    ).parts;
    assert.deepEqual(
      again?.items.map(({ kind, id, effect }) => `${kind} ${id} ${effect}`),
      ['resource vsw-2 new', `principal ${third} new`, 'permission P1 new'],
    );
  });

  it('tries a refused call again, and nothing whose end nobody knows', () => {
    const begun = stateOf(add);
    assert.deepEqual(failedChanges(stateOf(add, answered(begun, 'failed'))), [add]);
    assert.deepEqual(failedChanges(stateOf(add, answered(begun, 'unknown'))), []);
    assert.deepEqual(failedChanges(stateOf(add, answered(begun, 'done'))), []);
    assert.deepEqual(failedChanges(begun), []);
  });

  it('makes a share again that was refused, and adds to one that was made', () => {
    const begun = stateOf(create);
    assert.deepEqual(failedChanges(stateOf(create, answered(begun, 'failed'))), [create]);
    const made = stateOf(create, answered(begun, 'done', 'rs-new'), settled(begun, ['vsw-1']));
    assert.deepEqual(failedChanges(made), [
      {
        kind: 'associate',
        scope,
        shareId: 'rs-new',
        resources: [{ type: 'VSwitch', id: 'vsw-1' }],
        principals: [],
        permissions: {},
      },
    ]);
  });
});

describe('retryOfRows', () => {
  it('puts in again what failed to get in, and takes out what failed to get out', () => {
    const failure = {
      entityId: first,
      entityType: 'Account',
      reason: 'UnsupportedOperation',
      description: '',
    };
    const changes = retryOfRows(
      scope,
      [
        aRow('rs-1', 'vsw-1', 'Failed', { resourceProperty: '{"a":1}', arn: 'acs:vpc:::vsw-1' }),
        aRow('rs-1', 'bs-1', 'Failed', {
          entityType: 'PolarDBBackupSet',
          arn: 'acs:polardb:::bs-1',
        }),
        aRow('rs-1', first, 'Failed', { failures: [{ ...failure, operation: 'Associate' }] }),
        aRow('rs-1', 'vsw-2', 'Failed', { failures: [{ ...failure, operation: 'Disassociate' }] }),
        aRow('rs-1', 'vsw-3', 'Associated'),
        aRow('rs-2', second, 'Failed'),
      ],
      abilities,
    );
    assert.deepEqual(changes, [
      {
        kind: 'associate',
        ...share,
        resources: [
          { type: 'VSwitch', id: 'vsw-1', property: '{"a":1}' },
          { type: 'PolarDBBackupSet', arn: 'acs:polardb:::bs-1' },
        ],
        principals: [{ id: first }],
        permissions: {},
      },
      {
        kind: 'associate',
        scope,
        shareId: 'rs-2',
        resources: [],
        principals: [{ id: second }],
        permissions: {},
      },
      {
        kind: 'disassociate',
        ...share,
        resources: [{ type: 'VSwitch', id: 'vsw-2' }],
        principals: [],
      },
    ]);
  });

  it('names by its URN what has no other name', () => {
    const urn = 'vpc:cn-north-4:05c734152f00d4200f2bc0179ac61000:subnet:s-1';
    const row = aRow('rs-1', urn, 'Failed', { entityType: 'vpc:subnet', arn: urn });
    const [change] = retryOfRows(scope, [row], huawei);
    assert.deepEqual(change?.kind === 'associate' && change.resources, [
      { type: 'vpc:subnet', arn: urn },
    ]);
  });
});
