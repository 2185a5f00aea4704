import assert from 'node:assert/strict';
import { callsOf, sharesNamed } from './harness/control.ts';
import { TreeView } from './harness/tree-view.ts';
import { launchWorkbench, type Workbench } from './harness/workbench.ts';

describe('changes from the tree', () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await launchWorkbench();
    await workbench.openSharesView();
    await workbench.tree.find('network-hub-prod');
  });

  after(() => workbench.close());

  afterEach(async () => {
    await workbench.notifications.clear();
  });

  const calls = (operation: string): Promise<number> => callsOf(workbench.sandbox, operation);

  const stateOf = async (share: string, entity: string): Promise<string | undefined> =>
    (await sharesNamed(workbench.sandbox, share))[0]?.associations.find(
      ({ EntityId }) => EntityId === entity,
    )?.AssociationStatus;

  it('takes two rows out of a share, and says before who loses what', async () => {
    const [share] = await sharesNamed(workbench.sandbox, 'network-hub-prod');
    const [one, two] =
      share?.associations.filter((row) => row.AssociationType === 'Resource') ?? [];
    assert.ok(one && two);
    await workbench.tree.expand('network-hub-prod');
    await workbench.tree.expand('Resources');
    await workbench.tree.select(one.EntityId);
    const second = await workbench.tree.find(two.EntityId);
    await second.click({ modifiers: ['ControlOrMeta'] });
    await (await workbench.contextMenu(second)).choose('Take out…');
    await workbench.dialog.message
      .getByText('Take 2 resources out of the resource share network-hub-prod?')
      .waitFor();
    assert.match(await workbench.dialog.detail(), /loses access to 2 resources/u);
    assert.equal(await calls('DisassociateResourceShare'), 0);
    // The change is about what was named, whatever is selected by now.
    await workbench.dialog.choose('Take out');
    await workbench.notifications.saying('network-hub-prod: removed 2 resources.');
    assert.notEqual(await stateOf('network-hub-prod', one.EntityId), 'Associated');
    assert.equal(await calls('DisassociateResourceShare'), 1);
    // The progress of the sending may still be on its way out; a second notice would stay.
    let texts = await workbench.notifications.texts();
    for (let looks = 0; looks < 25 && texts.length > 1; looks += 1) {
      await workbench.page.waitForTimeout(200);
      texts = await workbench.notifications.texts();
    }
    assert.equal(texts.length, 1, texts.join('\n'));
  });

  it('deletes a share from its plan', async () => {
    const row = await workbench.tree.find('allow-lists');
    await (await workbench.contextMenu(row)).choose('Delete share…');
    await workbench.dialog.message.getByText('Delete the resource share allow-lists?').waitFor();
    await workbench.dialog.choose('Show plan');
    await workbench.editorTab(/Plan: allow-lists/u).waitFor();
    assert.equal(await calls('DeleteResourceShare'), 0);
    await workbench.page.getByRole('button', { name: 'Apply plan' }).click();
    await workbench.notifications.saying('The resource share allow-lists was deleted.');
    assert.equal(await calls('DeleteResourceShare'), 1);
    await workbench.editorTab(/Plan: allow-lists/u).waitFor({ state: 'detached' });
  });

  it('sends nothing when the plan is closed', async () => {
    const row = await workbench.tree.find('service-catalog');
    await (await workbench.contextMenu(row)).choose('Delete share…');
    await workbench.dialog.choose('Show plan');
    await workbench.editorTab(/Plan: service-catalog/u).waitFor();
    await workbench.page.getByRole('button', { name: 'Cancel plan' }).click();
    await workbench.editorTab(/Plan: service-catalog/u).waitFor({ state: 'detached' });
    const [share] = await sharesNamed(workbench.sandbox, 'service-catalog');
    assert.equal(share?.ResourceShareStatus, 'Active');
  });

  it('renames a share after one line of confirmation', async () => {
    const row = await workbench.tree.find('service-catalog');
    await (await workbench.contextMenu(row)).choose('Edit share…');
    await workbench.quickInput.answer('service-catalog-2');
    await workbench.quickInput.focused.getByText('as it is').waitFor();
    await workbench.quickInput.accept();
    await workbench.quickInput.widget.getByText('Apply').waitFor();
    await workbench.quickInput.choose('Apply');
    await workbench.notifications.saying('The resource share service-catalog was changed.');
    await workbench.tree.find('service-catalog-2');
  });

  it('leaves a received share', async () => {
    await workbench.runCommand('Resource Shares: Leave share…');
    await workbench.quickInput.type('northwind-routes');
    await workbench.quickInput.choose('northwind-routes');
    await workbench.dialog.message
      .getByText('Leave the resource share northwind-routes?')
      .waitFor();
    assert.match(
      await workbench.dialog.detail(),
      /Retail production \(member\).* loses access to/u,
    );
    await workbench.dialog.choose('Leave');
    await workbench.notifications.saying(/has left the resource share/u);
  });

  it('switches a permission of a share', async () => {
    await workbench.runCommand('Resource Shares: Switch permission…');
    await workbench.quickInput.type('kms-payments');
    await workbench.quickInput.choose('kms-payments');
    await workbench.quickInput.widget.getByPlaceholder('Which permission?').waitFor();
    await workbench.quickInput.accept();
    await workbench.quickInput.widget.getByPlaceholder(/^Which permission for/u).waitFor();
    const other = workbench.quickInput.entries.filter({ hasNotText: 'as it is' }).first();
    await other.click();
    await workbench.quickInput.choose('Apply');
    await workbench.notifications.saying('kms-payments: the permission was switched.');
  });

  it('accepts an invitation of another account, after which nothing waits', async () => {
    await workbench.runCommand('Resource Shares: Show invitations');
    const view = new TreeView(workbench.page, 'Invitations');
    const row = await view.find('northwind-manifests');
    await row.getByText(/for Retail production/u).waitFor();
    await view.inlineAction(row, 'Accept invitation…');
    await workbench.quickInput.choose('Accept');
    await workbench.notifications.saying('The invitation to northwind-manifests was accepted.');
    await row.waitFor({ state: 'detached' });
  });
});
