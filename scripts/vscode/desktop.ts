import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { downloadAndUnzipVSCode, type ProgressReporter } from '@vscode/test-electron';
import { projectRoot, testHome } from '../paths.ts';
import { startProgram } from '../processes.ts';
import { vscodeVersions, type VscodeVersion } from './versions.ts';

/** Desktop VS Code that can run here, or the reason why none can. */
export type Desktop =
  | { readonly found: true; readonly command: readonly string[] }
  | { readonly found: false; readonly reason: string };

/** How long a download may stay without its first byte before it counts as refused. */
const patienceMilliseconds = 6_000;

/** What a window of desktop VS Code is opened with. */
export interface DesktopWindow {
  /** A folder for the data of this run. */
  readonly home: string;
  readonly workspace: string;
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Gives a desktop VS Code for daily use: the one on this machine unless a version is asked for, else a downloaded one.
 */
export async function findDesktop(version: VscodeVersion | undefined): Promise<Desktop> {
  const display = displayCommand();
  if (display === undefined || display.length > 0) {
    return { found: false, reason: 'there is no display' };
  }
  if (version === undefined && spawnSync('code', ['--version'], onWindowsInShell).status === 0) {
    return { found: true, command: ['code', '--wait'] };
  }
  return desktopOf(version ?? 'newest');
}

/** Opens a window with the extension and gives the exit code once it has been closed. */
export async function openDesktop(
  command: readonly string[],
  { home, workspace, env }: DesktopWindow,
): Promise<number> {
  const [program = '', ...before] = command;
  const userData = join(home, 'user-data');
  const window = startProgram(
    program,
    [
      ...before,
      workspace,
      '--new-window',
      '--skip-welcome',
      '--disable-workspace-trust',
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      // Data of its own make it a separate instance, which takes our environment and none of the user's extensions.
      `--user-data-dir=${userData}`,
      `--extensions-dir=${join(home, 'extensions')}`,
      `--extensionDevelopmentPath=${projectRoot}`,
    ],
    { ...onWindowsInShell, env: { ...process.env, ...env }, stdio: 'inherit' },
    // `code` starts the application and leaves: what has to be stopped is the process that the application notes here.
    () => endNotedProcess(join(userData, 'code.lock')),
  );
  const code = await window.ended;
  return typeof code === 'number' ? code : 1;
}

/** There `code` is a script. */
const onWindowsInShell = { shell: process.platform === 'win32' };

function endNotedProcess(file: string): void {
  try {
    process.kill(Number(readFileSync(file, 'utf8')));
  } catch {
    // It has ended already.
  }
}

/** Gives the command that starts desktop VS Code of a version, downloaded on first use where that is possible. */
export async function desktopOf(version: VscodeVersion): Promise<Desktop> {
  const display = displayCommand();
  if (display === undefined) return { found: false, reason: 'there is no display' };
  try {
    return { found: true, command: [...display, await download(version)] };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { found: false, reason: `its download failed (${reason})` };
  }
}

/** What to start a window with: nothing, a virtual display, or undefined where neither is there. */
function displayCommand(): readonly string[] | undefined {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (process.platform !== 'linux' || DISPLAY !== undefined || WAYLAND_DISPLAY !== undefined) {
    return [];
  }
  const virtual = spawnSync('xvfb-run', ['--help'], { stdio: 'ignore' });
  return virtual.error === undefined ? ['xvfb-run', '--auto-servernum'] : undefined;
}

async function download(version: VscodeVersion): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('no answer')), patienceMilliseconds);
    const reporter: ProgressReporter = {
      report: (progress) => {
        if ('bytesSoFar' in progress && progress.bytesSoFar > 0) clearTimeout(timer);
      },
      error: () => undefined,
    };
    downloadAndUnzipVSCode({
      version: vscodeVersions[version].release,
      cachePath: testHome,
      timeout: patienceMilliseconds,
      reporter,
    })
      .finally(() => clearTimeout(timer))
      .then(resolve, reject);
  });
}
