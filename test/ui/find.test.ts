import assert from 'node:assert/strict';
import { control, truth, type TrueShare } from './harness/control.ts';
import type { TreeRow } from './harness/tree-view.ts';
import { launchWorkbench, type Workbench } from './harness/workbench.ts';

const owner = 'Harbour Group (owner)';
const member = 'Retail production (member)';

describe('finding and arranging shares in the tree', () => {
  let workbench: Workbench;
  let hub: TrueShare;

  before(async () => {
    // High enough for all rows: what is looked for is in sight.
    workbench = await launchWorkbench({ viewport: { width: 1280, height: 1900 } });
    // Nothing settles meanwhile, so that what is found stays what it is.
    await control(workbench.sandbox, '/clock', { frozen: true });
    await workbench.openSharesView();
    await workbench.widenSidebar(200);
    await workbench.tree.find('network-hub-prod');
    const { shares } = await truth(workbench.sandbox);
    const found = shares.find(({ ResourceShareName }) => ResourceShareName === 'network-hub-prod');
    assert.ok(found);
    hub = found;
  });

  after(() => workbench.close());

  const find = async (text: string): Promise<void> => {
    await workbench.tree.tree.focus();
    await workbench.page.keyboard.press('Control+f');
    await workbench.quickInput.type(text);
  };
  const look = async (): Promise<readonly (readonly unknown[])[]> =>
    (await workbench.tree.rows()).map(({ label, level, expanded }) => [label, level, expanded]);
  const resourceId = (): string => {
    const row = hub.associations.find(({ AssociationType }) => AssociationType === 'Resource');
    assert.ok(row);
    return row.EntityId;
  };

  it('shows a row that was never expanded while it is typed, and keeps it with Enter', async () => {
    await workbench.tree.expand('allow-lists');
    await workbench.tree.row('Permissions').waitFor();
    await workbench.tree.collapse('Shared with me');
    const before = await look();
    await find(resourceId().slice(0, -2).toUpperCase());
    await workbench.tree.row(resourceId()).waitFor();
    assert.match(
      await workbench.tree.untilMessage(/of at least/u),
      /^“VSW-.*”: 1 of at least \d\d shares\. \d+ regions are not read yet\.$/u,
    );
    await workbench.quickInput.accept();
    await workbench.quickInput.widget.waitFor({ state: 'hidden' });
    const shown = await workbench.tree.rows();
    assert.deepEqual(shown.map(({ label }) => label).slice(2, -1), [
      'Shared by me',
      'network-hub-prod',
      'Resources',
      resourceId(),
    ]);
    assert.equal(shown.find(({ label }) => label === 'Resources')?.description, '1 of 4');

    await workbench.tree.select(resourceId());
    await workbench.page.keyboard.press('Escape');
    await workbench.tree.message.waitFor({ state: 'hidden' });
    await workbench.tree.untilRows(look, before);
  });

  it('ends with Escape while it is typed', async () => {
    const before = await look();
    await find('nothing has this name');
    await workbench.tree.untilMessage(/: 0 of at least/u);
    await workbench.quickInput.cancel();
    await workbench.tree.message.waitFor({ state: 'hidden' });
    await workbench.tree.untilRows(look, before);
  });

  it('goes to an ARN that is pasted, whatever is open and shown', async () => {
    const arn = `acs:vpc:cn-hangzhou:${hub.ResourceShareOwner}:vswitch/${resourceId()}`;
    await find(arn);
    await workbench.quickInput.accept();
    await workbench.tree.untilSelected(resourceId());
    await find('allow-lists');
    await workbench.tree.untilMessage(/“allow-lists”: 1 of/u);
    await workbench.runCommand('Resource Shares: Go to…');
    await workbench.quickInput.type(arn);
    await workbench.quickInput.widget.waitFor({ state: 'hidden' });
    await workbench.tree.untilSelected(resourceId());
    await workbench.tree.message.waitFor({ state: 'hidden' });
  });

  it('lists where one can go by a part of a name', async () => {
    await workbench.runCommand('Resource Shares: Go to…');
    await workbench.quickInput.type('hub prod');
    await workbench.quickInput.choose('network-hub-prod');
    await workbench.tree.untilSelected('network-hub-prod');
  });

  it('reads the regions that it has not looked into when told to', async () => {
    await find('network');
    await workbench.tree.untilMessage(/not read yet/u);
    await workbench.quickInput.accept();
    await workbench.tree.inlineAction(/regions are not read yet/u, 'Read the regions not read yet');
    const says = await workbench.tree.untilMessage(/ of \d+ shares$/u);
    const found = Number(/^“network”: (\d+) of/u.exec(says)?.[1]);
    const named = async (): Promise<number> =>
      (await workbench.tree.rows()).filter(({ label }) => label.includes('network')).length;
    await workbench.tree.untilRows(named, found);
    await workbench.tree.titleAction('End search');
    await workbench.tree.message.waitFor({ state: 'hidden' });
    await workbench.tree.row('allow-lists').waitFor();
  });

  const group = async (by: string): Promise<void> => {
    await workbench.runCommand('Resource Shares: Group by…');
    await workbench.quickInput.choose(by);
  };

  it('groups by region, resource type, status and tag', async () => {
    const { shares } = await truth(workbench.sandbox);
    const own = shares.filter(
      ({ ResourceShareOwner, ResourceShareStatus }) =>
        ResourceShareOwner === hub.ResourceShareOwner && ResourceShareStatus !== 'Deleted',
    );
    const headings = async (): Promise<readonly string[]> =>
      (await workbench.tree.rows()).filter(({ level }) => level === 1).map(({ label }) => label);
    // Regions come in the order of their names, statuses in the order in which they want to be seen.
    await group('By region');
    const regions = [...new Set(own.map(({ region }) => region))].toSorted();
    await workbench.tree.untilRows(headings, [...regions, 'global']);
    await group('By status');
    const states = ['Failed', 'Associating', 'Disassociating', 'Pending', 'Deleting', 'Active'];
    await workbench.tree.untilRows(headings, states);
    await group('By resource type');
    await workbench.tree.row('No resources').waitFor();
    const types = own.flatMap(({ associations }) =>
      associations
        .filter(({ AssociationType }) => AssociationType === 'Resource')
        .map(({ EntityType }) => EntityType),
    );
    for (const type of new Set(types)) assert.ok((await headings()).includes(type), type);
    await group('By tag');
    await workbench.tree.row('No tags').waitFor();
    // Only the owner of a share sees its tags.
    const heading = await workbench.tree.expand('review: 2026-q2');
    const tagged = own.filter(({ Tags }) => Tags.some(({ Key }) => Key === 'review'));
    await heading.getByText(String(tagged.length), { exact: true }).waitFor();
    for (const { ResourceShareName } of tagged) {
      await workbench.tree.row(ResourceShareName).waitFor();
    }
  });

  it('groups by principal, also after a reload of the window', async () => {
    await group('By principal');
    const row = /^Retail production \(member\) \(/u;
    await workbench.tree.row(row).waitFor();
    await workbench.untilStored(/"principal"/u);
    await workbench.reload();
    await workbench.openSharesView();
    await workbench.tree.expand(row);
    const { accounts } = workbench.sandbox.description;
    const idOf = (label: string): string | undefined =>
      accounts.find((account) => account.label === label)?.accountId;
    const owners = new Set([owner, 'Northwind Freight (outsider)'].map(idOf));
    const given = (await truth(workbench.sandbox)).shares.filter(
      ({ ResourceShareOwner, associations }) =>
        owners.has(ResourceShareOwner) &&
        associations.some(
          ({ EntityId, AssociationStatus }) =>
            EntityId === idOf(member) && AssociationStatus !== 'Disassociated',
        ),
    );
    const below = async (): Promise<readonly string[]> => {
      const rows = await workbench.tree.rows();
      const at = rows.findIndex(({ label }) => label.startsWith('Retail production (member) ('));
      assert.equal(rows[at]?.description, String(given.length));
      return rows
        .slice(at + 1)
        .filter(({ level }) => level === 2)
        .map(({ label }) => label);
    };
    await workbench.tree.untilRows(
      below,
      given.map(({ ResourceShareName }) => ResourceShareName).toSorted(),
    );
    const own = (await workbench.tree.rows()).find(({ label }) => label === 'elastic-assurance');
    assert.match(own?.description ?? '', /^Harbour Group \(owner\) · cn-hangzhou · Active/u);
  });

  it('filters in any grouping, and shows all again', async () => {
    const { shares } = await truth(workbench.sandbox);
    const shown = async (level: number): Promise<readonly TreeRow[]> =>
      (await workbench.tree.rows()).filter((row) => row.level === level);
    const filter = async (...changed: readonly string[]): Promise<void> => {
      await workbench.runCommand('Resource Shares: Filter…');
      await workbench.quickInput.tick(...changed);
    };

    await filter('Failed');
    await workbench.tree.untilMessage(/^Failed: \d+ of/u);
    await workbench.tree.row('network-hub-prod').waitFor({ state: 'detached' });
    const failed = await shown(2);
    assert.ok(failed.length > 0);
    for (const { label, accessibleName } of failed) {
      assert.match(accessibleName, /\d failed/u, label);
    }

    await filter('Failed', 'Pending');
    await workbench.tree.untilMessage(/^Pending: \d+ of/u);
    await workbench.tree.row('partner-vswitches').waitFor({ state: 'detached' });
    const isPending = (name: string): boolean =>
      shares
        .filter(({ ResourceShareName }) => ResourceShareName === name)
        .some(({ ResourceShareStatus, associations }) =>
          [ResourceShareStatus, ...associations.map((row) => row.AssociationStatus)].some((text) =>
            text.endsWith('ing'),
          ),
        );
    const names = new Set(shares.map(({ ResourceShareName }) => ResourceShareName));
    const pending = (await shown(2)).map(({ label }) => label).filter((name) => names.has(name));
    assert.ok(pending.length > 0);
    assert.deepEqual(
      pending.filter((name) => !isPending(name)),
      [],
    );

    await group('By account');
    await filter('Pending', 'Allows outside principals');
    await workbench.tree.untilMessage(/^Allows outside principals: \d+ of/u);
    const outside = shares
      .filter(
        ({ region, ResourceShareOwner, AllowExternalTargets }) =>
          region === 'cn-hangzhou' &&
          ResourceShareOwner === hub.ResourceShareOwner &&
          AllowExternalTargets,
      )
      .map(({ ResourceShareName }) => ResourceShareName);
    const inFirstGroup = async (): Promise<readonly string[]> => {
      const rows = await workbench.tree.rows();
      const from = rows.findIndex(({ label }) => label === 'Shared by me') + 1;
      const to = rows.findIndex(({ level }, index) => index > from && level < 4);
      return rows.slice(from, to).map(({ label }) => label);
    };
    await workbench.tree.untilRows(inFirstGroup, outside.toSorted());

    await workbench.tree.titleAction('Show all again');
    await workbench.tree.message.waitFor({ state: 'hidden' });
    await workbench.tree.row('allow-lists').waitFor();
  });
});
