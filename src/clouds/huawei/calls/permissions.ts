import * as z from 'zod/mini';
import type { Call } from '../caller.ts';
import { flag, identity, list, nothing, paged, text, times } from './wire.ts';

const version = z.catch(
  z.optional(
    z.pipe(
      z.union([z.number(), z.string()]),
      z.transform((value) => String(value)),
    ),
  ),
  undefined,
);

const permission = z.object({
  id: identity,
  name: text,
  resource_type: text,
  is_resource_type_default: flag,
  permission_urn: text,
  permission_type: text,
  default_version: flag,
  version,
  status: text,
  content: text,
  ...times,
});
const permissionsAnswer = z.object({ permissions: list(permission), ...paged });
const permissionAnswer = z.object({ permission });

const associatedPermission = z.object({
  permission_id: identity,
  permission_name: text,
  resource_type: text,
  status: text,
  ...times,
});
const associatedAnswer = z.object({
  associated_permissions: list(associatedPermission),
  ...paged,
});

export type WirePermission = z.infer<typeof permission>;
export type WireAssociatedPermission = z.infer<typeof associatedPermission>;

/** Reference section 5.8. Unless it replaces, it fails where the share has another permission for the type. */
export function associateResourceSharePermission(
  shareId: string,
  body: { readonly permission_id: string; readonly replace: boolean },
): Call<typeof nothing> {
  return { operation: 'AssociateResourceSharePermission', id: shareId, body, answer: nothing };
}

/** Reference section 5.9. */
export function disassociateResourceSharePermission(
  shareId: string,
  body: { readonly permission_id: string },
): Call<typeof nothing> {
  return { operation: 'DisassociateResourceSharePermission', id: shareId, body, answer: nothing };
}

/** Reference section 5.10. */
export function listResourceSharePermissions(shareId: string): Call<typeof associatedAnswer> {
  return { operation: 'ListResourceSharePermissions', id: shareId, answer: associatedAnswer };
}

/** Reference section 5.11. */
export function listPermissions(query: {
  readonly resource_type?: string | undefined;
}): Call<typeof permissionsAnswer> {
  return { operation: 'ListPermissions', query, answer: permissionsAnswer };
}

/** Reference section 5.12. */
export function showPermission(
  id: string,
  query: { readonly permission_version?: string | undefined },
): Call<typeof permissionAnswer> {
  return { operation: 'ShowPermission', id, query, answer: permissionAnswer };
}

/** Reference section 5.13. */
export function listPermissionVersions(id: string): Call<typeof permissionsAnswer> {
  return { operation: 'ListPermissionVersions', id, answer: permissionsAnswer };
}
