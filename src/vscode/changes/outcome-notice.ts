import { t } from '@vscode/l10n';
import { countsText, entitiesText } from '../../changes/describe-plan.ts';
import type { Outcome } from '../../changes/follow.ts';
import type { Association } from '../../model/share.ts';
import { shown } from '../../model/untrusted-text.ts';
import { reasonsOf } from '../shares/rows/lookup.ts';

/** How many failed items a notice names; the rest is a number, and *Show* leads to all of them. */
const named = 3;

export interface OutcomeNotice {
  readonly severity: 'information' | 'warning' | 'error';
  readonly text: string;
}

/**
 * The one notice about a whole action: all well, or what failed and why, or what it still waits for.
 * @param explain the documented meaning of a failure reason
 */
export function outcomeNotice(
  outcome: Outcome,
  explain: (reason: string) => string | undefined,
): OutcomeNotice {
  const { associated, failed, vanished, unread, waiting, stillPending, part } = outcome;
  const { removed, ending } = outcome;
  const name = shown(part.share.name);
  const sentences: string[] = [];
  // Sharing in the organisation is about no share, either.
  const isNew = part.share.id === undefined && outcome.shareId !== undefined;
  if (isNew) sentences.push(t('The resource share {0} was created.', name));
  if (failed.length > 0) {
    const total = associated.length + failed.length + waiting.length + stillPending.length;
    sentences.push(
      isNew
        ? t('{0} of {1} items failed.', failed.length, total)
        : t('{0}: {1} of {2} items failed.', name, failed.length, total),
      ...failed.slice(0, named).map((row) => `${shown(row.entityId)}: ${why(row, explain)}`),
    );
  } else if (associated.length > 0) {
    const items = itemsText(associated);
    sentences.push(isNew ? t('Associated: {0}.', items) : t('{0}: associated {1}.', name, items));
  }
  const deleted = removed.some(({ kind }) => kind === 'share');
  const gone = deleted ? undefined : entitiesText(removed, 'gone');
  if (deleted) sentences.push(t('The resource share {0} was deleted.', name));
  if (gone !== undefined) sentences.push(t('{0}: removed {1}.', name, gone));
  if (ending.length > 0) sentences.push(t('The resource share {0} is still being deleted.', name));
  if (waiting.length > 0) {
    sentences.push(waitingText(waiting.filter(({ kind }) => kind === 'principal')));
  }
  if (stillPending.length > 0) {
    sentences.push(
      stillPending.length === 1
        ? t('1 item is still pending and is no longer followed.')
        : t('{0} items are still pending and are no longer followed.', stillPending.length),
    );
  }
  const lost = vanished.length + unread.length;
  if (lost > 0)
    sentences.push(t('{0} items could not be read back. Refresh the share to see them.', lost));
  return {
    severity:
      failed.length > 0
        ? 'error'
        : stillPending.length + ending.length + lost > 0
          ? 'warning'
          : 'information',
    text: sentences.join(' '),
  };
}

/** Not every cloud says who is outside the organisation, and so who was invited. */
function waitingText(principals: readonly Association[]): string {
  const count = principals.length;
  if (principals.some(({ external }) => external !== true)) {
    return count === 1
      ? t('1 principal may have to accept an invitation first.')
      : t('{0} principals may have to accept invitations first.', count);
  }
  return count === 1
    ? t('1 principal has to accept the invitation first.')
    : t('{0} principals have to accept their invitations first.', count);
}

function why(row: Association, explain: (reason: string) => string | undefined): string {
  const reasons = reasonsOf(row);
  const coded = reasons.find(({ reason }) => reason !== '');
  const text = (coded && explain(coded.reason)) ?? coded?.description ?? reasons[0]?.description;
  if (text === undefined || text === '') return t('the cloud gives no reason.');
  return coded ? `${shown(text)} (${shown(coded.reason)})` : shown(text);
}

function itemsText(rows: readonly Association[]): string {
  const resources = rows.filter(({ kind }) => kind === 'resource').length;
  return countsText(resources, rows.length - resources) ?? '';
}
