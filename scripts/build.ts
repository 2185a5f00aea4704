import { spawnSync } from 'node:child_process';
import { inProject, projectRoot } from './paths.ts';

/**
 * Builds `dist/` (or the folder after `--out`), and with `--tests` also `dist-test/`.
 * @throws when the build fails; esbuild has printed why
 */
export function build(...options: readonly string[]): void {
  const run = spawnSync(process.execPath, [inProject('esbuild.mjs'), ...options], {
    cwd: projectRoot,
    stdio: 'inherit',
  });
  if (run.status !== 0) throw new Error('The build failed.');
}
