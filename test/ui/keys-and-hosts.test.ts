import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startSandbox, type RunningSandbox, type SandboxAccount } from '../../scripts/sandbox.ts';
import { callsOf, control } from './harness/control.ts';
import { storedSecrets } from './harness/secret-storage.ts';
import { launchWorkbench, type Workbench } from './harness/workbench.ts';
import { pasteOnto } from './scenes/paste-onto.ts';

const share = 'network-hub-prod';
const stranger = 'https://shares.example.com';

interface Keys {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
}

describe('keys, and the hosts that they are for', () => {
  let sandbox: RunningSandbox;
  let owner: SandboxAccount;
  let trap: Server;
  let trapped = 0;
  let first: Workbench;
  let second: Workbench;
  /** Those of the account that is there. */
  let keys: Keys;

  before(async () => {
    sandbox = await startSandbox();
    const found = sandbox.description.accounts.find(({ label }) => label.startsWith('Harbour'));
    assert.ok(found);
    owner = found;
    trap = createServer((request, response) => {
      trapped += 1;
      request.resume();
      response.writeHead(500).end();
    });
    await new Promise<void>((resolve) => trap.listen(0, '127.0.0.1', resolve));
    const { port } = trap.address() as AddressInfo;
    const toTrap = Object.keys(sandbox.description.hosts).map(
      (host) => [host, `http://127.0.0.1:${port}`] as const,
    );
    first = await launchWorkbench({
      sandbox: 'none',
      settings: { 'resourceShares.endpoints': endpoints() },
      // A folder that came from somewhere, and wants the keys for itself.
      workspaceSettings: { 'resourceShares.endpoints': { '*': Object.fromEntries(toTrap) } },
    });
    await first.openSharesView();
  });

  after(async () => {
    await first.close();
    await sandbox.stop();
    trap.closeAllConnections();
    trap.close();
  });

  const endpoints = (): object => ({ '*': sandbox.description.hosts });

  async function answer(workbench: Workbench, question: RegExp, text: string): Promise<void> {
    await workbench.quickInput.message.filter({ hasText: question }).waitFor();
    await workbench.quickInput.answer(text);
  }

  async function enterKeys(workbench: Workbench, keys: Keys): Promise<void> {
    await answer(workbench, /Access key id/u, keys.accessKeyId);
    await answer(workbench, /Access key secret\./u, keys.accessKeySecret);
    await answer(workbench, /Leave empty for permanent keys/u, '');
  }

  async function onAccount(workbench: Workbench, command: string): Promise<void> {
    await (await workbench.contextMenu(await workbench.tree.find('Hub'))).choose(command);
  }

  const newKeys = async (): Promise<Keys> =>
    (await control(sandbox, '/alibaba/keys/new', { accountId: owner.accountId })) as Keys;

  const disable = ({ accessKeyId }: Keys): Promise<unknown> =>
    control(sandbox, '/alibaba/keys', { accessKeyId, active: false });

  async function addHub(keys: Keys): Promise<void> {
    await first.runCommand('Resource Shares: Add account…');
    await first.quickInput.choose('Alibaba Cloud');
    await first.quickInput.choose('Enter keys');
    await answer(first, /A name for this account/u, 'Hub');
    await enterKeys(first, keys);
    await first.quickInput.entries.filter({ hasText: 'cn-hangzhou' }).waitFor();
    await first.quickInput.tick('cn-hangzhou');
  }

  async function until(isSo: () => Promise<boolean>): Promise<void> {
    while (!(await isSo())) await first.page.waitForTimeout(100);
  }

  it('go where the user said, whatever the settings of a workspace say', async () => {
    await addHub(owner);
    await first.tree.find(share);
    assert.ok((await callsOf(sandbox, 'ListResourceShares')) > 0);
    assert.equal(trapped, 0);
  });

  it('are gone at once with an account that is removed while it changes a share', async () => {
    await onAccount(first, 'Turn writing on…');
    await first.quickInput.choose('For 15 minutes');
    await (await first.tree.find('Hub')).getByText(/writing until/u).waitFor();
    const ids = Array.from(
      { length: 30 },
      (_, index) => `acs:vpc:cn-hangzhou:${owner.accountId}:vswitch/vsw-late${index}`,
    );
    await control(sandbox, '/calls/reset', {});
    await control(sandbox, '/tuning', { latencyMs: 3_000 });
    await pasteOnto(first, 'empty-for-now', ids.join('\n'));
    const sent = (): Promise<number> => callsOf(sandbox, 'AssociateResourceShare');
    await until(async () => (await sent()) > 0);
    await onAccount(first, 'Remove account…');
    await first.dialog.choose('Remove');
    await first.tree.row('Hub').waitFor({ state: 'detached' });
    const atRemoval = await sent();
    assert.ok(atRemoval < 6, 'it was removed in the middle');
    await first.notifications.saying(/was cancelled\..*Not sent: \d+\./u);
    await first.notifications.clear();
    await first.page.waitForTimeout(4_000);
    assert.equal(await sent(), atRemoval);
    await control(sandbox, '/tuning', { latencyMs: 0 });
    assert.deepEqual(await storedSecrets(first.page), {});
  });

  it('are kept in memory only, if the user wants, where the secret storage fails', async () => {
    await first.page.evaluate(lockKeyring);
    keys = await newKeys();
    await addHub(keys);
    await first.dialog.says(/secret storage of VS Code failed/u);
    assert.doesNotMatch(await first.dialog.detail(), /keyring is locked|FakeSecret/u);
    await first.dialog.choose('Keep until the window closes');
    await first.tree.find(share);
    assert.deepEqual(await storedSecrets(first.page), {});
    await first.untilStored(/"label":"Hub"/u);
    await first.reload();
    await first.openSharesView();
    await first.tree.find('No keys are stored for this account.');
    await onAccount(first, 'Replace keys…');
    await enterKeys(first, keys);
    await first.notifications.saying('Hub has new keys.');
    await first.tree.find(share);
    await first.tree.row('No keys are stored for this account.').waitFor({ state: 'detached' });
    await first.notifications.clear();
  });

  it('go to no host that is not the vendor’s before the user has let them', async () => {
    const hosts = Object.keys(sandbox.description.hosts).map((host) => [host, stranger] as const);
    await first.editSettings({ 'resourceShares.endpoints': { '*': Object.fromEntries(hosts) } });
    await first.tree.find(/is not a host of the vendor/u);
    await onAccount(first, 'Test connection');
    await first.dialog.says(/Send the calls of Hub to shares\.example\.com\?/u);
    await first.dialog.choose('Cancel');
    await first.tree.find(/is not a host of the vendor/u);
    assert.deepEqual(await first.notifications.texts(), []);
    await first.editSettings({ 'resourceShares.endpoints': endpoints() });
    await first.tree.row(/is not a host of the vendor/u).waitFor({ state: 'detached' });
    await first.tree.find(share);
    assert.equal(trapped, 0);
  });

  it('are taken from the other window in which they were replaced', async () => {
    second = await first.secondWindow();
    await second.openSharesView();
    await second.tree.find(share);
    await onAccount(first, 'Replace keys…');
    await enterKeys(first, await newKeys());
    await first.notifications.saying('Hub has new keys.');
    await disable(keys);
    await control(sandbox, '/calls/reset', {});
    await first.runCommand('Resource Shares: Refresh');
    await until(async () => (await callsOf(sandbox, 'ListResourceShares')) > 0);
    // The vault of a browser tells no other page: it keeps what it showed, and says what is wrong.
    await second.runCommand('Resource Shares: Refresh');
    await second.tree.find('The access key is switched off.');
    await second.tree.find(share);
    assert.deepEqual(await second.notifications.texts(), []);
    await second.reload();
    await second.openSharesView();
    await second.tree.find(share);
    await second.tree.row('The access key is switched off.').waitFor({ state: 'detached' });
    assert.equal(await first.tree.row('The access key is switched off.').count(), 0);
  });
});

/** Runs in the page: what VS Code does with the secrets of extensions fails from here on, as with a keyring that is locked. */
function lockKeyring(): void {
  JSON.stringify = new Proxy(JSON.stringify, {
    apply: (stringify, _this, given: Parameters<typeof JSON.stringify>) => {
      const [named] = given as readonly unknown[];
      // VS Code names a secret by its extension and its key, written like this.
      const isSecret = typeof named === 'object' && named !== null && 'extensionId' in named;
      if (isSecret && 'key' in named) throw new Error('the keyring is locked');
      return stringify(...given);
    },
  });
}
