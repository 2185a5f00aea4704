import { t } from '@vscode/l10n';
import { findingKinds, type Finding, type Severity } from '../../inventory/access/findings.ts';
import { scopeKey } from '../../model/account.ts';
import { inPieces } from '../../model/pieces.ts';
import { findingText } from './finding-words.ts';
import { accountLabel, atATime, reportTitle, type Report } from './report.ts';

/** For tools that gather findings: SARIF 2.1.0. What the user's list allows is suppressed, and in it nevertheless. */
export async function sarifReport(report: Report): Promise<string> {
  const { kind, findings, leftOut, madeAt, version } = report;
  const kinds = findingKinds.filter((one) => findings.some((finding) => finding.kind === one));
  const hasList = findings.some(({ allowed }) => allowed !== undefined);
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Resource Share Explorer',
            version,
            rules: kinds.map((id) => ({ id, shortDescription: message(findingText(id)) })),
          },
        },
        automationDetails: { id: `${kind}/`, description: message(reportTitle(kind)) },
        invocations: [
          {
            executionSuccessful: true,
            endTimeUtc: new Date(madeAt).toISOString(),
            ...(leftOut > 0 && {
              toolExecutionNotifications: [
                {
                  level: 'warning' satisfies Severity,
                  message: message(t('Left out as there are too many: {0}.', leftOut)),
                },
              ],
            }),
          },
        ],
        columnKind: 'utf16CodeUnits',
        results: [resultsPlace],
      },
    ],
  };
  const resultOf = (finding: Finding): string =>
    JSON.stringify(
      {
        ...{ ruleId: finding.kind, ruleIndex: kinds.indexOf(finding.kind) },
        level: finding.severity,
        message: message(`${finding.text} ${finding.remedy}`),
        locations: [{ logicalLocations: [locationOf(finding)] }],
        partialFingerprints: { 'finding/v1': fingerprint(finding) },
        ...(hasList && { suppressions: suppressionsOf(finding) }),
        properties: propertiesOf(finding, report),
      },
      undefined,
      2,
    ).replaceAll('\n', resultIndent);
  const [head = '', tail = ''] = JSON.stringify(log, undefined, 2).split(
    JSON.stringify(resultsPlace),
  );
  let text = head;
  let between = '';
  for await (const some of inPieces(findings, atATime)) {
    for (const finding of some) {
      text += between + resultOf(finding);
      between = `,${resultIndent}`;
    }
  }
  return `${text}${tail}\n`;
}

/** Stands where the results come: those of ten thousand shares are written in turns with everything else. */
const resultsPlace = '\uE000 results';
const resultIndent = `\n${' '.repeat(8)}`;

/** Braces stand for placeholders in a message, brackets for links. */
function message(text: string): { readonly text: string } {
  return { text: text.replace(/[{}]/gu, '$&$&').replace(/[\\[\]]/gu, '\\$&') };
}

function locationOf({ scope, share, entity }: Finding) {
  const names = [scope.accountId, scope.region, share?.id, entity?.id];
  const path = names.filter((name) => name !== undefined).map(wellFormed);
  return {
    name: path.at(-1),
    fullyQualifiedName: path.join('/'),
    kind: entity?.kind ?? (share ? 'share' : 'scope'),
  };
}

/** The same for the same thing in the next report. */
function fingerprint({ kind, scope, share, entity, text }: Finding): string {
  // More than one failure of a row is told apart by its text alone.
  const what = kind === 'failedAssociation' ? [text] : [];
  return [kind, scopeKey(scope), share?.id, entity?.kind, entity?.id, ...what]
    .map((part) => encodeURIComponent(wellFormed(part ?? '')))
    .join('/');
}

function suppressionsOf({ allowed }: Finding) {
  if (allowed !== true) return [];
  const justification = t('It is on the list of allowed principals.');
  return [{ kind: 'external', status: 'accepted', justification }];
}

function propertiesOf(finding: Finding, report: Report) {
  const { cloud, scope, share, entity, allowed, remedy } = finding;
  return {
    ...{ cloud, account: wellFormed(accountLabel(finding, report)), region: scope.region },
    ...(share && { shareId: wellFormed(share.id), shareName: wellFormed(share.name) }),
    ...(entity && { entityKind: entity.kind, entityId: wellFormed(entity.id) }),
    ...(entity?.type !== undefined && { entityType: wellFormed(entity.type) }),
    ...(allowed !== undefined && { allowed }),
    remedy,
  };
}

/** A cloud's text may hold half a character, which JSON can't carry everywhere. */
function wellFormed(text: string): string {
  return text.toWellFormed();
}
