import type { Abilities, UpdateRequest } from '../clouds/cloud.ts';
import type { Change, ChangeOf, PermissionItem } from './change.ts';
import { batches } from './chunks.ts';
import type { PlanItem, Step } from './plan.ts';
import type { ShareState } from './share-state.ts';

/** A step with the items that it does. */
export interface Doing {
  readonly step: Step;
  readonly items: readonly PlanItem[];
}

export interface PlannedFields {
  /** Ahead of what is added. */
  readonly first: readonly Doing[];
  /** After what is removed. */
  readonly last: readonly Doing[];
  readonly unchanged: readonly PlanItem[];
}

/** Tags of a call: TagResources and UntagResources of Alibaba Cloud, BatchCreateResourceShareTags of Huawei Cloud. */
const tagsPerCall = 20;

/** What is said of a share: name, description, flag, tags, resource group, permissions. */
export function planFields(
  changes: readonly Change[],
  before: ShareState | undefined,
  abilities: Abilities,
): PlannedFields {
  const update = planUpdate(changes, before, abilities);
  const tags = planTags(changes, before);
  const group = planGroup(changes, before);
  const permissions = planPermissions(changes, before);
  const closes = update.doing?.items.some(
    ({ kind, to }) => kind === 'allowExternal' && to === 'false',
  );
  const updates = update.doing ? [update.doing] : [];
  return {
    first: [...(closes ? [] : updates), ...tags.doings, ...group.doings, ...permissions.set],
    last: [...permissions.removed, ...(closes ? updates : [])],
    unchanged: [
      ...update.unchanged,
      ...tags.unchanged,
      ...group.unchanged,
      ...permissions.unchanged,
    ],
  };
}

function planUpdate(
  changes: readonly Change[],
  before: ShareState | undefined,
  abilities: Abilities,
): { readonly doing?: Doing; readonly unchanged: readonly PlanItem[] } {
  const wish = ofKind(changes, 'update').reduce<Partial<ChangeOf<'update'>>>(
    (sum, change) => ({ ...sum, ...change }),
    {},
  );
  const items = [
    ...fieldItem('name', before?.name, wish.name),
    ...(abilities.description
      ? fieldItem('description', before && (before.description ?? ''), wish.description)
      : []),
    ...fieldItem(
      'allowExternal',
      before?.allowExternal === undefined ? undefined : String(before.allowExternal),
      wish.allowExternal === undefined ? undefined : String(wish.allowExternal),
    ),
  ];
  const unchanged = items.filter(({ effect }) => effect === 'unchanged');
  const changed = items.filter(({ effect }) => effect === 'changed');
  if (changed.length === 0) return { unchanged };
  const description = wish.description ?? before?.description;
  const request: UpdateRequest = {
    // Both wires demand the name even where only something else changes.
    name: wish.name ?? before?.name ?? '',
    allowExternal: wish.allowExternal ?? before?.allowExternal ?? abilities.allowExternalDefault,
    ...(abilities.description && description !== undefined && { description }),
  };
  return { doing: { step: { kind: 'update', request }, items: changed }, unchanged };
}

function fieldItem(
  kind: PlanItem['kind'],
  from: string | undefined,
  to: string | undefined,
): readonly PlanItem[] {
  if (to === undefined) return [];
  const effect = from === to ? 'unchanged' : 'changed';
  return [{ kind, effect, type: '', id: '', ...(from !== undefined && { from }), to }];
}

