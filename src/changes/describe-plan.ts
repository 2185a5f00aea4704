import { t } from '@vscode/l10n';
import type { Plan, PlanItem, PlanPart, Step } from './plan.ts';

/**
 * A plan in one line, in the user's language: "3 calls: 12 resources and 7 principals" where something is only added,
 * else what happens, such as "2 calls: removes 3 resources; deletes 1 resource share".
 */
export function describePlan(plan: Plan): string {
  return describeSteps(plan.parts);
}

/** The same of some steps and what they do, share by share. */
export function describeSteps(parts: readonly Pick<PlanPart, 'steps' | 'items'>[]): string {
  const steps = parts.flatMap((part) => part.steps);
  // What goes with a share is said with the share.
  const items = parts.flatMap((part) =>
    part.steps.some(ends) ? part.items.filter(({ effect }) => effect !== 'gone') : part.items,
  );
  const calls = steps.length === 1 ? t('1 call') : t('{0} calls', steps.length);
  const onlyAdds = steps.every(({ kind }) => kind === 'create' || kind === 'associate');
  const words = onlyAdds ? entitiesText(items, 'new', 'changed') : doingsText(steps, items);
  return words === undefined || words === '' ? calls : t('{0}: {1}', calls, words);
}

/** "12 resources and 7 principals"; undefined when there is neither. */
export function entitiesText(
  items: readonly PlanItem[],
  ...effects: readonly PlanItem['effect'][]
): string | undefined {
  const count = (kind: PlanItem['kind']) =>
    items.filter((item) => item.kind === kind && effects.includes(item.effect)).length;
  return countsText(count('resource'), count('principal'));
}

/** "12 resources and 7 principals"; undefined for none of both. */
export function countsText(resources: number, principals: number): string | undefined {
  const resourcesText = resources === 1 ? t('1 resource') : t('{0} resources', resources);
  const principalsText = principals === 1 ? t('1 principal') : t('{0} principals', principals);
  if (resources > 0 && principals > 0) return t('{0} and {1}', resourcesText, principalsText);
  if (resources > 0) return resourcesText;
  return principals > 0 ? principalsText : undefined;
}

function doingsText(steps: readonly Step[], items: readonly PlanItem[]): string {
  const count = (...kinds: readonly Step['kind'][]) =>
    steps.filter(({ kind }) => kinds.includes(kind)).length;
  const created = count('create');
  const deleted = count('delete');
  const left = count('leave');
  const added = entitiesText(items, 'new', 'changed');
  const removed = entitiesText(items, 'gone');
  const fields = ['name', 'description', 'allowExternal', 'resourceGroup', 'tag', 'permission'];
  const changed = items.filter(
    ({ kind, effect }) => fields.includes(kind) && effect !== 'unchanged',
  ).length;
  const accepted = count('accept');
  const rejected = count('reject');
  const parts = [
    created > 0 &&
      (created === 1 ? t('creates 1 resource share') : t('creates {0} resource shares', created)),
    added && t('adds {0}', added),
    removed && t('removes {0}', removed),
    changed > 0 && (changed === 1 ? t('changes 1 setting') : t('changes {0} settings', changed)),
    deleted > 0 &&
      (deleted === 1 ? t('deletes 1 resource share') : t('deletes {0} resource shares', deleted)),
    left > 0 && (left === 1 ? t('leaves 1 resource share') : t('leaves {0} resource shares', left)),
    accepted > 0 &&
      (accepted === 1 ? t('accepts 1 invitation') : t('accepts {0} invitations', accepted)),
    rejected > 0 &&
      (rejected === 1 ? t('rejects 1 invitation') : t('rejects {0} invitations', rejected)),
    ...steps.flatMap((step) =>
      step.kind === 'organizationSharing'
        ? [
            step.enabled
              ? t('switches sharing in the organisation on')
              : t('switches sharing in the organisation off'),
          ]
        : [],
    ),
  ];
  return parts.filter((part) => typeof part === 'string' && part !== '').join('; ');
}

function ends({ kind }: Step): boolean {
  return kind === 'delete' || kind === 'leave';
}
