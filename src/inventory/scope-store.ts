import { isDeepStrictEqual } from 'node:util';
import type { Association, AssociationKind, ResourceShare, ShareOwner } from '../model/share.ts';
import { associationKey } from '../model/share.ts';
import { compareAge } from './age.ts';
import type { ShareEntry } from './snapshot.ts';

interface Held<T> {
  value: T;
  /** The turn of the store in which this was last heard of. */
  heardAt: number;
}

type Rows = Map<string, Held<Association>>;

interface ShareRecord extends Held<ResourceShare> {
  readonly rows: Record<AssociationKind, Rows>;
  entry: ShareEntry;
}

/** One reading of the cloud: what was heard of before `since` and not again by its end is gone. */
export interface Reading {
  readonly since: number;
  /** Rows older than what was stored before the reading: they count only if nothing newer is read. */
  readonly older: Map<string, Association>;
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
  /** Rows that came before their share. */
  readonly #early = new Map<string, Association[]>();
  readonly #dirty = new Set<string>();
  readonly #removed = new Set<string>();
  readonly #shown = new Set<string>();
  #entries: ReadonlyMap<string, ShareEntry> | undefined;
  #turn = 0;

  /** The entries as of the last {@link flush}; the same map until something changes. */
  get entries(): ReadonlyMap<string, ShareEntry> {
    this.#entries ??= new Map(
      [...this.#records]
        .filter(([id]) => this.#shown.has(id))
        .map(([id, { entry }]) => [id, entry]),
    );
    return this.#entries;
  }

  startReading(): Reading {
    return { since: this.#turn, older: new Map() };
  }

  /** Takes shares as a list call gave them. */
  putShares(shares: readonly ResourceShare[], reading: Reading): void {
    this.#turn += 1;
    for (const share of shares) this.#putShare(share, reading);
  }

  /** Takes rows as a list call gave them. Rows of shares that are not known yet wait for them. */
  putRows(rows: readonly Association[], reading: Reading): void {
    this.#turn += 1;
    for (const row of rows) this.#putRow(row, reading);
  }

  /** Takes what a write answered: it says less than a list does, so what it leaves out is kept. */
  merge(shares: readonly ResourceShare[], rows: readonly Association[]): void {
    const now = this.startReading();
    this.#turn += 1;
    for (const share of shares) {
      const known = this.#records.get(share.id)?.value;
      const tags = share.tags.length > 0 ? share.tags : (known?.tags ?? []);
      this.#putShare({ ...known, ...share, tags }, now);
    }
    for (const row of rows) {
      const known = this.#records.get(row.shareId)?.rows[row.kind].get(associationKey(row))?.value;
      const { external = known?.external } = row;
      this.#putRow(external === undefined ? row : { ...row, external }, now);
    }
  }

  /** Ends a reading that came to its end: what it covered and did not name is removed. */
  endReading(reading: Reading, coverage: Coverage): void {
    this.#turn += 1;
    for (const id of coverage.shareIds ?? [...this.#records.keys()]) {
      const record = this.#records.get(id);
      if (!record) continue;
      const { owner } = record.value;
      if (owner !== (coverage.owner ?? owner)) continue;
      if (coverage.shares && record.heardAt <= reading.since) {
        this.#records.delete(id);
        this.#removed.add(id);
        continue;
      }
      for (const kind of coverage.kinds) this.#endRows(id, record.rows[kind], reading);
    }
  }

  /** Forgets the rows whose share never came: rows outlive a share by days, and a share made meanwhile comes next time. */
  dropEarlyRows(): void {
    this.#early.clear();
  }

  /** Rebuilds the entries that changed since the last call and says which; undefined where none did. */
  flush(): StoreChange | undefined {
    const added: string[] = [];
    const changed: string[] = [];
    for (const id of this.#dirty) {
      const record = this.#records.get(id);
      if (!record) continue;
      const entry = rebuild(record);
      if (!this.#shown.has(id)) added.push(id);
      else if (entry !== record.entry) changed.push(id);
      record.entry = entry;
    }
    const removed = [...this.#removed].filter(
      (id) => this.#shown.has(id) && !this.#records.has(id),
    );
    this.#dirty.clear();
    this.#removed.clear();
    for (const id of added) this.#shown.add(id);
    for (const id of removed) this.#shown.delete(id);
    if (added.length + changed.length + removed.length === 0) return undefined;
    this.#entries = undefined;
    return { added, removed, changed };
  }

  #putShare(share: ResourceShare, reading: Reading): void {
    const record = this.#records.get(share.id);
    if (!record) {
      const value = share;
      const entry = { share, resources: [], principals: [] };
      const rows = { resource: new Map(), principal: new Map() };
      this.#records.set(share.id, { value, heardAt: this.#turn, rows, entry });
      this.#dirty.add(share.id);
      const early = this.#early.get(share.id) ?? [];
      this.#early.delete(share.id);
      for (const row of early) this.#putRow(row, reading);
      return;
    }
    const writtenMeanwhile = record.heardAt > reading.since;
    if (
      !(writtenMeanwhile && compareAge(share, record.value) < 0) &&
      !isDeepStrictEqual(record.value, share)
    ) {
      record.value = share;
      this.#dirty.add(share.id);
    }
    record.heardAt = this.#turn;
  }

  #putRow(row: Association, reading: Reading): void {
    const record = this.#records.get(row.shareId);
    if (!record) {
      const early = this.#early.get(row.shareId);
      if (early) early.push(row);
      else this.#early.set(row.shareId, [row]);
      return;
    }
    const rows = record.rows[row.kind];
    const key = associationKey(row);
    const known = rows.get(key);
    if (!known) {
      rows.set(key, { value: row, heardAt: this.#turn });
      this.#dirty.add(row.shareId);
    } else if (isDeepStrictEqual(known.value, row)) {
      known.heardAt = this.#turn;
    } else if (compareAge(row, known.value) >= 0) {
      known.value = row;
      known.heardAt = this.#turn;
      this.#dirty.add(row.shareId);
    } else if (known.heardAt <= reading.since) {
      const olderKey = `${row.shareId}/${key}`;
      const other = reading.older.get(olderKey);
      if (!other || compareAge(row, other) >= 0) reading.older.set(olderKey, row);
    }
  }

  #endRows(shareId: string, rows: Rows, reading: Reading): void {
    for (const [key, held] of rows) {
      if (held.heardAt > reading.since) continue;
      const older = reading.older.get(`${shareId}/${key}`);
      if (older) {
        held.value = older;
        held.heardAt = this.#turn;
      } else {
        rows.delete(key);
      }
      this.#dirty.add(shareId);
    }
  }
}

function rebuild(record: ShareRecord): ShareEntry {
  const { entry } = record;
  const resources = keepIfSame(entry.resources, record.rows.resource);
  const principals = keepIfSame(entry.principals, record.rows.principal);
  const same =
    entry.share === record.value &&
    resources === entry.resources &&
    principals === entry.principals;
  return same ? entry : { share: record.value, resources, principals };
}

function keepIfSame(shown: readonly Association[], rows: Rows): readonly Association[] {
  const next = Array.from(rows.values(), ({ value }) => value);
  const same = next.length === shown.length && next.every((row, index) => row === shown[index]);
  return same ? shown : next;
}
