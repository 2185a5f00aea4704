/** A resource to be shared, either by type and id or by ARN/URN. */
export type ResourceRef =
  | { readonly type: string; readonly id: string; readonly property?: string }
  | { readonly arn: string; readonly property?: string };

export interface PrincipalRef {
  readonly id: string;
  /** JSON text of a service principal's properties. */
  readonly property?: string;
}
