import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startSandbox, type RunningSandbox, type SandboxAccount } from '../../scripts/sandbox.ts';
import { removeTemporaryFolder, temporaryFolder } from '../../scripts/temporary.ts';
import { callsOf, control, sharesNamed } from './harness/control.ts';
import { storedSecrets } from './harness/secret-storage.ts';
import { launchWorkbench, type Workbench } from './harness/workbench.ts';

const share = 'allow-lists';
const wrongSecret = 'FakeSecretInAProfileThatIsWrong';

describe('trust in an account whose keys lie in a profile', () => {
  let sandbox: RunningSandbox;
  let workbench: Workbench;
  let home: string;
  let owner: SandboxAccount;
  let member: SandboxAccount;
  let rail: SandboxAccount;

  before(async () => {
    sandbox = await startSandbox();
    const find = (role: string, cloud = 'alibaba'): SandboxAccount => {
      const found = sandbox.description.accounts.find(
        (one) => one.cloud === cloud && one.label.includes(role),
      );
      assert.ok(found, role);
      return found;
    };
    owner = find('(owner)');
    member = find('(member)');
    rail = find('(owner)', 'huawei');
    home = temporaryFolder('profiles');
    const keys = { access_key_id: owner.accessKeyId, access_key_secret: owner.accessKeySecret };
    const role = `acs:ram::${member.accountId}:role/resource-share-admin`;
    await mkdir(join(home, '.aliyun'), { recursive: true });
    await writeFile(
      join(home, '.aliyun', 'config.json'),
      JSON.stringify({
        current: 'hub',
        profiles: [
          { name: 'hub', mode: 'AK', ...keys },
          { name: 'retail', mode: 'RamRoleArn', ...keys, ram_role_arn: role },
          { name: 'wrong', mode: 'AK', ...keys, access_key_secret: wrongSecret },
        ],
      }),
    );
    await mkdir(join(home, '.hcloud'), { recursive: true });
    await writeFile(
      join(home, '.hcloud', 'config.json'),
      JSON.stringify({
        current: 'rail',
        profiles: [
          {
            name: 'rail',
            mode: 'AKSK',
            accessKeyId: rail.accessKeyId,
            secretAccessKey: rail.accessKeySecret,
          },
        ],
      }),
    );
    workbench = await launchWorkbench({
      // The sandbox stands in for the cloud itself: these accounts are like any other.
      sandbox: 'none',
      settings: { 'resourceShares.endpoints': { '*': sandbox.description.hosts } },
      env: { HOME: home },
    });
    await workbench.openSharesView();
  });

  after(async () => {
    await workbench.close();
    await sandbox.stop();
    await removeTemporaryFolder(home);
  });

  /** Adds an account of a profile, up to the question for regions. */
  async function addAccount(profile: string, label: string): Promise<void> {
    await workbench.runCommand('Resource Shares: Add account…');
    await workbench.quickInput.choose('Alibaba Cloud');
    await workbench.quickInput.choose(`Profile ${profile}`);
    await workbench.quickInput.message.filter({ hasText: 'A name for this account' }).waitFor();
    await workbench.quickInput.answer(label);
  }

  async function inOneRegion(): Promise<void> {
    await workbench.quickInput.entries.filter({ hasText: 'cn-hangzhou' }).waitFor();
    await workbench.quickInput.tick('cn-hangzhou');
  }

  async function onRow(row: string, command: string): Promise<void> {
    const menu = await workbench.contextMenu(await workbench.tree.find(row));
    await menu.choose(command);
  }

  const question = (): Promise<void> =>
    workbench.dialog.message.getByText(`Delete the resource share ${share}?`).waitFor();

  /** How often the sandbox was asked for an operation. */
  const calls = (operation: string): Promise<number> => callsOf(sandbox, operation);

  it('asks for another source where the keys of a profile are refused', async () => {
    await addAccount('wrong', 'Hub');
    await workbench.quickInput.widget.getByPlaceholder(/SignatureDoesNotMatch/u).waitFor();
    await workbench.quickInput.choose('Profile hub');
    await workbench.quickInput.message.filter({ hasText: 'A name for this account' }).waitFor();
    await workbench.quickInput.accept();
    await inOneRegion();
    const row = await workbench.tree.find('Hub');
    await row.getByText('Alibaba Cloud · read-only · cn-hangzhou').waitFor();
    await workbench.tree.find(share);
  });

  it('shows what would be sent while the account is read-only, and sends nothing', async () => {
    await onRow(share, 'Delete share…');
    await question();
    assert.match(await workbench.dialog.detail(), /The account Hub is read-only/u);
    await workbench.dialog.choose('Show plan');
    await workbench.editorTab(/Plan: allow-lists/u).waitFor();
    await workbench.page.getByRole('button', { name: 'Apply plan' }).click();
    await workbench.quickInput.title.getByText('Turn writing on').waitFor();
    await workbench.quickInput.cancel();
    assert.equal(await calls('DeleteResourceShare'), 0);
  });

  it('asks again once writing is turned on for 15 minutes', async () => {
    await onRow(share, 'Delete share…');
    await question();
    await workbench.dialog.choose('Turn writing on…');
    await workbench.quickInput.choose('For 15 minutes');
    await question();
    assert.doesNotMatch(await workbench.dialog.detail(), /read-only/u);
    await workbench.dialog.choose('Cancel');
    const row = await workbench.tree.find('Hub');
    await row.getByText(/· writing until \d/u).waitFor();
    assert.equal(await calls('DeleteResourceShare'), 0);
  });

  it('wants the name of the share to be typed in a production account', async () => {
    await onRow('Hub', 'Edit account…');
    await workbench.quickInput.choose('Production: mark');
    const row = await workbench.tree.find('Hub');
    await row.getByText(/· production ·/u).waitFor();
    await onRow(share, 'Delete share…');
    await question();
    await workbench.dialog.choose('Delete');
    await workbench.quickInput.message.filter({ hasText: `Type ${share} to go on` }).waitFor();
    await workbench.quickInput.answer('allow');
    await workbench.quickInput.message.filter({ hasText: 'This is not the name' }).waitFor();
    assert.equal(await calls('DeleteResourceShare'), 0);
    await workbench.quickInput.answer(share);
    await workbench.notifications.saying(`The resource share ${share} was deleted.`);
    assert.equal((await sharesNamed(sandbox, share))[0]?.ResourceShareStatus !== 'Active', true);
  });

  it('names the permission that is missing', async () => {
    await control(sandbox, '/alibaba/deny', {
      accountId: owner.accountId,
      operations: ['ListResourceShareInvitations'],
    });
    await onRow('Hub', 'Test connection');
    const notice = await workbench.notifications.saying(/8 of 9 reads work/u);
    assert.match(notice, /resourcesharing:ListResourceShareInvitations/u);
    await workbench.notifications.clear();
    await onRow('Hub', 'Diagnose connection');
    await workbench.editorTab(/Connection of Hub/u).waitFor();
    await workbench.editorText.getByText(/✗\sPermissions/u).waitFor();
    await control(sandbox, '/alibaba/deny', { accountId: owner.accountId, operations: [] });
  });

  it('takes on the role of a profile, and says when its keys end', async () => {
    await addAccount('retail', 'Retail');
    await inOneRegion();
    await workbench.tree.collapse('Hub');
    await workbench.tree.expand('Retail');
    const row = await workbench.tree.find('Retail');
    await row.getByText(/· keys until \d/u).waitFor();
    assert.ok((await calls('AssumeRole')) > 0);
  });

  it('takes on an agency with the keys of a profile, and asks again where there is none', async () => {
    const { quickInput } = workbench;
    const asked = (text: string): Promise<void> =>
      quickInput.message.filter({ hasText: text }).waitFor();
    await workbench.runCommand('Resource Shares: Add account…');
    await quickInput.choose('Huawei Cloud');
    await quickInput.choose('China and international');
    await quickInput.choose('Take on an agency…');
    await quickInput.widget.getByPlaceholder('Whose keys take on the agency?').waitFor();
    await quickInput.choose('Profile rail');
    await asked('Name of the agency to take on');
    await quickInput.answer('nobody');
    await asked('Account that delegates by the agency');
    await quickInput.answer('aurora-stations');
    await asked('A name for this account');
    await quickInput.answer('Stations');
    await asked('There is no agency nobody in the account aurora-stations.');
    await quickInput.answer('share-admin');
    await asked('Account that delegates by the agency');
    await quickInput.accept();
    await asked('A name for this account');
    await quickInput.accept();
    await workbench.tree.collapse('Retail');
    await workbench.tree.expand('Stations');
    const row = await workbench.tree.find('Stations');
    await row.getByText(/· keys until \d/u).waitFor();
  });

  it('keeps no key anywhere, and shows none in the support bundle', async () => {
    await workbench.runCommand('Resource Shares: Show support bundle');
    await workbench.editorTab(/Support bundle/u).waitFor();
    await workbench.editorText.getByText('Versions').waitFor();
    const found = (text: string): Promise<readonly string[]> => workbench.traces.whereabouts(text);
    for (const secret of [owner.accessKeySecret, rail.accessKeySecret, wrongSecret]) {
      assert.deepEqual(await found(secret), []);
    }
    assert.deepEqual(await storedSecrets(workbench.page), {});
    // The same search finds what may be known.
    assert.ok(
      (await found('ListResourceShareInvitations')).some((where) => where.endsWith('.log')),
    );
  });
});
