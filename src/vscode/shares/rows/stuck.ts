import { t } from '@vscode/l10n';
import type { ShareEntry } from '../../../inventory/snapshot.ts';
import type { Scope } from '../../../model/account.ts';
import type { Association, ResourceShare } from '../../../model/share.ts';
import { isPending } from '../../../model/status.ts';
import { statusIcon, statusWord, type RowIcon } from '../status-words.ts';
import type { TreeState } from './tree-state.ts';

/** A share or one of its rows, in words and with an icon: its status, and whether that lasts for too long. */
export interface Standing {
  readonly text: string;
  readonly icon: RowIcon;
  /** What to do about it; undefined where nothing has to be done. */
  readonly advice: string | undefined;
}

/** How a share stands itself, whatever its rows do. */
export function standingOfShare(share: ResourceShare, scope: Scope, state: TreeState): Standing {
  const item = { scope, shareId: share.id, kind: 'share' } as const;
  return standing(share.status, isPending(share.status) && state.isStuck(item));
}

export function standingOfRow(row: Association, scope: Scope, state: TreeState): Standing {
  return standing(row.status, isStuckRow(row, scope, state));
}

/** How many rows of a share the cloud should have ended and has not. */
export function stuckCount(
  { resources, principals }: ShareEntry,
  scope: Scope,
  state: TreeState,
): number {
  const count = (rows: readonly Association[]): number =>
    rows.reduce((sum, row) => sum + Number(isStuckRow(row, scope, state)), 0);
  return count(resources) + count(principals);
}

function isStuckRow(row: Association, scope: Scope, state: TreeState): boolean {
  const { shareId, kind, entityId, entityType, status } = row;
  return isPending(status) && state.isStuck({ scope, shareId, kind, entityId, entityType });
}

function standing(status: ResourceShare['status'] | Association['status'], isStuck: boolean) {
  const word = statusWord(status);
  if (!isStuck) return { text: word, icon: statusIcon(status), advice: undefined };
  return {
    text: t('{0} for over 30 min', word),
    icon: { id: 'watch', color: 'list.warningForeground' },
    advice:
      status.state === 'associating'
        ? t(
            'Not followed any longer. Refresh to look again; if it stays like this, take it out and add it again.',
          )
        : t(
            'Not followed any longer. Refresh to look again; if it stays like this, ask the support of the cloud.',
          ),
  };
}
