import { spawnSync } from 'node:child_process';
import { downloadAndUnzipVSCode, type ProgressReporter } from '@vscode/test-electron';
import { testHome } from '../paths.ts';
import { vscodeVersions, type VscodeVersion } from './versions.ts';

/** Desktop VS Code that can run here, or the reason why none can. */
export type Desktop =
  | { readonly found: true; readonly command: readonly string[] }
  | { readonly found: false; readonly reason: string };

/** How long a download may stay without its first byte before it counts as refused. */
const patienceMilliseconds = 6_000;

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
export function displayCommand(): readonly string[] | undefined {
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
