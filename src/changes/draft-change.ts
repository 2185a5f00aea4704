import type { Abilities, PrincipalRef } from '../clouds/cloud.ts';
import type { Change, ResourceItem } from './change.ts';
import { nothingKnown } from './change-context.ts';
import { planChanges } from './plan-changes.ts';
import type { Plan } from './plan.ts';
import type { ExistingRow } from './rules/problem.ts';
import type { ShareState } from './share-state.ts';

import type { ShareDraft, TimeWindow } from './draft.ts';
import type { DraftResource } from './rules/resource-row.ts';
import { readResources } from './rules/resource-row.ts';
import { readTags } from './rules/tags.ts';

/** What a form holds, as a change: blank rows left out, the rest trimmed. `checkDraft` says whether it may be sent. */
export function draftChange(draft: ShareDraft, abilities: Abilities): Change {
  const contents = {
    scope: { ...draft.destination },
    resources: readResources(draft, abilities)
      .filter(({ value }) => value !== '')
      .map(resourceItem),
    principals: draft.principals.map(principalItem).filter(({ id }) => id !== ''),
    permissions: { ...draft.permissions },
  };
  if (draft.share) return { kind: 'associate', shareId: draft.share.id, ...contents };
  return {
    kind: 'create',
    name: draft.name,
    allowExternal: draft.allowExternal,
    description: draft.description,
    tags: readTags(draft.tags).map(({ key, value }) => ({ key, value })),
    ...contents,
  };
}

/**
 * What sending a form would do, by what a form knows of the share.
 * @param existing rows that the share has already
 */
export function planDraft(
  draft: ShareDraft,
  abilities: Abilities,
  existing: readonly ExistingRow[] = [],
): Plan {
  return planChanges([draftChange(draft, abilities)], {
    ...nothingKnown,
    account: () => ({ ownerId: '', label: '', readOnly: false, abilities }),
    share: () => draft.share && stateOf(draft.share, existing),
  });
}

function stateOf(
  { name, allowExternal }: NonNullable<ShareDraft['share']>,
  existing: readonly ExistingRow[],
): ShareState {
  const rows = (wanted: ExistingRow['kind']) =>
    existing
      .filter(({ kind }) => kind === wanted)
      .map(({ entityId, entityType, arn, state }) => ({
        id: entityId,
        type: entityType,
        ...(arn !== undefined && { arn }),
        state,
      }));
  return {
    name,
    owner: 'self',
    ownerId: '',
    status: 'unknown',
    allowExternal,
    tags: [],
    resources: rows('resource'),
    principals: rows('principal'),
  };
}

function resourceItem({ form, type, value, property }: DraftResource): ResourceItem {
  const extra = property === '' ? {} : { property };
  return form === 'arn' ? { type, arn: value, ...extra } : { type, id: value, ...extra };
}

function principalItem(row: ShareDraft['principals'][number]): PrincipalRef {
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
