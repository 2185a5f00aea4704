import assert from 'node:assert/strict';
import type { Snapshot } from '../../../src/inventory/snapshot.ts';
import type { Account } from '../../../src/model/account.ts';
import { type Invitation, invitationStates } from '../../../src/model/invitation.ts';
import { parseStatus } from '../../../src/model/status.ts';
import { invitationRow, isOpen } from '../../../src/vscode/invitations/invitation-row.ts';
import { plainTreeState } from './plain-tree-state.ts';

const account: Account = {
  id: 'a1',
  cloud: 'alibaba',
  label: 'Receiver',
  ownerId: '2',
  regions: ['cn-hangzhou'],
};

const state = plainTreeState({
  accounts: [account, { ...account, id: 'a2', label: 'Sender', ownerId: '1' }],
  snapshot: (scope): Snapshot => ({ scope, entries: new Map(), loading: false, incomplete: [] }),
});

const now = Date.parse('2026-03-01T00:00:00Z');

function invitation(change: Partial<Invitation> = {}): Invitation {
  return {
    id: 'i-1',
    shareId: 'rs-1',
    shareName: 'hub $(x)',
    senderId: '1',
    receiverId: '2',
    status: parseStatus(invitationStates, 'Pending'),
    createdAt: '2026-02-27T00:00:00Z',
    failures: [],
    ...change,
  };
}

const row = (change: Partial<Invitation> = {}) =>
  invitationRow(invitation(change), account, undefined, state, now);

describe('a row of the invitations', () => {
  it('says for whom and from whom, by the names the user gave them, and makes the share’s name safe', () => {
    const { label, description } = row();
    assert.ok(!label.includes('$(x)'));
    assert.equal(description, 'for Receiver · from Sender (1)');
  });

  for (const [expiresAt, words] of [
    ['2026-03-04T12:00:00Z', '3 days left'],
    ['2026-03-02T12:00:00Z', '1 day left'],
    ['2026-03-01T12:00:00Z', 'less than a day left'],
    ['2026-02-28T12:00:00Z', 'expired'],
  ] as const) {
    it(`says "${words}" for ${expiresAt}`, () => {
      assert.ok(row({ expiresAt }).description.startsWith(`${words} · `));
    });
  }

  it('is there only while it can be answered', () => {
    const isThere = (text: string) =>
      isOpen(invitation({ status: parseStatus(invitationStates, text) }));
    assert.deepEqual(['Pending', 'AcceptFailed', 'Accepted', 'Rejected', 'Expired'].map(isThere), [
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});
