import * as z from 'zod/mini';
import { canonicalJson } from '../model/canonical-json.ts';
import { associationStates, shareStates } from '../model/status.ts';
import { type ResourceItem, tagSchema } from './change.ts';

/** A row of a share as a plan remembers it. */
const stateRowSchema = z.object({
  id: z.string(),
  /** Resource type, or the kind of principal. */
  type: z.string(),
  arn: z.exactOptional(z.string()),
  property: z.exactOptional(z.string()),
  state: z.enum([...associationStates, 'unknown']),
  /** What has failed: to put it in, or to take it out; absent where the cloud does not say. */
  failed: z.exactOptional(z.enum(['adding', 'removing'])),
  /** What the cloud says about being outside the organisation; absent where it does not say. */
  external: z.exactOptional(z.boolean()),
  /** True for a principal that has to accept before it is associated; absent where the row does not tell. */
  invited: z.exactOptional(z.boolean()),
});

const statePermissionSchema = z.object({
  id: z.string(),
  name: z.string(),
  resourceType: z.string(),
  version: z.exactOptional(z.string()),
});

/**
 * A share at the moment when a plan was made, as far as the plan rests on it. Dead rows are left out. Kept in the
 * plan: what *before* shows, and what the share is compared with before anything is sent.
 */
export const shareStateSchema = z.object({
  name: z.string(),
  owner: z.enum(['self', 'other']),
  ownerId: z.string(),
  status: z.enum([...shareStates, 'unknown']),
  allowExternal: z.exactOptional(z.boolean()),
  description: z.exactOptional(z.string()),
  resourceGroupId: z.exactOptional(z.string()),
  tags: z.array(tagSchema),
  resources: z.array(stateRowSchema),
  principals: z.array(stateRowSchema),
  /** Absent where they were not read. */
  permissions: z.exactOptional(z.array(statePermissionSchema)),
});

export type StateRow = z.infer<typeof stateRowSchema>;
export type ShareState = z.infer<typeof shareStateSchema>;

/**
 * True for a row that gives access, or will by itself; what is unknown counts as there. What has failed does where it
 * could not be taken out.
 */
export function isIn({ state, failed }: Pick<StateRow, 'state' | 'failed'>): boolean {
  switch (state) {
    case 'associated':
    case 'associating':
    case 'unknown':
      return true;
    case 'failed':
      return failed === 'removing';
    case 'disassociating':
    case 'disassociated':
      return false;
  }
}

/** True for a principal that waits for an answer to its invitation, as far as the cloud tells. */
export function mayBeInvited({ state, external, invited }: StateRow): boolean {
  return state === 'associating' && (invited ?? external !== false);
}

/** The row of a state that an item names, by its ARN where it has one. */
export function findStateRow(
  rows: readonly StateRow[],
  item: Pick<ResourceItem, 'type' | 'id' | 'arn'>,
): StateRow | undefined {
  const byId = (row: StateRow): boolean => row.id === item.id && row.type === item.type;
  if (item.arn === undefined) return rows.find(byId);
  const { arn } = item;
  return rows.find((row) =>
    row.arn === undefined ? byId(row) || isNamedBy(row, arn) : row.arn === arn,
  );
}

/** A row may come without its ARN; its id is the last part of it then. */
function isNamedBy({ id }: StateRow, arn: string): boolean {
  return arn.endsWith(`/${id}`) || arn.endsWith(`:${id}`);
}

/**
 * True where nothing that a plan may rest on differs. What a cloud does by itself is no difference: a row that settles
 * well, a share that waits for an answer or has got it. Nor is what only one of two readings tells.
 */
export function isSameState(a: ShareState, b: ShareState): boolean {
  return (
    a.name === b.name &&
    a.owner === b.owner &&
    agree(a.allowExternal, b.allowExternal) &&
    (a.description ?? '') === (b.description ?? '') &&
    agree(a.resourceGroupId, b.resourceGroupId) &&
    isEnding(a) === isEnding(b) &&
    tagText(a) === tagText(b) &&
    rowText(a.resources) === rowText(b.resources) &&
    rowText(a.principals) === rowText(b.principals) &&
    agree(permissionText(a), permissionText(b))
  );
}

/** True once a share is on its way out, or gone: nothing can be changed in it any more. */
export function isEnding({ status }: Pick<ShareState, 'status'>): boolean {
  return status === 'deleting' || status === 'deleted';
}

function agree(a: string | boolean | undefined, b: string | boolean | undefined): boolean {
  return a === undefined || b === undefined || a === b;
}

function tagText({ tags }: ShareState): string {
  return inOrder(tags.map(({ key, value }) => [key, value]));
}

function rowText(rows: readonly StateRow[]): string {
  return inOrder(
    rows.filter(isIn).map(({ id, type, property = '' }) => [type, id, canonicalJson(property)]),
  );
}

function permissionText({ permissions }: ShareState): string | undefined {
  return permissions && inOrder(permissions.map(({ id, version = '' }) => [id, version]));
}

function inOrder(rows: readonly (readonly string[])[]): string {
  return rows
    .map((row) => JSON.stringify(row))
    .sort()
    .join('\n');
}
