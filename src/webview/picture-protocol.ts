import * as z from 'zod/mini';
import { cloudIds } from '../model/account.ts';
import { droppedSchema, languageFields, parseWith, type Parsed } from './message.ts';

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
  standing: z.exactOptional(z.enum(['inside', 'outside', 'service', 'unknown'])),
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

const cloudSchema = z.enum(cloudIds);

/** What a picture is about, as `PictureSubject` of the inventory. */
const subjectSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('share'), cloud: cloudSchema, region: z.string(), id: z.string() }),
  z.object({ kind: z.literal('resource'), key: z.string() }),
  z.object({ kind: z.literal('principal'), cloud: cloudSchema, id: z.string() }),
]);

/** What VS Code keeps for a page, for when it is shown again or the window is loaded again. */
const pageStateSchema = z.object({
  subjects: z.array(subjectSchema),
  /** 1 is 100 %. */
  scale: z.number().check(z.gte(0.1), z.lte(4)),
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
  droppedSchema,
]);

/** Said by the host. */
const hostMessageSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('init'),
    ...languageFields,
    subjects: z.array(subjectSchema),
    picture: pictureSchema,
  }),
  /** It looks otherwise now. */
  z.object({ type: z.literal('picture'), picture: pictureSchema }),
  /** Asks for the picture as the text of an SVG file. */
  z.object({ type: z.literal('draw') }),
]);

export type DrawnNode = z.infer<typeof nodeSchema>;
export type DrawnEdge = z.infer<typeof edgeSchema>;
/** A picture in words, ready to be drawn. */
export type WordedPicture = z.infer<typeof pictureSchema>;
export type PicturePageMessage = z.infer<typeof pageMessageSchema>;
export type PictureHostMessage = z.infer<typeof hostMessageSchema>;
export type PictureInit = Extract<PictureHostMessage, { type: 'init' }>;
export type PictureState = z.infer<typeof pageStateSchema>;

/** Reads what came from the page. */
export function parsePicturePageMessage(data: unknown): Parsed<PicturePageMessage> {
  return parseWith(pageMessageSchema, data);
}

/** Reads what came from the host. */
export function parsePictureHostMessage(data: unknown): Parsed<PictureHostMessage> {
  return parseWith(hostMessageSchema, data);
}

/** Reads what VS Code kept; undefined when there is nothing or it is not ours. */
export function parsePictureState(data: unknown): PictureState | undefined {
  return pageStateSchema.safeParse(data).data;
}
