import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { callsOf, control, sharesNamed } from './harness/control.ts';
import { ShareFormPage } from './harness/share-form-page.ts';
import { launchWorkbench, type Workbench } from './harness/workbench.ts';

describe('settings of shares and accounts, and what is brought onto a share', () => {
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

  const placeholder = (text: string | RegExp): Locator =>
    workbench.quickInput.widget.getByPlaceholder(text);

  const asked = async (prompt: string): Promise<void> => {
    await workbench.quickInput.message.getByText(prompt).waitFor();
  };

  it('changes, adds and removes tags in one plan, checked while they are typed', async () => {
    const row = await workbench.tree.find('network-hub-prod');
    await (await workbench.contextMenu(row)).choose('Edit tags…');
    await workbench.quickInput.choose('env');
    await workbench.quickInput.choose('Change the value…');
    await asked('Value, which may be empty');
    await workbench.quickInput.answer('production');
    await placeholder(/^Nothing is sent/u).waitFor();
    await workbench.quickInput.choose('team');
    await workbench.quickInput.choose('Remove the tag');
    await placeholder(/^Nothing is sent/u).waitFor();
    await workbench.quickInput.choose('Add a tag…');
    await asked('Key');
    await workbench.quickInput.answer('acs:mine');
    await asked('Keys that begin with acs: are reserved for the cloud.');
    await workbench.quickInput.answer('cost-centre');
    await asked('Value, which may be empty');
    await workbench.quickInput.answer('4711');
    await workbench.quickInput.choose('Continue');
    await workbench.quickInput.choose('Show plan');
    await workbench.editorTab(/Plan: network-hub-prod/u).waitFor();
    assert.equal(await calls('TagResources'), 0);
    await workbench.page.getByRole('button', { name: 'Apply plan' }).click();
    await workbench.notifications.saying('The resource share network-hub-prod was changed.');
    assert.equal(await calls('UntagResources'), 1);
    assert.equal(await calls('TagResources'), 1);
    await (await workbench.contextMenu(row)).choose('Edit tags…');
    const { quickInput } = workbench;
    await quickInput.entries.filter({ hasText: /cost-centre.*4711/u }).waitFor();
    await quickInput.entries.filter({ hasText: /env.*production/u }).waitFor();
    assert.equal(await quickInput.entries.filter({ hasText: 'team' }).count(), 0);
    await quickInput.cancel();
  });

  it('moves a share to a resource group that is typed', async () => {
    const row = await workbench.tree.find('ip-pools');
    await (await workbench.contextMenu(row)).choose('Move to resource group…');
    await workbench.quickInput.entries.getByText('rg-acfmsandboxdefault').waitFor();
    await workbench.quickInput.type('rg-acfmnetworkteam1');
    await workbench.quickInput.choose('rg-acfmnetworkteam1');
    await workbench.quickInput.choose('Apply');
    await workbench.notifications.saying(/ip-pools|resource group/u);
    assert.equal(await calls('ChangeResourceGroup'), 1);
  });

  it('shows how each account sees sharing in the organisation, switches it, and shows quotas', async () => {
    await workbench.runCommand('Resource Shares: Sharing in the organisation…');
    await placeholder('Sharing in the organisation, as each account sees it').waitFor();
    const hub = workbench.quickInput.entries.filter({ hasText: 'Harbour Group (owner)' });
    await hub.getByText('on', { exact: true }).waitFor();
    await hub.click();
    await workbench.notifications.saying(/is on\. This cloud has no call that switches it off/u);
    const rail = await workbench.tree.find('Aurora Rail (owner)');
    await (await workbench.contextMenu(rail)).choose('Sharing in the organisation…');
    await placeholder(/^Sharing in the organisation of Aurora Rail \(owner\) is on/u).waitFor();
    await workbench.quickInput.choose('Switch it off…');
    await placeholder('Switch sharing in the organisation off?').waitFor();
    await workbench.quickInput.choose('Apply');
    await workbench.notifications.saying('Sharing in the organisation is off.');
    const state = (await control(workbench.sandbox, '/state')) as {
      readonly huawei: { readonly organisation?: unknown };
    };
    assert.match(JSON.stringify(state.huawei), /"sharing":false/u);
    await (await workbench.contextMenu(rail)).choose('Show quotas');
    await placeholder('Quotas of Aurora Rail (owner)').waitFor();
    await workbench.quickInput.entries.filter({ hasText: /^Shares.*\d+ of \d+ used/u }).waitFor();
    await workbench.quickInput.cancel();
  });

  it('pastes ids of both kinds onto the selected share with a key, as a plan', async () => {
    const [share] = await sharesNamed(workbench.sandbox, 'ip-pools');
    const principal = (await sharesNamed(workbench.sandbox, 'kms-payments'))[0]?.associations.find(
      ({ AssociationType }) => AssociationType === 'Target',
    );
    assert.ok(share && principal);
    await workbench.page.evaluate(
      (text) => navigator.clipboard.writeText(text),
      `PublicIpAddressPool: pippool-one pippool-two\n${principal.EntityId}`,
    );
    await workbench.tree.select('ip-pools');
    await workbench.page.keyboard.press('ControlOrMeta+v');
    await workbench.dialog.message
      .getByText(/^Change the resource share ip-pools\? 1 call: 2 resources and 1 principal\.$/u)
      .waitFor();
    await workbench.dialog.choose('Apply');
    await workbench.notifications.saying(/ip-pools: associated 2 resources and 1 principal/u);
    assert.equal(await calls('AssociateResourceShare'), 1);
  });

  it('opens a plan for a principal that is dropped onto a share, and sends nothing by itself', async () => {
    // A click has opened it.
    await workbench.tree.collapse('ip-pools');
    await workbench.tree.expand('ipam-central');
    await workbench.tree.expand('Principals');
    const source = workbench.tree.row(/^rd-/u).first();
    await source.waitFor();
    await source.dragTo(await workbench.tree.find('ip-pools'));
    await placeholder(/^Change the resource share ip-pools\? 1 call: 1 principal\.$/u).waitFor();
    assert.equal(await calls('AssociateResourceShare'), 1);
    await workbench.quickInput.choose('Apply');
    await workbench.notifications.saying(/ip-pools: associated 1 principal/u);
  });

  it('copies a share to another account as a form, and says what stays behind', async () => {
    const row = await workbench.tree.find('network-hub-staging');
    await (await workbench.contextMenu(row)).choose('Copy share as…');
    await workbench.quickInput.type('Retail');
    await workbench.quickInput.entries.filter({ hasText: 'cn-hangzhou' }).first().click();
    const form = new ShareFormPage(workbench);
    await form.heading.waitFor();
    assert.equal(await form.name.inputValue(), 'network-hub-staging');
    assert.equal(await form.rows('Resources').count(), 0);
    assert.equal(await form.rows('Principals').count(), 2);
    await workbench.notifications.saying(/resources stay behind: another account owns them/u);
  });
});
