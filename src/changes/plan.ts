import { t } from '@vscode/l10n';
import type {
  Abilities,
  AssociateRequest,
  CreateRequest,
  PrincipalRef,
  ResourceRef,
} from '../clouds/cloud.ts';
import type { Scope } from '../model/account.ts';
import type { ShareDraft, TimeWindow } from './draft.ts';
import type { DraftResource } from './rules/resource-row.ts';
import { readResources } from './rules/resource-row.ts';
import { readTags } from './rules/tags.ts';

/** One call. */
export type Step =
  | { readonly kind: 'create'; readonly request: Omit<CreateRequest, 'knownIds'> }
  | { readonly kind: 'associate'; readonly request: AssociateRequest };

/** What is sent, in this order, one after the other. Plain data. */
export interface Plan {
  readonly destination: Scope;
  /** The share that rows are added to; absent while it has yet to be created. */
  readonly shareId?: string;
  readonly shareName: string;
  readonly steps: readonly Step[];
}

/**
 * Makes the fewest calls that send the whole draft, both lists of every call as full as they can be:
 * max(⌈resources by id ÷ c⌉ + ⌈resources by ARN ÷ c⌉, ⌈principals ÷ c⌉), as one call takes either form of resource
 * but not both (AssociateResourceShare). The draft is taken as it is; `checkDraft` says whether it may be sent.
 */
export function planDraft(draft: ShareDraft, abilities: Abilities): Plan {
  const { itemsPerCall } = abilities;
  const resources = readResources(draft, abilities).filter(({ value }) => value !== '');
  const permissionOf = (row: DraftResource): string => draft.permissions[row.type] ?? '';
  const chunks = (['id', 'arn'] as const).flatMap((form) =>
    chunkResources(
      resources.filter((row) => row.form === form),
      permissionOf,
      itemsPerCall,
    ),
  );
  const principals = batches(
    draft.principals.map(principalRef).filter(({ id }) => id !== ''),
    itemsPerCall.principals,
  );
  const calls = Math.max(chunks.length, principals.length, draft.share ? 0 : 1);
  const steps = Array.from({ length: calls }, (_, index): Step => {
    const chunk = chunks[index] ?? [];
    const request: AssociateRequest = {
      resources: chunk.map(resourceRef),
      principals: principals[index] ?? [],
      permissions: [...new Set(chunk.map(permissionOf))].filter((id) => id !== ''),
    };
    if (draft.share || index > 0) return { kind: 'associate', request };
    return { kind: 'create', request: { ...request, ...shareFields(draft, abilities) } };
  });
  const { accountId, region } = draft.destination;
  return {
    destination: { accountId, region },
    ...(draft.share && { shareId: draft.share.id }),
    shareName: draft.share?.name ?? draft.name,
    steps,
  };
}

/** Such as "3 calls: 12 resources and 7 principals", in the user's language. */
export function describePlan(plan: Plan): string {
  const count = (list: 'resources' | 'principals') =>
    plan.steps.reduce((sum, { request }) => sum + request[list].length, 0);
  const calls = plan.steps.length === 1 ? t('1 call') : t('{0} calls', plan.steps.length);
  const resources = count('resources');
  const principals = count('principals');
  const resourcesText = resources === 1 ? t('1 resource') : t('{0} resources', resources);
  const principalsText = principals === 1 ? t('1 principal') : t('{0} principals', principals);
  if (resources > 0 && principals > 0) {
    return t('{0}: {1} and {2}', calls, resourcesText, principalsText);
  }
  if (resources + principals > 0) {
    return t('{0}: {1}', calls, resources > 0 ? resourcesText : principalsText);
  }
  return calls;
}

/** What only the call that creates a share carries. */
function shareFields(
  { name, allowExternal, description, tags }: ShareDraft,
  abilities: Abilities,
): Pick<CreateRequest, 'name' | 'allowExternal' | 'description' | 'tags'> {
  const sentTags = readTags(tags).map(({ key, value }) => ({ key, value }));
  return {
    name,
    allowExternal,
    ...(abilities.description && description.trim() !== '' && { description }),
    ...(abilities.tags && sentTags.length > 0 && { tags: sentTags }),
  };
}

/** Rows in their order, a new call when the next row would not fit: by items, or by the permissions a call takes. */
function chunkResources(
  rows: readonly DraftResource[],
  permissionOf: (row: DraftResource) => string,
  limits: Abilities['itemsPerCall'],
): readonly (readonly DraftResource[])[] {
  const chunks: DraftResource[][] = [];
  let permissions = new Set<string>();
  for (const row of rows) {
    const chunk = chunks.at(-1);
    const permission = permissionOf(row);
    const permissionFits =
      permission === '' || permissions.has(permission) || permissions.size < limits.permissions;
    if (chunk && chunk.length < limits.resources && permissionFits) {
      chunk.push(row);
    } else {
      chunks.push([row]);
      permissions = new Set();
    }
    if (permission !== '') permissions.add(permission);
  }
  return chunks;
}

function resourceRef({ form, type, value, property }: DraftResource): ResourceRef {
  const extra = property === '' ? {} : { property };
  return form === 'arn' ? { arn: value, ...extra } : { type, id: value, ...extra };
}

function principalRef(row: ShareDraft['principals'][number]): PrincipalRef {
  const property = timeWindowProperty(row.timeWindow);
  return { id: row.id.trim(), ...(property !== undefined && { property }) };
}

/** `TargetProperties.N.Property`: the daily window of a service principal as JSON text. */
function timeWindowProperty(window: TimeWindow): string | undefined {
  const { kind, beginAtTime, endAtTime, timezone } = window;
  switch (kind) {
    case 'always':
      return undefined;
    case 'day':
      return JSON.stringify({ timeRange: { timeRangeType: 'day' } });
    case 'timeRange':
      return JSON.stringify({
        timeRange: { timeRangeType: 'timeRange', beginAtTime, endAtTime, timezone },
      });
  }
}

function batches<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
