import { t } from '@vscode/l10n';
import type { ActionError } from '../../changes/action-error.ts';
import {
  countItems,
  isLeftOver,
  itemResults,
  type ItemResult,
} from '../../changes/action-items.ts';
import type { ActionState, PartState } from '../../changes/action.ts';
import type { Outcome } from '../../changes/follow.ts';
import { shown } from '../../model/untrusted-text.ts';
import { outcomeNotice, type OutcomeNotice } from './outcome-notice.ts';

/** How many shares a notice speaks of one by one. */
const mostShares = 3;

/**
 * The one notice at the end of an action of any sort.
 * @param outcomes how what the cloud went on working on has ended
 * @param error why nothing more was sent, where that was no answer of a cloud
 * @param explain the documented meaning of a failure reason
 */
export function endNotice(
  state: ActionState,
  outcomes: readonly Outcome[],
  error: ActionError | undefined,
  explain: (accountId: string, reason: string) => string | undefined,
): OutcomeNotice {
  // What goes with a share is counted with the share.
  const results = itemResults(state).filter(
    ({ part, item }) =>
      item.kind === 'share' ||
      !part.steps.some(({ kind }) => kind === 'delete' || kind === 'leave'),
  );
  const left = results.filter(({ progress }) => isLeftOver(progress));
  const notices = outcomes.map((outcome) =>
    outcomeNotice(outcome, (reason) => explain(outcome.part.scope.accountId, reason)),
  );
  const severities = new Set(notices.map(({ severity }) => severity));
  const sentences = state.parts.flatMap((part) => {
    const at = outcomes.findIndex((outcome) => outcome.part.key === part.part.key);
    const told = notices[at]?.text ?? '';
    return told === '' ? doneSentences(part) : [told];
  });
  const told = [
    ...sentences.slice(0, mostShares),
    ...(sentences.length > mostShares ? [t('… and {0} more.', sentences.length - mostShares)] : []),
  ];
  if (state.end === 'done') {
    return {
      severity: severities.has('error')
        ? 'error'
        : severities.has('warning')
          ? 'warning'
          : 'information',
      text: told.join(' '),
    };
  }
  const first = results.find((result) => result.error !== undefined);
  const { notSent, sending, unknown, failed } = countItems(results);
  const isCancelled = state.end === 'cancelled';
  return {
    severity: isCancelled ? 'warning' : 'error',
    text: [
      ...(isCancelled ? [t('Cancelled.')] : [error ? errorWords(error) : failureWords(first)]),
      ...(left.length < results.length
        ? [t('{0} of {1} items done.', results.length - left.length, results.length)]
        : []),
      ...(failed > 0 ? [t('Failed: {0}.', failed)] : []),
      ...(sending + unknown > 0 ? [t('Unknown, check: {0}.', sending + unknown)] : []),
      ...(notSent > 0 ? [t('Not sent: {0}.', notSent)] : []),
      ...told,
    ].join(' '),
  };
}

/** What was refused, and of which share. */
function failureWords(first: ItemResult | undefined): string {
  if (!first?.error) return t('Something failed.');
  const words = errorWords(first.error);
  const name = shown(first.part.share.name);
  return name === '' ? words : t('{0}: {1}', name, words);
}

function errorWords(error: ActionError): string {
  const words = [error.meaning ?? shown(error.message), error.advice ?? ''];
  return [...words.filter((word) => word !== ''), `(${shown(error.code)})`].join(' ');
}

/** What happened to a share that the cloud has nothing more to do on. */
function doneSentences({ part, steps }: PartState): readonly string[] {
  const done = part.steps.filter((_, index) => steps[index]?.state === 'done');
  const name = shown(part.share.name);
  const kinds = new Set(done.map(({ kind }) => kind));
  return [...kinds]
    .map((kind) => {
      switch (kind) {
        case 'create':
          return t('The resource share {0} was created.', name);
        case 'delete':
          return t('The resource share {0} was deleted.', name);
        case 'leave':
          return t('This account has left the resource share {0}.', name);
        case 'accept':
          return t('The invitation to {0} was accepted.', name);
        case 'reject':
          return t('The invitation to {0} was rejected.', name);
        case 'setPermission':
          return t('{0}: the permission was switched.', name);
        case 'removePermission':
          return t('{0}: the permission was removed.', name);
        case 'organizationSharing':
          return part.items.some(({ to }) => to === 'true')
            ? t('Sharing in the organisation is on.')
            : t('Sharing in the organisation is off.');
        case 'associate':
        case 'disassociate':
        case 'update':
        case 'tag':
        case 'untag':
        case 'moveToResourceGroup':
          return t('The resource share {0} was changed.', name);
      }
    })
    .filter((sentence, index, all) => all.indexOf(sentence) === index);
}
