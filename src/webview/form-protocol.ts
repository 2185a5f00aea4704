import * as z from 'zod/mini';
import type { Abilities } from '../clouds/cloud.ts';
import { preconditionRules, shareOperations } from '../clouds/preconditions.ts';
import { shareDraftSchema } from '../changes/draft.ts';
import type { ExistingRow } from '../changes/rules.ts';
import { cloudIds } from '../model/account.ts';
import type { PermissionSummary } from '../model/permission.ts';
import { invitationStates } from '../model/invitation.ts';
import { quotaKinds } from '../model/quota.ts';
import { associationStates, shareStates } from '../model/status.ts';
import { droppedSchema, languageFields, parseWith, scopeSchema, type Parsed } from './message.ts';

/** What the two halves of a form say to each other. */

/** Said by the page. */
const pageMessageSchema = z.discriminatedUnion('type', [
  /** The page listens now. Carries the draft that survived hiding or reloading. */
  z.object({ type: z.literal('ready'), draft: z.exactOptional(shareDraftSchema) }),
  z.object({ type: z.literal('draftChanged'), draft: shareDraftSchema }),
  /** Another account or region was chosen: the host answers with `destination`. */
  z.object({ type: z.literal('chooseDestination'), destination: scopeSchema }),
  z.object({ type: z.literal('loadPermissions'), destination: scopeSchema }),
  z.object({ type: z.literal('submit'), draft: shareDraftSchema }),
  /** Shows what `submit` would do, on a page of its own that can be applied. */
  z.object({ type: z.literal('showPlan'), draft: shareDraftSchema }),
  /** Stops what `submit` started. */
  z.object({ type: z.literal('cancel') }),
  /** Copies the request id of the failure that the host sent last. */
  z.object({ type: z.literal('copyRequestId') }),
  /** Whether the keyboard is in the page now; told whenever that changes. */
  z.object({ type: z.literal('focus'), isIn: z.boolean() }),
  droppedSchema,
]);

const resourceTypeSchema = z.object({
  type: z.string(),
  arn: z.exactOptional(z.string()),
  forms: z.enum(['id', 'arn', 'both']),
  external: z.exactOptional(z.boolean()),
  service: z.exactOptional(z.boolean()),
  leave: z.exactOptional(z.boolean()),
  properties: z.exactOptional(z.boolean()),
  regions: z.exactOptional(z.array(z.string())),
});

const preconditionSchema = z.object({
  rule: z.enum(preconditionRules),
  operations: z.array(z.enum(shareOperations)),
  states: z.exactOptional(
    z.array(z.enum([...shareStates, ...associationStates, ...invitationStates])),
  ),
  quota: z.exactOptional(z.enum(quotaKinds)),
  code: z.exactOptional(z.string()),
  basis: z.enum(['published', 'inferred']),
  passes: z.exactOptional(z.literal(true)),
});

const abilitiesSchema: z.ZodMiniType<Abilities> = z.object({
  cloud: z.enum(cloudIds),
  regional: z.boolean(),
  receivedPermissions: z.boolean(),
  permissionVersions: z.boolean(),
  resourceGroups: z.boolean(),
  organizationSharing: z.object({ enable: z.boolean(), disable: z.boolean() }),
  quotas: z.boolean(),
  preconditions: z.array(preconditionSchema),
  itemsPerCall: z.object({
    resources: z.number(),
    principals: z.number(),
    permissions: z.number(),
    shareIds: z.number(),
  }),
  pageSize: z.number(),
  name: z.object({ max: z.number(), pattern: z.string() }),
  description: z.exactOptional(z.object({ max: z.number(), pattern: z.exactOptional(z.string()) })),
  tags: z.exactOptional(
    z.object({
      max: z.number(),
      keyMax: z.exactOptional(z.number()),
      keyPattern: z.exactOptional(z.string()),
      keyReserved: z.exactOptional(z.array(z.string())),
      valueMax: z.exactOptional(z.number()),
      valuePattern: z.exactOptional(z.string()),
    }),
  ),
  allowExternalDefault: z.boolean(),
  resourceForm: z.enum(['idOrArn', 'urn']),
  resourceTypes: z.array(resourceTypeSchema),
  arnPattern: z.string(),
  principals: z.array(
    z.object({
      kind: z.enum(['account', 'organization', 'folder', 'unit', 'service']),
      pattern: z.string(),
      example: z.string(),
    }),
  ),
  serviceTimeWindow: z.boolean(),
  codes: z.exactOptional(
    z.object({
      principalForm: z.exactOptional(z.string()),
      principalIsOwner: z.exactOptional(z.string()),
      principalTwice: z.exactOptional(z.string()),
      principalOutside: z.exactOptional(z.string()),
      resourceTwice: z.exactOptional(z.string()),
      resourceOfOther: z.exactOptional(z.string()),
      resourceType: z.exactOptional(z.string()),
      shareMissing: z.exactOptional(z.string()),
      notOwner: z.exactOptional(z.string()),
    }),
  ),
});

