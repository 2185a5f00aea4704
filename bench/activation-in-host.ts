// What VS Code calls in its extension host: activates the extension and writes down what VS Code itself says of it.
import { writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';

const ours = 'resource-share-explorer.resource-share-explorer';
const git = 'vscode.git';
const mostTries = 60;

/** What is written down. */
export interface ActivationResult {
  /** The text of "Developer: Startup Performance". */
  readonly report: string;
  /** Milliseconds of the processor, on all threads of the host, while our extension was activated. */
  readonly processor: number;
}

/** @throws when an extension is missing, or VS Code says nothing of its activation */
export async function run(): Promise<void> {
  const file = process.env.ACTIVATION_RESULTS;
  if (file === undefined) throw new Error('ACTIVATION_RESULTS names no file for the results.');
  // It starts with the window; what else does has a moment to come to rest.
  await activated(git);
  await delay(1_500);
  const before = process.cpuUsage();
  await activated(ours);
  const { user, system } = process.cpuUsage(before);
  const result: ActivationResult = {
    report: await performanceReport(),
    processor: (user + system) / 1_000,
  };
  writeFileSync(file, JSON.stringify(result));
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
