import assert from 'node:assert/strict';
import type { Outcome } from '../../../src/changes/follow.ts';
import { CloudError } from '../../../src/clouds/cloud-error.ts';
import type { ShareEntry, Snapshot } from '../../../src/inventory/snapshot.ts';
import type { Account } from '../../../src/model/account.ts';
import type { Association, AssociationKind } from '../../../src/model/share.ts';
import { associationStates, parseStatus, shareStates } from '../../../src/model/status.ts';
import { outcomeNotice } from '../../../src/vscode/changes/outcome-notice.ts';
import { invitationRow } from '../../../src/vscode/invitations/invitation-row.ts';
import type { TreeAddress } from '../../../src/vscode/shares/address.ts';
import { childrenOf } from '../../../src/vscode/shares/children.ts';
import { rowAt } from '../../../src/vscode/shares/rows/row-at.ts';
import { tooltipAt } from '../../../src/vscode/shares/rows/tooltip.ts';
import type { TreeState } from '../../../src/vscode/shares/rows/tree-state.ts';
import { hostileText } from '../fuzz/hostile.ts';
import { itHolds } from '../property.ts';

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
