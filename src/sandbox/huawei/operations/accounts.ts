import * as z from 'zod/mini';
import { wireTime } from '../answers.ts';
import { queryNumber } from '../fields.ts';
import { readQuery, type Operation } from '../operation.ts';
import { cutTextPage } from '../paging.ts';
import { WireError } from '../wire-error.ts';

const schema = z.object({
  limit: queryNumber(1, 2000),
  marker: z.exactOptional(
    z.string().check(z.minLength(4), z.maxLength(400), z.regex(/^[A-Za-z0-9+/=\-_.]+$/)),
  ),
});

/** Pages of the vendor give 200 and 1000. */
const defaultLimit = 1000;
const joined = Date.parse('2022-08-24T06:41:15.000Z');

/** The accounts of the organisation, for its management account: there are no delegated administrators here. */
export const listAccounts: Operation = {
  name: 'ListAccounts',
  method: 'GET',
  path: '/v1/organizations/accounts',
  status: 200,
  action: 'organizations:accounts:list',
  run: (call) => {
    const { organisation, switches } = call.world;
    const { limit = defaultLimit, ...request } = readQuery(call, schema);
    if (call.accountId !== organisation.managementId) throw new WireError('Organizations.1002');
    const rows = [...organisation.members.values()]
      .filter(
        ({ accountId }) => switches.listsManagement || accountId !== organisation.managementId,
      )
      .map((member) => [member.accountId, member] as const)
      .sort(([left], [right]) => (left < right ? -1 : 1));
    const page = cutTextPage(call.world, { limit, ...request }, rows);
    return {
      accounts: page.items.map(({ accountId, name }) => ({
        id: accountId,
        urn: `organizations::${organisation.managementId}:account:${organisation.id}/${accountId}`,
        name,
        join_method: accountId === organisation.managementId ? 'invited' : 'created',
        status: 'active',
        joined_at: wireTime(call.world, joined),
      })),
      page_info: { next_marker: null, ...page.page_info },
    };
  },
};
