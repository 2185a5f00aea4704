import { AccessIndex } from '../../../../src/inventory/access/access-index.ts';
import { nobodyKnows, type Membership } from '../../../../src/inventory/access/membership.ts';
import { scopesOf } from '../../../../src/inventory/index/inventory-index.ts';
import { Inventory } from '../../../../src/inventory/inventory.ts';
import type { Account } from '../../../../src/model/account.ts';
import { ScriptedCloud } from '../scripted-cloud.ts';

export const owner = '1512666876910123';
export const member = '1720505253000001';
export const outsider = '1720505253000009';
export const folder = 'fd-bqp1yt0001';

export const accounts: readonly Account[] = [
  { id: 'owner', cloud: 'alibaba', label: 'Owner', ownerId: owner, regions: ['north', 'south'] },
  { id: 'member', cloud: 'alibaba', label: 'Member', ownerId: member, regions: ['north'] },
  { id: 'outside', cloud: 'alibaba', label: 'Outside', ownerId: outsider, regions: ['north'] },
];

export const north = { accountId: 'owner', region: 'north' };

/** The member is in the folder, and nothing else is known. */
export const membership: Membership = {
  ...nobodyKnows,
  containersOf: (_cloud, id) => (id === member ? [folder] : undefined),
};

/** An empty inventory with an index that follows it. */
export function emptyWorld(): { readonly inventory: Inventory; readonly index: AccessIndex } {
  const inventory = new Inventory({ connect: () => Promise.resolve(new ScriptedCloud()) });
  const options = { inventory, scopes: scopesOf(accounts), accounts: () => accounts, membership };
  return { inventory, index: new AccessIndex(options) };
}
