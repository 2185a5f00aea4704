import { t } from '@vscode/l10n';
import type { ShareDraft } from '../draft.ts';
import type { Problem } from './problem.ts';
import type { DraftResource } from './resource-row.ts';

/** PermissionNames: at most one for a type of resource (the draft can't hold two), each at most once. */
export function checkPermissions(
  draft: ShareDraft,
  resources: readonly DraftResource[],
): readonly Problem[] {
  const types = new Set(resources.map(({ type }) => type));
  const seen = new Set<string>();
  return Object.entries(draft.permissions).flatMap(([type, id]): readonly Problem[] => {
    if (id === '') return [];
    const repeated = seen.has(id);
    seen.add(id);
    if (repeated) {
      return [
        {
          field: 'permissions',
          severity: 'error',
          code: 'InvalidParameter.PermissionNames.Duplicate',
          message: t('The permission {0} is chosen for two types.', id),
        },
      ];
    }
    if (types.has(type)) return [];
    return [
      {
        field: 'permissions',
        severity: 'info',
        code: 'PermissionNotNeeded',
        message: t('The permission for {0} is not sent: no resource of this type is listed.', type),
      },
    ];
  });
}
