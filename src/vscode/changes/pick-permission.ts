import * as vscode from 'vscode';
import type { Scope } from '../../model/account.ts';
import type { PermissionSummary, SharePermission } from '../../model/permission.ts';
import { shown } from '../../model/untrusted-text.ts';
import type { Connections } from '../connections.ts';

/** For which type of resource, and what a share has for it now. */
interface Wanted {
  readonly scope: Scope;
  readonly resourceType: string;
  readonly present?: Pick<SharePermission, 'id' | 'version'>;
}

/**
 * Asks for one of the permissions that the cloud has for a type of resource.
 * @throws CloudError where they can't be listed
 */
export async function pickPermission(
  { scope, resourceType, present }: Wanted,
  connections: Pick<Connections, 'client'>,
): Promise<PermissionSummary | undefined> {
  const read = async () => {
    const client = await connections.client(scope.accountId);
    const options = { signal: new AbortController().signal, priority: 'action' } as const;
    const found: PermissionSummary[] = [];
    for await (const page of client.listPermissions(scope.region, { resourceType }, options)) {
      found.push(...page);
    }
    return found
      .filter((one) => one.resourceType === resourceType)
      .map((one) => ({
        label: shown(one.name),
        description: [
          one.version === '' ? '' : vscode.l10n.t('version {0}', shown(one.version)),
          one.isDefault ? vscode.l10n.t('default of the type') : '',
          isPresent(one, present) ? vscode.l10n.t('as it is') : '',
        ]
          .filter((word) => word !== '')
          .join(' · '),
        one,
      }));
  };
  const picked = await vscode.window.showQuickPick(read(), {
    placeHolder: vscode.l10n.t('Which permission for {0}?', shown(resourceType)),
    ignoreFocusOut: true,
  });
  return picked?.one;
}

function isPresent({ id, version }: PermissionSummary, present: Wanted['present']): boolean {
  return id === present?.id && (version === '' || (present.version ?? version) === version);
}
