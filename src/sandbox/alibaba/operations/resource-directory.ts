import type { Directory } from '../directory.ts';
import { operation, type Operation } from '../operation.ts';
import { fields, type Field } from '../parameters.ts';
import { WireError } from '../wire-error.ts';

/** A whole number within bounds; another one where it is left out. */
function number(bounds: { readonly max: number; readonly otherwise: number }): Field<number> {
  return (params, name) => {
    const value = params.get(name);
    if (value === undefined || value === '') return bounds.otherwise;
    const given = /^\d{1,6}$/.test(value) ? Number(value) : 0;
    if (given < 1 || given > bounds.max) throw new WireError('InvalidParameter');
    return given;
  };
}

const joined = '2021-01-18T08:01:50.522Z';

/** The members of the directory, for its management account: there are no delegated administrators here. */
export const listAccounts: Operation = operation(
  'ListAccounts',
  20,
  fields({
    PageNumber: number({ max: 999_999, otherwise: 1 }),
    PageSize: number({ max: 100, otherwise: 10 }),
  }),
  ({ world: { directory }, accountId }, { PageNumber, PageSize }) => {
    if (accountId !== directory.managementId) {
      throw new WireError('EntityNotExists.ResourceDirectory');
    }
    // The management account is no member of its directory.
    const members = [...directory.members.values()]
      .filter((member) => member.accountId !== directory.managementId)
      .sort((one, other) => (one.accountId < other.accountId ? -1 : 1));
    const first = (PageNumber - 1) * PageSize;
    return {
      TotalCount: members.length,
      PageNumber,
      PageSize,
      Accounts: {
        Account: members.slice(first, first + PageSize).map((member) => ({
          AccountId: member.accountId,
          DisplayName: member.name,
          FolderId: member.folderId,
          ResourceDirectoryId: directory.id,
          ResourceDirectoryPath: pathOf(directory, member.accountId),
          Status: 'CreateSuccess',
          Type: 'ResourceAccount',
          JoinMethod: 'created',
          JoinTime: joined,
          ModifyTime: joined,
        })),
      },
    };
  },
);

/** The directory that the account is in, whatever it is in it. */
export const getResourceDirectory: Operation = operation(
  'GetResourceDirectory',
  20,
  fields({}),
  ({ world: { directory }, accountId }) => {
    if (!directory.hasAccount(accountId)) throw new WireError('ResourceDirectoryNotInUse');
    return {
      ResourceDirectory: {
        ResourceDirectoryId: directory.id,
        RootFolderId: directory.rootId,
        MasterAccountId: directory.managementId,
        MasterAccountName: directory.members.get(directory.managementId)?.name,
        CreateTime: joined,
      },
    };
  },
);

/** `rd-…/r-…/fd-…/account`, from the outermost to the account. */
function pathOf(directory: Directory, accountId: string): string {
  return [...directory.principalsOf(accountId)].reverse().join('/');
}
