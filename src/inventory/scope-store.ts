import { isDeepStrictEqual } from 'node:util';
import type { SharePermission } from '../model/permission.ts';
import type { Association, AssociationKind, ResourceShare, ShareOwner } from '../model/share.ts';
import { associationKey } from '../model/share.ts';
import { compareAge, compareUpdates } from './age.ts';
import type { ShareEntry } from './snapshot.ts';

interface Held<T> {
  value: T;
  /** When the newest reading began that gave this value; see {@link Reading}. */
  since: number;
  /** When the newest reading began that named it, with whatever value. */
  named: number;
}

type Rows = Map<string, Held<Association>>;

interface ShareRecord extends Held<ResourceShare> {
  readonly rows: Record<AssociationKind, Rows>;
  /** When the newest reading began that has read all its rows of the kind. */
  readonly ended: Record<AssociationKind, number>;
  permissions?: { readonly value: readonly SharePermission[]; since: number };
  entry: ShareEntry;
}

/**
 * One reading of the cloud: what it covers and did not name by its end is gone. Several may run at once; where they
 * say different things and no time tells which is newer, that which began later counts.
 */
export interface Reading {
  /** The place of its beginning among those of all readings and writes. */
  readonly since: number;
  /** Rows older than what was stored before the reading: they count only if nothing newer is read. */
  readonly older: Map<string, Association>;
  /** Lists of rows that it has read to their ends. */
  readonly lists: Set<`${ShareOwner} ${AssociationKind}`>;
}

/** What a reading covered. */
export interface Coverage {
  /** Absent: every share of the side. */
  readonly shareIds?: readonly string[];
  /** Absent: both sides. */
  readonly owner?: ShareOwner;
  readonly shares: boolean;
  readonly kinds: readonly AssociationKind[];
}

export interface StoreChange {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly string[];
}

/**
 * The shares of one scope, merged from readings and from the answers of writes.
 * What did not change keeps its object, whatever order the answers come in.
 */
export class ScopeStore {
  readonly #records = new Map<string, ShareRecord>();
  readonly #readings = new Set<Reading>();
  /** Rows that came before their share, of readings that run. */
  readonly #early = new Map<string, { readonly row: Association; readonly reading: Reading }[]>();
  /** When the reading began that found a share gone; nothing, unless a reading runs that may name it still. */
  readonly #gone = new Map<string, number>();
  /** When the newest reading began that has read all shares of a side. */
  readonly #ended: Record<ShareOwner, number> = { self: 0, other: 0 };
  readonly #dirty = new Set<string>();
  readonly #removed = new Set<string>();
  /** As of the last {@link flush}. */
  readonly #shown = new Map<string, ShareEntry>();
  #entries: ReadonlyMap<string, ShareEntry> | undefined;
  /** How many readings and writes there were. */
  #begun = 0;

  /** The entries as of the last {@link flush}; the same map until something changes. */
  get entries(): ReadonlyMap<string, ShareEntry> {
    this.#entries ??= new Map(this.#shown);
    return this.#entries;
  }

  get isEmpty(): boolean {
    return this.#records.size === 0;
  }

  /** Begins a reading. Call {@link closeReading} when no more of it comes, however it went. */
  startReading(): Reading {
    const reading = this.#reading();
    this.#readings.add(reading);
    return reading;
  }

