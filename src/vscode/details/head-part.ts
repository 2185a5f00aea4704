import { t } from '@vscode/l10n';
import { shown } from '../../model/untrusted-text.ts';
import type { Head, PageAction, Properties } from '../../webview/details-protocol.ts';
import { cloudName } from '../shares/rows/cloud-name.ts';
import { nameOfAccount } from '../shares/rows/names.ts';
import { join } from '../shares/rows/row.ts';
import { stateText } from '../shares/rows/scope-words.ts';
import { standingOfShare } from '../shares/rows/stuck.ts';
import { scopeLines } from '../shares/rows/tooltip.ts';
import { signOf } from './sign.ts';
import type { Subject } from './subject.ts';

/** Which share it is, how it stands, and what can be done with it. */
export function headPart(subject: Subject): Head {
  const { account, address, entry, isGone, snapshot, state } = subject;
  const standing = standingOfShare(entry.share, address, state);
  const notices: Head['notices'] = [];
  if (isGone) {
    notices.push({
      severity: 'warning',
      lines: [t('This share is no longer there. What is shown is what was last seen of it.')],
    });
  } else {
    if (stateText(snapshot, state) !== '') {
      const severity = snapshot.failure ? 'warning' : 'info';
      notices.push({ severity, lines: [...scopeLines(address, state)] });
    }
    if (standing.advice !== undefined) {
      notices.push({ severity: 'warning', lines: [standing.advice] });
    }
  }
  const region = state.abilities(account.cloud)?.regional === false ? '' : address.region;
  return {
    title: titleOf(subject),
    place: join([cloudName(account.cloud), shown(account.label), shown(region)]),
    presence: isGone ? 'gone' : 'there',
    status: signOf(standing),
    notices,
    actions: isGone ? [] : shareActions(subject),
  };
}

export function titleOf({ entry: { share } }: Pick<Subject, 'entry'>): string {
  return shown(share.name).trim() || shown(share.id);
}

/** As the menu of its row offers them. */
function shareActions({ account, entry: { share }, state }: Subject): PageAction[] {
  const abilities = state.abilities(account.cloud);
  const isOpen = share.status.state === 'active' || share.status.state === 'pending';
  const looks: PageAction[] = [
    'refresh',
    'showInTree',
    'openJson',
    ...(state.hasConsole(account.cloud) ? (['openConsole'] as const) : []),
  ];
  if (share.owner === 'other') return [...(isOpen ? (['leaveShare'] as const) : []), ...looks];
  if (!isOpen) return ['copyShareAs', ...looks];
  return [
    ...(['associate', 'editShare'] as const),
    ...(abilities?.tags ? (['editTags'] as const) : []),
    ...(abilities?.resourceGroups === true ? (['moveToResourceGroup'] as const) : []),
    ...(['copyShareAs', 'deleteShare'] as const),
    ...looks,
  ];
}

/** What the share itself says. */
export function propertiesPart({ account, entry: { share }, state }: Subject): Properties {
  const urns = state.abilities(account.cloud)?.resourceForm === 'urn';
  const outside =
    share.allowExternal === true
      ? t('Allows principals outside the organisation')
      : t('Only principals of the organisation');
  return [
    { term: t('Id'), text: shown(share.id), action: 'copyId' },
    ...(share.arn === undefined
      ? []
      : [
          {
            term: urns ? 'URN' : 'ARN',
            text: shown(share.arn),
            action: 'copyArn' as const,
          },
        ]),
    { term: t('Owner'), text: nameOfAccount(share.ownerId, account, state) },
    ...(share.allowExternal === undefined ? [] : [{ term: t('Principals'), text: outside }]),
    ...(share.description ? [{ term: t('Description'), text: shown(share.description) }] : []),
    ...share.tags.map(({ key, value }) => ({
      term: t('Tag {0}', shown(key)),
      text: shown(value),
    })),
    ...(share.resourceGroupId === undefined || share.resourceGroupId === ''
      ? []
      : [{ term: t('Resource group'), text: shown(share.resourceGroupId) }]),
    { term: t('Created'), text: state.formatTime(share.createdAt) },
    { term: t('Updated'), text: state.formatTime(share.updatedAt) },
  ];
}
