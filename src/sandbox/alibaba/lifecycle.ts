import { principalKind } from './directory.ts';
import { principalRule, resourceRule } from './failure-rules.ts';
import { findResourceType } from './resource-types.ts';
import {
  failureDescriptions,
  isGranted,
  shareStatus,
  type Association,
  type AssociationStatus,
  type Failure,
  type FailureReason,
  type Invitation,
  type Share,
} from './share.ts';
import type { World } from './world.ts';

export const hour = 3_600_000;
/** The vendor removes dead rows "within 48 to 96 hours". */
export const purgeAfter = 72 * hour;
export const invitationLife = 7 * 24 * hour;

export interface NewAssociation {
  readonly kind: 'Resource' | 'Target';
  readonly entityId: string;
  readonly entityType: string;
  readonly arn?: string | undefined;
  readonly property?: string | undefined;
}

/** Begins an association: it settles by itself, or waits for an answer where the principal must be asked. */
export function beginAssociation(
  world: World,
  share: Share,
  what: NewAssociation,
  at: number,
): Association {
  const row = placeAssociation(world, share, what, at);
  if (what.kind === 'Target' && needsInvitation(world, share, what.entityId)) {
    row.awaitsAnswer = true;
    placeInvitation(world, row, at);
  } else {
    scheduleSettling(world, row, at);
  }
  return row;
}

/** Adds a row that associates and plans nothing for it: the caller does. */
export function placeAssociation(
  world: World,
  share: Share,
  what: NewAssociation,
  at: number,
): Association {
  const row: Association = {
    seq: world.nextSeq(),
    share,
    kind: what.kind,
    entityId: what.entityId,
    entityType: what.entityType,
    arn: what.arn,
    external: what.kind === 'Target' && isExternal(world, share.ownerId, what.entityId),
    createdAt: at,
    property: what.property,
    status: 'Associating',
    statusMessage: undefined,
    failures: [],
    updatedAt: at,
    failedToLeave: false,
    awaitsAnswer: false,
    turn: 0,
  };
  world.store(share.region).addRow(row);
  return row;
}

/** Asks a principal; an earlier invitation that could not be handed over is withdrawn. */
export function placeInvitation(world: World, row: Association, at: number): Invitation {
  for (const earlier of row.share.invitations) {
    if (earlier.receiverId === row.entityId && earlier.status === 'AcceptFailed') {
      earlier.status = 'Cancelled';
    }
  }
  const invitation: Invitation = {
    seq: world.nextSeq(),
    id: world.newInvitationId(),
    share: row.share,
    receiverId: row.entityId,
    createdAt: at,
    row,
    status: 'Pending',
    failures: [],
  };
  world.store(row.share.region).addInvitation(invitation);
  world.context.agenda.add(at + invitationLife, 'expire', (now) => {
    if (invitation.status !== 'Pending') return;
    endInvitation(world, invitation, 'Expired', now);
  });
  return invitation;
}

/** Begins the end of an association; an unanswered invitation is withdrawn. */
export function beginDisassociation(world: World, row: Association, at: number): void {
  for (const invitation of row.share.invitations) {
    if (invitation.row === row && invitation.status === 'Pending') invitation.status = 'Cancelled';
  }
  row.awaitsAnswer = false;
  changeStatus(world, row, 'Disassociating', at);
  scheduleSettling(world, row, at);
}

/** Associates again with another property. */
export function changeProperty(world: World, row: Association, property: string, at: number): void {
  row.property = property;
  if (row.status === 'Associating') return;
  changeStatus(world, row, 'Associating', at);
  scheduleSettling(world, row, at);
}

/** Begins the deletion of a share with everything in it. */
export function beginDeletion(world: World, share: Share, at: number): void {
  share.state = 'Deleting';
  share.updatedAt = at;
  let last = at + world.settleDelay(share.id);
  for (const row of share.rows) {
    if (!isGranted(row) && !row.awaitsAnswer) continue;
    beginDisassociation(world, row, at);
    last = Math.max(last, at + settlingTime(world, row));
  }
  scheduleDeletion(world, share, last);
}

export function scheduleDeletion(world: World, share: Share, dueAt: number): void {
  world.context.agenda.add(dueAt, 'settle', (now) => {
    share.state = 'Deleted';
    share.updatedAt = now;
    scheduleShareRemoval(world, share, now + purgeAfter);
  });
}

