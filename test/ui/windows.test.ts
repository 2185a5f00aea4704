import assert from 'node:assert/strict';
import { control } from './harness/control.ts';
import { launchWorkbench, type Workbench } from './harness/workbench.ts';

const harbour = 'Harbour Group (owner)';
const retail = 'Retail production (member)';
const outsider = 'Northwind Freight (outsider)';

describe('windows', () => {
  let first: Workbench;
  let second: Workbench;

  before(async () => {
    first = await launchWorkbench();
    await first.openSharesView();
    await first.tree.find('network-hub-prod');
    second = await first.secondWindow();
    await second.openSharesView();
    await second.tree.find('network-hub-prod');
  });

  after(() => first.close());

  async function remove(workbench: Workbench, label: string): Promise<void> {
    const menu = await workbench.contextMenu(await workbench.tree.find(label));
    await menu.choose('Remove account…');
    const dialog = workbench.page.locator('.monaco-dialog-box');
    await dialog.getByRole('button', { name: 'Remove', exact: true }).click();
    await workbench.tree.row(label).waitFor({ state: 'detached' });
  }

  /** Waits until a request has come to the cloud. */
  async function untilCalled(): Promise<void> {
    let calls: readonly unknown[] = [];
    while (calls.length === 0) {
      ({ calls } = (await control(first.sandbox, '/calls')) as { calls: readonly unknown[] });
      await first.page.waitForTimeout(100);
    }
  }

  const accountLabels = async (workbench: Workbench): Promise<readonly string[]> =>
    (await workbench.tree.rows()).filter(({ level }) => level === 1).map(({ label }) => label);

  /** What the extension host and the extension have logged as wrong. */
  async function complaints(workbench: Workbench): Promise<readonly string[]> {
    const logs = await workbench.traces.logs();
    return (
      logs
        .flatMap(({ where, text }) => text.split('\n').map((line) => `${where}: ${line}`))
        .filter((line) => /\[(error|critical)\]|unhandled|rejected promise/iu.test(line))
        // VS Code itself, about two windows on one folder.
        .filter((line) => !line.includes('vscode.lock'))
    );
  }

  it('takes an account that is removed in one window out of the other', async () => {
    await remove(first, outsider);
    await second.tree.row(outsider).waitFor({ state: 'detached' });
    await second.tree.find('network-hub-prod');
  });

  it('shows neither rows nor an error of an account that is removed while its tree loads', async () => {
    await first.tree.collapse(harbour);
    await control(first.sandbox, '/tuning', { latencyMs: 3000 });
    await first.tree.expand(retail);
    await first.tree.find('Loading…');
    await remove(first, retail);
    const rows = await first.tree.rows();
    assert.ok(rows.length > 1 && rows.every(({ level }) => level === 1), JSON.stringify(rows));
    await control(first.sandbox, '/tuning', { latencyMs: 0 });
    await first.page.waitForTimeout(3500);
    assert.deepEqual(await first.tree.rows(), rows);
    assert.deepEqual(await first.notifications.texts(), []);
    await second.tree.row(retail).waitFor({ state: 'detached' });
    assert.deepEqual(await accountLabels(second), await accountLabels(first));
  });

  it('shows in one window what is added in the other', async () => {
    await first.runCommand('Resource Shares: Try it in the sandbox');
    await first.tree.find(retail);
    await second.tree.find(retail);
    await second.tree.find(outsider);
    assert.deepEqual(await accountLabels(second), await accountLabels(first));
  });

  it('ends its process while requests run, and complains of nothing', async () => {
    const started = (await second.traces.logs())
      .filter(({ where }) => where.endsWith('remoteexthost.log'))
      .map(({ text }) => Number(/Extension host with pid (\d+) started/u.exec(text)?.[1]));
    assert.equal(started.length, 2);
    const alive = (): readonly number[] => started.filter(isAlive);
    assert.equal(alive().length, 2);

    await control(first.sandbox, '/calls/reset', {});
    await control(first.sandbox, '/tuning', { latencyMs: 20_000 });
    await second.runCommand('Resource Shares: Refresh');
    await untilCalled();
    await second.page.close();
    while (alive().length > 1) await first.page.waitForTimeout(100);
    // Rejections that nobody handles are logged a second later.
    await first.page.waitForTimeout(1500);
    const logs = await first.traces.logs();
    const hosts = logs.filter(({ where }) => where.endsWith('remoteexthost.log'));
    assert.ok(hosts.every(({ text }) => text.includes('resource-share-explorer')));
    assert.ok(hosts.some(({ text }) => text.includes('exiting with code 0')));
    assert.deepEqual(await complaints(first), []);
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
