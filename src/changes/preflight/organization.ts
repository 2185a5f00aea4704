import { t } from '@vscode/l10n';
import { shown } from '../../model/untrusted-text.ts';
import { principalKind } from '../rules/principals.ts';
import { isIn } from '../share-state.ts';
import { conditionsFor, type Finding, refusedBy, type Rule } from './finding.ts';

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
            ? step.enabled
              ? t('This cloud has no call that switches it on.')
              : t('This cloud has no call that switches it off.')
            : t('This cloud has nothing like it.'),
        part: part.key,
      },
    ];
  });

/**
 * An account that a share reaches as a part of an organisation already: naming it beside that gives it nothing, and no
 * page says that it would be refused. Folders and units are not looked into, so that with these it is good to know only.
 */
export const reachedByOrganization: Rule = ({ part, before, account: { abilities }, context }) => {
  const kindOf = (id: string) => principalKind(id, abilities);
  const principals = part.items.filter(({ kind }) => kind === 'principal');
  const added = principals.filter(({ effect }) => effect === 'new').map(({ id }) => id);
  const gone = new Set(principals.filter(({ effect }) => effect === 'gone').map(({ id }) => id));
  const held = (before?.principals ?? []).filter((row) => isIn(row) && !gone.has(row.id));
  const present = [...held.map(({ id }) => id), ...added];
  const whole = present.find((id) => kindOf(id) === 'organization');
  const piece = present.find((id) => kindOf(id) === 'folder' || kindOf(id) === 'unit');
  const container = whole ?? piece;
  if (container === undefined) return [];
  return added.flatMap((id): readonly Finding[] => {
    if (kindOf(id) !== 'account') return [];
    const outside = context.isOutside(part.scope, id);
    if (outside === true) return [];
    const sure = whole !== undefined && outside === false;
    return [
      {
        rule: 'reachedByOrganization',
        severity: sure ? 'doubt' : 'note',
        code: 'reachedByOrganization',
        source: 'AssociateResourceShare',
        message: sure
          ? t('{0} gets the share already, as a part of {1}.', shown(id), shown(container))
          : t('{0} may get the share already, as a part of {1}.', shown(id), shown(container)),
        part: part.key,
        item: { kind: 'principal', type: '', id },
      },
    ];
  });
};
