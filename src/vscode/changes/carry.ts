import { t } from '@vscode/l10n';
import type { ResourceItem } from '../../changes/change.ts';
import { principalOf, resourceOf } from '../../changes/failed-changes.ts';
import type { Abilities, PrincipalRef } from '../../clouds/cloud.ts';
import type { Account, Scope } from '../../model/account.ts';
import { groupBy } from '../../model/group-by.ts';
import type { Association, ShareOwner } from '../../model/share.ts';
import { shown } from '../../model/untrusted-text.ts';

/** A row of a share, and whose share it is in. */
export interface CarriedRow {
  readonly row: Association;
  readonly account: Account;
  readonly scope: Scope;
  readonly owner: ShareOwner;
}

/** Where rows are to go. */
export interface Destination {
  readonly account: Account;
  readonly region: string;
  readonly abilities: Abilities;
}

export interface Carried {
  readonly resources: readonly ResourceItem[];
  readonly principals: readonly PrincipalRef[];
  /** What stays behind and why, in words. */
  readonly left: readonly string[];
}

type Reason = 'cloud' | 'owner' | 'region' | 'self';

/**
 * Which of some rows another share can have, too: principals of the same cloud, and resources of the account that owns
 * that share, in its region. A share can't hold anything else.
 */
export function carry(rows: readonly CarriedRow[], to: Destination): Carried {
  const judged = rows.map((one) => ({ row: one.row, reason: whyNot(one, to) }));
  const going = judged.flatMap(({ row, reason }) => (reason === undefined ? [row] : []));
  const staying = judged.flatMap(({ row, reason }) =>
    reason === undefined ? [] : [{ row, reason }],
  );
  return {
    resources: going
      .filter(({ kind }) => kind === 'resource')
      .map((row) => resourceOf(row, to.abilities)),
    principals: going.filter(({ kind }) => kind === 'principal').map(principalOf),
    left: [...groupBy(staying, ({ reason }) => reason)].map(([reason, some]) =>
      leftText(
        reason,
        some.map(({ row }) => row.entityId),
      ),
    ),
  };
}

function whyNot(
  { row, account, scope, owner }: CarriedRow,
  { account: to, region, abilities }: Destination,
): Reason | undefined {
  if (account.cloud !== to.cloud) return 'cloud';
  if (row.kind === 'principal') return row.entityId === to.ownerId ? 'self' : undefined;
  if (owner === 'other' || account.ownerId !== to.ownerId) return 'owner';
  return abilities.regional && scope.region !== region ? 'region' : undefined;
}

function leftText(reason: Reason, ids: readonly string[]): string {
  const [first = ''] = ids;
  const name = shown(first);
  const count = ids.length;
  switch (reason) {
    case 'cloud':
      return count === 1
        ? t('{0} stays behind: it belongs to another cloud.', name)
        : t('{0} items stay behind: they belong to another cloud.', count);
    case 'owner':
      return count === 1
        ? t('{0} stays behind: another account owns it, and only that one can share it.', name)
        : t(
            '{0} resources stay behind: another account owns them, and only that one can share them.',
            count,
          );
    case 'region':
      return count === 1
        ? t('{0} stays behind: a share holds resources of its own region only.', name)
        : t('{0} resources stay behind: a share holds resources of its own region only.', count);
    case 'self':
      return t('{0} stays behind: it is the account that shares.', name);
  }
}
