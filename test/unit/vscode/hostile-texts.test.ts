import assert from 'node:assert/strict';
import { type ActionRecord, beginAction, withRecord } from '../../../src/changes/action.ts';
import type { ActivityEntry } from '../../../src/changes/activity.ts';
import type { Outcome } from '../../../src/changes/follow.ts';
import type { PlanPart } from '../../../src/changes/plan.ts';
import { findHealth } from '../../../src/inventory/access/health.ts';
import { findOutsiders } from '../../../src/inventory/access/outsiders.ts';
import { CloudError } from '../../../src/clouds/cloud-error.ts';
import { AccessIndex } from '../../../src/inventory/access/access-index.ts';
import { scopesOf } from '../../../src/inventory/index/inventory-index.ts';
import type { ShareEntry, Snapshot } from '../../../src/inventory/snapshot.ts';
import type { Account } from '../../../src/model/account.ts';
import type { Association, AssociationKind } from '../../../src/model/share.ts';
import { associationStates, parseStatus, shareStates } from '../../../src/model/status.ts';
import { accessId } from '../../../src/vscode/access/access-address.ts';
import { grantLines } from '../../../src/vscode/access/access-rows.ts';
import { AccessTree } from '../../../src/vscode/access/access-tree.ts';
import { hoverLines } from '../../../src/vscode/access/hover-lines.ts';
import type { ActivityAddress } from '../../../src/vscode/activity/activity-address.ts';
import { activityChildren, activityRow } from '../../../src/vscode/activity/activity-rows.ts';
import { activityText } from '../../../src/vscode/activity/activity-text.ts';
import { outcomeNotice } from '../../../src/vscode/changes/outcome-notice.ts';
import { FindingsTree } from '../../../src/vscode/findings/findings-tree.ts';
import { invitationRow } from '../../../src/vscode/invitations/invitation-row.ts';
import type { TreeAddress } from '../../../src/vscode/shares/address.ts';
import { childrenOf } from '../../../src/vscode/shares/children.ts';
import { rowAt } from '../../../src/vscode/shares/rows/row-at.ts';
import { tooltipAt } from '../../../src/vscode/shares/rows/tooltip.ts';
import type { TreeState } from '../../../src/vscode/shares/rows/tree-state.ts';
import { hostileText } from '../fuzz/hostile.ts';
import { itHolds } from '../property.ts';
import { accounts, arrangedState, hangzhou } from './arrange/arranged.ts';

const account: Account = {
  id: 'a1',
  cloud: 'alibaba',
  label: 'Network team',
  ownerId: '1512666876910123',
  regions: ['cn-hangzhou'],
  writing: 'on',
};
const scope = { accountId: 'a1', region: 'cn-hangzhou' };

/** One text of the cloud's in every place that has one. */
function entryOf(text: string): ShareEntry {
  const row = (kind: AssociationKind, status: string): Association => ({
    shareId: 'rs-1',
    kind,
    entityId: text,
    entityType: text,
    arn: text,
    status: parseStatus(associationStates, status),
    statusMessage: text,
    failures: [
      {
        entityId: text,
        entityType: text,
        arn: text,
        reason: text,
        description: text,
        operation: text,
      },
    ],
    principalProperty: text,
    resourceProperty: text,
    createdAt: text,
    updatedAt: text,
  });
  return {
    share: {
      id: 'rs-1',
      name: text,
      owner: 'self',
      ownerId: text,
      status: parseStatus(shareStates, text),
      description: text,
      tags: [{ key: text, value: text }],
      resourceGroupId: text,
      createdAt: text,
      updatedAt: text,
    },
    resources: [
      row('resource', 'AssociateFailed'),
      { ...row('resource', text), entityId: 'vsw-1' },
    ],
    principals: [row('principal', 'AssociateFailed')],
  };
}

