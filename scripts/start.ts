// `npm start`: VS Code with the extension, on a sandbox. See CONTRIBUTING.md for the options.
import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './build.ts';
import { inProject, projectRoot } from './paths.ts';
import { startProgram, stopAllPrograms, stopProgramsOnExit } from './processes.ts';
import { startSandbox } from './sandbox.ts';
import { temporaryFolder } from './temporary.ts';
import { findDesktop, openDesktop } from './vscode/desktop.ts';
import { runServer } from './vscode/run-server.ts';
import { parseVscodeVersion, vscodeVersions, type VscodeVersion } from './vscode/versions.ts';
import { workbenchUrl } from './vscode/workbench-page.ts';

stopProgramsOnExit();
const { values } = parseArgs({
  options: {
    screenshot: { type: 'string' },
    host: { type: 'string' },
    vscode: { type: 'string' },
    theme: { type: 'string', default: 'dark' },
    /** What the picture shows: see `test/ui/scenes`. */
    scene: { type: 'string' },
    form: { type: 'boolean', default: false },
  },
});

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await stopAllPrograms();
}
process.exit();

async function main(): Promise<number> {
  const { host } = values;
  if (host !== undefined && host !== 'desktop' && host !== 'server') {
    throw new Error(`--host takes desktop or server, not ${host}`);
  }
  const version = values.vscode === undefined ? undefined : parseVscodeVersion(values.vscode);
  if (values.scene !== undefined && values.screenshot === undefined) {
    throw new Error('--scene is for a picture: name its file with --screenshot');
  }
  build();
  if (values.screenshot !== undefined) return takePicture(values.screenshot, version ?? 'newest');

  return openWindow(temporaryFolder('start'), host, version);
}

/** The window in headless Chromium, in a process of its own: its code is typed for the browser as well. */
async function takePicture(file: string, version: VscodeVersion): Promise<number> {
  const program = startProgram(
    process.execPath,
    [
      ...['--import', 'tsx', inProject('test/ui/picture.ts')],
      ...['--vscode', version, '--theme', values.theme],
      ...['--scene', values.scene ?? (values.form ? 'form' : 'shares'), resolve(file)],
    ],
    { cwd: projectRoot, stdio: 'inherit' },
  );
  const code = await program.ended;
  if (code === 0) console.log(`Saved ${file}`);
  return typeof code === 'number' ? code : 1;
}

/** Stays until the window is closed or the process is told to end. */
async function openWindow(
  home: string,
  host: 'desktop' | 'server' | undefined,
  version: VscodeVersion | undefined,
): Promise<number> {
  const workspace = join(home, 'workspace');
  await mkdir(workspace);
  const sandbox = await startSandbox();
  console.log(`Sandbox: ${sandbox.control}`);
  const env = { RESOURCE_SHARES_SANDBOX: sandbox.control };

  if (host !== 'server') {
    const desktop = await findDesktop(version);
    if (desktop.found) {
      console.log('Opening desktop VS Code. Close it, or press Ctrl-C here, to end.');
      return openDesktop(desktop.command, { home, workspace, env });
    }
    if (host === 'desktop') throw new Error(`No desktop VS Code: ${desktop.reason}.`);
    console.log(`No desktop VS Code (${desktop.reason}): using the server.`);
  }
  const vscode = version ?? 'newest';
  const vsix = await packageExtension();
  const server = await runServer({ vscode, dataDir: join(home, 'server'), env, vsix });
  console.log(`VS Code ${vscodeVersions[vscode].release} with the extension runs. Open:\n`);
  const address = { server: server.address, folder: workspace, development: false };
  console.log(`  ${workbenchUrl(address)}\n`);
  console.log('Press Ctrl-C to end.');
  await server.ended;
  throw new Error(`The server ended:\n${server.output().trim()}`);
}

/** The server shows its notices only to an installed extension, so it gets one. */
async function packageExtension(): Promise<string> {
  const program = startProgram(
    process.execPath,
    ['--import', 'tsx', inProject('scripts/package.ts')],
    { cwd: projectRoot, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  if ((await program.ended) !== 0) throw new Error('The extension could not be packaged.');
  const manifest = JSON.parse(readFileSync(inProject('package.json'), 'utf8')) as {
    readonly name: string;
    readonly version: string;
  };
  return inProject(`${manifest.name}-${manifest.version}.vsix`);
}