function planTags(
  changes: readonly Change[],
  before: ShareState | undefined,
): { readonly doings: readonly Doing[]; readonly unchanged: readonly PlanItem[] } {
  const wishes = new Map<string, string | undefined>();
  for (const change of changes) {
    if (change.kind === 'tag') for (const { key, value } of change.tags) wishes.set(key, value);
    if (change.kind === 'untag') for (const key of change.keys) wishes.set(key, undefined);
  }
  const items = [...wishes].map(([key, to]): PlanItem => {
    const from = before?.tags.find((tag) => tag.key === key)?.value;
    return {
      kind: 'tag',
      effect: tagEffect(from, to, before !== undefined),
      type: '',
      id: key,
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
    };
  });
  const set = items.filter(({ effect }) => effect === 'new' || effect === 'changed');
  const gone = items.filter(({ effect }) => effect === 'gone');
  return {
    doings: [
      // Out first: a share holds only so many.
      ...batches(gone, tagsPerCall).map((batch) => ({
        step: { kind: 'untag' as const, keys: batch.map(({ id }) => id) },
        items: batch,
      })),
      ...batches(set, tagsPerCall).map((batch) => ({
        step: {
          kind: 'tag' as const,
          tags: batch.map(({ id, to = '' }) => ({ key: id, value: to })),
        },
        items: batch,
      })),
    ],
    unchanged: items.filter(({ effect }) => effect === 'unchanged'),
  };
}

function tagEffect(
  from: string | undefined,
  to: string | undefined,
  known: boolean,
): PlanItem['effect'] {
  if (to === undefined) return from === undefined && known ? 'unchanged' : 'gone';
  if (from === undefined) return 'new';
  return from === to ? 'unchanged' : 'changed';
}

function planGroup(
  changes: readonly Change[],
  before: ShareState | undefined,
): { readonly doings: readonly Doing[]; readonly unchanged: readonly PlanItem[] } {
  const to = ofKind(changes, 'moveToResourceGroup').at(-1)?.resourceGroupId;
  const items = fieldItem('resourceGroup', before?.resourceGroupId, to);
  const changed = items.some(({ effect }) => effect === 'changed');
  if (!changed || to === undefined) return { doings: [], unchanged: items };
  return {
    doings: [{ step: { kind: 'moveToResourceGroup', resourceGroupId: to }, items }],
    unchanged: [],
  };
}

/** A share has one permission for each type of resource. */
function planPermissions(
  changes: readonly Change[],
  before: ShareState | undefined,
): {
  readonly set: readonly Doing[];
  readonly removed: readonly Doing[];
  readonly unchanged: readonly PlanItem[];
} {
  const wishes = new Map<
    string,
    { readonly permission: PermissionItem; readonly wanted: boolean }
  >();
  for (const change of changes) {
    if (change.kind === 'setPermission' || change.kind === 'removePermission') {
      const { permission } = change;
      wishes.set(permission.resourceType, { permission, wanted: change.kind === 'setPermission' });
    }
  }
  const set: Doing[] = [];
  const removed: Doing[] = [];
  const unchanged: PlanItem[] = [];
  for (const { permission, wanted } of wishes.values()) {
    const present = before?.permissions?.find(
      ({ resourceType }) => resourceType === permission.resourceType,
    );
    const known = before?.permissions !== undefined;
    const same = present?.id === permission.id;
    const item = { kind: 'permission', type: permission.resourceType } as const;
    if (!wanted) {
      const id = present?.name ?? permission.name;
      if (known && !same) unchanged.push({ ...item, effect: 'unchanged', id });
      else {
        removed.push({
          step: { kind: 'removePermission', permissionId: permission.id },
          items: [{ ...item, effect: 'gone', id }],
        });
      }
    } else if (same && (permission.version ?? present.version) === present.version) {
      unchanged.push({ ...item, effect: 'unchanged', id: permission.name });
    } else {
      set.push({
        // Where the permissions were not read one may be there, and the user has chosen to have this one instead.
        step: {
          kind: 'setPermission',
          permissionId: permission.id,
          replace: present !== undefined || !known,
        },
        items: [
          {
            ...item,
            effect: present ? 'changed' : 'new',
            id: permission.name,
            ...(present && { from: versioned(present) }),
            to: versioned(permission),
          },
        ],
      });
    }
  }
  return { set, removed, unchanged };
}

function versioned({ name, version }: Pick<PermissionItem, 'name' | 'version'>): string {
  return version === undefined || version === '' ? name : `${name} ${version}`;
}

function ofKind<Kind extends Change['kind']>(
  changes: readonly Change[],
  kind: Kind,
): readonly ChangeOf<Kind>[] {
  return changes.filter((change): change is ChangeOf<Kind> => change.kind === kind);
}
