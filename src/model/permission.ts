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