const permissionSchema: z.ZodMiniType<PermissionSummary> = z.object({
  name: z.string(),
  id: z.string(),
  version: z.string(),
  resourceType: z.string(),
  isDefault: z.boolean(),
});

/** One account to send to, with its regions. */
const destinationOptionSchema = z.object({
  accountId: z.string(),
  label: z.string(),
  ownerId: z.string(),
  sandbox: z.boolean(),
  regions: z.array(z.string()),
});

/** A row that the share has already: what the check for duplicates needs of it. */
const existingRowSchema: z.ZodMiniType<ExistingRow> = z.object({
  kind: z.enum(['resource', 'principal']),
  entityId: z.string(),
  entityType: z.string(),
  arn: z.exactOptional(z.string()),
  state: z.enum([...associationStates, 'unknown']),
});

/** Everything that depends on where the draft goes. */
const destinationSchema = z.object({
  scope: scopeSchema,
  abilities: abilitiesSchema,
  /** Account id on the cloud's side. */
  ownerId: z.string(),
  existing: z.array(existingRowSchema),
});

/** What the page shows of an error of the cloud. The cause stays with the host. */
const shownErrorSchema = z.object({
  kind: z.string(),
  code: z.string(),
  message: z.string(),
  operation: z.string(),
  requestId: z.exactOptional(z.string()),
  meaning: z.exactOptional(z.string()),
  advice: z.exactOptional(z.string()),
});

const permissionsResultSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('loaded'), permissions: z.array(permissionSchema) }),
  z.object({ kind: z.literal('failed'), error: shownErrorSchema }),
]);

/** Said by the host. */
const hostMessageSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('init'),
    ...languageFields,
    draft: shareDraftSchema,
    /** False when the form was started from a row that says where it goes. */
    destinationOpen: z.boolean(),
    options: z.array(destinationOptionSchema),
    /** Absent when the account of the draft is not configured any more. */
    destination: z.exactOptional(destinationSchema),
    /** True while an earlier `submit` runs on, after the page was hidden and shown again. */
    sending: z.boolean(),
    /** When the form was opened first, in epoch milliseconds: the page keeps it with the draft. */
    openedAt: z.number(),
  }),
  z.object({ type: z.literal('options'), options: z.array(destinationOptionSchema) }),
  z.object({ type: z.literal('destination'), destination: destinationSchema }),
  z.object({
    type: z.literal('permissions'),
    scope: scopeSchema,
    result: permissionsResultSchema,
  }),
  z.object({ type: z.literal('progress'), done: z.number(), total: z.number() }),
  z.object({
    type: z.literal('failed'),
    error: shownErrorSchema,
    /** What was done before it failed, one sentence each. */
    done: z.array(z.string()),
    /** What is left to send: the form goes on with exactly this. */
    draft: shareDraftSchema,
  }),
  /** Everything was sent; the host closes the form next. */
  z.object({ type: z.literal('done') }),
]);

/** What VS Code keeps for a page, for when it is shown again or the window is loaded again. */
const pageStateSchema = z.object({
  draft: shareDraftSchema,
  destinationOpen: z.boolean(),
  openedAt: z.exactOptional(z.number()),
});

export type PageMessage = z.infer<typeof pageMessageSchema>;
export type HostMessage = z.infer<typeof hostMessageSchema>;
export type InitMessage = Extract<HostMessage, { type: 'init' }>;
export type DestinationOption = z.infer<typeof destinationOptionSchema>;
export type Destination = z.infer<typeof destinationSchema>;
export type ShownError = z.infer<typeof shownErrorSchema>;
export type PermissionsResult = z.infer<typeof permissionsResultSchema>;
export type PageState = z.infer<typeof pageStateSchema>;

/** Reads what came from the page. */
export function parsePageMessage(data: unknown): Parsed<PageMessage> {
  return parseWith(pageMessageSchema, data);
}

/** Reads what came from the host. */
export function parseHostMessage(data: unknown): Parsed<HostMessage> {
  return parseWith(hostMessageSchema, data);
}

/** Reads what VS Code kept; undefined when there is nothing or it is not ours. */
export function parsePageState(data: unknown): PageState | undefined {
  return pageStateSchema.safeParse(data).data;
}
