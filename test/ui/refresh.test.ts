import assert from 'node:assert/strict';
import { control, sharesNamed } from './harness/control.ts';
import { launchWorkbench, type Workbench } from './harness/workbench.ts';

describe('a refresh', () => {
  let workbench: Workbench;

  before(async () => {
    // Too low for all rows: the tree has to scroll.
    workbench = await launchWorkbench({ viewport: { width: 1280, height: 560 } });
    await control(workbench.sandbox, '/clock', { frozen: true });
    await workbench.openSharesView();
    await workbench.widenSidebar(200);
    await workbench.tree.find('network-hub-prod');
  });

  after(() => workbench.close());

  const refresh = (): Promise<void> => workbench.runCommand('Resource Shares: Refresh');

  /** What a user would notice to have moved. */
  async function sight(): Promise<unknown> {
    return workbench.tree.items.evaluateAll((elements) =>
      elements
        .map((element) => ({
          label: element.querySelector('.label-name')?.textContent ?? '',
          top: Math.round(element.getBoundingClientRect().top),
          expanded: element.getAttribute('aria-expanded'),
          selected: element.getAttribute('aria-selected'),
        }))
        .sort((one, other) => one.top - other.top),
    );
  }

  const shareId = async (name: string): Promise<string> => {
    const [share] = await sharesNamed(workbench.sandbox, name);
    assert.ok(share, name);
    return share.ResourceShareId;
  };

  /** Opens two shares and scrolls to where neither the first row nor the last is in sight. */
  async function settleDown(): Promise<void> {
    await workbench.tree.expandPath('logistics-network', 'Principals');
    const row = await workbench.tree.find('network-hub-prod');
    await workbench.tree.select(row);
    await workbench.tree.tree.hover();
    await workbench.page.mouse.wheel(0, 60);
    await workbench.page.mouse.move(1200, 300);
    await workbench.tree.untilSelected('network-hub-prod');
    // What is scrolled comes to rest.
    let last: unknown;
    await workbench.tree.untilRows(async () => {
      const before = JSON.stringify(last);
      last = await sight();
      return before === JSON.stringify(last);
    }, true);
  }

  it('draws no row again where nothing is new', async () => {
    await settleDown();
    const before = await sight();
    const drawn = await workbench.tree.countDrawing();
    await control(workbench.sandbox, '/calls/reset', {});
    // Slow enough to be seen: it has begun when it can be cancelled, and ended when it can't any more.
    await control(workbench.sandbox, '/tuning', { latencyMs: 2_000 });
    await refresh();
    const cancel = workbench.tree.titleIcon('Cancel loading');
    await cancel.waitFor({ state: 'attached' });
    await cancel.waitFor({ state: 'detached' });
    await control(workbench.sandbox, '/tuning', { latencyMs: 0 });
    const { total } = (await control(workbench.sandbox, '/calls')) as { readonly total: number };
    assert.ok(total > 0, 'the cloud was asked');
    // Longer than the tree gathers what it tells.
    await workbench.page.waitForTimeout(700);
    assert.deepEqual(await drawn(), []);
    assert.deepEqual(await sight(), before);
  });

  it('leaves selection, what is open, and the place in the list where something is new', async () => {
    const before = await sight();
    const id = await shareId('network-hub-prod');
    await control(workbench.sandbox, '/alibaba/share', { id, name: 'network-hub-prod-2' });
    await refresh();
    await workbench.tree.row('network-hub-prod-2').waitFor();
    const expected: unknown = JSON.parse(
      JSON.stringify(before).replace('network-hub-prod"', 'network-hub-prod-2"'),
    );
    await workbench.tree.untilRows(sight, expected);
    await workbench.tree.untilSelected('network-hub-prod-2');
  });

  it('takes away a share that has ended, and leaves the rest', async () => {
    const group = await workbench.tree.find('Shared by me');
    const own = Number(await group.locator('.label-description').textContent());
    const id = await shareId('allow-lists');
    await control(workbench.sandbox, '/alibaba/share', { id, status: 'Deleted' });
    await refresh();
    const fewer = await workbench.tree.find('Shared by me');
    await fewer.getByText(String(own - 1), { exact: true }).waitFor();
    await workbench.tree.row('allow-lists').waitFor({ state: 'detached' });
    const selected = await workbench.tree.find('network-hub-prod-2');
    assert.equal(await selected.getAttribute('aria-selected'), 'true');
    const open = await workbench.tree.find('Principals');
    assert.equal(await open.getAttribute('aria-expanded'), 'true');
  });
});
