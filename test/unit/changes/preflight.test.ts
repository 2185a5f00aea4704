import assert from 'node:assert/strict';
import type { ChangeAccount, ChangeContext } from '../../../src/changes/change-context.ts';
import type { Change } from '../../../src/changes/change.ts';
import { planChanges } from '../../../src/changes/plan-changes.ts';
import { preflight, refusals, sendableParts } from '../../../src/changes/preflight/preflight.ts';
import type { ShareState } from '../../../src/changes/share-state.ts';
import { abilities as huawei } from '../../../src/clouds/huawei/abilities.ts';
import type { Invitation, InvitationState } from '../../../src/model/invitation.ts';
import { scope } from '../inventory/samples.ts';
import { alibabaAccount, aState, contextOf, inState } from './contexts.ts';

const member = '1720505253001234';
const other = '1720505253005678';
const folder = 'fd-Production1';
const organization = 'rd-Harbour123';
const ofShare = { scope, shareId: 'rs-1' };
const huaweiAccount: ChangeAccount = {
  ...alibabaAccount,
  ownerId: '05c734152f00d4200f2bc0179ac61000',
  abilities: huawei,
};

const add = (resources: readonly string[], principals: readonly string[] = []): Change => ({
  kind: 'associate',
  ...ofShare,
  resources: resources.map((text) => {
    const [type = '', id = ''] = text.split(' ');
    return { type, id };
  }),
  principals: principals.map((id) => ({ id })),
  permissions: {},
});
const remove = (resources: readonly string[], principals: readonly string[] = []): Change => ({
  kind: 'disassociate',
  ...ofShare,
  resources: resources.map((id) => ({ type: 'VSwitch', id })),
  principals: [...principals],
});
const end: Change = { kind: 'delete', ...ofShare };
const leave: Change = { kind: 'leave', ...ofShare };
const name = (to: string): Change => ({ kind: 'update', ...ofShare, name: to });
const external = (allowExternal: boolean): Change => ({
  kind: 'update',
  ...ofShare,
  allowExternal,
});
const permission = { id: 'P1', name: 'P1', resourceType: 'VSwitch' };
const accept: Change = {
  kind: 'accept',
  scope,
  invitation: { id: 'i-1', shareId: 'rs-9', shareName: 'offered', senderId: other },
};
const create = (more: Partial<Extract<Change, { kind: 'create' }>> = {}): Change => ({
  kind: 'create',
  scope,
  name: 'made',
  allowExternal: true,
  resources: [{ type: 'VSwitch', id: 'vsw-1' }],
  principals: [],
  permissions: {},
  ...more,
});
const answered = (state: InvitationState): Invitation => ({
  id: 'i-1',
  shareId: 'rs-9',
  shareName: 'offered',
  senderId: other,
  receiverId: member,
  status: { state, text: state },
  createdAt: '2026-03-01T07:00:00.000Z',
  failures: [],
});

interface Case {
  readonly change: Change | readonly Change[];
  /** The share as it is; a share in which nothing is where this is left out. */
  readonly before?: Partial<ShareState> | 'gone';
  readonly known?: Partial<ChangeContext>;
  readonly account?: ChangeAccount;
  /** `severity rule code`, and the id of what it is about. */
  readonly finds: readonly string[];
}

function findingsOf({ change, before = {}, known, account = alibabaAccount }: Case) {
  const changes = 'kind' in change ? [change] : change;
  const share = before === 'gone' ? before : aState({ ownerId: account.ownerId, ...before });
  const context = contextOf({ 'rs-1': share }, known, account);
  return preflight(planChanges(changes, context), context);
}

