import { t } from '@vscode/l10n';
import type { Abilities } from '../clouds/cloud.ts';
import type { ShareDraft } from './draft.ts';
import { checkDescription } from './rules/description.ts';
import { checkName } from './rules/name.ts';
import { checkPermissions } from './rules/permissions.ts';
import { checkPrincipals } from './rules/principals.ts';
import type { DraftContext, Problem } from './rules/problem.ts';
import { readResources } from './rules/resource-row.ts';
import { checkResources } from './rules/resources.ts';
import { checkTags } from './rules/tags.ts';

export type {
  DraftContext,
  ExistingRow,
  Problem,
  ProblemField,
  Severity,
} from './rules/problem.ts';

/**
 * Checks a draft as far as that is possible without asking the cloud, by the documented rules of
 * CreateResourceShare and AssociateResourceShare. Rows that are wholly blank count as absent.
 * Pure and free of Node, so that a form checks while one types and a command checks before it sends.
 * @returns problems in the order of the form; only errors stand in the way of sending
 */
export function checkDraft(
  draft: ShareDraft,
  abilities: Abilities,
  context: DraftContext = {},
): readonly Problem[] {
  const resources = readResources(draft, abilities);
  return [
    ...checkDestination(draft),
    ...(draft.share
      ? []
      : [...checkName(draft.name, abilities), ...checkDescription(draft.description, abilities)]),
    ...checkResources(draft, resources, abilities, context),
    ...checkPrincipals(draft, resources, abilities, context),
    ...checkPermissions(draft, resources),
    ...(draft.share ? [] : checkTags(draft.tags, abilities)),
    ...checkAnything(draft, resources.length),
  ];
}

/** True when nothing stands in the way of sending. */
export function canSend(problems: readonly Problem[]): boolean {
  return !problems.some(({ severity }) => severity === 'error');
}

function checkDestination({ destination }: ShareDraft): readonly Problem[] {
  if (destination.accountId !== '' && destination.region !== '') return [];
  return [
    {
      field: 'destination',
      severity: 'error',
      code: 'MissingParameter',
      message: destination.accountId === '' ? t('Choose an account.') : t('Choose a region.'),
    },
  ];
}

function checkAnything(draft: ShareDraft, resources: number): readonly Problem[] {
  const principals = draft.principals.filter(({ id }) => id.trim() !== '').length;
  if (!draft.share || resources + principals > 0) return [];
  return [
    {
      field: 'form',
      severity: 'error',
      code: 'ResourceAndTargetBothEmpty',
      message: t('Add at least one resource or principal.'),
    },
  ];
}
