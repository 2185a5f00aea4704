import { isDeepStrictEqual } from 'node:util';
import type { ActionState } from './action.ts';
import { isLeftOver, itemResults } from './action-items.ts';
import type { ActivityEntry } from './activity.ts';
import type { Change } from './change.ts';
import type { ShareDraft } from './draft.ts';

/**
 * What of a draft was not done, as a draft of its own: the form goes on with it, and sends nothing twice.
 * Once the share exists the rest is added to it.
 * @param draft the draft that the plan of the action was made of
 */
export function remainingDraft(draft: ShareDraft, action: ActionState): ShareDraft {
  const results = itemResults(action);
  // Nobody knows whether the share was created: all stays, and the user looks before sending it again.
  if (results.some(({ item, progress }) => item.kind === 'share' && progress === 'unknown')) {
    return draft;
  }
  const left = (kind: 'resource' | 'principal') =>
    new Set(
      results
        .filter(({ item, progress }) => item.kind === kind && isLeftOver(progress))
        .flatMap(({ item: { id, arn } }) => [id, arn ?? id]),
    );
  const resources = left('resource');
  const principals = left('principal');
  const shareId = action.parts[0]?.shareId;
  const share =
    shareId === undefined || draft.share
      ? draft.share
      : { id: shareId, name: draft.name, allowExternal: draft.allowExternal };
  return {
    ...draft,
    // These went out with the call that created the share.
    ...(share && { share, description: '', tags: [] }),
    resources: draft.resources.filter(({ value }) => resources.has(value.trim())),
    principals: draft.principals.filter(({ id }) => principals.has(id.trim())),
  };
}

/**
 * Whether just this change has been sent since then, to its end or until it was cut off. Where it failed or was cancelled
 * the form has it still: that is for the user to send again.
 * @param since in epoch milliseconds
 */
export function wasSent(
  change: Change,
  since: number,
  entries: readonly Pick<ActivityEntry, 'state'>[],
): boolean {
  return entries.some(
    ({ state: { startedAt, parts, end } }) =>
      startedAt >= since &&
      end !== 'failed' &&
      end !== 'cancelled' &&
      parts.some(({ part }) => part.changes.some((sent) => isDeepStrictEqual(sent, change))),
  );
}
