import assert from 'node:assert/strict';
import type { Change } from '../../../src/changes/change.ts';
import { type ChangeContext, nothingKnown } from '../../../src/changes/change-context.ts';
import {
  type Impact,
  type ImpactSurroundings,
  impactOf,
  needsMembership,
} from '../../../src/changes/impact.ts';
import { shareState } from '../../../src/changes/inventory-state.ts';
import { planChanges } from '../../../src/changes/plan-changes.ts';
import { abilities } from '../../../src/clouds/alibaba/abilities.ts';
import type { ShareEntry, Snapshot } from '../../../src/inventory/snapshot.ts';
import type { Account, Scope } from '../../../src/model/account.ts';
import type { Association } from '../../../src/model/share.ts';
import { associationStates, parseStatus, shareStates } from '../../../src/model/status.ts';
import { additionsIn } from './simple-changes.ts';

const scope = { accountId: 'a', region: 'cn-hangzhou' };

function row(
  shareId: string,
  kind: Association['kind'],
  entityId: string,
  change: Partial<Association> = {},
): Association {
  return {
    shareId,
    kind,
    entityId,
    entityType: kind === 'resource' ? 'VSwitch' : 'Account',
    status: parseStatus(associationStates, 'Associated'),
    failures: [],
    createdAt: '',
    updatedAt: '',
    ...change,
  };
}

function entry(id: string, resources: string[], principals: (string | Association)[]): ShareEntry {
  return {
    share: {
      id,
      name: id,
      owner: 'self',
      ownerId: '1',
      status: parseStatus(shareStates, 'Active'),
      tags: [],
      createdAt: '',
      updatedAt: '',
    },
    resources: resources.map((one) => row(id, 'resource', one)),
    principals: principals.map((one) =>
      typeof one === 'string' ? row(id, 'principal', one) : one,
    ),
  };
}

const account: Account = {
  id: 'a',
  cloud: 'alibaba',
  label: 'Net hub',
  ownerId: '1',
  regions: ['cn-hangzhou'],
};

interface World {
  /** Every list is held whole unless said otherwise. */
  readonly incomplete?: Snapshot['incomplete'];
  readonly accounts?: readonly Account[];
  readonly elsewhere?: (scope: Scope) => readonly ShareEntry[] | undefined;
  readonly membership?: ImpactSurroundings['membership'];
}

function wholeImpact(
  entries: readonly ShareEntry[],
  changes: readonly Change[],
  { incomplete = [], accounts = [account], elsewhere, membership }: World = {},
): Impact {
  const context: ChangeContext = {
    ...nothingKnown,
    account: (id) => {
      const ownerId = accounts.find((one) => one.id === id)?.ownerId ?? '';
      return { ownerId, label: id, readOnly: false, abilities };
    },
    share: (_, id) => {
      const found = entries.find(({ share }) => share.id === id);
      return found && shareState(found);
    },
  };
  return impactOf(planChanges(changes, context), {
    accounts,
    context,
    snapshot: (at) => ({
      scope: at,
      loading: false,
      loadedAt: 1,
      incomplete,
      entries: new Map((elsewhere?.(at) ?? entries).map((one) => [one.share.id, one])),
    }),
    ...(membership && { membership }),
  });
}

function impact(entries: readonly ShareEntry[], ...changes: readonly Change[]) {
  return shortened(wholeImpact(entries, changes));
}

function shortened({ changes }: Impact) {
  return changes.map((change) => ({
    principal: change.principal,
    gained: change.gained.map(({ id }) => id),
    lost: change.lost.map(({ id }) => id),
    kept: change.kept.map(({ resource, through }) => [resource.id, ...through]),
    ...(change.mayKeep.length > 0 && {
      mayKeep: change.mayKeep.map(({ resource, through }) => [resource.id, ...through]),
    }),
    ...(change.invited !== 'no' && { invited: change.invited }),
    ...(change.withdrawn !== 'no' && { withdrawn: change.withdrawn }),
  }));
}

const nothing = { gained: [], lost: [], kept: [] };
const removal = (shareId: string, principals: readonly string[]): Change => ({
  kind: 'disassociate',
  scope,
  shareId,
  resources: [],
  principals: [...principals],
});
const addition = additionsIn(scope);

