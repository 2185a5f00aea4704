// Builds what runs: `dist/` for the extension and its webviews, with --tests also `dist-test/` for the extension host.
import { build } from 'esbuild';
import { copyFile, mkdir, rm } from 'node:fs/promises';
import { writeFileSync } from 'node:fs';

const production = process.argv.includes('--production');
const tests = process.argv.includes('--tests');

/** Bundled CommonJS packages ask for Node's modules with `require`, which ES modules lack. */
const requireBanner = {
  js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
};

const common = {
  bundle: true,
  minify: production,
  sourcemap: production ? false : 'linked',
  logLevel: 'warning',
  legalComments: 'none',
};

await rm('dist', { recursive: true, force: true });
const extension = await build({
  ...common,
  entryPoints: { extension: 'src/extension.ts' },
  outdir: 'dist',
  platform: 'node',
  target: 'node22',
  format: 'esm',
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  external: ['vscode'],
  banner: requireBanner,
  metafile: true,
});
writeFileSync('dist/meta.json', JSON.stringify(extension.metafile));

await build({
  ...common,
  entryPoints: { form: 'src/webview/page/form.ts', styles: 'src/webview/page/form.css' },
  outdir: 'dist/webview',
  platform: 'browser',
  target: 'chrome130',
  format: 'iife',
});
await mkdir('dist/webview', { recursive: true });
for (const file of ['codicon.css', 'codicon.ttf']) {
  await copyFile(`node_modules/@vscode/codicons/dist/${file}`, `dist/webview/${file}`);
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
