import * as z from 'zod/mini';

/**
 * Wire shapes of Resource Access Manager v1 (reference section 4), tolerant: the pages contradict each other on what
 * is always there, so only the identity of each object is demanded, unknown fields pass, and an optional field of an
 * unexpected type counts as absent.
 */
export const text = z.catch(z.optional(z.string()), undefined);
export const flag = z.catch(z.optional(z.boolean()), undefined);
export const count = z.catch(z.optional(z.number()), undefined);
export const identity = z.string().check(z.minLength(1));

export const times = { created_at: text, updated_at: text };

export function list<Item extends z.ZodMiniType>(item: Item) {
  return z.pipe(
    z.nullish(z.array(item)),
    z.transform((rows) => rows ?? []),
  );
}

/**
 * A list that the vendor's pages promise with every answer. Where it is missing something else has answered, and
 * nothing may be taken for gone, or for never made, because of that.
 */
export function promisedList<Item extends z.ZodMiniType>(item: Item) {
  return z.pipe(
    z.nullable(z.array(item)),
    z.transform((rows) => rows ?? []),
  );
}

/** A marker counts rows, or is the key of a tag; absent, null or empty on the last page. */
const marker = z.nullish(
  z.pipe(
    z.union([z.string(), z.number()]),
    z.transform((value) => String(value)),
  ),
);

/** A damaged marker must not pass for the last page: what is missing would look like what is not there. */
export const paged = { page_info: z.nullish(z.object({ next_marker: marker })) };

/** For operations that answer with nothing, or with whatever. */
export const nothing = z.unknown();

export const tag = z.object({ key: z.string(), value: text });

export type PageInfo = z.infer<typeof paged.page_info>;

/** The two sides of a share on the wire (reference section 3.2). */
export type WireOwner = 'self' | 'other-accounts';

export interface WireTag {
  readonly key: string;
  readonly value: string;
}