const cases: Readonly<Record<string, Case>> = {
  'nothing where nothing is wrong': { change: add(['VSwitch vsw-1'], [folder]), finds: [] },
  'an account that is read-only here': {
    change: name('new'),
    account: { ...alibabaAccount, readOnly: true },
    finds: ['refusal accountReadOnly AccountReadOnly'],
  },
  'an account that was removed': {
    change: name('new'),
    known: { account: () => undefined },
    finds: ['refusal accountGone AccountRemoved'],
  },
  'a share that is not there any more': {
    change: name('new'),
    before: 'gone',
    finds: ['refusal shareGone EntityNotExists.ResourceShare'],
  },
  'a share of somebody else': {
    change: name('new'),
    before: { owner: 'other', ownerId: other },
    finds: ['refusal shareOwner OperationNotPermitted'],
  },
  'leaving a share of one’s own': {
    change: leave,
    finds: ['refusal shareOwner OperationNotPermitted'],
  },
  'a share on its way out': {
    change: name('new'),
    before: { status: 'deleting' },
    finds: ['refusal shareState ResourceShareStatusMismatchAction'],
  },
  'sharing with oneself': {
    change: add([], [alibabaAccount.ownerId]),
    finds: [`refusal principals ShareWithYourself ${alibabaAccount.ownerId}`],
  },
  'a name against the rule': {
    change: name('no spaces, please!'),
    finds: ['refusal name InvalidParameter.ResourceShareName'],
  },
  'a type that must stay inside, with an account that may be outside': {
    change: create({
      resources: [{ type: 'KMSInstance', id: 'kst-1' }],
      principals: [{ id: member }],
    }),
    finds: [`doubt resources ExternalTargetsNotAllowed.ResourceType kst-1`],
  },
  'a type that takes ARNs only': {
    change: add(['PolarDBBackupSet b-1']),
    finds: ['refusal resources NotSupport.ResourceType.ResourcesParameter b-1'],
  },
  'a resource of another region than the share': {
    change: {
      kind: 'associate',
      ...ofShare,
      resources: [{ type: '', arn: `acs:vpc:cn-beijing:${alibabaAccount.ownerId}:vswitch/vsw-1` }],
      principals: [],
      permissions: {},
    },
    finds: [
      `doubt resources InvalidParameter.ResourceArns acs:vpc:cn-beijing:${alibabaAccount.ownerId}:vswitch/vsw-1`,
    ],
  },
  'deleting while something is under way': {
    change: end,
    before: { resources: [inState('vsw-1', { state: 'associating' })] },
    finds: ['doubt pendingInShare DeleteResourceShareConflict'],
  },
  'adding what is on its way out': {
    change: add(['VSwitch vsw-1']),
    before: { resources: [inState('vsw-1', { state: 'disassociating' })] },
    finds: ['doubt pendingEntity AssociateConflict vsw-1'],
  },
  'removing what is on its way in': {
    change: remove(['vsw-1']),
    before: { resources: [inState('vsw-1', { state: 'associating' })] },
    finds: ['doubt pendingEntity DisassociateConflict vsw-1'],
  },
  'no waiting where an invitation is withdrawn': {
    change: remove([], [member]),
    before: { principals: [inState(member, { state: 'associating', external: true })] },
    finds: [],
  },
  'removing what has failed to get in': {
    change: remove(['vsw-1']),
    before: { resources: [inState('vsw-1', { state: 'failed', failed: 'adding' })] },
    finds: ['doubt notInShare DisassociateInvalid vsw-1'],
  },
  'removing what has failed, and the cloud does not say how': {
    change: remove(['vsw-1']),
    before: { resources: [inState('vsw-1', { state: 'failed' })] },
    finds: ['doubt notInShare DisassociateInvalid vsw-1'],
  },
  'removing again what could not be removed': {
    change: remove(['vsw-1']),
    before: { resources: [inState('vsw-1', { state: 'failed', failed: 'removing' })] },
    finds: [],
  },
  'a permission that resources need': {
    change: { kind: 'removePermission', ...ofShare, permission },
    before: { resources: [inState('vsw-1')], permissions: [permission] },
    finds: ['refusal resourcesOfType DisassociateConflict.Permission P1'],
  },
  'a permission whose last resource goes along': {
    change: [{ kind: 'removePermission', ...ofShare, permission }, remove(['vsw-1'])],
    before: { resources: [inState('vsw-1')], permissions: [permission] },
    finds: [],
  },
  'a second permission for a type': {
    change: {
      kind: 'associate',
      ...ofShare,
      resources: [{ type: 'VSwitch', id: 'vsw-2' }],
      principals: [],
      permissions: { VSwitch: 'P2' },
    },
    before: { permissions: [permission] },
    finds: ['doubt permissionOfType InvalidParameter.PermissionNames P2'],
  },
  'opening a share that holds what must stay inside': {
    change: external(true),
    before: { resources: [inState('kst-1', { type: 'KMSInstance' })] },
    finds: ['refusal insideOnlyTypes NotSupport.AllowExternalTargets'],
  },
  'adding what must stay inside beside somebody outside': {
    change: add(['KMSInstance kst-1']),
    before: { allowExternal: true, principals: [inState(member, { external: true })] },
    finds: ['refusal insideOnlyTypes ExternalTargetsNotAllowed.ResourceType kst-1'],
  },
  'closing a share with somebody outside in it': {
    change: external(false),
    before: { allowExternal: true, principals: [inState(member, { external: true })] },
    finds: ['doubt outsidersPresent outsidersPresent'],
  },
  'closing it when they leave by the same plan': {
    change: [external(false), remove([], [member])],
    before: { allowExternal: true, principals: [inState(member, { external: true })] },
    finds: [],
  },
  'the organisation while sharing with it is off': {
    change: add([], [folder]),
    known: { organizationSharing: () => false },
    finds: [`refusal organizationSharingOff NotEnableSharingWithResourceDirectory ${folder}`],
  },
  'an account that the organisation brings along': {
    change: add([], [member]),
    before: { allowExternal: true, principals: [inState(organization)] },
    known: { isOutside: () => false },
    finds: [`doubt reachedByOrganization reachedByOrganization ${member}`],
  },
  'an account that a folder may bring along': {
    change: add([], [member, folder]),
    before: { allowExternal: true },
    known: { isOutside: () => false },
    finds: [`note reachedByOrganization reachedByOrganization ${member}`],
  },
  'no account that is outside, as no organisation brings it along': {
    change: add([], [member]),
    before: { allowExternal: true, principals: [inState(organization)] },
    known: { isOutside: () => true },
    finds: [],
  },
  'no account of an organisation that is taken out': {
    change: [add([], [member]), remove([], [organization])],
    before: { allowExternal: true, principals: [inState(organization)] },
    known: { isOutside: () => false },
    finds: [],
  },
  'leaving with a type that nobody may give back': {
    change: leave,
    before: {
      owner: 'other',
      ownerId: other,
      resources: [inState('ipam-1', { type: 'IpamPool' })],
    },
    finds: ['refusal typeStays LeavingFailed.ResourceType'],
  },
  'an invitation that has expired': {
    change: accept,
    known: { invitation: () => answered('expired') },
    finds: ['refusal invitationState InvitationStatus.Expired i-1'],
  },
  'an invitation that was taken back': {
    change: accept,
    known: { invitation: () => 'gone' },
    finds: ['refusal invitationState EntityNotExists.ResourceShareInvitation i-1'],
  },
  'an invitation that was rejected': {
    change: accept,
    known: { invitation: () => answered('rejected') },
    finds: ['refusal invitationState InvitationStatus.AlreadyRejected i-1'],
  },
  'more shares than are left': {
    change: [create(), create()],
    known: { quotas: () => [{ kind: 'shares', text: 'shares', limit: 50, used: 49 }] },
    finds: ['doubt quota QuotaExceeded.ResourceShare.Count'],
  },
  'nothing while there is room': {
    change: [create()],
    known: { quotas: () => [{ kind: 'shares', text: 'shares', limit: 50, used: 49 }] },
    finds: [],
  },
  'what the cloud has nothing like': {
    change: { kind: 'moveToResourceGroup', ...ofShare, resourceGroupId: 'rg-1' },
    account: huaweiAccount,
    finds: ['refusal notSupported NotSupported'],
  },
};

