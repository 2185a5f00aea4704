import assert from 'node:assert/strict';
import type { ShareDraft } from '../../../src/changes/draft.ts';
import { describePlan } from '../../../src/changes/describe-plan.ts';
import { planDraft } from '../../../src/changes/draft-change.ts';
import { entitiesOf, type Plan, type Step } from '../../../src/changes/plan.ts';
import type { Abilities } from '../../../src/clouds/cloud.ts';
import { abilities } from '../../../src/clouds/alibaba/abilities.ts';
import { abilities as huawei } from '../../../src/clouds/huawei/abilities.ts';
import { accounts, aDraft, byArn, byId, to, vSwitchArn } from './drafts.ts';

const share = { id: 'rs-1', name: 'network-share', allowExternal: true };
const ids = (count: number) => Array.from({ length: count }, (_, index) => byId(`vsw-${index}`));
const arns = (count: number) =>
  Array.from({ length: count }, (_, index) => byArn(vSwitchArn(`vsw-arn-${index}`)));
const principals = (count: number) => accounts(count).map((id) => to(id));
const plan = (change: Partial<ShareDraft>) => planDraft(aDraft(change), abilities);
const stepsOf = (made: Plan): readonly Step[] => made.parts.flatMap(({ steps }) => steps);
/** The steps of a draft, all of which add something. */
function additions(change: Partial<ShareDraft>, rules: Abilities = abilities) {
  return stepsOf(planDraft(aDraft(change), rules)).map((step) => {
    assert.ok(step.kind === 'create' || step.kind === 'associate', step.kind);
    return step;
  });
}
const sizes = (made: Plan) =>
  stepsOf(made).map((step) => {
    const { resources, principals } = entitiesOf(step);
    return `${step.kind} ${resources.length}+${principals.length}`;
  });

