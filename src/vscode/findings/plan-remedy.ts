import * as vscode from 'vscode';
import type { Finding } from '../../inventory/access/findings.ts';
import type { Changing } from '../changes/changing.ts';
import { pickPermission } from '../changes/pick-permission.ts';
import type { Connections } from '../connections.ts';
import type { Lazy } from '../lazy.ts';
import { rowId } from '../shares/address.ts';
import { entryAt } from '../shares/rows/lookup.ts';
import type { TreeState } from '../shares/rows/tree-state.ts';
import { aboutAddress } from './finding-address.ts';
import { remediesOf, type Remedy } from './remedies.ts';

interface Parts {
  readonly state: TreeState;
  readonly connections: Connections;
  readonly changing: Lazy<Changing>;
}

/**
 * Opens the plan of what can be done about a finding; of several things the user chooses one.
 * @throws CloudError where it could not be read what the plan rests on
 */
export async function planRemedy(finding: Finding, parts: Parts): Promise<void> {
  const { state, connections, changing } = parts;
  const { abilities } = await connections.driver(finding.cloud);
  const remedies = remediesOf(finding, abilities, state);
  if (remedies.length === 0) {
    void vscode.window.showInformationMessage(finding.remedy);
    return;
  }
  const remedy = await choose(remedies, finding);
  if (!remedy) return;
  if ('associate' in remedy) {
    await vscode.commands.executeCommand('resourceShares.associate', rowId(aboutAddress(finding)));
    return;
  }
  const changes =
    'changes' in remedy ? remedy.changes : await permissionChange(remedy, finding, parts);
  if (changes.length > 0) await (await changing.get()).propose(changes, { page: true });
}

async function choose(remedies: readonly Remedy[], { text }: Finding): Promise<Remedy | undefined> {
  const [only, ...more] = remedies;
  if (more.length === 0) return only;
  const items = remedies.map((remedy) => ({ label: remedy.label, remedy }));
  return (await vscode.window.showQuickPick(items, { placeHolder: text }))?.remedy;
}

async function permissionChange(
  { permissionFor: resourceType }: Extract<Remedy, { permissionFor: string }>,
  finding: Finding,
  { state, connections }: Parts,
) {
  const { scope, share } = finding;
  if (!share) return [];
  const present = entryAt(aboutAddress(finding), state)?.permissions?.find(
    (one) => one.resourceType === resourceType,
  );
  const wanted = await pickPermission(
    { scope, resourceType, ...(present && { present }) },
    connections,
  );
  if (!wanted) return [];
  const { id, name, version } = wanted;
  const permission = { id, name, resourceType, version };
  return [{ kind: 'setPermission', scope, shareId: share.id, permission } as const];
}
