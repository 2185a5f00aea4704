import { t } from '@vscode/l10n';
import { shown } from '../../model/untrusted-text.ts';
import type { Step } from '../plan.ts';
import { operationOf } from '../send-step.ts';
import { conditionsFor, type Finding, refusedBy, type Rule } from './finding.ts';

/** The cloud does not list the share any more. */
export const shareGone: Rule = ({ part, account, context }) => {
  const { id, name } = part.share;
  if (id === undefined || part.steps.length === 0 || !context.isGone(part.scope, id)) return [];
  if (isAnswer(part.steps[0])) return [];
  return [
    {
      rule: 'shareGone',
      severity: 'refusal',
      code: account.abilities.codes?.shareMissing ?? 'EntityNotExists.ResourceShare',
      source: sourceOf(part.steps),
      message: t('The resource share {0} does not exist any more.', shown(name === '' ? id : name)),
      part: part.key,
    },
  ];
};

/** Only its owner changes a share; only who has received it can leave it. */
export const shareOwner: Rule = ({ part, account, before }) => {
  const [first] = part.steps;
  if (!before || !first || isAnswer(first)) return [];
  const leaves = first.kind === 'leave';
  if (leaves !== (before.owner === 'self')) return [];
  const finding: Finding = {
    rule: 'shareOwner',
    severity: 'refusal',
    code: account.abilities.codes?.notOwner ?? 'OperationNotPermitted',
    source: sourceOf(part.steps),
    message: leaves
      ? t('This account owns the share. It can delete it, not leave it.')
      : t('Only the owner of a share can change it.'),
    part: part.key,
  };
  return [finding];
};

/** ResourceShareStatusMismatchAction: a share on its way out takes no changes. */
export const shareState: Rule = (subject) => {
  const { before } = subject;
  if (!before) return [];
  return conditionsFor(subject, 'shareState')
    .filter(({ condition }) => condition.states?.some((state) => state === before.status))
    .map(({ condition, kind }) =>
      refusedBy(
        subject,
        condition,
        kind,
        before.status === 'deleting'
          ? t('The share is being deleted.')
          : t('The share has been deleted.'),
      ),
    );
};

function isAnswer(step: Step | undefined): boolean {
  return step?.kind === 'accept' || step?.kind === 'reject';
}

function sourceOf([first]: readonly Step[]): string {
  return first ? operationOf(first) : '';
}
