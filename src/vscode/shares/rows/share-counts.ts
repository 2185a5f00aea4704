import { t } from '@vscode/l10n';
import { certainty, rowsPart } from '../../../inventory/completeness.ts';
import type { ShareEntry, Snapshot } from '../../../inventory/snapshot.ts';
import type { AssociationKind } from '../../../model/share.ts';
import type { Count } from './counts.ts';
import { visible } from './lookup.ts';
import type { TreeState } from './tree-state.ts';

/** The rows of a share that are shown. */
export function countRows(
  entry: ShareEntry,
  kind: AssociationKind,
  snapshot: Snapshot,
  state: TreeState,
): Count {
  const { length } = visible(kind === 'resource' ? entry.resources : entry.principals, state);
  const part = rowsPart(entry.share.owner, kind);
  return { count: length, sure: certainty(snapshot, [part], length) };
}

export function resourcesText({ count, sure }: Count): string {
  switch (sure) {
    case 'exact':
      return count === 1 ? t('1 resource') : t('{0} resources', count);
    case 'atLeast':
      return count === 1 ? t('at least 1 resource') : t('at least {0} resources', count);
    case 'unknown':
      return t('resources unknown');
  }
}

export function principalsText({ count, sure }: Count): string {
  switch (sure) {
    case 'exact':
      return count === 1 ? t('1 principal') : t('{0} principals', count);
    case 'atLeast':
      return count === 1 ? t('at least 1 principal') : t('at least {0} principals', count);
    case 'unknown':
      return t('principals unknown');
  }
}
