import assert from 'node:assert/strict';
import { launchWorkbench, type Workbench } from './harness/workbench.ts';

for (const vscode of ['newest', '1.105'] as const) {
  describe(`first look, VS Code ${vscode}`, () => {
    let workbench: Workbench;

    before(async () => {
      workbench = await launchWorkbench({ vscode, sandbox: 'none' });
    });

    after(() => workbench.close());

    it('says what this is and offers the two ways in', async () => {
      await workbench.openSharesView();
      await workbench.welcome.getByText('shared with whom').waitFor();
      const buttons = await workbench.welcome.getByRole('button').allTextContents();
      assert.deepEqual(buttons, ['Add account…', 'Try it in the sandbox']);
    });

    it('has its commands in the palette', async () => {
      await workbench.page.keyboard.press('F1');
      await workbench.quickInput.type('>Resource Shares: ');
      const labels = await workbench.quickInput.labels();
      assert.ok(labels.includes('Resource Shares: Add account…'), labels.join(', '));
      await workbench.quickInput.cancel();
    });
  });
}
