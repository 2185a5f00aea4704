import assert from 'node:assert/strict';
import {
  type ActionRecord,
  type ActionState,
  beginAction,
  withRecord,
} from '../../../../src/changes/action.ts';
import type { Plan, PlanPart } from '../../../../src/changes/plan.ts';
import { endNotice } from '../../../../src/vscode/changes/end-notice.ts';

const scope = { accountId: 'a', region: 'r' };

const deletion = (name: string): PlanPart => ({
  key: name,
  scope,
  share: { id: name, name },
  changes: [],
  items: [{ kind: 'share', effect: 'gone', type: '', id: name, step: 0 }],
  steps: [{ kind: 'delete' }],
});

const leaving = (name: string): PlanPart => ({ ...deletion(name), steps: [{ kind: 'leave' }] });

type Answer = 'done' | 'failed' | 'notSent';

function action(end: 'done' | 'failed' | 'cancelled', ...parts: [PlanPart, Answer][]): ActionState {
  const plan: Plan = { version: 1, parts: parts.map(([part]) => part) };
  const records = parts.flatMap(([{ key }, answer]): ActionRecord[] =>
    answer === 'notSent'
      ? []
      : [
          { type: 'sending', at: 1, part: key, step: 0 },
          {
            ...{ type: 'answered', at: 2, part: key, step: 0, outcome: answer, requestIds: [] },
            ...(answer === 'failed' && {
              error: {
                kind: 'denied' as const,
                code: 'NoPermission',
                message: 'No.',
                operation: 'DeleteResourceShare',
                meaning: 'You may not.',
                advice: 'Ask.',
              },
            }),
          },
        ],
  );
  return [...records, { type: 'end', at: 3, end } as const].reduce<ActionState>(
    withRecord,
    beginAction({ type: 'begin', id: '1', at: 0, plan }),
  );
}

const tell = (state: ActionState) => endNotice(state, [], undefined, () => undefined);

describe('endNotice', () => {
  it('says what was done to shares that need no following', () => {
    assert.deepEqual(tell(action('done', [leaving('one'), 'done'])), {
      severity: 'information',
      text: 'This account has left the resource share one.',
    });
  });

  it('names three shares and counts the others', () => {
    const parts = ['a', 'b', 'c', 'd', 'e'].map((name): [PlanPart, Answer] => [
      leaving(name),
      'done',
    ]);
    const { text } = tell(action('done', ...parts));
    assert.match(text, /share c\. … and 2 more\.$/u);
    assert.ok(!text.includes('share d'));
  });

  it('gives an exact account of done, failed and not sent, with the reason first', () => {
    const state = action(
      'failed',
      [deletion('one'), 'done'],
      [deletion('two'), 'failed'],
      [deletion('three'), 'notSent'],
    );
    assert.deepEqual(tell(state), {
      severity: 'error',
      text: 'two: You may not. Ask. (NoPermission) 1 of 3 items done. Failed: 1. Not sent: 1. The resource share one was deleted.',
    });
  });

  it('is no error when it was cancelled', () => {
    const state = action('cancelled', [deletion('one'), 'done'], [deletion('two'), 'notSent']);
    const { severity, text } = tell(state);
    assert.equal(severity, 'warning');
    assert.match(text, /^Cancelled\. 1 of 2 items done\. Not sent: 1\./u);
  });
});
