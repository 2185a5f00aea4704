import { operation, type Operation } from '../operation.ts';
import { fields } from '../parameters.ts';

/** STS 2015-04-01: who the keys belong to. */
export const getCallerIdentity: Operation = operation(
  'GetCallerIdentity',
  100,
  fields({}),
  (call) => {
    const { accountId, key } = call;
    if (key.temporary === undefined) {
      return {
        IdentityType: 'Account',
        AccountId: accountId,
        PrincipalId: accountId,
        UserId: accountId,
        Arn: `acs:ram::${accountId}:root`,
      };
    }
    const session = `${key.temporary.role.toLowerCase()}/sandbox`;
    return {
      IdentityType: 'AssumedRoleUser',
      AccountId: accountId,
      RoleId: `3${accountId.slice(1)}`,
      PrincipalId: `3${accountId.slice(1)}:sandbox`,
      Arn: `acs:ram::${accountId}:assumed-role/${session}`,
    };
  },
);
