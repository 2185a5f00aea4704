import type { IndexedShare } from '../../../../src/inventory/index/inventory-index.ts';
import type { Inventory } from '../../../../src/inventory/inventory.ts';
import type { ShareEntry } from '../../../../src/inventory/snapshot.ts';
import type { Account, Scope } from '../../../../src/model/account.ts';
import type { Association } from '../../../../src/model/share.ts';
import { isDead } from '../../../../src/model/status.ts';

/** All that the snapshots hold, share by share. */
export function everyShare(
  inventory: Inventory,
  scopes: readonly Scope[],
): readonly IndexedShare[] {
  return scopes.flatMap((scope) =>
    [...inventory.snapshot(scope).entries.values()].map((entry) => ({ scope, entry })),
  );
}

/** Living rows, or all of them. */
export function rowsOf(
  { share, resources, principals }: ShareEntry,
  ended: boolean,
): readonly Association[] {
  if (ended) return [...resources, ...principals];
  return isDead(share.status)
    ? []
    : [...resources, ...principals].filter(({ status }) => !isDead(status));
}

/** What a search has to find, read as a person would check it: without any prepared text. */
export function isFound(
  { scope, entry }: IndexedShare,
  query: string,
  accounts: readonly Account[],
  ended: boolean,
): boolean {
  const { share } = entry;
  if (!ended && isDead(share.status)) return false;
  const rows = rowsOf(entry, ended);
  const texts = [
    ...[share.name, share.id, share.arn ?? '', share.ownerId],
    ...rows.flatMap(({ entityId, arn }) => [entityId, arn ?? '']),
  ].map((text) => text.toLowerCase());
  const words = query.toLowerCase().split(/\s+/u).filter(Boolean);
  return words.every((word) => {
    const called = accounts.filter(({ label }) => label.toLowerCase().includes(word));
    return (
      called.some(({ id }) => id === scope.accountId) ||
      [word, ...called.map(({ ownerId }) => ownerId)].some((one) =>
        texts.some((text) => text.includes(one)),
      )
    );
  });
}

/** A text that tells shares apart, and which of their states is meant. */
export function nameOf({ scope, entry }: IndexedShare): string {
  const { share, resources, principals } = entry;
  const rows = [...resources, ...principals].map(
    ({ entityId, status }) => `${entityId} ${status.text}`,
  );
  return [scope.accountId, scope.region, share.id, share.name, ...rows.toSorted()].join(' ');
}

export function namesOf(shares: Iterable<IndexedShare>): readonly string[] {
  return [...shares].map(nameOf).toSorted();
}