  /**
   * Forgets what is kept for a reading only, such as the rows whose share never came: rows outlive a share by days,
   * and a share made meanwhile comes next time.
   * @returns whether there were such rows
   */
  closeReading(reading: Reading): boolean {
    const waiting = [...this.#early.values()].flat().some((one) => one.reading === reading);
    this.#readings.delete(reading);
    for (const [id, early] of this.#early) {
      const rest = early.filter((one) => this.#readings.has(one.reading));
      if (rest.length > 0) this.#early.set(id, rest);
      else this.#early.delete(id);
    }
    if (this.#readings.size === 0) this.#gone.clear();
    return waiting;
  }

  /** Takes shares as a list call gave them. */
  putShares(shares: readonly ResourceShare[], reading: Reading): void {
    for (const share of shares) this.#putShare(share, reading);
  }

  /** Takes rows as a list call gave them. Rows of shares that are not known yet wait for them. */
  putRows(rows: readonly Association[], reading: Reading): void {
    for (const row of rows) this.#putRow(row, reading);
  }

  /** Takes all permissions of a share, unless a later reading has told them. */
  putPermissions(shareId: string, permissions: readonly SharePermission[], reading: Reading): void {
    const record = this.#records.get(shareId);
    if (!record || (record.permissions?.since ?? 0) > reading.since) return;
    const value = permissions.toSorted(comparePermissions);
    const known = record.permissions?.value;
    const isSame = known !== undefined && isDeepStrictEqual(known, value);
    record.permissions = { value: isSame ? known : value, since: reading.since };
    if (!isSame) this.#dirty.add(shareId);
  }

  /** Takes what a write answered: it says less than a list does, so what it leaves out is kept. */
  merge(shares: readonly ResourceShare[], rows: readonly Association[]): void {
    const now = this.#reading();
    for (const share of shares) {
      const known = this.#records.get(share.id)?.value;
      const tags = share.tags.length > 0 ? share.tags : (known?.tags ?? []);
      this.#putShare({ ...known, ...share, tags }, now);
    }
    for (const row of rows) {
      const known = this.#records.get(row.shareId)?.rows[row.kind].get(associationKey(row))?.value;
      const { external = known?.external } = row;
      this.#putRow(external === undefined ? row : { ...row, external }, now, compareWritten);
    }
  }

  /** Ends a reading that came to its end: what it covered and did not name is removed. */
  endReading(reading: Reading, coverage: Coverage): void {
    const { since } = reading;
    for (const id of coverage.shareIds ?? [...this.#records.keys()]) {
      const record = this.#records.get(id);
      if (!record) continue;
      const { owner } = record.value;
      if (owner !== (coverage.owner ?? owner)) continue;
      if (coverage.shares && record.named < since) {
        this.#records.delete(id);
        this.#removed.add(id);
        this.#gone.set(id, since);
        continue;
      }
      for (const kind of coverage.kinds) this.#endRows(record, kind, reading);
    }
    if (!coverage.shareIds) this.#endLists(coverage, reading);
  }

  /** Rebuilds the entries that changed since the last call and says which; undefined where none did. */
  flush(): StoreChange | undefined {
    const added: string[] = [];
    const changed: string[] = [];
    for (const id of this.#dirty) {
      const record = this.#records.get(id);
      if (!record) continue;
      record.entry = rebuild(record);
      const shown = this.#shown.get(id);
      if (shown === record.entry) continue;
      (shown ? changed : added).push(id);
      this.#shown.set(id, record.entry);
    }
    const gone = [...this.#removed].filter((id) => !this.#records.has(id));
    const removed = gone.filter((id) => this.#shown.delete(id));
    this.#dirty.clear();
    this.#removed.clear();
    if (added.length + changed.length + removed.length === 0) return undefined;
    this.#entries = undefined;
    return { added, removed, changed };
  }

  /** No two begin in the same place, so that it is always known which one came later. */
  #reading(): Reading {
    this.#begun += 1;
    return { since: this.#begun, older: new Map(), lists: new Set() };
  }

  #putShare(share: ResourceShare, reading: Reading): void {
    const { since } = reading;
    const record = this.#records.get(share.id);
    if (!record) {
      const gone = Math.max(this.#ended[share.owner], this.#gone.get(share.id) ?? 0);
      if (gone <= since) this.#addShare(share, reading);
      return;
    }
    record.named = Math.max(record.named, since);
    const isSame = isDeepStrictEqual(record.value, share);
    if (!isSame && record.since > since && compareUpdates(share, record.value) <= 0) return;
    record.since = Math.max(record.since, since);
    if (isSame) return;
    record.value = share;
    this.#dirty.add(share.id);
  }

  #addShare(share: ResourceShare, { since, lists }: Reading): void {
    // Rows of this reading that came before the share have waited for it; those of any other may have been let go.
    const endOf = (kind: AssociationKind) => (lists.has(`${share.owner} ${kind}`) ? since : 0);
    this.#records.set(share.id, {
      value: share,
      since,
      named: since,
      rows: { resource: new Map(), principal: new Map() },
      ended: { resource: endOf('resource'), principal: endOf('principal') },
      entry: { share, resources: [], principals: [] },
    });
    this.#dirty.add(share.id);
    const early = this.#early.get(share.id) ?? [];
    this.#early.delete(share.id);
    for (const { row, reading } of early) this.#putRow(row, reading);
  }

  /** @param compare which of two rows counts: above 0 for the first */
  #putRow(row: Association, reading: Reading, compare = compareListed): void {
    const record = this.#records.get(row.shareId);
    if (!record) {
      this.#keepEarly(row, reading);
      return;
    }
    const { since, older } = reading;
    const rows = record.rows[row.kind];
    const key = associationKey(row);
    const known = rows.get(key);
    if (!known) {
      if (record.ended[row.kind] > since) return;
      rows.set(key, { value: row, since, named: since });
      this.#dirty.add(row.shareId);
      return;
    }
    if (isDeepStrictEqual(known.value, row)) {
      known.since = Math.max(known.since, since);
      known.named = Math.max(known.named, since);
      return;
    }
    if (known.since > since && compareUpdates(row, known.value) <= 0) return;
    if (compare(row, known.value) > 0) {
      known.value = row;
      known.since = Math.max(known.since, since);
      known.named = Math.max(known.named, since);
      this.#dirty.add(row.shareId);
    } else if (known.named < since) {
      const olderKey = `${row.shareId}/${key}`;
      const other = older.get(olderKey);
      if (!other || compare(row, other) > 0) older.set(olderKey, row);
    }
  }

  #keepEarly(row: Association, reading: Reading): void {
    if (!this.#readings.has(reading)) return;
    const early = this.#early.get(row.shareId);
    if (early) early.push({ row, reading });
    else this.#early.set(row.shareId, [{ row, reading }]);
  }

  #endRows(record: ShareRecord, kind: AssociationKind, { since, older }: Reading): void {
    const { id } = record.value;
    record.ended[kind] = Math.max(record.ended[kind], since);
    for (const [key, held] of record.rows[kind]) {
      if (held.named >= since) continue;
      const other = older.get(`${id}/${key}`);
      if (other) Object.assign(held, { value: other, since, named: since });
      else record.rows[kind].delete(key);
      this.#dirty.add(id);
    }
  }

  #endLists({ owner, shares, kinds }: Coverage, { since, lists }: Reading): void {
    for (const side of owner ? [owner] : (['self', 'other'] as const)) {
      if (shares) this.#ended[side] = Math.max(this.#ended[side], since);
      for (const kind of kinds) lists.add(`${side} ${kind}`);
    }
  }
}

