import { readFileSync, statSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { build } from '../build.ts';
import { projectRoot, testHome } from '../paths.ts';

/** What loads when the extension is activated, minified; everything else loads when it is first used. */
export const activationLimitBytes = 60_000;

interface Metafile {
  readonly outputs: Record<
    string,
    { readonly imports: readonly { readonly path: string; readonly kind: string }[] } | undefined
  >;
}

export interface BundleSize {
  readonly bytes: number;
  /** File names with their bytes, the entry first. */
  readonly files: readonly (readonly [string, number])[];
}

/** Builds as for a release, aside from `dist/`, and measures what activation loads. */
export function measureActivation(): BundleSize {
  const folder = relative(projectRoot, join(testHome, 'measured-bundle'));
  build('--production', '--out', folder);
  const metafile = JSON.parse(
    readFileSync(join(projectRoot, folder, 'meta.json'), 'utf8'),
  ) as Metafile;
  const files = [...loadedAtOnce(`${folder}/extension.js`, metafile)].map(
    (file) => [basename(file), statSync(join(projectRoot, file)).size] as const,
  );
  return { files, bytes: files.reduce((sum, [, bytes]) => sum + bytes, 0) };
}

/** The file and all that it imports statically, directly or not. */
function loadedAtOnce(
  file: string,
  metafile: Metafile,
  seen = new Set<string>(),
): ReadonlySet<string> {
  if (seen.has(file)) return seen;
  const output = metafile.outputs[file];
  if (output === undefined) return seen;
  seen.add(file);
  for (const { path, kind } of output.imports) {
    if (kind === 'import-statement') loadedAtOnce(path, metafile, seen);
  }
  return seen;
}
