import { associationAnswer } from '../answers.ts';
import { owners, shareId } from '../common-fields.ts';
import { principalKind } from '../directory.ts';
import {
  additionFields,
  additionsOf,
  attachPermissions,
  entityFields,
  permissionsOf,
  resourcesOf,
  targetsOf,
  type EntityInput,
} from '../entities.ts';
import {
  beginAssociation,
  beginDisassociation,
  changeProperty,
  type NewAssociation,
} from '../lifecycle.ts';
import { operation, type Call, type Operation } from '../operation.ts';
import { liveShare } from '../own-share.ts';
import { choice, fields } from '../parameters.ts';
import { receivedShares } from '../received.ts';
import { findResourceType } from '../resource-types.ts';
import { isGranted, isInFlight, type Association, type Share } from '../share.ts';
import { checkSharing } from '../sharing-rules.ts';
import { WireError } from '../wire-error.ts';

/** What is associated already comes back as it stands. */
export const associateResourceShare: Operation = operation(
  'AssociateResourceShare',
  10,
  fields({ ResourceShareId: shareId, ...additionFields }),
  (call, input) => {
    const wanted = additionsOf(call, input);
    if (wanted.length === 0) throw new WireError('ResourceAndTargetBothEmpty');
    const permissions = permissionsOf(input);
    const share = liveShare(call, input.ResourceShareId);
    checkBusy(call, share, 'Disassociating', 'AssociateConflict');
    const present = wanted.map((item) => newestRow(share, item));
    const added = wanted.filter((_item, index) => !isPresent(present[index]));
    checkSharing(call, { allowExternal: share.allowExternal, share, added });
    wanted.forEach((item, index) => {
      checkRepetition(item, present[index]);
    });
    attachPermissions(share, permissions, wanted);
    share.updatedAt = call.now;
    const rows = wanted.map((item, index) => {
      const row = present[index];
      if (!isPresent(row)) return beginAssociation(call.world, share, item, call.now);
      if (item.property !== undefined && item.property !== row.property) {
        changeProperty(call.world, row, item.property, call.now);
      }
      return row;
    });
    return { ResourceShareAssociations: rows.map(associationAnswer) };
  },
);

export const disassociateResourceShare: Operation = operation(
  'DisassociateResourceShare',
  10,
  fields({
    ResourceShareId: shareId,
    ...entityFields,
    ResourceOwner: choice(owners, 'InvalidParameter'),
  }),
  (call, input) => {
    if (input.Resources.length + input.ResourceArns.length === 0 && input.Targets.length === 0) {
      throw new WireError('ResourceAndTargetBothEmpty');
    }
    const rows =
      input.ResourceOwner === 'OtherAccounts'
        ? [leavingRow(call, input.ResourceShareId, input)]
        : removedRows(call, input.ResourceShareId, input);
    for (const row of rows) {
      if (row.status !== 'Disassociating') beginDisassociation(call.world, row, call.now);
    }
    return { ResourceShareAssociations: rows.map(associationAnswer) };
  },
);

/** The rows that the owner takes out of a share. */
function removedRows(call: Call, id: string, input: EntityInput): readonly Association[] {
  const items = [...resourcesOf(call, call.accountId, input), ...targetsOf(input)];
  const share = liveShare(call, id);
  checkBusy(call, share, 'Associating', 'DisassociateConflict');
  const inside = call.world.directory.hasAccount(call.accountId);
  if (!inside && input.Targets.some(isDirectoryObject)) {
    throw new WireError('AccountNotInResourceDirectory');
  }
  return items.map((item) => {
    const row = newestRow(share, item);
    if (row?.status === 'Associating' && !row.awaitsAnswer) {
      throw new WireError('DisassociateConflict');
    }
    if (row?.status === 'Disassociating' || isPresent(row)) return row;
    throw new WireError('DisassociateInvalid');
  });
}

/** The row of a principal that leaves: only what was reached from outside and can be left. */
function leavingRow(call: Call, id: string, input: EntityInput): Association {
  const share = receivedShares(call).find((received) => received.id === id);
  if (share === undefined) throw new WireError('EntityNotExists.ResourceShare');
  const row = newestRow(share, { kind: 'Target', entityId: call.accountId, entityType: 'Account' });
  if (row?.external !== true || !isGranted(row)) throw new WireError('LeavingFailed.Account');
  if (input.Targets.length !== 1 || input.Targets[0] !== call.accountId) {
    throw new WireError('DisassociateInvalid');
  }
  const resources = [...share.rows].filter((other) => other.kind === 'Resource');
  if (resources.some((other) => isGranted(other) && findResourceType(other.entityType)?.noExit)) {
    throw new WireError('LeavingFailed.ResourceType');
  }
  if (resources.some(isInFlight)) throw new WireError('ExternalTargetWithdrawConflict');
  return row;
}

function checkRepetition(item: NewAssociation, row: Association | undefined): void {
  if (row?.status === 'Disassociating') throw new WireError('AssociateConflict');
  if (
    row?.kind === 'Resource' &&
    row.status === 'Associating' &&
    item.property !== undefined &&
    item.property !== row.property
  ) {
    throw new WireError('NotSupport.ResourcePropertyConflict');
  }
}

/**
 * Where a test wants shares to be busy: any association in flight stands in the way, not only that of the same entity.
 * The vendor's texts can be read both ways.
 */
function checkBusy(
  call: Call,
  share: Share,
  opposite: Association['status'],
  code: 'AssociateConflict' | 'DisassociateConflict',
): void {
  if (!call.world.context.tuning.busyShares) return;
  const inFlight = [...share.rows].filter(isInFlight);
  if (inFlight.some(({ status }) => status === opposite)) throw new WireError(code);
  if (inFlight.length > 0) throw new WireError('ConcurrentExecutionError');
}

/** The last row of an entity: older ones are history. */
function newestRow(share: Share, item: NewAssociation): Association | undefined {
  return [...share.rows].findLast(
    (row) =>
      row.kind === item.kind &&
      row.entityId === item.entityId &&
      (row.kind === 'Target' || row.entityType === item.entityType),
  );
}

function isPresent(row: Association | undefined): row is Association {
  return row !== undefined && (row.status === 'Associating' || isGranted(row));
}

function isDirectoryObject(id: string): boolean {
  const kind = principalKind(id);
  return kind === 'ResourceDirectory' || kind === 'Folder';
}
