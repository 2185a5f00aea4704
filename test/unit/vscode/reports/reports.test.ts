import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import type { Finding } from '../../../../src/inventory/access/findings.ts';
import { csvReport } from '../../../../src/vscode/reports/csv-report.ts';
import { markdownReport, markdownText } from '../../../../src/vscode/reports/markdown-report.ts';
import { reportOf, type Report } from '../../../../src/vscode/reports/report.ts';
import { sarifReport } from '../../../../src/vscode/reports/sarif-report.ts';
import { accounts, hangzhou } from '../arrange/arranged.ts';

const hostile =
  '=HYPERLINK("http://x")|a`b`\n# c <img src=x> [d](command:e) {0} www.f.example \uD800';

const outsider: Finding = {
  ...{ kind: 'outsider', severity: 'error', cloud: 'alibaba', scope: hangzhou, allowed: false },
  share: { id: 'rs-1', name: hostile },
  entity: { kind: 'principal', id: '1720505253000009', type: 'Account' },
  text: 'Somebody is outside {the} [organisation].',
  remedy: 'Take it out.',
};
const allowed: Finding = { ...outsider, severity: 'note', allowed: true };
const unread: Finding = {
  ...{ kind: 'notRead', severity: 'note', cloud: 'alibaba', scope: hangzhou },
  ...{ text: 'Not read.', remedy: 'Refresh it.' },
};

function made(findings: readonly Finding[]): Report {
  const madeAt = Date.parse('2026-03-01T08:00:00Z');
  return reportOf(findings, { kind: 'outsiders', madeAt, accounts, version: '0.1.0' });
}

describe('a report', () => {
  it('tells services of the cloud from outsiders, in each form', async () => {
    const service: Finding = {
      ...{ ...outsider, kind: 'cloudService', severity: 'note' },
      entity: { kind: 'principal', id: 'backup.aliyuncs.com', type: 'Account' },
    };
    const report = made([outsider, service]);
    assert.match(await markdownReport(report), /^## Cloud services \(1\)$/mu);
    assert.match(await csvReport(report), /^"cloudService","note",.*"backup\.aliyuncs\.com"/mu);
    const sarif = await sarifReport(report);
    assert.match(sarif, /"ruleId": "cloudService",\s+"ruleIndex": 1,\s+"level": "note"/u);
  });
});

describe('a report as Markdown', () => {
  it('has a table for each kind, and a row a line whatever names hold', async () => {
    const lines = (await markdownReport(made([outsider, unread, outsider]))).split('\n');
    assert.deepEqual(
      lines.filter((line) => line.startsWith('#')),
      [
        '# Principals outside the organisation',
        '## Outside the organisation (2)',
        '## Not read (1)',
      ],
    );
    const rows = lines.filter((line) => line.startsWith('|'));
    assert.equal(rows.length, 2 + 2 + 2 + 1);
    for (const row of rows) assert.equal(row.replaceAll('\\|', '').split('|').length, 8, row);
  });

  it('shows names as they are: no mark-up, no HTML, no link', async () => {
    assert.equal(
      markdownText('a|b *c* _d_ `e` <b> [f](http://g) www.h.example i@j.example'),
      'a\\|b \\*c\\* \\_d\\_ \\`e\\` &lt;b&gt; \\[f\\]\u200B\\(http\\://g\\) www\\.h.example i\\@j.example',
    );
    assert.doesNotMatch(await markdownReport(made([outsider])), /<img|[^\\](?::\/\/|`)/u);
  });

  it('says so where nothing was found, and how much is left out', async () => {
    assert.match(await markdownReport(made([])), /Nothing was found\./u);
    const many = made(Array.from({ length: 20_001 }, () => unread));
    assert.match(await markdownReport(many), /Left out as there are too many\\: 1\./u);
  });
});

describe('a report as CSV', () => {
  it('has the same columns in every row, and is no formula to a spreadsheet', async () => {
    const [head, first, second, end] = (await csvReport(made([outsider, unread]))).split('\r\n');
    assert.equal(end, '');
    const count = head?.split(',').length;
    assert.equal(count, 13);
    assert.ok(first?.includes(`,"'=HYPERLINK(""http://x"")|a\`b\` # c <img`), first);
    for (const row of [first, second]) {
      assert.equal(row?.match(/"(?:[^"]|"")*"(?:,|$)/gu)?.length, count);
    }
  });

  for (const begin of ['=', '+', '-', '@', ' =', '\t=', '＝', '|', '%']) {
    it(`marks a name that begins with ${JSON.stringify(begin)} as text`, async () => {
      const finding: Finding = { ...outsider, share: { id: 'rs-1', name: `${begin}1+1` } };
      const [, row] = (await csvReport(made([finding]))).split('\r\n');
      assert.match(row ?? '', /"rs-1","'/u);
    });
  }
});

describe('a report as SARIF', () => {
  const file = createRequire(import.meta.url).resolve(
    '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json',
  );
  const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'));
  assert.ok(typeof parsed === 'object' && parsed !== null);
  // What the newer draft has otherwise: no name of the older one, and the address under another name.
  const schema = { ...parsed, $schema: undefined, id: undefined };
  const ajv = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false });
  const isValid = ajv.compile(JSON.parse(JSON.stringify(schema)) as object);

  it('is as the schema of SARIF 2.1.0 has it', async () => {
    for (const findings of [[], [outsider, allowed, unread], [{ ...unread, allowed: true }]]) {
      const log: unknown = JSON.parse(await sarifReport(made(findings)));
      assert.ok(isValid(log), JSON.stringify(isValid.errors));
    }
    const many = made(Array.from({ length: 20_001 }, () => unread));
    assert.ok(isValid(JSON.parse(await sarifReport(many))), JSON.stringify(isValid.errors));
  });

  it('is checked by a schema that refuses', () => {
    assert.ok(!isValid({ version: '2.1.0', runs: [{ tool: {} }] }));
    assert.ok(!isValid({ version: '2.1.0', runs: [{ tool: { driver: { name: 1 } } }] }));
  });

  it('escapes what a message gives a meaning to, and suppresses what is allowed', async () => {
    const log: unknown = JSON.parse(await sarifReport(made([outsider, allowed])));
    const results = (log as { runs: { results: Record<string, unknown>[] }[] }).runs[0]?.results;
    assert.deepEqual(
      results?.map(({ message, level, suppressions }) => ({ message, level, suppressions })),
      [
        {
          message: { text: 'Somebody is outside {{the}} \\[organisation\\]. Take it out.' },
          level: 'error',
          suppressions: [],
        },
        {
          message: { text: 'Somebody is outside {{the}} \\[organisation\\]. Take it out.' },
          level: 'note',
          suppressions: [
            {
              kind: 'external',
              status: 'accepted',
              justification: 'It is on the list of allowed principals.',
            },
          ],
        },
      ],
    );
  });
});
