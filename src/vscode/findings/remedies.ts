import { t } from '@vscode/l10n';
import { removalOf, type Change } from '../../changes/change.ts';
import { principalOf, retryOfRows } from '../../changes/failed-changes.ts';
import type { Abilities } from '../../clouds/cloud.ts';
import type { Finding } from '../../inventory/access/findings.ts';
import type { Association } from '../../model/share.ts';
import { isDead } from '../../model/status.ts';
import { associationAt } from '../shares/rows/lookup.ts';
import { isRemovable } from '../shares/rows/removable.ts';
import type { TreeState } from '../shares/rows/tree-state.ts';
import { aboutAddress } from './finding-address.ts';

/** Something that can be done about a finding. */
export type Remedy =
  | { readonly label: string; readonly changes: readonly Change[] }
  /** Has to be asked for first: which permission for a type of resource, which things to add. */
  | { readonly label: string; readonly permissionFor: string }
  | { readonly label: string; readonly associate: true };

/** What can be done about a finding, that which is mostly wanted first; nothing where it goes by itself. */
export function remediesOf(
  finding: Finding,
  abilities: Abilities,
  state: TreeState,
): readonly Remedy[] {
  const { kind, scope, share, entity } = finding;
  if (!share || finding.allowed === true) return [];
  const row = associationAt(aboutAddress(finding), state);
  const shareId = share.id;
  switch (kind) {
    case 'outsider':
    case 'unknownPrincipal':
    case 'cloudService':
      return row ? outOf(finding, row) : [];
    case 'failedAssociation': {
      const changes = row ? retryOfRows(scope, [row], abilities) : [];
      const isRemoval = changes.some((change) => change.kind === 'disassociate');
      if (isRemoval) return [{ label: t('Take it out of the share once more'), changes }];
      return [
        ...(changes.length > 0 ? [{ label: t('Associate it again'), changes }] : []),
        ...(row ? outOf(finding, row) : []),
      ];
    }
    case 'unansweredInvitation': {
      if (!row) return [];
      const change: Change = {
        ...{ kind: 'associate', scope, shareId, resources: [], permissions: {} },
        principals: [principalOf(row)],
      };
      const again = { label: t('Associate it again, which invites it'), changes: [change] };
      return [again, ...(isDead(row.status) ? [] : outOf(finding, row))];
    }
    case 'emptyShare':
      return [
        { label: t('Delete the share'), changes: [{ kind: 'delete', scope, shareId }] },
        { label: t('Associate what it lacks'), associate: true },
      ];
    case 'unusedOpenness': {
      const change: Change = { kind: 'update', scope, shareId, allowExternal: false };
      return [{ label: t('Let no principals from outside in'), changes: [change] }];
    }
    case 'missingPermission':
      return [{ label: t('Choose a permission'), permissionFor: entity?.id ?? '' }];
    case 'olderPermission':
      return [{ label: t('Take the newer version'), permissionFor: entity?.type ?? '' }];
    case 'endedRows':
    case 'notRead':
      return [];
  }
}

function outOf({ scope }: Finding, row: Association): readonly Remedy[] {
  if (!isRemovable(row)) return [];
  return [{ label: t('Take it out of the share'), changes: removalOf(scope, [row]) }];
}
