import { t } from '@vscode/l10n';
import type { Abilities } from '../../clouds/cloud.ts';
import type { ShareDraft } from '../draft.ts';
import { findExisting } from './existing.ts';
import { isJsonObject } from './json-object.ts';
import type { DraftContext, Problem, Severity } from './problem.ts';
import type { DraftResource } from './resource-row.ts';
import { resourceKey } from './resource-row.ts';

type Finding = Pick<Problem, 'part' | 'code' | 'message'> & { readonly severity?: Severity };

/** Resources, ResourceArns and ResourceProperties of CreateResourceShare and AssociateResourceShare. */
export function checkResources(
  draft: ShareDraft,
  resources: readonly DraftResource[],
  abilities: Abilities,
  context: DraftContext,
): readonly Problem[] {
  const seen = new Set<string>();
  const problems = resources.flatMap((row): readonly Problem[] => {
    // Two regions may have the same id; a URN says which is meant.
    const key = abilities.resourceForm === 'urn' ? row.value : resourceKey(row);
    const repeated = row.value !== '' && seen.has(key);
    seen.add(key);
    const findings = repeated
      ? [duplicate(row, abilities)]
      : [
          ...(row.form === 'arn'
            ? checkArn(row, draft, abilities, context)
            : checkId(row, abilities)),
          ...checkType(row, abilities),
          ...checkProperty(row, abilities),
          ...checkRegion(row, draft),
          ...checkReach(row, draft, abilities),
          ...checkExisting(row, context),
        ];
    return findings.map((finding) => ({
      field: 'resources',
      index: row.index,
      severity: 'error',
      ...finding,
    }));
  });
  return [...problems, ...(abilities.resourceForm === 'urn' ? [] : checkForms(resources))];
}

function duplicate({ form }: DraftResource, { codes }: Abilities): Finding {
  const list = form === 'arn' ? 'ResourceArns' : 'Resources';
  return {
    part: 'value',
    code: codes?.resourceTwice ?? `InvalidParameter.${list}.Duplicate`,
    message: t('This resource is in the list already.'),
  };
}

function checkId(row: DraftResource, abilities: Abilities): readonly Finding[] {
  if (abilities.resourceForm === 'urn') {
    const message = t('Enter the URN of the resource.');
    return [{ part: 'value', code: 'InvalidParameter.ResourceArns', message }];
  }
  if (row.value === '') {
    return [
      { part: 'value', code: 'InvalidParameter.Resources', message: t('Enter the resource id.') },
    ];
  }
  if (/[\s,;]/u.test(row.value)) {
    const message = t('An id has no spaces, commas or semicolons in it.');
    return [{ part: 'value', code: 'InvalidParameter.Resources', message }];
  }
  if (row.chosenType === '') {
    const message = t('Choose the type of this resource, or enter its ARN.');
    return [{ part: 'type', code: 'InvalidParameter.ResourceType', message }];
  }
  if (row.rule?.forms === 'arn') {
    const message = t('Resources of the type {0} can only be named by their ARN.', row.type);
    const code = 'NotSupport.ResourceType.ResourcesParameter';
    return [{ part: 'value', code, message }];
  }
  return [];
}

function checkArn(
  row: DraftResource,
  draft: ShareDraft,
  { codes, regional, resourceForm }: Abilities,
  context: DraftContext,
): readonly Finding[] {
  const finding = (message: string, severity: Severity = 'error'): Finding => ({
    part: 'value',
    code: 'InvalidParameter.ResourceArns',
    message,
    severity,
  });
  const { arn } = row;
  if (!arn) {
    const byUrn = resourceForm === 'urn';
    return [finding(byUrn ? t('This URN is not complete.') : t('This ARN is not complete.'))];
  }
  if (row.rule?.forms === 'id') {
    return [finding(t('Resources of the type {0} can only be named by type and id.', row.type))];
  }
  const region = regional ? draft.destination.region : '';
  const findings: Finding[] = [];
  if (arn.region !== undefined && arn.region !== '' && region !== '' && arn.region !== region) {
    findings.push(
      finding(t('This resource is in {0}, the share is in {1}.', arn.region, region), 'warning'),
    );
  }
  const { ownerId } = context;
  if (arn.account !== undefined && arn.account !== '' && ownerId && arn.account !== ownerId) {
    const message = t('This resource belongs to the account {0}, not to yours.', arn.account);
    const { code, ...rest } = finding(message, 'warning');
    findings.push({ ...rest, code: codes?.resourceOfOther ?? code });
  }
  return findings;
}

