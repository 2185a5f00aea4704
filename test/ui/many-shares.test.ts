import assert from 'node:assert/strict';
import { control, truth, type TrueShare } from './harness/control.ts';
import type { TreeRow } from './harness/tree-view.ts';
import { launchWorkbench, type Workbench } from './harness/workbench.ts';

const patient = { timeout: 120_000 };

describe('10 000 shares in the tree', () => {
  let workbench: Workbench;
  /** Those of the first account in the first region, as they stand in its list. */
  let own: readonly TrueShare[];

  before(async function () {
    this.timeout(240_000);
    workbench = await launchWorkbench({
      sandboxArgs: ['--shares', '10000', '--rates', 'off'],
      viewport: { width: 1280, height: 1500 },
    });
    await control(workbench.sandbox, '/clock', { frozen: true });
    const { shares } = await truth(workbench.sandbox);
    const [first] = shares;
    assert.ok(first && shares.length >= 10_000);
    const { compare } = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
    own = shares
      .filter(
        ({ region, ResourceShareOwner, ResourceShareStatus }) =>
          region === first.region &&
          ResourceShareOwner === first.ResourceShareOwner &&
          ResourceShareStatus !== 'Deleted',
      )
      .toSorted((one, other) => compare(one.ResourceShareName, other.ResourceShareName));
    await workbench.openSharesView();
    const loading = workbench.tree.row('Loading…');
    await loading.waitFor();
    await workbench.widenSidebar(200);
    await workbench.tree
      .row('Shared by me')
      .getByText(String(own.length), { exact: true })
      .waitFor(patient);
    // Not the button in the title: VS Code hides it while the view has neither the pointer nor the focus.
    await loading.waitFor({ state: 'detached', ...patient });
  });

  after(() => workbench.close());

  const buckets = async (): Promise<readonly TreeRow[]> =>
    (await workbench.tree.rows()).filter(({ label }) => label.includes(' … '));
  /** How many rows the buckets in sight hold, and how many of these have failed. */
  const sums = async (): Promise<readonly [held: number, failed: number]> => {
    const texts = (await buckets()).map(({ description }) => description.split(' · '));
    const sum = (at: number): number =>
      texts.reduce((total, parts) => total + Number.parseInt(parts[at] ?? '0', 10), 0);
    return [sum(0), sum(1)];
  };

  it('stand in buckets, which together hold all of them and tell of all failures', async () => {
    const failed = own.filter(({ associations }) =>
      associations.some(({ AssociationStatus }) => AssociationStatus === 'Failed'),
    );
    await workbench.tree.untilRows(sums, [own.length, failed.length]);
    for (const { label, description } of await buckets()) {
      const count = Number.parseInt(description, 10);
      assert.ok(count > 0 && count <= 500, `${label}: ${description}`);
    }
  });

  it('open in their bucket, down to the last one, and down to its rows', async () => {
    const last = own.at(-1);
    assert.ok(last);
    await workbench.tree.expand((await buckets()).at(-1)?.label ?? '');
    await workbench.tree.tree.focus();
    await workbench.page.keyboard.press('End');
    await workbench.tree.expand(await workbench.tree.find(last.ResourceShareName));
    await workbench.tree.expand(await workbench.tree.find('Resources'));
    const living = last.associations.filter(
      ({ AssociationType, AssociationStatus }) =>
        AssociationType === 'Resource' && AssociationStatus !== 'Disassociated',
    );
    for (const { EntityId } of living.slice(0, 4)) await workbench.tree.find(EntityId);
  });

  it('are found by the id of a row in a bucket that was never opened', async () => {
    const wanted = own[Math.floor(own.length / 2)];
    const id = wanted?.associations.find(
      ({ AssociationType, AssociationStatus }) =>
        AssociationType === 'Resource' && AssociationStatus === 'Associated',
    )?.EntityId;
    assert.ok(wanted && id !== undefined);
    await workbench.tree.tree.focus();
    await workbench.page.keyboard.press('Control+f');
    await workbench.quickInput.type(id);
    await workbench.tree.row(id).waitFor();
    await workbench.tree.row(wanted.ResourceShareName).waitFor();
    await workbench.tree.untilMessage(/: 1 of at least \d{4} shares/u);
    await workbench.quickInput.widget
      .getByRole('button', { name: 'Read the regions that are not read yet' })
      .click();
    await workbench.tree.message.filter({ hasText: /: [1-9] of \d{5} shares$/u }).waitFor(patient);
    await workbench.quickInput.cancel();
    await workbench.tree.message.waitFor({ state: 'hidden' });

    await workbench.runCommand('Resource Shares: Go to…');
    await workbench.quickInput.type(id);
    await workbench.quickInput.widget.waitFor({ state: 'hidden' });
    await workbench.tree.untilSelected(id);
  });

  it('are grouped by principal, of which there are so many that they stand in buckets too', async () => {
    await workbench.runCommand('Resource Shares: Group by…');
    await workbench.quickInput.choose('By principal');
    await workbench.tree.row('Shared by me').waitFor({ state: 'detached' });
    await workbench.tree.row(/ … /u).first().waitFor();
    const [bucket] = await buckets();
    assert.ok(bucket);
    await workbench.tree.expand(bucket.label);
    const heading = workbench.tree.items.and(workbench.page.locator('[aria-level="2"]')).first();
    await workbench.tree.expand(heading);
    await workbench.tree
      .row(/-\d{5}$/u)
      .first()
      .waitFor();
  });
});
