import assert from 'node:assert/strict';
import type { Change } from '../../../src/changes/change.ts';
import { planChanges } from '../../../src/changes/plan-changes.ts';
import { planTexts } from '../../../src/changes/plan-texts.ts';
import { scope } from '../inventory/samples.ts';
import { aState, contextOf, inState } from './contexts.ts';

const member = '1720505253001234';
const outside = '1720505253005678';
const ofShare = { scope, shareId: 'rs-1' };
const known = contextOf({
  'rs-1': aState({
    name: 'net\nwork',
    description: 'old',
    tags: [{ key: 'env', value: 'prod' }],
    resources: [inState('vsw-2'), inState('vsw-1'), inState('vsw-9', { state: 'failed' })],
    principals: [inState(member)],
    permissions: [{ id: 'P1', name: 'P1', resourceType: 'VSwitch', version: 'v1' }],
  }),
});
const names = {
  scope: () => 'Net hub · Hangzhou',
  principal: (id: string) => (id === member ? 'Retail' : undefined),
};
const textsOf = (...changes: readonly Change[]) => {
  const { before, after } = planTexts(planChanges(changes, known), names);
  return { before: before.split('\n'), after: after.split('\n') };
};

describe('planTexts', () => {
  it('differ in just the lines that change', () => {
    const { before, after } = textsOf(
      {
        kind: 'associate',
        ...ofShare,
        resources: [{ type: 'VSwitch', id: 'vsw-3' }],
        principals: [{ id: outside }],
        permissions: {},
      },
      {
        kind: 'disassociate',
        ...ofShare,
        resources: [{ type: 'VSwitch', id: 'vsw-1' }],
        principals: [],
      },
      { kind: 'update', ...ofShare, allowExternal: true },
      { kind: 'untag', ...ofShare, keys: ['env'] },
    );
    assert.deepEqual(
      before.filter((line) => !after.includes(line)),
      ['  Outside principals: not allowed', '  Tags:', '    env = prod', '    VSwitch  vsw-1'],
    );
    assert.deepEqual(
      after.filter((line) => !before.includes(line)),
      ['  Outside principals: allowed', '    VSwitch  vsw-3', `    ${outside}`],
    );
    const both = before.filter((line) => after.includes(line));
    assert.deepEqual(
      both.filter((line) => line !== ''),
      after.filter((line) => line !== '' && before.includes(line)),
      'what stays stands in the same order',
    );
    assert.ok(before.includes(`    ${member}  (Retail)`));
    assert.ok(before.includes('    VSwitch: P1 v1'));
    assert.ok(!before.join().includes('vsw-9'), 'what has failed gives no access');
  });

  it('are safe to show, whatever a cloud has sent', () => {
    const { before } = textsOf({ kind: 'update', ...ofShare, name: 'x' });
    assert.equal(before.filter((line) => line.startsWith('  Name:')).length, 1);
    assert.ok(!before.includes('work'));
  });

  it('have nothing after a share that is deleted, and nothing before one that is made', () => {
    const deleted = textsOf({ kind: 'delete', ...ofShare });
    assert.deepEqual(deleted.after, ['']);
    assert.ok(deleted.before.includes('Resource share rs-1'));
    const made = textsOf({
      kind: 'create',
      scope,
      name: 'made',
      allowExternal: false,
      resources: [],
      principals: [{ id: member }],
      permissions: {},
    });
    assert.deepEqual(made.before, ['']);
    assert.ok(made.after.includes('New resource share') && made.after.includes('  Name: made'));
  });

  it('say what becomes of an invitation and of a switch', () => {
    const invitation = { id: 'i-1', shareId: 'rs-9', shareName: 'offered', senderId: outside };
    const accepted = textsOf({ kind: 'accept', scope, invitation });
    assert.deepEqual(
      [accepted.before[0], accepted.after[0]],
      ['Invitation to offered: pending', 'Invitation to offered: accepted'],
    );
    const switched = textsOf({ kind: 'organizationSharing', scope, enabled: true });
    assert.deepEqual(
      [switched.before[0], switched.after[0]],
      [
        'Sharing in the organisation of Net hub · Hangzhou: off',
        'Sharing in the organisation of Net hub · Hangzhou: on',
      ],
    );
  });
});
