import assert from 'node:assert/strict';
import * as vscode from 'vscode';

const id = 'resource-share-explorer.resource-share-explorer';

interface Manifest {
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
}

describe('activation', () => {
  it('is done by opening the view, without an error', async () => {
    await vscode.commands.executeCommand('resourceShares.shares.focus');
    const extension = vscode.extensions.getExtension(id);
    assert.ok(extension, `VS Code knows no extension ${id}`);
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  it('registers exactly the commands that package.json declares', async () => {
    const extension = vscode.extensions.getExtension<unknown>(id);
    assert.ok(extension);
    await extension.activate();
    const manifest = extension.packageJSON as Manifest;
    const declared = manifest.contributes.commands.map(({ command }) => command).sort();
    const all = await vscode.commands.getCommands(true);
    assert.deepEqual(all.filter(isOurs).sort(), declared);
  });
});

/** VS Code itself adds commands for every view and view container, such as `resourceShares.shares.focus`. */
function isOurs(command: string): boolean {
  const generated = /^resourceShares\.shares\.|^workbench\./;
  return command.startsWith('resourceShares.') && !generated.test(command);
}
