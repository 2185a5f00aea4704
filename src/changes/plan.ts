import * as z from 'zod/mini';
import type {
  AssociateRequest,
  CreateRequest,
  PrincipalRef,
  ResourceRef,
  UpdateRequest,
} from '../clouds/cloud.ts';
import { changeSchema, principalItemSchema, scopeSchema, tagSchema } from './change.ts';
import { shareStateSchema } from './share-state.ts';

const resourceRefSchema: z.ZodMiniType<ResourceRef> = z.union([
  z.object({ arn: z.string(), property: z.exactOptional(z.string()) }),
  z.object({ type: z.string(), id: z.string(), property: z.exactOptional(z.string()) }),
]);
const entities = {
  resources: z.array(resourceRefSchema),
  principals: z.array(principalItemSchema),
};
const associateSchema: z.ZodMiniType<AssociateRequest> = z.object({
  ...entities,
  permissions: z.array(z.string()),
});
const createSchema: z.ZodMiniType<Omit<CreateRequest, 'knownIds'>> = z.object({
  ...entities,
  permissions: z.array(z.string()),
  name: z.string(),
  allowExternal: z.boolean(),
  description: z.exactOptional(z.string()),
  tags: z.exactOptional(z.array(tagSchema)),
});
const updateSchema: z.ZodMiniType<UpdateRequest> = z.object({
  name: z.string(),
  allowExternal: z.boolean(),
  description: z.exactOptional(z.string()),
});

/** One call. */
const stepSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('create'), request: createSchema }),
  z.object({ kind: z.literal('associate'), request: associateSchema }),
  z.object({ kind: z.literal('disassociate'), request: z.object(entities) }),
  z.object({ kind: z.literal('update'), request: updateSchema }),
  z.object({ kind: z.literal('delete') }),
  z.object({ kind: z.literal('leave') }),
  z.object({ kind: z.literal('accept'), invitationId: z.string() }),
  z.object({ kind: z.literal('reject'), invitationId: z.string() }),
  z.object({ kind: z.literal('setPermission'), permissionId: z.string(), replace: z.boolean() }),
  z.object({ kind: z.literal('removePermission'), permissionId: z.string() }),
  z.object({ kind: z.literal('tag'), tags: z.array(tagSchema) }),
  z.object({ kind: z.literal('untag'), keys: z.array(z.string()) }),
  z.object({ kind: z.literal('moveToResourceGroup'), resourceGroupId: z.string() }),
  z.object({ kind: z.literal('organizationSharing'), enabled: z.boolean() }),
]);

export const itemKinds = [
  'share',
  'resource',
  'principal',
  'permission',
  'tag',
  'name',
  'description',
  'allowExternal',
  'resourceGroup',
  'invitation',
  'organizationSharing',
] as const;

/** One thing that a plan says something about; with `kind`, `type` and `id` it is the only one of its part. */
const itemSchema = z.object({
  kind: z.enum(itemKinds),
  /** `unchanged`: it is as wanted already, and nothing is sent for it. */
  effect: z.enum(['new', 'gone', 'changed', 'unchanged']),
  /** Resource type, of a permission too; empty for everything else. */
  type: z.string(),
  /** As the cloud names it: id, ARN or URN, key of a tag, name of a permission or a share. */
  id: z.string(),
  arn: z.exactOptional(z.string()),
  /** With a resource or a principal: its properties as wanted, JSON text. */
  property: z.exactOptional(z.string()),
  /** What it was, and what it will be, where it has a value; a switch says `true` or `false`. */
  from: z.exactOptional(z.string()),
  to: z.exactOptional(z.string()),
  /** Index of the step that does it; absent where nothing is to be done. */
  step: z.exactOptional(z.number()),
});

const partSchema = z.object({
  /** The only one of its plan: scope and share id, or the place among the new ones for a share that is not made yet. */
  key: z.string(),
  scope: scopeSchema,
  share: z.object({
    /** Absent while it has yet to be created, and where no share is meant. */
    id: z.exactOptional(z.string()),
    name: z.string(),
  }),
  /** What this part was made from, to make it again. */
  changes: z.array(changeSchema),
  /** The share as it was known when the plan was made; absent where it was not known, or not there yet. */
  before: z.exactOptional(shareStateSchema),
  items: z.array(itemSchema),
  /** Sent in this order, one after the other, as writes on one share must be serial. */
  steps: z.array(stepSchema),
});

export const planSchema = z.object({
  /** Grows when what is kept on disk changes its shape. */
  version: z.literal(1),
  /** One a share; several may run side by side. */
  parts: z.array(partSchema),
});

export type Step = z.infer<typeof stepSchema>;
export type StepKind = Step['kind'];
export type PlanItem = z.infer<typeof itemSchema>;
export type PlanPart = z.infer<typeof partSchema>;
/** Everything that is to be sent, and what it does, as plain data: shown, kept, compared and applied. */
export type Plan = z.infer<typeof planSchema>;

/** A text that tells the items of a part apart, and is equal for the same item in a plan made again. */
export function planItemKey({ kind, type, id }: Pick<PlanItem, 'kind' | 'type' | 'id'>): string {
  return `${kind}/${type}/${id}`;
}

/** How many calls the plan takes. */
export function callCount(plan: Plan): number {
  return plan.parts.reduce((sum, { steps }) => sum + steps.length, 0);
}

/** What a step adds or removes. */
export function entitiesOf(step: Step): {
  readonly resources: readonly ResourceRef[];
  readonly principals: readonly PrincipalRef[];
} {
  return step.kind === 'create' || step.kind === 'associate' || step.kind === 'disassociate'
    ? step.request
    : { resources: [], principals: [] };
}
