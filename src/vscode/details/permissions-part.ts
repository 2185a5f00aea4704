import { t } from '@vscode/l10n';
import type { SharePermission } from '../../model/permission.ts';
import { shown } from '../../model/untrusted-text.ts';
import type { PageAction, Permissions } from '../../webview/details-protocol.ts';
import { livePermissions, visible } from '../shares/rows/lookup.ts';
import { join } from '../shares/rows/row.ts';
import { reasonOf } from '../shares/rows/scope-words.ts';
import { statusIcon, statusWord } from '../shares/status-words.ts';
import { signOf } from './sign.ts';
import type { Subject } from './subject.ts';

/**
 * What may be done with the resources, by type. Undefined where the cloud tells receivers nothing of it.
 * @param reading whether it is being read just now
 */
export function permissionsPart(subject: Subject, reading: boolean): Permissions | undefined {
  const { account, address, entry, isGone, snapshot, state } = subject;
  const toldToReceivers = state.abilities(account.cloud)?.receivedPermissions === true;
  if (address.owner === 'other' && !toldToReceivers) return undefined;
  const known = livePermissions(entry, state);
  if (!known) {
    const why = reasonOf(snapshot, 'permissions') ?? (reading ? t('loading…') : t('unknown'));
    return { items: [], notes: isGone ? [] : [why] };
  }
  const actions: PageAction[] =
    address.owner === 'self' && !isGone ? ['switchPermission', 'removePermission'] : [];
  return {
    items: known.map((permission) => itemOf(permission, actions)),
    notes: missingTypes(subject, known),
  };
}

function itemOf(
  { id, name, resourceType, version, isDefault, status }: SharePermission,
  actions: readonly PageAction[],
): Permissions['items'][number] {
  return {
    id,
    name: shown(name),
    type: shown(resourceType),
    about: join([
      version === undefined ? '' : t('version {0}', shown(version)),
      isDefault === true ? t('default of the type') : '',
    ]),
    ...(status.state !== 'associated' && {
      status: signOf({ text: statusWord(status), icon: statusIcon(status) }),
    }),
    actions: [...actions, ...(actions.length > 0 ? (['openJson'] as const) : [])],
  };
}

/** Types of which there are resources, and of which nobody may do anything. */
function missingTypes(
  { entry, address, isGone, state }: Subject,
  permissions: readonly SharePermission[],
): string[] {
  if (address.owner === 'other' || isGone) return [];
  const covered = new Set(permissions.map(({ resourceType }) => resourceType));
  const types = new Set(visible(entry.resources, state).map(({ entityType }) => entityType));
  return [...types]
    .filter((type) => !covered.has(type))
    .sort()
    .map((type) => t('There is no permission for {0}.', shown(type)));
}
