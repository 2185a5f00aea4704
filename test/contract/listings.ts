import * as z from 'zod/mini';
import type { ListPart } from '../../src/inventory/snapshot.ts';
import type { CloudId } from '../../src/model/account.ts';
import type { Association, ResourceShare } from '../../src/model/share.ts';
import { isDead } from '../../src/model/status.ts';

/** The lists of a scope as lines in order, each of them begun by the id of a share. */
export type Listing = ReadonlyMap<ListPart, readonly string[]>;

/** One record of a row as lists compare them. */
interface Row {
  readonly shareId: string;
  readonly kind: Association['kind'];
  readonly entityId: string;
  readonly status: string;
  readonly updatedAt: string;
  readonly ended: boolean;
}

interface Share {
  readonly id: string;
  readonly owner: ResourceShare['owner'];
  readonly name: string;
  readonly status: string;
}

/** Of the state of the sandbox what belongs to Alibaba Cloud. */
export const alibabaSchema = z.object({
  alibaba: z.object({
    shares: z.array(
      z.object({
        region: z.string(),
        ResourceShareId: z.string(),
        ResourceShareName: z.string(),
        ResourceShareOwner: z.string(),
        ResourceShareStatus: z.string(),
        associations: z.array(
          z.object({
            ResourceShareId: z.string(),
            AssociationType: z.string(),
            AssociationStatus: z.string(),
            EntityId: z.string(),
            UpdateTime: z.string(),
          }),
        ),
      }),
    ),
  }),
});

const huaweiSchema = z.object({
  huawei: z.object({
    shares: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        owning_account_id: z.string(),
        status: z.string(),
        associations: z.array(
          z.object({
            resource_share_id: z.string(),
            association_type: z.string(),
            status: z.string(),
            associated_entity: z.string(),
            updated_at: z.string(),
          }),
        ),
      }),
    ),
  }),
});

/** What an account owns, by the state of the sandbox and not by any list of ours. */
export function ownListing(
  cloud: CloudId,
  state: unknown,
  accountId: string,
  region: string,
): Listing {
  if (cloud === 'alibaba') {
    const own = alibabaSchema
      .parse(state)
      .alibaba.shares.filter(
        (share) => share.ResourceShareOwner === accountId && share.region === region,
      );
    return listing(
      own.map((share) => ({
        ...{ id: share.ResourceShareId, owner: 'self', name: share.ResourceShareName },
        status: share.ResourceShareStatus,
      })),
      own.flatMap(({ associations }) =>
        associations.map((row) => ({
          shareId: row.ResourceShareId,
          kind: row.AssociationType === 'Resource' ? 'resource' : 'principal',
          ...{ entityId: row.EntityId, status: row.AssociationStatus, updatedAt: row.UpdateTime },
          ended: row.AssociationStatus === 'Disassociated',
        })),
      ),
    );
  }
  const own = huaweiSchema
    .parse(state)
    .huawei.shares.filter((share) => share.owning_account_id === accountId);
  return listing(
    own.map(({ id, name, status }) => ({ ...{ id, owner: 'self', name, status } })),
    own.flatMap(({ associations }) =>
      associations.map((row) => ({
        shareId: row.resource_share_id,
        kind: row.association_type === 'resource' ? 'resource' : 'principal',
        ...{ entityId: row.associated_entity, status: row.status, updatedAt: row.updated_at },
        ended: row.status === 'disassociated',
      })),
    ),
  );
}

/** Shares and rows as lists or an inventory give them. */
export function listingOf(shares: readonly ResourceShare[], rows: readonly Association[]): Listing {
  return listing(
    shares.map(({ id, owner, name, status }) => ({ id, owner, name, status: status.text })),
    rows.map(({ status, ...row }) => ({ ...row, status: status.text, ended: isDead(status) })),
  );
}

/** The lines of a list that tell of these shares. */
export function linesOf(lines: readonly string[], shareIds: ReadonlySet<string>): string[] {
  return lines.filter((line) => shareIds.has(shareIdOf(line)));
}

export function shareIdOf(line: string): string {
  return line.split(' ', 1)[0] ?? '';
}

/** Of several records of one entity the newest stands there. */
function listing(shares: readonly Share[], rows: readonly Row[]): Listing {
  const newest = new Map<string, Row>();
  for (const row of rows) {
    const key = `${row.shareId} ${row.kind} ${row.entityId}`;
    const known = newest.get(key);
    if (!known || isNewer(row, known)) newest.set(key, row);
  }
  const owners = new Map(shares.map(({ id, owner }) => [id, owner]));
  const of = (owner: ResourceShare['owner'], kind: Row['kind']) =>
    [...newest.values()]
      .filter((row) => row.kind === kind && owners.get(row.shareId) === owner)
      .map(({ shareId, entityId, status }) => `${shareId} ${entityId} ${status}`)
      .sort();
  const sharesOf = (side: ResourceShare['owner']) =>
    shares
      .filter(({ owner }) => owner === side)
      .map(({ id, name, status }) => `${id} ${name} ${status}`)
      .sort();
  return new Map([
    ['ownShares', sharesOf('self')],
    ['ownResources', of('self', 'resource')],
    ['ownPrincipals', of('self', 'principal')],
    ['receivedShares', sharesOf('other')],
    ['receivedResources', of('other', 'resource')],
  ]);
}

function isNewer(one: Row, other: Row): boolean {
  const difference = Date.parse(one.updatedAt) - Date.parse(other.updatedAt);
  return difference === 0 ? other.ended && !one.ended : difference > 0;
}
