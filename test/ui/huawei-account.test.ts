import assert from 'node:assert/strict';
import { startSandbox, type RunningSandbox, type SandboxAccount } from '../../scripts/sandbox.ts';
import { callsOf, control } from './harness/control.ts';
import { pointAt } from './harness/hover.ts';
import { launchWorkbench, type Workbench } from './harness/workbench.ts';

describe('a Huawei Cloud account', () => {
  let sandbox: RunningSandbox;
  let workbench: Workbench;
  let owner: SandboxAccount;
  let member: SandboxAccount;

  before(async () => {
    sandbox = await startSandbox();
    const find = (label: string): SandboxAccount => {
      const found = sandbox.description.accounts.find((account) => account.label === label);
      assert.ok(found, label);
      return found;
    };
    owner = find('Aurora Rail (owner)');
    member = find('Aurora Stations (member)');
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

  async function asked(text: RegExp): Promise<void> {
    await workbench.quickInput.message.filter({ hasText: text }).waitFor();
  }

  async function answer(question: RegExp, text: string): Promise<void> {
    await asked(question);
    await workbench.quickInput.answer(text);
  }

  async function keysOf(account: SandboxAccount, label: string, site: string): Promise<void> {
    await workbench.runCommand('Resource Shares: Add account…');
    await workbench.quickInput.choose('Huawei Cloud');
    await workbench.quickInput.choose(site);
    await workbench.quickInput.choose('Enter keys');
    await answer(/A name for this account/u, label);
    await enterKeys(account);
  }

  /** @param below what stands below the first field: its prompt, or why other keys were not taken */
  async function enterKeys(
    { accessKeyId, accessKeySecret }: SandboxAccount,
    below = /Access key id/u,
  ): Promise<void> {
    await answer(below, accessKeyId);
    await answer(/Access key secret\. It is kept/u, accessKeySecret);
    await answer(/Leave empty for permanent keys/u, '');
  }

  /** How often the sandbox was asked for an operation. */
  const calls = (operation: string): Promise<number> => callsOf(sandbox, operation);

  it('finds its account id by itself, asks for no region, and shows both', async () => {
    await keysOf(owner, 'Rail', 'Europe');
    await workbench.tree.find('backbone-network');
    // While rows come anew there are gaps between them for a moment.
    await workbench.tree.untilRows(
      async () =>
        (await workbench.tree.rows()).slice(0, 2).map(({ label, level }) => [label, level]),
      [
        ['Rail', 1],
        ['Shared by me', 2],
      ],
    );
    await (await workbench.tree.find('Rail')).getByText('Huawei Cloud · read-only').waitFor();
    assert.equal(await calls('KeystoneListAuthDomains'), 1);
    assert.equal(await calls('GetCallerIdentity'), 0);
    const row = await workbench.tree.find('Rail');
    await pointAt(workbench.page, row, `Huawei Cloud account ${owner.accountId}`);
  });

  it('asks for the account id only where neither service tells, and checks it', async () => {
    await control(sandbox, '/huawei/deny', {
      accountId: member.accountId,
      operations: ['KeystoneListAuthDomains', 'GetCallerIdentity'],
    });
    await keysOf(member, 'Stations', 'China and international');
    await asked(/does not tell which account.*Enter the account id/u);
    await workbench.quickInput.type('not an id');
    await asked(/32 digits and letters/u);
    await workbench.quickInput.answer(owner.accountId);
    await asked(/account id is not that of the access key.*RAM\.1002/u);
    await workbench.quickInput.answer(member.accountId);
    await workbench.tree.collapse('Rail');
    await workbench.tree.expand('Stations');
    const { huawei } = (await control(sandbox, '/state')) as {
      huawei: {
        shares: readonly { readonly name: string; readonly owning_account_id: string }[];
      };
    };
    const own = huawei.shares.find((share) => share.owning_account_id === member.accountId);
    await workbench.tree.find(own?.name ?? '');
  });

  it('asks whose keys those are that take the place of others, where nothing tells', async () => {
    await control(sandbox, '/huawei/deny', {
      accountId: member.accountId,
      operations: ['KeystoneListAuthDomains', 'GetCallerIdentity', 'SearchResourceShares'],
    });
    await (
      await workbench.contextMenu(await workbench.tree.find('Stations'))
    ).choose('Replace keys…');
    await enterKeys(owner);
    const ofAnother = `The keys are of the account ${owner.accountId}, not of ${member.accountId}`;
    await enterKeys(member, new RegExp(ofAnother, 'u'));
    await workbench.dialog.says(new RegExp(`of the account ${member.accountId}\\?`, 'u'));
    assert.match(await workbench.dialog.detail(), /shown and changed as those of Stations\.$/u);
    await workbench.dialog.choose('Cancel');
    await enterKeys(member, /does not tell which account these keys belong to/u);
    await workbench.dialog.choose('Use these keys');
    await workbench.notifications.saying('Stations has new keys.');
  });
});
