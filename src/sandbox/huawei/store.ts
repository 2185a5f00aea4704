import type { Association, Invitation, Share } from './share.ts';

/** All shares with the indexes that the lists need. Every set is in the order of `seq`. */
export class Store {
  readonly shares = new Map<string, Share>();
  readonly invitations = new Map<string, Invitation>();
  readonly #sharesByOwner = new Map<string, Set<Share>>();
  readonly #rowsByOwner = new Map<string, Set<Association>>();
  readonly #rowsByEntity = new Map<string, Set<Association>>();
  readonly #invitationsByReceiver = new Map<string, Set<Invitation>>();

  addShare(share: Share): void {
    this.shares.set(share.id, share);
    put(this.#sharesByOwner, share.ownerId, share);
  }

  removeShare(share: Share): void {
    this.shares.delete(share.id);
    this.#sharesByOwner.get(share.ownerId)?.delete(share);
    for (const row of share.rows) this.removeRow(row);
    for (const invitation of share.invitations) this.removeInvitation(invitation);
  }

  addRow(row: Association): void {
    row.share.rows.add(row);
    put(this.#rowsByOwner, row.share.ownerId, row);
    put(this.#rowsByEntity, row.entity, row);
  }

  removeRow(row: Association): void {
    row.share.rows.delete(row);
    this.#rowsByOwner.get(row.share.ownerId)?.delete(row);
    this.#rowsByEntity.get(row.entity)?.delete(row);
  }

  addInvitation(invitation: Invitation): void {
    invitation.share.invitations.add(invitation);
    this.invitations.set(invitation.id, invitation);
    put(this.#invitationsByReceiver, invitation.receiverId, invitation);
  }

  removeInvitation(invitation: Invitation): void {
    invitation.share.invitations.delete(invitation);
    this.invitations.delete(invitation.id);
    this.#invitationsByReceiver.get(invitation.receiverId)?.delete(invitation);
  }

  sharesOf(ownerId: string): ReadonlySet<Share> {
    return this.#sharesByOwner.get(ownerId) ?? noItems;
  }

  rowsOf(ownerId: string): ReadonlySet<Association> {
    return this.#rowsByOwner.get(ownerId) ?? noItems;
  }

  /** The rows of a resource's URN or of a principal, of all owners and in every status. */
  rowsWith(entity: string): ReadonlySet<Association> {
    return this.#rowsByEntity.get(entity) ?? noItems;
  }

  invitationsTo(receiverId: string): ReadonlySet<Invitation> {
    return this.#invitationsByReceiver.get(receiverId) ?? noItems;
  }
}

const noItems: ReadonlySet<never> = new Set<never>();

function put<T>(index: Map<string, Set<T>>, key: string, item: T): void {
  const items = index.get(key);
  if (items === undefined) index.set(key, new Set([item]));
  else items.add(item);
}
