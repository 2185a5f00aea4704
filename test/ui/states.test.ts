import assert from 'node:assert/strict';
import { control, truth } from './harness/control.ts';
import { launchWorkbench, type Workbench } from './harness/workbench.ts';

describe('what the tree says of what it does not know', () => {
  let workbench: Workbench;
  let owner: string;

  before(async () => {
    workbench = await launchWorkbench({ viewport: { width: 1280, height: 1500 } });
    const { accounts } = workbench.sandbox.description;
    owner = accounts.find(({ cloud }) => cloud === 'alibaba')?.accountId ?? '';
    await workbench.openSharesView();
    await workbench.widenSidebar(300);
    await workbench.tree.find('network-hub-prod');
  });

  after(() => workbench.close());

  afterEach(async () => {
    await control(workbench.sandbox, '/faults/clear', {});
    await control(workbench.sandbox, '/tuning', { latencyMs: 0 });
    await workbench.notifications.clear();
  });

  const described = async (label: string, text: RegExp): Promise<string> => {
    const row = await workbench.tree.find(label);
    await row.locator('.label-description', { hasText: text }).waitFor();
    return (await row.getAttribute('aria-label')) ?? '';
  };

  it('says unknown of a region that nobody has looked into', async () => {
    const spoken = await described('cn-shanghai', /unknown$/u);
    assert.match(spoken, /^Region cn-shanghai · .*unknown/u);
  });

  it('keeps everything and says since when it is stale after a 502, and why, until Retry', async () => {
    const before = (await workbench.tree.rows()).length;
    await control(workbench.sandbox, '/faults', {
      operation: '*',
      accountId: owner,
      region: 'cn-hangzhou',
      count: 100,
      fault: { kind: 'body', text: '<html>Bad Gateway</html>', status: 502 },
    });
    await workbench.runCommand('Resource Shares: Refresh');
    await described('cn-hangzhou', /stale since \d/u);
    const row = await workbench.tree.find(/on the way to it: HTTP 502\.$/u);
    await row.getByText('not up to date').waitFor();
    await workbench.tree.find('network-hub-prod');
    assert.equal((await workbench.tree.rows()).length, before + 1, 'only the reason came');
    await control(workbench.sandbox, '/faults/clear', {});
    await workbench.tree.inlineAction(row, 'Retry');
    await row.waitFor({ state: 'detached' });
    const spoken = await described('cn-hangzhou', /^China \(Hangzhou\)$/u);
    assert.doesNotMatch(spoken, /stale/u);
  });

  it('names what is missing where it may not look, and never calls that empty', async () => {
    const deny = { accountId: owner, operations: ['ListSharedResources', 'ListResourceShares'] };
    await control(workbench.sandbox, '/alibaba/deny', deny);
    await workbench.tree.expand('cn-shanghai');
    const row = await workbench.tree.find('Access denied');
    await row.getByText(/resourcesharing:List\w+ is missing · unknown, not empty/u).waitFor();
    await described('cn-shanghai', /access denied$/u);
    assert.equal(await workbench.tree.row('No shares here').count(), 0);
    await control(workbench.sandbox, '/alibaba/deny', { ...deny, operations: [] });
    await workbench.tree.inlineAction(row, 'Retry');
    await row.waitFor({ state: 'detached' });
    await workbench.tree.collapse('cn-shanghai');
    await described('cn-shanghai', /\d shares?$/u);
  });

  it('counts no more than it knows where one list may not be read', async () => {
    const deny = { accountId: owner, operations: ['ListResourceShareAssociations'] };
    await control(workbench.sandbox, '/alibaba/deny', deny);
    await workbench.tree.collapse('cn-hangzhou');
    await workbench.tree.expand('ap-southeast-1');
    await described('ap-southeast-1', / · incomplete$/u);
    const shares = (await truth(workbench.sandbox)).shares.filter(
      ({ region, ResourceShareOwner }) =>
        region === 'ap-southeast-1' && ResourceShareOwner === owner,
    );
    const [first] = shares;
    assert.ok(first);
    await described(first.ResourceShareName, /resources unknown · principals unknown/u);
    await control(workbench.sandbox, '/alibaba/deny', { ...deny, operations: [] });
    await workbench.tree.inlineAction('Access denied', 'Retry');
    await described(first.ResourceShareName, /\d resources? · \d+ principals?/u);
    await workbench.tree.collapse('ap-southeast-1');
    await workbench.tree.expand('cn-hangzhou');
  });

  it('counts on closed rows, and says where there may be more', async () => {
    const account = 'Retail production (member)';
    await described(account, /unknown$/u);
    await workbench.tree.expand(account);
    await workbench.tree.collapse(account);
    await described(account, /at least \d+ shares?$/u);
  });

  it('cancels a slow load, keeps what came, and says that it is not all', async () => {
    // Shares come, their rows hang.
    await control(workbench.sandbox, '/faults', {
      operation: 'SearchResourceShareAssociations',
      count: 10,
      fault: { kind: 'hang', ms: 60_000 },
    });
    await workbench.tree.collapse('cn-hangzhou');
    await workbench.tree.expand('Aurora Rail (owner)');
    await workbench.tree.find('backbone-network');
    const cancel = workbench.tree.titleIcon('Cancel loading');
    await cancel.waitFor({ state: 'attached' });
    await workbench.tree.inlineAction('Loading…', 'Cancel loading');
    await described('Aurora Rail (owner)', /incomplete$/u);
    await cancel.waitFor({ state: 'detached' });
    await described('backbone-network', /^Active · resources unknown · principals unknown/u);
    const row = await workbench.tree.find('Loading was cancelled');
    await control(workbench.sandbox, '/faults/clear', {});
    await workbench.tree.inlineAction(row, 'Retry');
    await described('backbone-network', /^Active · \d+ resources? · \d+ principals?/u);
    await row.waitFor({ state: 'detached' });
  });
});
