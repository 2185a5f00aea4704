import { failsAsPrincipal, failureMessages, resourceRule } from './failure-rules.ts';
import { readPrincipal } from './organisation.ts';
import { findResourceType, readUrn } from './resource-types.ts';
import {
  isGranted,
  isLiveRow,
  rowsOf,
  type Association,
  type AssociationStatus,
  type Invitation,
  type Share,
} from './share.ts';
import type { World } from './world.ts';

export const hour = 3_600_000;
/** The vendor keeps deleted shares and disassociated rows for 48 hours; that failed rows go too is ours. */
export const purgeAfter = 48 * hour;
/** Not published: seven days, as at the sister services of other clouds. */
export const invitationLife = 7 * 24 * hour;

/** Begins an association: it settles by itself, or waits for an answer where the principal must be asked. */
export function beginAssociation(
  world: World,
  share: Share,
  kind: Association['kind'],
  entity: string,
  at: number,
): Association {
  for (const row of share.rows) {
    if (row.entity === entity && !isLiveRow(row) && row.status !== 'disassociating') {
      world.store.removeRow(row);
    }
  }
  const row = placeAssociation(world, share, kind, entity, at);
  if (kind === 'principal' && needsInvitation(world, share.ownerId, entity)) {
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
  kind: Association['kind'],
  entity: string,
  at: number,
): Association {
  const row: Association = {
    seq: world.nextSeq(),
    share,
    kind,
    entity,
    resourceType: kind === 'resource' ? resourceTypeOf(entity) : '',
    outside: kind === 'principal' && isOutside(world, share.ownerId, entity),
    createdAt: at,
    status: 'associating',
    statusMessage: '',
    updatedAt: at,
    awaitsAnswer: false,
    failedToLeave: false,
    turn: 0,
  };
  world.store.addRow(row);
  return row;
}

export function placeInvitation(world: World, row: Association, at: number): Invitation {
  const invitation: Invitation = {
    seq: world.nextSeq(),
    id: world.newId(),
    share: row.share,
    receiverId: row.entity,
    createdAt: at,
    row,
    status: 'pending',
    updatedAt: at,
  };
  world.store.addInvitation(invitation);
  world.context.agenda.add(at + invitationLife, 'expire', (now) => {
    if (invitation.status === 'pending') endInvitation(world, invitation, 'expired', now);
  });
  return invitation;
}

/** Begins the end of an association. An unanswered invitation is taken back: the receiver finds it no longer. */
export function beginDisassociation(world: World, row: Association, at: number): void {
  for (const invitation of row.share.invitations) {
    if (invitation.row === row && invitation.status === 'pending') {
      world.store.removeInvitation(invitation);
    }
  }
  row.awaitsAnswer = false;
  row.failedToLeave = false;
  changeStatus(world, row, 'disassociating', at);
  scheduleSettling(world, row, at);
}

/** Begins the deletion of a share with everything in it. */
export function beginDeletion(world: World, share: Share, at: number): void {
  share.status = 'deleting';
  share.updatedAt = at;
  let last = at;
  for (const row of share.rows) {
    if (isLiveRow(row)) beginDisassociation(world, row, at);
    if (row.status === 'disassociating') last = Math.max(last, at + settlingTime(world, row));
  }
  scheduleDeletion(world, share, last);
}

export function scheduleDeletion(world: World, share: Share, dueAt: number): void {
  world.context.agenda.add(dueAt, 'settle', (now) => {
    share.status = 'deleted';
    share.updatedAt = now;
    scheduleShareRemoval(world, share, now + purgeAfter);
  });
}

export function scheduleShareRemoval(world: World, share: Share, dueAt: number): void {
  world.context.agenda.add(dueAt, 'purge', () => {
    world.store.removeShare(share);
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
    kind: row.kind,
    entity: row.entity,
    on: row.status === 'disassociating' ? 'disassociate' : 'associate',
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
  message = '',
): void {
  row.status = status;
  row.statusMessage = message;
  row.updatedAt = at;
  row.turn += 1;
  if (status !== 'failed' && status !== 'disassociated') return;
  const turn = row.turn;
  world.context.agenda.add(at + purgeAfter, 'purge', () => {
    if (row.turn === turn) world.store.removeRow(row);
  });
}

export function acceptInvitation(world: World, invitation: Invitation, at: number): void {
  invitation.status = 'accepted';
  invitation.updatedAt = at;
  invitation.row.awaitsAnswer = false;
  changeStatus(world, invitation.row, 'associating', at);
  scheduleSettling(world, invitation.row, at);
}

/** Ends an invitation without a handover, and the row that waited for it. */
export function endInvitation(
  world: World,
  invitation: Invitation,
  status: 'rejected' | 'expired',
  at: number,
): void {
  invitation.status = status;
  invitation.updatedAt = at;
  invitation.row.awaitsAnswer = false;
  changeStatus(world, invitation.row, world.switches.unanswered, at, failureMessages[status]);
}

/** Whether a principal is outside the owner's organisation. */
export function isOutside(world: World, ownerId: string, principal: string): boolean {
  const name = readPrincipal(principal);
  const { organisation } = world;
  return !(organisation.hasAccount(ownerId) && name !== undefined && organisation.has(name));
}

/** Outsiders are asked, and so is every account while sharing with the organisation is off. */
export function needsInvitation(world: World, ownerId: string, principal: string): boolean {
  if (readPrincipal(principal)?.kind !== 'account') return false;
  return isOutside(world, ownerId, principal) || !world.sharingEnabled;
}

function settle(world: World, row: Association, at: number, scripted: string | undefined): void {
  if (row.status === 'disassociating') {
    if (scripted === undefined) changeStatus(world, row, 'disassociated', at);
    else {
      changeStatus(world, row, 'failed', at, scripted);
      row.failedToLeave = true;
    }
    return;
  }
  const message = scripted ?? ownFailure(row) ?? pairFailure(world, row);
  if (message === undefined) changeStatus(world, row, 'associated', at);
  else changeStatus(world, row, 'failed', at, message);
}

/** A failure that lies in the entity itself, whatever the other side is. */
function ownFailure(row: Association): string | undefined {
  if (row.kind === 'principal') {
    return failsAsPrincipal(row.entity) ? failureMessages.principal : undefined;
  }
  const rule = resourceRule(row.entity);
  if (rule?.effect === 'associate') return rule.message;
  const regions = findResourceType(row.resourceType)?.regions;
  const region = readUrn(row.entity)?.region ?? '';
  const isThere = region === '' || regions === undefined || regions.includes(region);
  return isThere ? undefined : failureMessages.region;
}

/** A failure that lies in the pair: a principal is given more of a type than it may have. */
function pairFailure(world: World, row: Association): string | undefined {
  const resources =
    row.kind === 'resource' ? [row] : rowsOf(row.share, 'resource').filter(isGranted);
  const principals =
    row.kind === 'principal' ? [row] : rowsOf(row.share, 'principal').filter(isGranted);
  const limits = [
    ['vpc:subnet', world.quotas.subnetsPerPrincipal],
    ['dns:resolverRule', world.quotas.resolverRulesPerPrincipal],
  ] as const;
  const passed = limits.some(([type, most]) => {
    const added = resources.filter(({ resourceType }) => resourceType === type);
    if (added.length === 0) return false;
    return principals.some(({ entity }) => {
      const given = givenTo(world, entity, type);
      for (const resource of added) given.add(resource.entity);
      return given.size > most;
    });
  });
  return passed ? failureMessages.limit : undefined;
}

function givenTo(world: World, principal: string, type: string): Set<string> {
  const given = new Set<string>();
  for (const target of world.store.rowsWith(principal)) {
    if (!isGranted(target)) continue;
    for (const row of target.share.rows) {
      if (row.resourceType === type && isGranted(row)) given.add(row.entity);
    }
  }
  return given;
}

function resourceTypeOf(urn: string): string {
  const type = readUrn(urn)?.type ?? '';
  return findResourceType(type)?.name ?? type;
}

function settlingTime(world: World, row: Association): number {
  const rule = row.kind === 'resource' ? resourceRule(row.entity) : undefined;
  return rule?.effect === 'slow' ? rule.milliseconds : world.settleDelay(row.entity);
}
