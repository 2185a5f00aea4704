import assert from 'node:assert/strict';
import type { Account } from '../../../../src/model/account.ts';
import { supportText, type SupportFacts } from '../../../../src/vscode/accounts/support-text.ts';
import { hostileText } from '../../fuzz/hostile.ts';
import { itHolds } from '../../property.ts';

const secret = 'canary7SecretOfNoCloud';
const account: Account = {
  id: 'a1',
  cloud: 'alibaba',
  label: 'Network team',
  ownerId: '1512666876910123',
  regions: ['cn-hangzhou'],
};
const textOf = (facts: Partial<SupportFacts>): string =>
  supportText('Support bundle', {
    versions: [],
    settings: [],
    accounts: [],
    queues: [],
    log: undefined,
    ...facts,
  });

describe('the support bundle', () => {
  it('holds what is asked for first, and no log where there is none', () => {
    const text = textOf({
      versions: ['VS Code 1.105'],
      settings: [['resourceShares.polling', true]],
      accounts: [account],
      queues: [{ accountId: 'a1', state: { waiting: 2 } }],
    });
    for (const line of [
      '# Support bundle',
      'VS Code 1.105',
      'resourceShares.polling: true',
      'a1 · Network team · 1512666876910123 · cn-hangzhou · {"cloud":"alibaba"}',
      'a1 {"waiting":2}',
      'There is no log yet.',
    ]) {
      assert.ok(text.split('\n').includes(line), line);
    }
  });

  it('keeps the newest lines of a long log, and all that stands before the log', () => {
    const log = Array.from({ length: 5_000 }, (_, at) => `line ${at} ${'x'.repeat(600)}`);
    const lines = textOf({ accounts: [account], log: `${log.join('\n')}\n` }).split('\n');
    const kept = lines.filter((line) => line.includes('xxx'));
    assert.ok(lines.some((line) => line.includes('Network team')));
    assert.ok(kept.length > 300 && kept.length <= 400, String(kept.length));
    assert.deepEqual(kept.slice(1), log.slice(log.length - kept.length + 1));
  });

  it('keeps the end of a line that is longer than all of it may be', () => {
    const text = textOf({ log: `first\n${'x'.repeat(900_000)} the end\n` });
    assert.ok(text.trimEnd().endsWith(' the end'));
    assert.ok(text.length < 250_000);
  });

  it('has no part of a secret, wherever it is cut off', () => {
    // The cut lies 200 000 characters before the end.
    for (let after = 199_960; after <= 200_040; after += 1) {
      const log = `AccessKeySecret=${secret}${secret} ${'x'.repeat(after)}`;
      assert.doesNotMatch(textOf({ log }), /canary|secret(?!s)o/iu, String(after));
    }
    const text = textOf({
      settings: [['resourceShares.endpoints', { '*': { a: `https://user:${secret}@host` } }]],
      accounts: [{ ...account, label: `key STS.${secret}` }],
      log: `${'x'.repeat(120_000)}\nSignature=${secret}\n`,
    });
    assert.doesNotMatch(text, /canary/u);
  });

  itHolds(
    'is lines of plain text, whatever stands in what it tells',
    150,
    hostileText,
    (hostile) => {
      const text = textOf({
        settings: [['resourceShares.endpoints', { [hostile]: hostile }]],
        accounts: [{ ...account, label: hostile, ownerId: hostile, role: hostile }],
        log: `before\n${hostile}\nafter`,
      });
      assert.ok(text.isWellFormed());
      const lines = text.split('\n');
      for (const line of lines) {
        assert.doesNotMatch(
          line,
          /[\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\u2028\u2029]/u,
        );
        assert.ok(!line.includes(']('), line);
      }
      // Nothing in a setting or an account makes a line of its own.
      assert.equal(lines.filter((line) => line.startsWith('## ')).length, 5 + headings(hostile));
      assert.equal(lines.at(-2), 'after');
    },
  );
});

/** Lines of a log that look like a heading: they are in the log and stay there. */
function headings(text: string): number {
  return text.split('\n').filter((line) => line.startsWith('## ')).length;
}
