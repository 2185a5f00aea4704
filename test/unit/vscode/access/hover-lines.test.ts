import assert from 'node:assert/strict';
import { AccessIndex } from '../../../../src/inventory/access/access-index.ts';
import { scopesOf } from '../../../../src/inventory/index/inventory-index.ts';
import { hoverLines } from '../../../../src/vscode/access/hover-lines.ts';
import { aRow, aShare } from '../../inventory/samples.ts';
import { accounts, arrangedState, hangzhou, retail } from '../arrange/arranged.ts';

const beijing = { accountId: 'a1', region: 'cn-beijing' };
const member = '1720505253000001';

describe('a hover', () => {
  const made = arrangedState();
  const index = new AccessIndex({
    inventory: made.inventory,
    scopes: scopesOf(accounts),
    accounts: () => accounts,
  });
  const linesOf = (name: string): readonly string[] => {
    const [entity] = index.named(name);
    assert.ok(entity, name);
    return hoverLines(entity, index, made.state);
  };

  before(async () => {
    const many = Array.from(
      { length: 12 },
      (_, at) => `17205052530001${String(at).padStart(2, '0')}`,
    );
    await made.load(
      hangzhou,
      [aShare('rs-1', { name: 'hub' }), aShare('rs-2', { name: 'wide' }), aShare('rs-3')],
      [
        ...[aRow('rs-1', 'vsw-1'), aRow('rs-1', member)],
        ...[aRow('rs-2', 'vsw-2'), ...many.map((id) => aRow('rs-2', id))],
        aRow('rs-3', 'vsw-3'),
      ],
    );
    await index.settled();
  });

  it('counts in words that fit the number, while something is not read yet', () => {
    assert.deepEqual(linesOf('vsw-1'), [
      'vsw-1 is shared with at least 1 principal',
      `· ${member}: Usable (hub)`,
    ]);
    assert.equal(linesOf('vsw-2')[0], 'vsw-2 is shared with at least 12 principals');
    assert.equal(linesOf(member)[0], `${member} is given at least 1 resource`);
  });

  it('and when all of it is', async () => {
    await made.load(beijing, [], []);
    await made.load(retail, [], []);
    await index.settled();
    assert.equal(linesOf('vsw-1')[0], 'vsw-1 is shared with 1 principal');
    assert.equal(linesOf('vsw-3')[0], 'vsw-3 is shared with nobody');
    assert.equal(linesOf(member)[0], `${member} is given 1 resource`);
    const lines = linesOf('vsw-2');
    assert.equal(lines[0], 'vsw-2 is shared with 12 principals');
    assert.equal(lines.length, 10);
    assert.equal(lines.at(-1), '… and 4 more.');
  });
});
