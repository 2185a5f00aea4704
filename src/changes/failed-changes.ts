import type { Abilities } from '../clouds/cloud.ts';
import type { Scope } from '../model/account.ts';
import { failedAt } from '../model/failed-row.ts';
import { groupBy } from '../model/group-by.ts';
import type { Association } from '../model/share.ts';
import { type ItemResult, itemResults } from './action-items.ts';
import type { ActionState } from './action.ts';
import { type Change, removalOf, type ResourceItem } from './change.ts';
import { changesForItems } from './left-over.ts';

/**
 * The changes that try again just what has failed in an action: what its calls were refused for, and what the cloud
 * took and could not do. To be planned by how the shares are now, and shown; what was never sent, or whose end nobody
 * knows, is the matter of going on with the action (`Activity.findContinuation`).
 * @param wanted which of the failed items; all where this is left out
 */
export function failedChanges(
  state: ActionState,
  wanted: (result: ItemResult) => boolean = () => true,
): readonly Change[] {
  const failed = itemResults(state).filter(
    (result) => result.progress === 'failed' && wanted(result),
  );
  return state.parts.flatMap((part) => {
    const results = failed.filter((result) => result.part.key === part.part.key);
    const items = results.map(({ item }) => item);
    return changesForItems(part, items, part.shareId);
  });
}

/**
 * The changes that try again what failed rows of shares say was tried: to get in, or out. Rows that have not failed are
 * left out.
 */
export function retryOfRows(
  scope: Scope,
  rows: readonly Association[],
  abilities: Abilities,
): readonly Change[] {
  const failed = rows.filter(({ status }) => status.state === 'failed');
  // Where a cloud does not say what was tried, it was to get in: what is out of a share has no reason to be listed.
  const isRemoval = (row: Association): boolean => failedAt(row) === 'removing';
  const out = failed.filter(isRemoval);
  const byShare = groupBy(
    failed.filter((row) => !isRemoval(row)),
    ({ shareId }) => shareId,
  );
  const back = [...byShare].map(([shareId, ofShare]): Change => {
    const resources = ofShare
      .filter(({ kind }) => kind === 'resource')
      .map((row) => resourceOf(row, abilities));
    const principals = ofShare.filter(({ kind }) => kind === 'principal').map(principalOf);
    return { kind: 'associate', scope, shareId, resources, principals, permissions: {} };
  });
  return [...back, ...removalOf(scope, out)];
}

/** A row as a request names it: by its id, as far as its type takes that. */
export function resourceOf(
  { entityType, entityId, arn, resourceProperty }: Association,
  { resourceForm, resourceTypes }: Abilities,
): ResourceItem {
  const byArn =
    resourceForm === 'urn' ||
    resourceTypes.find(({ type }) => type === entityType)?.forms === 'arn';
  const named = byArn && arn !== undefined ? { arn } : { id: entityId };
  return {
    type: entityType,
    ...named,
    ...(resourceProperty !== undefined && { property: resourceProperty }),
  };
}

/** The same of a principal, with its properties. */
export function principalOf({ entityId, principalProperty }: Association) {
  return {
    id: entityId,
    ...(principalProperty !== undefined && { property: principalProperty }),
  };
}