function checkType(row: DraftResource, abilities: Abilities): readonly Finding[] {
  const { chosenType, arn } = row;
  const code = abilities.codes?.resourceType ?? 'InvalidParameter.ResourceType';
  if (arn?.type !== undefined && chosenType !== '' && chosenType !== arn.type) {
    return [
      { part: 'type', code, message: t('The ARN names a resource of the type {0}.', arn.type) },
    ];
  }
  if (row.type === '' || row.rule) return [];
  const lower = row.type.toLowerCase();
  const near = abilities.resourceTypes.find(({ type }) => type.toLowerCase() === lower);
  return [
    {
      part: 'type',
      code,
      severity: 'warning',
      message: near
        ? t('This type is written {0}.', near.type)
        : t('The type {0} is not among those the cloud has published.', row.type),
    },
  ];
}

function checkProperty(row: DraftResource, abilities: Abilities): readonly Finding[] {
  if (row.property === '') return [];
  const none = !abilities.resourceTypes.some(({ properties }) => properties === true);
  if (none || (row.rule && row.rule.properties !== true)) {
    const message = none
      ? t('Resources have no properties on this cloud.')
      : t('Resources of the type {0} take no properties.', row.type);
    return [{ part: 'property', code: 'NotSupport.ResourceProperty', message }];
  }
  const code = 'InvalidParameter.ResourceProperties';
  if (!isJsonObject(row.property)) {
    const message = t('Enter a JSON object, such as {0}.', '{"sharePrincipals":true}');
    return [{ part: 'property', code, message }];
  }
  if (row.form === 'id' && row.value !== '' && abilities.resourceForm === 'idOrArn') {
    const message = t('A resource with properties has to be named by its ARN.');
    return [{ part: 'value', code, message }];
  }
  return [];
}

/** Types that one region shares for all, such as ROSTemplate. */
function checkRegion(
  { type, rule }: DraftResource,
  { destination }: ShareDraft,
): readonly Finding[] {
  if (!rule?.regions || destination.region === '' || rule.regions.includes(destination.region)) {
    return [];
  }
  const message = t('Resources of the type {0} are shared in {1}.', type, rule.regions.join(', '));
  return [{ part: 'type', severity: 'warning', code: 'InvalidParameter.ResourceType', message }];
}

/** Outside the organisation: whether a given account is outside can't be told here, so this only warns. */
function checkReach(
  row: DraftResource,
  draft: ShareDraft,
  abilities: Abilities,
): readonly Finding[] {
  const allowExternal = draft.share?.allowExternal ?? draft.allowExternal;
  if (row.rule?.external !== false || !allowExternal) return [];
  const outside = abilities.principals.filter(
    ({ kind }) => kind === 'account' || kind === 'service',
  );
  const mayLeave = draft.principals.some(({ id }) =>
    outside.some(({ pattern }) => new RegExp(pattern, 'u').test(id.trim())),
  );
  if (!mayLeave) return [];
  return [
    {
      part: 'type',
      severity: 'warning',
      code: 'ExternalTargetsNotAllowed.ResourceType',
      message: t('Resources of the type {0} can’t be shared outside your organisation.', row.type),
    },
  ];
}

function checkExisting(row: DraftResource, { existing }: DraftContext): readonly Finding[] {
  const known = existing?.find(
    ({ kind, entityId, entityType, arn }) =>
      kind === 'resource' &&
      (arn === row.value || (entityType === row.type && entityId === (row.arn?.id ?? row.value))),
  );
  return findExisting(known, row.property !== '').map((finding) => ({ part: 'value', ...finding }));
}

/** Resources and ResourceArns exclude each other in one call. */
function checkForms(resources: readonly DraftResource[]): readonly Problem[] {
  const filled = resources.filter(({ value }) => value !== '');
  if (new Set(filled.map(({ form }) => form)).size < 2) return [];
  return [
    {
      field: 'resources',
      severity: 'info',
      code: 'InvalidParameter.ResourceConflict',
      message: t('Resources named by id and resources named by ARN are sent in separate calls.'),
    },
  ];
}
