import type { PlainSettings } from '../careful-settings.ts';
import { CloudError } from '../cloud-error.ts';
import type { CallOptions } from '../cloud.ts';
import { unsupported } from '../unsupported.ts';
import type { Caller } from './caller.ts';
import type { Parameters } from './flatten.ts';
import type { OperationName } from './operations.ts';
import type { Reads } from './reads.ts';
import { doneAnswerSchema } from './schemas.ts';

/** The operations that change how a share is described and what it permits (reference sections 7.1, 7.20 to 7.24). */
export function plainSettings(caller: Caller, reads: Reads): PlainSettings {
  async function send(
    operation: OperationName,
    region: string,
    parameters: Parameters,
    options: CallOptions,
  ): Promise<void> {
    await caller.call({ operation, region, parameters, answer: doneAnswerSchema }, options);
  }

  return {
    setPermission: (region, shareId, permissionId, { replace }, options) => {
      const parameters = {
        ResourceShareId: shareId,
        PermissionName: permissionId,
        Replace: replace,
      };
      return send('AssociateResourceSharePermission', region, parameters, options);
    },
    removePermission: (region, shareId, permissionId, options) => {
      const parameters = { ResourceShareId: shareId, PermissionName: permissionId };
      return send('DisassociateResourceSharePermission', region, parameters, options);
    },
    tagShare: (region, shareId, tags, options) => {
      const Tag = tags.map(({ key, value }) => ({ Key: key, Value: value }));
      return send('TagResources', region, { ...tagged(region, shareId), Tag }, options);
    },
    untagShare: (region, shareId, keys, options) => {
      const parameters = { ...tagged(region, shareId), TagKey: keys };
      return send('UntagResources', region, parameters, options);
    },
    moveToResourceGroup: (region, shareId, resourceGroupId, options) => {
      const parameters = {
        ResourceId: shareId,
        ResourceRegionId: region,
        ResourceGroupId: resourceGroupId,
      };
      return send('ChangeResourceGroup', region, parameters, options);
    },
    enableOrganizationSharing: async (options) => {
      const operation = 'EnableSharingWithResourceDirectory';
      try {
        await send(operation, caller.anyRegion, {}, options);
      } catch (error) {
        // What is on already is refused, and is what was wanted.
        if (!(error instanceof CloudError) || error.details.code !== 'AlreadyEnabled') throw error;
      }
    },
    disableOrganizationSharing: () =>
      Promise.reject(unsupported('DisableSharingWithResourceDirectory')),
    listShares: (region, query, options) => reads.listShares(region, query, options),
    listSharePermissions: (region, share, options) =>
      reads.listSharePermissions(region, share, options),
    organizationSharing: (options) => reads.organizationSharing(options),
  };
}

/** Only these operations demand the region as a parameter. */
function tagged(region: string, shareId: string): Parameters {
  return { RegionId: region, ResourceType: 'ResourceShare', ResourceId: [shareId] };
}