function stateOf(text: string): TreeState {
  const error = new CloudError({
    kind: 'server',
    code: text,
    message: text,
    operation: 'ListResourceShares',
    requestId: 'r',
  });
  const snapshot: Snapshot = {
    scope,
    entries: new Map([['rs-1', entryOf(text)]]),
    loading: false,
    incomplete: [],
    loadedAt: 1,
    failure: { at: 2, error },
  };
  return {
    accounts: [account],
    snapshot: () => snapshot,
    showEnded: true,
    abilities: () => undefined,
    explainFailure: () => undefined,
    hasConsole: () => true,
    regionName: () => undefined,
    isStuck: () => false,
    formatTime: () => 'now',
  };
}

/** A change with one text of the cloud's in every place that has one, half of it refused. */
function activityOf(text: string): ActivityEntry {
  const resource = { type: text, id: text, arn: text };
  const part: PlanPart = {
    key: 'k',
    scope,
    share: { id: text, name: text },
    changes: [],
    items: [
      { kind: 'resource', effect: 'new', ...resource, step: 0 },
      { kind: 'principal', effect: 'new', type: '', id: text, step: 0 },
      { kind: 'tag', effect: 'new', type: '', id: text, to: text, step: 1 },
      { kind: 'name', effect: 'changed', type: '', id: '', to: text, step: 1 },
    ],
    steps: [
      {
        kind: 'associate',
        request: { resources: [resource], principals: [{ id: text }], permissions: [] },
      },
      { kind: 'tag', tags: [{ key: text, value: text }] },
    ],
  };
  const at = { at: 1, part: 'k' };
  const error = { kind: 'server', code: text, message: text, operation: 'TagResources' } as const;
  const failures = [
    { entityId: text, entityType: text, reason: text, description: text, operation: text },
  ];
  const records: readonly ActionRecord[] = [
    { type: 'sending', ...at, step: 0 },
    { type: 'answered', ...at, step: 0, outcome: 'done', requestIds: [text] },
    { type: 'sending', ...at, step: 1 },
    { type: 'answered', ...at, step: 1, outcome: 'failed', requestIds: [text], error },
    { type: 'end', at: 2, end: 'failed' },
    {
      ...{ type: 'settled', ...at },
      items: [
        { kind: 'resource', type: text, id: text, result: 'failed', message: text, failures },
        { kind: 'principal', type: '', id: text, result: 'failed', message: text, failures },
      ],
    },
  ];
  const plan = { version: 1 as const, parts: [part] };
  const begun = beginAction({ type: 'begin', id: 'one', at: 0, plan });
  return { state: records.reduce(withRecord, begun), status: 'ended', error };
}

/** What nothing may have that VS Code draws. */
function assertHarmless(text: string): void {
  assert.ok(text.isWellFormed(), JSON.stringify(text));
  assert.doesNotMatch(text, /[\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\u2028\u2029]/u);
  assert.ok(!text.includes(']('), text);
  assert.ok(!text.includes('$('), text);
  assert.ok(text.length < 2_500, `${text.length} characters`);
}

