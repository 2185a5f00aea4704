import assert from 'node:assert/strict';
import { type ActionRecord, beginAction, withRecord } from '../../../../src/changes/action.ts';
import type { ActivityEntry } from '../../../../src/changes/activity.ts';
import type { Plan } from '../../../../src/changes/plan.ts';
import {
  activityLine,
  activityStatus,
  activityText,
} from '../../../../src/vscode/activity/activity-text.ts';

const part = {
  key: 'p',
  scope: { accountId: 'a', region: 'cn-hangzhou' },
  share: { id: 'rs-1', name: 'hub $(x)' },
  changes: [],
  items: [{ kind: 'share' as const, effect: 'gone' as const, type: '', id: 'rs-1', step: 0 }],
  steps: [{ kind: 'delete' as const }],
};

function entry(status: ActivityEntry['status'], ...records: ActionRecord[]): ActivityEntry {
  const plan: Plan = { version: 1, parts: [part] };
  const begun = beginAction({ type: 'begin', id: '1', at: 1_000, plan });
  return { state: records.reduce(withRecord, begun), status };
}

const failed = entry(
  'ended',
  { type: 'sending', at: 1_000, part: 'p', step: 0 },
  {
    ...{ type: 'answered', at: 1_250, part: 'p', step: 0, outcome: 'failed' },
    requestIds: ['ABC-1'],
    error: {
      ...{ kind: 'denied', code: 'NoPermission', message: 'In the vendor’s words.' },
      ...{ operation: 'DeleteResourceShare', meaning: 'You may not.', advice: 'Ask.' },
    },
  },
  { type: 'end', at: 2_000, end: 'failed' },
);

describe('the text of an action', () => {
  it('has all that a ticket needs: share, call, duration, request id, and why it failed', () => {
    const text = activityText(failed, {
      scope: ({ region }) => `Network team · ${region}`,
      time: (time) => `at ${time}`,
      explain: () => ({}),
    });
    for (const word of [
      '(rs-1) · Network team · cn-hangzhou',
      'failed · at 1000 – at 2000',
      'DeleteResourceShare: failed · 250 ms · NoPermission · ABC-1',
      'In the vendor’s words.',
      'You may not.',
      'Ask.',
    ]) {
      assert.ok(text.includes(word), `${word} in:\n${text}`);
    }
    assert.ok(!text.includes('$(x)'), 'text of a cloud is made safe');
  });

  it('tells what was cut off from what runs, here or elsewhere', () => {
    assert.equal(activityStatus(entry('cutOff')), 'cut off');
    assert.equal(activityStatus(entry('running')), 'running');
    assert.equal(activityStatus(entry('elsewhere')), 'running in another window');
    assert.equal(activityStatus(failed), 'failed');
  });

  it('calls nothing unknown that is just being sent', () => {
    const names = { scope: () => '', time: String, explain: () => ({}) };
    const sent = { type: 'sending', at: 1_000, part: 'p', step: 0 } as const;
    const lineOf = (status: ActivityEntry['status']) =>
      /DeleteResourceShare: .*/u.exec(activityText(entry(status, sent), names))?.[0];
    assert.equal(lineOf('running'), 'DeleteResourceShare: running');
    assert.equal(lineOf('cutOff'), 'DeleteResourceShare: sent, answer unknown');
  });

  it('is one line in a list', () => {
    assert.match(activityLine(failed), /^hub .*: deletes 1 resource share$/u);
  });
});
