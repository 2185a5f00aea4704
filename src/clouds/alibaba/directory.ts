import * as z from 'zod/mini';
import type { CallOptions, Organization } from '../cloud.ts';
import { collect, followPages } from '../http/pages.ts';
import type { Caller } from './caller.ts';

/** The most that a page may have. */
const pageSize = 100;

const text = z.catch(z.optional(z.string()), undefined);
const count = z.catch(z.optional(z.number()), undefined);
const identity = z.string().check(z.minLength(1));
const account = z.object({ AccountId: identity, ResourceDirectoryPath: text });
/** The vendor's pages show the list both within an object and plainly. */
const accounts = z.union([
  z.array(account),
  z.pipe(
    z.object({ Account: z.array(account) }),
    z.transform(({ Account }) => Account),
  ),
]);
const accountsAnswer = z.object({ TotalCount: count, Accounts: accounts });
const directoryAnswer = z.object({
  ResourceDirectory: z.object({
    ResourceDirectoryId: identity,
    RootFolderId: identity,
    MasterAccountId: identity,
  }),
});

type Account = z.infer<typeof account>;

/**
 * The resource directory of the account: a call for each hundred members and one for its management account. Each
 * member comes with the way to it, so that no folder need be asked for
 * (ResourceDirectoryMaster 2022-04-19, alibabacloud.com/help/en/resource-management: ListAccounts, GetResourceDirectory).
 * @throws {@link CloudError} where the account is not the management account or a delegated administrator
 */
export async function readDirectory(caller: Caller, options: CallOptions): Promise<Organization> {
  const members = await collect(
    followPages<Account>('ListAccounts', async (token) => {
      const page = Number(token ?? 1);
      const parameters = { PageNumber: page, PageSize: pageSize };
      const answer = await caller.call(
        { operation: 'ListAccounts', parameters, answer: accountsAnswer },
        options,
      );
      const { TotalCount: total = Infinity, Accounts: rows } = answer;
      const goesOn = rows.length > 0 && page * pageSize < total;
      return { rows, nextToken: goesOn ? String(page + 1) : undefined };
    }),
  );
  const { ResourceDirectory: directory } = await caller.call(
    { operation: 'GetResourceDirectory', parameters: {}, answer: directoryAnswer },
    options,
  );
  const { ResourceDirectoryId: id, RootFolderId, MasterAccountId: managementId } = directory;
  const containers = new Map([[managementId, [RootFolderId]]]);
  for (const { AccountId, ResourceDirectoryPath = '' } of members) {
    const [own, ...way] = ResourceDirectoryPath.split('/');
    if (own !== id || way.at(-1) !== AccountId) continue;
    for (const [place, part] of way.entries()) {
      if (place > 0) containers.set(part, way.slice(0, place).reverse());
    }
  }
  return {
    ...{ id, managementId, containers, known: 'all' },
    members: new Set([managementId, ...members.map(({ AccountId }) => AccountId)]),
    readAt: caller.http.clock.now(),
  };
}
