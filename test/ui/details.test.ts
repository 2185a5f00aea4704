import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { callsOf, control, sharesNamed, type TrueShare } from './harness/control.ts';
import { elsewhere } from './harness/somebody-else.ts';
import { launchWorkbench, type Workbench } from './harness/workbench.ts';

const owner = 'Harbour Group (owner)';
const name = 'network-hub-staging';
/** As a picture names the share. */
const ofShare = new RegExp(`^Resource share · ${name}`, 'u');

describe('the page of a share in the window', () => {
  let workbench: Workbench;
  let share: TrueShare;

  before(async () => {
    workbench = await launchWorkbench();
    await control(workbench.sandbox, '/tuning', { settleMs: 200 });
    const [found] = await sharesNamed(workbench.sandbox, name);
    assert.ok(found);
    share = found;
    await workbench.openSharesView();
    await workbench.tree.find(name);
  });

  after(() => workbench.close());

  const heading = (): Locator =>
    workbench.webview().content.getByRole('heading', { level: 1, name, exact: true });

  const rowOf = (id: string): Locator =>
    workbench.webview().content.getByRole('rowheader').filter({ hasText: id });

  /** Resources that were in the share at first. */
  const usable = (): readonly string[] =>
    share.associations
      .filter(
        ({ AssociationType, AssociationStatus }) =>
          AssociationType === 'Resource' && AssociationStatus === 'Associated',
      )
      .map(({ EntityId }) => EntityId);

  async function until(isSo: () => Promise<boolean>): Promise<void> {
    while (!(await isSo())) await workbench.page.waitForTimeout(100);
  }

  it('opens from the row, says why a pair failed, and takes a resource out as the tree does', async () => {
    await workbench.tree.inlineAction(name, 'Show details');
    await heading().waitFor();
    await workbench.editorTab(name).waitFor();
    const { content } = workbench.webview();
    await content.locator('.pair.failed').click();
    const card = content.locator('.card');
    await card
      .getByText(/LimitExceeded/u)
      .first()
      .waitFor();
    const [resource = ''] = usable();
    await rowOf(resource).click();
    await card
      .getByRole('group', { name: `Resource ${resource}` })
      .getByRole('button', { name: 'Take out…' })
      .click();
    await workbench.dialog.message
      .getByText(`Take 1 resource out of the resource share ${name}?`)
      .waitFor();
    assert.equal(await callsOf(workbench.sandbox, 'DisassociateResourceShare'), 0);
    await workbench.dialog.choose('Take out');
    await workbench.notifications.saying(`${name}: removed 1 resource.`);
    await rowOf(resource).waitFor({ state: 'detached' });
    await card.getByText('This is no longer there.').waitFor();
    await workbench.notifications.clear();
  });

  it('is one page a share, and leads to the row in the tree', async () => {
    await workbench.runCommand('Resource Shares: Show details');
    await workbench.quickInput.type(name);
    await workbench.quickInput.choose(name);
    await heading().waitFor();
    assert.equal(await workbench.editorTab(name).count(), 1);
    const [, resource = ''] = usable();
    await rowOf(resource).click();
    await workbench
      .webview()
      .content.locator('.card')
      .getByRole('button', { name: 'Show in tree' })
      .click();
    await workbench.tree.untilSelected(resource);
  });

  it('has a picture beside it, which is written to a file that anything can read', async () => {
    await (await workbench.contextMenu(await workbench.tree.find(name))).choose('Show picture');
    const { content } = workbench.webview();
    await content.getByRole('img', { name: ofShare }).waitFor();
    await content.getByRole('button', { name: 'Export…' }).click();
    await workbench.quickInput.choose('SVG');
    // VS Code proposes the file once the quick input is drawn.
    const { input } = workbench.quickInput;
    await until(async () => (await input.inputValue()).endsWith(`/${name}.svg`));
    await workbench.quickInput.accept();
    const file = join(workbench.workspaceFolder, `${name}.svg`);
    // It is there before it is written to its end.
    const written = () => readFile(file, 'utf8').catch(() => '');
    await until(async () => (await written()).trimEnd().endsWith('</svg>'));
    const read = await workbench.page.evaluate(
      (text) => {
        const { documentElement: root } = new DOMParser().parseFromString(text, 'image/svg+xml');
        return {
          root: root.localName,
          error: root.querySelector('parsererror'),
          text: root.textContent,
        };
      },
      await written(),
    );
    assert.deepEqual([read.root, read.error], ['svg', null]);
    // The first was taken out before.
    for (const text of [name, ...usable().slice(1)]) assert.ok(read.text.includes(text), text);
  });

  it('comes back after a reload, follows what others change, and says when the share has gone', async () => {
    for (const page of ['details.{0,2000}shareId', 'picture.{0,2000}id']) {
      await workbench.untilStored(
        new RegExp(`resourceShares\\.${page}.{0,20}${share.ResourceShareId}`, 'u'),
      );
    }
    await workbench.reload();
    const { content: picture } = workbench.webview();
    await picture.getByRole('img', { name: ofShare }).waitFor({ timeout: 30_000 });
    await workbench.editorTab(new RegExp(`^${name}`, 'u')).click();
    await heading().waitFor({ timeout: 30_000 });
    const { content } = workbench.webview();
    await content.getByRole('gridcell').first().waitFor();
    await elsewhere(workbench.sandbox, owner, (cloud, options) =>
      cloud.associate(
        share.region,
        share.ResourceShareId,
        {
          resources: [{ type: 'VSwitch', id: 'vsw-from-elsewhere' }],
          principals: [],
          permissions: [],
        },
        options,
      ),
    );
    const refresh = content.getByRole('button', { name: 'Refresh', exact: true });
    await refresh.click();
    await rowOf('vsw-from-elsewhere').waitFor();
    await elsewhere(workbench.sandbox, owner, (cloud, options) =>
      cloud.deleteShare(share.region, share.ResourceShareId, options),
    );
    await control(workbench.sandbox, '/settle', {});
    await refresh.click();
    await content.getByText('This share is no longer there.').waitFor();
    assert.equal(await content.getByRole('button', { name: 'Take out…' }).count(), 0);
    assert.equal(await rowOf('vsw-from-elsewhere').count(), 1);
    await workbench.editorTab(`Picture: ${name}`).click();
    await picture.getByText('This is no longer there.').waitFor();
    await heading().waitFor();
    assert.equal(await picture.getByRole('img', { name: ofShare }).count(), 0);
  });
});
