import assert from 'node:assert/strict';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { callsOf, control, sharesNamed, truth } from './harness/control.ts';
import { ShareFormPage } from './harness/share-form-page.ts';
import { TreeView } from './harness/tree-view.ts';
import { launchWorkbench, type Workbench } from './harness/workbench.ts';

/** Alibaba Cloud takes so many resources, and beside them as many principals, in one call. */
const perCall = 5;

describe('changes of many items', () => {
  let workbench: Workbench;
  let form: ShareFormPage;
  let owner: string;

  before(async () => {
    workbench = await launchWorkbench();
    form = new ShareFormPage(workbench);
    owner = (await truth(workbench.sandbox)).shares[0]?.ResourceShareOwner ?? '';
    await control(workbench.sandbox, '/tuning', { settleMs: 200 });
    await workbench.openSharesView();
    await workbench.tree.find('network-hub-prod');
  });

  after(() => workbench.close());

  const snapshots = (name: string, count: number): readonly string[] =>
    Array.from(
      { length: count },
      (_, index) => `acs:ecs:cn-hangzhou:${owner}:snapshot/s-${name}${index}`,
    );

  async function openAssociate(share: string): Promise<void> {
    await workbench.tree.inlineAction(share, 'Associate…');
    await form.heading.getByText(new RegExp(share, 'u')).waitFor();
  }

  /** What the share holds or is getting, at the cloud. */
  async function heldBy(share: string, prefix = ''): Promise<readonly string[]> {
    const [found] = await sharesNamed(workbench.sandbox, share);
    return (found?.associations ?? [])
      .map(({ EntityId }) => EntityId)
      .filter((id) => id.startsWith(prefix));
  }

  /** Twenty that can be associated: of the organisation first, the rest of them outside. */
  async function twentyPrincipals(share: string): Promise<readonly string[]> {
    const { directory } = await truth(workbench.sandbox);
    const held = await heldBy(share);
    const inside = [
      ...directory.accounts.map(({ accountId }) => accountId),
      ...directory.folders.map(({ id }) => id),
    ].filter((id) => id !== owner && !held.includes(id) && !/909\d\d$/u.test(id));
    const outside = Array.from({ length: 20 - inside.length }, (_, index) =>
      String(1_700_000_000_000_000 + index),
    );
    return [...inside, ...outside];
  }

  /** What was written at the cloud since the counters were reset: the calls, and all that they asked for. */
  async function associated(): Promise<{
    readonly calls: number;
    readonly ids: readonly string[];
  }> {
    const { writes } = (await control(workbench.sandbox, '/writes')) as {
      writes: readonly { readonly operation: string; readonly request: unknown }[];
    };
    const calls = writes.filter(({ operation }) => operation === 'AssociateResourceShare');
    const ids = calls.flatMap(({ request }) => [
      ...JSON.stringify(request).matchAll(/snapshot\/(s-[a-z]+\d+)/gu),
    ]);
    return { calls: calls.length, ids: ids.map(([, id = '']) => id) };
  }

  /** Everything was written once, in the fewest calls, and is there. */
  async function onceEach(share: string, name: string, count: number): Promise<void> {
    const { calls, ids } = await associated();
    assert.equal(ids.length, count);
    assert.equal(new Set(ids).size, count);
    assert.equal(calls, count / perCall);
    assert.equal((await heldBy(share, `s-${name}`)).length, count);
  }

  it('adds 200 resources and 20 principals in the fewest calls; says exactly what was sent when one is refused, and goes on with the rest', async () => {
    const share = 'partner-vswitches';
    const principals = await twentyPrincipals(share);
    await openAssociate(share);
    await form.paste('Resources', snapshots('bulk', 200));
    await form.paste('Principals', principals);
    await form.summary
      .getByText('Will be sent in 40 calls: 200 resources and 20 principals.')
      .waitFor();
    await control(workbench.sandbox, '/calls/reset', {});
    await control(workbench.sandbox, '/faults', {
      operation: 'AssociateResourceShare',
      after: 19,
      fault: { kind: 'error', code: 'NoPermission' },
    });
    await form.send.click();
    await form.failure.getByText('NoPermission', { exact: false }).first().waitFor();
    assert.match(await form.failure.innerText(), /Sent: .*95 resources and 20 principals/u);
    assert.equal((await associated()).calls, 19);
    assert.equal(await form.rows('Resources').count(), 105, 'the rest is in the form');
    assert.equal(await form.rows('Principals').count(), 0);
    await form.summary.getByText('Will be sent in 21 calls: 105 resources.').waitFor();
    await form.send.click();
    await form.heading.waitFor({ state: 'detached' });
    await onceEach(share, 'bulk', 200);
    const held = await heldBy(share);
    assert.ok(principals.every((id) => held.includes(id)));

    const notice = await workbench.notifications.saying(
      'partner-vswitches: associated 105 resources.',
    );
    assert.ok(notice);
    await workbench.notifications.clear();
    await workbench.runCommand('Resource Shares: Show activity');
    const activity = new TreeView(workbench.page, 'Activity');
    await activity.items.getByText(/^failed · 19 of 40 calls/u).waitFor();
    await activity.items.getByText(/^done · .*21 calls: 105 resources/u).waitFor();
    await activity.pane.locator('.pane-header').click();
    const row = await workbench.tree.find(share);
    await row.getByText(/ · 202 resources · 2\d principals/u).waitFor();
  });

  it('sends nothing where it can’t be written down first, and keeps what the form holds', async () => {
    const share = 'empty-for-now';
    const folder = join(workbench.storageFolder, 'activity');
    // As good as a full disk: nothing can be made in there.
    await rename(folder, `${folder}-aside`);
    await writeFile(folder, '');
    await openAssociate(share);
    await form.paste('Resources', snapshots('kill', 50));
    await control(workbench.sandbox, '/calls/reset', {});
    await form.send.click();
    await form.failure
      .getByText('What is about to be sent could not be written down first.')
      .waitFor();
    assert.equal((await associated()).calls, 0);
    assert.equal(await form.rows('Resources').count(), 50);
    await rm(folder);
    await rename(`${folder}-aside`, folder);
  });

  it('goes on where it was after its process was killed, sends nothing twice, and brings back no form of it', async () => {
    const share = 'empty-for-now';
    await form.showPlan.click();
    await workbench.editorTab(/Plan: empty-for-now/u).waitFor();
    await control(workbench.sandbox, '/calls/reset', {});
    // The fourth call does its work, and its answer never comes.
    await control(workbench.sandbox, '/faults', {
      operation: 'AssociateResourceShare',
      after: 3,
      fault: { kind: 'hang', ms: 600_000, executed: true },
    });
    await workbench.page.getByRole('button', { name: 'Apply plan' }).click();
    await untilHeld(share, 's-kill', 4 * perCall);
    process.kill(await writer(), 'SIGKILL');
    await workbench.reload();
    await workbench.openSharesView();
    const cutOff = 'closed in the middle of a change';
    assert.match(await workbench.notifications.saying(cutOff), new RegExp(share, 'u'));
    assert.equal(await callsOf(workbench.sandbox, 'AssociateResourceShare'), 4);
    await workbench.editorTab(/^Add to/u).waitFor({ state: 'detached' });
    await workbench.notifications.click(cutOff, 'Go on…');
    await workbench.dialog.says(
      /Change the resource share empty-for-now\? 6 calls: 30 resources\./u,
    );
    await workbench.dialog.choose('Apply');
    await workbench.notifications.saying('empty-for-now: associated 30 resources.');
    await onceEach(share, 'kill', 50);
    await workbench.runCommand('Resource Shares: Show activity');
    const activity = new TreeView(workbench.page, 'Activity');
    await activity.items.getByText(/^continued by another action/u).waitFor();
  });

  async function untilHeld(share: string, prefix: string, count: number): Promise<void> {
    const deadline = Date.now() + 30_000;
    while ((await heldBy(share, prefix)).length < count) {
      assert.ok(Date.now() < deadline, `the share holds less than ${count}`);
      await workbench.page.waitForTimeout(100);
    }
  }

  /** The process that sends: the lock of what it sends names it. */
  async function writer(): Promise<number> {
    const folder = join(workbench.storageFolder, 'activity');
    const lock = (await readdir(folder)).find((name) => name.endsWith('.lock'));
    assert.ok(lock);
    return Number(/\d+/u.exec(await readFile(join(folder, lock), 'utf8'))?.[0]);
  }
});
