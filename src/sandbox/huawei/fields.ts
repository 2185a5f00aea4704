import * as z from 'zod/mini';

const text = (least: number, most: number, pattern?: RegExp) =>
  z
    .string()
    .check(
      z.minLength(least),
      z.maxLength(most),
      ...(pattern === undefined ? [] : [z.regex(pattern)]),
    );

/** A text that may be left out. */
export const optionalText = (most: number) => z.exactOptional(text(0, most));
/** A list that may be left out; it is empty then. */
const optionalList = <Item extends z.ZodMiniType>(item: Item, least: number, most: number) =>
  z._default(z.array(item).check(z.minLength(least), z.maxLength(most)), []);

export const shareName = text(1, 64, /^[\u4e00-\u9fa5a-zA-Z0-9\-_.]*$/);
export const description = text(0, 256, /^[^<>]*$/);
export const permissionId = text(1, 36, /^[\w-]+$/);
/** Their form is checked with what they mean: it has codes of its own. */
export const principals = optionalList(text(0, 1500), 0, 20);
export const resourceUrns = optionalList(text(0, 1500), 0, 20);
export const permissionIds = optionalList(text(0, 36), 0, 20);

const tagKey = text(1, 128, /^((?!\s)(?!_sys_)[\p{L}\p{Z}\p{N}_.:=+\-@]*)(?<!\s)$/u);
const tagValue = text(0, 255, /^([\p{L}\p{Z}\p{N}_.:/=+\-@]*)$/u);
const uniqueKeys = z.refine<readonly { readonly key: string }[]>(
  (items) => new Set(items.map(({ key }) => key)).size === items.length,
  'a key stands there twice',
);
const tag = z.object({ key: tagKey, value: tagValue });

/** A key stands there once at most. */
export const tags = z._default(z.array(tag).check(z.maxLength(20), uniqueKeys), []);
export const someTags = z.array(tag).check(z.minLength(1), z.maxLength(20), uniqueKeys);
export const someTagKeys = z
  .array(z.object({ key: tagKey, value: z.exactOptional(tagValue) }))
  .check(z.minLength(1), z.maxLength(20), uniqueKeys);
export const tagFilters = z._default(
  z
    .array(
      z.object({
        key: text(1, 128),
        values: z._default(
          z.array(text(0, 255)).check(
            z.maxLength(20),
            z.refine(
              (values) => new Set(values).size === values.length,
              'a value stands there twice',
            ),
          ),
          [],
        ),
      }),
    )
    .check(z.maxLength(20), uniqueKeys),
  [],
);

export const resourceOwner = z.enum(['self', 'other-accounts']);
/** Filters of searches: absent or at least one, a hundred at most. */
export const ids = z.exactOptional(z.array(text(1, 1500)).check(z.minLength(1), z.maxLength(100)));
export const shareIds = z.exactOptional(
  z.array(text(1, 36, /^[\w-]+$/)).check(z.minLength(1), z.maxLength(100)),
);
/** A list that may also be empty, which is no filter. */
export const principalFilter = optionalList(text(1, 1500), 0, 100);
export const invitationIds = optionalList(text(1, 36, /^[\w-]+$/), 0, 100);

const markerText = text(1, 64, /^\d+$/);

/** Paging in a body. */
export const bodyPage = {
  limit: z.exactOptional(z.int().check(z.minimum(1), z.maximum(2000))),
  marker: z.exactOptional(markerText),
};

/** A whole number in a query. */
export const queryNumber = (least: number, most: number) =>
  z.exactOptional(
    z.pipe(
      text(1, 10, /^\d+$/),
      z.pipe(z.transform(Number), z.int().check(z.minimum(least), z.maximum(most))),
    ),
  );

/** Paging in a query. */
export const queryPage = { limit: queryNumber(1, 2000), marker: z.exactOptional(markerText) };
