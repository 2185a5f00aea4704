import type { Finding } from '../../inventory/access/findings.ts';
import { inPieces, sortedInTurns } from '../../model/pieces.ts';
import { bucketsOf, rangeOf, type Bucket, type Named } from '../shares/arrange/buckets.ts';
import { bucketRow } from '../shares/arrange/gathering-rows.ts';
import { mostSiblings } from '../shares/children.ts';
import type { Row } from '../shares/rows/row.ts';
import type { TreeState } from '../shares/rows/tree-state.ts';
import {
  findingGroups,
  findingId,
  findingLists,
  gatheringId,
  groupOf,
  parseGatheringId,
  type FindingGroup,
  type FindingList,
  type GatheringRow,
} from './finding-address.ts';
import { findingLines, findingRow, groupRow, listRow, nameOf } from './finding-rows.ts';

/** What the view shows. */
export interface Shown {
  readonly outsiders: readonly Finding[];
  readonly health: readonly Finding[];
  /** Outsiders that are new since the user looked. */
  readonly fresh: ReadonlySet<Finding>;
}

/** The rows of a group, made when somebody asks for one of them. */
interface Rows {
  /** Their ids, in the order they are shown in. */
  readonly ids: readonly string[];
  readonly byId: ReadonlyMap<string, Finding>;
  /** Where they are too many to be shown at once. */
  readonly long?: { readonly names: readonly Named[]; readonly buckets: readonly Bucket[] };
}

interface Group {
  readonly findings: readonly Finding[];
  rows: Rows | undefined;
}

type Groups = ReadonlyMap<FindingList, ReadonlyMap<FindingGroup, Group>>;

/** The rows of the view *Findings*: two lists, in each what a person should look at, by kind. */
export class FindingsTree {
  readonly #state: TreeState;
  #shown: Shown = { outsiders: [], health: [], fresh: new Set() };
  #groups: Groups | undefined;

  constructor(state: TreeState) {
    this.#state = state;
  }

  show(shown: Shown): void {
    this.#shown = shown;
    this.#groups = undefined;
  }

  /** The finding of a row. */
  finding(id: unknown): Finding | undefined {
    if (typeof id !== 'string' || parseGatheringId(id)) return undefined;
    for (const { rows } of this.#allRows()) {
      const finding = rows.byId.get(id);
      if (finding) return finding;
    }
    return undefined;
  }

