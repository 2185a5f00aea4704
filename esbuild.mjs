// Builds what runs: `dist/` for the extension and its webviews, with --tests also `dist-test/` for the extension host.
import { build as esbuild } from 'esbuild';
import { copyFile, mkdir, rm } from 'node:fs/promises';
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

const {
  values: { production, tests, out },
} = parseArgs({
  options: {
    production: { type: 'boolean', default: false },
    tests: { type: 'boolean', default: false },
    out: { type: 'string', default: 'dist' },
  },
});

/** Bundled CommonJS packages ask for Node's modules with `require`, which ES modules lack. */
const requireBanner =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);\n";

const common = {
  bundle: true,
  minify: production,
  sourcemap: production ? false : 'linked',
  logLevel: 'warning',
  legalComments: 'none',
  charset: 'utf8',
};

/**
 * Splitting puts what activation shares with later chunks into a file for each combination of them: thirty small ones.
 * All of it is loaded by then, so that every later chunk may as well need all of it: that makes one file.
 */
const activationInOneFile = {
  name: 'activation-in-one-file',
  setup(build) {
    const entry = resolve('src/extension.ts');
    const later = new Set();
    build.onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) => {
      if (kind === 'dynamic-import') later.add(resolve(resolveDir, path));
      return undefined;
    });
    build.onLoad({ filter: /\.ts$/ }, ({ path }) =>
      later.has(path)
        ? {
            contents: `${readFileSync(path, 'utf8')}\nimport ${JSON.stringify(entry)};\n`,
            loader: 'ts',
          }
        : undefined,
    );
  },
};

await rm(out, { recursive: true, force: true });
const extension = await build({
  ...common,
  entryPoints: { extension: 'src/extension.ts' },
  outdir: out,
  platform: 'node',
  target: 'node22',
  format: 'esm',
  splitting: true,
  chunkNames: 'chunks/[hash]',
  external: ['vscode'],
  alias: {
    // VS Code translates by itself; the package does so where there is no VS Code: in pages and in tests.
    '@vscode/l10n': './src/vscode/l10n.ts',
    // Loaded by @alicloud/openapi-util, and not used by what we call of it.
    '@alicloud/tea-util': './src/clouds/alibaba/not-for-signing.ts',
    httpx: './src/clouds/alibaba/not-for-signing.ts',
  },
  banner: { js: requireBanner.trimEnd() },
  metafile: true,
  plugins: [activationInOneFile],
});
writeFileSync(`${out}/meta.json`, JSON.stringify(extension.metafile));
// Most chunks hold no such package. Source maps count lines, so that only releases are made smaller.
if (production) Object.keys(extension.metafile.outputs).forEach(dropIdleBanner);

const webview = await build({
  ...common,
  // A script and a style sheet of the same name for each page.
  entryPoints: ['form', 'details', 'picture'].flatMap((page) =>
    ['ts', 'css'].map((kind) => ({ in: `src/webview/page/${page}/${page}.${kind}`, out: page })),
  ),
  outdir: `${out}/webview`,
  platform: 'browser',
  target: 'chrome130',
  format: 'iife',
  metafile: true,
});
writeFileSync(`${out}/meta-webview.json`, JSON.stringify(webview.metafile));
await mkdir(`${out}/webview`, { recursive: true });
for (const file of ['codicon.css', 'codicon.ttf']) {
  await copyFile(`node_modules/@vscode/codicons/dist/${file}`, `${out}/webview/${file}`);
}

if (tests) {
  await rm('dist-test', { recursive: true, force: true });
  await build({
    ...common,
    minify: false,
    entryPoints: ['test/host/index.ts', 'test/host/**/*.test.ts'],
    outbase: 'test/host',
    outdir: 'dist-test',
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
    external: ['vscode', 'mocha'],
  });
}

function dropIdleBanner(file) {
  const code = readFileSync(file, 'utf8').replace(requireBanner, '');
  if (!/\brequire\b/.test(code)) writeFileSync(file, code);
}

/** esbuild has printed what is wrong; a stack of this script would only hide it. */
async function build(options) {
  try {
    return await esbuild(options);
  } catch {
    process.exit(1);
  }
}
