import assert from 'node:assert/strict';
import type { AccessChange, Impact } from '../../../../src/changes/impact.ts';
import type { Plan, PlanItem, PlanPart, Step } from '../../../../src/changes/plan.ts';
import type { Finding } from '../../../../src/changes/preflight/preflight.ts';
import { callLines } from '../../../../src/vscode/changes/call-lines.ts';
import { planQuestion, refusalText } from '../../../../src/vscode/changes/plan-question.ts';

const scope = { accountId: 'a', region: 'r' };

function part(name: string, steps: Step[], items: PlanItem[]): PlanPart {
  return { key: name, scope, share: { id: name, name }, changes: [], items, steps };
}

const plan = (...parts: PlanPart[]): Plan => ({ version: 1, parts });

const gone = (kind: 'share' | 'resource' | 'principal', id: string): PlanItem => ({
  kind,
  effect: 'gone',
  type: kind === 'resource' ? 'VSwitch' : '',
  id,
  step: 0,
});

const noImpact: Impact = { changes: [], incomplete: [], unknown: [] };

const out: Step = { kind: 'disassociate', request: { resources: [], principals: [] } };

function ask(of: Plan, rest: Partial<Parameters<typeof planQuestion>[0]> = {}) {
  return planQuestion({
    plan: of,
    impact: noImpact,
    findings: [],
    principal: (id) => `<${id}>`,
    ...rest,
  });
}

const access = (principal: string, change: Partial<AccessChange>): AccessChange => ({
  scope,
  principal,
  gained: [],
  lost: [],
  kept: [],
  mayKeep: [],
  invited: 'no',
  withdrawn: 'no',
  ...change,
});

const resource = (id: string) => ({ id, type: 'VSwitch', state: 'associated' as const });

describe('callLines', () => {
  it('names each call in its order with how much it takes, and its share where there are several', () => {
    const first = part(
      'hub',
      [out, { kind: 'delete' }],
      [
        gone('resource', 'vsw-1'),
        gone('principal', '10'),
        { ...gone('resource', 'vsw-2'), step: 1 },
        { ...gone('share', 'hub'), step: 1 },
      ],
    );
    assert.deepEqual(callLines(plan(first)), [
      '1. DisassociateResourceShare · 1 resource and 1 principal',
      '2. DeleteResourceShare',
    ]);
    const second = part('other $(x)', [{ kind: 'leave' }], [gone('share', 'other')]);
    assert.equal(callLines(plan(first, second)).length, 3);
    assert.match(callLines(plan(first, second))[2] ?? '', /^1\. other .* · \w+$/u);
    assert.ok(!callLines(plan(first, second)).some((line) => line.includes('$(x)')));
  });
});

describe('planQuestion', () => {
  it('asks with a modal before anything goes, and says who loses and who keeps what', () => {
    const question = ask(plan(part('hub', [{ kind: 'delete' }], [gone('share', 'hub')])), {
      impact: {
        ...noImpact,
        changes: [
          access('10', { lost: [resource('vsw-1'), resource('vsw-2')] }),
          access('20', { kept: [{ resource: resource('vsw-1'), through: ['other $(x)'] }] }),
          access('30', { withdrawn: 'sure' }),
        ],
      },
    });
    assert.equal(question.kind, 'modal');
    assert.equal(question.text, 'Delete the resource share hub?');
    assert.equal(question.apply, 'Delete');
    assert.match(question.detail[0] ?? '', /^<10> loses access to 2 resources\.$/u);
    assert.match(question.detail[1] ?? '', /^<20> keeps vsw-1 through other /u);
    assert.ok(!question.detail.join('').includes('$(x)'), 'text of a cloud is made safe');
    assert.equal(question.detail[2], 'The invitation of <30> is withdrawn.');
  });

  it('counts rows over several shares, and what of a selection can’t be done', () => {
    const question = ask(
      plan(
        part('one', [out], [gone('resource', 'a'), gone('resource', 'b')]),
        part('two', [out], [gone('principal', '10')]),
      ),
      { leftOut: { asked: 5, can: 3, why: ['The share is being deleted.'] } },
    );
    assert.equal(question.text, 'Take 2 resources and 1 principal out of 2 resource shares?');
    assert.deepEqual(question.detail.slice(0, 3), [
      '3 of 5 can be changed.',
      'The share is being deleted.',
      'Nobody loses access to anything.',
    ]);
  });

  it('asks with one line where nothing goes', () => {
    const renamed: PlanItem = {
      ...{ kind: 'name', effect: 'changed', type: '', id: 'name' },
      ...{ from: 'hub', to: 'hub-2', step: 0 },
    };
    const step: Step = { kind: 'update', request: { name: 'hub-2', allowExternal: false } };
    const question = ask(plan(part('hub', [step], [renamed])));
    assert.equal(question.kind, 'line');
    assert.equal(question.text, 'Change the resource share hub? 1 call: changes 1 setting.');
  });

  it('names the first five who lose something, and how many more there are', () => {
    const changes = Array.from({ length: 8 }, (_, index) =>
      access(String(index), { lost: [resource('vsw-1')] }),
    );
    const { detail } = ask(plan(part('hub', [{ kind: 'delete' }], [gone('share', 'hub')])), {
      impact: { ...noImpact, changes },
    });
    assert.equal(detail.length, 6);
    assert.equal(detail.at(-1), '… and 3 more.');
  });

  it('tells who is invited, who may keep something, and that not everything is read', () => {
    const { detail } = ask(plan(part('hub', [out], [gone('principal', '10')])), {
      impact: {
        changes: [
          access('10', { mayKeep: [{ resource: resource('vsw-1'), through: ['all'] }] }),
          access('20', { invited: 'sure' }),
          access('30', { invited: 'maybe' }),
        ],
        incomplete: [{ scope }],
        unknown: [],
      },
    });
    assert.deepEqual(detail, [
      '<10> loses access to vsw-1, unless it is part of what all is shared with.',
      '<20> is invited and has to accept first.',
      '<30> may have to accept an invitation first.',
      'Not everything is read: somebody may keep more through shares that are not known here.',
    ]);
  });

  it('warns of what the cloud may refuse, once', () => {
    const doubt: Finding = {
      ...{ rule: 'pendingInShare', severity: 'doubt', code: 'X', source: '' },
      ...{ message: 'The call waits.', part: 'hub' },
    };
    const { detail } = ask(plan(part('hub', [out], [gone('resource', 'a')])), {
      findings: [doubt, doubt, { ...doubt, severity: 'note', message: 'no matter' }],
    });
    assert.deepEqual(detail, ['Nobody loses access to anything.', 'The call waits.']);
  });
});

describe('refusalText', () => {
  it('gives each reason once, with its code, and says that nothing was sent', () => {
    const refusal: Finding = {
      ...{ rule: 'shareState', severity: 'refusal', code: 'Mismatch', source: '' },
      ...{ message: 'The share has been deleted.', part: 'hub' },
    };
    assert.equal(
      refusalText([refusal, { ...refusal, part: 'other' }]),
      'The share has been deleted. (Mismatch) Nothing was sent.',
    );
  });
});
