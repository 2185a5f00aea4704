import { t } from '@vscode/l10n';
import { certainty, partsFor, type Certainty } from '../../../inventory/completeness.ts';
import type { Snapshot } from '../../../inventory/snapshot.ts';
import type { ShareOwner } from '../../../model/share.ts';
import { shareCount } from '../shares-of.ts';
import type { TreeState } from './tree-state.ts';

/** A number of things, and how sure it is. */
export interface Count {
  readonly count: number;
  readonly sure: Certainty;
}

/** The shares of one side that are shown, of both sides for `undefined`. */
export function countShares(
  snapshot: Snapshot,
  owner: ShareOwner | undefined,
  state: TreeState,
): Count {
  const owners: readonly ShareOwner[] = owner === undefined ? ['self', 'other'] : [owner];
  const length = owners
    .map((side) => shareCount(snapshot, side, state.showEnded))
    .reduce((total, one) => total + one);
  const parts =
    owner === undefined
      ? [...partsFor('self', 'share'), ...partsFor('other', 'share')]
      : partsFor(owner, 'share');
  return { count: length, sure: certainty(snapshot, parts, length) };
}

/** Several counts as one. */
export function sum(counts: readonly Count[]): Count {
  const count = counts.reduce((total, one) => total + one.count, 0);
  if (counts.every(({ sure }) => sure === 'exact')) return { count, sure: 'exact' };
  return { count, sure: count > 0 ? 'atLeast' : 'unknown' };
}

/** The bare number, as beside the name of a list. */
export function numberText({ count, sure }: Count): string {
  switch (sure) {
    case 'exact':
      return String(count);
    case 'atLeast':
      return t('at least {0}', count);
    case 'unknown':
      return t('unknown');
  }
}

/** A number of shares in words; nothing where it is unknown. */
export function sharesText({ count, sure }: Count): string {
  switch (sure) {
    case 'exact':
      if (count === 0) return t('no shares');
      return count === 1 ? t('1 share') : t('{0} shares', count);
    case 'atLeast':
      return count === 1 ? t('at least 1 share') : t('at least {0} shares', count);
    case 'unknown':
      return '';
  }
}
