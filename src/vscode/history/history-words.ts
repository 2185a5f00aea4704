import { t } from '@vscode/l10n';
import type { HistoryEvent } from '../../inventory/history/history-lines.ts';
import { shown } from '../../model/untrusted-text.ts';

/** A change of a share in one sentence, plain text. */
export function eventText(event: HistoryEvent): string {
  switch (event.what) {
    case 'shareAppeared':
      return t('New share. Resources: {0}, principals: {1}.', event.resources, event.principals);
    case 'shareGone':
      return t('The share is gone.');
    case 'renamed':
      return t('Renamed from {0} to {1}.', shown(event.from), shown(event.to));
    case 'shareStatus':
      return t('Status of the share: {0}, before {1}.', shown(event.to), shown(event.from));
    case 'outsiders':
      return event.allowed
        ? t('Principals outside the organisation are let in now.')
        : t('Principals outside the organisation are no longer let in.');
    case 'description':
      return t('The description changed.');
    case 'tags':
      return t('The tags changed.');
    case 'resourceGroup':
      return t('Moved to the resource group {0}.', shown(event.to));
    case 'added':
      return event.kind === 'resource'
        ? t('Resource {0} was added: {1}.', named(event), shown(event.status))
        : t('Principal {0} was added: {1}.', shown(event.entityId), shown(event.status));
    case 'removed':
      return event.kind === 'resource'
        ? t('Resource {0} was taken out.', named(event))
        : t('Principal {0} was taken out.', shown(event.entityId));
    case 'status':
      return [
        event.kind === 'resource'
          ? t('Resource {0}: {1}, before {2}.', named(event), shown(event.to), shown(event.from))
          : t(
              'Principal {0}: {1}, before {2}.',
              ...[shown(event.entityId), shown(event.to), shown(event.from)],
            ),
        event.reasons.map(shown).join(', '),
      ]
        .filter((text) => text !== '')
        .join(' ');
    case 'permissionAdded':
      return t('Permission for {0}: {1}.', shown(event.resourceType), shown(event.permission));
    case 'permissionRemoved':
      return t(
        'The permission for {0} was taken away: {1}.',
        ...[shown(event.resourceType), shown(event.permission)],
      );
    case 'permissionSwitched':
      return t(
        'Permission for {0}: {1}, before {2}.',
        ...[shown(event.resourceType), shown(event.permission), shown(event.from)],
      );
  }
}

function named({ entityId, entityType }: { entityId: string; entityType: string }): string {
  return t('{0} ({1})', shown(entityId), shown(entityType));
}
