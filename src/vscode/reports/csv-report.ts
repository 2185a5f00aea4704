import type { Finding } from '../../inventory/access/findings.ts';
import { inPieces } from '../../model/pieces.ts';
import { accountLabel, atATime, type Report } from './report.ts';

/** The same in every language, for whatever reads the file. */
const columns: readonly (readonly [string, (finding: Finding, report: Report) => string])[] = [
  ['kind', ({ kind }) => kind],
  ['severity', ({ severity }) => severity],
  ['cloud', ({ cloud }) => cloud],
  ['account', accountLabel],
  ['region', ({ scope }) => scope.region],
  ['share_id', ({ share }) => share?.id ?? ''],
  ['share_name', ({ share }) => share?.name ?? ''],
  ['entity_kind', ({ entity }) => entity?.kind ?? ''],
  ['entity_type', ({ entity }) => entity?.type ?? ''],
  ['entity_id', ({ entity }) => entity?.id ?? ''],
  ['allowed', ({ allowed }) => (allowed === undefined ? '' : String(allowed))],
  ['text', ({ text }) => text],
  ['remedy', ({ remedy }) => remedy],
];

/** A row a finding, as RFC 4180 has it. */
export async function csvReport(report: Report): Promise<string> {
  const rowOf = (finding: Finding): string =>
    columns.map(([, cell]) => csvCell(cell(finding, report))).join(',');
  const rows: string[] = [];
  for await (const some of inPieces(report.findings, atATime)) rows.push(...some.map(rowOf));
  return [columns.map(([name]) => name).join(','), ...rows, ''].join('\r\n');
}

/** Control characters, and marks that turn the reading direction around. */
const unseen = /[\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\u2028\u2029]/gu;

/** What a spreadsheet would take for a formula, also after spaces and in full width. */
const formula = /^\s*[=+\-@|%\uFF1D\uFF0B\uFF0D\uFF20]/u;

/** One cell: in one line, quoted, and text for a spreadsheet whatever it begins with. */
function csvCell(text: string): string {
  const line = text.toWellFormed().replace(unseen, ' ');
  const safe = formula.test(line) ? `'${line}` : line;
  return `"${safe.replaceAll('"', '""')}"`;
}
