import assert from 'node:assert/strict';
import type { Change } from '../../../src/changes/change.ts';
import { removalOf } from '../../../src/changes/change.ts';
import { describePlan } from '../../../src/changes/describe-plan.ts';
import { planAgain, planChanges } from '../../../src/changes/plan-changes.ts';
import { type Plan, planSchema } from '../../../src/changes/plan.ts';
import { abilities as huawei } from '../../../src/clouds/huawei/abilities.ts';
import { aRow, scope } from '../inventory/samples.ts';
import { alibabaAccount, aState, contextOf, inState } from './contexts.ts';
import { accounts, vSwitchArn } from './drafts.ts';

const ofShare = { scope, shareId: 'rs-1' };
const member = '1720505253001234';
const named = (id: string) => ({ type: 'VSwitch', id });
const add = (resources: readonly string[], principals: readonly string[] = []): Change => ({
  kind: 'associate',
  ...ofShare,
  resources: resources.map(named),
  principals: principals.map((id) => ({ id })),
  permissions: {},
});
const remove = (resources: readonly string[], principals: readonly string[] = []): Change => ({
  kind: 'disassociate',
  ...ofShare,
  resources: resources.map(named),
  principals: [...principals],
});
const permission = { id: 'P2', name: 'P2', resourceType: 'VSwitch' };

/** Each item in one line: what it is, what becomes of it, and by which step. */
const items = ({ parts }: Plan) =>
  parts.flatMap((part) =>
    part.items.map(
      ({ kind, id, effect, step, from, to }) =>
        [kind, id, effect].filter((word) => word !== '').join(' ') +
        (from === undefined && to === undefined ? '' : ` ${from ?? ''}>${to ?? ''}`) +
        (step === undefined ? '' : ` @${step}`),
    ),
  );
const kinds = ({ parts }: Plan) =>
  parts.map(({ steps }) => steps.map(({ kind }) => kind).join(' '));
const steps = ({ parts }: Plan) => parts.flatMap((part) => part.steps);

