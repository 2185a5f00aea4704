import { shareAnswer } from '../answers.ts';
import { plainTags, resourceGroup, shareId, shareName } from '../common-fields.ts';
import { additionFields, additionsOf, attachPermissions, permissionsOf } from '../entities.ts';
import { beginAssociation, beginDeletion } from '../lifecycle.ts';
import { addShare } from '../new-share.ts';
import { operation, type Call, type Operation } from '../operation.ts';
import { liveShare } from '../own-share.ts';
import { fields, flag } from '../parameters.ts';
import { receivedShares } from '../received.ts';
import { findResourceType } from '../resource-types.ts';
import { isGranted, isInFlight, type Share } from '../share.ts';
import { checkSharing } from '../sharing-rules.ts';
import { WireError } from '../wire-error.ts';

/** Not idempotent: names may repeat and there is no token against doing it twice. */
export const createResourceShare: Operation = operation(
  'CreateResourceShare',
  10,
  fields({
    ResourceShareName: shareName,
    ...additionFields,
    AllowExternalTargets: flag,
    ResourceGroupId: resourceGroup,
    Tag: plainTags,
  }),
  (call, input) => {
    const added = additionsOf(call, input);
    const permissions = permissionsOf(input);
    const allowExternal = input.AllowExternalTargets ?? false;
    checkSharing(call, { allowExternal, share: undefined, added });
    if (liveShares(call) >= call.world.quotas.sharesPerAccount) {
      throw new WireError('QuotaExceeded.ResourceShare.Count');
    }
    const share = addShare(call.world, {
      region: call.region,
      ownerId: call.accountId,
      name: input.ResourceShareName,
      allowExternal,
      createdAt: call.now,
      updatedAt: call.now,
      resourceGroupId: input.ResourceGroupId,
      tags: input.Tag.map((tag) => [tag.Key, tag.Value]),
    });
    attachPermissions(share, permissions, added);
    for (const item of added) beginAssociation(call.world, share, item, call.now);
    return { ResourceShare: shareAnswer(share) };
  },
);

/** The name is always needed, even where only the flag changes. */
export const updateResourceShare: Operation = operation(
  'UpdateResourceShare',
  10,
  fields({ ResourceShareId: shareId, ResourceShareName: shareName, AllowExternalTargets: flag }),
  (call, input) => {
    if (receivedShares(call).some(({ id }) => id === input.ResourceShareId)) {
      throw new WireError('OperationNotPermitted');
    }
    const share = liveShare(call, input.ResourceShareId);
    if (input.AllowExternalTargets === true && holdsInsideOnly(share)) {
      throw new WireError('NotSupport.AllowExternalTargets');
    }
    share.name = input.ResourceShareName;
    share.allowExternal = input.AllowExternalTargets ?? share.allowExternal;
    share.updatedAt = call.now;
    return { ResourceShare: shareAnswer(share) };
  },
);

export const deleteResourceShare: Operation = operation(
  'DeleteResourceShare',
  10,
  fields({ ResourceShareId: shareId }),
  (call, input) => {
    const share = liveShare(call, input.ResourceShareId);
    if ([...share.rows].some(isInFlight)) throw new WireError('DeleteResourceShareConflict');
    beginDeletion(call.world, share, call.now);
    return {};
  },
);

function liveShares(call: Call): number {
  let live = 0;
  for (const share of call.store.sharesOf(call.accountId)) {
    if (share.state === 'live') live += 1;
  }
  return live;
}

function holdsInsideOnly(share: Share): boolean {
  return [...share.rows].some(
    (row) =>
      (isGranted(row) || row.status === 'Associating') &&
      findResourceType(row.entityType)?.insideOnly === true,
  );
}
