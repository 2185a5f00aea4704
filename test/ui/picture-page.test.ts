import assert from 'node:assert/strict';
import { aRow, aShare } from '../unit/inventory/samples.ts';
import { hostileTexts } from '../unit/fuzz/hostile.ts';
import { manyRows, PictureHarness } from './pages/picture-harness.ts';

describe('the page of a picture', () => {
  let picture: PictureHarness;

  afterEach(() => picture.close());

  it('is walked through by keys, along its lines, and leads to rows', async () => {
    picture = await PictureHarness.open();
    const { page } = picture;
    const share = page.getByRole('img', { name: /^Resource share · hub · Active/u });
    await share.waitFor();
    await page.getByRole('button', { name: 'Export…' }).focus();
    await page.keyboard.press('Tab');
    assert.match(await picture.focused(), /^Resource share · hub/u);
    await page.keyboard.press('ArrowRight');
    const first = await picture.focused();
    assert.match(first, /organisation|outside/iu);
    await page.keyboard.press('Home');
    const seen = [await picture.focused()];
    for (let step = 0; step < 3; step += 1) {
      await page.keyboard.press('ArrowDown');
      seen.push(await picture.focused());
    }
    assert.equal(new Set(seen).size, 4);
    assert.ok(seen.some((name) => name.startsWith('1720505253000009 · Account · Outside')));
    await page.keyboard.press('ArrowLeft');
    assert.match(await picture.focused(), /^Resource share · hub/u);
    await page.keyboard.press('ArrowLeft');
    assert.match(await picture.focused(), /^Resource · /u);
    await page.keyboard.press('Enter');
    await until(() => picture.opened.length === 1);
    assert.match(picture.opened[0] ?? '', /^resource\/alibaba\/cn-hangzhou\//u);
    await share.dblclick();
    await until(() => picture.opened.length === 2);
    assert.equal(picture.opened[1], 'share/alibaba/cn-hangzhou/hub');
    assert.deepEqual(picture.complaints, []);
  });

  it('says by words, shapes and line styles what it says by colours', async () => {
    picture = await PictureHarness.open();
    const { page } = picture;
    for (const word of ['Failed', 'Failed for some', 'Invited', 'Associating']) {
      await page
        .locator('.word', { hasText: new RegExp(`^${word}$`, 'u') })
        .first()
        .waitFor();
    }
    assert.equal(await page.locator('.standing-outside .inner').count(), 2);
    const dashes = await page.evaluate(() =>
      ['.tone-failed .line', '.tone-invited .line', '.tone-usable .line'].map((selector) => {
        const line = document.querySelector(selector);
        return line ? getComputedStyle(line).strokeDasharray : 'absent';
      }),
    );
    assert.equal(new Set(dashes).size, 3, String(dashes));
  });

  it('zooms by keys, buttons and the wheel, and keeps that when it is shown again', async () => {
    picture = await PictureHarness.open({ viewport: { width: 1400, height: 800 } });
    const { page } = picture;
    const width = async (): Promise<number> =>
      Number(await page.locator('svg.picture').getAttribute('width'));
    await page.getByRole('button', { name: '100 %' }).waitFor();
    const natural = await width();
    await page.getByRole('img', { name: /^Resource share/u }).focus();
    await page.keyboard.press('+');
    await page.getByRole('button', { name: '125 %' }).waitFor();
    assert.ok((await width()) > natural * 1.2);
    await page.getByRole('button', { name: 'Zoom out' }).click();
    await page.getByRole('button', { name: 'Zoom out' }).click();
    await page.getByRole('button', { name: '80 %' }).waitFor();
    await page.locator('svg.picture').hover();
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -200);
    await page.keyboard.up('Control');
    await page.getByRole('button', { name: '132 %' }).waitFor();
    await picture.reload();
    await page.getByRole('button', { name: '132 %' }).waitFor();
    await page.getByRole('button', { name: '132 %' }).click();
    await page.getByRole('button', { name: '100 %' }).waitFor();
    assert.equal(await width(), natural);
  });

  it('holds the same as a list', async () => {
    picture = await PictureHarness.open();
    const { page } = picture;
    await page.getByText('As a list').click();
    const lines = await page.locator('.list li').allInnerTexts();
    assert.deepEqual(
      lines.toSorted(),
      [
        'vsw-bp183p93qs667muqlabcd · VSwitch · cn-hangzhou: Associated',
        'vsw-2 · VSwitch · cn-hangzhou: Failed for some',
        'img-1 · Image · cn-hangzhou: Associating',
        'fd-bqp1yt0001 · Folder · In the organisation: Associated',
        '1720505253000009 · Account · Outside the organisation: Associated',
        '1720505253000001 · Account · Outside the organisation: Invited',
        '1720505253000005 · Account · Not known whether outside: Failed',
      ].toSorted(),
    );
  });

  it('follows what changes, and stays where one is', async () => {
    picture = await PictureHarness.open();
    const { page } = picture;
    await page.getByRole('img', { name: /^Resource · vsw-2/u }).focus();
    picture.change(aShare('hub', { name: 'hub' }), [aRow('hub', 'vsw-new')]);
    await page.getByRole('img', { name: /^Resource · vsw-new/u }).waitFor();
    await page.getByRole('status').getByText('The picture has changed.').waitFor();
    assert.match(await picture.focused(), /^Resource · vsw-2/u);
  });

  it('says what it leaves out of very many', async () => {
    picture = await PictureHarness.open({ rows: manyRows(150) });
    const { page } = picture;
    await page
      .getByText('Left out, as there are too many: 51 resources · 50 principals · 101 lines')
      .waitFor();
    assert.equal(await page.locator('.node').count(), 200);
    await page.getByRole('button', { name: 'Fit' }).click();
    await page.getByRole('button', { name: '10 %' }).waitFor();
  });

  it('gives names to a file and to the page as text, whatever is in them', async () => {
    const rows = hostileTexts
      .filter((text) => text !== '')
      .map((id) => aRow('hub', id, 'Associated', { kind: 'resource', entityType: id }));
    picture = await PictureHarness.open({ rows, shareName: hostileTexts[2] ?? '' });
    const { page } = picture;
    await page.getByRole('heading', { name: '<img src=x' }).waitFor();
    assert.equal(await page.locator('img, script:not([src])').count(), 0);
    const svg = await picture.svg();
    assert.deepEqual(picture.complaints, []);
    // The file has a style of its own, which the policy of this page keeps out, and says so.
    const read = await page.evaluate((text) => {
      const parsed = new DOMParser().parseFromString(text, 'image/svg+xml');
      const names = [...parsed.querySelectorAll('*')].map(({ localName }) => localName);
      return { root: parsed.documentElement.localName, names: [...new Set(names)].toSorted() };
    }, svg);
    assert.equal(read.root, 'svg');
    assert.deepEqual(read.names, ['g', 'path', 'rect', 'style', 'svg', 'text', 'title']);
  });

  it('drops what it does not know, and asks to be written down', async () => {
    picture = await PictureHarness.open();
    const { page } = picture;
    await page.evaluate(() => {
      window.postMessage({ type: 'picture', picture: { title: 'canary' } }, '*');
    });
    await until(() => picture.logged.length === 1);
    assert.doesNotMatch(picture.logged.join(), /canary/u);
    await page.getByRole('button', { name: 'Export…' }).click();
    await until(() => picture.opened.includes('export'));
    await page.getByRole('img', { name: /^Resource share/u }).waitFor();
  });

  for (const theme of ['dark', 'light', 'hc', 'hc-light'] as const) {
    it(`has nothing that axe-core objects to, theme ${theme}`, async () => {
      picture = await PictureHarness.open({ theme });
      await picture.page.getByText('As a list').click();
      await picture.page.getByRole('img', { name: /^Resource share/u }).focus();
      assert.deepEqual(await picture.violations(), []);
    });
  }

  it('needs no sideways scrolling of the page where it is narrow', async () => {
    picture = await PictureHarness.open({ viewport: { width: 320, height: 600 } });
    const wide = await picture.page.evaluate(
      () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
    );
    assert.equal(wide, false);
  });
});

/** Waits for a condition that no locator can say; the time limit of the test ends it. */
async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
}
