import { isDeepStrictEqual } from 'node:util';
import type { ActionState } from './action.ts';
import { isLeftOver, itemResults } from './action-items.ts';
import type { ActivityEntry } from './activity.ts';
import type { Change, ChangeOf } from './change.ts';
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
 * Whether all that a form holds has been sent since then, to its end or until it was cut off. What comes back after a crash
 * may be what the form held seconds earlier, and so less than what was sent of it. Where that failed or was cancelled the
 * form has it still: that is for the user to send again.
 * @param kept what the form holds
 * @param since in epoch milliseconds
 */
export function wasSent(
  kept: Change,
  since: number,
  entries: readonly Pick<ActivityEntry, 'state'>[],
): boolean {
  return entries.some(
    ({ state: { startedAt, parts, end } }) =>
      startedAt >= since &&
      end !== 'failed' &&
      end !== 'cancelled' &&
      parts.some(({ part }) => part.changes.some((sent) => covers(sent, kept))),
  );
}

function covers(sent: Change, kept: Change): boolean {
  if (sent.kind === 'create' && kept.kind === 'create') {
    return sent.name === kept.name && coversContents(sent, kept);
  }
  if (sent.kind === 'associate' && kept.kind === 'associate') {
    return sent.shareId === kept.shareId && coversContents(sent, kept);
  }
  return false;
}

type WithContents = ChangeOf<'create' | 'associate'>;

function coversContents(sent: WithContents, kept: WithContents): boolean {
  return (
    isDeepStrictEqual(sent.scope, kept.scope) &&
    includesAll(sent.resources, kept.resources) &&
    includesAll(sent.principals, kept.principals) &&
    includesAll(Object.entries(sent.permissions), Object.entries(kept.permissions))
  );
}

function includesAll(all: readonly unknown[], some: readonly unknown[]): boolean {
  return some.every((one) => all.some((other) => isDeepStrictEqual(one, other)));
}
