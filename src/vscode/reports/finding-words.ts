import { t } from '@vscode/l10n';
import type { FindingKind, Severity } from '../../inventory/access/findings.ts';

/** Such as "Outside the organisation", in the user's language. */
export function findingText(kind: FindingKind): string {
  switch (kind) {
    case 'outsider':
      return t('Outside the organisation');
    case 'unknownPrincipal':
      return t('Not known whether outside the organisation');
    case 'cloudService':
      return t('Cloud services');
    case 'unusedOpenness':
      return t('Allows outsiders, has none');
    case 'failedAssociation':
      return t('Failed associations');
    case 'unansweredInvitation':
      return t('Invitations not accepted');
    case 'emptyShare':
      return t('Empty shares');
    case 'missingPermission':
      return t('Types without a permission');
    case 'olderPermission':
      return t('Permissions with a newer version');
    case 'endedRows':
      return t('Records of what has ended');
    case 'notRead':
      return t('Not read');
  }
}

export function severityText(severity: Severity): string {
  switch (severity) {
    case 'error':
      return t('Error');
    case 'warning':
      return t('Warning');
    case 'note':
      return t('Note');
  }
}
