import { existsNot } from './failure-rules.ts';
import { isOutside } from './lifecycle.ts';
import type { Call } from './operation.ts';
import { readPrincipal, type PrincipalName } from './organisation.ts';
import { defaultPermission } from './permission-library.ts';
import { findResourceType, readUrn } from './resource-types.ts';
import type { Association, Share } from './share.ts';
import { WireError } from './wire-error.ts';

/** What is to be added to a share. */
export interface Addition {
  readonly principals: readonly string[];
  readonly resource_urns: readonly string[];
}

/** The share that it is added to; absent for one that is not made yet. */
export interface Target {
  readonly share: Share | undefined;
  readonly allowExternal: boolean;
}

/**
 * Whether all of it may be shared: who it is for, what it is, and how much of it.
 * @throws WireError with the first rule that is broken; nothing is added then
 */
export function checkAddition(call: Call, target: Target, added: Addition): void {
  const present = new Set(
    [...(target.share?.rows ?? [])].filter(stillThere).map(({ entity }) => entity),
  );
  const seen = new Set(present);
  for (const principal of added.principals) {
    checkPrincipal(call, target.allowExternal, principal);
    if (seen.has(principal)) throw new WireError('RAM.1006');
    seen.add(principal);
  }
  for (const urn of added.resource_urns) {
    checkResource(call, urn);
    if (seen.has(urn)) throw new WireError('RAM.1007');
    seen.add(urn);
  }
  checkQuotas(call, added);
}

/** Rows that stand in the way of adding the same once more. */
export function stillThere(row: Association): boolean {
  return row.status !== 'failed' && row.status !== 'disassociated';
}

function checkPrincipal(call: Call, allowExternal: boolean, principal: string): void {
  const name = readPrincipal(principal);
  if (name === undefined) throw new WireError('RAM.1004');
  if (name.kind !== 'account') {
    checkOrganisationUrn(call, principal, name);
    return;
  }
  if (principal === call.accountId) throw new WireError('RAM.1005', [principal]);
  if (existsNot(principal)) throw new WireError('RAM.1004');
  if (!allowExternal && isOutside(call.world, call.accountId, principal)) {
    throw new WireError('RAM.1014', [principal]);
  }
}

function checkOrganisationUrn(call: Call, principal: string, name: PrincipalName): void {
  const { organisation, sharingEnabled, switches } = call.world;
  if (name.kind === 'organisation' && switches.organisationUrns === 'root-and-units') {
    throw new WireError('RAM.1004');
  }
  if (!organisation.hasAccount(call.accountId) || !organisation.isOwn(name)) {
    throw new WireError('RAM.1014', [principal]);
  }
  if (!organisation.has(name)) throw new WireError('RAM.1802');
  if (!sharingEnabled) throw new WireError('RAM.1013', [organisation.managementId]);
}

function checkResource(call: Call, urn: string): void {
  const name = readUrn(urn);
  if (name === undefined) throw new WireError('RAM.EMU.0001', ['resource_urns', 'not a URN']);
  if (name.accountId !== call.accountId) throw new WireError('RAM.1010', [call.accountId, urn]);
  if (findResourceType(name.type) === undefined) throw new WireError('RAM.1009', [name.type]);
}

function checkQuotas(call: Call, added: Addition): void {
  const { store, quotas, organisation } = call.world;
  const used = { resource: 0, principal: 0, invited: 0 };
  for (const row of store.rowsOf(call.accountId)) {
    if (!stillThere(row)) continue;
    used[row.kind] += 1;
    if (row.awaitsAnswer && row.outside) used.invited += 1;
  }
  const strangers = added.principals.filter(
    (principal) =>
      readPrincipal(principal)?.kind === 'account' &&
      !(organisation.hasAccount(call.accountId) && organisation.hasAccount(principal)),
  );
  checkTotal('resource', used.resource, added.resource_urns.length, quotas.resourcesPerAccount);
  checkTotal('principal', used.principal, added.principals.length, quotas.principalsPerAccount);
  checkTotal('invitation', used.invited, strangers.length, quotas.pendingInvitations);
}

/** @throws WireError when an account would have more than it may */
export function checkTotal(what: string, used: number, added: number, quota: number): void {
  if (added > 0 && used + added > quota) throw new WireError('RAM.1012', [what, quota, added]);
}

/** @throws WireError when a share would have more than it may */
export function checkPerShare(what: string, used: number, added: number, quota: number): void {
  if (added > 0 && used + added > quota) {
    throw new WireError('RAM.1011', [what, 'resource share', quota, added]);
  }
}

/** Gives each type of the resources its default permission, where the share has none for it yet. */
export function bindDefaults(share: Share, urns: readonly string[], at: number): void {
  for (const urn of urns) {
    const permission = defaultPermission(readUrn(urn)?.type ?? '');
    if (permission === undefined || share.permissions.has(permission.resourceType)) continue;
    share.permissions.set(permission.resourceType, { permissionId: permission.id, createdAt: at });
  }
}
