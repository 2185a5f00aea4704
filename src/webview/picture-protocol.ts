import * as z from 'zod/mini';

/**
 * What the two halves of a picture say to each other. The host finds all words and makes them safe to be shown; the page
 * lays the picture out and draws it.
 */

const toneSchema = z.enum([
  'failed',
  'partly',
  'ending',
  'invited',
  'pending',
  'unknown',
  'usable',
]);

const nodeSchema = z.object({
  /** What no other node has; no text to be shown. */
  key: z.string(),
  kind: z.enum(['resource', 'share', 'principal']),
  /** What the picture is about. */
  subject: z.boolean(),
  /** Of a share. */
  tone: z.exactOptional(toneSchema),
  /** Of a principal: whether it is in the organisation. */
  standing: z.exactOptional(z.enum(['inside', 'outside', 'unknown'])),
  label: z.string(),
  /** What stands below the label, two lines at most. */
  details: z.array(z.string()).check(z.maxLength(2)),
  /** All of it, without anything cut off, as a screen reader says it. */
  spoken: z.string(),
});

const edgeSchema = z.object({
  from: z.string(),
  to: z.string(),
  kind: z.enum(['association', 'membership']),
  tone: toneSchema,
  /** How it stands, in a word. */
  word: z.string(),
});

const pictureSchema = z.object({
  title: z.string(),
  /** What somebody who reads it has to know: what is left out, and what is not known. */
  notes: z.array(z.string()),
  nodes: z.array(nodeSchema),
  edges: z.array(edgeSchema),
});

/** Said by the page. */
const pageMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  /** Leads to what a node stands for. */
  z.object({ type: z.literal('open'), key: z.string() }),
  /** Asks where to write the picture, and as what. */
  z.object({ type: z.literal('export') }),
  /** The answer to `draw`. */
  z.object({ type: z.literal('drawn'), svg: z.string() }),
  /** A message of the host did not fit; said so that it gets into the log. */
  z.object({ type: z.literal('dropped'), reason: z.string() }),
]);

/** Said by the host. */
const hostMessageSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('init'),
    locale: z.string(),
    l10n: z.exactOptional(z.record(z.string(), z.string())),
    picture: pictureSchema,
  }),
  /** It looks otherwise now. */
  z.object({ type: z.literal('picture'), picture: pictureSchema }),
  /** Asks for the picture as the text of an SVG file. */
  z.object({ type: z.literal('draw') }),
]);

export type Tone = z.infer<typeof toneSchema>;
export type DrawnNode = z.infer<typeof nodeSchema>;
export type DrawnEdge = z.infer<typeof edgeSchema>;
/** A picture in words, ready to be drawn. */
export type WordedPicture = z.infer<typeof pictureSchema>;
export type PicturePageMessage = z.infer<typeof pageMessageSchema>;
export type PictureHostMessage = z.infer<typeof hostMessageSchema>;
