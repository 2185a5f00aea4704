import assert from 'node:assert/strict';
import type { ShareDraft } from '../../../src/changes/draft.ts';
import type { DraftContext } from '../../../src/changes/rules.ts';
import { canSend, checkDraft } from '../../../src/changes/rules.ts';
import { principalKind } from '../../../src/changes/rules/principals.ts';
import { abilities } from '../../../src/clouds/alibaba/abilities.ts';
import type { Abilities } from '../../../src/clouds/cloud.ts';
import { aDraft, byArn, byId, to, vSwitchArn } from './drafts.ts';

const ownerId = '1512666876910123';
const member = '1720505253001234';

/** Each problem in one line: where, how bad, which code. */
function found(
  draft: Partial<ShareDraft>,
  context: DraftContext = { ownerId },
  rules: Abilities = abilities,
): readonly string[] {
  return checkDraft(aDraft(draft), rules, context).map(
    ({ field, index, part, severity, code }) =>
      `${[field, index, part].filter((word) => word !== undefined).join('.')} ${severity} ${code}`,
  );
}

const messages = (draft: Partial<ShareDraft>) =>
  checkDraft(aDraft(draft), abilities, { ownerId }).map(({ message }) => message);

describe('checkDraft', () => {
  it('has nothing to say about a good draft', () => {
    const draft = {
      resources: [byId('vsw-1'), byId('m-1', 'Image')],
      principals: [to(member), to('fd-4PvlVLabcd'), to('r-Wmabcd'), to('rd-3Gabcd')],
      permissions: { VSwitch: 'AliyunRSDefaultPermissionVSwitch', Image: '' },
    };
    assert.deepEqual(found(draft), []);
    assert.equal(canSend(checkDraft(aDraft(draft), abilities)), true);
  });

  it('takes blank rows for absent', () => {
    assert.deepEqual(found({ resources: [byId('', '')], principals: [to(' ')] }), []);
  });

  describe('name', () => {
    const name = (value: string) => found({ name: value });

    it('needs 1 to 50 characters of the documented set', () => {
      assert.deepEqual(name(''), ['name error MissingParameter.ResourceShareName']);
      assert.deepEqual(name('a'), []);
      assert.deepEqual(name('A.b_c-9'), []);
      assert.deepEqual(name('网络共享'), []);
      assert.deepEqual(name('x'.repeat(50)), []);
      assert.deepEqual(name('x'.repeat(51)), [
        'name error InvalidParameter.ResourceShareName.Length',
      ]);
      assert.deepEqual(name('a b'), ['name error InvalidParameter.ResourceShareName']);
      assert.deepEqual(name('<b>'), ['name error InvalidParameter.ResourceShareName']);
    });

    it('names the characters that are not allowed, once each', () => {
      assert.deepEqual(messages({ name: 'a/b c/d' }), [
        'These characters are not allowed in a name: / space',
      ]);
    });

    it('is not asked for when rows are added to a share', () => {
      const share = { id: 'rs-1', name: 'any name', allowExternal: false };
      assert.deepEqual(found({ name: '', share, principals: [to(member)] }), []);
    });
  });

  it('wants tags as the cloud takes them', () => {
    const tag = (key: string, value = '') => ({ key, value });
    assert.deepEqual(found({ tags: [tag('env', 'prod'), tag('a b', '50 %')] }), []);
    assert.deepEqual(messages({ tags: [tag('acs:x'), tag('aliyunx'), tag('see http://x')] }), [
      'Keys that begin with acs: are reserved for the cloud.',
      'Keys that begin with aliyun are reserved for the cloud.',
      'This key is not allowed.',
    ]);
    assert.deepEqual(messages({ tags: [tag('a', 'acs:x'), tag('b', 'x'.repeat(129))] }), [
      'This value is not allowed.',
      'The value has 129 characters; 128 are allowed.',
    ]);
  });

  it('needs a destination', () => {
    const destination = { accountId: 'a', region: '' };
    assert.deepEqual(found({ destination }), ['destination error MissingParameter']);
    assert.deepEqual(messages({ destination }), ['Choose a region.']);
  });

  it('needs something to associate', () => {
    const share = { id: 'rs-1', name: 'x', allowExternal: false };
    assert.deepEqual(found({ share, principals: [to('')] }), [
      'form error ResourceAndTargetBothEmpty',
    ]);
    assert.deepEqual(found({}), [], 'an empty share may be created');
  });

  describe('resources', () => {
    const resources = (...rows: ShareDraft['resources']) => found({ resources: rows });

    it('come as pairs of type and id', () => {
      assert.deepEqual(resources(byId('')), ['resources.0.value error InvalidParameter.Resources']);
      assert.deepEqual(resources(byId('vsw-1', '')), [
        'resources.0.type error InvalidParameter.ResourceType',
      ]);
      assert.deepEqual(resources(byId('vsw 1')), [
        'resources.0.value error InvalidParameter.Resources',
      ]);
    });

    it('are named once, whatever the form', () => {
      assert.deepEqual(resources(byId('vsw-1'), byId('vsw-1', 'Image'), byId(' vsw-1 ')), [
        'resources.2.value error InvalidParameter.Resources.Duplicate',
      ]);
      assert.deepEqual(resources(byArn(vSwitchArn('vsw-1')), byArn(vSwitchArn('vsw-1'))), [
        'resources.1.value error InvalidParameter.ResourceArns.Duplicate',
      ]);
      assert.deepEqual(resources(byId('vsw-1'), byArn(vSwitchArn('vsw-1'))), [
        'resources.1.value error InvalidParameter.ResourceArns.Duplicate',
        'resources info InvalidParameter.ResourceConflict',
      ]);
    });

    it('by id and by ARN go in separate calls, which is no error', () => {
      assert.deepEqual(resources(byId('vsw-1'), byArn(vSwitchArn('vsw-2'))), [
        'resources info InvalidParameter.ResourceConflict',
      ]);
    });

    it('of some types have one form only', () => {
      assert.deepEqual(resources(byId('pbs-1', 'PolarDBBackupSet')), [
        'resources.0.value error NotSupport.ResourceType.ResourcesParameter',
      ]);
      const rosArn = {
        type: 'ROSTemplate',
        value: 'acs:ros:cn-shanghai:1512666876910123:template/1',
        property: '',
      };
      assert.deepEqual(
        found({ resources: [rosArn], destination: { accountId: 'a', region: 'cn-shanghai' } }),
        ['resources.0.value error InvalidParameter.ResourceArns'],
      );
    });

    it('of some types are shared in one region', () => {
      assert.deepEqual(resources(byId('tpl-1', 'ROSTemplate')), [
        'resources.0.type warning InvalidParameter.ResourceType',
      ]);
    });

    it('have well-formed ARNs that fit the account, the region and the type', () => {
      assert.deepEqual(resources(byArn('acs:vpc')), [
        'resources.0.value error InvalidParameter.ResourceArns',
      ]);
      assert.deepEqual(resources(byArn('acs:vpc:cn-beijing:1512666876910123:vswitch/vsw-1')), [
        'resources.0.value warning InvalidParameter.ResourceArns',
      ]);
      assert.deepEqual(resources(byArn(`acs:vpc:cn-hangzhou:${member}:vswitch/vsw-1`)), [
        'resources.0.value warning InvalidParameter.ResourceArns',
      ]);
      assert.deepEqual(resources({ ...byArn(vSwitchArn('vsw-1')), type: 'Image' }), [
        'resources.0.type error InvalidParameter.ResourceType',
      ]);
      assert.deepEqual(
        resources(byArn('acs:polardb:cn-hangzhou:1512666876910123:backupset/1')),
        [],
      );
    });

    it('of unknown types are let through with a warning', () => {
      assert.deepEqual(resources(byId('x-1', 'NewThing')), [
        'resources.0.type warning InvalidParameter.ResourceType',
      ]);
      assert.deepEqual(messages({ resources: [byId('vsw-1', 'vSwitch')] }), [
        'This type is written VSwitch.',
      ]);
    });

    it('take properties as a JSON object, by ARN, where the type has them', () => {
      const portfolio = 'acs:servicecatalog:cn-hangzhou:1512666876910123:portfolio/port-1';
      assert.deepEqual(resources(byArn(portfolio, '{"sharePrincipals":true}')), []);
      for (const wrong of ['{', '[]', 'true', 'null']) {
        assert.deepEqual(resources(byArn(portfolio, wrong)), [
          'resources.0.property error InvalidParameter.ResourceProperties',
        ]);
      }
      assert.deepEqual(resources(byArn(vSwitchArn('vsw-1'), '{}')), [
        'resources.0.property error NotSupport.ResourceProperty',
      ]);
      assert.deepEqual(resources(byId('port-1', 'ServiceCatalogPortfolio', '{}')), [
        'resources.0.value error InvalidParameter.ResourceProperties',
      ]);
    });

    it('that may not leave the organisation warn when they could', () => {
      const kms = { resources: [byId('kst-1', 'KMSInstance')] };
      const principals = [to(member)];
      assert.deepEqual(found({ ...kms, principals }), []);
      assert.deepEqual(found({ ...kms, allowExternal: true, principals: [to('rd-3Gabcd')] }), []);
      assert.deepEqual(found({ ...kms, allowExternal: true, principals }), [
        'resources.0.type warning ExternalTargetsNotAllowed.ResourceType',
      ]);
      const share = { id: 'rs-1', name: 'x', allowExternal: true };
      assert.deepEqual(found({ ...kms, share, principals }), [
        'resources.0.type warning ExternalTargetsNotAllowed.ResourceType',
      ]);
    });

    it('are URNs where the cloud has nothing else', () => {
      const urns: Abilities = {
        ...abilities,
        resourceForm: 'urn',
        arnPattern: '^[a-z]+:[^:]*:[^:]*:[a-zA-Z]+:.+$',
        resourceTypes: [
          { type: 'vpc:subnet', arn: 'vpc:{region}:{account}:subnet:{id}', forms: 'arn' },
        ],
      };
      const rows = [byArn(`vpc:cn-hangzhou:${ownerId}:subnet:1`), byArn('subnet-1')];
      assert.deepEqual(found({ resources: rows }, { ownerId }, urns).slice(0, 1), [
        'resources.1.value error InvalidParameter.ResourceArns',
      ]);
    });
  });

  describe('principals', () => {
    const service = 'example.aliyuncs.com';

    it('have one of the known forms', () => {
      for (const wrong of ['123', '17205052530012345', 'someone', 'fd_1', 'ou-1']) {
        assert.deepEqual(found({ principals: [to(wrong)] }), [
          'principals.0.value error InvalidParameter.Targets',
        ]);
      }
      assert.equal(principalKind('r-Wmabcd', abilities), 'folder');
      assert.equal(principalKind(service, abilities), 'service');
    });

    it('are named once and are never the account itself', () => {
      assert.deepEqual(found({ principals: [to(member), to(`${member} `)] }), [
        'principals.1.value error InvalidParameter.Targets.Duplicate',
      ]);
      assert.deepEqual(found({ principals: [to(ownerId)] }), [
        'principals.0.value error ShareWithYourself',
      ]);
      assert.deepEqual(
        found({ principals: [to(ownerId)] }, {}),
        [],
        'unknown owner: nothing to compare',
      );
    });

    it('that are services need the flag, and types that reach services', () => {
      assert.deepEqual(found({ principals: [to(service)] }), [
        'principals.0.value warning InvalidTarget',
      ]);
      assert.deepEqual(found({ principals: [to(service)], allowExternal: true }), []);
      const resources = [byId('crp-1', 'CapacityReservation')];
      assert.deepEqual(found({ principals: [to(service)], allowExternal: true, resources }), []);
      assert.deepEqual(
        found({ principals: [to(service)], allowExternal: true, resources: [byId('vsw-1')] }),
        ['principals.0.value warning InvalidTarget'],
      );
    });

    it('take time windows only as services, with two different times and a zone', () => {
      const window = (beginAtTime: string, endAtTime: string, timezone = 'UTC+8') =>
        found({
          allowExternal: true,
          principals: [to(service, { kind: 'timeRange', beginAtTime, endAtTime, timezone })],
        });
      const wrong = ['principals.0.timeWindow error InvalidParameter.TargetProperties'];
      assert.deepEqual(window('00:00', '19:59'), []);
      assert.deepEqual(window('22:00', '06:00', 'UTC-3:30'), []);
      assert.deepEqual(window('8:00', '19:59'), wrong);
      assert.deepEqual(window('24:00', '19:59'), wrong);
      assert.deepEqual(window('08:00', ''), wrong);
      assert.deepEqual(window('08:00', '08:00'), wrong);
      assert.deepEqual(window('08:00', '09:00', 'Berlin'), wrong);
      const day = { kind: 'day', beginAtTime: '', endAtTime: '', timezone: '' } as const;
      assert.deepEqual(found({ allowExternal: true, principals: [to(service, day)] }), []);
      assert.deepEqual(found({ principals: [to(member, day)] }), wrong);
    });
  });

  it('tells what the share has already', () => {
    const row = (
      kind: 'resource' | 'principal',
      entityId: string,
      state: 'associated' | 'disassociating' | 'failed',
    ) =>
      ({ kind, entityId, entityType: kind === 'resource' ? 'VSwitch' : 'Account', state }) as const;
    const existing = [
      row('resource', 'vsw-1', 'associated'),
      row('resource', 'vsw-2', 'disassociating'),
      row('resource', 'vsw-3', 'failed'),
      row('principal', member, 'associated'),
    ];
    const resources = [
      byArn(vSwitchArn('vsw-1')),
      byArn(vSwitchArn('vsw-2')),
      byArn(vSwitchArn('vsw-3')),
    ];
    assert.deepEqual(found({ resources, principals: [to(member)] }, { ownerId, existing }), [
      'resources.0.value info AlreadyAssociated',
      'resources.1.value warning AssociateConflict',
      'principals.0.value info AlreadyAssociated',
    ]);
  });

  it('wants each permission once, and says which is not sent', () => {
    const resources = [byId('vsw-1'), byId('m-1', 'Image')];
    assert.deepEqual(found({ resources, permissions: { VSwitch: 'P', Image: 'P' } }), [
      'permissions error InvalidParameter.PermissionNames.Duplicate',
    ]);
    assert.deepEqual(found({ resources, permissions: { Snapshot: 'P' } }), [
      'permissions info PermissionNotNeeded',
    ]);
  });
});
