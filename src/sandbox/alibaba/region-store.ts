import type { Association, Invitation, Share } from './share.ts';

/** The shares of one region with the indexes that the lists need. Every set is in the order of `seq`. */
export class RegionStore {
  readonly id: string;
  readonly shares = new Map<string, Share>();
  readonly invitations = new Map<string, Invitation>();
  readonly #sharesByOwner = new Map<string, Set<Share>>();
  readonly #rowsByOwner = new Map<string, Set<Association>>();
  readonly #rowsByPrincipal = new Map<string, Set<Association>>();
  readonly #rowsByResource = new Map<string, Set<Association>>();
  readonly #invitationsByReceiver = new Map<string, Set<Invitation>>();

  constructor(id: string) {
    this.id = id;
  }

  addShare(share: Share): void {
    this.shares.set(share.id, share);
    put(this.#sharesByOwner, share.ownerId, share);
  }

  removeShare(share: Share): void {
    this.shares.delete(share.id);
    this.#sharesByOwner.get(share.ownerId)?.delete(share);
    for (const row of share.rows) this.removeRow(row);
    for (const invitation of share.invitations) this.#removeInvitation(invitation);
  }

  addRow(row: Association): void {
    row.share.rows.add(row);
    put(this.#rowsByOwner, row.share.ownerId, row);
    put(row.kind === 'Target' ? this.#rowsByPrincipal : this.#rowsByResource, row.entityId, row);
  }

  removeRow(row: Association): void {
    row.share.rows.delete(row);
    this.#rowsByOwner.get(row.share.ownerId)?.delete(row);
    this.#rowsByPrincipal.get(row.entityId)?.delete(row);
    this.#rowsByResource.get(row.entityId)?.delete(row);
  }

  addInvitation(invitation: Invitation): void {
    invitation.share.invitations.add(invitation);
    this.invitations.set(invitation.id, invitation);
    put(this.#invitationsByReceiver, invitation.receiverId, invitation);
  }

  sharesOf(ownerId: string): ReadonlySet<Share> {
    return this.#sharesByOwner.get(ownerId) ?? noItems;
  }

  rowsOf(ownerId: string): ReadonlySet<Association> {
    return this.#rowsByOwner.get(ownerId) ?? noItems;
  }

  /** The rows in which the principal is the entity, of all owners and in every status. */
  rowsToPrincipal(principalId: string): ReadonlySet<Association> {
    return this.#rowsByPrincipal.get(principalId) ?? noItems;
  }

  rowsWithResource(resourceId: string): ReadonlySet<Association> {
    return this.#rowsByResource.get(resourceId) ?? noItems;
  }

  invitationsTo(receiverId: string): ReadonlySet<Invitation> {
    return this.#invitationsByReceiver.get(receiverId) ?? noItems;
  }

  #removeInvitation(invitation: Invitation): void {
    this.invitations.delete(invitation.id);
    this.#invitationsByReceiver.get(invitation.receiverId)?.delete(invitation);
  }
}

const noItems: ReadonlySet<never> = new Set<never>();

function put<T>(index: Map<string, Set<T>>, key: string, item: T): void {
  const items = index.get(key);
  if (items === undefined) index.set(key, new Set([item]));
  else items.add(item);
}
