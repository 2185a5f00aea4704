import assert from 'node:assert/strict';
import { control, sharesNamed } from './harness/control.ts';
import { ShareFormPage } from './harness/share-form-page.ts';
import { TreeView } from './harness/tree-view.ts';
import { launchWorkbench, type Workbench } from './harness/workbench.ts';

const northwind = 'Northwind Freight (outsider)';
const retail = 'Retail production (member)';

describe('both ends of a share', () => {
  let workbench: Workbench;
  let invitations: TreeView;

  before(async () => {
    workbench = await launchWorkbench({ viewport: { width: 1280, height: 1300 } });
    invitations = new TreeView(workbench.page, 'Invitations');
    await control(workbench.sandbox, '/tuning', { settleMs: 200 });
    await workbench.openSharesView();
    await workbench.widenSidebar(200);
    await workbench.tree.find('network-hub-prod');
  });

  after(() => workbench.close());

  afterEach(async () => {
    await workbench.notifications.clear();
  });

  const accountId = (label: string): string =>
    workbench.sandbox.description.accounts.find((account) => account.label === label)?.accountId ??
    '';

  async function invitationState(share: string): Promise<readonly string[]> {
    const [found] = await sharesNamed(workbench.sandbox, share);
    return found?.invitations.map(({ Status }) => Status) ?? [];
  }

  it('shares with an outside account, accepts as that account, and shows on both ends that it can be used', async () => {
    assert.equal(await invitations.pane.count(), 0, 'nothing waits for the owner');
    const form = new ShareFormPage(workbench);
    await workbench.tree.inlineAction('Shared by me', 'Create share…');
    await form.name.fill('handover');
    await form.allowOutside.check({ force: true });
    await form.paste('Resources', [
      `acs:ecs:cn-hangzhou:${accountId('Harbour Group (owner)')}:snapshot/s-exchange9`,
    ]);
    await form.paste('Principals', [accountId(northwind)]);
    await form.send.click();
    const notice = await workbench.notifications.saying('The resource share handover was created.');
    assert.match(notice, /1 principal has to accept the invitation first\./u);
    await workbench.notifications.click('The resource share handover was created.', 'Show');
    await workbench.tree.expand('Principals');
    const row = await workbench.tree.find(/^Northwind Freight \(outsider\) \(/u);
    await row.getByText(/Associating/u).waitFor();
    await (await workbench.contextMenu(row)).choose('Accept as this account…');
    await workbench.quickInput.widget.getByText(/Northwind Freight.* gains access to/u).waitFor();
    await workbench.quickInput.choose('Accept');
    await workbench.notifications.saying(
      'The invitation to handover was accepted. Northwind Freight (outsider) can use 1 resource.',
    );
    await row.getByText(/ Associated/u).waitFor();
    assert.deepEqual(await invitationState('handover'), ['Accepted']);

    await workbench.tree.collapse('Harbour Group (owner)');
    await workbench.tree.expand(northwind);
    await workbench.tree.expand('Shared with me');
    await workbench.tree.find('handover');
  });

  it('shows by itself that an invitation waits, and rejects it', async () => {
    await workbench.tree.collapse(northwind);
    await workbench.tree.expand(retail);
    const row = await invitations.find('northwind-manifests');
    await row.getByText(/^6 days left · for Retail production \(member\)/u).waitFor();
    const badge = workbench.container.locator('.badge-content');
    // One for each invitation, and one for the outsider that the share of before has let in.
    const waiting = (await invitations.items.count()) + 1;
    await badge.getByText(String(waiting), { exact: true }).waitFor();
    await invitations.inlineAction(row, 'Reject invitation…');
    await workbench.quickInput.choose('Reject');
    await workbench.notifications.saying('The invitation to northwind-manifests was rejected.');
    await row.waitFor({ state: 'detached' });
    await badge.getByText(String(waiting - 1), { exact: true }).waitFor();
    assert.ok((await invitationState('northwind-manifests')).includes('Rejected'));
  });

  it('accepts for an account of the other cloud, and shows there what came', async () => {
    const fjord = 'Fjord Catering (outsider)';
    await workbench.tree.collapse(retail);
    await workbench.tree.expand(fjord);
    await workbench.tree.expand('Shared with me');
    const row = await invitations.find('onboard-catering');
    await row.getByText(/for Fjord Catering/u).waitFor();
    await invitations.inlineAction(row, 'Accept invitation…');
    await workbench.quickInput.choose('Accept');
    await workbench.notifications.saying(
      'The invitation to onboard-catering was accepted. Fjord Catering (outsider) can use 2 resources.',
    );
    await row.waitFor({ state: 'detached' });
    const received = await workbench.tree.find('onboard-catering');
    await received.getByText(/2 resources/u).waitFor();
  });

  it('says so when an invitation has expired since it was listed, and lists it no more', async () => {
    const row = await invitations.find('freight-tracking-network');
    await control(workbench.sandbox, '/clock', { advanceMs: 8 * 24 * 60 * 60_000 });
    await control(workbench.sandbox, '/calls/reset', {});
    await invitations.inlineAction(row, 'Accept invitation…');
    await workbench.notifications.saying(/expired/u);
    await row.waitFor({ state: 'detached' });
    assert.deepEqual(await invitationState('freight-tracking-network'), ['Expired']);
  });
});
