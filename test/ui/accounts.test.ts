import assert from 'node:assert/strict';
import { startSandbox, type RunningSandbox, type SandboxAccount } from '../../scripts/sandbox.ts';
import { control, sharesNamed } from './harness/control.ts';
import { storedSecrets } from './harness/secret-storage.ts';
import { ShareFormPage } from './harness/share-form-page.ts';
import { launchWorkbench, type Workbench } from './harness/workbench.ts';

const wrongSecret = 'FakeSecretThatNobodyGaveOut';

describe('accounts', () => {
  let sandbox: RunningSandbox;
  let workbench: Workbench;
  let owner: SandboxAccount;
  let auditor: SandboxAccount;

  before(async () => {
    sandbox = await startSandbox();
    const find = (label: RegExp): SandboxAccount => {
      const found = sandbox.description.accounts.find((account) => label.test(account.label));
      assert.ok(found, `the sandbox has an account ${String(label)}`);
      return found;
    };
    owner = find(/^Harbour Group/u);
    auditor = find(/^Security audit/u);
    workbench = await launchWorkbench({
      // The sandbox stands in for the cloud itself: these accounts are like any other.
      sandbox: 'none',
      settings: { 'resourceShares.endpoints': { '*': sandbox.description.hosts } },
    });
    await workbench.openSharesView();
  });

  after(async () => {
    await workbench.close();
    await sandbox.stop();
  });

  const questions = {
    label: /A name for this account/u,
    keyId: /Access key id/u,
    secret: /Access key secret\. It is kept/u,
    token: /Leave empty for permanent keys/u,
  } as const;

  /** Waits for a question, and for a refusal under it. */
  async function asked(text: RegExp): Promise<void> {
    await workbench.quickInput.message.filter({ hasText: text }).waitFor();
  }

  const typed = (): Promise<string> => workbench.quickInput.input.inputValue();

  async function answer(question: RegExp, text: string): Promise<void> {
    await asked(question);
    await workbench.quickInput.answer(text);
  }

  /** Accepts what stands there from before. */
  async function keep(question: RegExp): Promise<string> {
    await asked(question);
    const text = await typed();
    await workbench.quickInput.accept();
    return text;
  }

  /** The questions about an Alibaba Cloud account begin. */
  async function chooseCloud(): Promise<void> {
    await workbench.quickInput.choose('Alibaba Cloud');
    await workbench.quickInput.choose('Enter keys');
    await asked(questions.label);
  }

  async function goBack(): Promise<void> {
    await workbench.quickInput.widget.getByRole('button', { name: 'Back' }).click();
  }

  async function regionList(): Promise<void> {
    await workbench.quickInput.entries.filter({ hasText: 'cn-hangzhou' }).waitFor();
  }

  it('adds nothing when it is left at any point', async () => {
    const add = 'Resource Shares: Add account…';
    await workbench.welcome.getByRole('button', { name: 'Add account…' }).click();
    await chooseCloud();
    await workbench.quickInput.cancel();
    await workbench.runCommand(add);
    await chooseCloud();
    await answer(questions.label, 'Given up');
    await answer(questions.keyId, owner.accessKeyId);
    await asked(questions.secret);
    await workbench.quickInput.type(owner.accessKeySecret);
    await workbench.quickInput.cancel();
    await workbench.runCommand(add);
    await chooseCloud();
    await answer(questions.label, 'Given up');
    await answer(questions.keyId, owner.accessKeyId);
    await answer(questions.secret, owner.accessKeySecret);
    await answer(questions.token, '');
    await regionList();
    await workbench.quickInput.cancel();
    await workbench.welcome.getByRole('button', { name: 'Add account…' }).waitFor();
    assert.deepEqual(await storedSecrets(workbench.page), {});
  });

  it('asks again for the very answer that was refused, and keeps the others', async () => {
    await workbench.welcome.getByRole('button', { name: 'Add account…' }).click();
    await chooseCloud();
    await answer(questions.label, 'Harbour');
    await answer(questions.keyId, 'LTAI5tSandboxNobodyHas');
    await asked(questions.secret);
    assert.equal(await workbench.quickInput.input.getAttribute('type'), 'password');
    await workbench.quickInput.answer(wrongSecret);
    await asked(questions.token);
    assert.equal(await workbench.quickInput.input.getAttribute('type'), 'password');
    await workbench.quickInput.answer('');

    await asked(/does not know this access key id.*InvalidAccessKeyId\.NotFound/u);
    assert.equal(await typed(), 'LTAI5tSandboxNobodyHas');
    await workbench.quickInput.answer(owner.accessKeyId);
    assert.equal(await keep(questions.secret), wrongSecret);
    assert.equal(await keep(questions.token), '');

    await asked(/secret does not belong to the access key id.*SignatureDoesNotMatch/u);
    assert.equal(await typed(), wrongSecret);
    assert.equal(await workbench.quickInput.input.getAttribute('type'), 'password');

    await goBack();
    await asked(questions.keyId);
    await goBack();
    assert.equal(await keep(questions.label), 'Harbour');
    assert.equal(await keep(questions.keyId), owner.accessKeyId);
    await answer(questions.secret, owner.accessKeySecret);

    await control(sandbox, '/clock', { gatewaySkewMs: 3_600_000 });
    await keep(questions.token);
    await asked(/clock of this computer is 60 minutes behind.*Set the clock/u);
    await control(sandbox, '/clock', { gatewaySkewMs: 0 });
    await workbench.quickInput.accept();
    await regionList();
  });

  it('shows the regions that were picked', async () => {
    await workbench.quickInput.tick('cn-hangzhou', 'cn-shanghai');
    await workbench.tree.find('network-hub-prod');
    const rows = await workbench.tree.rows();
    assert.equal(rows[0]?.label, 'Harbour');
    assert.equal(rows[0].description, 'Alibaba Cloud · read-only');
    assert.deepEqual(
      rows.filter(({ level }) => level === 2).map(({ label }) => label),
      ['cn-hangzhou', 'cn-shanghai'],
    );
    await workbench.tree.collapse('cn-hangzhou');
    await workbench.tree.expand('cn-shanghai');
    await (await workbench.tree.find('Shared by me')).getByText(/^\d+$/u).waitFor();
    await workbench.tree.expand('cn-hangzhou');
  });

  it('takes temporary keys with their token, in one region', async () => {
    await workbench.runCommand('Resource Shares: Add account…');
    await chooseCloud();
    await answer(questions.label, 'Harbour');
    await asked(/account with this name already/u);
    await answer(/account with this name already/u, 'Auditor');
    await answer(questions.keyId, auditor.accessKeyId);
    await answer(questions.secret, auditor.accessKeySecret);
    await answer(questions.token, '');
    await asked(/temporary and needs its security token/u);
    await workbench.quickInput.answer(auditor.securityToken ?? '');
    await regionList();
    await workbench.quickInput.tick('cn-hangzhou');
    const row = await workbench.tree.find('Auditor');
    await row.getByText('Alibaba Cloud · read-only · cn-hangzhou').waitFor();
    await workbench.tree.collapse('Harbour');
    await workbench.tree.expand('Auditor');
    await workbench.tree.expand('Shared with me');
    await workbench.tree.find('polardb-backups');
  });

  it('works with the stored keys after a reload and after a restart', async () => {
    await workbench.untilStored(/"label":"Auditor"/u);
    await workbench.reload();
    await workbench.openSharesView();
    await workbench.tree.find('polardb-backups');
    await workbench.restart();
    await workbench.openSharesView();
    await workbench.tree.find('polardb-backups');
    await workbench.tree.expand('Harbour');
    await workbench.tree.find('network-hub-prod');
  });

  it('leaves no secret anywhere but in the secret storage', async () => {
    const form = new ShareFormPage(workbench);
    await workbench.tree.collapse('Harbour');
    await control(sandbox, '/faults', {
      operation: 'CreateResourceShare',
      fault: { kind: 'error', code: 'QuotaExceeded.ResourceShare.Count' },
    });
    await workbench.tree.inlineAction('Shared by me', 'Create share…');
    await form.heading.waitFor();
    await form.name.fill('kept-secret');
    await form.paste('Principals', [owner.accountId]);
    await form.send.click();
    await workbench.quickInput.choose('For 15 minutes');
    await form.failure.getByText('QuotaExceeded.ResourceShare.Count').waitFor();
    await form.send.click();
    await workbench.notifications.saying('The resource share kept-secret was created.');
    assert.equal((await sharesNamed(sandbox, 'kept-secret')).length, 1);
    await (
      await workbench.contextMenu(await workbench.tree.find('kept-secret'))
    ).choose('Open as JSON');
    await workbench.editorTab(/kept-secret\.json/u).waitFor();
    await workbench.runCommand('Resource Shares: Show log');

    const found = (text: string): Promise<readonly string[]> => workbench.traces.whereabouts(text);
    const secrets = [
      wrongSecret,
      owner.accessKeySecret,
      auditor.accessKeySecret,
      auditor.securityToken ?? '',
    ];
    for (const secret of secrets) {
      assert.ok(secret.length > 10);
      assert.deepEqual(await found(secret), []);
    }
    // The same search finds what may be known: in the log, in what the form sent and got, and in the storage.
    const inLog = (await found('CreateResourceShare')).filter((where) => where.endsWith('.log'));
    assert.ok(inLog.some((where) => where.includes('Resource Share Explorer')));
    assert.ok((await found('kept-secret')).includes('webview message'));
    assert.ok((await found('QuotaExceeded.ResourceShare.Count')).includes('webview message'));
    const stored = await found(auditor.accountId);
    assert.ok(stored.some((where) => where.startsWith('IndexedDB')));
    const kept = JSON.stringify(await storedSecrets(workbench.page));
    for (const secret of secrets.slice(1)) assert.ok(kept.includes(secret));
  });

  it('removes an account with its keys, after a question that names it', async () => {
    const dialog = workbench.page.locator('.monaco-dialog-box');
    const remove = async (): Promise<void> => {
      const menu = await workbench.contextMenu(await workbench.tree.find('Auditor'));
      await menu.choose('Remove account…');
      await dialog.getByText(`Remove the account Auditor (${auditor.accountId})?`).waitFor();
    };
    await remove();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await workbench.tree.find('kept-secret');
    await remove();
    await dialog.getByRole('button', { name: 'Remove', exact: true }).click();
    await workbench.tree.row('Auditor').waitFor({ state: 'detached' });
    assert.equal(await workbench.tree.row('kept-secret').count(), 0);
    await workbench.tree.find('Harbour');
    const kept = JSON.stringify(await storedSecrets(workbench.page));
    assert.ok(kept.includes(owner.accessKeySecret));
    assert.ok(!kept.includes(auditor.accessKeySecret));
  });
});
