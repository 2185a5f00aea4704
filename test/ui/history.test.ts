import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { control, sharesNamed } from './harness/control.ts';
import { launchWorkbench, type Workbench } from './harness/workbench.ts';

describe('looking back', () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await launchWorkbench();
    await control(workbench.sandbox, '/clock', { frozen: true });
    await workbench.openSharesView();
    await workbench.tree.find('network-hub-prod');
    // Once the reading has come to its end it stands in the history.
    await until(async () => (await historyText()).includes('network-hub-prod'));
  });

  after(() => workbench.close());

  async function historyText(): Promise<string> {
    const folder = join(workbench.storageFolder, 'history');
    const names = await readdir(folder).catch(() => []);
    const texts = names
      .filter((name) => name.endsWith('.history.jsonl'))
      .map((name) => readFile(join(folder, name), 'utf8'));
    return (await Promise.all(texts)).join('\n');
  }

  it('tells what has changed since, also when the cloud was changed by somebody else', async () => {
    const [share] = await sharesNamed(workbench.sandbox, 'network-hub-prod');
    assert.ok(share);
    await control(workbench.sandbox, '/alibaba/share', {
      ...{ id: share.ResourceShareId, name: 'network-hub-renamed' },
    });
    await workbench.runCommand('Resource Shares: Refresh');
    await workbench.tree.find('network-hub-renamed');
    // It is shown while the reading goes on; it counts once that has come to its end.
    await until(async () => (await historyText()).includes('network-hub-renamed'));
    await workbench.runCommand('Resource Shares: What changed since…');
    await workbench.quickInput.choose('An hour ago');
    await workbench.editorText.getByText(/What\schanged\ssince/u).waitFor();
    await workbench.editorText.getByText(/Renamed\sfrom\snetwork-hub-prod\sto/u).waitFor();
  });

  it('compares two times of a share in two texts', async () => {
    const row = await workbench.tree.find('network-hub-renamed');
    await (await workbench.contextMenu(row)).choose('Compare two dates…');
    await workbench.quickInput.choose('An hour ago');
    await workbench.quickInput.choose('Now');
    await workbench.page
      .locator('.editor-instance .modified .view-lines')
      .getByText(/network-hub-renamed/u)
      .first()
      .waitFor();
  });
});

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 100));
}