describe('planDraft', () => {
  it('creates with the first items and adds the others, both lists filled', () => {
    const made = plan({ resources: ids(12), principals: principals(7) });
    assert.deepEqual(sizes(made), ['create 5+5', 'associate 5+2', 'associate 2+0']);
    assert.equal(describePlan(made), '3 calls: 12 resources and 7 principals');
    assert.equal(made.parts[0]?.share.id, undefined);
  });

  it('sends the name and the flag with the create, always', () => {
    const [first] = additions({ name: 'x', allowExternal: false });
    assert.deepEqual(first, {
      kind: 'create',
      request: { name: 'x', allowExternal: false, resources: [], principals: [], permissions: [] },
    });
    assert.equal(describePlan(plan({})), '1 call');
  });

  it('sends a description and tags only with the create, and only where the cloud has them', () => {
    const urns = Array.from({ length: 21 }, (_, index) =>
      byArn(`vpc:cn-north-4:05c734152f00d4200f2bc0179ac6c5e0:subnet:s-${index}`),
    );
    const draft = aDraft({
      resources: urns,
      description: 'for team B',
      tags: [
        { key: ' env ', value: 'prod' },
        { key: '', value: ' ' },
        { key: 'bare', value: '' },
      ],
    });
    const [create, associate, ...more] = additions(draft, huawei);
    assert.deepEqual(more, []);
    assert.ok(create?.kind === 'create' && associate);
    assert.equal(create.request.description, 'for team B');
    assert.deepEqual(create.request.tags, [
      { key: 'env', value: 'prod' },
      { key: 'bare', value: '' },
    ]);
    const parts = ['permissions', 'principals', 'resources'];
    assert.deepEqual(Object.keys(associate.request).sort(), parts);
    for (const other of [
      { ...draft, share },
      { ...draft, description: ' ', tags: [] },
    ]) {
      const [first] = additions(other, huawei);
      assert.ok(first && !('description' in first.request) && !('tags' in first.request));
    }
    const [elsewhere] = additions(draft);
    assert.ok(elsewhere && !('description' in elsewhere.request) && 'tags' in elsewhere.request);
  });

  it('only associates where the share exists', () => {
    const made = plan({ share, resources: ids(1), principals: principals(6) });
    assert.deepEqual(sizes(made), ['associate 1+5', 'associate 0+1']);
    assert.equal(made.parts[0]?.share.id, 'rs-1');
    assert.equal(describePlan(plan({ share, resources: ids(1) })), '1 call: 1 resource');
    assert.equal(describePlan(plan({ share, principals: principals(1) })), '1 call: 1 principal');
  });

  it('needs no more calls than the documented minimum, for any mixture', () => {
    for (const byIds of [0, 1, 4, 5, 6, 12]) {
      for (const byArns of [0, 1, 5, 7]) {
        for (const count of [0, 1, 5, 11, 26]) {
          const draft = {
            share,
            resources: [...ids(byIds), ...arns(byArns)],
            principals: principals(count),
          };
          const steps = additions(draft);
          const minimum = Math.max(
            Math.ceil(byIds / 5) + Math.ceil(byArns / 5),
            Math.ceil(count / 5),
          );
          assert.equal(
            steps.length,
            minimum,
            `${byIds} + ${byArns} resources, ${count} principals`,
          );
          for (const { request } of steps) {
            assert.ok(request.resources.length <= 5 && request.principals.length <= 5);
            assert.ok(new Set(request.resources.map((resource) => 'arn' in resource)).size <= 1);
          }
          const sent = steps.flatMap(({ request }) => request.resources);
          assert.equal(
            new Set(sent.map((item) => ('arn' in item ? item.arn : item.id))).size,
            byIds + byArns,
          );
          const asked = steps.flatMap(({ request }) => request.principals.map(({ id }) => id));
          assert.deepEqual(asked, accounts(count));
        }
      }
    }
  });

  it('sends a permission with each call that has a resource of its type, and with no other', () => {
    const made = additions({
      resources: [
        ...ids(6),
        byId('m-1', 'Image'),
        byArn(vSwitchArn('vsw-x')),
        byId('s-1', 'Snapshot'),
      ],
      permissions: {
        VSwitch: 'PermissionVSwitch',
        Image: 'PermissionImage',
        Snapshot: '',
        KMSInstance: 'Unused',
      },
    });
    assert.deepEqual(
      made.map(({ request }) => request.permissions),
      [['PermissionVSwitch'], ['PermissionVSwitch', 'PermissionImage'], ['PermissionVSwitch']],
    );
  });

  it('begins another call rather than sending more permissions than one takes', () => {
    const tight = { ...abilities, itemsPerCall: { ...abilities.itemsPerCall, permissions: 1 } };
    const draft = aDraft({
      resources: [byId('vsw-1'), byId('m-1', 'Image'), byId('m-2', 'Image')],
      permissions: { VSwitch: 'A', Image: 'B' },
    });
    assert.deepEqual(
      additions(draft, tight).map(({ request }) => request.permissions),
      [['A'], ['B']],
    );
  });

  it('trims, leaves blank rows out and keeps properties with their items', () => {
    const window = {
      kind: 'timeRange',
      beginAtTime: '00:00',
      endAtTime: '19:59',
      timezone: 'UTC+8',
    } as const;
    const made = additions({
      share,
      resources: [
        byArn(' acs:servicecatalog:cn-hangzhou:1:portfolio/port-1 ', ' {"sharePrincipals":true} '),
        byId('', ''),
      ],
      principals: [
        to(' a.aliyuncs.com ', window),
        to(''),
        to('b.aliyuncs.com', { ...window, kind: 'day' }),
      ],
    });
    assert.deepEqual(made, [
      {
        kind: 'associate',
        request: {
          resources: [
            {
              arn: 'acs:servicecatalog:cn-hangzhou:1:portfolio/port-1',
              property: '{"sharePrincipals":true}',
            },
          ],
          principals: [
            {
              id: 'a.aliyuncs.com',
              property:
                '{"timeRange":{"timeRangeType":"timeRange","beginAtTime":"00:00","endAtTime":"19:59","timezone":"UTC+8"}}',
            },
            { id: 'b.aliyuncs.com', property: '{"timeRange":{"timeRangeType":"day"}}' },
          ],
          permissions: [],
        },
      },
    ]);
  });
});