describe('impactOf', () => {
  it('tells who loses what with a share, and who keeps it through which other one', () => {
    const entries = [
      entry('one', ['vsw-1', 'vsw-2'], ['10', '20']),
      entry('two', ['vsw-2'], ['20', '30']),
    ];
    assert.deepEqual(impact(entries, { kind: 'delete', scope, shareId: 'one' }), [
      { ...nothing, principal: '10', lost: ['vsw-1', 'vsw-2'] },
      { ...nothing, principal: '20', lost: ['vsw-1'], kept: [['vsw-2', 'two']] },
    ]);
  });

  it('counts no share as a way to keep something that goes with the same plan', () => {
    const entries = [entry('one', ['vsw-1'], ['10']), entry('two', ['vsw-1'], ['10'])];
    const found = impact(
      entries,
      { kind: 'delete', scope, shareId: 'one' },
      { kind: 'delete', scope, shareId: 'two' },
    );
    assert.deepEqual(found, [{ ...nothing, principal: '10', lost: ['vsw-1'] }]);
  });

  it('takes from everybody what is taken out, and from who is taken out everything', () => {
    const entries = [entry('one', ['vsw-1', 'vsw-2'], ['10', '20'])];
    const found = impact(entries, {
      kind: 'disassociate',
      scope,
      shareId: 'one',
      resources: [{ type: 'VSwitch', id: 'vsw-1' }],
      principals: ['20'],
    });
    assert.deepEqual(found, [
      { ...nothing, principal: '10', lost: ['vsw-1'] },
      { ...nothing, principal: '20', lost: ['vsw-1', 'vsw-2'] },
    ]);
  });

  it('withdraws an invitation that nobody has answered, which gave no access yet', () => {
    const asked = row('one', 'principal', '40', {
      status: parseStatus(associationStates, 'Associating'),
      external: true,
    });
    const entries = [entry('one', ['vsw-1'], [asked])];
    assert.deepEqual(impact(entries, { kind: 'delete', scope, shareId: 'one' }), [
      { ...nothing, principal: '40', withdrawn: 'maybe' },
    ]);
  });

  it('gives nothing anew that somebody has through another share', () => {
    const entries = [entry('one', ['vsw-1'], ['10']), entry('two', ['vsw-2'], ['10'])];
    const found = impact(entries, {
      kind: 'associate',
      scope,
      shareId: 'one',
      resources: [
        { type: 'VSwitch', id: 'vsw-2' },
        { type: 'VSwitch', id: 'vsw-3' },
      ],
      principals: [],
      permissions: {},
    });
    assert.deepEqual(found, [{ ...nothing, principal: '10', gained: ['vsw-3'] }]);
  });

  describe('of what has failed', () => {
    const failed = (operation: string) => {
      const failures = [{ entityId: 'p1', entityType: 'Account', reason: '', description: '' }];
      const status = parseStatus(associationStates, 'Failed');
      const bad = failures.map((one) => ({ ...one, operation }));
      return row('one', 'resource', 'vsw-1', { status, failures: bad });
    };
    const withRow = (resource: Association) => [
      { ...entry('one', [], ['p1']), resources: [resource] },
      entry('two', ['vsw-1'], ['p1']),
    ];

    it('is access where it could not be taken out, and none where it could not be put in', () => {
      const take = (name: string) => ({
        ...{ kind: 'disassociate' as const, scope, shareId: name, principals: [] },
        resources: [{ type: 'VSwitch', id: 'vsw-1' }],
      });
      const still = withRow(failed('Disassociate'));
      assert.deepEqual(impact(still, take('two')), [
        { ...nothing, principal: 'p1', kept: [['vsw-1', 'one']] },
      ]);
      assert.deepEqual(impact(still.slice(0, 1), take('one')), [
        { ...nothing, principal: 'p1', lost: ['vsw-1'] },
      ]);
      const never = withRow(failed('Associate'));
      assert.deepEqual(impact(never, take('two')), [
        { ...nothing, principal: 'p1', lost: ['vsw-1'] },
      ]);
      assert.deepEqual(impact(never.slice(0, 1), take('one')), []);
    });
  });

  describe('with folders and organisations', () => {
    const member = '1720505253001234';
    const inside = row('one', 'principal', member, { external: false });
    const unsaid = row('one', 'principal', member);

    it('knows who is in the whole organisation by being inside', () => {
      const entries = [entry('one', ['vsw-1'], [inside]), entry('all', ['vsw-1'], ['rd-3Gabcd'])];
      assert.deepEqual(impact(entries, removal('one', [member])), [
        { ...nothing, principal: member, kept: [['vsw-1', 'all']] },
      ]);
    });

    it('says that it does not know who is in a folder', () => {
      const entries = [entry('one', ['vsw-1'], [inside]), entry('some', ['vsw-1'], ['fd-4Pabcd'])];
      assert.deepEqual(impact(entries, removal('one', [member])), [
        { ...nothing, principal: member, mayKeep: [['vsw-1', 'some']] },
      ]);
      const outside = row('one', 'principal', member, { external: true });
      const strangers = [
        entry('one', ['vsw-1'], [outside]),
        entry('some', ['vsw-1'], ['fd-4Pabcd']),
      ];
      assert.deepEqual(impact(strangers, removal('one', [member])), [
        { ...nothing, principal: member, lost: ['vsw-1'] },
      ]);
    });

    it('says that it does not know where the cloud does not tell who is inside', () => {
      const entries = [entry('one', ['vsw-1'], [unsaid]), entry('all', ['vsw-1'], ['rd-3Gabcd'])];
      assert.deepEqual(impact(entries, removal('one', [member])), [
        { ...nothing, principal: member, mayKeep: [['vsw-1', 'all']] },
      ]);
    });

    it('takes the word of who knows', () => {
      const entries = [entry('one', ['vsw-1'], [inside]), entry('some', ['vsw-1'], ['fd-4Pabcd'])];
      const ask = (answer: boolean) => {
        const membership = { contains: () => answer, isInside: () => undefined };
        return shortened(wholeImpact(entries, [removal('one', [member])], { membership }));
      };
      assert.deepEqual(ask(true), [{ ...nothing, principal: member, kept: [['vsw-1', 'some']] }]);
      assert.deepEqual(ask(false), [{ ...nothing, principal: member, lost: ['vsw-1'] }]);
    });
  });

  describe('of invitations', () => {
    const stranger = '1990000000000001';

    it('goes by the list of the organisation before what rows say', () => {
      const known = row('two', 'principal', stranger, { external: true });
      const entries = [entry('one', ['vsw-1'], []), entry('two', ['vsw-9'], [known])];
      const membership = { contains: () => undefined, isInside: () => true };
      const inside = wholeImpact(entries, [addition('one', [], [stranger])], { membership });
      assert.deepEqual(shortened(inside), [{ ...nothing, principal: stranger, gained: ['vsw-1'] }]);
      assert.equal(needsMembership(inside), false);
    });

    it('would be surer by knowing the organisation where no row tells', () => {
      const entries = [entry('one', ['vsw-1'], [])];
      assert.equal(needsMembership(wholeImpact(entries, [addition('one', [], [stranger])])), true);
    });

    it('goes out to who is outside, where that is known from another share', () => {
      const known = row('two', 'principal', stranger, { external: true });
      const entries = [entry('one', ['vsw-1'], []), entry('two', ['vsw-9'], [known])];
      assert.deepEqual(impact(entries, addition('one', [], [stranger])), [
        { ...nothing, principal: stranger, gained: ['vsw-1'], invited: 'sure' },
      ]);
      const member = row('two', 'principal', stranger, { external: false });
      const inside = [entry('one', ['vsw-1'], []), entry('two', ['vsw-9'], [member])];
      assert.deepEqual(impact(inside, addition('one', [], [stranger])), [
        { ...nothing, principal: stranger, gained: ['vsw-1'] },
      ]);
    });

    it('may go out to an account of which rows contradict each other', () => {
      const says = (name: string, external: boolean) =>
        entry(name, [], [row(name, 'principal', stranger, { external })]);
      for (const both of [
        [says('two', true), says('three', false)],
        [says('two', false), says('three', true)],
      ]) {
        assert.deepEqual(impact([entry('one', [], []), ...both], addition('one', [], [stranger])), [
          { ...nothing, principal: stranger, invited: 'maybe' },
        ]);
      }
    });

    it('may go out to an account of which nothing is known, and to nobody else', () => {
      const entries = [entry('one', [], [])];
      assert.deepEqual(impact(entries, addition('one', [], [stranger, 'fd-4Pabcd'])), [
        { ...nothing, principal: stranger, invited: 'maybe' },
      ]);
      const [one] = entries;
      assert.ok(one);
      const closed = [{ ...one, share: { ...one.share, allowExternal: false } }];
      assert.deepEqual(impact(closed, addition('one', [], [stranger])), []);
    });

    it('is withdrawn for sure where the row tells that it was sent', () => {
      const asked = row('one', 'principal', stranger, {
        status: parseStatus(associationStates, 'Associating'),
        invited: true,
      });
      assert.deepEqual(impact([entry('one', ['vsw-1'], [asked])], removal('one', [stranger])), [
        { ...nothing, principal: stranger, withdrawn: 'sure' },
      ]);
    });

    it('brings what the sender’s share holds, where the sender is one of the accounts', () => {
      const sender = { ...account, id: 'b', ownerId: '2' };
      const invitation = { id: 'i-1', shareId: 'theirs', shareName: 'theirs', senderId: '2' };
      const accept: Change = { kind: 'accept', scope, invitation };
      const theirs = entry('theirs', ['vsw-7'], ['1']);
      const known = wholeImpact([], [accept], {
        accounts: [account, sender],
        elsewhere: (at) => (at.accountId === 'b' ? [theirs] : []),
      });
      assert.deepEqual(shortened(known), [{ ...nothing, principal: '1', gained: ['vsw-7'] }]);
      const unknown = wholeImpact([], [accept]);
      assert.deepEqual(unknown.changes, []);
      assert.deepEqual(unknown.unknown, ['a/cn-hangzhou/theirs']);
    });
  });

  it('leaves a share to who stays in it through another one', () => {
    const received = (id: string, resources: string[]) => {
      const one = entry(id, resources, []);
      return { ...one, share: { ...one.share, owner: 'other' as const, ownerId: '9' } };
    };
    const entries = [received('one', ['vsw-1', 'vsw-2']), received('two', ['vsw-2'])];
    assert.deepEqual(impact(entries, { kind: 'leave', scope, shareId: 'one' }), [
      { ...nothing, principal: '1', lost: ['vsw-1'], kept: [['vsw-2', 'two']] },
    ]);
  });

  it('looks at what the same owner shares through another account of the user', () => {
    const twin = { ...account, id: 'twin' };
    const other = { ...account, id: 'other', ownerId: '2' };
    const entries = [entry('one', ['vsw-1'], ['10'])];
    const found = wholeImpact(entries, [removal('one', ['10'])], {
      accounts: [account, twin, other],
      elsewhere: ({ accountId }) =>
        ({
          twin: [entry('one', ['vsw-1'], ['10']), entry('two', ['vsw-1'], ['10'])],
          other: [entry('three', ['vsw-1'], ['10'])],
        })[accountId],
    });
    assert.deepEqual(shortened(found), [{ ...nothing, principal: '10', kept: [['vsw-1', 'two']] }]);
  });

  it('says where it rests on lists that are not held whole, and how old they are', () => {
    const entries = [entry('one', ['vsw-1'], ['10'])];
    const basis = (incomplete: Snapshot['incomplete']) =>
      wholeImpact(entries, [removal('one', ['10'])], { incomplete }).incomplete;
    assert.deepEqual(basis([]), []);
    assert.deepEqual(basis([{ part: 'ownResources' }]), [{ scope }]);
    assert.deepEqual(
      basis([
        { part: 'ownShares', readAt: 5 },
        { part: 'ownPrincipals', readAt: 3 },
      ]),
      [{ scope, readAt: 3 }],
    );
    assert.deepEqual(basis([{ part: 'receivedShares' }]), [], 'what others share matters not here');
  });
});
