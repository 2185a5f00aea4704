import type { CloudError } from '../clouds/cloud-error.ts';
import type { Scope } from '../model/account.ts';
import type { SharePermission } from '../model/permission.ts';
import type { Association, ResourceShare } from '../model/share.ts';

/** A share with its rows, as last read. Entries are replaced when something in them changes, never edited. */
export interface ShareEntry {
  readonly share: ResourceShare;
  readonly resources: readonly Association[];
  readonly principals: readonly Association[];
  /**
   * What may be done with the resources, by type and id; absent while it is unknown. Read when somebody asks for it
   * (`Inventory.loadPermissions`), and from then on with every load.
   */
  readonly permissions?: readonly SharePermission[];
}

/**
 * The lists that a scope is read from, each a chain of pages of its own.
 * Of what others share only the resources are listed: in place of principals the clouds name the owners there.
 */
export const scopeParts = [
  'ownShares',
  'ownResources',
  'ownPrincipals',
  'receivedShares',
  'receivedResources',
] as const;

export type ListPart = (typeof scopeParts)[number];

/**
 * Beside the lists the permissions, from the time on when they are first asked for. A share of which they were never
 * read is told by its entry, not here.
 */
export type ScopePart = ListPart | 'permissions';

/** A list of which it is not sure that we hold it as the cloud does. */
export interface IncompletePart {
  readonly part: ScopePart;
  /**
   * When it was last read to its end, milliseconds since the epoch: what is held is that old at most.
   * Absent: never, so that what is held of it may be a part only.
   */
  readonly readAt?: number;
  /** Why its newest reading did not come to its end; absent when it is still to be read, or the reading was cancelled. */
  readonly error?: CloudError;
}

/** The last known state of a scope. `loadedAt` or `asOf` with `failure` means stale; none of them means unknown. */
export interface Snapshot {
  readonly scope: Scope;
  readonly entries: ReadonlyMap<string, ShareEntry>;
  readonly loading: boolean;
  /** When everything was last read to the end, milliseconds since the epoch. */
  readonly loadedAt?: number;
  /**
   * What is here was read to the end at this time by an earlier session or with earlier keys, and since then not yet.
   * Milliseconds since the epoch; never beside `loadedAt`.
   */
  readonly asOf?: number;
  /** Why the newest read did not come to its end; of the kind `cancelled` where the user stopped it. */
  readonly failure?: { readonly at: number; readonly error: CloudError };
  /**
   * The lists that are not held whole or not held anew; none after a reading that came to its end. A list that is
   * read again meanwhile is not among them. See `completeness.ts` for what that means for a count.
   */
  readonly incomplete: readonly IncompletePart[];
}

/** What one session leaves to the next about a scope. */
export interface SavedScope {
  /** When it was read, milliseconds since the epoch: everything, but for `missing`. */
  readonly loadedAt: number;
  /** Lists that were never read to their ends, as they were denied for example. */
  readonly missing: readonly ListPart[];
  readonly entries: readonly ShareEntry[];
}

/** Exactly what changed in one scope. */
export interface InventoryChange {
  readonly scope: Scope;
  /**
   * The scope's own state changed: it was restored, what of it is complete, a reading failed, one succeeded after a
   * failure, or it is gone. That a reading has begun or ended without any of this is told by
   * `Inventory.onDidChangeLoading`.
   */
  readonly scopeChanged: boolean;
  /** Shares that came or went: the group that lists them changed. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Shares whose entry was replaced. */
  readonly changed: readonly string[];
}
