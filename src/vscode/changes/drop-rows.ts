import { t } from '@vscode/l10n';
import type { Change } from '../../changes/change.ts';
import { shown } from '../../model/untrusted-text.ts';
import type { Address } from '../shares/address.ts';
import { associationAt, entryAt, visible } from '../shares/rows/lookup.ts';
import type { TreeState } from '../shares/rows/tree-state.ts';
import { carry, type CarriedRow, type Destination } from './carry.ts';

/** What dropping rows onto a share would do, as changes, and what of it can't go there. */
export interface Dropped {
  readonly changes: readonly Change[];
  readonly left: readonly string[];
}

/**
 * Rows of the tree that were dropped onto a share: resources and principals, one by one or all of a share, and accounts,
 * each of which stands for itself as a principal.
 * @param target the share
 * @param to its account and region
 */
export function droppedOn(
  target: Extract<Address, { shareId: string }>,
  to: Destination,
  rows: readonly Address[],
  state: TreeState,
): Dropped {
  const carried = carry(
    rows.flatMap((address) => rowsOf(address, state)),
    to,
  );
  const accounts = rows.flatMap(({ kind, accountId }) =>
    kind === 'account' ? state.accounts.filter(({ id }) => id === accountId) : [],
  );
  const near = accounts.filter(({ cloud }) => cloud === to.account.cloud);
  const far = accounts.filter(({ cloud }) => cloud !== to.account.cloud);
  const others = rows.some(
    ({ kind }) => kind !== 'account' && kind !== 'association' && kind !== 'side',
  );
  const { resources } = carried;
  const principals = [...carried.principals, ...near.map(({ ownerId }) => ({ id: ownerId }))];
  const { accountId, region, shareId } = target;
  return {
    changes:
      resources.length + principals.length === 0
        ? []
        : [
            {
              kind: 'associate',
              scope: { accountId, region },
              shareId,
              resources: [...resources],
              principals,
              permissions: {},
            },
          ],
    left: [
      ...carried.left,
      ...far.map(({ label }) => t('{0} stays behind: it belongs to another cloud.', shown(label))),
      ...(others
        ? [t('Only resources, principals and accounts can be dropped onto a share.')]
        : []),
    ],
  };
}

function rowsOf(address: Address, state: TreeState): readonly CarriedRow[] {
  const account = state.accounts.find(({ id }) => id === address.accountId);
  if (!account || (address.kind !== 'association' && address.kind !== 'side')) return [];
  const { accountId, region, owner } = address;
  const entry = entryAt(address, state);
  const found = associationAt(address, state);
  const rows =
    address.kind === 'association'
      ? found
        ? [found]
        : []
      : visible((address.side === 'resource' ? entry?.resources : entry?.principals) ?? [], state);
  return rows.map((row) => ({ row, account, scope: { accountId, region }, owner }));
}
