import assert from 'node:assert/strict';
import type { ShareEntry } from '../../../../src/inventory/snapshot.ts';
import { parseStatus, shareStates } from '../../../../src/model/status.ts';
import { invitationStates } from '../../../../src/model/invitation.ts';
import type { ShareHistory } from '../../../../src/vscode/history/share-history.ts';
import { shareView, type Beside } from '../../../../src/vscode/details/share-view.ts';
import { aRow, aShare } from '../../inventory/samples.ts';
import { aLargeEntry, aMixedEntry, DetailsWorld, member, name, outsider } from './details-world.ts';

const beside: Beside = {
  lastSeen: undefined,
  title: '',
  readingPermissions: false,
  invitations: { kind: 'read', invitations: [] },
};

const viewOf = (entry: ShareEntry | undefined, change: Partial<Beside> = {}) =>
  shareView(name, new DetailsWorld(entry).state, { ...beside, ...change });

describe('what the page of a share shows', () => {
  it('says how it stands with every pair, and why one failed', () => {
    const { matrix } = viewOf(aMixedEntry());
    assert.ok(matrix);
    assert.deepEqual(
      matrix.resources.map(({ label, status }) => [label, status?.text]),
      [
        ['vsw-1', undefined],
        ['vsw-2', 'Failed'],
      ],
    );
    assert.deepEqual(
      matrix.principals.map(({ label, about }) => [label, about]),
      [
        [`Web shop (${member})`, 'Account'],
        [outsider, 'Account · outside the organisation'],
      ].sort(([a = ''], [b = '']) => a.localeCompare(b)),
    );
    const shop = matrix.principals.findIndex(({ label }) => label.startsWith('Web shop'));
    assert.deepEqual(
      matrix.pairs.map((row) => [row[shop], row[1 - shop]]),
      [
        ['usable', 'invited'],
        ['failed', 'invited'],
      ],
    );
    assert.equal(matrix.reasons.length, 1);
    const [reason] = matrix.reasons;
    assert.deepEqual([reason?.resource, reason?.principal], [1, shop]);
    assert.match(reason?.lines.join('\n') ?? '', /LimitExceeded · The number of shared vSwitches/u);
    assert.equal(
      matrix.summary,
      '2 resources · 2 principals · 1 pair failed · 2 pairs not usable yet',
    );
  });

  it('says of a failure of which no pair is named what its row says, for every pair', () => {
    const mixed = aMixedEntry();
    const failed = aRow('rs-1', 'vsw-2', 'Failed', { statusMessage: 'The resource is gone.' });
    const { matrix } = viewOf({ ...mixed, resources: [failed] });
    assert.ok(matrix);
    const shop = matrix.principals.findIndex(({ label }) => label.startsWith('Web shop'));
    assert.equal(matrix.pairs[0]?.[shop], 'unknown');
    assert.deepEqual(matrix.reasons, [
      { resource: 0, principal: shop, lines: ['The resource is gone.'] },
    ]);
  });

  it('offers for each thing what the menu of its row offers', () => {
    const view = viewOf(aMixedEntry());
    assert.deepEqual(view.head.actions.slice(0, 3), ['associate', 'editShare', 'editTags']);
    assert.ok(view.head.actions.includes('deleteShare'));
    assert.deepEqual(view.matrix?.resources[0]?.actions, [
      ...['takeOut', 'showInTree', 'showAccess', 'copyId', 'openJson'],
    ]);
    assert.deepEqual(view.permissions?.items[0]?.actions, [
      ...['switchPermission', 'removePermission', 'openJson'],
    ]);
  });

  it('says of a share that has gone what was last seen, and offers nothing to do with it', () => {
    const view = viewOf(undefined, { lastSeen: aMixedEntry() });
    assert.equal(view.head.presence, 'gone');
    assert.match(view.head.notices[0]?.lines[0] ?? '', /no longer there/u);
    assert.equal(view.head.title, 'network-hub');
    assert.deepEqual(view.head.actions, []);
    assert.equal(view.matrix?.resources.length, 2);
    assert.ok(view.matrix.resources.every(({ actions }) => actions.length === 0));
    assert.ok(view.permissions?.items.every(({ actions }) => actions.length === 0));
  });

  it('treats a share with the status deleted as gone, and shows what was in it', () => {
    const entry = aMixedEntry();
    const share = { ...entry.share, status: parseStatus(shareStates, 'Deleted') };
    const view = viewOf({ share, resources: [], principals: [] }, { lastSeen: entry });
    assert.equal(view.head.presence, 'gone');
    assert.deepEqual(view.head.actions, []);
    assert.equal(view.head.status?.text, 'Deleted');
    assert.deepEqual(view.matrix?.pairs, [
      ['over', 'over'],
      ['over', 'over'],
    ]);
  });

  it('says of a share that was never held whether it is read, unread or not there', () => {
    const world = new DetailsWorld(undefined);
    const presence = () => shareView(name, world.state, { ...beside, title: 'hub' }).head.presence;
    assert.equal(presence(), 'gone');
    const { entries, incomplete } = world.snapshot;
    const unread = { scope: name.scope, entries, incomplete, loading: false };
    world.snapshot = { ...unread, loading: true };
    assert.equal(presence(), 'reading');
    world.snapshot = unread;
    assert.equal(presence(), 'unread');
  });

  it('has for what was received one column, the account itself', () => {
    const view = viewOf({
      share: aShare('rs-1', { owner: 'other', ownerId: '1' }),
      resources: [aRow('rs-1', 'vsw-1')],
      principals: [],
    });
    assert.deepEqual(view.matrix?.pairs, [['usable']]);
    assert.match(view.matrix.principals[0]?.label ?? '', /^Network team/u);
    assert.deepEqual(view.permissions, { items: [], notes: ['unknown'] });
    assert.ok(view.head.actions.includes('leaveShare'));
    assert.ok(!view.head.actions.includes('deleteShare'));
  });

  it('names types of resources that no permission is for', () => {
    const { permissions } = viewOf({ ...aMixedEntry(), permissions: [] });
    assert.deepEqual(permissions?.notes, ['There is no permission for VSwitch.']);
  });

  it('lists invitations as the cloud tells them, and lets a configured account accept its own', () => {
    const entry = aMixedEntry();
    const [shop, other] = entry.principals;
    assert.ok(shop && other);
    const asked = { ...entry, principals: [aRow('rs-1', member, 'Associating'), other] };
    const invitation = (id: string, receiverId: string, status: string) => ({
      ...{ id, receiverId, shareId: 'rs-1', shareName: 'network-hub', senderId: '1' },
      status: parseStatus(invitationStates, status),
      createdAt: '2026-03-01T07:10:00.000Z',
      failures: [],
    });
    const { invitations } = viewOf(asked, {
      invitations: { kind: 'read', invitations: [invitation('i-1', member, 'Pending')] },
    });
    assert.deepEqual(
      invitations?.items.map(({ label, status, actions }) => [label, status.text, actions]),
      [
        [`Web shop (${member})`, 'Pending', ['acceptAs']],
        // No list tells of this one, but its row does.
        [outsider, 'Pending', []],
      ],
    );
  });

  it('has no history where nobody keeps one, and says so where it is empty', () => {
    assert.equal(viewOf(aMixedEntry()).history, undefined);
    const notes = (history: ShareHistory) => viewOf(aMixedEntry(), { history }).history?.notes;
    assert.deepEqual(notes({ lines: [] }), ['Nothing is known: nothing was read whole.']);
    assert.deepEqual(notes({ from: 1, lines: [] }), [
      'Nothing has changed, as far as it was seen.',
      'This machine has looked since at 1.',
    ]);
    const line = { at: 5, since: 3, text: 'vsw-1 was added' };
    const { history } = viewOf(aMixedEntry(), { history: { from: 1, lines: [line] } });
    assert.deepEqual(history?.items, [{ at: 'Seen at 5', text: 'vsw-1 was added' }]);
    const many = Array.from({ length: 203 }, () => line);
    assert.equal(notes({ from: 1, lines: many })?.[0], 'Left out as there are too many: 3.');
  });

  it('makes names safe to show', () => {
    const entry = aMixedEntry();
    const share = {
      ...entry.share,
      name: 'a\u202Eb\nc $(x)',
      tags: [{ key: 'k\n', value: '\u2066v' }],
    };
    const view = viewOf({
      ...entry,
      share,
      resources: [aRow('rs-1', 'vsw\u202E-1', 'Associated', { entityType: 'V\u202ESwitch' })],
    });
    assert.doesNotMatch(JSON.stringify([view.head, view.properties]), /[\u202E\u2066]|\\n/u);
    const [resource] = view.matrix?.resources ?? [];
    assert.doesNotMatch(
      `${resource?.label} ${resource?.about} ${resource?.lines.join(' ')}`,
      /\u202E/u,
    );
  });

  it('counts every pair of a large share', () => {
    const { matrix } = viewOf(aLargeEntry(200, 50));
    assert.equal(matrix?.pairs.flat().length, 10_000);
    assert.equal(matrix.reasons.length, 10);
    assert.match(matrix.summary, /^200 resources · 50 principals · 10 pairs failed$/u);
  });
});
