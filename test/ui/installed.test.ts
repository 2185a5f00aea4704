import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { inProject, projectRoot } from '../../scripts/paths.ts';
import { launchWorkbench, type Workbench } from './harness/workbench.ts';

describe('the packaged extension, installed', () => {
  let workbench: Workbench;

  before(async () => {
    execFileSync(process.execPath, ['--import', 'tsx', inProject('scripts/package.ts')], {
      cwd: projectRoot,
    });
    const manifest = readFileSync(inProject('package.json'), 'utf8');
    const version = /"version": "([^"]+)"/.exec(manifest)?.[1] ?? '';
    workbench = await launchWorkbench({
      vsix: inProject(`resource-share-explorer-${version}.vsix`),
      sandbox: 'none',
    });
  });

  after(() => workbench.close());

  it('has all it needs for the sandbox, the tree and a form', async () => {
    await workbench.openSharesView();
    await workbench.welcome.getByRole('button', { name: 'Try it in the sandbox' }).click();
    await workbench.tree.find('network-hub-prod');
    await workbench.tree.inlineAction('Harbour Group (owner)', 'Create share…');
    await workbench.webview().content.getByRole('heading', { level: 1 }).waitFor();
    const installed = readdirSync(workbench.extensionsFolder);
    assert.ok(
      installed.some((name) => name.startsWith('resource-share-explorer.resource-share-explorer-')),
      installed.join(', '),
    );
  });
});
