import assert from 'node:assert/strict';
import type { ActionState, StepState } from '../../../src/changes/action.ts';
import { draftChange, planDraft } from '../../../src/changes/draft-change.ts';
import type { ShareDraft } from '../../../src/changes/draft.ts';
import { entitiesOf } from '../../../src/changes/plan.ts';
import { remainingDraft, wasSent } from '../../../src/changes/remaining-draft.ts';
import { abilities as alibaba } from '../../../src/clouds/alibaba/abilities.ts';
import { startOf } from './running.ts';

const always = { kind: 'always', beginAtTime: '', endAtTime: '', timezone: '' } as const;

const draft: ShareDraft = {
  destination: { accountId: 'a', region: 'cn-hangzhou' },
  name: 'hub',
  description: 'for the hub',
  allowExternal: true,
  resources: Array.from({ length: 12 }, (_, index) => ({
    type: 'VSwitch',
    value: ` vsw-${index} `,
    property: '',
  })),
  principals: Array.from({ length: 7 }, (_, index) => ({
    id: `172050525300123${index}`,
    timeWindow: always,
  })),
  permissions: {},
  tags: [{ key: 'env', value: 'prod' }],
};

/** The plan of the draft, failed at the step of that number. */
function failedAt(step: number, outcome: 'failed' | 'unknown'): ActionState {
  const [part, ...more] = startOf(planDraft(draft, alibaba)).parts;
  assert.ok(part && more.length === 0);
  const steps = part.steps.map((none, index): StepState => {
    if (index > step) return none;
    return { state: index < step ? 'done' : outcome, requestIds: [] };
  });
  const made = step > 0 ? { shareId: 'rs-new' } : {};
  return { id: 'a', startedAt: 0, parts: [{ ...part, ...made, steps }], end: 'failed' };
}

describe('remainingDraft', () => {
  it('is the whole draft when the first call was refused', () => {
    assert.deepEqual(remainingDraft(draft, failedAt(0, 'failed')), draft);
  });

  it('is the whole draft when nobody knows whether the share was created', () => {
    assert.deepEqual(remainingDraft(draft, failedAt(0, 'unknown')), draft);
  });

  it('is added to the new share once that exists, and holds only what was not sent', () => {
    const result = failedAt(1, 'failed');
    const rest = remainingDraft(draft, result);
    assert.deepEqual(rest.share, { id: 'rs-new', name: 'hub', allowExternal: true });
    // They went with the call that made it.
    assert.deepEqual([rest.description, rest.tags], ['', []]);
    const sent = (result.parts[0]?.part.steps ?? []).slice(0, 1).flatMap((step) => {
      const { resources, principals } = entitiesOf(step);
      const names = resources.map((resource) => ('id' in resource ? resource.id : resource.arn));
      return [...names, ...principals.map(({ id }) => id)];
    });
    const left = [
      ...rest.resources.map(({ value }) => value.trim()),
      ...rest.principals.map(({ id }) => id),
    ];
    assert.ok(sent.length > 0 && left.length > 0);
    assert.equal(sent.length + left.length, 19);
    assert.ok(!left.some((id) => sent.includes(id)));
  });
});

describe('wasSent', () => {
  const change = draftChange(draft, alibaba);
  const openedAt = 100;
  /** As it is read from the journal. */
  const action = (more: Partial<ActionState>): { readonly state: ActionState } =>
    JSON.parse(
      JSON.stringify({ state: { ...startOf(planDraft(draft, alibaba)), startedAt: 200, ...more } }),
    ) as { readonly state: ActionState };
  const sent = (more: Partial<ActionState>): boolean => wasSent(change, openedAt, [action(more)]);

  it('knows the draft of an action that was cut off, or gone on with since', () => {
    assert.equal(sent({}), true);
    for (const end of ['done', 'continued', 'dropped'] as const) assert.equal(sent({ end }), true);
  });

  it('leaves a draft that failed or was cancelled to its form', () => {
    for (const end of ['failed', 'cancelled'] as const) assert.equal(sent({ end }), false);
  });

  it('knows a draft from seconds before it was sent', () => {
    const earlier = { ...draft, resources: draft.resources.slice(0, 11), principals: [], tags: [] };
    assert.equal(wasSent(draftChange(earlier, alibaba), openedAt, [action({})]), true);
  });

  it('leaves a draft that holds more than was sent', () => {
    const [first] = draft.resources;
    assert.ok(first);
    const more = [...draft.resources, { ...first, value: 'vsw-more' }];
    const later = draftChange({ ...draft, resources: more }, alibaba);
    assert.equal(wasSent(later, openedAt, [action({})]), false);
  });

  it('takes no other draft for it, nor an action of before the form was opened', () => {
    assert.equal(sent({ startedAt: 99 }), false);
    const more = draftChange({ ...draft, name: 'hub-2' }, alibaba);
    assert.equal(wasSent(more, openedAt, [action({})]), false);
  });
});
