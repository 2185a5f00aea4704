import { t } from '@vscode/l10n';
import type { Abilities } from '../../clouds/cloud.ts';
import type { PrincipalKind } from '../../model/principal-kind.ts';
import type { PrincipalRow, ShareDraft, TimeWindow } from '../draft.ts';
import { findExisting } from './existing.ts';
import type { DraftContext, Problem, Severity } from './problem.ts';
import type { DraftResource } from './resource-row.ts';

type Finding = Pick<Problem, 'part' | 'code' | 'message'> & { readonly severity?: Severity };

/** Targets and TargetProperties of CreateResourceShare and AssociateResourceShare. */
export function checkPrincipals(
  draft: ShareDraft,
  resources: readonly DraftResource[],
  abilities: Abilities,
  context: DraftContext,
): readonly Problem[] {
  const seen = new Set<string>();
  const outsider = firstPossibleOutsider(draft, abilities);
  return draft.principals.flatMap((row, index): readonly Problem[] => {
    const id = row.id.trim();
    const repeated = id !== '' && seen.has(id);
    seen.add(id);
    const findings = repeated
      ? [
          {
            part: 'value' as const,
            code: abilities.codes?.principalTwice ?? 'InvalidParameter.Targets.Duplicate',
            message: t('This principal is in the list already.'),
          },
        ]
      : [
          ...checkPrincipal({ ...row, id }, draft, resources, abilities, context),
          ...(index === outsider ? [onlyMembers(abilities)] : []),
        ];
    return findings.map((finding) => ({
      field: 'principals',
      index,
      severity: 'error',
      ...finding,
    }));
  });
}

/** The kind of principal that an id names, by its shape; undefined for none. */
export function principalKind(id: string, abilities: Abilities): PrincipalKind | undefined {
  return abilities.principals.find(({ pattern }) => new RegExp(pattern, 'u').test(id))?.kind;
}

function checkPrincipal(
  row: PrincipalRow,
  draft: ShareDraft,
  resources: readonly DraftResource[],
  abilities: Abilities,
  context: DraftContext,
): readonly Finding[] {
  if (row.id === '') return [];
  const kind = principalKind(row.id, abilities);
  if (kind === undefined) return [unknownForm(abilities)];
  if (row.id === context.ownerId) {
    const message = t('This is the account that shares. Choose another one.');
    const code = abilities.codes?.principalIsOwner ?? 'ShareWithYourself';
    return [{ part: 'value', code, message }];
  }
  return [
    ...(kind === 'service' ? checkService(draft, resources) : []),
    ...checkTimeWindow(row.timeWindow, kind === 'service' && abilities.serviceTimeWindow),
    ...checkExisting(row, context),
  ];
}

function unknownForm(abilities: Abilities): Finding {
  const examples = abilities.principals.map(({ example }) => example).join(', ');
  return {
    part: 'value',
    code: abilities.codes?.principalForm ?? 'InvalidParameter.Targets',
    message: abilities.principals.some(({ kind }) => kind === 'unit')
      ? t(
          'This is no account id, nor the URN of an organisation, a root or an organisational unit. Examples: {0}',
          examples,
        )
      : t('This is no account, folder, organisation or service id. Examples: {0}', examples),
  };
}

/**
 * The first account of a share that takes members only, where the cloud by itself would take anybody. Which accounts
 * are members can't be told here, so one row says it for all.
 */
function firstPossibleOutsider(draft: ShareDraft, abilities: Abilities): number | undefined {
  const allowed = draft.share?.allowExternal ?? draft.allowExternal;
  if (allowed || !abilities.allowExternalDefault) return undefined;
  const index = draft.principals.findIndex(
    ({ id }) => principalKind(id.trim(), abilities) === 'account',
  );
  return index < 0 ? undefined : index;
}

function onlyMembers({ codes }: Abilities): Finding {
  return {
    part: 'value',
    severity: 'info',
    code: codes?.principalOutside ?? 'ExternalTargetsNotAllowed',
    message: t('Accounts outside your organisation are refused: this share does not allow them.'),
  };
}

function checkService(draft: ShareDraft, resources: readonly DraftResource[]): readonly Finding[] {
  const findings: Finding[] = [];
  if (!(draft.share?.allowExternal ?? draft.allowExternal)) {
    findings.push({
      part: 'value',
      severity: 'warning',
      code: 'InvalidTarget',
      message: t('Cloud services need a share that allows principals outside your organisation.'),
    });
  }
  const refused = resources.filter(({ rule }) => rule?.service === false).map(({ type }) => type);
  if (refused.length > 0) {
    findings.push({
      part: 'value',
      severity: 'warning',
      code: 'InvalidTarget',
      message: t(
        'Not published as shareable with a service: {0}',
        [...new Set(refused)].join(', '),
      ),
    });
  }
  return findings;
}

const timeOfDay = /^(?:[01]\d|2[0-3]):[0-5]\d$/u;
const utcOffset = /^UTC(?:[+-]\d{1,2}(?::[0-5]\d)?)?$/u;

function checkTimeWindow(window: TimeWindow, allowed: boolean): readonly Finding[] {
  const problem = (message: string): readonly Finding[] => [
    { part: 'timeWindow', code: 'InvalidParameter.TargetProperties', message },
  ];
  if (window.kind === 'always') return [];
  if (!allowed) return problem(t('Only cloud services take a time window.'));
  if (window.kind === 'day') return [];
  const { beginAtTime, endAtTime, timezone } = window;
  if (!timeOfDay.test(beginAtTime) || !timeOfDay.test(endAtTime)) {
    return problem(t('Enter times as hours and minutes, such as 08:30.'));
  }
  if (beginAtTime === endAtTime) return problem(t('The window ends when it begins.'));
  return utcOffset.test(timezone) ? [] : problem(t('Enter the time zone such as UTC+8.'));
}

function checkExisting(row: PrincipalRow, { existing }: DraftContext): readonly Finding[] {
  const known = existing?.find(({ kind, entityId }) => kind === 'principal' && entityId === row.id);
  const updates = row.timeWindow.kind !== 'always';
  return findExisting(known, updates).map((finding) => ({ part: 'value', ...finding }));
}