describe('whatever text a cloud sends', () => {
  itHolds(
    'is harmless in every row of the tree and where it is pointed at',
    150,
    hostileText,
    (text) => {
      const state = stateOf(text);
      let rows = 0;
      const look = (from?: TreeAddress): void => {
        for (const address of childrenOf(from, state)) {
          const row = rowAt(address, state);
          assert.ok(row);
          rows += 1;
          assertHarmless(row.label);
          assertHarmless(row.description);
          assertHarmless(row.spoken);
          if (
            address.kind !== 'heading' &&
            address.kind !== 'bucket' &&
            address.kind !== 'unread'
          ) {
            tooltipAt(address, state).forEach(assertHarmless);
          }
          look(address);
        }
      };
      look();
      assert.ok(rows >= 8, `${rows} rows`);
    },
  );

  itHolds('is harmless in the notice at the end of a change', 150, hostileText, (text) => {
    const { resources, principals } = entryOf(text);
    const outcome: Outcome = {
      part: { key: 'k', scope, share: { name: text }, changes: [], items: [], steps: [] },
      shareId: 'rs-1',
      end: 'waiting',
      associated: resources,
      failed: [...resources, ...principals],
      removed: [{ kind: 'resource', effect: 'gone', type: text, id: text }],
      vanished: [],
      unread: [],
      waiting: principals,
      stillPending: resources,
      ending: [],
    };
    assertHarmless(outcomeNotice(outcome, () => undefined).text);
  });

  itHolds('is harmless in the access view and in a hover', 100, hostileText, async (text) => {
    const { load, inventory, state } = arrangedState();
    const index = new AccessIndex({
      inventory,
      scopes: scopesOf(accounts),
      accounts: () => accounts,
    });
    const { share, resources, principals } = entryOf(text);
    await load(hangzhou, [share], [...resources, ...principals]);
    await index.settled();
    const access = new AccessTree({ index, state });
    let rows = 0;
    for (const mode of ['resource', 'principal'] as const) {
      access.show({ mode });
      const look = (id?: string): void => {
        for (const address of access.children(id)) {
          const row = access.row(address);
          assert.ok(row);
          rows += 1;
          [row.label, row.description, row.spoken].forEach(assertHarmless);
          const grant = address.kind === 'grant' ? access.grant(address) : undefined;
          if (grant) grantLines(grant, state).forEach(assertHarmless);
          const entity = access.entity(address);
          if (entity) hoverLines(entity, index, state).forEach(assertHarmless);
          look(accessId(address));
        }
      };
      look();
    }
    assert.ok(rows >= 6, `${rows} rows`);
    index.dispose();
    inventory.dispose();
  });

  itHolds('is harmless in the view of findings', 100, hostileText, async (text) => {
    const { load, inventory, state } = arrangedState();
    const { share, resources, principals } = entryOf(text);
    const outsiders = principals.map((row) => ({ ...row, external: true }));
    await load(
      hangzhou,
      [
        { ...share, allowExternal: true },
        { ...share, id: text },
      ],
      [...resources, ...outsiders],
    );
    const tree = new FindingsTree(state);
    tree.show({
      outsiders: await findOutsiders({ ...state, kindOf: () => 'account', now: 0 }),
      health: await findHealth({ ...state, adviseFailure: () => undefined }),
      fresh: new Set(),
    });
    let rows = 0;
    const look = (id?: string): void => {
      for (const child of tree.children(id)) {
        const row = tree.row(child);
        assert.ok(row);
        rows += 1;
        [row.label, row.description, row.spoken, ...tree.tooltip(child)].forEach(assertHarmless);
        assert.equal(tree.parent(child), id);
        look(child);
      }
    };
    look();
    assert.ok(rows >= 8, `${rows} rows`);
    inventory.dispose();
  });

  itHolds('is harmless in the rows of activity and in its text', 100, hostileText, (text) => {
    const entry = activityOf(text);
    const names = {
      scope: () => 'Network team',
      time: (time: number) => `at ${time}`,
      explain: () => ({}),
    };
    let rows = 0;
    const look = (address: ActivityAddress): void => {
      const row = activityRow(address, { entry, continued: false }, names);
      assert.ok(row);
      rows += 1;
      [row.label, row.description, row.spoken, ...row.tooltip].forEach(assertHarmless);
      activityChildren(address, entry).forEach(look);
    };
    look({ kind: 'action', action: 'one' });
    assert.ok(rows >= 9, `${rows} rows`);
    activityText(entry, names).split('\n').forEach(assertHarmless);
  });

  itHolds('is harmless in an invitation', 150, hostileText, (text) => {
    const invitation = {
      id: text,
      shareId: text,
      shareName: text,
      senderId: text,
      receiverId: text,
      status: { state: 'pending', text },
      failures: [],
      createdAt: text,
    } as const;
    const { label, description, tooltip } = invitationRow(
      invitation,
      account,
      entryOf(text),
      stateOf(text),
      0,
    );
    [label, description, ...tooltip].forEach(assertHarmless);
  });
});
