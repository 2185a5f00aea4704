// `npm run package`: the VSIX that people install.
import { readFileSync, statSync } from 'node:fs';
import { createVSIX, listFiles, PackageManager } from '@vscode/vsce';
import { build } from './build.ts';
import { inProject, projectRoot } from './paths.ts';

const limitBytes = 1_000_000;

/** What may be inside: what runs and what the marketplace shows. `.vscodeignore` picks it; this makes sure. */
const allowed = [
  /^package(\.nls(\.[a-z-]+)?)?\.json$/,
  /^(README|CHANGELOG)\.md$/,
  /^LICENSE$/,
  /^dist\/extension\.js$/,
  /^dist\/chunks\/[\w-]+\.js$/,
  /^dist\/webview\/[\w-]+\.(js|css|ttf)$/,
  /^l10n\/bundle\.l10n\.[a-z-]+\.json$/,
  /^media\/[\w-]+\.(png|svg)$/,
];

const { name, version } = JSON.parse(readFileSync(inProject('package.json'), 'utf8')) as {
  readonly name: string;
  readonly version: string;
};
const vsix = `${name}-${version}.vsix`;

build('--production');
await createVSIX({
  cwd: projectRoot,
  packagePath: inProject(vsix),
  dependencies: false,
  allowMissingRepository: true,
  rewriteRelativeLinks: false,
});
const files = (
  await listFiles({ cwd: projectRoot, packageManager: PackageManager.None })
).toSorted();
for (const file of files) console.log(`${kilobytes(inProject(file)).padStart(10)}  ${file}`);
console.log(`${kilobytes(inProject(vsix)).padStart(10)}  ${vsix}, ${files.length} files`);

const strangers = files.filter((file) => !allowed.some((pattern) => pattern.test(file)));
const tooLarge = statSync(inProject(vsix)).size > limitBytes;
if (strangers.length > 0) console.error(`Does not belong inside: ${strangers.join(', ')}`);
if (tooLarge) console.error(`Larger than ${limitBytes / 1000} kB.`);
process.exit(strangers.length > 0 || tooLarge ? 1 : 0);

function kilobytes(file: string): string {
  return `${(statSync(file).size / 1000).toFixed(1)} kB`;
}
