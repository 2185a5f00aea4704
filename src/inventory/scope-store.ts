import { isDeepStrictEqual } from 'node:util';
import type { SharePermission } from '../model/permission.ts';
import type { Association, AssociationKind, ResourceShare, ShareOwner } from '../model/share.ts';
import { associationKey } from '../model/share.ts';
import { compareAge } from './age.ts';
import type { ShareEntry } from './snapshot.ts';

interface Held<T> {
  value: T;
  /** The turn of the store in which this was last heard of. */
  heardAt: number;
  /** The turn in which the newest reading began that gave this value. */
  since: number;
}

type Rows = Map<string, Held<Association>>;

interface ShareRecord extends Held<ResourceShare> {
  readonly rows: Record<AssociationKind, Rows>;
  permissions?: { readonly value: readonly SharePermission[]; since: number };
  entry: ShareEntry;
}

/**
 * One reading of the cloud: what was heard of before `since` and not again by its end is gone. Several may run at
 * once; of two answers that nothing else tells apart, that of the reading which began later counts.
 */
export interface Reading {
  readonly since: number;
  /** Rows older than what was stored before the reading: they count only if nothing newer is read. */
  readonly older: Map<string, Association>;
}

/** Something that was removed while a reading ran, which may name it still. */
interface Gone<T> {
  readonly value: T;
  readonly at: number;
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
  /** Shares by id, and rows by share id and key. Nothing, unless a reading runs. */
  readonly #goneShares = new Map<string, Gone<ResourceShare>>();
  readonly #goneRows = new Map<string, Gone<Association>>();
  readonly #dirty = new Set<string>();
  readonly #removed = new Set<string>();
  /** As of the last {@link flush}. */
  readonly #shown = new Map<string, ShareEntry>();
  #entries: ReadonlyMap<string, ShareEntry> | undefined;
  #turn = 0;

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
   */
  closeReading(reading: Reading): void {
    this.#readings.delete(reading);
    const runs = this.#readings.size > 0;
    for (const [id, early] of this.#early) {
      const rest = early.filter((one) => runs && one.reading !== reading);
      if (rest.length > 0) this.#early.set(id, rest);
      else this.#early.delete(id);
    }
    if (runs) return;
    this.#goneShares.clear();
    this.#goneRows.clear();
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

  /** Takes all permissions of a share, unless a later reading has told them. */
  putPermissions(shareId: string, permissions: readonly SharePermission[], reading: Reading): void {
    this.#turn += 1;
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
    this.#turn += 1;
    for (const share of shares) {
      const known = this.#records.get(share.id)?.value;
      const tags = share.tags.length > 0 ? share.tags : (known?.tags ?? []);
      this.#putShare({ ...known, ...share, tags }, now);
    }
    for (const row of rows) {
      const known = this.#records.get(row.shareId)?.rows[row.kind].get(associationKey(row))?.value;
      const { external = known?.external } = row;
      // Nothing can be newer than this: of two that look equally old it is the one that counts.
      this.#putRow(external === undefined ? row : { ...row, external }, now, () => 1);
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
        this.#goneShares.set(id, { value: record.value, at: this.#turn });
        continue;
      }
      for (const kind of coverage.kinds) this.#endRows(id, record.rows[kind], reading);
    }
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

  /** No two begin in the same turn, so that it is always known which one came later. */
  #reading(): Reading {
    this.#turn += 1;
    return { since: this.#turn, older: new Map() };
  }

  #putShare(share: ResourceShare, reading: Reading): void {
    const record = this.#records.get(share.id);
    if (!record) {
      if (isGone(share, this.#goneShares.get(share.id), reading)) return;
      this.#addShare(share, reading);
      return;
    }
    record.heardAt = this.#turn;
    if (isDeepStrictEqual(record.value, share)) {
      record.since = Math.max(record.since, reading.since);
    } else if (record.since <= reading.since || compareAge(share, record.value) > 0) {
      record.value = share;
      record.since = reading.since;
      this.#dirty.add(share.id);
    }
  }

  #addShare(share: ResourceShare, reading: Reading): void {
    const held = { value: share, heardAt: this.#turn, since: reading.since };
    const entry = { share, resources: [], principals: [] };
    const rows = { resource: new Map(), principal: new Map() };
    this.#records.set(share.id, { ...held, rows, entry });
    this.#dirty.add(share.id);
    const early = this.#early.get(share.id) ?? [];
    this.#early.delete(share.id);
    for (const { row, reading } of early) this.#putRow(row, reading);
  }

  /** @param decide which of two rows counts that are equally old: above 0 for the first */
  #putRow(row: Association, reading: Reading, decide = compareTexts): void {
    const record = this.#records.get(row.shareId);
    if (!record) {
      this.#keepEarly(row, reading);
      return;
    }
    const rows = record.rows[row.kind];
    const key = associationKey(row);
    const known = rows.get(key);
    if (!known) {
      if (isGone(row, this.#goneRows.get(`${row.shareId}/${key}`), reading)) return;
      rows.set(key, { value: row, heardAt: this.#turn, since: reading.since });
      this.#dirty.add(row.shareId);
      return;
    }
    if (isDeepStrictEqual(known.value, row)) {
      known.heardAt = this.#turn;
      known.since = Math.max(known.since, reading.since);
      return;
    }
    const age = compareAge(row, known.value);
    if (age === 0 && known.since > reading.since) return;
    if ((age || decide(row, known.value)) > 0) {
      known.value = row;
      known.heardAt = this.#turn;
      known.since = reading.since;
      this.#dirty.add(row.shareId);
    } else if (known.heardAt <= reading.since) {
      const olderKey = `${row.shareId}/${key}`;
      const other = reading.older.get(olderKey);
      if (!other || (compareAge(row, other) || decide(row, other)) > 0) {
        reading.older.set(olderKey, row);
      }
    }
  }

  #keepEarly(row: Association, reading: Reading): void {
    if (this.#readings.size === 0) return;
    const early = this.#early.get(row.shareId);
    if (early) early.push({ row, reading });
    else this.#early.set(row.shareId, [{ row, reading }]);
  }

  #endRows(shareId: string, rows: Rows, reading: Reading): void {
    for (const [key, held] of rows) {
      if (held.heardAt > reading.since) continue;
      const older = reading.older.get(`${shareId}/${key}`);
      if (older) {
        held.value = older;
        held.heardAt = this.#turn;
        held.since = reading.since;
      } else {
        rows.delete(key);
        this.#goneRows.set(`${shareId}/${key}`, { value: held.value, at: this.#turn });
      }
      this.#dirty.add(shareId);
    }
  }
}

/** Whether something was removed after the reading had begun that names it, so that its answer is the older one. */
function isGone<T extends Association | ResourceShare>(
  named: T,
  gone: Gone<T> | undefined,
  { since }: Reading,
): boolean {
  return gone !== undefined && gone.at > since && compareAge(named, gone.value) <= 0;
}

/** Two ways to read them give them in two orders. */
function comparePermissions(a: SharePermission, b: SharePermission): number {
  const [one, other] = [a, b].map(({ resourceType, id }) => `${resourceType} ${id}`);
  return (one ?? '') < (other ?? '') ? -1 : 1;
}

/** Any order will do for records that nothing tells apart, as long as it is always the same. */
function compareTexts(a: Association, b: Association): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
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
