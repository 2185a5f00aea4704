import type { PendingMemory } from '../pending.ts';
import type { ShareEntry } from '../snapshot.ts';
import type { SharePermission } from '../../model/permission.ts';
import type { Association, AssociationFailure, ResourceShare, Tag } from '../../model/share.ts';
import type { Status } from '../../model/status.ts';
import { associationStates, shareStates } from '../../model/status.ts';

type Check = (value: unknown) => boolean;

/** A check for each field: one that the model gains and that has none here does not compile. */
type Checks<T> = { readonly [Field in keyof Required<T>]: Check };

/** Whether a parsed JSON value is an entry as the inventory holds it. Unknown fields pass. */
export const isShareEntry = shape<ShareEntry>({
  share: shape<ResourceShare>({
    id: isText,
    name: isText,
    owner: oneOf(['self', 'other']),
    ownerId: isText,
    status: statusOf(shareStates),
    allowExternal: optional(isFlag),
    description: optional(isText),
    tags: listOf(shape<Tag>({ key: isText, value: isText })),
    resourceGroupId: optional(isText),
    arn: optional(isText),
    createdAt: isText,
    updatedAt: isText,
  }),
  resources: listOf(association('resource')),
  principals: listOf(association('principal')),
  permissions: optional(
    listOf(
      shape<SharePermission>({
        shareId: isText,
        id: isText,
        name: isText,
        resourceType: isText,
        version: optional(isText),
        isDefault: optional(isFlag),
        status: statusOf(associationStates),
        createdAt: isText,
        updatedAt: isText,
      }),
    ),
  ),
});

/** Whether a parsed JSON value says since when something is pending. */
export const isPendingMemory = shape<PendingMemory>({
  key: isText,
  state: isText,
  waitsFor: oneOf(['cloud', 'people']),
  since: isTime,
  leftMs: isTime,
  givenUp: isFlag,
});

/** Whether a parsed JSON value is an object with named fields. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function association(kind: Association['kind']): Check {
  return shape<Association>({
    shareId: isText,
    kind: oneOf([kind]),
    entityId: isText,
    entityType: isText,
    arn: optional(isText),
    status: statusOf(associationStates),
    statusMessage: optional(isText),
    external: optional(isFlag),
    invited: optional(isFlag),
    failures: listOf(
      shape<AssociationFailure>({
        entityId: isText,
        entityType: isText,
        arn: optional(isText),
        reason: isText,
        description: isText,
        operation: isText,
      }),
    ),
    principalProperty: optional(isText),
    resourceProperty: optional(isText),
    createdAt: isText,
    updatedAt: isText,
  });
}

function statusOf(states: readonly string[]): Check {
  return shape<Status<string>>({ state: oneOf([...states, 'unknown']), text: isText });
}

function shape<T>(checks: Checks<T>): (value: unknown) => value is T {
  const fields = Object.entries<Check>(checks);
  return (value): value is T =>
    isRecord(value) && fields.every(([field, check]) => check(value[field]));
}

function listOf(check: Check): Check {
  return (value) => Array.isArray(value) && value.every(check);
}

function optional(check: Check): Check {
  return (value) => value === undefined || check(value);
}

function oneOf(texts: readonly string[]): Check {
  return (value) => typeof value === 'string' && texts.includes(value);
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

function isFlag(value: unknown): boolean {
  return typeof value === 'boolean';
}

/** Milliseconds: a moment, or how long. */
function isTime(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