export function scheduleShareRemoval(world: World, share: Share, dueAt: number): void {
  world.context.agenda.add(dueAt, 'purge', () => {
    world.store(share.region).removeShare(share);
  });
}

/** Plans what comes next for a row that is in flight. */
export function scheduleSettling(
  world: World,
  row: Association,
  at: number,
  delay = settlingTime(world, row),
): void {
  const turn = row.turn;
  const scripted = world.outcomes.take({
    kind: row.kind === 'Resource' ? 'resource' : 'principal',
    entity: row.entityId,
    on: row.status === 'Disassociating' ? 'disassociate' : 'associate',
  });
  world.context.agenda.add(at + (scripted?.settleMs ?? delay), 'settle', (now) => {
    if (row.turn === turn) settle(world, row, now, scripted?.fails);
  });
}

/** Puts a row into a status; dead rows are purged after their time. */
export function changeStatus(
  world: World,
  row: Association,
  status: AssociationStatus,
  at: number,
  failures: readonly Failure[] = [],
  message?: string,
): void {
  row.status = status;
  row.failedToLeave = false;
  row.failures = failures;
  row.statusMessage = message;
  row.updatedAt = at;
  row.turn += 1;
  if (status !== 'Failed' && status !== 'Disassociated') return;
  const turn = row.turn;
  world.context.agenda.add(at + purgeAfter, 'purge', () => {
    if (row.turn === turn) world.store(row.share.region).removeRow(row);
  });
}

/** Takes an invitation; what can't be handed over is in its failures. */
export function acceptInvitation(world: World, invitation: Invitation, at: number): void {
  const row = invitation.row;
  const failures = grantedResources(row.share).flatMap((resource) => {
    const rule = resourceRule(resource.entityId);
    const reason =
      rule?.effect === 'accept' ? rule.reason : pairFailure(world, resource, row.entityId);
    return reason === undefined ? [] : [failureOn(resource, reason, 'Associate')];
  });
  row.awaitsAnswer = false;
  invitation.failures = failures;
  if (failures.length > 0) {
    invitation.status = 'AcceptFailed';
    changeStatus(world, row, 'Failed', at, failures, messageOf(failures));
  } else {
    invitation.status = 'Accepted';
    changeStatus(world, row, 'Associating', at);
    scheduleSettling(world, row, at);
  }
}

export function rejectInvitation(world: World, invitation: Invitation, at: number): void {
  endInvitation(world, invitation, 'Rejected', at);
}

/** Whether a principal is outside the owner's organisation. */
export function isExternal(world: World, ownerId: string, principalId: string): boolean {
  return !(world.directory.hasAccount(ownerId) && world.directory.has(principalId));
}

/** Outsiders are asked, and so is everybody while sharing with the organisation is off. */
export function needsInvitation(
  world: World,
  share: Pick<Share, 'ownerId'>,
  principalId: string,
): boolean {
  if (principalKind(principalId) !== 'Account') return false;
  return isExternal(world, share.ownerId, principalId) || !world.sharingEnabled;
}

/** A failed pair, as the row of the other side names it. */
export function failureOn(
  row: Association,
  reason: FailureReason,
  operation: 'Associate' | 'Disassociate',
): Failure {
  const entityType =
    row.kind === 'Resource' ? row.entityType : (principalKind(row.entityId) ?? 'Account');
  return { entityId: row.entityId, entityType, arn: row.arn, reason, operation };
}

/** The vendor does not say what the row of an unanswered invitation reads: the texts are ours. */
const unansweredMessages = {
  Rejected: 'The invitation was rejected by the principal.',
  Expired: 'The invitation has expired.',
} as const;

/** Ends an invitation without a handover; the row that waited for it fails. */
export function endInvitation(
  world: World,
  invitation: Invitation,
  status: 'Rejected' | 'Expired',
  at: number,
): void {
  invitation.status = status;
  invitation.row.awaitsAnswer = false;
  changeStatus(world, invitation.row, 'Failed', at, [], unansweredMessages[status]);
}

function settle(
  world: World,
  row: Association,
  at: number,
  scripted: FailureReason | undefined,
): void {
  if (row.status === 'Disassociating') {
    const rule = row.kind === 'Resource' ? resourceRule(row.entityId) : undefined;
    const ending = scripted ?? (rule?.effect === 'disassociate' ? rule.reason : undefined);
    if (ending === undefined) {
      changeStatus(world, row, 'Disassociated', at);
      return;
    }
    const failures = liveRows(row.share, otherKind(row)).map((other) =>
      failureOn(other, ending, 'Disassociate'),
    );
    changeStatus(world, row, 'Failed', at, failures, failureDescriptions[ending]);
    row.failedToLeave = true;
    return;
  }
  const { reason, failures } = outcome(world, row, scripted);
  if (reason === undefined) changeStatus(world, row, 'Associated', at);
  else changeStatus(world, row, 'Failed', at, failures, failureDescriptions[reason]);
}

