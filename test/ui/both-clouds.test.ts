import assert from 'node:assert/strict';
import { control } from './harness/control.ts';
import { ShareFormPage } from './harness/share-form-page.ts';
import { launchWorkbench, type Workbench } from './harness/workbench.ts';

interface HuaweiShare {
  readonly name: string;
  readonly description?: string;
  readonly allow_external_principals: boolean;
  readonly permissions: readonly {
    readonly permission_name: string;
    readonly resource_type: string;
  }[];
}

describe('both clouds in one tree', () => {
  let workbench: Workbench;
  let form: ShareFormPage;
  let owner: string;
  let member: string;

  before(async () => {
    workbench = await launchWorkbench();
    form = new ShareFormPage(workbench);
    const accounts = workbench.sandbox.description.accounts.filter(
      ({ cloud }) => cloud === 'huawei',
    );
    owner = accounts[0]?.accountId ?? '';
    member = accounts[1]?.accountId ?? '';
    await workbench.openSharesView();
    await workbench.tree.find('network-hub-prod');
    await workbench.tree.collapse('cn-hangzhou');
    await workbench.tree.expand('Aurora Rail (owner)');
    await workbench.tree.find('backbone-network');
  });

  after(() => workbench.close());

  afterEach(async () => {
    await control(workbench.sandbox, '/faults/clear', {});
    await workbench.notifications.clear();
  });

  const subnet = (id: string): string => `vpc:cn-north-4:${owner}:subnet:${id}`;

  async function named(name: string): Promise<readonly HuaweiShare[]> {
    const state = (await control(workbench.sandbox, '/state')) as {
      huawei: { shares: readonly HuaweiShare[] };
    };
    return state.huawei.shares.filter((share) => share.name === name);
  }

  it('shows no level of regions where the service is global', async () => {
    const row = await workbench.tree.find('Aurora Rail (owner)');
    await row.getByText('Huawei Cloud · sandbox', { exact: true }).waitFor();
    const rows = await workbench.tree.rows();
    const account = rows.findIndex(({ label }) => label === 'Aurora Rail (owner)');
    assert.equal(rows[account + 1]?.label, 'Shared by me');
    assert.equal(rows.filter(({ label }) => label === 'cn-hangzhou').length, 1);
  });

  it('creates a share with 24 resources and a description in 2 calls', async () => {
    await workbench.tree.inlineAction('Aurora Rail (owner)', 'Create share…');
    await form.heading.waitFor();
    assert.equal(
      (await form.allowOutside.getAttribute('aria-checked').catch(() => null)) ??
        String(await form.allowOutside.isChecked()),
      'true',
      'what the cloud would assume',
    );
    await form.name.fill('night-trains');
    await form.description.fill('Subnets of the night trains');
    await form.paste(
      'Resources',
      Array.from({ length: 24 }, (_, index) => subnet(`night-${index}`)),
    );
    await form.paste('Principals', [member]);
    await form.summary
      .getByText('Will be sent in 2 calls: 24 resources and 1 principal.')
      .waitFor();
    await form.send.click();
    const notice = await workbench.notifications.saying(
      'The resource share night-trains was created.',
    );
    assert.match(notice, /Associated: 24 resources and 1 principal\./u);
    const [share, ...more] = await named('night-trains');
    assert.equal(more.length, 0);
    assert.equal(share?.description, 'Subnets of the night trains');
    assert.equal(share.allow_external_principals, true);
  });

  it('adds to a share and shows it under its own id, with the region of its URN', async () => {
    await workbench.tree.inlineAction('backbone-network', 'Associate…');
    await form.heading.getByText(/backbone-network/u).waitFor();
    await form.paste('Resources', [subnet('extra-line')]);
    await form.send.click();
    await workbench.notifications.saying('backbone-network: associated 1 resource.');
    await workbench.tree.expandPath('backbone-network', 'Resources');
    const row = await workbench.tree.find('extra-line');
    await row.getByText('vpc:subnet · cn-north-4 · Associated').waitFor();
  });

  it('reads what may be done with a share when it is asked, and only then', async () => {
    const calls = async (): Promise<number> => {
      const counted = (await control(workbench.sandbox, '/calls')) as {
        calls: readonly { readonly operation: string; readonly calls: number }[];
      };
      return counted.calls
        .filter(({ operation }) => operation === 'ListResourceSharePermissions')
        .reduce((sum, row) => sum + row.calls, 0);
    };
    const before = await calls();
    const [share] = await named('backbone-network');
    const [permission] = share?.permissions ?? [];
    assert.ok(permission);
    await workbench.tree.expandPath('backbone-network', 'Permissions');
    const row = await workbench.tree.find(permission.permission_name);
    await row.getByText(permission.resource_type).waitFor();
    await (await workbench.contextMenu(row)).choose('Open as JSON');
    await workbench.editorTab(new RegExp(`${permission.permission_name}\\.json`, 'u')).waitFor();
    await workbench.editorText.getByText('"content"').first().waitFor();
    assert.equal(await calls(), before + 1);
    await workbench.tree.collapse('Permissions');
  });

  it('switches a permission of a share, in one write', async () => {
    await control(workbench.sandbox, '/calls/reset', {});
    await workbench.tree.expandPath('backbone-network', 'Permissions');
    const row = await workbench.tree.find('default-vpc-subnet');
    await (await workbench.contextMenu(row)).choose('Switch permission…');
    await workbench.quickInput.widget
      .getByPlaceholder('Which permission for vpc:subnet?')
      .waitFor();
    await workbench.quickInput.choose('readonly-vpc-subnet');
    await workbench.quickInput.choose('Apply');
    await workbench.notifications.saying('backbone-network: the permission was switched.');
    await workbench.tree.find('readonly-vpc-subnet');
    await row.waitFor({ state: 'detached' });
    const [share] = await named('backbone-network');
    assert.deepEqual(
      share?.permissions.map(({ permission_name }) => permission_name),
      ['readonly-vpc-subnet'],
    );
    const { writes } = (await control(workbench.sandbox, '/writes')) as {
      writes: readonly { readonly operation: string }[];
    };
    assert.deepEqual(
      writes.map(({ operation }) => operation),
      ['AssociateResourceSharePermission'],
    );
    await workbench.tree.collapse('backbone-network');
  });

  it('leaves one cloud untouched when the other fails', async () => {
    await control(workbench.sandbox, '/faults', {
      operation: 'SearchResourceShares',
      count: 50,
      fault: { kind: 'error', code: 'RAM.1008' },
    });
    await workbench.runCommand('Resource Shares: Refresh');
    const row = await workbench.tree.find('Aurora Rail (owner)');
    await row.getByText(/stale since/u).waitFor({ timeout: 30_000 });
    await workbench.tree.find('night-trains');
    const alibaba = await workbench.tree.find('cn-hangzhou');
    assert.doesNotMatch((await alibaba.getAttribute('aria-label')) ?? '', /stale/u);
  });
});
