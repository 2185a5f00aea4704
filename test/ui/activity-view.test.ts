import assert from 'node:assert/strict';
import { control, sharesNamed } from './harness/control.ts';
import { TreeView } from './harness/tree-view.ts';
import { launchWorkbench, type Workbench } from './harness/workbench.ts';

describe('the view of activity', () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await launchWorkbench();
    await workbench.openSharesView();
    await workbench.tree.find('network-hub-prod');
  });

  after(() => workbench.close());

  const activity = (): TreeView => new TreeView(workbench.page, 'Activity');

  it('is not there before anything was changed', async () => {
    assert.equal(await activity().pane.count(), 0);
  });

  it('shows a change with its call, its request id, and why it was refused', async () => {
    await control(workbench.sandbox, '/faults', {
      operation: 'DeleteResourceShare',
      fault: { kind: 'error', code: 'ServiceUnavailable' },
    });
    const row = await workbench.tree.find('allow-lists');
    await (await workbench.contextMenu(row)).choose('Delete share…');
    await workbench.dialog.choose('Delete');
    await workbench.notifications.saying(/ServiceUnavailable/u);
    await workbench.notifications.clear();
    // The command is offered once the view is there.
    await activity().pane.waitFor();
    await workbench.runCommand('Resource Shares: Show activity');
    const view = activity();
    const action = await view.expand('allow-lists');
    await action
      .getByText(/^failed · 0 of 1 calls · .* · 1 call: deletes 1 resource share$/u)
      .waitFor();
    const call = await view.expand('DeleteResourceShare');
    await call.getByText(/failed · \d+ ms · ServiceUnavailable/u).waitFor();
    const request = await view.find('Request id');
    const id = (await request.locator('.label-description').textContent()) ?? '';
    assert.match(id, /^[0-9A-F]{8}-[0-9A-F]{4}/u);
    await (await workbench.contextMenu(action)).choose('Copy as text');
    await workbench.statusBarItem('Copied').waitFor();
    const text = await workbench.clipboard();
    assert.ok(text.includes(id) && text.includes('ServiceUnavailable'), text);
  });

  it('is there after the window was loaded again, and tries again what failed', async () => {
    await workbench.reload();
    await workbench.openSharesView();
    await activity().pane.waitFor();
    await workbench.runCommand('Resource Shares: Show activity');
    const view = activity();
    const failed = await view.find('allow-lists');
    await view.inlineAction(failed, 'Try again…');
    await workbench.dialog.message.getByText('Delete the resource share allow-lists?').waitFor();
    await workbench.dialog.choose('Delete');
    await workbench.notifications.saying('The resource share allow-lists was deleted.');
    await view.items.getByText(/^done · /u).waitFor();
    // The first one is taken up by the second, and offers nothing more.
    await view.items.getByText(/^continued by another action/u).waitFor();
    const [share] = await sharesNamed(workbench.sandbox, 'allow-lists');
    assert.match(share?.ResourceShareStatus ?? 'Deleted', /^Delet/u);
  });

  it('forgets what is removed from the list', async () => {
    const view = activity();
    const rows = view.row('allow-lists');
    while ((await rows.count()) > 0) {
      const before = await rows.count();
      await (await workbench.contextMenu(rows.first())).choose('Remove from the list');
      await view.items.nth(before - 1).waitFor({ state: 'detached' });
    }
    await view.pane.waitFor({ state: 'detached' });
  });
});
