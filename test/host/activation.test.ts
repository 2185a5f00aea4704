import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commandIds } from '../../src/vscode/commands.ts';

const id = 'resource-share-explorer.resource-share-explorer';

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
  };
}

describe('activation', () => {
  it('is done by opening the view, without an error', async () => {
    await vscode.commands.executeCommand('resourceShares.shares.focus');
    const extension = vscode.extensions.getExtension(id);
    assert.ok(extension, `VS Code knows no extension ${id}`);
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  it('registers exactly the commands that package.json declares, and has a handler for each', async () => {
    const extension = vscode.extensions.getExtension<unknown>(id);
    assert.ok(extension);
    await extension.activate();
    const manifest = extension.packageJSON as Manifest;
    const declared = manifest.contributes.commands.map(({ command }) => command).sort();
    const all = await vscode.commands.getCommands(true);
    // VS Code itself adds commands for every view, such as `resourceShares.shares.focus`.
    const views = Object.values(manifest.contributes.views).flat();
    const ours = all.filter(
      (command) =>
        command.startsWith('resourceShares.') &&
        !views.some(({ id }) => command.startsWith(`${id}.`)),
    );
    assert.deepEqual(ours.sort(), declared);
    assert.deepEqual(commandIds.toSorted(), declared);
  });
});
