import { t } from '@vscode/l10n';
import type { ExistingRow, Problem } from './problem.ts';

type Finding = Pick<Problem, 'code' | 'message' | 'severity'>;

/**
 * What to say about an entity that the share has already.
 * @param known the row of the share, if there is one
 * @param updates whether sending it again changes its properties, which is allowed
 */
export function findExisting(known: ExistingRow | undefined, updates: boolean): readonly Finding[] {
  switch (known?.state) {
    case 'associated':
    case 'associating':
      if (updates) return [];
      return [
        {
          severity: 'info',
          code: 'AlreadyAssociated',
          message: t('This is in the share already.'),
        },
      ];
    case 'disassociating':
      return [
        {
          severity: 'warning',
          code: 'AssociateConflict',
          message: t('This is being removed from the share. It can be added again afterwards.'),
        },
      ];
    case 'failed':
    case 'disassociated':
    case 'unknown':
    case undefined:
      return [];
  }
}
