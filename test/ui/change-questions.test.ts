import assert from 'node:assert/strict';
import { callsOf, control, sharesNamed, type TrueShare } from './harness/control.ts';
import { ShareFormPage } from './harness/share-form-page.ts';
import { elsewhere } from './harness/somebody-else.ts';
import { launchWorkbench, type Workbench } from './harness/workbench.ts';

const owner = 'Harbour Group (owner)';

describe('what is asked before a change', () => {
  let workbench: Workbench;
  let ownerId: string;

  before(async () => {
    workbench = await launchWorkbench({ viewport: { width: 1280, height: 1300 } });
    ownerId =
      workbench.sandbox.description.accounts.find(({ label }) => label === owner)?.accountId ?? '';
    await control(workbench.sandbox, '/tuning', { settleMs: 200 });
    await workbench.openSharesView();
    await workbench.tree.find('network-hub-prod');
  });

  after(() => workbench.close());

  afterEach(async () => {
    await workbench.notifications.clear();
  });

  async function share(name: string): Promise<TrueShare> {
    const [found] = await sharesNamed(workbench.sandbox, name);
    assert.ok(found, name);
    return found;
  }

  const idOf = async (name: string): Promise<string> => (await share(name)).ResourceShareId;

  async function idsIn(name: string, kind: 'Resource' | 'Target'): Promise<readonly string[]> {
    return (await share(name)).associations
      .filter((row) => row.AssociationType === kind)
      .map(({ EntityId }) => EntityId);
  }

  it('says who loses what by the end of a share, and who keeps it through which other share', async () => {
    const [image = ''] = await idsIn('shared-images', 'Resource');
    const [organisation = ''] = await idsIn('shared-images', 'Target');
    await elsewhere(workbench.sandbox, owner, (cloud, options) =>
      cloud.createShare(
        'cn-hangzhou',
        {
          name: 'images-for-all',
          description: '',
          allowExternal: false,
          resources: [{ type: 'Image', id: image }],
          principals: [{ id: organisation }],
          permissions: [],
          tags: [],
          knownIds: [],
        },
        options,
      ),
    );
    await workbench.runCommand('Resource Shares: Refresh');
    await workbench.tree.find('images-for-all');
    const row = await workbench.tree.find('shared-images');
    await (await workbench.contextMenu(row)).choose('Delete share…');
    await workbench.dialog.message.getByText('Delete the resource share shared-images?').waitFor();
    const detail = await workbench.dialog.detail();
    assert.match(detail, new RegExp(`keeps ${image} through images-for-all`, 'u'));
    assert.match(detail, /loses access to m-/u);
    await workbench.dialog.choose('Show plan');
    await workbench.editorTab(/Plan: shared-images/u).waitFor();
    await workbench.page.getByRole('button', { name: 'Cancel plan' }).click();
  });

  it('shows what a form would do, sends it from there, and never by a plan of what it held before', async () => {
    const form = new ShareFormPage(workbench);
    const snapshots = (count: number) =>
      Array.from(
        { length: count },
        (_, index) => `acs:ecs:cn-hangzhou:${ownerId}:snapshot/s-planned${count}${index}`,
      );
    const plans = workbench.editorTab(/Plan: legacy-batch/u);
    await workbench.tree.inlineAction('legacy-batch', 'Associate…');
    await form.heading.getByText(/legacy-batch/u).waitFor();
    await form.paste('Resources', snapshots(6));
    await control(workbench.sandbox, '/calls/reset', {});
    await form.showPlan.click();
    await plans.waitFor();
    await workbench.editorTab('Add to legacy-batch').click();
    await form.paste('Resources', snapshots(1));
    await plans.click();
    await workbench.page.getByRole('button', { name: 'Apply plan' }).click();
    await workbench.notifications.saying('This is not the newest plan of its form');
    assert.equal(await callsOf(workbench.sandbox, 'AssociateResourceShare'), 0);
    await workbench.editorTab('Add to legacy-batch').click();
    await form.summary.getByText('Will be sent in 2 calls: 7 resources.').waitFor();
    await form.showPlan.click();
    await plans.waitFor();
    const text = workbench.page.locator('.modified-in-monaco-diff-editor .view-lines');
    await text.getByText('gains access to 7 resources').first().waitFor();
    await workbench.page.getByRole('button', { name: 'Apply plan' }).click();
    await workbench.notifications.saying('legacy-batch: associated 7 resources.');
    assert.equal(await callsOf(workbench.sandbox, 'AssociateResourceShare'), 2);
    await workbench.editorTab(/legacy-batch/u).waitFor({ state: 'detached' });
  });

  it('removes a permission once no resource of its type is left, and says so before', async () => {
    const type = 'IpamResourceDiscovery';
    const resource = (await idsIn('ipam-central', 'Resource')).find((id) => id.includes('disc'));
    assert.ok(resource);
    await workbench.tree.expandPath('ipam-central', 'Permissions');
    const permission = await workbench.tree.find(new RegExp(`${type}$`, 'u'));
    await (await workbench.contextMenu(permission)).choose('Remove permission…');
    await workbench.notifications.saying(
      `The share still holds resources of the type ${type}; remove them first.`,
    );
    await workbench.tree.expand('Resources');
    await (await workbench.contextMenu(await workbench.tree.find(resource))).choose('Take out…');
    await workbench.dialog.choose('Take out');
    await workbench.notifications.saying('ipam-central: removed 1 resource.');
    await (await workbench.contextMenu(permission)).choose('Remove permission…');
    await workbench.dialog.says(/Remove the permission .* from ipam-central\?/u);
    await workbench.dialog.choose('Remove');
    await workbench.notifications.saying('ipam-central: the permission was removed.');
    await permission.waitFor({ state: 'detached' });
    assert.ok(!(await share('ipam-central')).permissions.some((name) => name.endsWith(type)));
    await workbench.tree.collapse('ipam-central');
  });

  it('changes what of a mixed selection can be changed, and what was named when something else is selected', async () => {
    await workbench.tree.expand('allow-lists');
    await workbench.tree.expand('Resources');
    const [one = '', two = ''] = await idsIn('allow-lists', 'Resource');
    await workbench.tree.select(one);
    for (const label of [two, 'Resources', 'Principals']) {
      const more = await workbench.tree.find(label);
      await more.locator('.monaco-icon-label').click({ modifiers: ['ControlOrMeta'] });
    }
    await (await workbench.contextMenu(await workbench.tree.find(one))).choose('Take out…');
    await workbench.dialog.message
      .getByText('Take 2 resources out of the resource share allow-lists?')
      .waitFor();
    assert.match(await workbench.dialog.detail(), /2 of 4 can be changed\./u);
    await workbench.dialog.choose('Show plan');
    await workbench.editorTab(/Plan: allow-lists/u).waitFor();
    await workbench.tree.select('service-catalog');
    await control(workbench.sandbox, '/calls/reset', {});
    await workbench.page.getByRole('button', { name: 'Apply plan' }).click();
    await workbench.notifications.saying('allow-lists: removed 2 resources.');
    assert.equal(await callsOf(workbench.sandbox, 'DisassociateResourceShare'), 1);
    assert.equal(await callsOf(workbench.sandbox, 'DeleteResourceShare'), 0);
    const live = (await share('allow-lists')).associations.filter(
      ({ AssociationStatus }) => AssociationStatus === 'Associated',
    );
    assert.ok(!live.some(({ EntityId }) => EntityId === one || EntityId === two));
    await workbench.tree.collapse('allow-lists');
  });

  it('asks again with what would happen now when somebody has changed the share meanwhile', async () => {
    const row = await workbench.tree.find('elastic-assurance');
    await (await workbench.contextMenu(row)).choose('Delete share…');
    await workbench.dialog.message.getByText(/elastic-assurance/u).waitFor();
    assert.doesNotMatch(await workbench.dialog.detail(), /Data platform|2 /u);
    const shareId = await idOf('elastic-assurance');
    const [other = ''] = (await idsIn('polardb-backups', 'Target')).slice(0, 1);
    await elsewhere(workbench.sandbox, owner, (cloud, options) =>
      cloud.associate(
        'cn-hangzhou',
        shareId,
        { resources: [], principals: [{ id: other }], permissions: [] },
        options,
      ),
    );
    await control(workbench.sandbox, '/settle', {});
    await workbench.dialog.press('Delete');
    await workbench.dialog.says(/Somebody has changed it meanwhile\. Nothing was sent/u);
    assert.match(await workbench.dialog.detail(), new RegExp(`${other} loses access to`, 'u'));
    assert.equal(await callsOf(workbench.sandbox, 'DeleteResourceShare'), 0);
    await workbench.dialog.choose('Delete');
    await workbench.notifications.saying('The resource share elastic-assurance was deleted.');
  });

  it('cancels the plan of an account that is removed while it is open, and sends nothing', async () => {
    await control(workbench.sandbox, '/calls/reset', {});
    const row = await workbench.tree.find('service-catalog');
    await (await workbench.contextMenu(row)).choose('Delete share…');
    await workbench.dialog.choose('Show plan');
    // Once its page has the focus: a menu closes when something else takes that.
    await workbench.page.locator('.monaco-diff-editor .monaco-editor.focused').waitFor();
    await workbench.editorText.getByText('What comes of it').first().waitFor();
    const account = await workbench.tree.find(owner);
    await (await workbench.contextMenu(account)).choose('Remove account…');
    await workbench.dialog.choose('Remove');
    await workbench.editorTab(/Plan: service-catalog/u).waitFor({ state: 'detached' });
    await workbench.tree.row(owner).waitFor({ state: 'detached' });
    assert.equal(await callsOf(workbench.sandbox, 'DeleteResourceShare'), 0);
    assert.equal((await share('service-catalog')).ResourceShareStatus, 'Active');
  });
});
