import assert from 'node:assert/strict';
import { lookUp as lookUpAlibaba } from '../../../src/clouds/alibaba/catalogue.ts';
import { alibabaDriver } from '../../../src/clouds/alibaba/driver.ts';
import type { CatalogueEntry } from '../../../src/clouds/http/catalogue-entry.ts';
import { lookUp as lookUpHuawei } from '../../../src/clouds/huawei/catalogue.ts';
import { huaweiDriver } from '../../../src/clouds/huawei/driver.ts';
import {
  type PreconditionRule,
  preconditionRules,
  type ShareOperation,
  shareOperations,
} from '../../../src/clouds/preconditions.ts';

const lookUpByCode: Readonly<Record<string, (code: string) => CatalogueEntry | undefined>> = {
  alibaba: lookUpAlibaba,
  huawei: (code) => lookUpHuawei({ code, message: '', status: 400 }),
};

const statefulRules: readonly PreconditionRule[] = [
  'shareState',
  'pendingInShare',
  'pendingEntity',
  'invitationState',
];

for (const { abilities } of [alibabaDriver, huaweiDriver]) {
  describe(`when ${abilities.cloud} refuses`, () => {
    const { preconditions } = abilities;

    it('is data that crosses into a webview', () => {
      assert.deepEqual(JSON.parse(JSON.stringify(preconditions)), preconditions);
    });

    it('has codes whose meaning is known, and which end by themselves where the case does', () => {
      for (const { rule, code, passes } of preconditions) {
        if (code === undefined) continue;
        const entry = lookUpByCode[abilities.cloud]?.(code);
        assert.ok(entry, code);
        assert.equal(entry.busy, passes, `${rule} ${code}`);
        assert.ok(['conflict', 'denied', 'notFound', 'invalid'].includes(entry.kind), code);
      }
    });

    it('has states where the rule speaks of them, and only there', () => {
      for (const { rule, states, quota } of preconditions) {
        assert.equal(states !== undefined, statefulRules.includes(rule), rule);
        assert.equal(quota !== undefined, rule === 'quota', rule);
        assert.notEqual(states?.length, 0);
      }
    });

    it('says nothing twice, and nothing of what the cloud cannot do at all', () => {
      const cases = preconditions.flatMap(({ rule, operations, states = [''], quota = '' }) =>
        operations.flatMap((operation) =>
          states.map((state) => [rule, operation, state, quota].join(' ')),
        ),
      );
      assert.equal(new Set(cases).size, cases.length);
      const impossible: ShareOperation[] = [
        ...(abilities.resourceGroups ? [] : (['moveToResourceGroup'] as const)),
        ...(abilities.organizationSharing.disable ? [] : (['disableOrganizationSharing'] as const)),
      ];
      for (const operation of impossible) {
        assert.ok(preconditions.every(({ operations }) => !operations.includes(operation)));
      }
    });

    it('knows in which state of a share nothing can be changed any more', () => {
      const forbidden = (operation: ShareOperation): readonly string[] =>
        preconditions
          .filter(({ rule, operations }) => rule === 'shareState' && operations.includes(operation))
          .flatMap(({ states = [] }) => states);
      for (const operation of ['update', 'delete', 'associate', 'disassociate', 'tag'] as const) {
        assert.deepEqual(forbidden(operation), ['deleting', 'deleted'], operation);
      }
    });
  });
}

describe('the cases in which clouds refuse', () => {
  it('have each a cloud that knows of it, and the operations too', () => {
    const all = [alibabaDriver, huaweiDriver].flatMap(({ abilities }) => abilities.preconditions);
    for (const rule of preconditionRules)
      assert.ok(
        all.some((one) => one.rule === rule),
        rule,
      );
    for (const operation of shareOperations) {
      assert.ok(
        all.some(({ operations }) => operations.includes(operation)),
        operation,
      );
    }
  });
});
