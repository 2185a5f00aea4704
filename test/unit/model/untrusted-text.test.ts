import assert from 'node:assert/strict';
import { shown } from '../../../src/model/untrusted-text.ts';

describe('shown', () => {
  const cases: readonly (readonly [name: string, from: string, to: string])[] = [
    ['leaves an ordinary name alone', 'network-hub_1.prod 网络', 'network-hub_1.prod 网络'],
    ['turns line breaks and control characters into blanks', 'a\r\nb\u0000c', 'a  b c'],
    ['takes out marks that turn the reading direction', 'a\u202Egpj.exe\u2066', 'a gpj.exe '],
    ['breaks links', '[x](command:quit)', '[x]\u200B(command:quit)'],
    ['breaks icons', '$(error)', '$\u200B(error)'],
    ['mends lone surrogates', 'a\uD800b', 'a\uFFFDb'],
    ['keeps HTML as text', '<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
  ];
  for (const [name, from, to] of cases) {
    it(name, () => {
      assert.equal(shown(from), to);
    });
  }

  it('cuts what is too long, never within a character', () => {
    const long = shown('😀'.repeat(5000));
    assert.ok(long.length <= 300 && long.endsWith('…') && long.isWellFormed());
  });
});
