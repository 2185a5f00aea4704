import assert from 'node:assert/strict';
import type { Outcome } from '../../../src/changes/follow.ts';
import type { Association } from '../../../src/model/share.ts';
import { associationStates, parseStatus } from '../../../src/model/status.ts';
import { outcomeNotice } from '../../../src/vscode/changes/outcome-notice.ts';
import { noOutcome } from '../changes/outcomes.ts';

function row(entityId: string, status: string, change: Partial<Association> = {}): Association {
  return {
    shareId: 'rs-1',
    kind: 'resource',
    entityId,
    entityType: 'VSwitch',
    status: parseStatus(associationStates, status),
    failures: [],
    createdAt: '',
    updatedAt: '',
    ...change,
  };
}

const limit = {
  entityId: '1720505253001234',
  entityType: 'Account',
  reason: 'LimitExceeded',
  description: 'In the cloud’s words.',
  operation: 'Associate',
};

function outcome(change: Partial<Outcome>, shareId?: string): Outcome {
  return {
    part: {
      key: 'a/r/rs-1',
      scope: { accountId: 'a', region: 'r' },
      share: { name: 'hub $(x)', ...(shareId !== undefined && { id: shareId }) },
      changes: [],
      items: [],
      steps: [],
    },
    shareId: 'rs-1',
    ...noOutcome,
    ...change,
  };
}

const explain = (reason: string): string | undefined =>
  reason === 'LimitExceeded' ? 'Shared with as many as it may be.' : undefined;

describe('outcomeNotice', () => {
  it('speaks of no share where the change was about none', () => {
    const { shareId, ...none } = outcome({});
    assert.equal(shareId, 'rs-1');
    assert.equal(outcomeNotice(none, explain).text, '');
    assert.equal(outcomeNotice({ ...none, shareId }, explain).text.length > 0, true);
  });

  it('says that all is well, with the share made harmless', () => {
    const { severity, text } = outcomeNotice(
      outcome(
        { associated: [row('a', 'Associated'), row('b', 'Associated', { kind: 'principal' })] },
        'rs-1',
      ),
      explain,
    );
    assert.equal(severity, 'information');
    assert.equal(text, 'hub $\u200B(x): associated 1 resource and 1 principal.');
  });

  it('names what failed with its documented meaning, and counts the rest', () => {
    const failed = ['a', 'b', 'c', 'd'].map((id) => row(id, 'Failed', { failures: [limit] }));
    const { severity, text } = outcomeNotice(
      outcome({ failed, associated: [row('x', 'Associated')] }),
      explain,
    );
    assert.equal(severity, 'error');
    assert.match(text, /^The resource share .* was created\. 4 of 5 items failed\./u);
    assert.match(text, /a: Shared with as many as it may be\. \(LimitExceeded\)/u);
    assert.doesNotMatch(text, /d: /u);
  });

  it('falls back to the words of the cloud', () => {
    const failures = [{ ...limit, reason: 'Brand new' }];
    const { text } = outcomeNotice(
      outcome({ failed: [row('a', 'Failed', { failures }), row('b', 'Failed')] }, 'rs-1'),
      explain,
    );
    assert.match(text, /a: In the cloud’s words\. \(Brand new\)/u);
    assert.match(text, /b: the cloud gives no reason\./u);
  });

  it('tells who has to accept, which is no failure', () => {
    const waiting = [row('1', 'Associating', { kind: 'principal', external: true })];
    const { severity, text } = outcomeNotice(outcome({ end: 'waiting', waiting }), explain);
    assert.equal(severity, 'information');
    assert.match(text, /1 principal has to accept the invitation first\./u);
  });

  it('says that a principal may have to accept where the cloud does not tell who is outside', () => {
    const waiting = [row('1', 'Associating', { kind: 'principal' })];
    const { text } = outcomeNotice(outcome({ end: 'waiting', waiting }), explain);
    assert.match(text, /1 principal may have to accept an invitation first\./u);
  });

  it('warns about what is no longer followed', () => {
    const stillPending = [row('1', 'Associating'), row('2', 'Associating')];
    const { severity, text } = outcomeNotice(outcome({ end: 'pending', stillPending }), explain);
    assert.equal(severity, 'warning');
    assert.match(text, /2 items are still pending/u);
  });

  it('tells what was removed, and that a share is gone', () => {
    const item = { kind: 'resource', effect: 'gone', type: 'VSwitch', id: 'vsw-1' } as const;
    assert.equal(
      outcomeNotice(outcome({ removed: [item] }, 'rs-1'), explain).text,
      'hub $\u200B(x): removed 1 resource.',
    );
    const share = { kind: 'share', effect: 'gone', type: '', id: 'rs-1' } as const;
    assert.deepEqual(outcomeNotice(outcome({ removed: [share] }, 'rs-1'), explain), {
      severity: 'information',
      text: 'The resource share hub $\u200B(x) was deleted.',
    });
    const late = outcomeNotice(outcome({ end: 'pending', ending: [share] }, 'rs-1'), explain);
    assert.equal(late.severity, 'warning');
    assert.match(late.text, /still being deleted/u);
  });
});
