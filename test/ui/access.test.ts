import assert from 'node:assert/strict';
import { sharesNamed } from './harness/control.ts';
import { pointAt } from './harness/hover.ts';
import { TreeView } from './harness/tree-view.ts';
import { launchWorkbench, type Workbench } from './harness/workbench.ts';

describe('who can use what', () => {
  let workbench: Workbench;
  let access: TreeView;
  let resource: string;
  let folder: string;

  before(async () => {
    workbench = await launchWorkbench();
    await workbench.openSharesView();
    await workbench.tree.find('network-hub-prod');
    access = new TreeView(workbench.page, 'Access');
    const [share] = await sharesNamed(workbench.sandbox, 'network-hub-prod');
    const rows = share?.associations ?? [];
    resource = rows.find((row) => row.AssociationType === 'Resource')?.EntityId ?? '';
    folder = rows.find((row) => row.EntityId.startsWith('fd-'))?.EntityId ?? '';
    assert.ok(resource && folder);
  });

  after(() => workbench.close());

  it('shows each resource with whoever it is shared with, from all regions and clouds', async () => {
    await access.pane.locator('.pane-header').click();
    await access.expand('VSwitch');
    const row = await access.find(resource);
    assert.match((await row.getAttribute('aria-label')) ?? '', /\d principals?/u);
    await access.expand(row);
    const given = await access.find(new RegExp(folder, 'u'));
    assert.match(
      (await given.getAttribute('aria-label')) ?? '',
      /Usable · through network-hub-prod/u,
    );
    // The other cloud is in the same list.
    await access.find('vpc:subnet');
  });

  it('leads to the row of the share', async () => {
    await access.inlineAction(new RegExp(folder, 'u'), 'Go to share');
    const row = workbench.tree.items.and(workbench.page.locator('[aria-selected="true"]'));
    await row.filter({ hasText: folder }).waitFor();
  });

  it('begins with principals, those outside the organisation first', async () => {
    await access.titleAction('Show access by principal');
    await access.find('Folders');
    const [first] = await access.rows();
    assert.equal(first?.label, 'Outside the organisation');
    await access.expand('Folders');
    await access.expand(new RegExp(folder, 'u'));
    await access.find(resource);
  });

  it('goes to what is pasted', async () => {
    await workbench.runCommand('Resource Shares: Who can use…');
    await workbench.quickInput.input.fill(resource);
    const row = access.items.and(workbench.page.locator('[aria-selected="true"]'));
    await row.filter({ hasText: resource }).waitFor();
    await access.find(new RegExp(folder, 'u'));
  });

  it('shows only what was looked for, and everything again', async () => {
    await access.titleAction('Find in access…');
    await workbench.quickInput.answer(resource);
    await access.message.getByText(/1 of \d+/u).waitFor();
    assert.deepEqual(
      (await access.rows()).filter(({ level }) => level === 1).map(({ label }) => label),
      ['VSwitch'],
    );
    await access.titleAction('End search in access');
    await access.find('vpc:subnet');
  });

  it('answers where an id is pointed at in a file', async () => {
    await workbench.runCommand('Create: New File...');
    await workbench.quickInput.choose('Text File');
    const editor = workbench.page.locator('.editor-instance .monaco-editor').last();
    await editor.click();
    await workbench.page.keyboard.type(`subnet = ${resource}`);
    const word = editor.locator('.view-line span').getByText(resource).last();
    const hover = await pointAt(workbench.page, word, `${resource} is shared with`);
    await hover.getByText('network-hub-prod').first().waitFor();
    await hover.getByRole('link', { name: 'Show in Access' }).click();
    const row = access.items.and(workbench.page.locator('[aria-selected="true"]'));
    await row.filter({ hasText: resource }).waitFor();
  });

  it('draws a picture of it, which leads back to rows and is written down as text', async () => {
    const row = await access.find(resource);
    await (await workbench.contextMenu(row)).choose('Show picture');
    const { content } = workbench.webview();
    await content.getByRole('heading', { name: resource }).waitFor();
    const share = content.getByRole('img', { name: /^Resource share · network-hub-prod/u });
    await share.press('Enter');
    const selected = workbench.tree.items.and(workbench.page.locator('[aria-selected="true"]'));
    await selected.filter({ hasText: 'network-hub-prod' }).waitFor();
    await content.getByRole('button', { name: 'Export…' }).click();
    await workbench.quickInput.choose('Mermaid');
    await workbench.editorText.getByText('flowchart LR').waitFor();
  });
});
