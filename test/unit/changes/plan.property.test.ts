import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { Change, ResourceItem } from '../../../src/changes/change.ts';
import { planChanges } from '../../../src/changes/plan-changes.ts';
import { entitiesOf, type Plan, planItemKey } from '../../../src/changes/plan.ts';
import { abilities as alibaba } from '../../../src/clouds/alibaba/abilities.ts';
import type { Abilities } from '../../../src/clouds/cloud.ts';
import { abilities as huawei } from '../../../src/clouds/huawei/abilities.ts';
import { itHolds } from '../property.ts';
import { alibabaAccount, contextOf } from './contexts.ts';

const scope = { accountId: 'a', region: 'cn-hangzhou' };
const clouds: Readonly<Record<string, Abilities>> = { alibaba, huawei };

/** How a resource may be named: by id, by ARN, or as a row of a share, by both. */
type Naming = 'id' | 'arn' | 'row' | 'idOnlyRow' | 'arnOnlyRow';

interface Sample {
  readonly namings: readonly Naming[];
  readonly principals: number;
  readonly types: readonly number[];
}

const sampleOf = (...namings: readonly Naming[]): fc.Arbitrary<Sample> =>
  fc.record({
    namings: fc.array(fc.constantFrom(...namings), { maxLength: 90 }),
    principals: fc.integer({ min: 0, max: 90 }),
    types: fc.array(fc.nat(3), { minLength: 1, maxLength: 5 }),
  });

const alibabaTypes = ['VSwitch', 'Image', 'Snapshot', 'PrefixList'];

function resourceOf(
  naming: Naming,
  index: number,
  rules: Abilities,
  typeNumber: number,
): ResourceItem {
  if (rules.resourceForm === 'urn') {
    const urn = `vpc:cn-north-4:${'0'.repeat(32)}:subnet:s-${index}`;
    return naming === 'row'
      ? { type: 'vpc:subnet', id: urn, arn: urn }
      : { type: 'vpc:subnet', arn: urn };
  }
  const id = `r-${index}`;
  const type = alibabaTypes[typeNumber] ?? 'VSwitch';
  const arn = `acs:vpc:cn-hangzhou:1512666876910123:${type.toLowerCase()}/${id}`;
  switch (naming) {
    case 'id':
      return { type, id };
    case 'arn':
      return { type, arn };
    case 'row':
      return { type, id, arn };
    case 'idOnlyRow':
      return { type: 'ROSTemplate', id };
    case 'arnOnlyRow':
      return { type: 'PolarDBBackupSet', id, arn: `acs:polardb:cn-hangzhou:1:backupset/${id}` };
  }
}

function planOf(kind: 'associate' | 'disassociate', sample: Sample, rules: Abilities) {
  const resources = sample.namings.map((naming, index) =>
    resourceOf(naming, index, rules, sample.types[index % sample.types.length] ?? 0),
  );
  const ids = Array.from({ length: sample.principals }, (_, index) =>
    String(1720505253000000 + index),
  );
  const permissions = Object.fromEntries(alibabaTypes.map((type) => [type, `Permission${type}`]));
  const change: Change =
    kind === 'associate'
      ? {
          kind,
          scope,
          shareId: 'rs-1',
          resources,
          principals: ids.map((id) => ({ id })),
          permissions,
        }
      : { kind, scope, shareId: 'rs-1', resources, principals: ids };
  const plan = planChanges([change], contextOf({}, {}, { ...alibabaAccount, abilities: rules }));
  return { plan, resources, ids };
}

/** Every item in exactly one call, none over the limits, both forms of resource never in one. */
function checkCalls({ parts: [part] }: Plan, items: number, rules: Abilities): void {
  const { resources: most, principals: mostPrincipals, permissions } = rules.itemsPerCall;
  const sent = (part?.steps ?? []).map(entitiesOf);
  for (const [index, call] of sent.entries()) {
    assert.ok(call.resources.length <= most && call.principals.length <= mostPrincipals);
    assert.ok(call.resources.length + call.principals.length > 0, 'no call for nothing');
    assert.ok(new Set(call.resources.map((resource) => 'arn' in resource)).size <= 1);
    const step = part?.steps[index];
    if (step?.kind === 'associate') assert.ok(step.request.permissions.length <= permissions);
  }
  const names = sent.flatMap(({ resources, principals }) => [
    ...resources.map((resource) =>
      'arn' in resource ? resource.arn : `${resource.type} ${resource.id}`,
    ),
    ...principals.map(({ id }) => id),
  ]);
  assert.equal(new Set(names).size, names.length, 'nothing twice');
  assert.equal(names.length, items, 'nothing left out');
  const entities = (part?.items ?? []).filter(
    ({ kind }) => kind === 'resource' || kind === 'principal',
  );
  assert.equal(new Set(entities.map(planItemKey)).size, items);
  for (const { step } of entities) assert.ok(step !== undefined && step < sent.length);
}

for (const [name, rules] of Object.entries(clouds)) {
  const { resources: most, principals: mostPrincipals } = rules.itemsPerCall;
  const calls = (count: number, size: number) => Math.ceil(count / size);

  describe(`calls of a plan on ${name}, ${most} + ${mostPrincipals} a call`, () => {
    const added = rules.resourceForm === 'urn' ? sampleOf('arn') : sampleOf('id', 'arn');
    itHolds(
      'add every item exactly once, in the fewest calls that there can be',
      400,
      added,
      (sample) => {
        const { plan, resources, ids } = planOf('associate', sample, rules);
        checkCalls(plan, resources.length + ids.length, rules);
        const byArn = resources.filter(({ arn }) => arn !== undefined).length;
        const least = Math.max(
          calls(resources.length - byArn, most) + calls(byArn, most),
          calls(ids.length, mostPrincipals),
        );
        assert.equal(plan.parts[0]?.steps.length, least);
      },
    );

    const removed =
      rules.resourceForm === 'urn' ? sampleOf('row') : sampleOf('row', 'idOnlyRow', 'arnOnlyRow');
    itHolds(
      'remove every row exactly once, in the fewest calls that there can be',
      400,
      removed,
      (sample) => {
        const { plan, resources, ids } = planOf('disassociate', sample, rules);
        checkCalls(plan, resources.length + ids.length, rules);
        const of = (naming: Naming) => sample.namings.filter((one) => one === naming).length;
        // Every way to split what may be named either way.
        const splits = Array.from({ length: of('row') + 1 }, (_, toArn) =>
          rules.resourceForm === 'urn'
            ? calls(resources.length, most)
            : calls(of('idOnlyRow') + of('row') - toArn, most) +
              calls(of('arnOnlyRow') + toArn, most),
        );
        const least = Math.max(Math.min(...splits), calls(ids.length, mostPrincipals));
        assert.equal(plan.parts[0]?.steps.length, least);
      },
    );
  });
}
