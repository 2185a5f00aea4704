import { findingKinds, type Finding } from '../../inventory/access/findings.ts';
import { associationKey } from '../../model/share.ts';
import { type Address, rowId } from '../shares/address.ts';

/** The two lists of the view *Findings*. */
export const findingLists = ['outsiders', 'health'] as const;

export type FindingList = (typeof findingLists)[number];

/** What findings of a list are gathered under: their kind, but outsiders that the user's list allows for themselves. */
export const findingGroups = ['allowed', ...findingKinds] as const;

export type FindingGroup = (typeof findingGroups)[number];

/** A row that gathers findings. */
export type GatheringRow =
  | { readonly kind: 'list'; readonly list: FindingList }
  | { readonly kind: 'group'; readonly list: FindingList; readonly group: FindingGroup }
  /** Some of many: `from` names the bucket in its group. */
  | {
      readonly kind: 'some';
      readonly list: FindingList;
      readonly group: FindingGroup;
      readonly from: string;
    };

/** The id of such a row; none that the tree of shares could take for one of its own. */
export function gatheringId(row: GatheringRow): string {
  switch (row.kind) {
    case 'list':
      return `findings/${row.list}`;
    case 'group':
      return `findings/${row.list}/${row.group}`;
    case 'some':
      return `findings/${row.list}/${row.group}/${encodeURIComponent(row.from.toWellFormed())}`;
  }
}

/** Reads an id back; undefined for that of a finding, and for no id of ours. */
export function parseGatheringId(id: string): GatheringRow | undefined {
  const [mark, first, second, from] = id.split('/');
  const list = findingLists.find((one) => one === first);
  if (mark !== 'findings' || list === undefined) return undefined;
  if (second === undefined) return { kind: 'list', list };
  const group = findingGroups.find((one) => one === second);
  if (group === undefined) return undefined;
  return from === undefined
    ? { kind: 'group', list, group }
    : { kind: 'some', list, group, from: decodeURIComponent(from) };
}

export function groupOf({ allowed, kind }: Finding): FindingGroup {
  return allowed === true ? 'allowed' : kind;
}

/**
 * The id of a finding's row: the address of what it is about in the tree of shares, with the finding as its place, so
 * that the commands of that tree can be started on it.
 * @param list the one that it is in: what was not read is in both
 * @param number which one of several of the same kind about the same, from 0
 */
export function findingId(finding: Finding, list: FindingList, number: number): string {
  const { kind, entity } = finding;
  const type = entity?.kind === 'type' ? entity.id : '';
  const value = [list, kind, String(number), type].join(' ');
  return rowId({ ...aboutAddress(finding), place: { by: 'finding', value } });
}

/** What a finding is about, in the tree of shares. */
export function aboutAddress({ scope, share, entity }: Finding): Address {
  if (!share) return { kind: 'region', ...scope };
  const ofShare = { ...scope, owner: 'self', shareId: share.id } as const;
  switch (entity?.kind) {
    case 'principal':
    case 'resource': {
      const key = associationKey({
        ...{ kind: entity.kind, entityType: entity.type ?? '', entityId: entity.id },
      });
      return { kind: 'association', ...ofShare, side: entity.kind, key };
    }
    case 'permission':
      return { kind: 'permission', ...ofShare, permissionId: entity.id };
    case 'type':
      return { kind: 'permissions', ...ofShare };
    case undefined:
      return { kind: 'share', ...ofShare };
  }
}
