import assert from 'node:assert/strict';
import { asContent, Bench, list, text, type Content, type Input } from './caller.ts';

const hour = 3_600_000;
const day = 24 * hour;
const vSwitch = (ResourceId: string): Input => ({
  Resources: [{ ResourceId, ResourceType: 'VSwitch' }],
});

describe('lifecycle in the sandbox', () => {
  let bench: Bench;
  let member: string;
  let outsider: string;
  beforeEach(async () => {
    bench = await Bench.start();
    await bench.control('/clock', { frozen: true });
    member = bench.account('member').accountId;
    outsider = bench.account('outsider').accountId;
  });
  afterEach(() => bench.stop());

  /** The rows of one share by entity; of several rows of one entity the newest. */
  async function rows(share: string): Promise<Record<string, Content>> {
    const found: Record<string, Content> = {};
    for (const AssociationType of ['Resource', 'Target']) {
      const items = await bench.all(
        'owner',
        'ListResourceShareAssociations',
        'ResourceShareAssociations',
        {
          AssociationType,
          ResourceShareIds: [share],
        },
      );
      for (const item of items) found[text(item, 'EntityId')] = item;
    }
    return found;
  }

  async function statuses(share: string): Promise<Record<string, unknown>> {
    return Object.fromEntries(
      Object.entries(await rows(share)).map(([id, row]) => [id, row.AssociationStatus]),
    );
  }

  async function status(share: string): Promise<unknown> {
    const input = { ResourceOwner: 'Self', ResourceShareIds: [share] };
    const [found] = await bench.all('owner', 'ListResourceShares', 'ResourceShares', input);
    return found?.ResourceShareStatus;
  }

  async function invitation(share: string): Promise<Content> {
    const [found] = await bench.all(
      'outsider',
      'ListResourceShareInvitations',
      'ResourceShareInvitations',
      {
        ResourceShareIds: [share],
      },
    );
    assert.ok(found);
    return found;
  }

  it('settles an association after one to four seconds, by the clock alone', async () => {
    const share = await bench.create('owner', { ...vSwitch('vsw-a'), Targets: [member] });
    assert.deepEqual(await statuses(share), { 'vsw-a': 'Associating', [member]: 'Associating' });
    await bench.advance(999);
    assert.deepEqual(await statuses(share), { 'vsw-a': 'Associating', [member]: 'Associating' });
    await bench.advance(3001);
    assert.deepEqual(await statuses(share), { 'vsw-a': 'Associated', [member]: 'Associated' });
    const row = (await rows(share))['vsw-a'];
    const took =
      Date.parse(text(row ?? {}, 'UpdateTime')) - Date.parse(text(row ?? {}, 'CreateTime'));
    assert.ok(took >= 1000 && took <= 4000, `took ${took}`);
  });

  for (const [word, reason] of [
    ['gone', 'Unavailable'],
    ['limit', 'LimitExceeded'],
    ['zone2', 'ZonalResourceInaccessible'],
    ['error', 'InternalError'],
    ['unsupported', 'UnsupportedOperation'],
  ] as const) {
    it(`fails a resource named ${word} with ${reason}, and names the principal`, async () => {
      const share = await bench.create('owner', { ...vSwitch(`vsw-${word}-1`), Targets: [member] });
      await bench.settle();
      const found = await rows(share);
      assert.equal(found[member]?.AssociationStatus, 'Associated');
      const row = found[`vsw-${word}-1`] ?? {};
      assert.equal(row.AssociationStatus, 'Failed');
      const [detail, ...more] = list(row, 'AssociationFailedDetails');
      assert.deepEqual(more, []);
      assert.equal(row.AssociationStatusMessage, detail?.FailureDescription);
      assert.deepEqual(
        [detail?.EntityId, detail?.EntityType, detail?.FailureReason, detail?.OperationType],
        [member, 'Account', reason, 'Associate'],
      );
      assert.equal('ResourceArn' in (detail ?? {}), false);
    });
  }

  it('fails a principal by the end of its id, and names the resource', async () => {
    const target = '1234567890190902';
    await bench.control('/alibaba/directory', {
      accountId: target,
      folderId: await rootFolder(bench),
    });
    const share = await bench.create('owner', { ...vSwitch('vsw-a'), Targets: [target, member] });
    await bench.settle();
    const found = await rows(share);
    assert.equal(found['vsw-a']?.AssociationStatus, 'Associated');
    assert.equal(found[member]?.AssociationStatus, 'Associated');
    const [detail] = list(found[target] ?? {}, 'AssociationFailedDetails');
    assert.deepEqual(
      [detail?.EntityId, detail?.EntityType, detail?.FailureReason],
      ['vsw-a', 'VSwitch', 'LimitExceeded'],
    );
    assert.match(text(detail ?? {}, 'ResourceArn'), /^acs:vpc:cn-hangzhou:\d+:vswitch\/vsw-a$/);
  });

  it('limits the vSwitches of a principal and the principals of a vSwitch', async () => {
    await bench.control('/alibaba/quotas', { vSwitchesPerPrincipal: 1 });
    const fresh = '1234567890123456';
    await bench.control('/alibaba/directory', {
      accountId: fresh,
      folderId: await rootFolder(bench),
    });
    const first = await bench.create('owner', { ...vSwitch('vsw-a'), Targets: [fresh] });
    await bench.settle();
    const second = await bench.create('owner', vSwitch('vsw-b'));
    await bench.settle();
    await bench.ok('owner', 'AssociateResourceShare', {
      ResourceShareId: second,
      Targets: [fresh],
    });
    await bench.settle();
    assert.equal((await statuses(first))[fresh], 'Associated');
    const [detail] = list((await rows(second))[fresh] ?? {}, 'AssociationFailedDetails');
    assert.deepEqual([detail?.EntityId, detail?.FailureReason], ['vsw-b', 'LimitExceeded']);

    await bench.control('/alibaba/quotas', { vSwitchesPerPrincipal: 30, principalsPerVSwitch: 1 });
    const third = await bench.create('owner', { ...vSwitch('vsw-a'), Targets: [member] });
    await bench.settle();
    assert.ok(Object.values(await statuses(third)).includes('Failed'));
  });

  it('shares a global type from Shanghai only', async () => {
    const template = { Resources: [{ ResourceId: 'tpl-1', ResourceType: 'ROSTemplate' }] };
    const share = await bench.create('owner', { ...template, Targets: [member] });
    await bench.settle();
    const row = (await rows(share))['tpl-1'] ?? {};
    assert.equal(
      list(row, 'AssociationFailedDetails')[0]?.FailureReason,
      'ZonalResourceInaccessible',
    );
    assert.equal('ResourceArn' in row, false);
    await bench.create('owner', { ...template, Targets: [member] }, 'cn-shanghai');
    await bench.settle();
    const received = await bench.all(
      'member',
      'ListSharedResources',
      'SharedResources',
      { ResourceOwner: 'OtherAccounts', ResourceIds: ['tpl-1'] },
      'cn-shanghai',
    );
    assert.equal(received.length, 1);
  });

  it('gives a service only the types that support it, with its time window', async () => {
    const service = 'pai.aliyuncs.com';
    const property = '{"timeRange":{"timeRangeType":"day"}}';
    const share = await bench.create('owner', {
      ...vSwitch('vsw-a'),
      AllowExternalTargets: true,
      Targets: [service],
      TargetProperties: [{ TargetId: service, Property: property }],
    });
    await bench.settle();
    const states = Object.values(await statuses(share));
    assert.deepEqual(states.sort(), ['Associated', 'Failed']);
    assert.equal((await rows(share))[service]?.TargetProperty, property);
  });

  it('keeps the record of what was removed, adds a new one, and purges after 72 hours', async () => {
    const share = await bench.create('owner', vSwitch('vsw-a'));
    await bench.settle();
    const input = { ResourceShareId: share, ...vSwitch('vsw-a') };
    await bench.ok('owner', 'DisassociateResourceShare', input);
    assert.deepEqual(await statuses(share), { 'vsw-a': 'Disassociating' });
    await bench.settle();
    await bench.ok('owner', 'AssociateResourceShare', input);
    await bench.settle();
    const of = async (): Promise<unknown[]> =>
      (
        await bench.all('owner', 'ListResourceShareAssociations', 'ResourceShareAssociations', {
          AssociationType: 'Resource',
          ResourceShareIds: [share],
        })
      ).map((row) => row.AssociationStatus);
    assert.deepEqual(await of(), ['Disassociated', 'Associated']);
    await bench.advance(71 * hour);
    assert.deepEqual(await of(), ['Disassociated', 'Associated']);
    await bench.advance(hour);
    assert.deepEqual(await of(), ['Associated']);
  });

  it('answers what is associated already as it stands', async () => {
    const share = await bench.create('owner', { ...vSwitch('vsw-a'), Targets: [member] });
    await bench.settle();
    const before = await rows(share);
    const content = await bench.ok('owner', 'AssociateResourceShare', {
      ResourceShareId: share,
      ...vSwitch('vsw-a'),
      Targets: [member],
    });
    assert.deepEqual(
      list(content, 'ResourceShareAssociations').map((row) => row.AssociationStatus),
      ['Associated', 'Associated'],
    );
    assert.deepEqual(await rows(share), before);
  });

  it('fails to remove a resource that is held, which stays shared', async () => {
    const share = await bench.create('owner', { ...vSwitch('vsw-held-1'), Targets: [member] });
    await bench.settle();
    await bench.ok('owner', 'DisassociateResourceShare', {
      ResourceShareId: share,
      ...vSwitch('vsw-held-1'),
    });
    await bench.settle();
    const row = (await rows(share))['vsw-held-1'] ?? {};
    assert.equal(row.AssociationStatus, 'Failed');
    assert.equal(list(row, 'AssociationFailedDetails')[0]?.OperationType, 'Disassociate');
    const received = await bench.all('member', 'ListSharedResources', 'SharedResources', {
      ResourceOwner: 'OtherAccounts',
      ResourceIds: ['vsw-held-1'],
    });
    assert.equal(received.length, 1);
  });

  it('takes out again what failed to leave, also where no pair tells of it, but not what never got in', async () => {
    const share = await bench.create('owner', vSwitch('vsw-held-1'));
    await bench.ok('owner', 'AssociateResourceShare', {
      ResourceShareId: share,
      ...vSwitch('vsw-gone-1'),
    });
    await bench.settle();
    const held = { ResourceShareId: share, ...vSwitch('vsw-held-1') };
    await bench.ok('owner', 'DisassociateResourceShare', held);
    await bench.settle();
    assert.deepEqual(await statuses(share), { 'vsw-held-1': 'Failed', 'vsw-gone-1': 'Failed' });
    assert.deepEqual(list((await rows(share))['vsw-held-1'] ?? {}, 'AssociationFailedDetails'), []);
    const gone = { ResourceShareId: share, ...vSwitch('vsw-gone-1') };
    assert.equal(
      await bench.code('owner', 'DisassociateResourceShare', gone),
      'DisassociateInvalid',
    );
    await bench.ok('owner', 'DisassociateResourceShare', held);
    assert.equal((await statuses(share))['vsw-held-1'], 'Disassociating');
  });

  it('deletes with everything in it and forgets after 72 hours', async () => {
    const share = await bench.create('owner', { ...vSwitch('vsw-a'), Targets: [member] });
    await bench.settle();
    await bench.ok('owner', 'DeleteResourceShare', { ResourceShareId: share });
    assert.equal(await status(share), 'Deleting');
    assert.deepEqual(await statuses(share), {
      'vsw-a': 'Disassociating',
      [member]: 'Disassociating',
    });
    await bench.advance(5000);
    assert.equal(await status(share), 'Deleted');
    assert.deepEqual(await statuses(share), {
      'vsw-a': 'Disassociated',
      [member]: 'Disassociated',
    });
    await bench.advance(72 * hour);
    assert.equal(await status(share), undefined);
    assert.deepEqual(await statuses(share), {});
  });

  it('asks an outsider, is Pending until the answer, and then hands over', async () => {
    const share = await bench.create('owner', {
      ...vSwitch('vsw-a'),
      AllowExternalTargets: true,
      Targets: [outsider],
    });
    await bench.settle();
    assert.equal(await status(share), 'Pending');
    assert.equal((await statuses(share))[outsider], 'Associating');
    assert.equal((await rows(share))[outsider]?.External, true);
    const received = { ResourceOwner: 'OtherAccounts', ResourceShareIds: [share] };
    assert.deepEqual(
      await bench.all('outsider', 'ListResourceShares', 'ResourceShares', received),
      [],
    );
    const id = text(await invitation(share), 'ResourceShareInvitationId');
    const answer = await bench.ok('outsider', 'AcceptResourceShareInvitation', {
      ResourceShareInvitationId: id,
    });
    const accepted = asContent(answer.ResourceShareInvitation);
    assert.equal(accepted.Status, 'Accepted');
    assert.deepEqual(accepted.AcceptInvitationFailedDetails, []);
    assert.equal(await status(share), 'Active');
    await bench.settle();
    assert.equal((await statuses(share))[outsider], 'Associated');
    const [seen] = await bench.all('outsider', 'ListResourceShares', 'ResourceShares', received);
    assert.equal(seen?.ResourceShareName, 'made-by-a-test');
    assert.equal('Tags' in seen, false);
  });

  it('fails the row when the invitation is rejected or expires', async () => {
    const make = (): Promise<string> =>
      bench.create('owner', { AllowExternalTargets: true, Targets: [outsider] });
    const [rejected, expired] = [await make(), await make()];
    const id = text(await invitation(rejected), 'ResourceShareInvitationId');
    await bench.ok('outsider', 'RejectResourceShareInvitation', { ResourceShareInvitationId: id });
    assert.equal((await statuses(rejected))[outsider], 'Failed');
    await bench.advance(7 * day - 1);
    assert.equal((await invitation(expired)).Status, 'Pending');
    await bench.advance(1);
    assert.equal((await invitation(expired)).Status, 'Expired');
    assert.equal(
      (await rows(expired))[outsider]?.AssociationStatusMessage,
      'The invitation has expired.',
    );
    assert.equal(await status(expired), 'Active');
  });

  it('withdraws the invitation of a principal that is removed', async () => {
    const share = await bench.create('owner', { AllowExternalTargets: true, Targets: [outsider] });
    await bench.ok('owner', 'DisassociateResourceShare', {
      ResourceShareId: share,
      Targets: [outsider],
    });
    await bench.settle();
    assert.equal((await invitation(share)).Status, 'Cancelled');
    assert.equal((await statuses(share))[outsider], 'Disassociated');
    const id = text(await invitation(share), 'ResourceShareInvitationId');
    assert.equal(
      await bench.code('outsider', 'AcceptResourceShareInvitation', {
        ResourceShareInvitationId: id,
      }),
      'EntityNotExists.ResourceShareInvitation',
    );
  });

  it('accepts without a handover, tells why, and can be tried again', async () => {
    const share = await bench.create('owner', {
      Resources: [{ ResourceId: 's-handover-1', ResourceType: 'Snapshot' }],
      AllowExternalTargets: true,
      Targets: [outsider],
    });
    await bench.settle();
    const input = {
      ResourceShareInvitationId: text(await invitation(share), 'ResourceShareInvitationId'),
    };
    for (let attempt = 1; attempt <= 2; attempt += 1) {
      const content = await bench.ok('outsider', 'AcceptResourceShareInvitation', input);
      const answer = asContent(content.ResourceShareInvitation);
      assert.equal(answer.Status, 'AcceptFailed');
      const [detail] = list(answer, 'AcceptInvitationFailedDetails');
      assert.deepEqual(
        [detail?.ResourceId, detail?.ResourceType, detail?.FailureReason, detail?.OperationType],
        ['s-handover-1', 'Snapshot', 'Unavailable', 'Associate'],
      );
    }
    assert.equal((await statuses(share))[outsider], 'Failed');
  });

  it('invites members too while sharing with the organisation is off', async () => {
    await bench.control('/alibaba/organisation', { sharing: false });
    assert.deepEqual(
      (await bench.ok('member', 'CheckSharingWithResourceDirectoryStatus')).EnableSharingWithRd,
      false,
    );
    assert.equal(
      await bench.code('owner', 'CreateResourceShare', {
        ResourceShareName: 'n',
        Targets: [member],
      }),
      'NotEnableSharingWithResourceDirectory',
    );
    const share = await bench.create('owner', { AllowExternalTargets: true, Targets: [member] });
    assert.equal(await status(share), 'Pending');
    assert.equal((await rows(share))[member]?.External, false);
    await bench.ok('owner', 'EnableSharingWithResourceDirectory');
    await bench.create('owner', { Targets: [member] });
  });

  it('lets an outsider leave', async () => {
    const share = await bench.create('owner', {
      ...vSwitch('vsw-a'),
      AllowExternalTargets: true,
      Targets: [outsider],
    });
    await bench.settle();
    const id = text(await invitation(share), 'ResourceShareInvitationId');
    await bench.ok('outsider', 'AcceptResourceShareInvitation', { ResourceShareInvitationId: id });
    await bench.settle();
    await bench.ok('outsider', 'DisassociateResourceShare', {
      ResourceShareId: share,
      ResourceOwner: 'OtherAccounts',
      Targets: [outsider],
    });
    await bench.settle();
    assert.equal((await statuses(share))[outsider], 'Disassociated');
    assert.deepEqual(
      await bench.all('outsider', 'ListSharedResources', 'SharedResources', {
        ResourceOwner: 'OtherAccounts',
        ResourceShareIds: [share],
      }),
      [],
    );
  });
});

async function rootFolder(bench: Bench): Promise<string> {
  const { alibaba } = await bench.control('/state');
  return text(asContent(asContent(alibaba).directory), 'rootId');
}
