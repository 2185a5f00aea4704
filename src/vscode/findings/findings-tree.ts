import type { Finding } from '../../inventory/access/findings.ts';
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

interface Group {
  readonly findings: readonly Finding[];
  /** Their ids, in the order they are shown in. */
  readonly ids: readonly string[];
  /** Where they are too many to be shown at once. */
  readonly long?: { readonly names: readonly Named[]; readonly buckets: readonly Bucket[] };
}

/** Everything that was made of one state of the findings. */
interface Made {
  readonly byId: ReadonlyMap<string, Finding>;
  readonly groups: ReadonlyMap<FindingList, ReadonlyMap<FindingGroup, Group>>;
}

/** The rows of the view *Findings*: two lists, in each what a person should look at, by kind. */
export class FindingsTree {
  readonly #state: TreeState;
  #shown: Shown = { outsiders: [], health: [], fresh: new Set() };
  #made: Made | undefined;

  constructor(state: TreeState) {
    this.#state = state;
  }

  show(shown: Shown): void {
    this.#shown = shown;
    this.#made = undefined;
  }

  /** The finding of a row. */
  finding(id: unknown): Finding | undefined {
    return typeof id === 'string' ? this.#current.byId.get(id) : undefined;
  }

  children(id: string | undefined): readonly string[] {
    if (id === undefined) return findingLists.map((list) => gatheringId({ kind: 'list', list }));
    const row = parseGatheringId(id);
    if (!row) return [];
    const groups = this.#current.groups.get(row.list);
    if (row.kind === 'list') {
      return [...(groups?.keys() ?? [])].map((group) =>
        gatheringId({ ...row, kind: 'group', group }),
      );
    }
    const group = groups?.get(row.group);
    if (!group) return [];
    const { ids, long } = group;
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
    for (const [list, groups] of this.#current.groups) {
      for (const [group, { ids, long }] of groups) {
        const place = ids.indexOf(id);
        if (place < 0) continue;
        const bucket = long?.buckets.find(({ start, end }) => place >= start && place < end);
        return bucket
          ? gatheringId({ kind: 'some', list, group, from: bucket.from })
          : gatheringId({ kind: 'group', list, group });
      }
    }
    return undefined;
  }

  #gatheringRow(row: GatheringRow): Row | undefined {
    const { fresh } = this.#shown;
    if (row.kind === 'list') {
      const all = this.#shown[row.list];
      return listRow(row.list, all, row.list === 'outsiders' ? fresh.size : 0, this.#state);
    }
    const group = this.#current.groups.get(row.list)?.get(row.group);
    if (!group) return undefined;
    if (row.kind === 'group') return groupRow(row.group, group.findings, fresh.size);
    const { long } = group;
    const bucket = long?.buckets.find(({ from }) => from === row.from);
    if (!long || !bucket) return undefined;
    return bucketRow(rangeOf(long.names, bucket), bucket.end - bucket.start, 0, false);
  }

  get #current(): Made {
    if (this.#made) return this.#made;
    const byId = new Map<string, Finding>();
    const groups = new Map(findingLists.map((list) => [list, this.#groupsOf(list, byId)]));
    return (this.#made = { byId, groups });
  }

  #groupsOf(name: FindingList, byId: Map<string, Finding>): ReadonlyMap<FindingGroup, Group> {
    const lists = new Map<FindingGroup, Finding[]>();
    for (const finding of this.#shown[name]) {
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
        return list ? [[group, this.#groupFrom(name, list, byId)]] : [];
      }),
    );
  }

  #groupFrom(list: FindingList, findings: readonly Finding[], byId: Map<string, Finding>): Group {
    const named = findings
      .map((finding) => ({ finding, name: nameOf(finding, this.#state) }))
      .sort((one, other) => compare(one.name, other.name) || byShare(one.finding, other.finding));
    const numbers = new Map<string, number>();
    const rows = named.map(({ finding, name }) => {
      const first = findingId(finding, list, 0);
      const number = numbers.get(first) ?? 0;
      numbers.set(first, number + 1);
      const id = number === 0 ? first : findingId(finding, list, number);
      byId.set(id, finding);
      return { finding, name, key: id };
    });
    if (rows.length > mostSiblings) {
      return {
        findings,
        ids: rows.map(({ key }) => key),
        long: { names: rows, buckets: bucketsOf(rows) },
      };
    }
    const isFresh = ({ finding }: { readonly finding: Finding }): boolean =>
      this.#shown.fresh.has(finding);
    const ordered = [...rows.filter(isFresh), ...rows.filter((row) => !isFresh(row))];
    return { findings, ids: ordered.map(({ key }) => key) };
  }
}

function byShare(one: Finding, other: Finding): number {
  return compare(one.share?.name ?? '', other.share?.name ?? '');
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
