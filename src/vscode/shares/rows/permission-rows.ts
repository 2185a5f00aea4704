import { t } from '@vscode/l10n';
import type { ShareEntry } from '../../../inventory/snapshot.ts';
import type { SharePermission } from '../../../model/permission.ts';
import type { ShareOwner } from '../../../model/share.ts';
import { shown } from '../../../model/untrusted-text.ts';
import { statusIcon, statusWord } from '../status-words.ts';
import { livePermissions } from './lookup.ts';
import { join, tokens, type Row, type RowOf } from './row.ts';
import { reasonOf } from './scope-words.ts';
import type { TreeState } from './tree-state.ts';

/** Of one share. They are not read with the share, so that nothing is said of them until somebody has opened the row. */
export function permissionsRow(
  address: RowOf<'permissions'>,
  entry: ShareEntry,
  state: TreeState,
): Row {
  const known = livePermissions(entry, state);
  const label = t('Permissions');
  const description = known
    ? String(known.length)
    : (reasonOf(state.snapshot(address), 'permissions') ?? '');
  return {
    label,
    description,
    icon: { id: 'key' },
    context: tokens('permissions', address.owner),
    collapsible: known?.length === 0 ? 'none' : 'collapsed',
    spoken: join([label, description]),
  };
}

/** What may be done with the resources of one type. */
export function permissionRow(permission: SharePermission, owner: ShareOwner): Row {
  const { name, resourceType, version, isDefault, status } = permission;
  const label = shown(name);
  const description = join([
    shown(resourceType),
    version === undefined ? '' : t('version {0}', shown(version)),
    isDefault === true ? t('default of the type') : '',
    status.state === 'associated' ? '' : statusWord(status),
  ]);
  return {
    label,
    description,
    icon: status.state === 'associated' ? { id: 'key' } : statusIcon(status),
    context: tokens('permission', owner === 'self' && 'own'),
    collapsible: 'none',
    spoken: join([t('Permission {0}', label), description]),
  };
}
