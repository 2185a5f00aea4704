import assert from 'node:assert/strict';
import { type ActionRecord, beginAction, withRecord } from '../../../../src/changes/action.ts';
import type { ActivityEntry } from '../../../../src/changes/activity.ts';
import type { PlanPart } from '../../../../src/changes/plan.ts';
import {
  activityParent,
  activityRowId,
  parseActivityRow,
  type ActivityAddress,
} from '../../../../src/vscode/activity/activity-address.ts';
import { activityChildren, activityRow } from '../../../../src/vscode/activity/activity-rows.ts';
import type { ActivityRow } from '../../../../src/vscode/activity/activity-row.ts';

const names = {
  scope: ({ region }: { readonly region: string }) => `Network team · ${region}`,
  time: (time: number) => `at ${time}`,
  explain: (_: string, reason: string) =>
    reason === 'Unavailable' ? { meaning: 'It is not there.', advice: 'Make it.' } : {},
};

function part(key: string, name: string): PlanPart {
  return {
    key,
    scope: { accountId: 'a', region: 'cn-hangzhou' },
    share: { id: `rs-${key}`, name },
    changes: [],
    items: [
      { kind: 'resource', effect: 'new', type: 'VSwitch', id: 'vsw-1', step: 0 },
      { kind: 'resource', effect: 'new', type: 'VSwitch', id: 'vsw-2', step: 0 },
      { kind: 'tag', effect: 'new', type: '', id: 'team', to: 'net', step: 1 },
    ],
    steps: [
      {
        kind: 'associate',
        request: {
          resources: [
            { type: 'VSwitch', id: 'vsw-1' },
            { type: 'VSwitch', id: 'vsw-2' },
          ],
          principals: [],
          permissions: [],
        },
      },
      { kind: 'tag', tags: [{ key: 'team', value: 'net' }] },
    ],
  };
}

function entry(
  status: ActivityEntry['status'],
  parts: readonly PlanPart[],
  ...records: ActionRecord[]
): ActivityEntry {
  const plan = { version: 1 as const, parts: [...parts] };
  const begun = beginAction({ type: 'begin', id: 'one', at: 1_000, plan });
  return { state: records.reduce(withRecord, begun), status };
}

const answered = (step: number, requestId: string): readonly ActionRecord[] => [
  { type: 'sending', at: 1_000, part: 'p', step },
  { type: 'answered', at: 1_250, part: 'p', step, outcome: 'done', requestIds: [requestId] },
];

const settledWithFailure = entry(
  'ended',
  [part('p', 'hub $(x)')],
  ...answered(0, 'ABC-1'),
  ...answered(1, 'ABC-2'),
  { type: 'end', at: 2_000, end: 'done' },
  {
    type: 'settled',
    at: 3_000,
    part: 'p',
    items: [
      { kind: 'resource', type: 'VSwitch', id: 'vsw-1', result: 'done' },
      {
        ...{ kind: 'resource', type: 'VSwitch', id: 'vsw-2', result: 'failed' },
        failures: [
          {
            ...{ entityId: '1234567890123456', entityType: 'Account', operation: 'Associate' },
            ...{ reason: 'Unavailable', description: 'In the vendor’s words.' },
          },
        ],
      },
    ],
  },
);

const action: ActivityAddress = { kind: 'action', action: 'one' };

/** Every row below an action, by its depth. */
function outline(of: ActivityEntry, continued = false): readonly string[] {
  const lines = (address: ActivityAddress, depth: number): readonly string[] => {
    const row = rowOf(address, of, continued);
    return [
      `${'  '.repeat(depth)}${row.label} | ${row.description}`,
      ...activityChildren(address, of).flatMap((child) => lines(child, depth + 1)),
    ];
  };
  return lines(action, 0);
}

function rowOf(address: ActivityAddress, of: ActivityEntry, continued = false): ActivityRow {
  const row = activityRow(address, { entry: of, continued }, names);
  assert.ok(row, JSON.stringify(address));
  return row;
}

