import assert from 'node:assert/strict';
import type { ApplyResult } from '../../../src/changes/apply.ts';
import type { ShareDraft } from '../../../src/changes/draft.ts';
import { planDraft } from '../../../src/changes/plan.ts';
import { remainingDraft } from '../../../src/changes/remaining-draft.ts';
import { abilities as alibaba } from '../../../src/clouds/alibaba/abilities.ts';
import { CloudError, type ErrorKind } from '../../../src/clouds/cloud-error.ts';

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
function failedAt(step: number, kind: ErrorKind): ApplyResult {
  const plan = planDraft(draft, alibaba);
  const failed = plan.steps[step];
  assert.ok(failed);
  const error = new CloudError({ kind, code: 'X', message: '', operation: '' });
  return {
    plan,
    scope: draft.destination,
    ...(step > 0 && { shareId: 'rs-new' }),
    done: plan.steps.slice(0, step),
    failed: { step: failed, error },
    notSent: plan.steps.slice(step + 1),
    requestIds: [],
  };
}

describe('remainingDraft', () => {
  it('is the whole draft when the first call was refused', () => {
    assert.deepEqual(remainingDraft(draft, failedAt(0, 'conflict')), draft);
  });

  it('is the whole draft when nobody knows whether the share was created', () => {
    assert.deepEqual(remainingDraft(draft, failedAt(0, 'ambiguous')), draft);
  });

  it('is added to the new share once that exists, and holds only what was not sent', () => {
    const result = failedAt(1, 'throttled');
    const rest = remainingDraft(draft, result);
    assert.deepEqual(rest.share, { id: 'rs-new', name: 'hub', allowExternal: true });
    // They went with the call that made it.
    assert.deepEqual([rest.description, rest.tags], ['', []]);
    const sent = result.done.flatMap(({ request }) => [
      ...request.resources.map((resource) => ('id' in resource ? resource.id : resource.arn)),
      ...request.principals.map(({ id }) => id),
    ]);
    const left = [
      ...rest.resources.map(({ value }) => value.trim()),
      ...rest.principals.map(({ id }) => id),
    ];
    assert.ok(sent.length > 0 && left.length > 0);
    assert.equal(sent.length + left.length, 19);
    assert.ok(!left.some((id) => sent.includes(id)));
  });
});
