import { t } from '@vscode/l10n';
import type { Finding, Severity } from '../../inventory/access/findings.ts';
import { shown } from '../../model/untrusted-text.ts';
import { labelOf, resourceName } from '../access/access-words.ts';
import { findingText, severityText } from '../reports/finding-words.ts';
import { numberText } from '../shares/rows/counts.ts';
import { associationAt, reasonsOf } from '../shares/rows/lookup.ts';
import { isRemovable } from '../shares/rows/removable.ts';
import { join, tokens, type Row } from '../shares/rows/row.ts';
import type { TreeState } from '../shares/rows/tree-state.ts';
import { isPartlyKnown } from '../shares/arrange/unread.ts';
import type { RowIcon } from '../shares/status-words.ts';
import { aboutAddress, type FindingGroup, type FindingList } from './finding-address.ts';

/** @param fresh how many of them are new since the user looked */
export function listRow(
  list: FindingList,
  findings: readonly Finding[],
  fresh: number,
  state: TreeState,
): Row {
  const label = listText(list);
  // A scope that was not read to its end is said so below; it is no finding about a share. Nor is a service an outsider.
  const count = findings.filter(({ kind }) => kind !== 'notRead' && kind !== 'cloudService').length;
  const sure = isPartlyKnown(state) ? (count > 0 ? 'atLeast' : 'unknown') : 'exact';
  const description = join([numberText({ count, sure }), fresh > 0 ? t('{0} new', fresh) : '']);
  return {
    ...{ label, description, icon: { id: list === 'outsiders' ? 'globe' : 'heart' } },
    collapsible: findings.length === 0 ? 'none' : 'collapsed',
    context: tokens('list', list),
    spoken: join([label, description]),
  };
}

export function listText(list: FindingList): string {
  return list === 'outsiders' ? t('Outsiders') : t('Health');
}

export function groupRow(group: FindingGroup, findings: readonly Finding[], fresh: number): Row {
  const label = group === 'allowed' ? t('On the list of allowed principals') : findingText(group);
  const description = join([
    String(findings.length),
    fresh > 0 && group === 'outsider' ? t('{0} new', fresh) : '',
  ]);
  const [worst] = findings;
  return {
    ...{ label, description, icon: iconOf(group, worst?.severity ?? 'note') },
    collapsible: 'collapsed',
    context: tokens('kind'),
    spoken: join([label, description]),
  };
}

export function findingRow(finding: Finding, isNew: boolean, state: TreeState): Row {
  const { kind, entity, share, severity, text, allowed } = finding;
  const label = nameOf(finding, state);
  const row = associationAt(aboutAddress(finding), state);
  const isOpen = share !== undefined && kind !== 'endedRows';
  const description = join([
    isNew ? t('new') : '',
    entity?.kind === 'principal' || entity?.kind === 'resource' ? shown(share?.name ?? '') : '',
    detailOf(finding, state),
    whereOf(finding, state),
  ]);
  return {
    ...{ label, description, icon: iconOf(allowed === true ? 'allowed' : kind, severity) },
    collapsible: 'none',
    context: tokens(
      'finding',
      kind,
      share !== undefined && 'shared',
      isOpen && allowed !== true && 'mendable',
      entity?.kind === 'principal' && allowed !== true && isAllowable(finding) && 'allowable',
      row !== undefined && isRemovable(row) && 'removable',
    ),
    spoken: join([isNew ? t('new') : '', severityText(severity), text]),
  };
}

/** What a finding says when it is pointed at: lines of plain text. */
export function findingLines(finding: Finding, state: TreeState): readonly string[] {
  const { text, remedy, share } = finding;
  const where = whereIn(finding, state);
  return [text, remedy, ...(share ? [t('Seen by: {0}', where)] : [])];
}

/** What a finding is called in its list, as safe text. */
export function nameOf({ cloud, entity, share, scope }: Finding, state: TreeState): string {
  switch (entity?.kind) {
    case 'principal':
      // The user's own name alone: the row has to have room for that of the share.
      return shown(
        labelOf({ kind: 'principal', key: '', cloud, id: entity.id }, state) || entity.id,
      );
    case 'resource':
      return resourceName(entity);
    case 'permission':
    case 'type':
    case undefined: {
      if (share) return shown(share.name).trim() || shown(share.id);
      return shown(state.accounts.find(({ id }) => id === scope.accountId)?.label ?? '');
    }
  }
}

export function isOutsider({ kind }: Finding): boolean {
  return kind === 'outsider' || kind === 'unknownPrincipal';
}

/** Whether the list of allowed principals may have it. */
export function isAllowable(finding: Finding): boolean {
  return isOutsider(finding) || finding.kind === 'cloudService';
}

/** Why, in a word or two. */
function detailOf(finding: Finding, state: TreeState): string {
  const { kind, entity, scope } = finding;
  const row = associationAt(aboutAddress(finding), state);
  switch (kind) {
    case 'failedAssociation': {
      const reasons = row ? reasonsOf(row) : [];
      const reason = reasons.find((one) => one.reason !== '')?.reason;
      return shown(reason ?? reasons[0]?.description ?? '');
    }
    case 'unansweredInvitation':
      return shown(row?.statusMessage ?? '');
    case 'missingPermission':
    case 'olderPermission':
      return shown(entity?.kind === 'type' ? entity.id : (entity?.type ?? ''));
    case 'notRead':
      return shown(scope.region);
    default:
      return '';
  }
}

/** Account and region, where there is more than one. */
function whereOf(finding: Finding, state: TreeState): string {
  const scopes = state.accounts.flatMap(({ regions }) => regions);
  return finding.share && scopes.length > 1 ? whereIn(finding, state) : '';
}

function whereIn({ scope, cloud }: Finding, state: TreeState): string {
  const account = state.accounts.find(({ id }) => id === scope.accountId);
  const region = state.regionName(cloud, scope.region) ?? shown(scope.region);
  const many = (account?.regions.length ?? 0) > 1;
  return join([shown(account?.label ?? ''), many ? region : '']);
}

function iconOf(group: FindingGroup, severity: Severity): RowIcon {
  if (group === 'allowed') return { id: 'pass', color: 'testing.iconPassed' };
  if (group === 'notRead' || group === 'unknownPrincipal') return { id: 'question' };
  if (group === 'cloudService' && severity === 'note') return { id: 'server-process' };
  switch (severity) {
    case 'error':
      return { id: 'error', color: 'list.errorForeground' };
    case 'warning':
      return { id: 'warning', color: 'list.warningForeground' };
    case 'note':
      return { id: 'info' };
  }
}
