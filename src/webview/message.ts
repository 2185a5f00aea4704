import * as z from 'zod/mini';

/**
 * What the protocols of all pages have in common. Both halves of a page parse what they get with the schemas of their
 * protocol: a message that does not fit is dropped and logged. No secret has a place in any.
 */

export type Parsed<Message> =
  | { readonly ok: true; readonly message: Message }
  | { readonly ok: false; readonly reason: string };

/** Reads a message with the schema of its protocol. */
export function parseWith<Message>(schema: z.ZodMiniType<Message>, data: unknown): Parsed<Message> {
  const result = schema.safeParse(data);
  if (result.success) return { ok: true, message: result.data };
  // Where it is wrong, never what it holds: the log may be read by others.
  const places = result.error.issues.map(
    (issue) => `${issue.path.join('.') || 'message'} (${issue.code})`,
  );
  return { ok: false, reason: places.join(', ') };
}

/** Said by every page: a message of the host did not fit. It gets into the log. */
export const droppedSchema = z.object({ type: z.literal('dropped'), reason: z.string() });

/** The bundle as VS Code gives it: the English text, or with a comment both of them. */
const l10nBundleSchema = z.record(
  z.string(),
  z.union([z.string(), z.object({ message: z.string(), comment: z.array(z.string()) })]),
);

/** In the first message that a host sends: the language of the page. */
export const languageFields = {
  locale: z.string(),
  l10n: z.exactOptional(l10nBundleSchema),
};

export interface Language {
  readonly locale: string;
  readonly l10n?: z.infer<typeof l10nBundleSchema>;
}
export type Dropped = z.infer<typeof droppedSchema>;

export const scopeSchema = z.object({ accountId: z.string(), region: z.string() });
