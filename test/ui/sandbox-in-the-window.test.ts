import assert from 'node:assert/strict';
import { launchWorkbench, type Workbench } from './harness/workbench.ts';

describe('the sandbox inside the extension', () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await launchWorkbench({
      sandbox: 'none',
      // High enough for all rows: what is looked for is in sight.
      viewport: { width: 1280, height: 1500 },
    });
    await workbench.openSharesView();
  });

  after(() => workbench.close());

  it('leads from the welcome to the first tree in one click', async () => {
    await workbench.welcome.getByRole('button', { name: 'Try it in the sandbox' }).click();
    await workbench.tree.find('network-hub-prod');
    const rows = await workbench.tree.rows();
    assert.deepEqual(
      rows.filter(({ level }) => level === 1).map(({ description }) => description),
      [
        rows[0]?.description,
        ...Array<string>(2).fill('Alibaba Cloud · sandbox · unknown'),
        ...Array<string>(3).fill('Huawei Cloud · sandbox · unknown'),
      ],
      'demo accounts are marked as such',
    );
    const hub = rows.find(({ label }) => label === 'network-hub-prod');
    assert.match(hub?.description ?? '', /^Active · \d+ resources · \d+ principals$/u);
    assert.match(hub?.accessibleName ?? '', /Resource share network-hub-prod · Active/u);
  });

  it('keeps what was expanded over a reload of the window', async () => {
    await workbench.tree.expandPath('allow-lists', 'Principals');
    await workbench.tree.collapse('cn-hangzhou');
    await workbench.tree.expand('cn-shanghai');
    await workbench.untilStored(/cn-shanghai[^"]*",true/u);
    await workbench.reload();
    await workbench.openSharesView();
    await workbench.tree.find('cn-shanghai');
    const expanded = async (label: string): Promise<string | null> =>
      (await workbench.tree.find(label)).getAttribute('aria-expanded');
    assert.equal(await expanded('cn-hangzhou'), 'false');
    assert.equal(await expanded('cn-shanghai'), 'true');
    await workbench.tree.expand('cn-hangzhou');
    assert.equal(await expanded('allow-lists'), 'true');
    // Leaves one row of each name for the tests below.
    await workbench.tree.collapse('allow-lists');
    await workbench.tree.collapse('cn-shanghai');
  });

  it('shows why an association failed, as rows', async () => {
    await workbench.tree.expandPath('audit-evidence', 'Resources');
    const reason = await workbench.tree.find(
      'Something went wrong inside the cloud. Try again later.',
    );
    const failed = (await workbench.tree.rows()).filter(({ description }) =>
      description.includes('Failed: InternalError'),
    );
    assert.equal(failed.length, 1);
    assert.match(
      (await reason.getAttribute('aria-label')) ?? '',
      /^Reason: .*InternalError · with 1\d{15}/u,
    );
  });

  it('has keyboard ways to everything a row offers', async () => {
    const row = await workbench.tree.select('allow-lists');
    await row.press('Shift+F10');
    const labels = await workbench.page
      .locator('.context-view .monaco-menu .action-label:visible')
      .allTextContents();
    for (const wanted of [
      'Associate…',
      'Refresh',
      'Open as JSON',
      "Open in the vendor's console",
      'Copy id',
    ]) {
      assert.ok(labels.includes(wanted), `${wanted} is not in: ${labels.join(', ')}`);
    }
    await workbench.page.keyboard.press('Escape');
  });

  it('copies ids and opens a share as a read-only page', async () => {
    const menu = await workbench.contextMenu(await workbench.tree.find('allow-lists'));
    await menu.choose('Copy id');
    await workbench.untilCopied(/^rs-[A-Za-z0-9]+$/u);
    await (
      await workbench.contextMenu(await workbench.tree.find('allow-lists'))
    ).choose('Open as JSON');
    await workbench.editorTab(/allow-lists\.json/u).waitFor();
    await workbench.editorText.getByText('"allow-lists"').first().waitFor();
  });
});
