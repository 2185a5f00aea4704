import { principalKind } from './directory.ts';
import { principalRule } from './failure-rules.ts';
import { isExternal, needsInvitation, type NewAssociation } from './lifecycle.ts';
import type { Call } from './operation.ts';
import { findResourceType } from './resource-types.ts';
import { isGranted, type Association, type Share } from './share.ts';
import { WireError } from './wire-error.ts';

/** The share as it is or will be. */
export interface SharingSubject {
  readonly allowExternal: boolean;
  /** Absent while it is being created. */
  readonly share: Share | undefined;
  /** What the call adds and the share does not have yet. */
  readonly added: readonly NewAssociation[];
}

/**
 * The rules of who may get what, which Create and Associate have in common (error group "sharing").
 * @throws WireError
 */
export function checkSharing(call: Call, subject: SharingSubject): void {
  const targets = subject.added.filter(({ kind }) => kind === 'Target');
  for (const { entityId } of targets) checkTarget(call, subject, entityId);
  checkTypes(call, subject, targets);
  checkServices(call, subject, targets);
  checkQuotas(call, subject, targets);
}

/**
 * Whether the principal exists for the caller at all: the first thing the service looks at.
 * @throws WireError
 */
function checkTarget(call: Call, subject: SharingSubject, id: string): void {
  const { directory, sharingEnabled } = call.world;
  if (id === call.accountId) throw new WireError('ShareWithYourself');
  const kind = principalKind(id);
  if (kind === 'Service') {
    if (!subject.allowExternal) throw new WireError('InvalidTarget');
    return;
  }
  const canBeOutside = kind === 'Account' && subject.allowExternal;
  if (!canBeOutside && !directory.hasAccount(call.accountId)) {
    throw new WireError('AccountNotInResourceDirectory');
  }
  if (!canBeOutside && !directory.has(id)) throw new WireError('InvalidTarget');
  if (!canBeOutside && !sharingEnabled) {
    throw new WireError('NotEnableSharingWithResourceDirectory');
  }
  const rule = principalRule(id);
  if (rule?.effect === 'refuse' && isExternal(call.world, call.accountId, id)) {
    throw new WireError(rule.code);
  }
}

function checkTypes(call: Call, subject: SharingSubject, targets: readonly NewAssociation[]): void {
  const types = new Set([
    ...presentRows(subject, 'Resource').map((row) => row.entityType),
    ...subject.added.filter(({ kind }) => kind === 'Resource').map((item) => item.entityType),
  ]);
  const management = call.accountId === call.world.directory.managementId;
  const outsiders = [...presentRows(subject, 'Target'), ...targets].some(
    ({ entityId }) =>
      principalKind(entityId) === 'Account' && isExternal(call.world, call.accountId, entityId),
  );
  for (const name of types) {
    const type = findResourceType(name);
    if (type?.managementOnly && !management) throw new WireError('NotManagementAccount');
    if (type?.insideOnly && outsiders) {
      throw new WireError('ExternalTargetsNotAllowed.ResourceType');
    }
  }
}

/** A service gets the resources of one type through one share only, and each of them once. */
function checkServices(
  call: Call,
  subject: SharingSubject,
  targets: readonly NewAssociation[],
): void {
  const present = presentRows(subject, 'Target').filter(isService);
  const added = targets.filter(isService);
  const resources = [
    ...presentRows(subject, 'Resource'),
    ...subject.added.filter(({ kind }) => kind === 'Resource'),
  ];
  for (const { entityId } of [...present, ...added]) {
    for (const row of call.store.rowsToPrincipal(entityId)) {
      if (row.share.ownerId !== call.accountId || row.share === subject.share) continue;
      if (!isGranted(row) && row.status !== 'Associating') continue;
      const others = [...row.share.rows].filter(
        (other) => other.kind === 'Resource' && isGranted(other),
      );
      if (others.some((other) => resources.some(({ entityId: id }) => id === other.entityId))) {
        throw new WireError('NotSupport.Service.AssociateConflict');
      }
      if (
        others.some((other) => resources.some(({ entityType }) => entityType === other.entityType))
      ) {
        throw new WireError('NotSupport.Service.ExistInOtherResourceShare');
      }
    }
  }
}

function checkQuotas(
  call: Call,
  subject: SharingSubject,
  targets: readonly NewAssociation[],
): void {
  const { quotas } = call.world;
  const addedResources = subject.added.filter(({ kind }) => kind === 'Resource');
  if (addedResources.length > 0) {
    const shared = new Set(addedResources.map(({ entityId }) => entityId));
    for (const row of call.store.rowsOf(call.accountId)) {
      if (row.kind === 'Resource' && (isGranted(row) || row.status === 'Associating')) {
        shared.add(row.entityId);
      }
    }
    if (shared.size > quotas.resourcesPerAccount) {
      throw new WireError('QuotaExceeded.SharedResource.Count');
    }
  }
  const invited = targets.filter(({ entityId }) =>
    needsInvitation(call.world, { ownerId: call.accountId }, entityId),
  ).length;
  if (invited > 0 && pendingInvitations(call) + invited > quotas.pendingInvitations) {
    throw new WireError('QuotaExceeded.PendingInvitations');
  }
}

function pendingInvitations(call: Call): number {
  let pending = 0;
  for (const share of call.store.sharesOf(call.accountId)) {
    for (const invitation of share.invitations) {
      if (invitation.status === 'Pending') pending += 1;
    }
  }
  return pending;
}

function presentRows(subject: SharingSubject, kind: 'Resource' | 'Target'): readonly Association[] {
  return [...(subject.share?.rows ?? [])].filter(
    (row) => row.kind === kind && (isGranted(row) || row.status === 'Associating'),
  );
}

function isService(item: { readonly entityId: string }): boolean {
  return principalKind(item.entityId) === 'Service';
}
