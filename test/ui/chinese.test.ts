import assert from 'node:assert/strict';
import { launchWorkbench, type Workbench } from './harness/workbench.ts';

describe('in a Chinese window', () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await launchWorkbench({ locale: 'zh-cn', sandbox: 'none' });
    await workbench.openSharesView();
  });

  after(() => workbench.close());

  it('the welcome and the rows of the tree are Chinese', async () => {
    await workbench.welcome.getByRole('button', { name: '在沙箱中试用' }).click();
    await workbench.tree.find('network-hub-prod');
    const rows = await workbench.tree.rows();
    const labels = rows.map(({ label }) => label);
    assert.ok(labels.includes('我的共享'), labels.join(', '));
    const hub = rows.find(({ label }) => label === 'network-hub-prod');
    assert.match(hub?.description ?? '', /^已启用 · \d+ 个资源 · \d+ 个资源使用者$/u);
    assert.match(hub?.accessibleName ?? '', /^共享单元 network-hub-prod · 已启用/u);
  });

  it('so are the commands and the form they open', async () => {
    await workbench.tree.inlineAction('Harbour Group (owner)', '创建共享单元…');
    const { content } = workbench.webview();
    await content.getByRole('heading', { level: 1, name: '创建共享单元' }).waitFor();
    await content.getByRole('button', { name: '添加资源使用者' }).waitFor();
  });
});
