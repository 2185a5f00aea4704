import assert from 'node:assert/strict';
import {
  destinations,
  exactly,
  type Destination,
} from '../../../../src/vscode/shares/arrange/destinations.ts';
import { parseStatus, shareStates } from '../../../../src/model/status.ts';
import { aRow, aShare, manyShares } from '../../inventory/samples.ts';
import { accounts, arrangedState, hangzhou, retail, type ArrangedState } from './arranged.ts';

const member = '1720505253000001';
const arn = 'acs:vpc:cn-hangzhou:1512666876910123:vswitch/vsw-1';
const urn = 'vpc:cn-north-4:05c7:subnet:subnet-9';

const texts = (found: readonly Destination[]): readonly string[] =>
  found.map(({ address, share, row }) =>
    [address.kind, share.name, row?.entityId].filter((text) => text !== undefined).join(' '),
  );

describe('where one can go', () => {
  let arranged: ArrangedState;

  beforeEach(async () => {
    arranged = arrangedState();
    await arranged.load(
      hangzhou,
      [
        aShare('rs-10', { name: 'hub-10' }),
        aShare('rs-2', { name: 'hub-2' }),
        aShare('rs-in', { name: 'received', owner: 'other', ownerId: '16' }),
        aShare('rs-old', { name: 'old', status: parseStatus(shareStates, 'Deleted') }),
      ],
      [
        aRow('rs-10', 'vsw-1', 'Associated', { arn }),
        aRow('rs-10', member),
        aRow('rs-2', 'vsw-1', 'Associated', { arn }),
        aRow('rs-2', 'vsw-gone', 'Disassociated'),
        aRow('rs-in', 'vsw-1', 'Associated', { arn }),
        aRow('rs-in', '1512666876910123'),
        aRow('rs-old', 'vsw-1', 'Associated', { arn }),
      ],
    );
    await arranged.load(
      retail,
      [aShare('h-1', { name: 'shop', ownerId: '05c734152f00d4200f2bc0179ac6c5e0' })],
      [aRow('h-1', urn, 'Associated', { arn: urn, entityType: 'vpc:subnet' })],
    );
  });

  const exact = (id: string, showEnded = false): readonly string[] =>
    texts(exactly(id, arranged.index, { accounts, showEnded }));
  const listed = (query: string, most = 200, showEnded = false): readonly string[] =>
    texts(destinations(query, arranged.index, { accounts, showEnded }, most));

  it('is every living row with exactly that id, ARN or URN, or the share', () => {
    const rows = ['hub-10 vsw-1', 'hub-2 vsw-1', 'received vsw-1'].map(
      (row) => `association ${row}`,
    );
    assert.deepEqual(exact(arn).toSorted(), rows);
    assert.deepEqual(exact('vsw-1').toSorted(), rows);
    assert.deepEqual(exact(urn), [`association shop ${urn}`]);
    assert.deepEqual(exact(member), [`association hub-10 ${member}`]);
    assert.deepEqual(exact('rs-2'), ['share hub-2']);
    assert.deepEqual(exact('vsw-'), [], 'a part of an id is none');
    assert.deepEqual(exact('vsw-gone'), []);
    assert.deepEqual(exact('rs-old'), []);
  });

  it('is also what has ended, where that is shown', () => {
    assert.deepEqual(exact('vsw-gone', true), ['association hub-2 vsw-gone']);
    assert.deepEqual(exact('rs-old', true), ['share old']);
    assert.equal(exact(arn, true).length, 4);
  });

  it('is listed by words: shares by name first, then rows', () => {
    assert.deepEqual(listed('HUB'), ['share hub-2', 'share hub-10']);
    assert.deepEqual(listed('hub vsw-1'), ['association hub-2 vsw-1', 'association hub-10 vsw-1']);
    assert.deepEqual(listed('nothing like that'), []);
    assert.deepEqual(listed('').length, 4, 'all shares, and none of their rows');
  });

  it('is never the principal of a received share, whom nobody is told of', () => {
    assert.deepEqual(listed('received 1512666876910123'), ['association received vsw-1']);
  });

  it('is a row in an account by its label', () => {
    assert.deepEqual(listed('retail subnet-9'), [`association shop ${urn}`]);
  });

  it('is listed up to so many', async () => {
    const { shares, rows } = manyShares(30);
    await arranged.load(hangzhou, shares, rows);
    assert.equal(listed('share', 10).length, 10);
    assert.deepEqual(listed('share', 2), ['share share-rs-0', 'share share-rs-1']);
    assert.equal(listed('vsw', 10).length, 10);
  });
});
