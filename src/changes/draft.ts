import * as z from 'zod/mini';

/**
 * What a form holds while it is being filled in: plain JSON, valid or not, so that nothing typed is ever lost.
 * The same schema parses it on both sides of a webview and after a reload.
 */
const timeWindowSchema = z.object({
  /** `always` sends no property. */
  kind: z.enum(['always', 'day', 'timeRange']),
  /** HH:MM */
  beginAtTime: z.string(),
  endAtTime: z.string(),
  /** `UTC+8` */
  timezone: z.string(),
});

const resourceRowSchema = z.object({
  /** Resource type; empty when `value` is an ARN or URN. */
  type: z.string(),
  /** Resource id, ARN or URN. */
  value: z.string(),
  /** JSON text, empty for none. */
  property: z.string(),
});

const principalRowSchema = z.object({
  id: z.string(),
  timeWindow: timeWindowSchema,
});

const tagRowSchema = z.object({ key: z.string(), value: z.string() });

const destinationSchema = z.object({
  accountId: z.string(),
  region: z.string(),
});

export const shareDraftSchema = z.object({
  destination: destinationSchema,
  /** Absent: a new share is created. Present: rows are added to this one. */
  share: z.optional(z.object({ id: z.string(), name: z.string(), allowExternal: z.boolean() })),
  name: z.string(),
  /** Empty for none, and in drafts that were kept before there was one; so are the tags. */
  description: z._default(z.string(), ''),
  allowExternal: z.boolean(),
  resources: z.array(resourceRowSchema),
  principals: z.array(principalRowSchema),
  /** Resource type → permission id. Types without an entry take the cloud's default. */
  permissions: z.record(z.string(), z.string()),
  tags: z._default(z.array(tagRowSchema), []),
});

export type TimeWindow = z.infer<typeof timeWindowSchema>;
export type ResourceRow = z.infer<typeof resourceRowSchema>;
export type PrincipalRow = z.infer<typeof principalRowSchema>;
export type TagRow = z.infer<typeof tagRowSchema>;
export type ShareDraft = z.infer<typeof shareDraftSchema>;
