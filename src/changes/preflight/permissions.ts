import { t } from '@vscode/l10n';
import { shown } from '../../model/untrusted-text.ts';
import { isIn } from '../share-state.ts';
import { conditionsFor, refusedBy, type Rule } from './finding.ts';

/** DisassociateConflict.Permission: a permission stays while the share holds a resource of its type. */
export const resourcesOfType: Rule = (subject) => {
  const { part, before } = subject;
  if (!before) return [];
  const removed = new Set(
    part.items
      .filter(({ kind, effect }) => kind === 'resource' && effect === 'gone')
      .map(({ id }) => id),
  );
  return conditionsFor(subject, 'resourcesOfType').flatMap(({ condition, kind }) =>
    part.items
      .filter((item) => item.kind === 'permission' && item.effect === 'gone')
      .flatMap((item) => {
        const staying = before.resources.filter(
          (row) => row.type === item.type && isIn(row) && !removed.has(row.id),
        ).length;
        if (staying === 0) return [];
        const message = t(
          'The share still holds resources of the type {0}; remove them first.',
          shown(item.type),
        );
        return [refusedBy(subject, condition, kind, message, item)];
      }),
  );
};

/** A share has one permission for each type of resource: adding does not replace the one that is there. */
export const permissionOfType: Rule = ({ part, before }) => {
  const present = before?.permissions ?? [];
  return part.items
    .filter(
      ({ kind, effect, step }) =>
        kind === 'permission' &&
        effect === 'new' &&
        step !== undefined &&
        part.steps[step]?.kind === 'associate',
    )
    .flatMap((item) => {
      const other = present.find(
        ({ resourceType, id }) => resourceType === item.type && id !== item.id,
      );
      if (!other) return [];
      return [
        {
          rule: 'permissionOfType',
          severity: 'doubt' as const,
          code: 'InvalidParameter.PermissionNames',
          source: 'AssociateResourceSharePermission',
          message: t(
            'The share has the permission {0} for the type {1} already. Switch it instead.',
            shown(other.name),
            shown(item.type),
          ),
          part: part.key,
          item: { kind: item.kind, type: item.type, id: item.id },
        },
      ];
    });
};
