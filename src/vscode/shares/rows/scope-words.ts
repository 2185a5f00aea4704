import { t } from '@vscode/l10n';
import type { ScopePart, Snapshot } from '../../../inventory/snapshot.ts';
import type { TreeState } from './tree-state.ts';

/**
 * What is held of a scope: nothing; something, but never all of it; or all, though perhaps of an earlier time.
 */
export type Holding = 'nothing' | 'part' | 'all';

export function holdingOf({ loadedAt, asOf, entries, incomplete }: Snapshot): Holding {
  if (loadedAt !== undefined || asOf !== undefined) return 'all';
  // A list of shares that was read to its end and is empty is something, too.
  const isUnknown = (list: ScopePart): boolean =>
    incomplete.some(({ part, readAt }) => part === list && readAt === undefined);
  return entries.size > 0 || !isUnknown('ownShares') || !isUnknown('receivedShares')
    ? 'part'
    : 'nothing';
}

/** Whether the scope is read for the first time, so that its rows only come in. */
export function isFilling({ loading, loadedAt, asOf, failure }: Snapshot): boolean {
  return loading && loadedAt === undefined && asOf === undefined && !failure;
}

/** How a scope stands, in a few words for its row; nothing to say where all of it was read and is up to date. */
export function stateText(snapshot: Snapshot, state: TreeState): string {
  const { failure, loading, loadedAt, asOf } = snapshot;
  const at = loadedAt ?? asOf;
  if (at === undefined) {
    if (loading) return t('loading…');
    return failure ? brokenText(snapshot) : t('unknown');
  }
  if (failure) return t('stale since {0}', state.formatTime(at));
  return asOf === undefined ? '' : t('as of {0}', state.formatTime(asOf));
}

/** Why this list is not held whole, if it is known. */
export function reasonOf(snapshot: Snapshot, part: ScopePart): string | undefined {
  const details = snapshot.incomplete.find((one) => one.part === part)?.error?.details;
  if (!details) return undefined;
  return details.kind === 'denied' ? t('access denied') : t('could not be read');
}

function brokenText(snapshot: Snapshot): string {
  if (holdingOf(snapshot) === 'part') return t('incomplete');
  switch (snapshot.failure?.error.kind) {
    case 'cancelled':
      return t('unknown');
    case 'denied':
      return t('access denied');
    default:
      return t('could not be read');
  }
}
