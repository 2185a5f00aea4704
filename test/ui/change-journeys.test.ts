import assert from 'node:assert/strict';
import { control, sharesNamed, truth } from './harness/control.ts';
import { ShareFormPage } from './harness/share-form-page.ts';
import { launchWorkbench, type Workbench } from './harness/workbench.ts';

describe('changing shares', () => {
  let workbench: Workbench;
  let form: ShareFormPage;
  let owner: string;

  before(async () => {
    workbench = await launchWorkbench({ settings: { 'resourceShares.requestTimeout': 4 } });
    form = new ShareFormPage(workbench);
    owner = (await truth(workbench.sandbox)).shares[0]?.ResourceShareOwner ?? '';
    await workbench.openSharesView();
    await workbench.tree.find('network-hub-prod');
  });

  after(() => workbench.close());

  afterEach(async () => {
    await workbench.notifications.clear();
  });

  const vSwitch = (id: string): string => `acs:vpc:cn-hangzhou:${owner}:vswitch/${id}`;

  async function openCreate(name: string): Promise<void> {
    await workbench.tree.inlineAction('Shared by me', 'Create share…');
    await form.heading.waitFor();
    await form.name.fill(name);
  }

  it('creates a share with 12 resources and 7 principals in 3 calls and tells its end once', async () => {
    const { directory } = await truth(workbench.sandbox);
    const principals = [
      // Account ids that end in 909… are there to fail.
      ...directory.accounts
        .map(({ accountId }) => accountId)
        .filter((id) => id !== owner && !/909\d\d$/u.test(id)),
      ...directory.folders.map(({ id }) => id),
    ].slice(0, 7);
    assert.equal(principals.length, 7);
    await openCreate('night-shift');
    await form.paste(
      'Resources',
      Array.from({ length: 12 }, (_, index) => vSwitch(`vsw-night${index}`)),
    );
    await form.paste('Principals', principals);
    assert.equal(await form.rows('Resources').count(), 12);
    assert.equal(await form.rows('Principals').count(), 7);
    await form.summary
      .getByText('Will be sent in 3 calls: 12 resources and 7 principals.')
      .waitFor();
    await control(workbench.sandbox, '/calls/reset', {});
    await form.send.click();
    await workbench.statusBarItem(/in flight/u).waitFor();
    const notice = await workbench.notifications.saying(
      'The resource share night-shift was created.',
    );
    assert.match(notice, /Associated: 12 resources and 7 principals\./u);
    const told = await workbench.notifications.texts();
    assert.equal(told.filter((text) => text.includes('night-shift')).length, 1, told.join('\n'));
    const { calls } = (await control(workbench.sandbox, '/calls')) as {
      calls: readonly { operation: string; calls: number }[];
    };
    const count = (operation: string): number =>
      calls.find((row) => row.operation === operation)?.calls ?? 0;
    assert.equal(count('CreateResourceShare'), 1);
    assert.equal(count('AssociateResourceShare'), 2);
    const [share, ...more] = await sharesNamed(workbench.sandbox, 'night-shift');
    assert.equal(more.length, 0);
    assert.equal(share?.AllowExternalTargets, false);
    assert.equal(
      share.associations.filter((row) => row.AssociationStatus === 'Associated').length,
      19,
    );
  });

  it('shows the new share in the tree with what is in it, and leads to it from the notice', async () => {
    const row = await workbench.tree.find('night-shift');
    await row.getByText('Active · 12 resources · 7 principals').waitFor();
  });

  it('says which item of an action failed and why, and tries again what may succeed then', async () => {
    await control(workbench.sandbox, '/alibaba/outcomes', {
      entities: ['vsw-fine2'],
      fails: 'InternalError',
      count: 1,
    });
    await workbench.tree.inlineAction('network-hub-prod', 'Associate…');
    await form.heading.getByText(/network-hub-prod/u).waitFor();
    await form.paste('Resources', [
      vSwitch('vsw-fine1'),
      vSwitch('vsw-fine2'),
      vSwitch('vsw-gone-1'),
    ]);
    await form.send.click();
    const notice = await workbench.notifications.saying(/2 of 3 items failed/u);
    assert.match(notice, /vsw-gone-1: .*\(Unavailable\)/u);
    await workbench.notifications.click(/2 of 3 items failed/u, 'Show');
    await workbench.tree.expand('Resources');
    const failed = await workbench.tree.find('vsw-gone-1');
    await failed.getByText(/Failed: Unavailable/u).waitFor();
    await workbench.tree.inlineAction('vsw-fine2', 'Try again…');
    await workbench.quickInput.choose('Apply');
    await workbench.notifications.saying('network-hub-prod: associated 1 resource.');
    await (await workbench.tree.find('vsw-fine2')).getByText(/ Associated$/u).waitFor();
  });

  it('stops bad input at its field, before anything is sent', async () => {
    await openCreate('not a name!');
    await form.paste('Principals', [owner]);
    await control(workbench.sandbox, '/calls/reset', {});
    await form.send.click();
    const texts = await workbench.webview().body.innerText();
    assert.match(texts, /letters, digits/u);
    assert.match(texts, /account that shares/u);
    const { calls } = (await control(workbench.sandbox, '/calls')) as {
      calls: readonly { operation: string }[];
    };
    assert.ok(!calls.some(({ operation }) => operation === 'CreateResourceShare'));
    assert.equal(await form.name.inputValue(), 'not a name!');
  });

  it('keeps a draft while it is hidden and over a reload of the window', async () => {
    await form.name.fill('draft-kept');
    await workbench.runCommand('Resource Shares: Open as JSON');
    await workbench.quickInput.type('allow-lists');
    await workbench.quickInput.choose('allow-lists');
    await workbench.editorTab(/allow-lists\.json/u).waitFor();
    await workbench.editorTab('Create resource share').click();
    await form.heading.waitFor();
    assert.equal(await form.name.inputValue(), 'draft-kept');
    await workbench.untilStored(/draft-kept/u);
    await workbench.reload();
    await form.heading.waitFor({ timeout: 30_000 });
    await form.rows('Principals').first().waitFor();
    assert.equal(await form.name.inputValue(), 'draft-kept');
    assert.equal(await form.rows('Principals').getByRole('textbox').first().inputValue(), owner);
    await workbench.openSharesView();
    await workbench
      .editorTab('Create resource share')
      .getByRole('button', { name: /^Close/u })
      .click();
  });

  it("shows the cloud's refusal where it was sent from, with what to do, and keeps the text", async () => {
    await control(workbench.sandbox, '/faults', {
      operation: 'CreateResourceShare',
      fault: { kind: 'error', code: 'QuotaExceeded.ResourceShare.Count' },
    });
    await openCreate('one-too-many');
    await form.send.click();
    await form.failure.getByText('QuotaExceeded.ResourceShare.Count').waitFor();
    const text = await form.failure.innerText();
    assert.match(text, /[0-9A-F]{8}-[0-9A-F]{4}/u, 'the request id is shown');
    assert.equal(await form.name.inputValue(), 'one-too-many');
    await form.failure.getByRole('button', { name: /Copy request id/u }).click();
    await workbench.untilCopied(/^[0-9A-F]{8}-/u);
    await form.send.click();
    await workbench.notifications.saying('The resource share one-too-many was created.');
  });

  it('creates nothing twice when the answer to a create is lost', async () => {
    await control(workbench.sandbox, '/faults', {
      operation: 'CreateResourceShare',
      fault: { kind: 'hang', ms: 60_000, executed: true },
    });
    await openCreate('lost-answer');
    await form.send.click();
    await workbench.notifications.saying('The resource share lost-answer was created.');
    assert.equal((await sharesNamed(workbench.sandbox, 'lost-answer')).length, 1);
  });

  it('asks for the share when a command comes from the palette', async () => {
    await workbench.runCommand('Resource Shares: Associate…');
    await workbench.quickInput.type('service-cat');
    await workbench.quickInput.choose('service-catalog');
    await form.heading.getByText(/service-catalog/u).waitFor();
  });
});
