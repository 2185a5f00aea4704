import type { AssociationStatus, ShareStatus } from './status.ts';

/** Whose share it is, seen from the account that read it. */
export type ShareOwner = 'self' | 'other';

/** The container that is shared: resources on one side, principals on the other. */
export interface ResourceShare {
  readonly id: string;
  readonly name: string;
  readonly owner: ShareOwner;
  /** Account id of the owner on the cloud's side. */
  readonly ownerId: string;
  readonly status: ShareStatus;
  /** Whether principals outside the organisation may be added; absent where the cloud does not say. */
  readonly allowExternal?: boolean;
  readonly description?: string;
  readonly tags: readonly Tag[];
  readonly resourceGroupId?: string;
  /** The share's own ARN or URN, where the cloud has such a name for shares. */
  readonly arn?: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  /** ISO 8601, UTC. */
  readonly updatedAt: string;
}

export interface Tag {
  readonly key: string;
  readonly value: string;
}

export type AssociationKind = 'resource' | 'principal';

/** One resource or one principal in a share. */
export interface Association {
  readonly shareId: string;
  readonly kind: AssociationKind;
  /** Resource id or principal id, as the cloud names it. */
  readonly entityId: string;
  /** Resource type (`VSwitch`, `vpc:subnet`), or the kind of principal (`Account`, `Folder`, …). */
  readonly entityType: string;
  /** ARN or URN of a resource, where the cloud gives one. */
  readonly arn?: string;
  readonly status: AssociationStatus;
  /** Why it failed, in the cloud's words. */
  readonly statusMessage?: string;
  /** What the cloud says about being outside the organisation; absent where it does not say. */
  readonly external?: boolean;
  /**
   * True for a principal that has to accept before it is associated, where the row tells. Absent where it does not: the
   * share is pending then while anybody outside has to.
   */
  readonly invited?: boolean;
  readonly failures: readonly AssociationFailure[];
  /** JSON text of a service principal's properties (its time window), as the cloud sent it. */
  readonly principalProperty?: string;
  /** JSON text of a resource's properties, as the cloud sent it. */
  readonly resourceProperty?: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** One failed pair: the entity is the other side, a principal for a resource and a resource for a principal. */
export interface AssociationFailure {
  readonly entityId: string;
  readonly entityType: string;
  readonly arn?: string;
  /** The cloud's code of the reason, such as `LimitExceeded`. */
  readonly reason: string;
  readonly description: string;
  /** The cloud's word for what was tried, such as `Associate`. */
  readonly operation: string;
}

/** A text that is equal for rows that speak of the same entity in the same share. */
export function associationKey(row: Pick<Association, 'kind' | 'entityType' | 'entityId'>): string {
  return row.kind === 'principal'
    ? `principal/${row.entityId}`
    : `resource/${row.entityType}/${row.entityId}`;
}
