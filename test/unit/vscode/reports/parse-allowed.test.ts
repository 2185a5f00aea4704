import assert from 'node:assert/strict';
import { parseAllowed, readAllowed } from '../../../../src/vscode/reports/parse-allowed.ts';

const file = '.resource-shares/allowed-principals.yaml';

function refused(text: string): string {
  try {
    parseAllowed(text, file);
  } catch (error) {
    assert.ok(error instanceof Error);
    return error.message.replace(`${file}, `, '');
  }
  return 'nothing is wrong';
}

describe('the file of allowed principals', () => {
  it('is a list of ids, every digit of them, with what else is known', () => {
    const text = `
version: 1
principals:
  - id: 17205052530000091234567
    cloud: alibaba
    name: Partner # who that is
    reason: contract 7
    until: 2027-01-31
  - id: "05c734152f00d4200f2bc0179ac6c5e0"
`;
    assert.deepEqual(parseAllowed(text, file), [
      {
        ...{ id: '17205052530000091234567', cloud: 'alibaba', name: 'Partner' },
        until: '2027-01-31',
      },
      { id: '05c734152f00d4200f2bc0179ac6c5e0' },
    ]);
    assert.deepEqual(parseAllowed('version: 1\nprincipals: []\n', file), []);
  });

  const begin = 'version: 1\nprincipals:\n  - id: "1"\n';
  const wrong: readonly (readonly [string, string])[] = [
    ['', 'line 1: the file: has to be a list of fields, each with a name and a value.'],
    ['- 1', 'line 1: the file: has to be a list of fields, each with a name and a value.'],
    ['version: 2\nprincipals: []', 'line 1: version: has to be 1.'],
    ['version: 1\n', 'line 1: principals: has to be a list.'],
    ['version: 1\nprincipals: a', 'line 2: principals: has to be a list.'],
    [`${begin}  - name: a`, 'line 4: principals[1].id: has to be the id of a principal.'],
    [`${begin}  - id: " "`, 'line 4: principals[1].id: has to be the id of a principal.'],
    [`${begin}    cloud: aws`, 'line 4: principals[0].cloud: has to be one of alibaba, huawei.'],
    [
      `${begin}    reason: b\n    until: 2027-02-31`,
      'line 5: principals[0].until: has to be a day, as in 2027-01-31.',
    ],
    [`${begin}    untill: 2027-01-31`, 'line 4: principals[0].untill: no such field is known.'],
    [`${begin}    name: [a]`, 'line 4: principals[0].name: has to be a text.'],
    [
      `${begin}  - 7`,
      'line 4: principals[1]: has to be a list of fields, each with a name and a value.',
    ],
    [`${begin}   - "`, 'line 4: this is not YAML that can be read.'],
  ];
  for (const [text, message] of wrong) {
    it(`is refused with ${message}`, () => {
      assert.equal(refused(text), message);
    });
  }

  it('has everything that is wrong told at its place', () => {
    const text =
      'version: 2\nprincipals:\n  - id: ""\n    until: soon\n  - cloud: aws\n    id: "1"\n';
    const { list, problems } = readAllowed(text, 0);
    assert.deepEqual(list, []);
    assert.deepEqual(
      problems.map(({ from, to, severity }) => {
        assert.equal(severity, 'error');
        const [line = ''] = text.split('\n').slice(from.line, from.line + 1);
        return `${from.line + 1}: ${line.slice(from.column, to.column)}`;
      }),
      ['1: version', '3: id', '4: until', '5: cloud'],
    );
  });

  it('warns of a day that is over, and counts nevertheless', () => {
    const text = `${begin}    until: 2026-03-01\n  - id: "2"\n    until: 2026-03-02\n`;
    const { list, problems } = readAllowed(text, Date.parse('2026-03-02T23:59:59Z'));
    assert.deepEqual(
      list.map(({ id }) => id),
      ['1', '2'],
    );
    assert.deepEqual(
      problems.map(({ from, severity }) => `${severity} ${from.line + 1}`),
      ['warning 4'],
    );
  });

  it('is not blown up by names for other parts of it', () => {
    const text = `${begin}    name: &a b\n  - id: *a\n`;
    assert.equal(refused(text), 'line 5: aliases are not read here.');
  });
});
