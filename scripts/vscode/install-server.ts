import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inProject, testHome } from '../paths.ts';
import { npmCommand } from '../npm.ts';
import { vscodeVersions, type VscodeVersion } from './versions.ts';

/** Where an installed VS Code server lies. */
export interface InstalledServer {
  readonly release: string;
  /** The Node binary this release wants. */
  readonly node: string;
  /** The script that Node runs. */
  readonly main: string;
}

/**
 * Gives the VS Code server of a version, installed under `.vscode-test/` on first use (about 20 s and 800 MB).
 * It comes from npm (`code-server` and a Node binary), which is reachable where the desktop download is not.
 * @throws when the platform has no such server or npm fails
 */
export async function installServer(
  version: VscodeVersion,
  log: (line: string) => void = console.log,
): Promise<InstalledServer> {
  const { release, server, nodeMajor } = vscodeVersions[version];
  if (process.platform !== 'linux') {
    throw new Error('The VS Code server runs on Linux; on this system use desktop VS Code.');
  }
  const nodePackage = `node-linux-${process.arch}`;
  const home = join(testHome, `server-${release}`);
  const installed: InstalledServer = {
    release,
    node: join(home, 'node_modules', nodePackage, 'bin', 'node'),
    main: join(home, 'node_modules/code-server/lib/vscode/out/server-main.js'),
  };
  if (existsSync(home)) {
    await placeStandIns(home);
    return installed;
  }

  await mkdir(testHome, { recursive: true });
  await removeAbandoned();
  const started = performance.now();
  log(`Installing the server of VS Code ${release} into .vscode-test (once, about 800 MB)…`);
  // Built aside and renamed at the end, so that an interrupted install is never taken for a whole one.
  const partial = `${home}.partial-${process.pid}`;
  await mkdir(partial);
  await writeFile(
    join(partial, 'package.json'),
    JSON.stringify({
      private: true,
      dependencies: { 'code-server': server, [nodePackage]: String(nodeMajor) },
    }),
  );
  await npm(partial, ['install']);
  const vscode = join(partial, 'node_modules/code-server/lib/vscode');
  if (version === '1.105') await replaceGitDependency(vscode);
  await npm(vscode, ['install', '--omit=dev']);
  await publish(partial, home);
  await placeStandIns(home);
  log(`Installed in ${Math.round((performance.now() - started) / 1000)} s.`);
  return installed;
}

/** The shrinkwrap of this release points at a git address; the same package is on npm. */
async function replaceGitDependency(vscode: string): Promise<void> {
  await rm(join(vscode, 'npm-shrinkwrap.json'), { force: true });
  await rm(join(vscode, 'package-lock.json'), { force: true });
  const file = join(vscode, 'package.json');
  const manifest = JSON.parse(await readFile(file, 'utf8')) as {
    dependencies: Record<string, string>;
  };
  manifest.dependencies['@parcel/watcher'] = '2.5.1';
  await writeFile(file, JSON.stringify(manifest, undefined, 2));
}

/** Fills the place of the native modules that were not compiled; without the logger no log file is written. */
async function placeStandIns(home: string): Promise<void> {
  const packages = join(home, 'node_modules/code-server/lib/vscode/node_modules');
  const places = {
    '@vscode/spdlog': 'spdlog.cjs',
    '@vscode/native-watchdog': 'native-watchdog.cjs',
    // Its name in the older release.
    'native-watchdog': 'native-watchdog.cjs',
  };
  for (const [name, file] of Object.entries(places)) {
    if (!existsSync(join(packages, name))) continue;
    await copyFile(inProject('scripts/vscode/stand-ins', file), join(packages, name, 'index.js'));
  }
}

/** Moves a finished install to its place, unless another process was first. */
async function publish(partial: string, home: string): Promise<void> {
  try {
    await rename(partial, home);
  } catch (error) {
    if (!existsSync(home)) throw error;
    await rm(partial, { recursive: true, force: true });
  }
}

/** Deletes what installs left behind whose process is gone. */
async function removeAbandoned(): Promise<void> {
  for (const name of await readdir(testHome)) {
    const owner = /\.partial-(\d+)$/.exec(name)?.[1];
    if (owner === undefined || isAlive(Number(owner))) continue;
    await rm(join(testHome, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function npm(directory: string, args: readonly string[]): Promise<void> {
  const { command, before } = npmCommand();
  const child = spawn(
    command,
    // The install scripts would compile native modules for minutes; nothing here uses those.
    [
      ...before,
      ...args,
      '--prefix',
      directory,
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
    ],
    { cwd: directory, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  child.stdout.on('data', (data: Buffer) => (output += data.toString()));
  child.stderr.on('data', (data: Buffer) => (output += data.toString()));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`npm ${args.join(' ')} failed in ${directory}:\n${output.trim()}`));
    });
  });
}
