import { remainingPlan, type ApplyResult } from './apply.ts';
import type { ShareDraft } from './draft.ts';
import { requestedItems } from './requested.ts';

/**
 * What of a draft was not sent, as a draft of its own: the form goes on with it, and sends nothing twice.
 * Once the share exists the rest is added to it.
 * @param draft the draft that the plan was made of
 */
export function remainingDraft(draft: ShareDraft, result: ApplyResult): ShareDraft {
  const plan = remainingPlan(result);
  // Nobody knows whether the share was created: all stays, and the user looks before sending it again.
  if (!plan) return draft;
  const left = requestedItems(plan.steps);
  const resources = new Set(
    left.flatMap((item) =>
      item.kind === 'resource'
        ? ['arn' in item.resource ? item.resource.arn : item.resource.id]
        : [],
    ),
  );
  const principals = new Set(left.flatMap((item) => (item.kind === 'principal' ? [item.id] : [])));
  const share =
    plan.shareId === undefined || draft.share
      ? draft.share
      : { id: plan.shareId, name: draft.name, allowExternal: draft.allowExternal };
  return {
    ...draft,
    // These went out with the call that created the share.
    ...(share && { share, description: '', tags: [] }),
    resources: draft.resources.filter(({ value }) => resources.has(value.trim())),
    principals: draft.principals.filter(({ id }) => principals.has(id.trim())),
  };
}
