import type { Operation } from '../operation.ts';

/** Which account the keys belong to. A test may let the list be empty, as it is for identities without a right. */
export const keystoneListAuthDomains: Operation = {
  name: 'KeystoneListAuthDomains',
  method: 'GET',
  path: '/v3/auth/domains',
  status: 200,
  action: 'iam:users:getUser',
  run: ({ world, accountId }) => {
    const self = 'https://iam.myhuaweicloud.com/v3/auth/domains';
    const domain = {
      id: accountId,
      name: world.accountNames.get(accountId) ?? accountId,
      enabled: true,
      description: '',
      links: { self: `https://iam.myhuaweicloud.com/v3/domains/${accountId}` },
    };
    return { domains: world.switches.domains === 'listed' ? [domain] : [], links: { self } };
  },
};

export const getCallerIdentity: Operation = {
  name: 'GetCallerIdentity',
  method: 'GET',
  path: '/v5/caller-identity',
  status: 200,
  action: 'sts::getCallerIdentity',
  run: ({ accountId, key }) => ({
    account_id: accountId,
    principal_id: key.id.toLowerCase(),
    principal_urn:
      key.temporary === undefined
        ? `iam::${accountId}:user:sandbox`
        : `sts::${accountId}:assumed-agency:${key.temporary.agency ?? 'sandbox'}/audit`,
  }),
};
