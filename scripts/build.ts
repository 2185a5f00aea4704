import { spawnSync } from 'node:child_process';
import { inProject, projectRoot } from './paths.ts';

/**
 * Builds `dist/`, and with `--tests` also `dist-test/`.
 * @throws when the build fails; esbuild has printed why
 */
export function build(...options: readonly ('--tests' | '--production')[]): void {
  const run = spawnSync(process.execPath, [inProject('esbuild.mjs'), ...options], {
    cwd: projectRoot,
    stdio: 'inherit',
  });
  if (run.status !== 0) throw new Error('The build failed.');
}
