import * as z from 'zod/mini';
import { queryNumber } from '../fields.ts';
import { readQuery, type Operation } from '../operation.ts';
import type { Organisation } from '../organisation.ts';
import { cutTextPage } from '../paging.ts';
import { WireError } from '../wire-error.ts';

const node = z.exactOptional(
  z.string().check(z.regex(/^(?:r-[0-9a-z]{4,32}|ou-[0-9a-z]{8,32})$/), z.maxLength(100)),
);
const schema = z.object({
  parent_id: node,
  child_id: node,
  limit: queryNumber(1, 2000),
  marker: z.exactOptional(
    z.string().check(z.minLength(4), z.maxLength(400), z.regex(/^[A-Za-z0-9+/=\-_.]+$/)),
  ),
});

/** Pages of the vendor give 200 and 1000. */
const defaultLimit = 1000;

interface Entity {
  readonly id: string;
  readonly name: string;
  readonly type: 'root' | 'organizational_unit' | 'account';
  readonly parentId: string;
}

/** The root, units and accounts of the organisation, for its management account: all of them, or those right below or above one. */
export const listEntities: Operation = {
  name: 'ListEntities',
  method: 'GET',
  path: '/v1/organizations/entities',
  status: 200,
  action: 'organizations:entities:list',
  run: (call) => {
    const { organisation } = call.world;
    const { limit = defaultLimit, parent_id, child_id, ...request } = readQuery(call, schema);
    if (call.accountId !== organisation.managementId) throw new WireError('Organizations.1002');
    const all = entitiesOf(organisation);
    const child = all.find(({ id }) => id === child_id);
    // The vendor publishes no code for a node that is not there.
    if (parent_id !== undefined && !all.some(({ id }) => id === parent_id)) {
      throw new WireError('RAM.EMU.0001', ['parent_id', 'not found']);
    }
    const rows = all
      .filter(({ parentId }) => parent_id === undefined || parentId === parent_id)
      .filter(({ id }) => child_id === undefined || id === child?.parentId)
      .map((entity) => [entity.id, entity] as const)
      .sort(([left], [right]) => (left < right ? -1 : 1));
    const page = cutTextPage(call.world, { limit, ...request }, rows);
    return {
      entities: page.items.map(({ id, name, type }) => ({ id, name, type })),
      page_info: { next_marker: null, ...page.page_info },
    };
  },
};

function entitiesOf({ rootId, units, members }: Organisation): readonly Entity[] {
  return [
    { id: rootId, name: 'root', type: 'root', parentId: '' },
    ...Array.from(units.values(), (unit) => ({ ...unit, type: 'organizational_unit' as const })),
    ...Array.from(members.values(), ({ accountId, name, parentId }) => ({
      ...{ id: accountId, name, parentId, type: 'account' as const },
    })),
  ];
}
