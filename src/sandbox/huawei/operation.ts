import type * as z from 'zod/mini';
import { WireError } from './wire-error.ts';
import type { AccessKey, World } from './world.ts';

/** One call, after the gateway let it in. */
export interface Call {
  readonly world: World;
  readonly operation: string;
  readonly accountId: string;
  readonly key: AccessKey;
  /** The `{name}` parts of the path. */
  readonly path: Readonly<Record<string, string>>;
  readonly query: ReadonlyMap<string, string>;
  /** The parsed body; an empty object where there is none. */
  readonly body: unknown;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** What is sent back; an answer without content has `undefined`. */
export type Content = Readonly<Record<string, unknown>> | undefined;

export interface Operation {
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** `/v1/resource-shares/{resource_share_id}` */
  readonly path: string;
  /** The HTTP status of success. */
  readonly status: number;
  /** What the identity must be allowed to do. */
  readonly action: string;
  readonly run: (call: Call) => Content;
}

/**
 * Reads the body or the query by a schema.
 * @throws WireError that names the first thing that is wrong; the vendor publishes no code for that
 */
export function read<Schema extends z.ZodMiniType>(
  schema: Schema,
  input: unknown,
): z.infer<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const name = issue?.path.join('.') ?? '';
  // Without a language of its own the schema's texts say nothing; its codes do.
  const reason = issue?.code === 'custom' ? issue.message : issue?.code.replaceAll('_', ' ');
  throw new WireError('RAM.EMU.0001', [name === '' ? 'body' : name, reason ?? '']);
}

export function readBody<Schema extends z.ZodMiniType>(
  call: Call,
  schema: Schema,
): z.infer<Schema> {
  return read(schema, call.body);
}

export function readQuery<Schema extends z.ZodMiniType>(
  call: Call,
  schema: Schema,
): z.infer<Schema> {
  return read(schema, Object.fromEntries(call.query));
}

/**
 * An id of the path.
 * @throws WireError when it has another form than ids have
 */
export function pathId(call: Call, name: string): string {
  const id = call.path[name] ?? '';
  if (!/^[\w-]{1,36}$/.test(id)) throw new WireError('RAM.EMU.0001', [name, 'not an id']);
  return id;
}
