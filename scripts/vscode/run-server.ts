import { createServer } from 'node:net';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { inProject } from '../paths.ts';
import { startProgram } from '../processes.ts';
import { installServer } from './install-server.ts';
import type { VscodeVersion } from './versions.ts';

export interface ServerOptions {
  readonly vscode: VscodeVersion;
  /** A folder of this run: the server's settings, logs and storage. */
  readonly dataDir: string;
  /** Written as user settings before the first start, over the quiet defaults. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** A VSIX to install first, as a user does. */
  readonly vsix?: string;
  /** Added to the environment that the extension host inherits. */
  readonly env?: Readonly<Record<string, string>>;
  /** The port to use again, so that a page finds what it stored for this address; else a free one. */
  readonly port?: number;
}

/** A VS Code server that answers. */
export interface RunningServer {
  readonly address: string;
  readonly port: number;
  /** Everything the server has printed so far. */
  readonly output: () => string;
  /** Settles when the server has ended by itself or by `stop`. */
  readonly ended: Promise<unknown>;
  readonly stop: () => Promise<void>;
}

/** What would only disturb a test or a picture. */
const quietSettings = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.reduceMotion': 'on',
  // The rows that stick to the top lie over those that a test clicks.
  'workbench.tree.enableStickyScroll': false,
  'chat.disableAIFeatures': true,
  'chat.commandCenter.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'extensions.ignoreRecommendations': true,
  'telemetry.telemetryLevel': 'off',
  'git.enabled': false,
  'security.workspace.trust.enabled': false,
};

/**
 * Starts the server and waits until it answers.
 * @throws when it ends or does not answer within a minute
 */
export async function runServer(options: ServerOptions): Promise<RunningServer> {
  const { node, main } = await installServer(options.vscode);
  const port = options.port ?? (await freePort());
  await writeSettings(options);
  const extensions = ['--extensions-dir', join(options.dataDir, 'extensions')];
  if (options.vsix !== undefined) {
    await run(node, [main, ...extensions, '--install-extension', options.vsix]);
  }
  const program = startProgram(
    node,
    [
      ...['--require', inProject('scripts/vscode/stand-ins/mint-key.cjs')],
      main,
      ...['--host', '127.0.0.1', '--port', String(port)],
      ...['--server-data-dir', options.dataDir, ...extensions],
      '--without-connection-token',
      '--accept-server-license-terms',
      '--disable-telemetry',
      '--disable-workspace-trust',
      // Without it the page ignores the development options in its address; with it VS Code shows no toasts.
      ...(options.vsix === undefined ? ['--enable-smoke-test-driver'] : []),
    ],
    { env: hostEnvironment(options.env), stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const address = `http://localhost:${port}`;
  try {
    await Promise.race([
      untilAnswers(`http://127.0.0.1:${port}/`),
      program.ended.then((how) => {
        throw new Error(`it ended (${how})`);
      }),
    ]);
  } catch (error) {
    await program.stop();
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`The VS Code server did not start: ${reason}\n${program.output().trim()}`, {
      cause: error,
    });
  }
  return { address, port, output: program.output, ended: program.ended, stop: program.stop };
}

async function run(command: string, args: readonly string[]): Promise<void> {
  const program = startProgram(command, args, {
    env: hostEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const code = await program.ended;
  await program.stop();
  if (code !== 0) throw new Error(`It ended with ${code}:\n${program.output().trim()}`);
}

/** What a user changed in an earlier run on the same folder stays. */
async function writeSettings({ dataDir, settings }: ServerOptions): Promise<void> {
  const user = join(dataDir, 'data', 'User');
  const file = join(user, 'settings.json');
  if (existsSync(file)) return;
  await mkdir(user, { recursive: true });
  await writeFile(file, JSON.stringify({ ...quietSettings, ...settings }, undefined, 2));
}

/** This process's environment without what would make the server or its extension host behave differently. */
function hostEnvironment(extra: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(VSCODE_|ELECTRON_|NODE_OPTIONS$|npm_)/.test(name),
  );
  // No marketplace: neither a test nor a demonstration asks the internet for extensions.
  return { ...Object.fromEntries(kept), EXTENSIONS_GALLERY: '{"serviceUrl":""}', ...extra };
}

async function untilAnswers(url: string): Promise<void> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    try {
      if ((await fetch(url, { signal: AbortSignal.timeout(5_000) })).ok) return;
    } catch {
      // Not listening yet.
    }
    if (Date.now() > deadline) throw new Error('it did not answer within a minute');
    await delay(100);
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('No free port was given.');
  return address.port;
}
