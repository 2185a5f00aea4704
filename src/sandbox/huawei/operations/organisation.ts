import type { Call, Operation } from '../operation.ts';
import { WireError } from '../wire-error.ts';

/** An account outside every organisation has it off. */
export const showOrganizationShare: Operation = {
  name: 'ShowOrganizationShare',
  method: 'GET',
  path: '/v1/organization-share',
  status: 200,
  action: 'ram:resourceShares:searchEnableSharingWithOrganization',
  run: ({ world, accountId }) => ({
    enabled: world.sharingEnabled && world.organisation.hasAccount(accountId),
  }),
};

/** What is on already may be turned on again. */
export const enableOrganizationShare: Operation = {
  name: 'EnableOrganizationShare',
  method: 'POST',
  path: '/v1/organization-share/enable',
  status: 200,
  action: 'ram:resourceShares:enableSharingWithOrganization',
  run: (call) => turn(call, true),
};

/** What is shared stays shared; from now on members are invited too. */
export const disableOrganizationShare: Operation = {
  name: 'DisableOrganizationShare',
  method: 'POST',
  path: '/v1/organization-share/disable',
  status: 200,
  action: 'ram:resourceShares:disableSharingWithOrganization',
  run: (call) => turn(call, false),
};

function turn({ world, accountId }: Call, enabled: boolean): undefined {
  const { organisation } = world;
  if (!organisation.hasAccount(accountId)) throw new WireError('RAM.1802');
  if (accountId !== organisation.managementId) throw new WireError('RAM.1801', [accountId]);
  world.sharingEnabled = enabled;
  return undefined;
}
