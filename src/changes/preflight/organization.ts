import { t } from '@vscode/l10n';
import { principalKind } from '../rules/principals.ts';
import { type Rule, conditionsFor, refusedBy } from './finding.ts';

/** NotEnableSharingWithResourceDirectory: the organisation or a part of it, while sharing with it is off. */
export const organizationSharingOff: Rule = (subject) => {
  const { part, account, context } = subject;
  if (context.organizationSharing(part.scope.accountId) !== false) return [];
  const parts = part.items.filter(({ kind, effect, id }) => {
    if (kind !== 'principal' || effect !== 'new') return false;
    const reached = principalKind(id, account.abilities);
    return reached === 'organization' || reached === 'folder' || reached === 'unit';
  });
  return conditionsFor(subject, 'organizationSharingOff').flatMap(({ condition, kind }) =>
    parts
      .filter(({ step }) => step !== undefined && part.steps[step]?.kind === kind)
      .map((item) =>
        refusedBy(
          subject,
          condition,
          kind,
          t('Sharing inside your organisation is switched off, or this account is in none.'),
          item,
        ),
      ),
  );
};

/** What the cloud has no operation for. */
export const notSupported: Rule = ({ part, account: { abilities } }) =>
  part.steps.flatMap((step) => {
    const missing =
      (step.kind === 'moveToResourceGroup' && !abilities.resourceGroups) ||
      ((step.kind === 'tag' || step.kind === 'untag') && !abilities.tags) ||
      (step.kind === 'organizationSharing' &&
        !(step.enabled
          ? abilities.organizationSharing.enable
          : abilities.organizationSharing.disable));
    if (!missing) return [];
    return [
      {
        rule: 'notSupported',
        severity: 'refusal' as const,
        code: 'NotSupported',
        source: '',
        message:
          step.kind === 'organizationSharing'
            ? t('This cloud lets nobody switch it off from here.')
            : t('This cloud has nothing like it.'),
        part: part.key,
      },
    ];
  });
