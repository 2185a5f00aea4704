import type { PlainSettings } from '../careful-settings.ts';
import { unsupported } from '../unsupported.ts';
import type { Caller } from './caller.ts';
import { disableOrganizationShare, enableOrganizationShare } from './calls/organization.ts';
import {
  associateResourceSharePermission,
  disassociateResourceSharePermission,
} from './calls/permissions.ts';
import { batchCreateResourceShareTags, batchDeleteResourceShareTags } from './calls/tags.ts';
import type { Reads } from './reads.ts';

/** The operations that change what a share permits, its tags, and sharing with the organisation (reference section 5). */
export function plainSettings(caller: Caller, reads: Reads): PlainSettings {
  return {
    setPermission: async (_region, shareId, permissionId, { replace }, options) => {
      const body = { permission_id: permissionId, replace };
      await caller.call(associateResourceSharePermission(shareId, body), options);
    },
    removePermission: async (_region, shareId, permissionId, options) => {
      const body = { permission_id: permissionId };
      await caller.call(disassociateResourceSharePermission(shareId, body), options);
    },
    tagShare: async (_region, shareId, tags, options) => {
      await caller.call(batchCreateResourceShareTags(shareId, tags), options);
    },
    untagShare: async (_region, shareId, keys, options) => {
      await caller.call(batchDeleteResourceShareTags(shareId, keys), options);
    },
    moveToResourceGroup: () => Promise.reject(unsupported('ChangeResourceGroup')),
    enableOrganizationSharing: async (options) => {
      await caller.call(enableOrganizationShare(), options);
    },
    disableOrganizationSharing: async (options) => {
      await caller.call(disableOrganizationShare(), options);
    },
    listShares: (_region, query, options) => reads.listShares(query, options),
    listSharePermissions: (_region, share, options) => reads.listSharePermissions(share, options),
    organizationSharing: (options) => reads.organizationSharing(options),
  };
}
