import { t } from '@vscode/l10n';

/** What a principal is: who receives a share. */
export type PrincipalKind = 'account' | 'organization' | 'folder' | 'unit' | 'service';

/** Such as "Account", in the user's language. */
export function principalKindText(kind: PrincipalKind): string {
  switch (kind) {
    case 'account':
      return t('Account');
    case 'folder':
      return t('Folder');
    case 'unit':
      return t('Organisational unit');
    case 'organization':
      return t('Organisation');
    case 'service':
      return t('Cloud service');
  }
}
