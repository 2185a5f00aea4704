// `npm run package`: the VSIX that people install.
import { cpSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { createVSIX, listFiles, PackageManager } from '@vscode/vsce';
import { build } from './build.ts';
import { inProject, projectRoot, testHome } from './paths.ts';
import { bundledPackages, notice, objections } from './third-party.ts';

const limitBytes = 1_000_000;

/** What may be inside: what runs and what the marketplace shows. `.vscodeignore` picks it; this makes sure. */
const allowed = [
  /^package(\.nls(\.[a-z-]+)?)?\.json$/,
  /^(README|CHANGELOG)\.md$/,
  /^LICENSE$/,
  /^ThirdPartyNotices\.txt$/,
  /^dist\/extension\.js$/,
  /^dist\/chunks\/[\w-]+\.js$/,
  /^dist\/webview\/[\w-]+\.(js|css|ttf)$/,
  /^l10n\/bundle\.l10n\.[a-z-]+\.json$/,
  /^media\/[\w-]+\.(png|svg)$/,
  /^media\/schemas\/[\w-]+\.json$/,
];

/** What is taken as it stands; the rest is built. */
const copied = [
  ...['package.json', 'package.nls.json', 'package.nls.zh-cn.json'],
  ...['README.md', 'CHANGELOG.md', 'LICENSE', '.vscodeignore', 'l10n', 'media'],
];

const { name, version } = JSON.parse(readFileSync(inProject('package.json'), 'utf8')) as {
  readonly name: string;
  readonly version: string;
};
const vsix = `${name}-${version}.vsix`;

// Put together aside, for a window may be running on `dist/`.
const staging = join(testHome, 'vsix');
rmSync(staging, { recursive: true, force: true });
build('--production', '--out', relative(projectRoot, join(staging, 'dist')));
for (const file of copied) {
  if (existsSync(inProject(file)))
    cpSync(inProject(file), join(staging, file), { recursive: true });
}
const metafiles = ['meta.json', 'meta-webview.json'].map((file) => join(staging, 'dist', file));
const packages = bundledPackages(metafiles, ['@vscode/codicons']);
writeFileSync(join(staging, 'ThirdPartyNotices.txt'), notice(packages));
await createVSIX({
  cwd: staging,
  packagePath: inProject(vsix),
  dependencies: false,
  allowMissingRepository: true,
  rewriteRelativeLinks: false,
});
const files = await listFiles({ cwd: staging, packageManager: PackageManager.None });
files.sort();
for (const file of files) console.log(`${kilobytes(join(staging, file)).padStart(10)}  ${file}`);
console.log(`${kilobytes(inProject(vsix)).padStart(10)}  ${vsix}, ${files.length} files`);

const strangers = files.filter((file) => !allowed.some((pattern) => pattern.test(file)));
const tooLarge = statSync(inProject(vsix)).size > limitBytes;
const refused = objections(packages);
for (const { name, version, licence } of packages) console.log(`  ${name} ${version}: ${licence}`);
for (const objection of refused) console.error(`Not to be shipped: ${objection}`);
if (strangers.length > 0) console.error(`Does not belong inside: ${strangers.join(', ')}`);
if (tooLarge) console.error(`Larger than ${limitBytes / 1000} kB.`);
process.exit(strangers.length > 0 || tooLarge || refused.length > 0 ? 1 : 0);

function kilobytes(file: string): string {
  return `${(statSync(file).size / 1000).toFixed(1)} kB`;
}