/** Why a row that associates fails, and with which entities of the other side. */
function outcome(
  world: World,
  row: Association,
  scripted: FailureReason | undefined,
): { reason: FailureReason | undefined; failures: readonly Failure[] } {
  const own = scripted ?? ownFailure(row);
  if (own !== undefined) {
    const others = liveRows(row.share, otherKind(row)).filter(
      (other) => ownFailure(other) === undefined,
    );
    return { reason: own, failures: others.map((other) => failureOn(other, own, 'Associate')) };
  }
  const failures =
    row.kind === 'Resource'
      ? grantedTargets(row.share).flatMap((target) => {
          const reason = pairFailure(world, row, target.entityId);
          return reason === undefined ? [] : [failureOn(target, reason, 'Associate')];
        })
      : grantedResources(row.share).flatMap((resource) => {
          const reason = pairFailure(world, resource, row.entityId);
          return reason === undefined ? [] : [failureOn(resource, reason, 'Associate')];
        });
  return { reason: failures[0]?.reason, failures };
}

function otherKind(row: Association): 'Resource' | 'Target' {
  return row.kind === 'Resource' ? 'Target' : 'Resource';
}

/** A failure that lies in the entity itself, whatever the other side is. */
function ownFailure(row: Association): FailureReason | undefined {
  const rule = row.kind === 'Resource' ? resourceRule(row.entityId) : principalRule(row.entityId);
  if (rule?.effect === 'associate') return rule.reason;
  const onlyIn = findResourceType(row.entityType)?.onlyIn;
  return onlyIn !== undefined && onlyIn !== row.share.region
    ? 'ZonalResourceInaccessible'
    : undefined;
}

/** A failure that lies in the pair: the principal has too many, the resource has too many, the service can't. */
function pairFailure(
  world: World,
  resource: Association,
  principalId: string,
): FailureReason | undefined {
  if (principalKind(principalId) === 'Service') {
    const supported = findResourceType(resource.entityType)?.service === true;
    return supported ? undefined : 'UnsupportedOperation';
  }
  if (resource.entityType !== 'VSwitch') return undefined;
  const store = world.store(resource.share.region);
  const received = new Set<string>();
  for (const target of store.rowsToPrincipal(principalId)) {
    if (!isGranted(target)) continue;
    for (const row of grantedResources(target.share)) {
      if (row.entityType === 'VSwitch') received.add(row.entityId);
    }
  }
  received.delete(resource.entityId);
  if (received.size >= world.quotas.vSwitchesPerPrincipal) return 'LimitExceeded';
  const principals = new Set<string>();
  for (const row of store.rowsWithResource(resource.entityId)) {
    if (!isGranted(row)) continue;
    for (const target of grantedTargets(row.share)) principals.add(target.entityId);
  }
  principals.delete(principalId);
  return principals.size >= world.quotas.principalsPerVSwitch ? 'LimitExceeded' : undefined;
}

function settlingTime(world: World, row: Association): number {
  const rule = row.kind === 'Resource' ? resourceRule(row.entityId) : undefined;
  return rule?.effect === 'slow' ? rule.milliseconds : world.settleDelay(row.entityId);
}

function messageOf(failures: readonly Failure[]): string | undefined {
  const reason = failures[0]?.reason;
  return reason === undefined ? undefined : failureDescriptions[reason];
}

function grantedResources(share: Share): readonly Association[] {
  return [...share.rows].filter((row) => row.kind === 'Resource' && isGranted(row));
}

function grantedTargets(share: Share): readonly Association[] {
  return [...share.rows].filter((row) => row.kind === 'Target' && isGranted(row));
}

function liveRows(share: Share, kind: 'Resource' | 'Target'): readonly Association[] {
  return [...share.rows].filter(
    (row) =>
      row.kind === kind && (isGranted(row) || (row.status === 'Associating' && !row.awaitsAnswer)),
  );
}

/** Whether the share can be changed. */
export function isLive(share: Share): boolean {
  const status = shareStatus(share);
  return status === 'Active' || status === 'Pending';
}
