import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { ShareEntry } from '../../src/inventory/snapshot.ts';
import type { ShareHistory } from '../../src/vscode/history/share-history.ts';
import { aBound, aPermission, aRow } from '../unit/inventory/samples.ts';
import { aLargeEntry, aMixedEntry, member } from '../unit/vscode/details/details-world.ts';
import { DetailsHarness } from './pages/details-harness.ts';

const longest = 'x'.repeat(40);

/** Much in it, all at once: long names, statuses of every kind, notes. */
function aFullEntry(): ShareEntry {
  const entry = aMixedEntry();
  return {
    ...entry,
    share: { ...entry.share, description: `${longest} <b>bold</b>`, name: `hub ${longest}` },
    resources: [
      ...entry.resources,
      aRow('rs-1', `<img src=x onerror=alert(1)>${longest}`, 'Disassociating'),
      aRow('rs-1', 'snap-1', 'Weird', { entityType: 'Snapshot' }),
    ],
    permissions: [aBound('rs-1', aPermission('VSwitch')), aBound('rs-1', aPermission('Image'))],
  };
}

/** More than a page shows, with a name that no line breaks. */
const history: ShareHistory = {
  from: 0,
  lines: Array.from({ length: 250 }, (_, at) => ({
    ...{ at, since: at - 1 },
    text: `${longest}${longest}-${at}: Associated is now Failed (LimitExceeded).`,
  })),
};

