import { t } from '@vscode/l10n';
import { findingKinds, type Finding } from '../../inventory/access/findings.ts';
import { inPieces } from '../../model/pieces.ts';
import { shown } from '../../model/untrusted-text.ts';
import { findingText, severityText } from './finding-words.ts';
import { accountLabel, atATime, reportTitle, type Report } from './report.ts';

/** For people: a table for each kind of finding. */
export async function markdownReport(report: Report): Promise<string> {
  const { kind, findings, leftOut, madeAt } = report;
  const lines = [
    `# ${markdownText(reportTitle(kind))}`,
    markdownText(t('Made at {0}. Findings: {1}.', new Date(madeAt).toISOString(), findings.length)),
    ...(leftOut > 0 ? [markdownText(t('Left out as there are too many: {0}.', leftOut))] : []),
    ...(findings.length === 0 ? [markdownText(t('Nothing was found.'))] : []),
  ];
  for (const one of findingKinds) {
    const some = findings.filter((finding) => finding.kind === one);
    if (some.length > 0) lines.push(...(await section(some, findingText(one), report)));
  }
  return `${lines.join('\n\n')}\n`;
}

async function section(
  findings: readonly Finding[],
  title: string,
  report: Report,
): Promise<readonly string[]> {
  const head = [t('Severity'), t('Where'), t('Share'), t('What'), t('Finding'), t('What to do')];
  const line = (cells: readonly string[]): string => `| ${cells.map(markdownText).join(' | ')} |`;
  const rowOf = (finding: Finding): string => {
    const { severity, scope, share, entity, text, remedy } = finding;
    return line([
      severityText(severity),
      `${accountLabel(finding, report)} · ${scope.region}`,
      share ? `${share.name} (${share.id})` : '',
      entity?.id ?? '',
      text,
      remedy,
    ]);
  };
  const rows: string[] = [];
  for await (const some of inPieces(findings, atATime)) rows.push(...some.map(rowOf));
  const rule = `| ${head.map(() => '---').join(' | ')} |`;
  return [`## ${markdownText(title)} (${findings.length})`, [line(head), rule, ...rows].join('\n')];
}

/** A text that Markdown shows as it is: in one line, no mark-up, no HTML, no link, not even one that is only an address. */
export function markdownText(text: string): string {
  return shown(text)
    .replace(/[\\`*_{}[\]()#+!|~&:@$=^]/gu, '\\$&')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/www\./giu, (found) => found.replace('.', '\\.'));
}
