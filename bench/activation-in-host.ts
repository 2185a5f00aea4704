// What VS Code calls in its extension host: opens the view and writes down what VS Code itself says of the activations.
import { writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';

const ours = 'resource-share-explorer.resource-share-explorer';
const git = 'vscode.git';
const mostTries = 60;

/** @throws when an extension is missing, or VS Code says nothing of its activation */
export async function run(): Promise<void> {
  const file = process.env.ACTIVATION_RESULTS;
  if (file === undefined) throw new Error('ACTIVATION_RESULTS names no file for the results.');
  // It starts with the window; what else does has a moment to come to rest.
  await activated(git);
  await delay(1_500);
  await vscode.commands.executeCommand('resourceShares.shares.focus');
  await activated(ours);
  writeFileSync(file, await performanceReport());
}

async function activated(id: string): Promise<void> {
  const extension = vscode.extensions.getExtension(id);
  if (!extension) throw new Error(`VS Code knows no extension ${id}.`);
  await extension.activate();
}

/** The text of "Developer: Startup Performance", once it tells of both. */
async function performanceReport(): Promise<string> {
  // Until it has been opened nobody can read it.
  await vscode.commands.executeCommand('perfview.show');
  const uri = vscode.Uri.from({ scheme: 'perf', path: 'Startup Performance' });
  for (let tries = 0; tries < mostTries; tries += 1) {
    const text = (await vscode.workspace.openTextDocument(uri)).getText();
    if (text.includes(ours) && text.includes(git)) return text;
    await delay(500);
  }
  throw new Error('VS Code does not tell how long the activations took.');
}
