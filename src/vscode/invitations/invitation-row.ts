import { t } from '@vscode/l10n';
import type { ShareEntry } from '../../inventory/snapshot.ts';
import type { Account } from '../../model/account.ts';
import type { Invitation } from '../../model/invitation.ts';
import { shown } from '../../model/untrusted-text.ts';
import { nameOfAccount } from '../shares/rows/names.ts';
import { join } from '../shares/rows/row.ts';
import type { TreeState } from '../shares/rows/tree-state.ts';

const dayMs = 24 * 60 * 60_000;

export interface InvitationRow {
  readonly label: string;
  readonly description: string;
  readonly tooltip: readonly string[];
}

/**
 * An invitation in one line: to what, how long it can still be answered, for which account, and from whom.
 * @param offered the share as far as the receiver sees it already
 */
export function invitationRow(
  invitation: Invitation,
  account: Account,
  offered: ShareEntry | undefined,
  state: TreeState,
  now: number,
): InvitationRow {
  const sender = nameOfAccount(invitation.senderId, account, state);
  const left = timeLeft(invitation.expiresAt, now);
  const resources = offered?.resources ?? [];
  return {
    label: shown(invitation.shareName).trim() || shown(invitation.shareId || invitation.id),
    description: join([
      // First, as a narrow view shows no more than that.
      left,
      t('for {0}', shown(account.label)),
      t('from {0}', sender),
      resources.length === 0
        ? ''
        : resources.length === 1
          ? t('1 resource')
          : t('{0} resources', resources.length),
    ]),
    tooltip: [
      t(
        '{0} invites {1} to the resource share {2}.',
        sender,
        shown(account.label),
        shown(invitation.shareName),
      ),
      ...resources.slice(0, 10).map((row) => `${shown(row.entityType)}  ${shown(row.entityId)}`),
      ...(resources.length > 10 ? [t('… and {0} more.', resources.length - 10)] : []),
      t('Sent: {0}', state.formatTime(invitation.createdAt)),
      ...(invitation.expiresAt === undefined
        ? []
        : [t('Can be answered until {0}', state.formatTime(invitation.expiresAt))]),
    ],
  };
}

/** "3 days left"; empty where nobody publishes how long it can be answered. */
function timeLeft(expiresAt: string | undefined, now: number): string {
  const left = expiresAt === undefined ? Number.NaN : Date.parse(expiresAt) - now;
  if (Number.isNaN(left)) return '';
  if (left <= 0) return t('expired');
  const days = Math.floor(left / dayMs);
  if (days === 0) return t('less than a day left');
  return days === 1 ? t('1 day left') : t('{0} days left', days);
}

/** True for an invitation that waits for an answer, or may be tried once more. */
export function isOpen({ status }: Invitation): boolean {
  return (
    status.state === 'pending' || status.state === 'acceptFailed' || status.state === 'unknown'
  );
}
