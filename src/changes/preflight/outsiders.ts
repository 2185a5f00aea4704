import { t } from '@vscode/l10n';
import { shown } from '../../model/untrusted-text.ts';
import type { PlanItem } from '../plan.ts';
import { principalKind } from '../rules/principals.ts';
import { isIn } from '../share-state.ts';
import { conditionsFor, type Finding, refusedBy, type Rule } from './finding.ts';

/** NotSupport.AllowExternalTargets: a share is not opened while it holds what must stay inside the organisation. */
export const insideOnlyTypes: Rule = (subject) => {
  const { part, before, account } = subject;
  const item = part.items.find(({ kind, to }) => kind === 'allowExternal' && to === 'true');
  if (item?.effect !== 'changed' || !before) return [];
  const inside = account.abilities.resourceTypes.filter(({ external }) => external === false);
  const types = new Set(before.resources.filter(isIn).map(({ type }) => type));
  const held = inside.filter(({ type }) => types.has(type)).map(({ type }) => type);
  if (held.length === 0) return [];
  return conditionsFor(subject, 'insideOnlyTypes').map(({ condition, kind }) =>
    refusedBy(
      subject,
      condition,
      kind,
      t('Resources of the type {0} can’t be shared outside your organisation.', held.join(', ')),
      item,
    ),
  );
};

/** Closing a share leaves no room for outside principals that are in it. */
export const outsidersPresent: Rule = (subject) => {
  const { part, before } = subject;
  const item = part.items.find(({ kind, to }) => kind === 'allowExternal' && to === 'false');
  if (item?.effect !== 'changed' || !before) return [];
  const leaving = new Set(
    part.items
      .filter(({ kind, effect }) => kind === 'principal' && effect === 'gone')
      .map(({ id }) => id),
  );
  const staying = before.principals.filter((row) => isIn(row) && !leaving.has(row.id));
  const outside = staying.filter(({ external }) => external === true);
  const unsaid = staying.filter(
    ({ external, type }) => external === undefined && type.toLowerCase() === 'account',
  );
  if (outside.length + unsaid.length === 0) return [];
  const message =
    outside.length > 0
      ? t('Principals outside your organisation are in the share: {0}', named(outside))
      : t('Principals that may be outside your organisation are in the share: {0}', named(unsaid));
  const [stated] = conditionsFor(subject, 'outsidersPresent');
  if (stated) return [refusedBy(subject, stated.condition, stated.kind, message, item)];
  return [
    {
      rule: 'outsidersPresent',
      severity: 'doubt',
      code: 'outsidersPresent',
      source: 'UpdateResourceShare',
      message,
      part: part.key,
      item: { kind: item.kind, type: item.type, id: item.id },
    },
  ];
};

/**
 * ExternalTargetsNotAllowed.ResourceType: what must stay inside the organisation meets who may be outside, one of them
 * being in the share already. Where both are added the contents are checked for it.
 */
export const insideOnlyMeets: Rule = ({ part, before, account: { abilities } }) => {
  if (!before) return [];
  const isInsideOnly = (type: string): boolean =>
    abilities.resourceTypes.some((rule) => rule.type === type && rule.external === false);
  const added = (kind: 'resource' | 'principal') =>
    part.items.filter((item) => item.kind === kind && item.effect === 'new');
  const gone = new Set(
    part.items.filter(({ effect }) => effect === 'gone').map(({ kind, id }) => `${kind}/${id}`),
  );
  const outside = before.principals.filter(
    (row) => isIn(row) && row.external === true && !gone.has(`principal/${row.id}`),
  );
  const held = before.resources.filter(
    (row) => isIn(row) && isInsideOnly(row.type) && !gone.has(`resource/${row.id}`),
  );
  const finding = (item: PlanItem, severity: 'refusal' | 'doubt', type: string): Finding => ({
    rule: 'insideOnlyTypes',
    severity,
    code: 'ExternalTargetsNotAllowed.ResourceType',
    source: 'AssociateResourceShare',
    message: t('Resources of the type {0} can’t be shared outside your organisation.', shown(type)),
    part: part.key,
    item: { kind: item.kind, type: item.type, id: item.id },
  });
  const [first] = held;
  return [
    ...(outside.length > 0
      ? added('resource')
          .filter(({ type }) => isInsideOnly(type))
          .map((item) => finding(item, 'refusal', item.type))
      : []),
    ...(first && before.allowExternal !== false
      ? added('principal')
          .filter(({ id }) => principalKind(id, abilities) === 'account')
          .map((item) => finding(item, 'doubt', first.type))
      : []),
  ];
};

function named(rows: readonly { readonly id: string }[]): string {
  return rows
    .slice(0, 3)
    .map(({ id }) => shown(id))
    .concat(rows.length > 3 ? ['…'] : [])
    .join(', ');
}
