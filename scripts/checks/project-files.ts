import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { inProject, projectRoot } from '../paths.ts';

/** Files of the project, by path from its root: what is committed and what git would offer to commit. */
export function projectFiles(...patterns: readonly string[]): readonly string[] {
  const listed = execFileSync(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', ...patterns],
    { cwd: projectRoot, encoding: 'utf8', maxBuffer: 2 ** 26 },
  );
  const files = listed.split('\0').filter((file) => file !== '' && existsSync(inProject(file)));
  return [...new Set(files)].sort();
}
