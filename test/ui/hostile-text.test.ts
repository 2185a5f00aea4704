import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { control, sharesNamed, truth } from './harness/control.ts';
import { ShareFormPage } from './harness/share-form-page.ts';
import { pointAt } from './harness/hover.ts';
import { launchWorkbench, type Workbench } from './harness/workbench.ts';

/** Everything that some place of VS Code or of a page could take for more than text. */
const hostile = [
  '<img src=x onerror="globalThis.hacked=1">',
  '[click](command:workbench.action.closeAllEditors)',
  '$(error)',
  '\u202Egnp.exe',
  '**bold** `code`',
].join(' ');
/** What is left of it that can be seen: the same letters, and nothing that acts. */
const harmless =
  /<img src=x onerror="globalThis\.hacked=1"> \[click\]\u200B?\(command:workbench\.action\.closeAllEditors\) \$\u200B?\(error\) {1,2}gnp\.exe \*\*bold\*\* `code`/u;

/** 10 000 letters, and one of two units where names are cut. */
const endless = `0${'A'.repeat(78)}\u{20BB7}${'A'.repeat(9_920)}`;

/** What such a text would become. VS Code draws labels in links that lead nowhere. */
const elements = 'img, a[href], a[data-href], b, strong, code, .codicon-error';

describe('whatever a cloud answers', () => {
  let workbench: Workbench;
  let form: ShareFormPage;
  let owner: string;
  const dialogs: string[] = [];

  before(async () => {
    // Enough shares for a second page.
    workbench = await launchWorkbench({ sandboxArgs: ['--shares', '330'] });
    workbench.page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    form = new ShareFormPage(workbench);
    const [one] = await sharesNamed(workbench.sandbox, 'allow-lists');
    owner = one?.ResourceShareOwner ?? '';
    await rename('allow-lists', { name: hostile });
    await rename('ip-pools', { name: endless });
    await rename('gpu-reservations', { name: '1-odd-status', status: 'Half-open $(zap)' });
    await control(workbench.sandbox, '/tuning', { settleMs: 200 });
    // The first page of each list passes, the second of our own shares does not.
    await control(workbench.sandbox, '/faults', {
      operation: 'ListResourceShares',
      accountId: owner,
      region: 'cn-hangzhou',
      after: 2,
      fault: { kind: 'body', status: 502, text: '<html>Bad gateway</html>' },
    });
    await workbench.openSharesView();
  });

  after(() => workbench.close());

  async function rename(name: string, change: object): Promise<void> {
    const [share] = await sharesNamed(workbench.sandbox, name);
    assert.ok(share, name);
    await control(workbench.sandbox, '/alibaba/share', { id: share.ResourceShareId, ...change });
  }

  /** How many shares the owner sees as its own in a region. */
  async function ownShares(region: string): Promise<number> {
    return (await truth(workbench.sandbox)).shares.filter(
      (share) =>
        share.region === region &&
        share.ResourceShareOwner === owner &&
        share.ResourceShareStatus !== 'Deleted',
    ).length;
  }

  /** Nothing of it became an element, an icon, a link or a script. */
  async function assertOnlyText(place: Locator): Promise<void> {
    const text = (await place.innerText()).replaceAll('\u00A0', ' ');
    assert.match(text, harmless);
    assert.equal(await place.locator(elements).count(), 0);
  }

  describe('in a list', () => {
    it('reads on where a gateway failed in the middle of a listing', async () => {
      const group = await workbench.tree.find('Shared by me');
      await group.getByText(String(await ownShares('cn-hangzhou')), { exact: true }).waitFor();
      const left = await control(workbench.sandbox, '/faults');
      assert.deepEqual(left, { faults: [] }, 'the failure took place');
    });

    it('says unknown where the answer is no answer of the cloud, and reads it when asked again', async () => {
      await workbench.tree.collapse('cn-hangzhou');
      await control(workbench.sandbox, '/faults', {
        operation: 'ListResourceShares',
        accountId: owner,
        region: 'cn-shanghai',
        count: 2,
        fault: { kind: 'body', text: '<html>Sign in to this network</html>' },
      });
      await workbench.tree.expand('cn-shanghai');
      const row = await workbench.tree.find(/The answer is not one of the cloud/u);
      await row.getByText('unknown, not empty').waitFor();
      await (await workbench.tree.find('cn-shanghai')).getByText(/could not be read/u).waitFor();
      assert.equal(await workbench.tree.row('No shares here').count(), 0);
      await workbench.tree.inlineAction(row, 'Retry');
      const group = await workbench.tree.find('Shared by me');
      await group.getByText(String(await ownShares('cn-shanghai')), { exact: true }).waitFor();
      await row.waitFor({ state: 'detached' });
      await workbench.tree.collapse('cn-shanghai');
    });

    it('says unknown where it may not look, and reads it once it may', async () => {
      const deny = { accountId: owner, operations: ['ListResourceShares'] };
      await control(workbench.sandbox, '/alibaba/deny', deny);
      await workbench.tree.expand('ap-southeast-1');
      const row = await workbench.tree.find('Access denied');
      await row
        .getByText('resourcesharing:ListResourceShares is missing · unknown, not empty')
        .waitFor();
      await control(workbench.sandbox, '/alibaba/deny', { ...deny, operations: [] });
      await workbench.tree.inlineAction(row, 'Retry');
      const group = await workbench.tree.find('Shared by me');
      await group.getByText(String(await ownShares('ap-southeast-1')), { exact: true }).waitFor();
      await workbench.tree.collapse('ap-southeast-1');
    });

    it('slows down when told to, says so, and goes on by itself', async () => {
      await control(workbench.sandbox, '/faults', {
        operation: 'ListResourceShares',
        accountId: owner,
        fault: { kind: 'error', code: 'Throttling.User', headers: { 'x-acs-retry-after': '2500' } },
      });
      await control(workbench.sandbox, '/calls/reset', {});
      const menu = await workbench.contextMenu(await workbench.tree.find('cn-shanghai'));
      await menu.choose('Refresh');
      const slow = workbench.statusBarItem(/Slowed down, resumes in \d+ s/u);
      await slow.waitFor();
      await slow.waitFor({ state: 'hidden' });
      await workbench.tree.expand('cn-shanghai');
      const group = await workbench.tree.find('Shared by me');
      await group.getByText(String(await ownShares('cn-shanghai')), { exact: true }).waitFor();
      assert.deepEqual(await workbench.notifications.texts(), []);
      await workbench.tree.collapse('cn-shanghai');
      await workbench.tree.expand('cn-hangzhou');
    });
  });

  describe('as a text', () => {
    it('is only text in a row and in its tooltip', async () => {
      const row = await workbench.tree.find(/^<img/u);
      await assertOnlyText(row.locator('.monaco-icon-label'));
      assert.ok(!(await row.innerText()).includes('\u202E'));
      const hover = await pointAt(workbench.page, row, 'Only principals of the organisation');
      await assertOnlyText(hover);
    });

    it('stays short in a row', async () => {
      const row = await workbench.tree.find(/^0A+/u);
      const label = await row.locator('.label-name').innerText();
      assert.ok(label.length <= 300, `${label.length} characters`);
    });

    it('is a status as it came where nobody knows it', async () => {
      const row = await workbench.tree.find('1-odd-status');
      await row.getByText(/^Half-open \$\u200B?\(zap\) · /u).waitFor();
      assert.equal(await row.locator('.codicon-zap').count(), 0);
    });

    it('is only text on the JSON page, whole and with nothing turned around', async () => {
      const menu = await workbench.contextMenu(await workbench.tree.find(/^<img/u));
      await menu.choose('Open as JSON');
      const tab = workbench.editorTab(/_img_src_x.*\.json/u);
      await tab.waitFor();
      const text = workbench.editorText;
      await text.getByText('<img src=x').first().waitFor();
      assert.match(
        (await text.innerText()).replaceAll('\u00A0', ' '),
        /"<img src=x onerror=\\"globalThis\.hacked=1\\"> \[click\]\(command:.* \$\(error\) \\u202egnp\.exe/u,
      );
      assert.equal(await text.locator('img, a[href], .detected-link').count(), 0);
    });

    it('opens as a page also where its end is cut', async () => {
      const menu = await workbench.contextMenu(await workbench.tree.find(/^0A+/u));
      await menu.choose('Open as JSON');
      await workbench.editorTab(/0AAA.*\.json/u).waitFor();
    });

    it('is only text in a quick pick', async () => {
      await workbench.runCommand('Resource Shares: Associate…');
      await workbench.quickInput.type('onerror');
      const entry = workbench.quickInput.entries.filter({ hasText: 'onerror' }).first();
      await assertOnlyText(entry.locator('.label-name').first());
      await entry.click();
    });

    it('is only text in a form and in its title', async () => {
      await form.heading.waitFor();
      await assertOnlyText(form.heading);
      await assertOnlyText(workbench.editorTab(/^Add to/u));
      const frame = await workbench.webview().frame();
      assert.equal(await frame.evaluate('typeof globalThis.hacked'), 'undefined');
    });

    it('is only text in a notice', async () => {
      await form.paste('Resources', [`acs:vpc:cn-hangzhou:${owner}:vswitch/vsw-harmless1`]);
      await form.send.click();
      assert.match(await workbench.notifications.saying(/associated 1 resource/u), harmless);
    });

    it('has run nothing anywhere', async () => {
      assert.deepEqual(dialogs, []);
      assert.equal(await workbench.page.evaluate('typeof globalThis.hacked'), 'undefined');
      assert.equal(await workbench.page.locator('img[src="x"], a[href*="command:"]').count(), 0);
      assert.ok(await workbench.editorTab(/0AAA.*\.json/u).isVisible(), 'no editor was closed');
    });
  });
});
