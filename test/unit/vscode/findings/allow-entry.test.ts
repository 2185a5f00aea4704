import assert from 'node:assert/strict';
import { addEntry, type NewEntry } from '../../../../src/vscode/findings/allow-entry.ts';
import { readAllowed } from '../../../../src/vscode/reports/parse-allowed.ts';
import { hostileText } from '../../fuzz/hostile.ts';
import { itHolds } from '../../property.ts';

const partner: NewEntry = { id: '1720505253000009', cloud: 'alibaba' };

function added(text: string, entry = partner): string {
  const change = addEntry(text, entry);
  assert.ok(change, 'there is no place for it');
  return text.slice(0, change.from) + change.text + text.slice(change.to);
}

const entryLines = ['  - id: "1720505253000009"', '    cloud: alibaba'];

describe('an entry that is added to a list of allowed principals', () => {
  it('takes the place of an empty list, and leaves comments', () => {
    const before = '# head\nversion: 1\nprincipals: []\n# tail\n';
    const after = ['# head', 'version: 1', 'principals:', ...entryLines, '', '# tail', ''];
    assert.equal(added(before), after.join('\n'));
  });

  it('stands below the last one, and touches nothing else', () => {
    const before = [
      'version: 1',
      'principals:',
      '  # customers',
      '  - id: 1 # who',
      '    until:   2027-01-31',
      '',
      '  - { id: "2",   cloud: alibaba } # odd, but right',
      '# tail',
    ];
    const entry = { ...partner, reason: 'contract "7": #1' };
    const after = [
      ...before.slice(0, 7),
      ...entryLines,
      `    reason: 'contract "7": #1'`,
      '# tail',
    ];
    assert.equal(added(before.join('\n'), entry), after.join('\n'));
  });

  it('goes by how far to the right the others stand, and by a last line without an end', () => {
    const before = 'version: 1\nprincipals:\n- id: 1\n- id: 2\n  name: >\n    a\n    b';
    assert.equal(added(before), `${before}\n- id: "1720505253000009"\n  cloud: alibaba\n`);
    const wide = 'version: 1\r\nprincipals:\r\n    - id: 1\r\n';
    assert.ok(added(wide).startsWith(`${wide}    - id: "1720505253000009"\n      cloud`));
  });

  it('finds room in a list of one line, and in one with dashes on lines of their own', () => {
    for (const before of [
      'version: 1\nprincipals: [{ id: 1 }]\n',
      'version: 1\nprincipals:\n  -\n    id: 1\n',
    ]) {
      const ids = readAllowed(added(before), 0).list.map(({ id }) => id);
      assert.deepEqual(ids, ['1', partner.id], before);
    }
  });

  it('has no place in a text that is no list', () => {
    assert.equal(addEntry('', partner), undefined);
    assert.equal(addEntry('principals: a', partner), undefined);
    assert.equal(addEntry('- principals', partner), undefined);
  });

  itHolds('is read back as it was, whatever it holds', 200, hostileText, (text) => {
    const id = `1${text}`.trim();
    const before = 'version: 1\nprincipals:\n  - id: a # b\n';
    const after = added(added(before, { id, reason: text }), partner);
    assert.ok(after.startsWith(before));
    const { list, problems } = readAllowed(after, 0);
    assert.deepEqual(problems, []);
    assert.deepEqual(
      list.map((entry) => entry.id),
      ['a', id, partner.id],
    );
  });
});
