import { Inventory } from '../src/inventory/inventory.ts';
import type { Account } from '../src/model/account.ts';
import type { Association, ResourceShare } from '../src/model/share.ts';
import { associationStates, parseStatus, shareStates } from '../src/model/status.ts';

/** Whose shares they are. */
export const account: Account = {
  id: 'bench',
  cloud: 'alibaba',
  label: 'Bench',
  ownerId: '1512666876910123',
  regions: ['cn-hangzhou', 'cn-shanghai'],
};
export const [home = '', abroad = ''] = account.regions;
const time = '2026-03-01T08:02:22.413Z';

export interface World {
  readonly inventory: Inventory;
  readonly associations: number;
  readonly memberIds: readonly string[];
  readonly shares: readonly ResourceShare[];
  readonly rows: readonly Association[];
}

/** Nine shares of ten in one region; five resources and three principals each. Always the same. */
export function fill(size: number, withData = true): World {
  const memberIds = Array.from(
    { length: Math.max(1, Math.ceil(size / 10)) },
    (_, index) => `16${String(index * 7919).padStart(12, '0')}00`,
  );
  const inventory = new Inventory({ connect: () => Promise.reject(new Error('no cloud')) });
  const shares: ResourceShare[] = [];
  const rows: Association[] = [];
  for (let number = 0; number < size; number += 1) {
    const share = aShare(number);
    shares.push(share);
    for (let index = 0; index < 5; index += 1) {
      const id = `vsw-bp1${textOf(number * 5 + index)}`;
      const arn = `acs:vpc:${home}:${account.ownerId}:vswitch/${id}`;
      const failed = number % 50 === 0 && index === 0;
      rows.push({ ...aRow(share.id, 'resource', id, failed ? 'Failed' : 'Associated'), arn });
    }
    for (let index = 0; index < 3; index += 1) {
      const id = memberIds[(number * 7 + index * 13) % memberIds.length] ?? '';
      rows.push(aRow(share.id, 'principal', id, 'Associated'));
    }
  }
  const world = { inventory, associations: rows.length, memberIds, shares, rows };
  if (withData) pour(world);
  return world;
}

export function pour({ inventory, shares, rows }: World): void {
  for (const region of [home, abroad]) {
    const isHere = (id: string): boolean => id.endsWith('9') === (region === abroad);
    inventory.merge(
      { accountId: account.id, region },
      {
        shares: shares.filter(({ id }) => isHere(id)),
        associations: rows.filter(({ shareId }) => isHere(shareId)),
      },
    );
  }
}

function aShare(number: number): ResourceShare {
  const team = ['network', 'retail', 'payments', 'data', 'platform'][number % 5] ?? '';
  const stage = ['prod', 'staging', 'test'][number % 3] ?? '';
  return {
    id: `rs-${textOf(number * 31)}${number % 10}`,
    name: `${team}-${stage}-${String(number).padStart(5, '0')}`,
    owner: 'self',
    ownerId: account.ownerId,
    status: parseStatus(shareStates, 'Active'),
    allowExternal: number % 20 === 0,
    tags: [{ key: 'team', value: team }],
    createdAt: time,
    updatedAt: time,
  };
}

function aRow(
  shareId: string,
  kind: Association['kind'],
  entityId: string,
  status: string,
): Association {
  return {
    shareId,
    kind,
    entityId,
    entityType: kind === 'resource' ? 'VSwitch' : 'Account',
    status: parseStatus(associationStates, status),
    failures: [],
    createdAt: time,
    updatedAt: time,
  };
}

/** Sixteen characters that look like an id of a cloud. */
function textOf(number: number): string {
  const half = (factor: number): string =>
    (((number + 1) * factor) % 2_821_109_907_456).toString(36).padStart(8, '0');
  return half(2_654_435_761) + half(1_597_334_677);
}
