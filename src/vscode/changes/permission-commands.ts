import * as vscode from 'vscode';
import type { SharePermission } from '../../model/permission.ts';
import { isDead } from '../../model/status.ts';
import { shown } from '../../model/untrusted-text.ts';
import type { CommandHandler } from '../commands.ts';
import type { Connections } from '../connections.ts';
import type { Lazy } from '../lazy.ts';
import { addressOf, type Address } from '../shares/address.ts';
import { pickShare, type PickParts } from '../shares/pick.ts';
import { entryAt, permissionAt } from '../shares/rows/lookup.ts';
import type { Changing } from './changing.ts';
import { pickPermission } from './pick-permission.ts';

interface Parts extends PickParts {
  readonly connections: Connections;
  readonly changing: Lazy<Changing>;
}

/** A permission of a share of one's own. */
interface Chosen {
  readonly scope: { readonly accountId: string; readonly region: string };
  readonly shareId: string;
  readonly permission: SharePermission;
}

/** The commands that change what may be done with the resources of a share. */
export function permissionCommands(
  parts: Parts,
): Readonly<
  Record<'resourceShares.switchPermission' | 'resourceShares.removePermission', CommandHandler>
> {
  const { changing } = parts;
  return {
    'resourceShares.switchPermission': async (row) => {
      const chosen = await choose(addressOf(row), parts);
      if (!chosen) return;
      const { scope, shareId } = chosen;
      const { resourceType: type } = chosen.permission;
      const present = chosen.permission;
      const wanted = await pickPermission(
        { scope, resourceType: type, present },
        parts.connections,
      );
      if (!wanted) return;
      const { id, name, resourceType, version } = wanted;
      const permission = { id, name, resourceType, version };
      await (await changing.get()).propose([{ kind: 'setPermission', scope, shareId, permission }]);
    },
    'resourceShares.removePermission': async (row) => {
      const chosen = await choose(addressOf(row), parts);
      if (!chosen) return;
      const { scope, shareId } = chosen;
      const { id, name, resourceType } = chosen.permission;
      const permission = { id, name, resourceType };
      await (
        await changing.get()
      ).propose([{ kind: 'removePermission', scope, shareId, permission }]);
    },
  };
}

/** The permission of the row; from the palette one of a share that is asked for. */
async function choose(address: Address | undefined, parts: PickParts): Promise<Chosen | undefined> {
  const { inventory, state } = parts;
  const share = address && 'shareId' in address ? address : await pickShare(parts, 'self');
  if (!share) return undefined;
  const { accountId, region, shareId } = share;
  const scope = { accountId, region };
  const known = permissionAt(share, state);
  if (known) return { scope, shareId, permission: known };
  if (!entryAt(share, state)?.permissions) {
    await inventory.loadSharePermissions(scope, shareId, 'action');
  }
  const entry = entryAt(share, state);
  const items = (entry?.permissions ?? [])
    .filter(({ status }) => !isDead(status))
    .map((permission) => ({
      label: shown(permission.name),
      description: shown(permission.resourceType),
      permission,
    }));
  if (items.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('There is nothing in {0}.', shown(entry?.share.name ?? shareId)),
    );
    return undefined;
  }
  const picked = await vscode.window.showQuickPick(items, {
    placeHolder: vscode.l10n.t('Which permission?'),
    matchOnDescription: true,
  });
  return picked && { scope, shareId, permission: picked.permission };
}