describe('the rows of activity', () => {
  it('go from an action over its calls and their request ids to each item and why it failed', () => {
    assert.deepEqual(outline(settledWithFailure), [
      'hub $\u200b(x) | done, 1 failed · at 1000 · 2 calls: adds 2 resources; changes 1 setting',
      '  AssociateResourceShare | 2 resources · done · 250 ms',
      '    Request id | ABC-1',
      '    vsw-2 | VSwitch · failed · Unavailable',
      '      It is not there. | with 1234567890123456 · Unavailable',
      '    vsw-1 | VSwitch · done',
      '  TagResources | done · 250 ms',
      '    Request id | ABC-2',
      '    team = net | done',
    ]);
  });

  it('offer what helps: to try again, to go on, nothing where that was done', () => {
    const context = (of: ActivityEntry, continued = false) =>
      rowOf(action, of, continued).context.join(' ');
    assert.equal(context(settledWithFailure), 'action helps left over');
    assert.equal(context(settledWithFailure, true), 'action over');
    const item = { kind: 'item', action: 'one', part: 0, step: 0 } as const;
    const failedOne = rowOf({ ...item, index: 1 }, settledWithFailure);
    assert.deepEqual(failedOne.context, ['helps', 'item', 'left']);
    assert.deepEqual(rowOf({ ...item, index: 0 }, settledWithFailure).context, ['item']);
    assert.equal(context(entry('cutOff', [part('p', 'hub')])), 'action over stopped');
    assert.equal(context(entry('running', [part('p', 'hub')])), 'action');
    assert.equal(context(entry('elsewhere', [part('p', 'hub')])), 'action');
  });

  it('say by share what an action on several does', () => {
    const several = entry('running', [part('p', 'hub'), part('q', 'spoke')], ...answered(0, 'A'));
    const labels = activityChildren(action, several).map((address) => rowOf(address, several));
    assert.deepEqual(
      labels.map(({ label, description }) => `${label} | ${description}`),
      [
        'hub | Network team · cn-hangzhou · 1 of 2 calls',
        'spoke | Network team · cn-hangzhou · 0 of 2 calls',
      ],
    );
  });

  it('tell what a refusal means beside its code, and what to do where it is pointed at', () => {
    const refused = entry(
      'ended',
      [part('p', 'hub')],
      { type: 'sending', at: 1_000, part: 'p', step: 0 },
      {
        ...{ type: 'answered', at: 1_250, part: 'p', step: 0, outcome: 'failed', requestIds: [] },
        error: {
          ...{ kind: 'denied', code: 'NoPermission', message: 'In the vendor’s words.' },
          ...{ operation: 'AssociateResourceShare', meaning: 'You may not.', advice: 'Ask.' },
        },
      },
      { type: 'end', at: 2_000, end: 'failed' },
    );
    const refusal = rowOf({ kind: 'refusal', action: 'one', part: 0, step: 0 }, refused);
    assert.equal(`${refusal.label} | ${refusal.description}`, 'You may not. | NoPermission');
    assert.deepEqual(refusal.tooltip, [
      'You may not.',
      'Ask.',
      'In the vendor’s words.',
      'NoPermission',
    ]);
    const row = rowOf(action, refused);
    assert.match(row.description, /^failed · 0 of 2 calls/u);
    assert.ok(!row.context.includes('helps'), 'the same again would be refused again');
    assert.ok(row.context.includes('left'));
  });

  it('say that a call without an answer runs while somebody sends it, and only after that that nobody knows', () => {
    const sent: ActionRecord = { type: 'sending', at: 1_000, part: 'p', step: 0 };
    const words = (status: ActivityEntry['status'], ...more: ActionRecord[]) => {
      const sending = entry(status, [part('p', 'hub')], sent, ...more);
      const call = rowOf({ kind: 'step', action: 'one', part: 0, step: 0 }, sending);
      const item = rowOf({ kind: 'item', action: 'one', part: 0, step: 0, index: 0 }, sending);
      return [call, item].map(({ description, icon }) => `${description} | ${icon.id}`);
    };
    const running = ['2 resources · running | loading~spin', 'VSwitch · running | loading~spin'];
    const unknown = [
      '2 resources · sent, answer unknown | question',
      'VSwitch · sent, answer unknown | question',
    ];
    assert.deepEqual(words('running'), running);
    assert.deepEqual(words('elsewhere'), running);
    assert.deepEqual(words('cutOff'), unknown);
    const lost: ActionRecord = {
      ...{ type: 'answered', at: 1_250, part: 'p', step: 0, outcome: 'unknown', requestIds: [] },
    };
    assert.deepEqual(words('running', lost)[1], unknown[1]);
  });

  it('have ids that are read back, and know the row above', () => {
    const all = (address: ActivityAddress): readonly ActivityAddress[] => [
      address,
      ...activityChildren(address, settledWithFailure).flatMap(all),
    ];
    const rows = all(action);
    assert.equal(new Set(rows.map(activityRowId)).size, rows.length);
    for (const row of rows) {
      assert.deepEqual(parseActivityRow(activityRowId(row)), row);
      const parent = activityParent(row, () => 1);
      if (!parent) continue;
      const siblings = activityChildren(parent, settledWithFailure).map(activityRowId);
      assert.ok(siblings.includes(activityRowId(row)), activityRowId(row));
    }
    assert.equal(parseActivityRow('share/a/b'), undefined);
    assert.equal(parseActivityRow(undefined), undefined);
  });

  it('are none for what is gone', () => {
    const gone: ActivityAddress = { kind: 'item', action: 'one', part: 3, step: 0, index: 9 };
    assert.equal(
      activityRow(gone, { entry: settledWithFailure, continued: false }, names),
      undefined,
    );
  });
});