describe('planChanges', () => {
  const known = contextOf({
    'rs-1': aState({
      description: 'old',
      tags: [
        { key: 'env', value: 'prod' },
        { key: 'team', value: 'net' },
      ],
      resources: [
        inState('vsw-1'),
        inState('vsw-2', { state: 'disassociating' }),
        inState('vsw-3', { state: 'failed' }),
        inState('vsw-4', { state: 'associating' }),
      ],
      principals: [inState(member)],
      permissions: [{ id: 'P1', name: 'P1', resourceType: 'VSwitch' }],
      resourceGroupId: 'rg-1',
    }),
  });
  const plan = (...changes: readonly Change[]) => planChanges(changes, known);

  it('adds what is not there, and says of each item what becomes of it', () => {
    const made = plan(
      add(['vsw-1', 'vsw-2', 'vsw-3', 'vsw-4', 'vsw-5'], [member, '1720505253009999']),
    );
    assert.deepEqual(items(made), [
      'resource vsw-2 new @0',
      'resource vsw-3 new @0',
      'resource vsw-5 new @0',
      'principal 1720505253009999 new @0',
      'resource vsw-1 unchanged',
      'resource vsw-4 unchanged',
      `principal ${member} unchanged`,
    ]);
    assert.equal(describePlan(made), '1 call: 3 resources and 1 principal');
  });

  it('leaves what could not be taken out where it is, or takes it out', () => {
    const stays = contextOf({
      'rs-1': aState({ resources: [inState('vsw-1', { state: 'failed', failed: 'removing' })] }),
    });
    assert.deepEqual(items(planChanges([add(['vsw-1'])], stays)), ['resource vsw-1 unchanged']);
    assert.deepEqual(items(planChanges([remove(['vsw-1'])], stays)), ['resource vsw-1 gone @0']);
  });

  it('removes what is there', () => {
    const made = plan(remove(['vsw-1', 'vsw-2', 'vsw-3', 'vsw-9'], [member]));
    assert.deepEqual(items(made), [
      'resource vsw-1 gone @0',
      'resource vsw-3 gone @0',
      `principal ${member} gone @0`,
      'resource vsw-2 unchanged',
      'resource vsw-9 unchanged',
    ]);
    assert.equal(describePlan(made), '1 call: removes 2 resources and 1 principal');
  });

  it('takes what it does not know for what is wanted to change', () => {
    const unknown = contextOf({});
    assert.deepEqual(items(planChanges([remove(['vsw-1'])], unknown)), ['resource vsw-1 gone @0']);
    assert.deepEqual(items(planChanges([add(['vsw-1'])], unknown)), ['resource vsw-1 new @0']);
  });

  it('names a resource once, by id or by ARN, and lets the last word count', () => {
    const byArn = { type: 'VSwitch', arn: vSwitchArn('vsw-7') };
    const both: Change = {
      ...ofShare,
      kind: 'associate',
      resources: [named('vsw-7'), byArn],
      principals: [],
      permissions: {},
    };
    assert.deepEqual(items(plan(both)).length, 1);
    assert.deepEqual(items(plan(add(['vsw-1']), remove(['vsw-1']))), ['resource vsw-1 gone @0']);
    assert.deepEqual(items(plan(remove(['vsw-1']), add(['vsw-1']))), ['resource vsw-1 unchanged']);
  });

  it('sends other properties of what is there, and the same ones not', () => {
    const arn = 'acs:servicecatalog:cn-hangzhou:1:portfolio/port-1';
    const type = 'ServiceCatalogPortfolio';
    const context = contextOf({
      'rs-1': aState({
        resources: [inState('port-1', { type, arn, property: '{ "sharePrincipals": true }' })],
      }),
    });
    const withProperty = (property: string): Change => ({
      kind: 'associate',
      ...ofShare,
      resources: [{ type, arn, property }],
      principals: [],
      permissions: {},
    });
    const effect = (property: string) =>
      items(planChanges([withProperty(property)], context)).join();
    assert.equal(effect('{"sharePrincipals":true}'), 'resource port-1 unchanged');
    assert.equal(effect('{"sharePrincipals":false}'), 'resource port-1 changed @0');
  });

  it('makes one part of all changes of a share, in an order in which no call stands in the way of the next', () => {
    const made = plan(
      { kind: 'removePermission', ...ofShare, permission: { ...permission, id: 'P1' } },
      remove(['vsw-1']),
      { kind: 'tag', ...ofShare, tags: [{ key: 'env', value: 'test' }] },
      add(['vsw-5']),
      { kind: 'update', ...ofShare, allowExternal: true },
      { kind: 'update', ...ofShare, name: 'other' },
    );
    assert.deepEqual(kinds(made), ['update tag associate disassociate removePermission']);
    assert.deepEqual(steps(made)[0], {
      kind: 'update',
      request: { name: 'other', allowExternal: true },
    });
    const closing = contextOf({
      'rs-1': aState({ allowExternal: true, principals: [inState(member)] }),
    });
    const closed = planChanges(
      [{ kind: 'update', ...ofShare, allowExternal: false }, remove([], [member])],
      closing,
    );
    assert.deepEqual(kinds(closed), ['disassociate update'], 'kept out once they are out');
  });

  it('makes a part of each share, whatever the mixture of a selection', () => {
    const made = plan(
      add(['vsw-5']),
      { kind: 'delete', scope, shareId: 'rs-2' },
      { kind: 'leave', scope: { ...scope, region: 'cn-beijing' }, shareId: 'rs-1' },
      remove(['vsw-1']),
      {
        kind: 'create',
        scope,
        name: 'a',
        allowExternal: false,
        resources: [],
        principals: [],
        permissions: {},
      },
      {
        kind: 'create',
        scope,
        name: 'a',
        allowExternal: false,
        resources: [],
        principals: [],
        permissions: {},
      },
    );
    assert.deepEqual(
      made.parts.map(({ key }) => key),
      [
        'account-1/cn-hangzhou/rs-1',
        'account-1/cn-hangzhou/rs-2',
        'account-1/cn-beijing/rs-1',
        'account-1/cn-hangzhou/new 1',
        'account-1/cn-hangzhou/new 2',
      ],
    );
    assert.deepEqual(kinds(made), [
      'associate disassociate',
      'delete',
      'leave',
      'create',
      'create',
    ]);
    assert.equal(
      describePlan(made),
      '6 calls: creates 2 resource shares; adds 1 resource; removes 1 resource; deletes 1 resource share; leaves 1 resource share',
    );
    assert.deepEqual(planAgain(made, known), made, 'planned again it is the same');
  });

  it('ends a share with everything in it in one call, and does nothing else to it then', () => {
    const made = plan(add(['vsw-5']), { kind: 'delete', ...ofShare }, remove(['vsw-1']));
    assert.deepEqual(kinds(made), ['delete']);
    assert.deepEqual(items(made), [
      'share rs-1 gone @0',
      'resource vsw-1 gone @0',
      'resource vsw-4 gone @0',
      `principal ${member} gone @0`,
    ]);
    for (const gone of ['gone', aState({ status: 'deleting' })] as const) {
      const late = planChanges([{ kind: 'delete', ...ofShare }], contextOf({ 'rs-1': gone }));
      assert.deepEqual(items(late), ['share rs-1 unchanged']);
      assert.deepEqual(steps(late), []);
    }
  });

  it('changes what is said of a share, and only that', () => {
    assert.deepEqual(items(plan({ kind: 'update', ...ofShare, name: 'network-share' })), [
      'name unchanged network-share>network-share',
    ]);
    const flag = plan({ kind: 'update', ...ofShare, allowExternal: true });
    assert.deepEqual(items(flag), ['allowExternal changed false>true @0']);
    assert.equal(describePlan(flag), '1 call: changes 1 setting');
    const described = planChanges(
      [{ kind: 'update', ...ofShare, name: 'x' }],
      contextOf(
        { 'rs-1': aState({ description: 'kept' }) },
        {},
        { ...alibabaAccount, abilities: huawei },
      ),
    );
    assert.deepEqual(steps(described), [
      { kind: 'update', request: { name: 'x', allowExternal: false, description: 'kept' } },
    ]);
  });

  it('sets and takes tags, out first and as many in a call as fit', () => {
    const made = plan(
      {
        kind: 'tag',
        ...ofShare,
        tags: [
          { key: 'env', value: 'test' },
          { key: 'team', value: 'net' },
        ],
      },
      { kind: 'untag', ...ofShare, keys: ['nothing'] },
      { kind: 'tag', ...ofShare, tags: [{ key: 'new', value: '' }] },
    );
    assert.deepEqual(items(made), [
      'tag env changed prod>test @0',
      'tag new new > @0',
      'tag team unchanged net>net',
      'tag nothing unchanged',
    ]);
    const many = Array.from({ length: 25 }, (_, index) => ({ key: `k${index}`, value: 'v' }));
    assert.deepEqual(
      kinds(
        plan({ kind: 'tag', ...ofShare, tags: many }, { kind: 'untag', ...ofShare, keys: ['env'] }),
      ),
      ['untag tag tag'],
    );
  });

  it('switches a permission, or says that there is nothing to switch', () => {
    assert.deepEqual(items(plan({ kind: 'setPermission', ...ofShare, permission })), [
      'permission P2 changed P1>P2 @0',
    ]);
    const same = { ...permission, id: 'P1', name: 'P1' };
    assert.deepEqual(items(plan({ kind: 'setPermission', ...ofShare, permission: same })), [
      'permission P1 unchanged',
    ]);
    const [first] = steps(
      plan({
        kind: 'setPermission',
        ...ofShare,
        permission: { ...permission, resourceType: 'Image' },
      }),
    );
    assert.deepEqual(first, { kind: 'setPermission', permissionId: 'P2', replace: false });
    assert.deepEqual(items(plan({ kind: 'removePermission', ...ofShare, permission })), [
      'permission P1 unchanged',
    ]);
  });

  it('moves a share to a resource group, and switches sharing in the organisation', () => {
    assert.deepEqual(
      items(plan({ kind: 'moveToResourceGroup', ...ofShare, resourceGroupId: 'rg-2' })),
      ['resourceGroup changed rg-1>rg-2 @0'],
    );
    const on: Change = { kind: 'organizationSharing', scope, enabled: true };
    assert.deepEqual(items(plan(on)), ['organizationSharing changed false>true @0']);
    const already = contextOf({}, { organizationSharing: () => true });
    assert.deepEqual(steps(planChanges([on], already)), []);
  });

  it('answers an invitation once', () => {
    const invitation = { id: 'i-1', shareId: 'rs-9', shareName: 'theirs', senderId: '1' };
    const accept: Change = { kind: 'accept', scope, invitation };
    assert.deepEqual(items(plan(accept)), ['invitation i-1 changed pending>accepted @0']);
    assert.equal(plan(accept).parts[0]?.share.name, 'theirs');
    assert.deepEqual(kinds(plan(accept, { kind: 'reject', scope, invitation })), ['reject']);
  });

  it('plans nothing for an account that is gone', () => {
    const gone = contextOf({}, { account: () => undefined });
    assert.deepEqual(steps(planChanges([add(['vsw-1'])], gone)), []);
  });

  it('is plain data that can be kept', () => {
    const made = plan(add(['vsw-5'], accounts(7)), remove(['vsw-1']), {
      kind: 'tag',
      ...ofShare,
      tags: [{ key: 'a', value: 'b' }],
    });
    assert.deepEqual(planSchema.parse(JSON.parse(JSON.stringify(made))), made);
  });
});

describe('removalOf', () => {
  it('takes rows of several shares out of each of them', () => {
    const rows = [aRow('rs-1', 'vsw-1'), aRow('rs-2', member), aRow('rs-1', member)];
    assert.deepEqual(removalOf(scope, rows), [
      {
        kind: 'disassociate',
        scope,
        shareId: 'rs-1',
        resources: [named('vsw-1')],
        principals: [member],
      },
      { kind: 'disassociate', scope, shareId: 'rs-2', resources: [], principals: [member] },
    ]);
  });
});
