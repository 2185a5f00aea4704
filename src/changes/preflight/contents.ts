import type { Change } from '../change.ts';
import type { ResourceRow, ShareDraft } from '../draft.ts';
import type { PlanItem, PlanPart } from '../plan.ts';
import { checkDraft, type Problem } from '../rules.ts';
import { operationOf } from '../send-step.ts';
import type { ShareState } from '../share-state.ts';
import type { Finding, FindingSeverity, Rule } from './finding.ts';

/**
 * What is put into a share, and what a share is called and tagged: the rules that a form checks while one types,
 * asked of a change. They are written once, below `rules`.
 */
export const contents: Rule = (subject) => {
  const { part, before, account } = subject;
  // What ends a share makes every other change of it needless.
  if (part.items.some(({ kind, effect }) => kind === 'share' && effect !== 'new')) return [];
  return part.changes.flatMap((change) => {
    const draft = draftOf(change, part, before);
    if (!draft) return [];
    const problems = checkDraft(draft, account.abilities, {
      ownerId: account.ownerId,
      existing: [
        ...(before?.resources ?? []).map((row) => existing('resource', row)),
        ...(before?.principals ?? []).map((row) => existing('principal', row)),
      ],
    });
    return problems
      .filter((problem) => isAbout(change, problem))
      .map((problem) => findingOf(problem, draft, change, part));
  });
};

const always = { kind: 'always', beginAtTime: '', endAtTime: '', timezone: '' } as const;

/** A change in the shape of a form; undefined for changes that a form has no fields for. */
function draftOf(
  change: Change,
  part: PlanPart,
  before: ShareState | undefined,
): ShareDraft | undefined {
  const opened = part.items.find(
    ({ kind, effect }) => kind === 'allowExternal' && effect === 'changed',
  );
  const allowExternal = opened ? opened.to === 'true' : (before?.allowExternal ?? false);
  const empty: ShareDraft = {
    destination: { ...part.scope },
    name: part.share.name,
    description: '',
    allowExternal,
    resources: [],
    principals: [],
    permissions: {},
    tags: [],
  };
  const share = { id: part.share.id ?? '', name: part.share.name, allowExternal };
  switch (change.kind) {
    case 'create':
      return {
        ...empty,
        ...rowsOf(change),
        name: change.name,
        description: change.description ?? '',
        allowExternal: change.allowExternal,
        tags: [...(change.tags ?? [])],
      };
    case 'associate':
      return { ...empty, ...rowsOf(change), share };
    case 'update':
      return {
        ...empty,
        name: change.name ?? part.share.name,
        description: change.description ?? '',
      };
    case 'tag':
      return { ...empty, tags: [...tagsAfter(change.tags, part, before)] };
    case 'disassociate':
    case 'delete':
    case 'leave':
    case 'accept':
    case 'reject':
    case 'setPermission':
    case 'removePermission':
    case 'untag':
    case 'moveToResourceGroup':
    case 'organizationSharing':
      return undefined;
  }
}

function rowsOf({
  resources,
  principals,
  permissions,
}: Pick<Extract<Change, { kind: 'associate' }>, 'resources' | 'principals' | 'permissions'>) {
  return {
    resources: resources.map(({ type, id, arn, property = '' }): ResourceRow => ({
      type,
      value: arn ?? id ?? '',
      property,
    })),
    // Windows of time are made by the form that has fields for them, and come as properties from there.
    principals: principals.map(({ id }) => ({ id, timeWindow: always })),
    permissions,
  };
}

/** All tags as they would be: a share holds only so many. New ones stand first, so that what is found is about them. */
function tagsAfter(
  tags: readonly { readonly key: string; readonly value: string }[],
  { items }: PlanPart,
  before: ShareState | undefined,
) {
  const named = new Set(tags.map(({ key }) => key));
  const gone = new Set(
    items.filter(({ kind, effect }) => kind === 'tag' && effect === 'gone').map(({ id }) => id),
  );
  const kept = before?.tags.filter(({ key }) => !named.has(key) && !gone.has(key)) ?? [];
  return [...tags, ...kept];
}

/** Some fields of the form stand there only because a form has them. */
function isAbout(change: Change, { field, code }: Problem): boolean {
  // Said of what waits by the rule for what is pending, with what becomes of it.
  if (code === 'AssociateConflict') return false;
  switch (change.kind) {
    case 'update':
      return (
        (field === 'name' && change.name !== undefined) ||
        (field === 'description' && change.description !== undefined)
      );
    case 'tag':
      return field === 'tags';
    default:
      return true;
  }
}

const severities: Readonly<Record<Problem['severity'], FindingSeverity>> = {
  error: 'refusal',
  warning: 'doubt',
  info: 'note',
};

function findingOf(
  { severity, code, message, field, index }: Problem,
  draft: ShareDraft,
  change: Change,
  part: PlanPart,
): Finding {
  const item = itemAt(field, index, draft, part);
  return {
    rule: field,
    severity: severities[severity],
    code,
    source: sourceOf(change),
    message,
    part: part.key,
    ...(item && { item: { kind: item.kind, type: item.type, id: item.id } }),
  };
}

function itemAt(
  field: Problem['field'],
  index: number | undefined,
  draft: ShareDraft,
  { items }: PlanPart,
): PlanItem | undefined {
  if (index === undefined) return undefined;
  if (field === 'resources') {
    const row = draft.resources[index];
    return items.find(
      ({ kind, id, arn }) => kind === 'resource' && (id === row?.value || arn === row?.value),
    );
  }
  if (field === 'principals') {
    const row = draft.principals[index];
    return items.find(({ kind, id }) => kind === 'principal' && id === row?.id);
  }
  const tag = field === 'tags' ? draft.tags[index] : undefined;
  return items.find(({ kind, id }) => kind === 'tag' && id === tag?.key);
}

function sourceOf({ kind }: Change): string {
  return operationOf({ kind });
}

function existing(
  kind: 'resource' | 'principal',
  { id, type, arn, state }: ShareState['resources'][number],
) {
  return { kind, entityId: id, entityType: type, ...(arn !== undefined && { arn }), state };
}