/** Two ways to read them give them in two orders. */
function comparePermissions(a: SharePermission, b: SharePermission): number {
  const [one, other] = [a, b].map(({ resourceType, id }) => `${resourceType} ${id}`);
  return (one ?? '') < (other ?? '') ? -1 : 1;
}

/** Of two rows that a list may hold side by side. Where nothing tells them apart any order will do, if always the same. */
function compareListed(a: Association, b: Association): number {
  return compareAge(a, b) || (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
}

/** Of what a write answered and what was known: the answer counts unless its time is an earlier one. */
function compareWritten(answer: Association, known: Association): number {
  return compareUpdates(answer, known) || 1;
}

function rebuild(record: ShareRecord): ShareEntry {
  const { entry } = record;
  const resources = keepIfSame(entry.resources, record.rows.resource);
  const principals = keepIfSame(entry.principals, record.rows.principal);
  const permissions = record.permissions?.value;
  const same =
    entry.share === record.value &&
    resources === entry.resources &&
    principals === entry.principals &&
    permissions === entry.permissions;
  const rows = { resources, principals, ...(permissions && { permissions }) };
  return same ? entry : { share: record.value, ...rows };
}

function keepIfSame(shown: readonly Association[], rows: Rows): readonly Association[] {
  const next = Array.from(rows.values(), ({ value }) => value);
  const same = next.length === shown.length && next.every((row, index) => row === shown[index]);
  return same ? shown : next;
}
