import assert from 'node:assert/strict';
import { badDraft, goodDraft } from './pages/form-drafts.ts';
import { FormHarness } from './pages/form-harness.ts';
import { failing, send } from './pages/form-sending.ts';

describe('the share form for everybody', () => {
  let form: FormHarness;

  afterEach(() => form.close());

  for (const theme of ['dark', 'light', 'hc', 'hc-light'] as const) {
    it(`has nothing that axe-core objects to, theme ${theme}`, async () => {
      form = await FormHarness.open({
        theme,
        start: { draft: badDraft, destinationOpen: true },
        services: { submit: failing({ notSent: goodDraft }) },
      });
      await permissionsRead(form);
      const found = { untouched: await form.violations() };
      await form.page.getByRole('button', { name: 'Paste a list…' }).first().click();
      await send(form);
      await form.page.getByText('Nothing was sent').waitFor();
      const problems = await form.violations();
      await form.page.getByRole('textbox', { name: 'Name', exact: true }).fill('network-share');
      await form.row('Resource', 2).getByRole('button', { name: 'Remove' }).click();
      await form.row('Resource', 2).getByRole('textbox', { name: 'Properties' }).fill('');
      await form.row('Principal', 1).getByRole('textbox').fill('1720505253001234');
      await send(form);
      await form.page.getByText('What to do').waitFor();
      const failed = await form.violations();
      assert.deepEqual({ ...found, problems, failed }, { untouched: [], problems: [], failed: [] });
    });
  }

  it('breaks no rule of its policy and logs no error', async () => {
    form = await FormHarness.open({ start: { draft: badDraft, destinationOpen: true } });
    await permissionsRead(form);
    await form.page.getByRole('combobox', { name: 'Region' }).click();
    await form.page.getByRole('option', { name: 'cn-shanghai' }).waitFor();
    await form.page.keyboard.press('Escape');
    await send(form);
    await form.page.getByText('Nothing was sent').waitFor();
    assert.deepEqual(form.complaints, []);
    assert.deepEqual(form.logged, []);
  });

  for (const viewport of [
    { width: 500, height: 400 },
    { width: 320, height: 600 },
  ]) {
    it(`needs no sideways scrolling at ${viewport.width} pixels`, async () => {
      form = await FormHarness.open({ viewport, start: { draft: badDraft } });
      await permissionsRead(form);
      await send(form);
      await form.page.getByText('Nothing was sent').waitFor();
      assert.equal(await form.hasSidewaysScroll(), false);
    });
  }
});

async function permissionsRead(form: FormHarness): Promise<void> {
  await form.page.getByRole('combobox', { name: 'VSwitch', exact: true }).waitFor();
}
