import type { AssociationStatus } from './status.ts';

/** What may be done with resources of one type. */
export interface PermissionSummary {
  readonly name: string;
  /** How the cloud's calls name it: the name itself on Alibaba Cloud, an id on Huawei Cloud. */
  readonly id: string;
  readonly version: string;
  readonly resourceType: string;
  /** True for the permission a share gets when none is chosen for the type. */
  readonly isDefault: boolean;
}

export interface Permission extends PermissionSummary {
  /** The policy text as the cloud sent it, usually JSON. */
  readonly content: string;
}

/** One version of a permission. */
export interface PermissionVersion extends PermissionSummary {
  /** True for the version that a share gets when it gets the permission. */
  readonly isDefaultVersion: boolean;
  /** ISO 8601, UTC; empty where the cloud does not say. */
  readonly createdAt: string;
}

/** A permission that a share carries: at most one for each type of resource. */
export interface SharePermission {
  readonly shareId: string;
  /** How the cloud's calls name it, as in {@link PermissionSummary}. */
  readonly id: string;
  readonly name: string;
  readonly resourceType: string;
  /** Absent where the cloud does not say which version the share has. */
  readonly version?: string;
  /** Whether it is the one that the type gets when none is chosen; absent where the cloud does not say. */
  readonly isDefault?: boolean;
  /** Associated where the cloud lists permissions without a status. */
  readonly status: AssociationStatus;
  /** ISO 8601, UTC; of the binding where the cloud says, else of the permission. Empty where it says nothing. */
  readonly createdAt: string;
  readonly updatedAt: string;
}
