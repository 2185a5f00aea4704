import { t } from '@vscode/l10n';
import { shown } from '../../model/untrusted-text.ts';
import type {
  AssociationState,
  AssociationStatus,
  ShareState,
  ShareStatus,
} from '../../model/status.ts';

/** A product icon and, where it says something, a theme colour. */
export interface RowIcon {
  readonly id: string;
  readonly color?: string;
}

type State = ShareState | AssociationState | 'unknown';

const icons: Readonly<Record<State, RowIcon>> = {
  active: { id: 'pass', color: 'testing.iconPassed' },
  associated: { id: 'pass', color: 'testing.iconPassed' },
  pending: { id: 'clock', color: 'list.warningForeground' },
  associating: { id: 'sync~spin' },
  disassociating: { id: 'sync~spin' },
  deleting: { id: 'sync~spin' },
  failed: { id: 'error', color: 'list.errorForeground' },
  disassociated: { id: 'circle-slash', color: 'disabledForeground' },
  deleted: { id: 'circle-slash', color: 'disabledForeground' },
  unknown: { id: 'question', color: 'list.warningForeground' },
};

/** The icon of a status; colour is never the only sign, the words stand beside it. */
export function statusIcon(status: ShareStatus | AssociationStatus): RowIcon {
  return icons[status.state];
}

/** The status in the user's language; a status that we don't know as the cloud wrote it. */
export function statusWord(status: ShareStatus | AssociationStatus): string {
  switch (status.state) {
    case 'active':
      return t('Active');
    case 'pending':
      return t('Pending');
    case 'deleting':
      return t('Deleting');
    case 'deleted':
      return t('Deleted');
    case 'associating':
      return t('Associating');
    case 'associated':
      return t('Associated');
    case 'failed':
      return t('Failed');
    case 'disassociating':
      return t('Disassociating');
    case 'disassociated':
      return t('Disassociated');
    case 'unknown':
      return shown(status.text);
  }
}