describe('preflight', () => {
  for (const [what, one] of Object.entries(cases)) {
    it(`finds ${what}`, () => {
      const findings = findingsOf(one);
      assert.deepEqual(
        findings.map(({ severity, rule, code, item }) =>
          [severity, rule, code, ...(item && item.id !== '' ? [item.id] : [])].join(' '),
        ),
        one.finds,
      );
      // Our own rules have no page of a vendor; all others name the operation it is about.
      const local = ['accountReadOnly', 'accountGone', 'notSupported'];
      for (const { rule, source, message } of findings) {
        assert.ok(message !== '');
        assert.equal(source === '', local.includes(rule), rule);
      }
    });
  }

  it('leaves of a mixed selection what can be done', () => {
    const states = {
      'rs-1': aState(),
      'rs-2': aState({ owner: 'other', ownerId: other }),
      'rs-3': aState({ status: 'deleted' }),
    };
    const context = contextOf(states);
    const deletes = Object.keys(states).map((shareId): Change => ({
      kind: 'delete',
      scope,
      shareId,
    }));
    const plan = planChanges(deletes, context);
    const findings = preflight(plan, context);
    assert.deepEqual(
      refusals(findings).map(({ code }) => code),
      ['OperationNotPermitted'],
    );
    assert.deepEqual(
      sendableParts(plan, findings).parts.map(({ share }) => share.id),
      ['rs-1'],
    );
  });
});
