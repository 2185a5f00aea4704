import { t } from '@vscode/l10n';
import type { FailedItem, ItemProgress, ItemResult } from '../../changes/action-items.ts';
import type { PlanItem } from '../../changes/plan.ts';
import { shown } from '../../model/untrusted-text.ts';
import { join, tokens } from '../shares/rows/row.ts';
import type { RowIcon } from '../shares/status-words.ts';
import { doubt, failure, lines, success, warning, type ActivityRow } from './activity-row.ts';

/**
 * The row of one item of a call.
 * @param underWay whether its action runs
 */
export function itemRow(
  { item, progress }: ItemResult,
  reasons: readonly FailedItem[],
  underWay: boolean,
): ActivityRow {
  const label = itemLabel(item);
  const [only, ...more] = reasons;
  const why = only && more.length === 0 ? shown(only.reason) : '';
  const description = join([shown(item.type), progressWord(progress, underWay), why]);
  return {
    label,
    description,
    icon: itemIcon(progress, underWay),
    context: tokens(
      'item',
      progress === 'failed' && 'left',
      reasons.some(({ retry }) => retry) && 'helps',
    ),
    collapsible: reasons.length > 0 ? 'expanded' : 'none',
    spoken: join([label, description]),
    tooltip: lines([label, description, shown(item.arn ?? '')]),
  };
}

/** Why an item failed at the cloud. */
export function reasonRow({
  other,
  operation,
  reason,
  text,
  meaning,
  advice,
}: FailedItem): ActivityRow {
  const description = join([other ? t('with {0}', shown(other.id)) : '', shown(reason)]);
  return {
    label: meaning,
    description,
    icon: { id: 'info' },
    context: tokens('reason'),
    collapsible: 'none',
    spoken: join([meaning, description, advice]),
    tooltip: lines([meaning, advice, shown(text), description, shown(operation)]),
  };
}

function itemLabel({ kind, id, to }: PlanItem): string {
  switch (kind) {
    case 'tag':
      return to === undefined ? t('Tag {0}', shown(id)) : `${shown(id)} = ${shown(to)}`;
    case 'name':
      return t('Name: {0}', shown(to ?? ''));
    case 'description':
      return t('Description: {0}', shown(to ?? ''));
    case 'allowExternal':
      return to === 'true'
        ? t('Outside principals: allowed')
        : t('Outside principals: not allowed');
    case 'resourceGroup':
      return t('Resource group: {0}', shown(to ?? ''));
    case 'organizationSharing':
      return to === 'true'
        ? t('Sharing in the organisation: on')
        : t('Sharing in the organisation: off');
    case 'share':
    case 'resource':
    case 'principal':
    case 'permission':
    case 'invitation':
      return shown(id);
  }
}

function progressWord(progress: ItemProgress, underWay: boolean): string {
  switch (progress) {
    case 'unchanged':
      return t('unchanged');
    case 'notSent':
      return t('not sent');
    case 'sending':
      return underWay ? t('running') : t('sent, answer unknown');
    case 'unknown':
      return t('sent, answer unknown');
    case 'failed':
      return t('failed');
    case 'accepted':
      return t('sent; the cloud works on it');
    case 'waiting':
      return t('waits for an answer');
    case 'pending':
      return t('still pending');
    case 'done':
      return t('done');
  }
}

function itemIcon(progress: ItemProgress, underWay: boolean): RowIcon {
  switch (progress) {
    case 'failed':
      return failure;
    case 'sending':
      return underWay ? { id: 'loading~spin' } : doubt;
    case 'unknown':
      return doubt;
    case 'done':
      return success;
    case 'accepted':
      return { id: 'sync' };
    case 'waiting':
    case 'pending':
      return { id: 'clock', color: warning };
    case 'notSent':
    case 'unchanged':
      return { id: 'circle-outline', color: 'disabledForeground' };
  }
}