  /** Makes the rows below a row in turns with everything else, so that thousands of them hold nothing up. */
  async prepare(id: string | undefined): Promise<void> {
    const row = id === undefined ? undefined : parseGatheringId(id);
    if (!row || row.kind === 'list') return;
    for (;;) {
      const group = this.#current.get(row.list)?.get(row.group);
      if (!group || group.rows) return;
      const { findings } = group;
      const named: NamedFinding[] = [];
      for await (const some of inPieces(findings))
        named.push(...some.map((one) => this.#named(one)));
      const withKey = keys(row.list);
      const rows: NamedRow[] = [];
      for await (const some of inPieces(await sortedInTurns(named, byName))) {
        rows.push(...some.map(withKey));
      }
      // What is shown may be something else by now: then that is made.
      group.rows ??= this.#arranged(rows);
    }
  }

  children(id: string | undefined): readonly string[] {
    if (id === undefined) return findingLists.map((list) => gatheringId({ kind: 'list', list }));
    const row = parseGatheringId(id);
    if (!row) return [];
    const groups = this.#current.get(row.list);
    if (row.kind === 'list') {
      return [...(groups?.keys() ?? [])].map((group) =>
        gatheringId({ ...row, kind: 'group', group }),
      );
    }
    const group = groups?.get(row.group);
    if (!group) return [];
    const { ids, long } = this.#rowsOf(row.list, group);
    if (row.kind === 'some') {
      const bucket = long?.buckets.find(({ from }) => from === row.from);
      return bucket ? ids.slice(bucket.start, bucket.end) : [];
    }
    return long?.buckets.map(({ from }) => gatheringId({ ...row, kind: 'some', from })) ?? ids;
  }

  row(id: string): Row | undefined {
    const gathering = parseGatheringId(id);
    if (gathering) return this.#gatheringRow(gathering);
    const finding = this.finding(id);
    return finding && findingRow(finding, this.#shown.fresh.has(finding), this.#state);
  }

  tooltip(id: string): readonly string[] {
    const finding = this.finding(id);
    if (finding) return findingLines(finding, this.#state);
    const row = this.row(id);
    return row ? [row.spoken] : [];
  }

  /** The row above; undefined for the outermost. */
  parent(id: string): string | undefined {
    const row = parseGatheringId(id);
    if (row?.kind === 'list') return undefined;
    if (row?.kind === 'group') return gatheringId({ kind: 'list', list: row.list });
    if (row) return gatheringId({ ...row, kind: 'group' });
    for (const { list, group, rows } of this.#allRows()) {
      if (!rows.byId.has(id)) continue;
      const place = rows.ids.indexOf(id);
      const bucket = rows.long?.buckets.find(({ start, end }) => place >= start && place < end);
      return bucket
        ? gatheringId({ kind: 'some', list, group, from: bucket.from })
        : gatheringId({ kind: 'group', list, group });
    }
    return undefined;
  }

  #gatheringRow(row: GatheringRow): Row | undefined {
    const { fresh } = this.#shown;
    if (row.kind === 'list') {
      const all = this.#shown[row.list];
      return listRow(row.list, all, row.list === 'outsiders' ? fresh.size : 0, this.#state);
    }
    const group = this.#current.get(row.list)?.get(row.group);
    if (!group) return undefined;
    if (row.kind === 'group') return groupRow(row.group, group.findings, fresh.size);
    const { long } = this.#rowsOf(row.list, group);
    const bucket = long?.buckets.find(({ from }) => from === row.from);
    if (!long || !bucket) return undefined;
    return bucketRow(rangeOf(long.names, bucket), bucket.end - bucket.start, 0, false);
  }

  get #current(): Groups {
    return (this.#groups ??= new Map(
      findingLists.map((list) => [list, groupsOf(this.#shown[list])]),
    ));
  }

  /** Those first that are made: what somebody asks about was shown to them. */
  *#allRows() {
    for (const [list, groups] of this.#current) {
      for (const [group, { rows }] of groups) if (rows) yield { list, group, rows };
    }
    for (const [list, groups] of this.#current) {
      for (const [group, made] of groups) yield { list, group, rows: this.#rowsOf(list, made) };
    }
  }

  #rowsOf(list: FindingList, group: Group): Rows {
    return (group.rows ??= this.#makeRows(list, group.findings));
  }

  #makeRows(list: FindingList, findings: readonly Finding[]): Rows {
    const named = findings.map((finding) => this.#named(finding));
    return this.#arranged(named.toSorted(byName).map(keys(list)));
  }

  #named(finding: Finding): NamedFinding {
    return { finding, name: nameOf(finding, this.#state) };
  }

  #arranged(rows: readonly NamedRow[]): Rows {
    const byId = new Map(rows.map(({ key, finding }) => [key, finding]));
    if (rows.length > mostSiblings) {
      const long = { names: rows, buckets: bucketsOf(rows) };
      return { ids: rows.map(({ key }) => key), byId, long };
    }
    const isFresh = ({ finding }: { readonly finding: Finding }): boolean =>
      this.#shown.fresh.has(finding);
    const ordered = [...rows.filter(isFresh), ...rows.filter((row) => !isFresh(row))];
    return { ids: ordered.map(({ key }) => key), byId };
  }
}

interface NamedFinding {
  readonly finding: Finding;
  readonly name: string;
}

type NamedRow = NamedFinding & Named;

/** Gives findings their ids, in the order in which they come. */
function keys(list: FindingList): (named: NamedFinding) => NamedRow {
  const numbers = new Map<string, number>();
  return ({ finding, name }) => {
    const first = findingId(finding, list, 0);
    const number = numbers.get(first) ?? 0;
    numbers.set(first, number + 1);
    return { finding, name, key: number === 0 ? first : findingId(finding, list, number) };
  };
}

function groupsOf(findings: readonly Finding[]): ReadonlyMap<FindingGroup, Group> {
  const lists = new Map<FindingGroup, Finding[]>();
  for (const finding of findings) {
    const group = groupOf(finding);
    const list = lists.get(group) ?? [];
    lists.set(group, list);
    list.push(finding);
  }
  // What is allowed is the last thing to look at.
  const order = [...findingGroups.slice(1), ...findingGroups.slice(0, 1)];
  return new Map(
    order.flatMap((group): readonly (readonly [FindingGroup, Group])[] => {
      const list = lists.get(group);
      return list ? [[group, { findings: list, rows: undefined }]] : [];
    }),
  );
}

function byName(one: NamedFinding, other: NamedFinding): number {
  return compare(one.name, other.name) || byShare(one.finding, other.finding);
}

function byShare(one: Finding, other: Finding): number {
  return compare(one.share?.name ?? '', other.share?.name ?? '');
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
