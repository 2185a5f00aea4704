import { operation, type Call, type Operation } from '../operation.ts';
import { fields, requiredText, text } from '../parameters.ts';
import { WireError } from '../wire-error.ts';

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

/** The role that is in every account of the organisation; its own account and the management account may take it on. */
export const knownRole = 'resource-share-admin';

const shortestSeconds = 900;
const longestSeconds = 3_600;

/** Keys for a while, of a role (STS 2015-04-01). */
export const assumeRole: Operation = operation(
  'AssumeRole',
  100,
  fields({
    RoleArn: requiredText({
      missing: 'InvalidParameter.RoleArn',
      invalid: 'InvalidParameter.RoleArn',
      pattern: /^acs:ram::\d{16}:role\/[\w.-]{1,64}$/,
    }),
    RoleSessionName: requiredText({
      missing: 'InvalidParameter.RoleSessionName',
      invalid: 'InvalidParameter.RoleSessionName',
      pattern: /^[\w.@-]{2,64}$/,
    }),
    DurationSeconds: text({ invalid: 'InvalidParameter.DurationSeconds', pattern: /^\d{1,6}$/ }),
  }),
  (call, { RoleArn, RoleSessionName, DurationSeconds = String(longestSeconds) }) => {
    const { world, accountId } = call;
    const seconds = Number(DurationSeconds);
    if (seconds < shortestSeconds || seconds > longestSeconds) {
      throw new WireError('InvalidParameter.DurationSeconds');
    }
    const [, owner = '', role = ''] = /^acs:ram::(\d+):role\/(.+)$/.exec(RoleArn) ?? [];
    if (role !== knownRole || !isKnown(call, owner)) throw new WireError('EntityNotExist.Role');
    const isTrusted = accountId === owner || accountId === world.directory.managementId;
    if (!isTrusted) throw new WireError('NoPermission');
    const secret = {
      AccessKeyId: `STS.NSandbox${world.newSecret(18)}`,
      AccessKeySecret: `FakeSecret${world.newSecret(20)}`,
      SecurityToken: `CAIS${world.newSecret(120)}`,
    };
    const expiresAt = world.now() + seconds * 1_000;
    world.keys.set(secret.AccessKeyId, {
      id: secret.AccessKeyId,
      secret: secret.AccessKeySecret,
      accountId: owner,
      active: true,
      temporary: { token: secret.SecurityToken, expiresAt, role },
    });
    return {
      Credentials: {
        ...secret,
        // Without milliseconds, as this service has it.
        Expiration: new Date(expiresAt).toISOString().replace(/\.\d+Z$/, 'Z'),
      },
      AssumedRoleUser: {
        AssumedRoleId: `3${owner.slice(1)}:${RoleSessionName}`,
        Arn: `acs:ram::${owner}:role/${role}/${RoleSessionName}`,
      },
    };
  },
);

function isKnown({ world }: Call, accountId: string): boolean {
  return world.directory.hasAccount(accountId);
}
