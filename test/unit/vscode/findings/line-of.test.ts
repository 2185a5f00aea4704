import assert from 'node:assert/strict';
import { lineOf } from '../../../../src/vscode/findings/line-of.ts';
import { aBound, aPermission, aRow, aShare } from '../../inventory/samples.ts';

const json = (value: unknown): string => JSON.stringify(value, null, 2);

const member = '1720505253000001';
const failure = {
  ...{ entityId: 'vsw-2', entityType: 'VSwitch', reason: '', description: '', operation: '' },
};
const page = {
  ...aShare('rs-1', { name: 'a "name"', tags: [{ key: 'entityId', value: 'vsw-2' }] }),
  resources: [aRow('rs-1', 'vsw-1'), aRow('rs-1', 'vsw-2')],
  principals: [aRow('rs-1', member, 'Failed', { failures: [failure] }), aRow('rs-1', 'a\n"b"')],
  permissions: [aBound('rs-1', aPermission('VSwitch'))],
};
const lines = json(page).split('\n');

describe('the line of a page that a finding is about', () => {
  const cases = [
    ['resource', 'vsw-1', '"entityId": "vsw-1",'],
    ['resource', 'vsw-2', '"entityId": "vsw-2",'],
    ['principal', member, `"entityId": "${member}",`],
    ['principal', 'a\n"b"', '"entityId": "a\\n\\"b\\"",'],
    ['permission', 'VSwitch-permission-1', '"id": "VSwitch-permission-1",'],
    ['type', 'VSwitch', '"entityType": "VSwitch",'],
    ['principal', 'nobody', '"name": "a \\"name\\"",'],
  ] as const;
  for (const [kind, id, line] of cases) {
    it(`is that which names it: ${kind} ${JSON.stringify(id)}`, () => {
      assert.equal(lines[lineOf(lines, { kind, id }, json)]?.trim(), line);
    });
  }

  it('is in the right list, and that of the name where it is about the share', () => {
    const start = lines.indexOf('  "resources": [');
    const end = lines.indexOf('  "principals": [');
    const at = lineOf(lines, { kind: 'resource', id: 'vsw-2' }, json);
    assert.ok(at > start && at < end);
    assert.equal(lines[lineOf(lines, undefined, json)], '  "name": "a \\"name\\"",');
    assert.equal(lineOf([], { kind: 'resource', id: 'a' }, json), 0);
  });
});
