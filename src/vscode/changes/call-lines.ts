import { entitiesText } from '../../changes/describe-plan.ts';
import type { Plan } from '../../changes/plan.ts';
import { operationOf } from '../../changes/send-step.ts';
import { shown } from '../../model/untrusted-text.ts';

/** The calls of a plan in their order, a line each: by their names at the cloud, with how much each takes. */
export function callLines(plan: Plan): readonly string[] {
  const isOne = plan.parts.length === 1;
  return plan.parts.flatMap(({ share, steps, items }) =>
    steps.map((step, index) => {
      const own = items.filter((item) => item.step === index);
      const isEnd = step.kind === 'delete' || step.kind === 'leave';
      const what = isEnd ? undefined : entitiesText(own, 'new', 'changed', 'gone');
      const words = [isOne ? '' : shown(share.name), operationOf(step), what ?? ''];
      return `${index + 1}. ${words.filter((word) => word !== '').join(' · ')}`;
    }),
  );
}
