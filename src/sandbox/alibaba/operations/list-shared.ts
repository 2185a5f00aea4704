import { sharedResourceAnswer, wireTime } from '../answers.ts';
import {
  owner,
  resourceArnFilter,
  resourceArns,
  resourceIdFilter,
  resourceIds,
  resourceType,
  shareIds,
  targetFilter,
  targets,
} from '../common-fields.ts';
import { operation, pageOf, type Call, type Operation } from '../operation.ts';
import { pageFields } from '../paging.ts';
import { fields } from '../parameters.ts';
import { isExternal } from '../lifecycle.ts';
import { receivedShares, receivingRow } from '../received.ts';
import { findResourceType } from '../resource-types.ts';
import { isGranted, type Association, type Share } from '../share.ts';
import { WireError } from '../wire-error.ts';

const readResources = fields({
  ResourceOwner: owner,
  ResourceType: resourceType,
  Target: targetFilter,
  ResourceShareIds: shareIds,
  ResourceIds: resourceIds,
  ResourceArns: resourceArns,
  ...pageFields,
});

/** What is shared at this moment: by the caller, or with it. One row for each share and resource. */
export const listSharedResources: Operation = operation(
  'ListSharedResources',
  20,
  readResources,
  (call, input) => {
    if (input.ResourceIds.length > 0 && input.ResourceArns.length > 0) {
      throw new WireError('InvalidParameter.ResourceConflict#list');
    }
    if (
      input.ResourceType !== undefined &&
      input.ResourceIds.length > 0 &&
      findResourceType(input.ResourceType)?.arnOnly === true
    ) {
      throw new WireError('NotSupport.ResourceType.ResourcesParameter');
    }
    const page = pageOf(call, input, matchingResources(call, input));
    const received = input.ResourceOwner === 'OtherAccounts';
    return {
      ...page.token,
      SharedResources: page.items.map((row) => sharedResourceAnswer(row, received)),
    };
  },
);

function* matchingResources(
  call: Call,
  input: ReturnType<typeof readResources>,
): Iterable<Association> {
  const ids = new Set(input.ResourceIds);
  const arns = new Set(input.ResourceArns);
  for (const row of grantedRows(call, input.ResourceOwner, 'Resource')) {
    if (!isAmong(row.share.id, input.ResourceShareIds)) continue;
    if (input.ResourceType !== undefined && row.entityType !== input.ResourceType) continue;
    if (ids.size > 0 && !ids.has(row.entityId)) continue;
    if (arns.size > 0 && !(row.arn !== undefined && arns.has(row.arn))) continue;
    if (input.Target !== undefined && !hasParty(row.share, input.ResourceOwner, input.Target)) {
      continue;
    }
    yield row;
  }
}

const readTargets = fields({
  ResourceOwner: owner,
  ResourceType: resourceType,
  ResourceId: resourceIdFilter,
  ResourceArn: resourceArnFilter,
  ResourceShareIds: shareIds,
  Targets: targets,
  ...pageFields,
});

/** With whom the caller shares; with `OtherAccounts` it is who shares with the caller: the owners. */
export const listSharedTargets: Operation = operation(
  'ListSharedTargets',
  20,
  readTargets,
  (call, input) => {
    if (input.ResourceId !== undefined && input.ResourceArn !== undefined) {
      throw new WireError('InvalidParameter.ResourceConflict#list');
    }
    const page = pageOf(call, input, matchingTargets(call, input));
    return {
      ...page.token,
      SharedTargets: page.items.map((row) => sharedTargetAnswer(call, row, input.ResourceOwner)),
    };
  },
);

function* matchingTargets(
  call: Call,
  input: ReturnType<typeof readTargets>,
): Iterable<Association> {
  for (const row of grantedRows(call, input.ResourceOwner, 'Target')) {
    const party = input.ResourceOwner === 'Self' ? row.entityId : row.share.ownerId;
    if (!isAmong(row.share.id, input.ResourceShareIds) || !isAmong(party, input.Targets)) continue;
    if (!holds(row.share, input.ResourceType, input.ResourceId, input.ResourceArn)) continue;
    yield row;
  }
}

function sharedTargetAnswer(
  call: Call,
  row: Association,
  ownedBy: 'Self' | 'OtherAccounts',
): Readonly<Record<string, unknown>> {
  const self = ownedBy === 'Self';
  return {
    ResourceShareId: row.share.id,
    TargetId: self ? row.entityId : row.share.ownerId,
    External: self ? row.external : isExternal(call.world, call.accountId, row.share.ownerId),
    ...(self && row.property !== undefined ? { TargetProperty: row.property } : {}),
    CreateTime: wireTime(row.createdAt),
    UpdateTime: wireTime(row.updatedAt),
  };
}

/** The rows that count now, in the order of their `seq`. For a receiver one principal row a share. */
function grantedRows(
  call: Call,
  ownedBy: 'Self' | 'OtherAccounts',
  kind: 'Resource' | 'Target',
): Iterable<Association> {
  if (ownedBy === 'Self') return ownRows(call, kind);
  const rows = receivedShares(call).flatMap((share) => {
    if (kind === 'Resource') {
      return [...share.rows].filter((row) => row.kind === 'Resource' && isGranted(row));
    }
    const row = receivingRow(call, share);
    return row === undefined ? [] : [row];
  });
  return rows.sort((left, right) => left.seq - right.seq);
}

function* ownRows(call: Call, kind: 'Resource' | 'Target'): Iterable<Association> {
  for (const row of call.store.rowsOf(call.accountId)) {
    if (row.kind === kind && isGranted(row)) yield row;
  }
}

/** Whether a share goes to a principal, or comes from an owner. */
function hasParty(share: Share, ownedBy: 'Self' | 'OtherAccounts', party: string): boolean {
  if (ownedBy === 'OtherAccounts') return share.ownerId === party;
  return [...share.rows].some(
    (row) => row.kind === 'Target' && row.entityId === party && isGranted(row),
  );
}

function holds(
  share: Share,
  type: string | undefined,
  id: string | undefined,
  arn: string | undefined,
): boolean {
  if (type === undefined && id === undefined && arn === undefined) return true;
  return [...share.rows].some(
    (row) =>
      row.kind === 'Resource' &&
      isGranted(row) &&
      (type === undefined || row.entityType === type) &&
      (id === undefined || row.entityId === id) &&
      (arn === undefined || row.arn === arn),
  );
}

function isAmong(value: string, values: readonly string[]): boolean {
  return values.length === 0 || values.includes(value);
}
