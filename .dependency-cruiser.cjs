/** Imports go one way; only the UI may import `vscode`. See docs/architecture.md. */
const layer = (name, from, allowed) => ({
  name,
  severity: 'error',
  from: { path: `^src/${from}/` },
  to: { path: '^src/', pathNot: [from, ...allowed].map((part) => `^src/${part}(/|\\.)`) },
});

module.exports = {
  forbidden: [
    layer('model-imports-nothing', 'model', []),
    layer('clouds-import-model', 'clouds', ['model']),
    layer('accounts-import-clouds-and-model', 'accounts', ['clouds', 'model']),
    layer('inventory-imports-clouds', 'inventory', ['clouds', 'model']),
    layer('changes-import-inventory', 'changes', ['inventory', 'clouds', 'model']),
    layer('sandbox-imports-model', 'sandbox', ['model']),
    layer('webview-imports-pure-parts', 'webview', [
      'changes/draft',
      'changes/rules',
      'changes/describe-plan',
      'changes/draft-change',
      'changes/paste',
      'clouds/cloud',
      'clouds/preconditions',
      'model',
    ]),
    {
      name: 'webview-never-reaches-inventory-or-clients',
      severity: 'error',
      from: { path: '^src/webview/' },
      to: {
        path: '^src/(inventory|sandbox|accounts|clouds/(http|alibaba|huawei))/',
        reachable: true,
      },
    },
    {
      name: 'vscode-imports-only-the-webview-protocols',
      severity: 'error',
      from: { path: '^src/(vscode/|extension\\.ts)' },
      to: { path: '^src/webview/', pathNot: '^src/webview/[\\w-]+\\.ts$' },
    },
    {
      name: 'vscode-only-in-the-ui',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(vscode/|extension\\.ts)' },
      to: { path: '^vscode$' },
    },
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-test-code-in-src',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|scripts|bench)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
};
