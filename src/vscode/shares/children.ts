import type { Account } from '../../model/account.ts';
import type { ShareEntry } from '../../inventory/snapshot.ts';
import { associationKey, type ShareOwner } from '../../model/share.ts';
import { isDead } from '../../model/status.ts';
import { compareNames } from '../../model/name-order.ts';
import { isRow, plainParentOf, type Address, type TreeAddress } from './address.ts';
import { associationAt, entryAt, livePermissions, reasonsOf, visible } from './rows/lookup.ts';
import { holdingOf, isFilling } from './rows/scope-words.ts';
import type { TreeState } from './rows/tree-state.ts';
import { sharesOf } from './shares-of.ts';

/** More rows than this below one row are arranged in buckets. */
export const mostSiblings = 500;

/** The rows below a row; the outermost for `undefined`. Pure: asks for nothing that is not there yet. */
export function childrenOf(
  address: TreeAddress | undefined,
  state: TreeState,
): readonly TreeAddress[] {
  if (state.arrangement) return state.arrangement.childrenOf(address);
  return !address || isRow(address) ? plainChildren(address, state) : [];
}

/** The row above a row; undefined for the outermost. */
export function parentOf(address: TreeAddress, state: TreeState): TreeAddress | undefined {
  if (state.arrangement) return state.arrangement.parentOf(address);
  return isRow(address) ? plainParentOf(address, state.accounts) : undefined;
}

/** Whether the rows below a row may be too many for one list. */
export function mayBeMany(address: Address, state: TreeState): boolean {
  if (address.kind === 'group') return state.snapshot(address).entries.size > mostSiblings;
  if (address.kind !== 'side') return false;
  const entry = entryAt(address, state);
  const rows = address.side === 'resource' ? entry?.resources : entry?.principals;
  return rows !== undefined && rows.length > mostSiblings;
}

/** The rows below a row of the plain tree, in one list; the accounts for `undefined`. */
export function plainChildren(address: Address | undefined, state: TreeState): readonly Address[] {
  if (!address) return state.accounts.map(({ id }) => ({ kind: 'account', accountId: id }));
  const account = state.accounts.find(({ id }) => id === address.accountId);
  if (!account) return [];
  switch (address.kind) {
    case 'account':
      return accountChildren(account, state);
    case 'region':
      return scopeChildren(address, state);
    case 'group':
      return groupChildren(address, state);
    case 'share': {
      const { accountId, region, owner, shareId } = address;
      const side = { kind: 'side', accountId, region, owner, shareId } as const;
      const permissions = { kind: 'permissions', accountId, region, owner, shareId } as const;
      const toldToReceivers = state.abilities(account.cloud)?.receivedPermissions === true;
      // The receiver of a share is never told who else receives it.
      return owner === 'self'
        ? [{ ...side, side: 'resource' }, { ...side, side: 'principal' }, permissions]
        : [{ ...side, side: 'resource' }, ...(toldToReceivers ? [permissions] : [])];
    }
    case 'permissions': {
      const entry = entryAt(address, state);
      const permissions = (entry && livePermissions(entry, state)) ?? [];
      return permissions.map(({ id }) => ({ ...address, kind: 'permission', permissionId: id }));
    }
    case 'side': {
      const entry = entryAt(address, state);
      if (!entry) return [];
      const rows = address.side === 'resource' ? entry.resources : entry.principals;
      return [...visible(rows, state)]
        .sort((a, b) => compareNames(a.entityId, b.entityId))
        .map((row) => ({ ...address, kind: 'association', key: associationKey(row) }));
    }
    case 'association': {
      const association = associationAt(address, state);
      return association
        ? reasonsOf(association).map((_, index) => ({ ...address, kind: 'failure', index }))
        : [];
    }
    case 'failure':
    case 'notice':
    case 'permission':
      return [];
  }
}

/** A text that changes with everything that decides in which list a share stands, and where in it. */
export function placeOf({ share }: ShareEntry): string {
  return [share.owner, isDead(share.status) ? 'ended' : '', share.name].join('/');
}

function accountChildren(account: Account, state: TreeState): readonly Address[] {
  const [only, ...more] = account.regions;
  if (only !== undefined && more.length === 0) {
    return scopeChildren({ accountId: account.id, region: only }, state);
  }
  return account.regions.map((region) => ({ kind: 'region', accountId: account.id, region }));
}

function scopeChildren(
  { accountId, region }: { readonly accountId: string; readonly region: string },
  state: TreeState,
): readonly Address[] {
  const snapshot = state.snapshot({ accountId, region });
  const scope = { accountId, region };
  const notice: Address = { kind: 'notice', ...scope };
  const holding = holdingOf(snapshot);
  if (holding === 'nothing') return snapshot.failure || snapshot.loading ? [notice] : [];
  const groups: readonly Address[] = (['self', 'other'] satisfies readonly ShareOwner[]).map(
    (owner) => ({ kind: 'group', ...scope, owner }),
  );
  if (snapshot.failure) return [notice, ...groups];
  // At the end, so that nothing moves when it goes.
  return isFilling(snapshot) ? [...groups, notice] : groups;
}

function groupChildren(
  address: Extract<Address, { kind: 'group' }>,
  state: TreeState,
): readonly Address[] {
  const { accountId, region, owner } = address;
  const snapshot = state.snapshot(address);
  const shares = sharesOf(snapshot, owner, state.showEnded);
  if (shares.length === 0 && !isFilling(snapshot)) {
    return [{ kind: 'notice', accountId, region, owner }];
  }
  return shares.map(({ share: { id } }) => ({
    kind: 'share',
    accountId,
    region,
    owner,
    shareId: id,
  }));
}
