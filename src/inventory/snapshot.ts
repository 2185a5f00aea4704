import type { CloudError } from '../clouds/cloud-error.ts';
import type { Scope } from '../model/account.ts';
import type { Association, ResourceShare } from '../model/share.ts';

/** A share with its rows, as last read. Entries are replaced when something in them changes, never edited. */
export interface ShareEntry {
  readonly share: ResourceShare;
  readonly resources: readonly Association[];
  readonly principals: readonly Association[];
}

/** The last known state of a scope. `loadedAt` or `asOf` with `failure` means stale; none of them means unknown. */
export interface Snapshot {
  readonly scope: Scope;
  readonly entries: ReadonlyMap<string, ShareEntry>;
  readonly loading: boolean;
  /** When everything was last read to the end, milliseconds since the epoch. */
  readonly loadedAt?: number;
  /**
   * What is here was read to the end at this time by an earlier session, and by this one not yet. Milliseconds since
   * the epoch; never beside `loadedAt`.
   */
  readonly asOf?: number;
  /** Why the newest read did not come to its end. */
  readonly failure?: { readonly at: number; readonly error: CloudError };
}

/** What one session leaves to the next about a scope. */
export interface SavedScope {
  /** When everything was read to the end, milliseconds since the epoch. */
  readonly loadedAt: number;
  readonly entries: readonly ShareEntry[];
}

/** Exactly what changed in one scope. */
export interface InventoryChange {
  readonly scope: Scope;
  /**
   * The scope's own state changed: it was restored, read for the first time, a reading failed, one succeeded after a failure, or
   * it is gone. That a reading has begun or ended without any of this is told by `Inventory.onDidChangeLoading`.
   */
  readonly scopeChanged: boolean;
  /** Shares that came or went: the group that lists them changed. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Shares whose entry was replaced. */
  readonly changed: readonly string[];
}