describe('the page of a share in a browser', () => {
  let details: DetailsHarness;

  afterEach(() => details.close());

  for (const theme of ['dark', 'light', 'hc', 'hc-light'] as const) {
    it(`has nothing that axe-core objects to, theme ${theme}`, async () => {
      details = await DetailsHarness.open(aFullEntry(), { theme, history });
      await historyOf(details).getByText('Left out as there are too many').waitFor();
      const untouched = await details.violations();
      await pair(details, 'vsw-2', member).click();
      await details.card.waitFor();
      await details.page.getByText('What it allows').first().click();
      await details.page.getByText('vpc:Describe*').waitFor();
      const chosen = await details.violations();
      await details.filter.fill('nothing of this kind');
      await details.page.getByText('Nothing passes the filter.').waitFor();
      details.world.set(undefined);
      await details.settle();
      await details.page.getByText('This share is no longer there.').waitFor();
      const gone = await details.violations();
      assert.deepEqual({ untouched, chosen, gone }, { untouched: [], chosen: [], gone: [] });
    });
  }

  it('breaks no rule of its policy and logs no error', async () => {
    details = await DetailsHarness.open(aFullEntry());
    await pair(details, 'vsw-2', member).click();
    await details.card.waitFor();
    await details.page.getByText('What it allows').first().click();
    await details.page.getByText('vpc:Describe*').waitFor();
    details.world.set(undefined);
    await details.settle();
    await details.page.getByText('This share is no longer there.').waitFor();
    assert.deepEqual(details.complaints, []);
    assert.deepEqual(details.world.logged, []);
  });

  for (const viewport of [
    { width: 640, height: 400 },
    { width: 320, height: 600 },
  ]) {
    it(`needs no sideways scrolling but in its table at ${viewport.width} pixels`, async () => {
      details = await DetailsHarness.open(aFullEntry(), { viewport, history });
      await historyOf(details).getByText('Left out as there are too many').waitFor();
      await pair(details, 'vsw-2', member).click();
      await details.card.waitFor();
      assert.equal(await details.hasSidewaysScroll(), false);
      // Even so the first column leaves room for another.
      const head = await details.page.getByRole('rowheader').first().boundingBox();
      assert.ok(head && head.width < viewport.width / 2, `${head?.width} is too wide`);
    });
  }

  it('shows the failed pair with its reason, and takes out by the keyboard alone', async () => {
    details = await DetailsHarness.open(aMixedEntry());
    const { keyboard } = details.page;
    await details.page.getByRole('checkbox', { name: 'Only what is not usable' }).focus();
    await keyboard.press('Tab');
    assert.equal(await focused(details), 'gridcell');
    await keyboard.press('Control+Home');
    assert.equal(await focused(details), 'columnheader');
    await keyboard.press('ArrowDown');
    await keyboard.press('ArrowDown');
    await keyboard.press('Home');
    assert.equal(await focused(details), 'rowheader');
    const columns = await details.page.getByRole('columnheader').allInnerTexts();
    const steps = columns.findIndex((text) => text.includes(member));
    for (let step = 0; step < steps; step += 1) await keyboard.press('ArrowRight');
    await keyboard.press('Enter');
    await details.card.getByText(/LimitExceeded · The number of shared vSwitches/u).waitFor();
    assert.equal(await details.card.evaluate((card) => card === document.activeElement), true);
    await keyboard.press('Escape');
    await details.card.waitFor({ state: 'hidden' });
    assert.equal(await focused(details), 'gridcell');
    await keyboard.press('Enter');
    const takeOut = details.card
      .getByRole('group', { name: 'Resource vsw-2' })
      .getByRole('button', { name: 'Take out…' });
    await takeOut.focus();
    await keyboard.press('Enter');
    await details.until(() => details.world.acted.length === 1);
    assert.match(details.world.acted[0] ?? '', /^takeOut association.*vsw-2$/u);
  });

  it('changes only what is another now: focus, card and scroll stay', async () => {
    details = await DetailsHarness.open(aMixedEntry());
    await pair(details, 'vsw-2', member).click();
    await details.card.waitFor();
    const takeOut = details.card.getByRole('button', { name: 'Take out…' }).first();
    await takeOut.evaluate((button) => {
      button.focus({ preventScroll: true });
      document.querySelector('tbody tr')?.setAttribute('data-mark', 'the same');
      window.scrollTo(0, 60);
    });
    const scrolled = await details.page.evaluate(() => window.scrollY);
    const entry = aMixedEntry();
    const resources = ['vsw-1', 'vsw-2', 'vsw-3'].map((id) => aRow('rs-1', id));
    details.world.set({ ...entry, resources });
    await details.settle();
    await details.page.getByRole('rowheader', { name: /^vsw-3/u }).waitFor();
    await pair(details, 'vsw-2', member).getByText('Usable').waitFor();
    await details.card.getByText('Usable').waitFor();
    assert.equal(await details.page.locator('tr[data-mark]').count(), 1);
    assert.equal(await details.page.evaluate(() => window.scrollY), scrolled);
    assert.equal(
      await details.page.evaluate(() => document.activeElement?.textContent),
      'Take out…',
    );
    // What the card is about goes: it says so, and the focus does not get lost.
    details.world.set({ ...entry, resources: resources.slice(0, 1) });
    await details.settle();
    await details.page.getByRole('rowheader', { name: /^vsw-2/u }).waitFor({ state: 'detached' });
    assert.equal(
      await details.page.evaluate(() => document.activeElement === document.body),
      false,
    );
  });

  it('shows a part of a large share, says what it leaves out, and finds what is named', async () => {
    details = await DetailsHarness.open(aLargeEntry(200, 50));
    const { leftOut, page } = details;
    await leftOut.getByText('Shown are 100 of 200 resources and 20 of 50 principals.').waitFor();
    assert.equal(await page.locator('td[role=gridcell]').count(), 2_000);
    await leftOut.getByText('Show 100 more resources').click();
    await leftOut.getByText('Shown are 200 of 200 resources').waitFor();
    // The heads stay in sight while one scrolls.
    const frame = page.locator('.frame');
    await frame.evaluate((box) => {
      box.scrollTo(400, 100);
    });
    const box = await frame.boundingBox();
    const head = await page.locator('thead th').last().boundingBox();
    const row = await page.locator('tbody th').last().boundingBox();
    assert.ok(box && head && row);
    assert.ok(Math.abs(head.y - box.y) < 3, 'the row of heads scrolled away');
    assert.ok(Math.abs(row.x - box.x) < 3, 'the column of heads scrolled away');
    await details.filter.fill('vsw-199');
    await leftOut.getByText('Shown are 1 of 200 resources').waitFor();
    await details.filter.fill('');
    await page.locator('.filter vscode-checkbox').click();
    // What no detail tells is not known to be usable: so every principal has a pair that is open.
    await leftOut.getByText('Shown are 10 of 200 resources and 20 of 50 principals.').waitFor();
    assert.equal(await page.locator('.pair.failed').count(), 4);
  });

  it('goes on with its filter after it was hidden', async () => {
    details = await DetailsHarness.open(aMixedEntry());
    await details.filter.fill('vsw-1');
    await details.page.getByText('Shown are 1 of 2 resources').waitFor();
    await details.reload();
    await details.page.getByText('Shown are 1 of 2 resources').waitFor();
    assert.equal(await details.filter.inputValue(), 'vsw-1');
  });

  it('drops a message that it does not know, and says so', async () => {
    details = await DetailsHarness.open(aMixedEntry());
    details.post({ type: 'changed', parts: { head: 'none' }, without: [] });
    await details.until(() => details.world.logged.length > 0);
    assert.match(details.world.logged[0] ?? '', /the page dropped a message: parts\.head/u);
  });
});

function pair(details: DetailsHarness, resource: string, principal: string): Locator {
  const row = details.page.getByRole('row').filter({
    has: details.page.getByRole('rowheader', { name: new RegExp(`^${resource}\\b`, 'u') }),
  });
  return row.locator(`[data-principal="principal/${principal}"]`);
}

function historyOf(details: DetailsHarness): Locator {
  return details.page.getByRole('region', { name: /^History/u });
}

function focused(details: DetailsHarness): Promise<string | null | undefined> {
  return details.page.evaluate(() => document.activeElement?.getAttribute('role'));
}
