import { principalKey, resourceKey } from '../../inventory/access/access.ts';
import { shareNodeKey, type PictureSubject } from '../../inventory/picture/share-picture.ts';
import { cloudIds, type CloudId } from '../../model/account.ts';
import { parseAccessId } from '../access/access-address.ts';
import { addressOf, type Address } from '../shares/address.ts';
import { associationAt } from '../shares/rows/lookup.ts';
import type { TreeState } from '../shares/rows/tree-state.ts';

/** What rows of the trees stand for in a picture, each once; nothing for those that no picture can be about. */
export function pictureSubjects(
  rows: readonly unknown[],
  state: TreeState,
): readonly PictureSubject[] {
  const all = rows.flatMap((row) => subjectOfAccess(row) ?? subjectOfTree(row, state) ?? []);
  return [...new Map(all.map((subject) => [JSON.stringify(subject), subject])).values()];
}

/** The key of the node that stands for a subject. */
export function subjectKey(subject: PictureSubject): string {
  switch (subject.kind) {
    case 'share':
      return shareNodeKey(subject);
    case 'resource':
      return subject.key;
    case 'principal':
      return principalKey(subject.cloud, subject.id);
  }
}

function subjectOfAccess(row: unknown): PictureSubject | undefined {
  const address = parseAccessId(row);
  switch (address?.kind) {
    case 'resource':
      return { kind: 'resource', key: address.key };
    case 'principal':
      return principalNamed(address.key);
    case 'grant':
      return address.below === 'resource'
        ? principalNamed(address.principal)
        : { kind: 'resource', key: address.resource };
    case 'type':
    case 'principals':
    case 'bucket':
    case undefined:
      return undefined;
  }
}

/** A key as `principalKey` makes it. */
function principalNamed(key: string): PictureSubject | undefined {
  const [, name, ...id] = key.split('/');
  const cloud = cloudIds.find((known) => known === name);
  return cloud && { kind: 'principal', cloud, id: id.join('/') };
}

function subjectOfTree(row: unknown, state: TreeState): PictureSubject | undefined {
  const address = addressOf(row);
  if (!address || !('shareId' in address)) return undefined;
  const { accountId, region, shareId } = address;
  const cloud = state.accounts.find(({ id }) => id === accountId)?.cloud;
  if (!cloud) return undefined;
  return ofAssociation(address, cloud, state) ?? { kind: 'share', cloud, region, id: shareId };
}

function ofAssociation(
  address: Address,
  cloud: CloudId,
  state: TreeState,
): PictureSubject | undefined {
  const row = associationAt(address, state);
  if (!row || !('region' in address)) return undefined;
  return row.kind === 'resource'
    ? { kind: 'resource', key: resourceKey(cloud, address.region, row) }
    : { kind: 'principal', cloud, id: row.entityId };
}
