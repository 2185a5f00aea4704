import * as z from 'zod/mini';
import { droppedSchema, languageFields, parseWith, scopeSchema, type Parsed } from './message.ts';

/**
 * What the two halves of a details page say to each other. The host says everything in words of the user's language that
 * are safe to show; the page draws them.
 */

/** How it stands with one resource for one principal. */
export const pairStates = [
  'usable',
  'pending',
  'invited',
  'failed',
  'ending',
  'unknown',
  /** One of the two has left the share. */
  'over',
] as const;

/** What can be done from the page. Each is a command of the extension, but for *show in tree*. */
export const pageActions = [
  'associate',
  'editShare',
  'editTags',
  'moveToResourceGroup',
  'copyShareAs',
  'deleteShare',
  'leaveShare',
  'refresh',
  'showInTree',
  'openJson',
  'openConsole',
  'copyId',
  'copyArn',
  'retryRows',
  'takeOut',
  'acceptAs',
  'showAccess',
  'switchPermission',
  'removePermission',
  'acceptInvitation',
  'rejectInvitation',
] as const;

const tones = ['plain', 'good', 'warning', 'bad', 'over'] as const;
const sides = ['resource', 'principal'] as const;

const actionsSchema = z.array(z.enum(pageActions));

/** A status: an icon, what colour it has, and the words. */
const signSchema = z.object({ icon: z.string(), tone: z.enum(tones), text: z.string() });

/** What an action is to be done to. */
const targetSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('share') }),
  /** A resource or a principal of the share, by its key on its side. */
  z.object({ kind: z.literal('row'), side: z.enum(sides), key: z.string() }),
  z.object({ kind: z.literal('permission'), id: z.string() }),
  z.object({ kind: z.literal('invitation'), id: z.string() }),
]);

/** What VS Code keeps for a page, for when it is shown again or the window is loaded again. */
const pageStateSchema = z.object({
  scope: scopeSchema,
  shareId: z.string(),
  title: z.string(),
  filter: z.string(),
  onlyOpen: z.boolean(),
});

const pageMessageSchema = z.discriminatedUnion('type', [
  /** The page listens now. */
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('act'), action: z.enum(pageActions), target: targetSchema }),
  /** Somebody wants to see what a permission allows: answered with `content`. */
  z.object({ type: z.literal('readContent'), permission: z.string() }),
  droppedSchema,
]);

const headSchema = z.object({
  title: z.string(),
  /** Cloud, account, region. */
  place: z.string(),
  /** `unread`: nothing of it was ever held and it is not being read either. */
  presence: z.enum(['there', 'reading', 'unread', 'gone']),
  status: z.exactOptional(signSchema),
  /** What has to be known before the rest is read, such as how old it is. */
  notices: z.array(z.object({ severity: z.enum(['info', 'warning']), lines: z.array(z.string()) })),
  actions: actionsSchema,
});

const propertiesSchema = z.array(
  z.object({
    term: z.string(),
    text: z.string(),
    action: z.exactOptional(z.enum(pageActions)),
  }),
);

/** A resource or a principal: the head of a row or of a column of the matrix. */
const sideItemSchema = z.object({
  /** Empty for the receiver of a share, who is no row of it. */
  key: z.string(),
  label: z.string(),
  /** What it is: the type of a resource, the kind of a principal. */
  about: z.string(),
  /** Its own status in the share; absent where it is simply associated. */
  status: z.exactOptional(signSchema),
  /** Everything about it, in lines. */
  lines: z.array(z.string()),
  actions: actionsSchema,
});

const matrixSchema = z.object({
  resources: z.array(sideItemSchema),
  principals: z.array(sideItemSchema),
  /** A row a resource, in it a state a principal. */
  pairs: z.array(z.array(z.enum(pairStates))),
  /** Why a pair failed, by their places. */
  reasons: z.array(
    z.object({ resource: z.number(), principal: z.number(), lines: z.array(z.string()) }),
  ),
  /** Numbers in a sentence. */
  summary: z.string(),
  /** Why this may not be all. */
  notes: z.array(z.string()),
});

const permissionsSchema = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      type: z.string(),
      about: z.string(),
      status: z.exactOptional(signSchema),
      actions: actionsSchema,
    }),
  ),
  notes: z.array(z.string()),
});

const invitationsSchema = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      label: z.string(),
      about: z.string(),
      status: signSchema,
      target: targetSchema,
      actions: actionsSchema,
    }),
  ),
  notes: z.array(z.string()),
});

/** What this machine has seen of the share, the newest first. */
const historySchema = z.object({
  items: z.array(z.object({ at: z.string(), text: z.string() })),
  notes: z.array(z.string()),
});

/** The parts of the page; what is absent has no place on it. */
const viewFields = {
  head: headSchema,
  properties: propertiesSchema,
  matrix: z.exactOptional(matrixSchema),
  permissions: z.exactOptional(permissionsSchema),
  invitations: z.exactOptional(invitationsSchema),
  history: z.exactOptional(historySchema),
};

const viewSchema = z.object(viewFields);

const partsSchema = z.object({
  ...viewFields,
  head: z.exactOptional(headSchema),
  properties: z.exactOptional(propertiesSchema),
});

const hostMessageSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('init'),
    ...languageFields,
    scope: scopeSchema,
    shareId: z.string(),
    view: viewSchema,
  }),
  /** The parts that read otherwise now; `without` names those that have gone. */
  z.object({
    type: z.literal('changed'),
    parts: partsSchema,
    without: z.array(z.enum(['matrix', 'permissions', 'invitations', 'history'])),
  }),
  z.object({
    type: z.literal('content'),
    permission: z.string(),
    result: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('read'), text: z.string() }),
      z.object({ kind: z.literal('failed'), text: z.string() }),
    ]),
  }),
]);

export type PairState = (typeof pairStates)[number];
export type PageAction = (typeof pageActions)[number];
export type Sign = z.infer<typeof signSchema>;
export type Target = z.infer<typeof targetSchema>;
export type Head = z.infer<typeof headSchema>;
export type Properties = z.infer<typeof propertiesSchema>;
export type SideItem = z.infer<typeof sideItemSchema>;
export type Matrix = z.infer<typeof matrixSchema>;
export type Permissions = z.infer<typeof permissionsSchema>;
export type Invitations = z.infer<typeof invitationsSchema>;
export type History = z.infer<typeof historySchema>;
export type ShareView = z.infer<typeof viewSchema>;
export type ViewParts = z.infer<typeof partsSchema>;
export type PageState = z.infer<typeof pageStateSchema>;
export type PageMessage = z.infer<typeof pageMessageSchema>;
export type HostMessage = z.infer<typeof hostMessageSchema>;
export type InitMessage = Extract<HostMessage, { type: 'init' }>;
export type ContentMessage = Extract<HostMessage, { type: 'content' }>;

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
